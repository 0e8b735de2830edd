"""`python -m app salvage --out DIR`: take out of a damaged firm what can still be read; the firm's files stay untouched."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.catalogue import Catalogue
from app.cli.doctor import PASSWORD_VARIABLE
from app.clock import SystemClock
from app.errors import AppError
from app.paths import Profile
from app.services.rescue import Given, Rescue, SalvageReport


def main(arguments: Sequence[str]) -> int:
    """Salvage a profile; exit 0 when everything could be read, 1 when something is missing, 2 when nothing was done."""
    parser = argparse.ArgumentParser(
        prog="python -m app salvage",
        description="从损坏的数据里取出还能读的内容，存成表格和文件；原来的文件不作任何改动。",
    )
    parser.add_argument("--profile", type=Path, help="资料所在的文件夹")
    parser.add_argument("--out", type=Path, required=True, help="放在哪个文件夹里；会新建一个子文件夹")
    parser.add_argument("--login", help="登录名；密码会提示输入。不写就用恢复密钥")
    options = parser.parse_args(list(arguments))
    profile = Profile(options.profile) if options.profile else Profile.default()
    try:
        report = _salvage(Rescue(profile, SystemClock(), Catalogue.load()), options.login or "", options.out)
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    print(f"已存到：{report.folder}\n{report.text}", end="")
    return 0 if report.is_whole else 1


def _salvage(rescue: Rescue, login: str, out: Path) -> SalvageReport:
    if login:
        password = os.environ.get(PASSWORD_VARIABLE) or getpass.getpass("密码：")
        return rescue.salvage(Given(login, password), out, _tell)
    return rescue.salvage(Given("", code=input("恢复密钥：")), out, _tell)


def _tell(done: int, total: int, text: str) -> None:
    print(f"{text} {done}/{total}", file=sys.stderr)
