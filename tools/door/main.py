"""Commands by name, and what `dev.py` prints about them."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.door import commands
from tools.door.say import DoorError, complain, speak_any_console


@dataclass(frozen=True)
class Command:
    """One command of the door.

    Args:
        run: takes the remaining arguments, returns the exit code.
        chinese: what it does.
        english: the same.

    """

    run: Callable[[Sequence[str]], int]
    chinese: str
    english: str


COMMANDS: dict[str, Command] = {
    "run": Command(commands.run, "打开程序", "open the program"),
    "test": Command(
        commands.test, "运行测试（--full 为全部检查）", "run the tests (--full: slow and LibreOffice ones too)"
    ),
    "check": Command(commands.check, "检查代码、依赖与文档", "lint, types, import contracts, locks, documentation"),
    "bench": Command(commands.bench, "性能对比（bench 名称…）", "measure beside peers (bench NAME...)"),
    "screens": Command(commands.screens, "生成各页面截图", "write pictures of every page"),
    "package": Command(
        commands.package, "打包程序（--self-test 打包后自检）", "build the program (--self-test: and try it)"
    ),
    "shortcut": Command(
        commands.shortcut,
        "创建菜单和桌面快捷方式（--remove 删除）",
        "put the program into the menu and on the desktop (--remove: take it away)",
    ),
    "docs": Command(commands.docs, "生成文档（--check 只检查）", "generate documentation (--check: only compare)"),
    "lock": Command(commands.lock, "按 pyproject.toml 重新锁定依赖", "lock the dependencies of pyproject.toml anew"),
}


def usage() -> str:
    """Return the list of commands."""
    rows = [f"  {name:<8} {command.chinese} / {command.english}" for name, command in COMMANDS.items()]
    return "\n".join(["用法 / usage: python3 dev.py COMMAND", *rows])


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    speak_any_console()
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"没有“{arguments[0]}”这个命令。/ No such command.\n{usage()}", file=sys.stderr)
        return 2
    try:
        return command.run(arguments[1:])
    except DoorError as error:
        return complain(error)
    except KeyboardInterrupt:
        print("\n已中断。/ Interrupted.", file=sys.stderr)
        return 130
