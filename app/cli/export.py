"""`python -m app export FILE --kind KIND --login NAME [--profile DIR]`: write a list as .xlsx."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli import passwords
from app.cli.entering import enter
from app.errors import AppError
from app.paths import Profile
from app.services.clients.types import ClientFilter
from app.services.exporting import ExportRequest
from app.terms import ExportKind


def main(arguments: Sequence[str]) -> int:
    """Export; exit 0, or 2 with a sentence on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m app export", description="导出成 .xlsx；文件没有加密，请妥善保管。"
    )
    parser.add_argument("file", type=Path, help="存成哪个文件")
    kinds = "、".join(f"{kind.value}（{kind.label}）" for kind in ExportKind)
    parser.add_argument("--kind", choices=[kind.value for kind in ExportKind], default="client", help=kinds)
    parser.add_argument("--search", default="", help="只导出找到的（服务对象、以往案件）")
    parser.add_argument("--profile", type=Path, help="资料所在的文件夹")
    parser.add_argument("--login", required=True, help="登录名；密码会提示输入，也可从标准输入读取")
    options = parser.parse_args(list(arguments))
    profile = Profile(options.profile.resolve()) if options.profile else Profile.default()
    try:
        services = enter(profile, options.login, passwords.ask("密码"))
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    try:
        request = ExportRequest(ExportKind(options.kind), ClientFilter(options.search), text=options.search)
        print(services.exporting.run(request, options.file.resolve(), passwords.progress).sentence)
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    finally:
        services.close()
    return 0
