"""`python -m app restore --from BACKUP [--profile DIR] [--login NAME]`: restore a backup, or list those of a folder."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from app import instance
from app.cli import passwords
from app.clock import SystemClock
from app.errors import AppError
from app.paths import Profile
from app.services.backups.restoring import Restoring
from app.services.backups.types import BackupView

ZONE = ZoneInfo("Asia/Shanghai")


def main(arguments: Sequence[str]) -> int:
    """Restore; exit 0, or 2 with a sentence on stderr when nothing was restored."""
    parser = argparse.ArgumentParser(
        prog="python -m app restore", description="从备份恢复。现有资料会改名保留在资料文件夹里。"
    )
    parser.add_argument("--from", dest="source", type=Path, required=True, help="一份备份，或存放备份的文件夹")
    parser.add_argument("--profile", type=Path, help="恢复到哪个资料文件夹")
    parser.add_argument("--login", help="备份当时的登录名；不写就用恢复密钥")
    parser.add_argument("--list", action="store_true", help="只列出有哪些备份")
    options = parser.parse_args(list(arguments))
    profile = Profile(options.profile.resolve()) if options.profile else Profile.default()
    try:
        return _restore(profile, options.source.resolve(), options.login, only_list=options.list)
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2


def _restore(profile: Profile, source: Path, login: str | None, *, only_list: bool) -> int:
    restoring = Restoring(profile, SystemClock(), "cli")
    found = restoring.backups_in(source)
    if only_list:
        for one in found:
            print(f"{_when(one.at)}  {_counts(one)}  {one.path}")
        return 0
    held = instance.acquire(profile, lambda: None)
    try:
        restoring.finish_interrupted(profile)
        _restore_one(restoring, found[0], login)
    finally:
        held.release()
    return 0


def _restore_one(restoring: Restoring, chosen: BackupView, login: str | None) -> None:
    print(f"备份时间：{_when(chosen.at)}（{_counts(chosen)}）")
    if login is None:
        unlocked = restoring.unlock_with_recovery(chosen.path, passwords.ask("恢复密钥"), passwords.progress)
    else:
        unlocked = restoring.unlock(chosen.path, login, passwords.ask("备份当时的密码"), passwords.progress)
    done = restoring.restore(unlocked, passwords.progress)
    print("已恢复。请用备份当时的密码登录。")
    if done.kept is not None:
        print(f"原来的资料保留在：{done.kept}")
    if done.lost:
        print(f"注意：有 {done.lost} 份材料的文件在备份中已缺失或损坏，没有恢复。", file=sys.stderr)


def _when(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def _counts(one: BackupView) -> str:
    return "，".join(f"{words} {count}" for words, count in one.counts)
