"""恢复密钥 on paper: the page to print or save, and its picture for the printer."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.rules.spans import load_zone
from app.services.later import Later

if TYPE_CHECKING:
    from app.documents import pages, recovery_sheet
else:
    pages, recovery_sheet = Later("app.documents.pages"), Later("app.documents.recovery_sheet")

ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class PaperPicture:
    """A page as a picture: RGBA bytes, 4 a pixel, row by row."""

    rgba: bytes
    width: int
    height: int


def recovery_pdf(firm_name: str, code: str, now: datetime) -> bytes:
    """Return the page as PDF.

    Args:
        firm_name: full name.
        code: the recovery key, groups joined by hyphens.
        now: aware; its day in China stands on the page.

    Raises:
        MissingGlyphError: no font has some characters of the firm's name; they are named.

    """
    made_on = now.astimezone(load_zone(ZONE)).date()
    sheet = recovery_sheet.RecoverySheet(firm_name, made_on, tuple(code.split("-")))
    return recovery_sheet.recovery_sheet(sheet, created=now)


def page_picture(pdf: bytes, width: int) -> PaperPicture:
    """Return the first page in a width of device pixels."""
    scale = width / pages.page_size(pdf, 0)[0]
    found = pages.pictures(pdf, scale, range(1))[0]
    return PaperPicture(found.rgba, found.width, found.height)
