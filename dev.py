#!/usr/bin/env python3
"""The one door: `python3 dev.py run|test|check|bench|screens|package|docs|lock` (on Windows `py dev.py ...`).

This file stays readable for old Pythons, so that they can say what is missing; the commands are in tools/door.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get as far as this sentence
    found = sys.version.split()[0]
    sys.stderr.write("律顾台需要 Python 3.11 或更新版本，当前是 " + found + "。请先安装新版 Python，再运行本命令。\n")
    sys.stderr.write("  This program needs Python 3.11 or newer, this is " + found + ". Install a newer one first.\n")
    sys.exit(1)

from tools.door.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
