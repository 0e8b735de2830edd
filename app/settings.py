"""What this PC remembers between runs: appearance, window places, last choices. No client data."""

import json
import logging
import os
import threading
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

DEFAULTS: dict[str, object] = {
    "theme": "system",
    "text_scale": 100,
    "idle_lock_minutes": 15,
    "remember_login": True,
    "last_login": "",
}


class Settings:
    """A small JSON file, written whole or not at all.

    Args:
        path: the file; a missing or broken one means the defaults.

    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._values: dict[str, object] = dict(DEFAULTS)
        self._values.update(self._read())

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            log.warning("settings file unreadable, using defaults")
            return {}
        return found if isinstance(found, dict) else {}

    def text(self, key: str, default: str = "") -> str:
        """Return a remembered text."""
        value = self._values.get(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: int = 0) -> int:
        """Return a remembered whole number."""
        value = self._values.get(key, default)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return a remembered yes or no."""
        value = self._values.get(key, default)
        return value if isinstance(value, bool) else default

    def set(self, key: str, value: str | int | bool) -> None:
        """Remember a value; a full or read-only disk only costs the memory of it."""
        with self._lock:
            if self._values.get(key) == value:
                return
            self._values[key] = value
            partial = self._path.with_suffix(".partial")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                partial.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
                os.replace(partial, self._path)  # noqa: PTH105 - atomic on all three systems
            except OSError:
                log.warning("settings could not be written")
                with suppress(OSError):
                    partial.unlink(missing_ok=True)
