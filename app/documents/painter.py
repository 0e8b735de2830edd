"""Paint laid-out pages on a ReportLab canvas: shades, then text, then rules and pictures."""

import io
from typing import Any

from reportlab.lib.utils import ImageReader

from app.documents.layout import Page
from app.documents.model import TextStyle
from app.documents.slabs import Placed, Rule, Shade
from app.documents.zh_paragraph import SMALL, Leader, Line, Piece

_UNDERLINE_DEPTH = 0.16
_UNDERLINE_WIDTH = 0.045
_STRIKE_HEIGHT = 0.35
_EMBOLDEN = 0.03
_SLANT = 0.2
_DASHES = {"dot": [0.8, 2.4], "middleDot": [0.8, 2.4], "hyphen": [2.5, 2.0], "underscore": []}


def paint(canvas: Any, page: Page) -> None:
    """Draw one page and finish it."""
    canvas.setPageSize((page.section.width, page.section.height))
    items = _Items()
    for item in page.placed:
        items.gather(item, 0.0, 0.0)
    artist = _Artist(canvas, page.section.height)
    for shade, x, y in items.shades:
        artist.shade(shade, x, y)
    artist.text(items.lines)
    for line, x, y in items.lines:
        artist.marks(line, x, y)
    for rule, x, y in items.rules:
        ends = (x + rule.x0, y + rule.y0, x + rule.x1, y + rule.y1)
        artist.rule(ends, rule.border.width, rule.border.color)
    canvas.showPage()


class _Items:
    """What a page shows, flattened, each with its place from the top left corner."""

    def __init__(self) -> None:
        self.shades: list[tuple[Shade, float, float]] = []
        self.lines: list[tuple[Line, float, float]] = []
        self.rules: list[tuple[Rule, float, float]] = []

    def gather(self, item: Placed, x: float, y: float) -> None:
        """Collect a slab and those inside it."""
        x, y, slab = x + item.x, y + item.y, item.slab
        self.shades += [(shade, x, y) for shade in slab.shades]
        self.rules += [(rule, x, y) for rule in slab.rules]
        if slab.line is not None:
            self.lines.append((slab.line, x, y))
        for inner in slab.inner:
            self.gather(inner, x, y)


class _Artist:
    def __init__(self, canvas: Any, height: float) -> None:
        self._canvas = canvas
        self._top = height

    def text(self, lines: list[tuple[Line, float, float]]) -> None:
        """Write all lines of a page as one text object, in reading order."""
        writer = _TextWriter(self._canvas)
        for line, x, y in lines:
            base = self._top - y - line.baseline
            for piece in line.pieces:
                writer.write(piece, x, base)
        writer.finish()

    def marks(self, line: Line, x: float, y: float) -> None:
        """Draw what is no text: underlines, strokes, leaders, pictures."""
        base = y + line.baseline
        for piece in line.pieces:
            self._strokes(piece.style, x + piece.x, piece.width, base)
        for leader in line.leaders:
            self._strokes(leader.style, x + leader.x, leader.width, base)
            self._leader(leader, x, base)
        for offset, picture in line.pictures:
            image = ImageReader(io.BytesIO(picture.data))
            bottom = self._top - base
            self._canvas.drawImage(image, x + offset, bottom, picture.width, picture.height, mask="auto")

    def _strokes(self, style: TextStyle, x: float, width: float, base: float) -> None:
        for wanted, depth in ((style.underline, _UNDERLINE_DEPTH), (style.strike, -_STRIKE_HEIGHT)):
            if wanted:
                y = base + style.size * depth
                self.rule((x, y, x + width, y), style.size * _UNDERLINE_WIDTH, style.color)

    def _leader(self, leader: Leader, x: float, base: float) -> None:
        if leader.kind in _DASHES and leader.width > 0:
            y = base + (-0.3 * leader.style.size if leader.kind == "middleDot" else -1.0)
            self._canvas.saveState()
            self._canvas.setDash(_DASHES[leader.kind])
            self.rule((x + leader.x + 1, y, x + leader.x + leader.width - 1, y), 0.8, leader.style.color)
            self._canvas.restoreState()

    def rule(self, ends: tuple[float, float, float, float], width: float, color: str) -> None:
        """Draw a straight line; `ends` count from the top left corner."""
        x0, y0, x1, y1 = ends
        self._canvas.setStrokeColorRGB(*_rgb(color))
        self._canvas.setLineWidth(width)
        self._canvas.line(x0, self._top - y0, x1, self._top - y1)

    def shade(self, shade: Shade, x: float, y: float) -> None:
        """Fill a rectangle."""
        self._canvas.setFillColorRGB(*_rgb(shade.color))
        self._canvas.rect(x + shade.x, self._top - y - shade.y - shade.height, shade.width, shade.height, 0, 1)


class _TextWriter:
    """Writes pieces into one text object and says only what changes from piece to piece.

    The operators are appended as text: ReportLab's setters format each number in Python, which took half of the time.
    """

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._text = canvas.beginText()
        self._code: list[str] = self._text._code  # see above
        self._font: tuple[str, float] = ("", 0.0)
        self._color, self._room, self._outlined = "", 0.0, 0.0

    def write(self, piece: Piece, x: float, base: float) -> None:
        """Write one piece on the baseline `base`, counted from the bottom of the page."""
        style, face = piece.style, piece.face
        size = style.size * (SMALL if style.rise else 1.0)
        if (face.name, size) != self._font:
            self._font = (face.name, size)
            self._text.setFont(face.name, size)
        if style.color != self._color:
            self._color = style.color
            numbers = " ".join(f"{part:.4g}" for part in _rgb(style.color))
            self._code.append(f"{numbers} rg {numbers} RG")
        if piece.room != self._room:
            self._room = piece.room
            self._code.append(f"{piece.room:.4f} Tc")
        outline = size * _EMBOLDEN if face.embolden else 0.0
        if outline != self._outlined:
            self._outlined = outline
            self._code.append(f"{outline:.3f} w 2 Tr" if outline else "0 Tr")
        slant = _SLANT if style.italic else 0
        y = base + style.rise * style.size
        self._code.append(f"1 0 {slant} 1 {x + piece.x:.3f} {y:.3f} Tm")
        self._code.append(self._text._formatText(piece.text))  # textOut would measure it again

    def finish(self) -> None:
        """Put the text on the page."""
        self._code.append("0 Tc 0 Tr")
        self._canvas.drawText(self._text)


def _rgb(color: str) -> tuple[float, float, float]:
    return int(color[0:2], 16) / 255, int(color[2:4], 16) / 255, int(color[4:6], 16) / 255
