"""Areas of the program: each registers itself with one small object; the window shows only those registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Badge:
    """A count beside an area's word.

    Args:
        count: 0 shows nothing.
        urgent: solid red (something is overdue) instead of grey.
        spoken: accessible words, e.g. “3 件已超时”.

    """

    count: int
    urgent: bool = False
    spoken: str = ""


@dataclass(frozen=True)
class Area:
    """One entry of the navigation and the page behind it.

    Args:
        id: noun in the plural as in the code: consultations, clients, contracts.
        title: the word users see.
        icon: name of an icon.
        make_page: builds the page at its first visit.
        badge: asked in the reader thread; None has no badge.
        shortcut: key that opens the area.
        allowed: whether the signed-in person may open it; asked at sign-in.
        at_bottom: stands apart at the lower end (设置).

    """

    id: str
    title: str
    icon: str
    make_page: Callable[[], QWidget]
    badge: Callable[[], Badge] | None = None
    shortcut: str = ""
    allowed: Callable[[], bool] | None = None
    at_bottom: bool = False

    def open_to_user(self) -> bool:
        """Return whether the signed-in person may open it."""
        return self.allowed is None or self.allowed()


@runtime_checkable
class Page(Protocol):
    """What the window may ask of a page; each is optional (looked up by name).

    `open_record(key)`: show a record asked for by another page or the search.
    `may_leave() -> bool`: an unfinished form may hold the user back.
    `hints() -> str`: words at the left of the status bar.
    """

    def open_record(self, key: object) -> None:
        """Show a record."""
        ...


@dataclass(frozen=True)
class Hit:
    """One result of the global search.

    Args:
        text: first words.
        detail: grey words after.
        icon: name of an icon.
        area: area to open; with `key` handed to the page's `open_record`.
        key: the record.
        run: called instead of opening an area.

    """

    text: str
    detail: str = ""
    icon: str = ""
    area: str = ""
    key: object = None
    run: Callable[[], object] | None = None


@dataclass(frozen=True)
class SearchProvider:
    """A group of the global search.

    Args:
        title: heading (服务对象).
        find: gets what was typed; runs in the reader thread.

    """

    title: str
    find: Callable[[str], list[Hit]]
