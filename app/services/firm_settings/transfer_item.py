"""One setting as a settings file carries it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.errors import AppError
from app.models import Firm
from app.storage.unit_of_work import UnitOfWork
from app.terms import Permission


@dataclass(frozen=True)
class Item:
    """One setting as a file carries it.

    Attributes:
        group: of the file, e.g. "channels".
        key: within the group.
        label: its words for people.
        now: the value in force, as the file would say it; None where nothing is set.
        words: puts a checked value into words.
        check: raises an AppError, or KeyError, TypeError or ValueError, for a value that cannot be kept.
        write: keeps a checked value.
        permission: who may.

    """

    group: str
    key: str
    label: str
    now: Any
    words: Callable[[Any], str]
    check: Callable[[Any], object]
    write: Callable[[UnitOfWork, Any], object]
    permission: Permission = Permission.MANAGE_FIRM


@dataclass(frozen=True)
class Ground:
    """What items are made from."""

    session: Session
    catalogue: Catalogue
    firm: Firm
    today: date


def need(value: Any, kind: type) -> None:
    """Refuse a value of another kind with a TypeError."""
    if type(value) is not kind:
        raise TypeError


def problem_of(item: Item, value: Any) -> str:
    """Return what is wrong with a value of a file, one Chinese sentence, or an empty text."""
    try:
        item.check(value)
        item.words(value)
    except AppError as error:
        return error.what
    except (KeyError, TypeError, ValueError, AttributeError):
        return "内容不对，可能被改坏了。"
    return ""
