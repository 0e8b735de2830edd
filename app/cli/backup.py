"""`python -m app backup --login NAME [--profile DIR] [--to DIR]`: a backup now; works while the window is open."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli import passwords
from app.cli.entering import enter
from app.errors import AppError
from app.paths import Profile
from app.services.container import Services


def main(arguments: Sequence[str]) -> int:
    """Back up; exit 0, or 2 with a sentence on stderr when no backup was made."""
    parser = argparse.ArgumentParser(
        prog="python -m app backup", description="备份资料；窗口开着时也可以。不写 --to 时存入本机和第二位置。"
    )
    parser.add_argument("--profile", type=Path, help="资料所在的文件夹")
    parser.add_argument("--to", type=Path, help="存放备份的文件夹，例如 U 盘上的")
    parser.add_argument("--login", required=True, help="登录名；密码会提示输入，也可从标准输入读取")
    options = parser.parse_args(list(arguments))
    profile = Profile(options.profile.resolve()) if options.profile else Profile.default()
    try:
        password = passwords.ask("密码")
        services = enter(profile, options.login, password)
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    try:
        return _back_up(services, options.to.resolve() if options.to else None)
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    finally:
        services.close()


def _back_up(services: Services, place: Path | None) -> int:
    if place is not None:
        made, failure = services.backups.make_in(place, passwords.progress), ""
    else:
        done = services.backups.make(progress=passwords.progress)
        made, failure = done.backup, done.second_failure
    print(f"已备份并核对：{made.path}")
    print("，".join(f"{words} {count}" for words, count in made.counts))
    if made.missing:
        print(f"注意：有 {made.missing} 份材料的文件在本机找不到，备份中没有。", file=sys.stderr)
    if failure:
        print(f"第二位置没有备份成：{failure}", file=sys.stderr)
    return 0
