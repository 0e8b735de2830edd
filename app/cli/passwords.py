"""How commands get a password: from the environment, a prompt, or a line of standard input; never from the command line."""

import getpass
import os
import sys

PASSWORD_VARIABLE = "LVGUTAI_PASSWORD"  # noqa: S105 - the name of a variable


def ask(words: str) -> str:
    """Return a password or the recovery key.

    Args:
        words: what to ask for, e.g. “密码”.

    """
    if given := os.environ.get(PASSWORD_VARIABLE):
        return given
    if sys.stdin.isatty():
        return getpass.getpass(f"{words}：")
    return sys.stdin.readline().rstrip("\r\n")


def progress(done: int, total: int, text: str) -> None:
    """Show progress on a terminal; a log gets nothing."""
    if sys.stderr.isatty():
        share = f" {done * 100 // total}%" if total else ""
        print(f"\r{text}{share}\033[K", end="", file=sys.stderr, flush=True)
