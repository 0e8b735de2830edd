"""Draw a laid-out document as PDF: fonts embedded as subsets, text that can be searched and copied, metadata."""

import io
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.documents.docx_reader import read_docx
from app.documents.fonts import FontBook, MissingCharacter, MissingGlyphError, default_book
from app.documents.layout import Layout, Page
from app.documents.model import Document, TextStyle
from app.documents.slabs import Placed, Shade, Slab
from app.documents.zh_paragraph import Leader, Piece

PRODUCER = "律顾台"
_UNDERLINE_DEPTH = 0.16
_UNDERLINE_WIDTH = 0.045
_EMBOLDEN = 0.03
_SLANT = 0.2
_drawing = threading.Lock()


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
        painter = _Painter(canvas)
        for page in pages:
            painter.page(page)
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


class _Painter:
    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._top = 0.0

    def page(self, page: Page) -> None:
        """Draw one page."""
        self._top = page.section.height
        self._canvas.setPageSize((page.section.width, page.section.height))
        for item in page.placed:
            self._slab(item, 0.0, 0.0)
        self._canvas.showPage()

    def _slab(self, item: Placed, x: float, y: float) -> None:
        x, y, slab = x + item.x, y + item.y, item.slab
        for shade in slab.shades:
            self._shade(shade, x, y)
        if slab.line is not None:
            self._line(slab, x, y)
        for inner in slab.inner:
            self._slab(inner, x, y)
        for rule in slab.rules:
            self._rule((x + rule.x0, y + rule.y0, x + rule.x1, y + rule.y1), rule.border.width, rule.border.color)

    def _line(self, slab: Slab, x: float, y: float) -> None:
        line = slab.line
        if line is None:
            return
        base = self._top - y - line.baseline
        if line.pieces:
            text = self._canvas.beginText()
            for piece in line.pieces:
                self._piece(text, piece, x, base)
            self._canvas.drawText(text)
        self._marks(line.pieces, line.leaders, x, base)
        for offset, picture in line.pictures:
            image = ImageReader(io.BytesIO(picture.data))
            self._canvas.drawImage(image, x + offset, base, picture.width, picture.height, mask="auto")

    @staticmethod
    def _piece(text: Any, piece: Piece, x: float, base: float) -> None:
        style = piece.style
        size = style.size * (0.62 if style.rise else 1.0)
        slant = _SLANT if style.italic else 0.0
        text.setTextTransform(1, 0, slant, 1, x + piece.x, base + style.rise * style.size)
        text.setFont(piece.face.name, size)
        text.setFillColorRGB(*_rgb(style.color))
        text.setCharSpace(piece.room)
        text.setTextRenderMode(2 if piece.face.embolden else 0)
        if piece.face.embolden:
            text.setStrokeColorRGB(*_rgb(style.color))
            text._code.append(f"{size * _EMBOLDEN:.3f} w")  # the text object has no line width
        text.textOut(piece.text)

    def _marks(self, pieces: list[Piece], leaders: list[Leader], x: float, base: float) -> None:
        """Draw underlines, strokes through and tab leaders; they are no text."""
        for piece in pieces:
            self._strokes(piece.style, x + piece.x, piece.width, base)
        for leader in leaders:
            self._strokes(leader.style, x + leader.x, leader.width, base)
            self._leader(leader, x, base)

    def _strokes(self, style: TextStyle, x: float, width: float, base: float) -> None:
        if style.underline:
            y = self._top - base + style.size * _UNDERLINE_DEPTH
            self._rule((x, y, x + width, y), style.size * _UNDERLINE_WIDTH, style.color)
        if style.strike:
            y = self._top - base - style.size * 0.35
            self._rule((x, y, x + width, y), style.size * _UNDERLINE_WIDTH, style.color)

    def _leader(self, leader: Leader, x: float, base: float) -> None:
        dashes = {"dot": [0.8, 2.4], "middleDot": [0.8, 2.4], "hyphen": [2.5, 2.0], "underscore": []}
        if leader.kind in dashes and leader.width > 0:
            self._canvas.saveState()
            self._canvas.setDash(dashes[leader.kind])
            y = self._top - base + (-0.3 * leader.style.size if leader.kind == "middleDot" else 1.0)
            self._rule((x + leader.x + 1, y, x + leader.x + leader.width - 1, y), 0.8, leader.style.color)
            self._canvas.restoreState()

    def _rule(self, ends: tuple[float, float, float, float], width: float, color: str) -> None:
        x0, y0, x1, y1 = ends
        self._canvas.setStrokeColorRGB(*_rgb(color))
        self._canvas.setLineWidth(width)
        self._canvas.line(x0, self._top - y0, x1, self._top - y1)

    def _shade(self, shade: Shade, x: float, y: float) -> None:
        self._canvas.setFillColorRGB(*_rgb(shade.color))
        self._canvas.rect(x + shade.x, self._top - y - shade.y - shade.height, shade.width, shade.height, 0, 1)


def _rgb(color: str) -> tuple[float, float, float]:
    return int(color[0:2], 16) / 255, int(color[2:4], 16) / 255, int(color[4:6], 16) / 255
