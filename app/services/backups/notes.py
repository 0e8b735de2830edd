"""What this PC remembers of its backups: the second place, the last success and the last failure of each place."""

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.paths import Profile
from app.services.backups.types import Failure, Past
from app.storage.files import write_atomically

log = logging.getLogger(__name__)

_lock = threading.Lock()


@dataclass(frozen=True)
class Notes:
    """See the module; everything may be missing."""

    second_place: Path | None = None
    first: Past | None = None
    second: Past | None = None
    first_failure: Failure | None = None
    second_failure: Failure | None = None

    @property
    def highest(self) -> int:
        """The highest number a backup was given."""
        return max(past.number if past else 0 for past in (self.first, self.second))

    @classmethod
    def read(cls, profile: Profile) -> "Notes":
        """Read them; a missing or broken file means nothing is known."""
        try:
            content = json.loads(profile.backup_notes.read_text(encoding="utf-8"))
            place = content.get("second_place")
            return cls(
                Path(place) if place else None,
                _past(content.get("first")),
                _past(content.get("second")),
                _failure(content.get("first_failure")),
                _failure(content.get("second_failure")),
            )
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            log.warning("the notes on backups are unreadable")
            return cls()

    def content(self) -> dict[str, Any]:
        """Return them as JSON values."""
        return {
            "second_place": str(self.second_place) if self.second_place else None,
            **{name: _plain(getattr(self, name)) for name in ("first", "second", "first_failure", "second_failure")},
        }


def change(profile: Profile, changed: Callable[[Notes], Notes]) -> Notes:
    """Read, change and write the notes; a full or read-only disk only costs the memory of it."""
    with _lock:
        notes = changed(Notes.read(profile))
        try:
            content = json.dumps(notes.content(), ensure_ascii=False, indent=1)
            write_atomically(profile.backup_notes, content.encode())
        except OSError:
            log.warning("the notes on backups could not be written")
        return notes


def succeeded(profile: Profile, past: Past, *, in_second: bool) -> Notes:
    """Note a success in the second place, or on this PC."""

    def changed(notes: Notes) -> Notes:
        if in_second:
            return replace(notes, second=past, second_failure=None)
        return replace(notes, first=past, first_failure=None)

    return change(profile, changed)


def failed(profile: Profile, failure: Failure, *, in_second: bool) -> Notes:
    """Note a failure in the second place, or on this PC."""

    def changed(notes: Notes) -> Notes:
        return replace(notes, second_failure=failure) if in_second else replace(notes, first_failure=failure)

    return change(profile, changed)


def _plain(one: Past | Failure | None) -> dict[str, Any] | None:
    return None if one is None else {**vars(one), "at": one.at.astimezone(UTC).isoformat()}


def _past(value: Any) -> Past | None:
    return Past(_at(value), int(value["position"]), int(value["number"]), str(value["name"])) if value else None


def _failure(value: Any) -> Failure | None:
    return Failure(_at(value), str(value["text"])) if value else None


def _at(value: Any) -> datetime:
    return datetime.fromisoformat(value["at"]).astimezone(UTC)
