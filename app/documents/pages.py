"""Pictures of a PDF's pages for the screen, and its text, by PDFium."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2

from app.errors import DocumentError

_pdfium = threading.Lock()  # PDFium keeps global state and must not be entered twice


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as a picture.

    Attributes:
        width: pixels.
        height: pixels.
        rgba: width * height * 4 bytes, row by row, opaque.

    """

    width: int
    height: int
    rgba: bytes

    def png(self) -> bytes:
        """Return the picture as a PNG file."""
        from PIL import Image  # noqa: PLC0415  # only exports need it

        buffer = io.BytesIO()
        Image.frombytes("RGBA", (self.width, self.height), self.rgba).convert("RGB").save(buffer, "PNG")
        return buffer.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise DocumentError("这个 PDF 文件打不开，可能已经损坏。", todo="请重新生成。") from error
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """Return the number of pages of a PDF."""
    with _opened(pdf) as document:
        return len(document)


def page_size(pdf: bytes, page: int) -> tuple[float, float]:
    """Return width and height of a page in points; 0 is the first page."""
    with _opened(pdf) as document:
        width, height = document.get_page_size(page)
        return width, height


def pictures(pdf: bytes, scale: float = 1.0, pages: range | None = None) -> list[PagePicture]:
    """Draw pages of a PDF.

    Args:
        pdf: the file's bytes.
        scale: pixels per point; 1.0 is 72 dpi.
        pages: which pages, from 0; all when left out. Pages that do not exist are left out.

    Raises:
        DocumentError: the file is no readable PDF.

    """
    with _opened(pdf) as document:
        wanted = [number for number in (pages or range(len(document))) if 0 <= number < len(document)]
        return [_draw(document[number], scale) for number in wanted]


def _draw(page: Any, scale: float) -> PagePicture:
    bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRA)
    try:
        row = bitmap.width * 4
        data = bytes(bitmap.buffer)
        if bitmap.stride != row:
            data = b"".join(data[y * bitmap.stride : y * bitmap.stride + row] for y in range(bitmap.height))
        return PagePicture(bitmap.width, bitmap.height, data)
    finally:
        bitmap.close()
        page.close()


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page as PDF readers find and copy it."""
    with _opened(pdf) as document:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_bounded().replace("\r\n", "\n"))
            text_page.close()
            page.close()
        return texts
