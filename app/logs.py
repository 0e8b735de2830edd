"""The program's log: rotating files in the profile, without client data."""

import copy
import logging
import os
import time
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from app.paths import Profile

FILE_BYTES = 1_000_000
KEPT_FILES = 5
LEVEL_VARIABLE = "LVGUTAI_LOG"

SPEAK_OF_CODE = (AttributeError, TypeError, NameError, ImportError, NotImplementedError, RecursionError, MemoryError)
"""Errors whose words come from the program, not from what somebody typed."""

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def start(profile: Profile) -> Path:
    """Write the log of this run into the profile; return its file.

    The level is INFO, or what the environment variable LVGUTAI_LOG names (DEBUG, WARNING, ...). A folder that cannot be
    written costs the log, not the program. Calling it again moves the log to the other profile.
    """
    file = profile.logs / "lvgutai.log"
    stop()
    root = logging.getLogger()
    root.setLevel(_level())
    try:
        profile.logs.mkdir(parents=True, exist_ok=True)
        handler = _ProfileHandler(file, maxBytes=FILE_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True)
    except OSError:
        return file
    handler.setFormatter(PlainFormatter("%(asctime)sZ %(levelname)s %(threadName)s %(name)s: %(message)s"))
    root.addHandler(handler)
    for chatty in ("sqlalchemy", "alembic", "PIL", "fontTools", "reportlab"):
        logging.getLogger(chatty).setLevel(logging.WARNING)  # at INFO and below SQLAlchemy prints what was typed
    return file


def stop() -> None:
    """Close the log."""
    root = logging.getLogger()
    for handler in [found for found in root.handlers if isinstance(found, _ProfileHandler)]:
        root.removeHandler(handler)
        handler.close()


def _level() -> int:
    named = logging.getLevelNamesMapping().get(os.environ.get(LEVEL_VARIABLE, "").upper())
    return logging.INFO if named is None else named


class _ProfileHandler(RotatingFileHandler):
    """Our own handler, told apart from those of tests and tools; a full disk is silent."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Lose the record: there is nobody to tell, and the program goes on."""


class PlainFormatter(logging.Formatter):
    """One line per record, instants in UTC, tracebacks as `plain_traceback` writes them."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's text, never with the traceback that another handler may have left in it."""
        own = copy.copy(record)
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the library's name
        """Return the traceback without what somebody typed."""
        return "" if ei[1] is None else plain_traceback(ei[1])


def plain_traceback(error: BaseException) -> str:
    """Return where an error came from: files, lines, functions and kinds of errors.

    The words of an error may quote a name or a phone number, so only those that speak of code are kept.
    """
    return "\n".join(line for shown, lead in _chain(error) for line in _one(shown, lead))


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    """Yield an error's causes, eldest first, then itself and the members of a group."""
    met = [(error, "")]
    while True:
        last = met[-1][0]
        if last.__cause__ is not None:
            following, lead = last.__cause__, "(caused the next)"
        elif last.__context__ is not None and not last.__suppress_context__:
            following, lead = last.__context__, "(while handling this, the next)"
        else:
            break
        if any(following is seen for seen, _ in met):
            break
        met.append((following, lead))
    yield from reversed(met)
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from ((inner, f"(in the group) {words}".strip()) for inner, words in _chain(member))


def _one(error: BaseException, lead: str) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{_short(frame.filename)}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {frame.line}"
    kind = type(error)
    words = f": {error}" if isinstance(error, SPEAK_OF_CODE) else ""
    if isinstance(error, OSError) and error.errno is not None:
        words = f": [errno {error.errno}]"
    yield f"{kind.__module__}.{kind.__qualname__}{words} {lead}".rstrip()


def _short(file: str) -> str:
    """Return a source file's path without the folders above the program or its packages (they hold a user's name)."""
    parts = Path(file).parts
    for anchor in ("site-packages", "app"):
        if anchor in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(anchor) :])
    return parts[-1] if parts else file
