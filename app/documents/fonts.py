"""The fonts of printed documents: which file draws which Word font name, and which characters no font has.

Bundled are Noto Serif SC (宋) and Noto Sans SC (黑). Where the PC has its own 仿宋, 楷体 or 黑体 with TrueType
outlines they are used under their Word names; a user may name a font file for any family. ReportLab needs glyf
outlines, so a font with PostScript outlines is passed over.
"""

import sys
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from app import paths
from app.documents.pdf_font import PdfFont
from app.errors import DocumentError

MISSING_MARK = "〓"
"""Drawn in a preview where no font has the character; typographers call it 缺字符."""


class Family(StrEnum):
    """The type families Chinese documents are set in."""

    SONG = "宋体"
    HEI = "黑体"
    KAI = "楷体"
    FANGSONG = "仿宋"
    TITLE = "小标宋"


class FontFile(NamedTuple):
    """A font file, and which font of a collection."""

    path: Path
    face_number: int = 0


@dataclass(frozen=True, slots=True)
class MissingCharacter:
    """A character that no font at hand can draw."""

    char: str

    @property
    def code(self) -> str:
        """The code point, e.g. “U+20BB7”."""
        return f"U+{ord(self.char):04X}"

    @property
    def name(self) -> str:
        """The character with its code point, to be shown to people."""
        return f"“{self.char}”（{self.code}）"


class MissingGlyphError(DocumentError):
    """The document holds characters that no font has.

    Args:
        missing: those characters, each once.

    """

    def __init__(self, missing: Sequence[MissingCharacter]) -> None:
        names = "、".join(item.name for item in missing)
        super().__init__(
            f"现有字体里没有这些字：{names}，PDF 无法印出。",
            safe="没有保存缺字的文件。",
            todo="请改用通行写法后重试，或请在设置的“文书字体”里指定一个有这些字的字体文件。",
        )
        self.missing = tuple(missing)


class _Metrics(dict[str, float | None]):
    """A font's advances, looked up when first asked."""

    def __init__(self, face: Any) -> None:
        super().__init__({"\t": 0.0, "\n": 0.0})
        self._face = face

    def __missing__(self, char: str) -> float | None:
        code = ord(char)
        known = code in self._face.charToGlyph
        self[char] = width = self._face.charWidths.get(code, self._face.defaultWidth) / 1000 if known else None
        return width


@dataclass(slots=True, eq=False)
class Face:
    """A loaded font.

    Attributes:
        metrics: character -> advance as a share of the size, None where the font lacks it; 0 for tabs and breaks.
        embolden: the family has no bold cut, so bold is drawn with an outline.

    """

    name: str
    font: Any
    metrics: Mapping[str, float | None]
    embolden: bool = False

    def has(self, char: str) -> bool:
        """Whether the font draws the character."""
        return self.metrics[char] is not None


_BUNDLED = {
    Family.SONG: ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf"),
    Family.HEI: ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf"),
    Family.TITLE: ("NotoSerifSC-Bold.ttf", "NotoSerifSC-Bold.ttf"),
}
_ON_PC = {
    Family.FANGSONG: (("simfang.ttf", 0), ("STFANGSO.TTF", 0), ("STFangsong.ttf", 0)),
    Family.KAI: (("simkai.ttf", 0), ("STKAITI.TTF", 0), ("Kaiti.ttc", 0)),
    Family.HEI: (("simhei.ttf", 0), ("STHeiti Medium.ttc", 0)),
    Family.SONG: (("simsun.ttc", 0), ("Songti.ttc", 0)),
}
_FALLBACKS = (Family.SONG, Family.HEI)
_NAMES = (
    ("标宋", Family.TITLE),
    ("仿宋", Family.FANGSONG),
    ("fangsong", Family.FANGSONG),
    ("楷", Family.KAI),
    ("kai", Family.KAI),
    ("黑", Family.HEI),
    ("hei", Family.HEI),
    ("等线", Family.HEI),
    ("dengxian", Family.HEI),
    ("sans", Family.HEI),
    ("arial", Family.HEI),
    ("calibri", Family.HEI),
)


@lru_cache(maxsize=256)
def family_of(word_name: str) -> Family:
    """Return the family that stands for a font name used in Word; 宋体 where the name says nothing."""
    lowered = word_name.lower()
    return next((family for part, family in _NAMES if part in lowered), Family.SONG)


def system_font_folders() -> tuple[Path, ...]:
    """Return the folders where this PC keeps its fonts (Windows and macOS; elsewhere the bundled ones serve)."""
    if sys.platform == "win32":
        return (Path("C:/Windows/Fonts"), Path.home() / "AppData/Local/Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/System/Library/Fonts/Supplemental"), Path("/Library/Fonts"))
    return ()


def is_ignorable(char: str) -> bool:
    """Whether a character is invisible by nature (joiners, variation selectors), so that nothing is missing."""
    code = ord(char)
    return unicodedata.category(char) in {"Cf", "Cc"} or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


class FontBook:
    """All fonts at hand, loaded when first needed; safe to use from several threads.

    Args:
        folders: where to look for the PC's own fonts.
        user_fonts: a font file the user named for a family; also asked for characters the others lack.
        spare: font files only asked for characters the others lack.

    """

    def __init__(
        self,
        folders: Sequence[Path] = (),
        user_fonts: Mapping[Family, Path] | None = None,
        spare: Sequence[Path] = (),
    ) -> None:
        self._folders = tuple(folders)
        self._user = dict(user_fonts or {})
        self._spare = tuple(spare)
        self._lock = threading.RLock()
        self._faces: dict[tuple[Family, bool], Face] = {}
        self._loaded: dict[FontFile, Face | None] = {}
        self._choices: dict[tuple[str, str], Face | None] = {}

    def face(self, family: Family, *, bold: bool = False) -> Face:
        """Return the font for a family and weight."""
        found = self._faces.get((family, bold))
        if found is None:
            with self._lock:
                found = self._faces[family, bold] = self._choose(family, bold=bold)
        return found

    def face_for(self, char: str, wanted: Face) -> Face | None:
        """Return the font that draws a character: the wanted one, else a fallback, else None."""
        key = (wanted.name, char)
        if key not in self._choices:
            with self._lock:
                self._choices[key] = wanted if wanted.has(char) else self._fallback(char)
        return self._choices[key]

    def opens(self, path: Path) -> bool:
        """Return whether a font file can be drawn with."""
        with self._lock:
            return self._load(FontFile(path)) is not None

    def missing_characters(self, text: str) -> list[MissingCharacter]:
        """Return the characters of a text that no font has, each once, in their order."""
        base = self.face(Family.SONG)
        return [
            MissingCharacter(char)
            for char in dict.fromkeys(text)
            if not char.isspace() and not is_ignorable(char) and self.face_for(char, base) is None
        ]

    def _choose(self, family: Family, *, bold: bool) -> Face:
        own = self._own(family)
        if own is not None:
            return _embolden(own) if bold else own
        regular, heavy = _BUNDLED.get(family, _BUNDLED[Family.SONG])
        face = self._load(FontFile(paths.resource("fonts", heavy if bold else regular)))
        if face is None:
            raise DocumentError("程序自带的字体文件损坏或缺失。", todo="请重新安装本程序。")
        return face

    def _own(self, family: Family) -> Face | None:
        if family in self._user:
            face = self._load(FontFile(self._user[family]))
            if face is None:
                raise DocumentError(
                    f"字体文件 {self._user[family].name} 不能用于 PDF。",
                    todo="请换一个 TrueType 轮廓的 .ttf 或 .ttc 文件。",
                )
            return face
        if family is Family.SONG:  # the bundled 宋 has a real bold cut and more rare characters than the PC's own
            return None
        return next(self._installed(family), None)

    def _installed(self, family: Family) -> "Any":
        for name, index in _ON_PC.get(family, ()):
            for folder in self._folders:
                file = FontFile(folder / name, index)
                if file.path.is_file() and (face := self._load(file)) is not None:
                    yield face

    def _fallback(self, char: str) -> Face | None:
        for family in _FALLBACKS:
            if (face := self.face(family)).has(char):
                return face
        others = [self._load(FontFile(path)) for path in (*self._spare, *self._user.values())]
        others += [face for family in _ON_PC for face in self._installed(family)]
        return next((face for face in others if face is not None and face.has(char)), None)

    def _load(self, file: FontFile) -> Face | None:
        if file not in self._loaded:
            self._loaded[file] = _open(file)
        return self._loaded[file]


@lru_cache(maxsize=64)
def _open(file: FontFile) -> Face | None:
    place = f"{crc32(str(file.path).encode()):08x}"  # two files of one name in two folders are two fonts
    letters = "".join(char for char in file.path.stem if char.isascii() and (char.isalnum() or char == "-"))
    name = f"{letters or 'font'}-{file.face_number}-{place}"  # a PDF's names are ASCII, or its text cannot be read
    try:
        font = PdfFont(name, str(file.path), subfontIndex=file.face_number)
    except (TTFError, OSError):
        return None
    pdfmetrics.registerFont(font)
    return Face(name, font, _Metrics(font.face))


def _embolden(face: Face) -> Face:
    return Face(face.name, face.font, face.metrics, embolden=True)


_named: dict[str, FontBook] = {}
"""The book with the fonts the user named on this PC, once they were."""


def default_book() -> FontBook:
    """Return the fonts of this PC, with those the user named (`use_fonts`)."""
    return _named.get("book") or _own_book()


@lru_cache(maxsize=1)
def _own_book() -> FontBook:
    return FontBook(system_font_folders())


def use_fonts(user_fonts: Mapping[Family, Path], spare: Sequence[Path] = ()) -> None:
    """Draw documents with these font files from now on; the files were looked at by `read_font`.

    Args:
        user_fonts: a file in place of a family's own.
        spare: files only asked for characters the others lack.

    """
    if user_fonts or spare:
        _named["book"] = FontBook(system_font_folders(), user_fonts, spare)
    else:
        _named.clear()


def missing_characters(text: str) -> list[MissingCharacter]:
    """Return the characters of a text that no font of this PC has, each once."""
    return default_book().missing_characters(text)
