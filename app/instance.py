"""One window per profile: a lock of the operating system, and a word to the window that has it.

The lock dies with its process, so a crash leaves nothing to clean up. The file beside it says on which local port
the window listens, and the secret word that makes it come to the front; the file itself is never removed.
"""

import contextlib
import json
import logging
import os
import selectors
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from app.errors import AppError, ProfileInUseError
from app.paths import Profile

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
TALK_SECONDS = 2.0
WORD_BYTES = 16
ANSWER = b"ok"
LOCKED_AT = 1 << 30  # the locked byte lies far behind the text, which others may read (Windows locks reads, too)


class Instance:
    """The hold on a profile, from `acquire` until `release` or the end of the process."""

    def __init__(self, held: IO[bytes], on_raise: Callable[[], None]) -> None:
        self._held = held
        self._on_raise = on_raise
        self._word = os.urandom(WORD_BYTES).hex()
        self._listener = socket.create_server((HOST, 0))
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._listen, name="instance", daemon=True)

    def _open_for_business(self) -> None:
        told = {"pid": os.getpid(), "port": self._listener.getsockname()[1], "word": self._word}
        self._held.seek(0)
        self._held.truncate()
        self._held.write(json.dumps(told).encode())
        self._held.flush()
        self._thread.start()

    def _listen(self) -> None:
        with selectors.DefaultSelector() as waiting:
            for heard in (self._listener, self._woken):
                waiting.register(heard, selectors.EVENT_READ)
            while all(key.fileobj is self._listener for key, _ in waiting.select()):
                with contextlib.suppress(OSError):  # the caller may be gone again
                    self._serve(self._listener.accept()[0])

    def _serve(self, caller: socket.socket) -> None:
        """Answer one caller; whoever does not know the word gets nothing."""
        import hmac  # noqa: PLC0415 - only a second start needs it, each start would pay for it

        with caller:
            caller.settimeout(TALK_SECONDS)
            said = caller.recv(2 * WORD_BYTES)
            if hmac.compare_digest(said, self._word.encode()):
                self._on_raise()
                caller.sendall(ANSWER)

    def release(self) -> None:
        """Let others open the profile."""
        if self._held.closed:
            return
        self._wake.send(b".")
        self._thread.join()
        for end in (self._wake, self._woken, self._listener):
            end.close()
        self._held.truncate(0)
        self._held.close()


def acquire(profile: Profile, on_raise: Callable[[], None]) -> Instance:
    """Take hold of a profile for this process.

    Args:
        profile: the firm's data.
        on_raise: called in another thread when a second start asks this window to come to the front.

    Raises:
        ProfileInUseError: another process has it; that one's window was asked to come to the front.
        AppError: the folder cannot be made or written.

    """
    try:
        profile.root.mkdir(parents=True, exist_ok=True)
        held = _open(profile.lock)
    except OSError as error:
        raise AppError(
            f"数据文件夹不能写入：{profile.root}",
            safe="里面的资料没有改动。",
            todo="请检查文件夹权限和磁盘，或换一个能写入的文件夹，再打开律顾台。",
        ) from error
    if not _lock(held):
        held.close()
        raised = ask_to_raise(profile)
        raise ProfileInUseError(
            "律顾台已经在运行。",
            safe="数据没有改动。",
            todo="已把打开的窗口带到前面。"
            if raised
            else "请到任务栏找到已打开的窗口；若看不到，请注销后重新登录电脑。",
        )
    instance = Instance(held, on_raise)
    instance._open_for_business()
    return instance


def ask_to_raise(profile: Profile) -> bool:
    """Ask the window that holds a profile to come to the front; return whether it answered."""
    try:
        told = json.loads(profile.lock.read_text(encoding="utf-8"))
        address, word = (HOST, int(told["port"])), str(told["word"])
        with socket.create_connection(address, timeout=TALK_SECONDS) as line:
            line.sendall(word.encode())
            return line.recv(len(ANSWER)) == ANSWER
    except (OSError, ValueError, KeyError, TypeError):
        log.info("the running window does not answer")
        return False


def _open(file: Path) -> IO[bytes]:
    """Open the lock file without emptying it, readable by its owner only."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(descriptor, "r+b")


def _lock(held: IO[bytes]) -> bool:
    """Take the operating system's lock without waiting; return whether it was free."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            held.seek(LOCKED_AT)
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - exists on the others only

            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
