"""What the door says: a calm Chinese sentence, then the same in English."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
"""The checkout."""


class DoorError(Exception):
    """The command cannot go on.

    Args:
        chinese: what happened and what to do next.
        english: the same.
        code: the exit code.

    """

    def __init__(self, chinese: str, english: str, *, code: int = 1) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english
        self.code = code


def say(chinese: str, english: str) -> None:
    """Print one message in both languages, at once even into a pipe."""
    print(chinese, flush=True)
    print(f"  {english}", flush=True)


def complain(error: DoorError) -> int:
    """Print why the command stops; return its exit code."""
    sys.stdout.flush()
    print(error.chinese, file=sys.stderr)
    print(f"  {error.english}", file=sys.stderr, flush=True)
    return error.code


def speak_any_console() -> None:
    """Keep a console of a narrow code page from ending the command: unknown characters become '?'."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
