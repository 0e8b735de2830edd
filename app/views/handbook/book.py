"""The handbook's chapters as read from their files: title, sections, the text that is searched."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from app.errors import DataFileError
from app.paths import handbook_root

SNIPPET = 16
"""Characters shown on either side of what was found."""
_NAME = re.compile(r"\d\d-[a-z-]+\.md")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]*)\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"^(?:> ?|[-*] |\d+\. |\|[-| :]+\|$)|\*\*|`|\|", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A part of a chapter under its own heading.

    Args:
        title: the heading; also its anchor. Empty for what stands before the first one.
        source: its Markdown without the heading.

    """

    title: str
    source: str

    @cached_property
    def text(self) -> str:
        """The words as people read them, on one line."""
        words = _LINK.sub(r"\1", _PICTURE.sub("", self.source))
        return " ".join(_MARKS.sub("", words).split())


@dataclass(frozen=True)
class Chapter:
    """One file of the handbook.

    Args:
        name: of the file, e.g. “02-front-desk.md”; what links and topics refer to.
        title: its first heading.
        source: the whole Markdown.
        sections: in order.

    """

    name: str
    title: str
    source: str
    sections: tuple[Section, ...]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of its pictures, as “pictures/x.png”."""
        return tuple(_PICTURE.findall(self.source))


@dataclass(frozen=True)
class Found:
    """A section in which every word that was looked for occurs."""

    chapter: Chapter
    section: Section
    snippet: str


@dataclass(frozen=True)
class Book:
    """The handbook.

    Args:
        folder: where chapters and pictures/ lie.
        chapters: in the order of their numbers.

    """

    folder: Path
    chapters: tuple[Chapter, ...]

    def chapter(self, name: str) -> Chapter | None:
        """Return a chapter by its file's name."""
        return next((chapter for chapter in self.chapters if chapter.name == name), None)

    def picture(self, name: str) -> Path | None:
        """Return the file of a picture named as “pictures/x.png”; None for everything else."""
        file = self.folder / "pictures" / name.removeprefix("pictures/")
        return file if re.fullmatch(r"pictures/[a-z0-9-]+\.png", name) and file.is_file() else None

    def find(self, typed: str) -> list[Found]:
        """Return the sections with all words typed (separated by spaces), headings first."""
        words = typed.casefold().split()
        if not words:
            return []
        found = [
            (
                not all(word in section.title.casefold() for word in words),
                Found(chapter, section, _snippet(section, words)),
            )
            for chapter in self.chapters
            for section in chapter.sections
            if all(word in f"{section.title} {section.text}".casefold() for word in words)
        ]
        return [hit for _, hit in sorted(found, key=lambda pair: pair[0])]


def _snippet(section: Section, words: list[str]) -> str:
    """Return the text around the first word that occurs in it."""
    text = section.text
    at = next((at for word in words if (at := text.casefold().find(word)) >= 0), 0)
    start, end = max(0, at - SNIPPET), at + len(words[0]) + SNIPPET
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def read_chapter(file: Path) -> Chapter:
    """Read one file.

    Raises:
        DataFileError: it does not begin with a heading.

    """
    source = file.read_text(encoding="utf-8")
    head, *parts = re.split(r"^## +", source, flags=re.MULTILINE)
    title, _, opening = head.partition("\n")
    if not title.startswith("# "):
        raise DataFileError(file.name, "第一行", "应当是以“# ”开头的标题")
    cut = [part.partition("\n") for part in parts]
    sections = (Section("", opening), *(Section(name.strip(), body) for name, _, body in cut))
    return Chapter(file.name, title.removeprefix("# ").strip(), source, sections)


@cache
def load_book(folder: Path | None = None) -> Book:
    """Read the handbook delivered with the program, or the one in a folder.

    Raises:
        DataFileError: there is none, or a chapter cannot be read.

    """
    place = folder or handbook_root()
    try:
        files = sorted(file for file in place.iterdir() if _NAME.fullmatch(file.name))
        chapters = tuple(read_chapter(file) for file in files)
    except OSError as error:
        raise DataFileError("使用手册", place.name, "文件读不出来，请重新安装程序") from error
    if not chapters:
        raise DataFileError("使用手册", place.name, "里面没有章节，请重新安装程序")
    return Book(place, chapters)
