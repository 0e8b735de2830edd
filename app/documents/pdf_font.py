"""A TrueType font in a PDF: rare characters can be searched and copied, subsetting copies no whole tables."""

import re
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_BEYOND_BMP = re.compile(r"<([0-9A-F]{5,6})>$", re.MULTILINE)


class _Table:
    """A font table that is sliced without copying its ten megabytes first."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class PdfFont(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """ReportLab's TrueType font with a right text layer for characters beyond the first 65,536.

    # WORKAROUND reportlab 5.1: makeToUnicodeCMap writes 𫖯 as <2B5AF>, which readers misread; UTF-16 is wanted.
    # WORKAROUND reportlab 5.1: every subset copies the whole glyf table (1-2 ms); it only slices it.
    """

    def __init__(self, name: str, filename: str, subfontIndex: int = 0) -> None:  # noqa: N803  # reportlab's name
        super().__init__(name, filename, subfontIndex=subfontIndex)
        face, whole = self.face, self.face.get_table
        face.name = name.encode("ascii")  # two files of one font name, a cut and a fuller one, would share objects

        def table(tag: str) -> Any:
            return _Table(face._ttf_data, face.get_table_pos(tag)[0]) if tag == "glyf" else whole(tag)

        face.get_table = table

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # reportlab's name
        """Add the font's subsets to a PDF and mend their character maps."""
        before = set(doc.idToObject)
        super().addObjects(doc)
        for key in set(doc.idToObject) - before:
            if str(key).startswith("toUnicodeCMap:"):
                stream = doc.idToObject[key]
                stream.content = _BEYOND_BMP.sub(_as_utf16, stream.content)


def _as_utf16(match: re.Match[str]) -> str:
    return f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"
