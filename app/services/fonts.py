"""文书字体: the font files this PC draws documents with, besides those delivered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Client, Firm, Staff
from app.services.core import Service, labour, query
from app.services.later import Later, is_loaded
from app.terms import Permission

if TYPE_CHECKING:
    from app.documents import font_file, fonts
else:
    font_file, fonts = Later("app.documents.font_file"), Later("app.documents.fonts")

MOST_NAMES = 6
"""Names shown of those a font brings in, or still lacks."""


class FontUse(StrEnum):
    """What a font file is used for; the values are what this PC remembers."""

    SPARE = "spare"
    FANGSONG = "fangsong"
    KAI = "kai"
    HEI = "hei"
    SONG = "song"
    TITLE = "title"


@dataclass(frozen=True)
class FontReport:
    """What a font file is good for.

    Attributes:
        path: the file.
        name: the font's own name.
        problem: why it cannot be used; empty when it can.
        licence: what its maker allows.
        covers: names kept by the firm that can be printed with it and could not be before.
        lacks: names that still cannot be printed, each with the characters missing.

    """

    path: Path
    name: str
    problem: str = ""
    licence: str = ""
    covers: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Everything in one Chinese sentence for the page."""
        if self.problem:
            return self.problem
        covers = f"补上了这些名字里的字：{_listed(self.covers)}" if self.covers else ""
        lacks = f"仍缺字的名字：{_listed(self.lacks)}" if self.lacks else ""
        return "；".join(part for part in (self.name, self.licence, covers, lacks) if part) + "。"


class Fonts(Service):
    """文书字体."""

    @query()
    def check(self, use: FontUse, path: Path) -> FontReport:
        """Look into a font file: outlines, licence, and which names of the firm it brings in.

        Args:
            use: what it is to be used for.
            path: the file.

        """
        facts = font_file.read_font(path)
        if facts.problem:
            return FontReport(path, facts.name, facts.problem)
        with self.office.reading() as session:
            names = _names(session)
        before = fonts.FontBook(fonts.system_font_folders())
        after = _book({use: path})
        if after is None:
            return FontReport(path, facts.name, f"{facts.name} 打不开，请换一个字体文件。")
        hard = [name for name in names if before.missing_characters(name)]
        lacks = {name: after.missing_characters(name) for name in hard}
        return FontReport(
            path,
            facts.name,
            licence=facts.licence,
            covers=tuple(name for name, missing in lacks.items() if not missing),
            lacks=tuple(
                f"{name}（{'、'.join(one.char for one in missing)}）" for name, missing in lacks.items() if missing
            ),
        )

    @labour(Permission.READ)
    def use(self, files: Mapping[FontUse, Path]) -> tuple[str, ...]:
        """Draw documents with these files from now on; delivered fonts serve where a file is gone or no good.

        Returns:
            a Chinese sentence for each file that cannot be used.

        """
        problems: list[str] = []
        good: dict[FontUse, Path] = {}
        for use, path in files.items():
            if problem := font_file.read_font(path).problem:
                problems.append(f"{problem}文书暂用自带的字体。")
            else:
                good[use] = path
        if good or is_loaded("app.documents.fonts"):
            fonts.use_fonts(_families(good), _spare(good))
        return tuple(problems)

    @query()
    def unprintable(self) -> tuple[str, ...]:
        """Return the names kept by the firm that no font at hand can print, each with the characters missing."""
        with self.office.reading() as session:
            names = _names(session)
        book = fonts.default_book()
        found = ((name, book.missing_characters(name)) for name in names)
        return tuple(f"{name}（{'、'.join(one.name for one in missing)}）" for name, missing in found if missing)


def _families(files: Mapping[FontUse, Path]) -> "dict[fonts.Family, Path]":
    return {fonts.Family[use.name]: path for use, path in files.items() if use is not FontUse.SPARE}


def _spare(files: Mapping[FontUse, Path]) -> tuple[Path, ...]:
    return tuple(path for use, path in files.items() if use is FontUse.SPARE)


def _book(files: Mapping[FontUse, Path]) -> "fonts.FontBook | None":
    """Return a book with the files; None if one of them does not open."""
    book = fonts.FontBook(fonts.system_font_folders(), _families(files), _spare(files))
    return book if all(book.opens(path) for path in files.values()) else None


def _names(session: Session) -> list[str]:
    """Return every name the firm prints, each once: its own, its people's, its clients'."""
    found: dict[str, None] = {}
    for firm in session.scalars(select(Firm)):
        found |= dict.fromkeys((firm.full_name, firm.head))
    found |= dict.fromkeys(session.scalars(select(Staff.name)))
    found |= dict.fromkeys(session.scalars(select(Client.name).execution_options(yield_per=5_000)))
    return [name for name in found if name and not name.isascii()]


def _listed(names: Sequence[str]) -> str:
    more = f" 等 {len(names)} 个" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + more
