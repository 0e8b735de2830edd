"""Generate the documentation that is made from code and data, or check that it is up to date.

A generator is a module tools/docs_NAME.py with `main(check: bool) -> int`: with `check` it writes nothing and returns 1
when its document differs from what it would write.
"""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.door.say import say


def generators(folder: Path) -> list[str]:
    """Return the names of the generator modules in a folder."""
    return sorted(path.stem for path in folder.glob("docs_*.py"))


def main(arguments: Sequence[str]) -> int:
    """Run every generator; return 1 if one of them failed or found an outdated document."""
    check = "--check" in arguments
    found = generators(Path(__file__).parent)
    stale = [name for name in found if importlib.import_module(f"tools.{name}").main(check)]
    if stale:
        say(f"文档需要更新（{'、'.join(stale)}）：请运行 python3 dev.py docs。", f"Not up to date: {', '.join(stale)}.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
