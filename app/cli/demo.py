"""`python -m app demo --clients N [--profile DIR]`: an invented firm of any size."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.clock import SystemClock
from app.errors import AppError
from app.paths import Profile
from app.services.demo.build import PASSWORD, STAFF, build


def main(arguments: Sequence[str]) -> int:
    """Build the firm and say how to open it; exit 2 when the place is taken."""
    parser = argparse.ArgumentParser(prog="python -m app demo", description="建立一个演示律所，全部为虚构人员。")
    parser.add_argument("--clients", type=int, default=60, help="服务对象人数，默认 60")
    parser.add_argument("--consultations", type=int, help="5,000 人以上时另外载入的咨询条数，默认为人数的十分之一")
    parser.add_argument("--open", type=int, help="其中仍待答复的条数，默认 5%%")
    parser.add_argument("--profile", type=Path, help="存放位置，默认为演示专用的文件夹")
    options = parser.parse_args(list(arguments))
    if options.clients < 1:
        print("人数至少为 1。", file=sys.stderr)
        return 2
    root = options.profile or Profile.default().root.with_name("lvgutai-demo")
    try:
        code = build(
            Profile(root),
            SystemClock(),
            clients=options.clients,
            consultations=options.consultations,
            open_consultations=options.open,
            told=_tell,
        )
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    print(f"演示律所已建好：{root}")
    print(f"打开：python -m app --profile {root}")
    print(f"登录名：{'、'.join(f'{p.login}（{p.name}）' for p in STAFF)}；密码都是 {PASSWORD}")
    print(f"恢复密钥：{code}")
    return 0


def _tell(done: int, total: int, text: str) -> None:
    print(f"{text} {done}/{total}", file=sys.stderr)
