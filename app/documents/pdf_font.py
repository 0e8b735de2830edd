"""A TrueType font in a PDF whose rare characters can be searched and copied."""

import re
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_BEYOND_BMP = re.compile(r"<([0-9A-F]{5,6})>$", re.MULTILINE)


class PdfFont(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """ReportLab's TrueType font with a right text layer for characters beyond the first 65,536.

    # WORKAROUND reportlab 5.1: makeToUnicodeCMap writes 𫖯 as <2B5AF>, which readers misread; UTF-16 is wanted.
    """

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
