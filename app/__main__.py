"""The door: `python -m app [command]`; no command opens the window."""

import gc
import sys
from collections.abc import Callable, Sequence

from app import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "fee": ("app.cli.fee", "按收费指导意见计算律师服务费"),
    "demo": ("app.cli.demo", "建立一个演示律所（全部为虚构人员）"),
    "tour": ("app.views.tour", "自动演示主要流程，留下截图和文书"),
    "backup": ("app.cli.backup", "备份到一个文件夹"),
    "restore": ("app.cli.restore", "从备份恢复"),
    "import": ("app.cli.import_", "从表格导入服务对象、以往咨询或以往案件"),
    "export": ("app.cli.export", "把服务对象、咨询、合同或以往案件导出成表格"),
    "doctor": ("app.cli.doctor", "检查本机数据是否完好"),
    "salvage": ("app.cli.salvage", "从损坏的数据里取出还能读的内容"),
    "self-test": ("app.views.self_test", "检查程序本身是否完整可用"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, or open the window; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in COMMANDS:
        return _command(given[0])(given[1:])
    if given and given[0] in ("-h", "--help", "help"):
        return _help()
    if given and given[0] in ("-V", "--version"):
        print(f"律顾台 {__version__}")
        return 0
    if given and not given[0].startswith("-"):
        print(f"没有“{given[0]}”这个命令。可以用 --help 查看全部命令。", file=sys.stderr)
        return 2
    gc.disable()  # nothing is garbage while the program loads; switched on again when it is loaded
    from app.bootstrap import open_window  # noqa: PLC0415 - commands start without loading Qt

    return open_window(given)


def _command(name: str) -> Callable[[Sequence[str]], int]:
    from importlib import import_module  # noqa: PLC0415

    found: Callable[[Sequence[str]], int] = import_module(COMMANDS[name][0]).main
    return found


def _help() -> int:
    print("用法：python -m app [命令] [选项]\n\n不带命令时打开窗口（--profile 文件夹：打开另一处的资料）。\n\n命令：")
    for name, (_, about) in COMMANDS.items():
        print(f"  {name:<10} {about}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
