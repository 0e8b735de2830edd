"""The tour: the real windows driven through the main job, leaving pictures and papers.

`python -m app tour --out DIR [--offscreen]`; nothing of Qt is loaded before the platform is chosen.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Take the tour; exit 0 when every step showed what it should, 1 when one did not, 2 when it could not begin."""
    parser = argparse.ArgumentParser(prog="python -m app tour", description="用虚构的演示律所走一遍主要流程。")
    parser.add_argument("--out", type=Path, default=Path("out/tour"), help="截图、合同和 tour.json 放在这里")
    parser.add_argument("--offscreen", action="store_true", help="不显示窗口，在后台进行")
    options = parser.parse_args(list(arguments))
    if options.offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.views.tour.guide import take  # noqa: PLC0415 - Qt chooses its platform when it is loaded

    return take(options.out.expanduser().resolve())
