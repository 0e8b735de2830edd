"""Draw a laid-out document as PDF: fonts embedded as subsets, text that can be searched and copied, metadata."""

import io
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.documents.docx_reader import read_docx
from app.documents.fonts import FontBook, MissingCharacter, MissingGlyphError, default_book
from app.documents.layout import Layout
from app.documents.model import Document
from app.documents.painter import paint

PRODUCER = "律顾台"
_drawing = threading.Lock()
rl_config.useA85 = 0  # streams stay binary: a fifth smaller, and not encoded in Python


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF.

    Attributes:
        missing: characters drawn as 〓 because no font has them.

    """

    pdf: bytes
    pages: int
    missing: tuple[MissingCharacter, ...] = ()


def render(docx: bytes, *, title: str, author: str = "", created: datetime | None = None) -> bytes:
    """Render a filled .docx as PDF.

    Args:
        docx: the file's bytes.
        title: shown by PDF readers.
        author: the firm's name.
        created: the date written into the file, aware; without it the file is the same for the same input.

    Raises:
        UnsupportedElementError: the file holds something outside the printed subset of Word; it is named.
        MissingGlyphError: no font has some characters; they are named.

    """
    rendered = render_document(read_docx(docx), title=title, author=author, created=created)
    if rendered.missing:
        raise MissingGlyphError(rendered.missing)
    return rendered.pdf


def preview(docx: bytes, *, title: str) -> Rendered:
    """Render for the screen: characters that no font has are drawn as 〓 and named in the result."""
    return render_document(read_docx(docx), title=title)


def render_document(
    document: Document,
    *,
    title: str = "",
    author: str = "",
    created: datetime | None = None,
    book: FontBook | None = None,
) -> Rendered:
    """Render a document given as plain values. Arguments as for `render`; `book` for other fonts than the PC's."""
    layout = Layout(book or default_book())
    pages = layout.pages(document)
    buffer = io.BytesIO()
    with _drawing:  # reportlab's fonts keep state while a file is written
        canvas = Canvas(buffer, invariant=1, pageCompression=1, lang="zh-CN")
        _describe(canvas, document, title, author, created)
        for page in pages:
            paint(canvas, page)
        canvas.save()
    return Rendered(buffer.getvalue(), len(pages), tuple(layout.missing.values()))


def _describe(canvas: Any, document: Document, title: str, author: str, created: datetime | None) -> None:
    canvas.setTitle(title or document.title)
    canvas.setAuthor(author or document.author)
    canvas.setSubject(document.subject)
    canvas.setKeywords(document.keywords)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    if created is not None:
        _date(canvas, created)


def _date(canvas: Any, created: datetime) -> None:
    offset = created.utcoffset()
    if offset is None:
        raise ValueError("a naive datetime says no instant")
    stamp = canvas._doc._timeStamp  # reportlab offers no setter for a fixed date
    stamp.YMDhms = created.timetuple()[:6]
    minutes = int(offset.total_seconds() // 60)
    stamp.dhh, stamp.dmm = divmod(abs(minutes), 60)
    stamp.dhh = stamp.dhh if minutes >= 0 else -stamp.dhh
