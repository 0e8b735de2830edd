"""Crash files: what a defect of the program leaves in the profile's logs, without client data."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

import app
from app import clock, logs
from app.paths import Profile

log = logging.getLogger(__name__)

KEPT_FILES = 20
NATIVE_FILE = "native-fault.txt"


class CrashGuard:
    """Catches what nobody caught: in the window's thread, in others, and in native code.

    Args:
        profile: where the files go.
        on_crash: is told the file of each new defect, in the thread it happened in; once per place in the code, so
            that a defect in a timer does not open a window every second.

    """

    def __init__(self, profile: Profile, on_crash: Callable[[Path], None] | None = None) -> None:
        self._folder = profile.logs
        self._on_crash = on_crash
        self._clock = clock.SystemClock()
        self._known: dict[tuple[str, str, int], Path] = {}
        self._lock = threading.Lock()
        self._native: IO[str] | None = None
        self.previous_native_crash: Path | None = None

    def start(self) -> None:
        """Take over the hooks; keep what native code left at the end of an earlier run."""
        sys.excepthook = self._from_main
        threading.excepthook = self._from_thread
        sys.unraisablehook = self._unraisable
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self.previous_native_crash = self._keep_native()
            self._native = (self._folder / NATIVE_FILE).open("w", encoding="utf-8")
        except OSError:
            log.warning("crash folder cannot be written")
            return
        faulthandler.enable(self._native)

    def stop(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        if self._native is not None:
            faulthandler.disable()
            self._native.close()
            self._native = None

    def report(self, error: BaseException) -> Path:
        """Write the crash file of a defect, tell `on_crash` if it is new, and return the file."""
        place = _place(error)
        with self._lock:
            known = self._known.get(place)
            if known is not None:
                return known
            file = self._write(logs.plain_traceback(error))
            self._known[place] = file
        log.error("defect %s, crash file %s", type(error).__name__, file.name)
        if self._on_crash is not None:
            try:
                self._on_crash(file)
            except Exception as second:  # noqa: BLE001 - showing the crash may fail for the same reason
                log.error("the crash could not be shown: %s", type(second).__name__)  # noqa: TRY400
        return file

    def _write(self, body: str) -> Path:
        import platform  # noqa: PLC0415 - crashes are rare, each start pays for an import

        at = self._clock.now()
        head = [
            f"律顾台 {app.__version__}",
            f"{platform.platform()} {platform.machine()}, Python {platform.python_version()}",
            f"{at.isoformat(timespec='seconds')} thread {threading.current_thread().name}",
        ]
        file = self._folder / f"crash-{at.strftime('%Y%m%dT%H%M%S%fZ')}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_text("\n".join([*head, "", body, ""]), encoding="utf-8")
            self._drop_old()
        except OSError:
            log.warning("crash file cannot be written")
        return file

    def _drop_old(self) -> None:
        for old in sorted(self._folder.glob("crash-*.txt"))[:-KEPT_FILES]:
            old.unlink(missing_ok=True)

    def _keep_native(self) -> Path | None:
        left = self._folder / NATIVE_FILE
        if not left.exists() or not left.stat().st_size:
            return None
        return self._write("native code, in the run before this one:\n" + left.read_text("utf-8", errors="replace"))

    def _from_main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):  # Ctrl+C and sys.exit are no defects
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error)

    def _from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and isinstance(args.exc_value, Exception):
            self.report(args.exc_value)

    def _unraisable(self, unraisable: "sys.UnraisableHookArgs") -> None:
        if isinstance(unraisable.exc_value, Exception):
            self.report(unraisable.exc_value)


def _place(error: BaseException) -> tuple[str, str, int]:
    """Return what tells two defects apart: the kind of error and where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__qualname__, "", 0
    return type(error).__qualname__, trace.tb_frame.f_code.co_filename, trace.tb_lineno


def install(profile: Profile, on_crash: Callable[[Path], None] | None = None) -> CrashGuard:
    """Catch defects from now on and write them into the profile's logs."""
    guard = CrashGuard(profile, on_crash)
    guard.start()
    return guard
