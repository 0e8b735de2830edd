"""The firm-wide settings that are one value each: what each does, its default, and what it may be.

What is not stored stands at its default. Numbers, prices, clock policies and the firm's details have services of their own.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import FirmSetting
from app.rules import numbering
from app.terms import Scheme

SettingValue = bool | int | str


class SettingKind(StrEnum):
    """What a setting's value is, and how it is shown."""

    SWITCH = "switch"
    TEXT = "text"
    NUMBER = "number"


_TYPES: Final[Mapping[SettingKind, type]] = {
    SettingKind.SWITCH: bool,
    SettingKind.TEXT: str,
    SettingKind.NUMBER: int,
}


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        key: under which it is stored; never changes.
        label: the words above it.
        about: one sentence on what it does.
        kind: switch, text or whole number.
        default: its value while nothing is stored.
        check: gets a value of the right kind, returns a Chinese sentence or "".
        scheme: the scheme it belongs to; None: every firm.

    """

    key: str
    label: str
    about: str
    kind: SettingKind
    default: SettingValue
    check: Callable[[Any], str] = lambda _value: ""
    scheme: Scheme | None = None

    def problem(self, value: object) -> str:
        """Return what is wrong with a value, or an empty text."""
        if type(value) is not _TYPES[self.kind]:
            words = {"switch": "“是”或“否”", "text": "文字", "number": "整数"}[self.kind.value]
            return f"“{self.label}”应为{words}。"
        return self.check(value)


PLATFORM_DUTY: Final = Setting(
    "beijing.hosts_platform_duty",
    "本机构承担平台值班",
    "打开表示北京法网的平台值班由本所承担，值班人员就是本所员工；关闭时他们是本所要通知的外部联系人。",
    SettingKind.SWITCH,
    default=False,
    scheme=Scheme.BEIJING,
)


def pattern_key(series: str) -> str:
    """Return the key under which the pattern of a series of numbers is stored."""
    return f"numbering.{series}"


_PATTERNS: Final = tuple(
    Setting(pattern_key(one.key), one.label, one.about, SettingKind.TEXT, one.default, numbering.problem_of_pattern)
    for one in numbering.SERIES.values()
)

SETTINGS: Final[Mapping[str, Setting]] = {one.key: one for one in (PLATFORM_DUTY, *_PATTERNS)}


def value_of(session: Session, key: str) -> Any:
    """Return the value of a setting inside an open session: the stored one, else the default.

    Raises:
        KeyError: there is no such setting (a defect).

    """
    setting = SETTINGS[key]
    row = session.scalar(select(FirmSetting).where(FirmSetting.key == key))
    return setting.default if row is None else row.value


def all_values(session: Session) -> dict[str, Any]:
    """Return every setting's value inside an open session."""
    stored = {row.key: row.value for row in session.scalars(select(FirmSetting))}
    return {key: stored.get(key, setting.default) for key, setting in SETTINGS.items()}


def store(session: Session, key: str, value: SettingValue) -> None:
    """Write a checked value inside an open unit of work."""
    row = session.scalar(select(FirmSetting).where(FirmSetting.key == key))
    if row is None:
        same_everywhere = hashlib.sha256(f"firm_setting|{key}".encode()).digest()[
            :16
        ]  # two devices' values meet in a merge
        session.add(FirmSetting(id=same_everywhere, key=key, value=value))
    elif row.value != value:
        row.value = value
