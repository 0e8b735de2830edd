"""`python -m app doctor`: whether the firm's data is whole: pages, journal chain, derived tables, papers."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli.entering import enter
from app.errors import AppError
from app.paths import Profile
from app.services.health import examine

PASSWORD_VARIABLE = "LVGUTAI_PASSWORD"  # noqa: S105 - the name of a variable


def main(arguments: Sequence[str]) -> int:
    """Examine a profile; exit 0 when it is whole, 1 when something was found, 2 when it cannot be opened."""
    parser = argparse.ArgumentParser(prog="python -m app doctor", description="检查本机数据是否完好，不作任何改动。")
    parser.add_argument("--profile", type=Path, help="资料所在的文件夹")
    parser.add_argument("--login", required=True, help="登录名；密码会提示输入")
    options = parser.parse_args(list(arguments))
    profile = Profile(options.profile) if options.profile else Profile.default()
    try:
        password = os.environ.get(PASSWORD_VARIABLE) or getpass.getpass("密码：")
        services = enter(profile, options.login, password)
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    try:
        findings = examine(services.office)
    finally:
        services.close()
    for finding in findings:
        print(("正常    " if finding.is_fine else "有问题  ") + finding.text)
    return 0 if all(finding.is_fine for finding in findings) else 1
