"""The sections of 设置: each registers itself with one small object; only those the person may open are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.terms import Permission
from app.views.desk import Desk
from app.views.settings.entry import Entry


@dataclass(frozen=True)
class Section:
    """One entry of the rail at the left of 设置 and the page behind it.

    Args:
        id: noun as in the code: firm, staff, calendar, backups …
        title: the word users see.
        icon: name of an icon.
        make: builds the section's page at its first visit.
        group: the heading it stands under.
        permission: what a person needs to open it.
        words: further words the search in settings finds it by, e.g. “密码 离职 请假”.
        entries: its single settings, for the search.

    """

    id: str
    title: str
    icon: str
    make: Callable[[Desk], QWidget]
    group: str
    permission: Permission = Permission.READ
    words: str = ""
    entries: tuple[Entry, ...] = ()


FIRM, RULES, DATA, THIS_PC = "本所", "规则", "资料", "本机"
GROUPS = (FIRM, RULES, DATA, THIS_PC)
"""The headings, in this order."""


def sections() -> tuple[Section, ...]:
    """Return all sections in the order of the rail."""
    return ()
