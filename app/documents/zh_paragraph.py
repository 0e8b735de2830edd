"""Our Chinese paragraph: lines broken by 避头尾, justified, Latin words whole, tabs with leaders, mixed runs.

ReportLab's own CJK wrapping begins one line in twelve with a comma and does not justify; this class replaces it.
A line's text is a slice of the paragraph's text, so nothing can be lost between them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.documents.fonts import MISSING_MARK, Face, Family, FontBook, MissingCharacter, family_of, is_ignorable
from app.documents.kinsoku import BETWEEN, KINDS, break_points, is_half_blank, is_word, never_ends, never_starts
from app.documents.model import Align, Inline, LineRule, PageBreak, PageField, ParagraphFormat, Picture, Span, TextStyle

NATURAL_LINE = 1.3
"""Height of a single-spaced line as a multiple of the size, close to what Word gives 宋体."""

SMALL = 0.62
"""Size of superscript and subscript."""

_DEFAULT_TAB = 36.0
_TOLERANCE = 0.01
PICTURE = "\ufffc"
_OBJECTS = frozenset(("\t", "\n", PICTURE))

Number = Callable[[PageField], str]


class Piece(NamedTuple):
    """Text drawn in one go: from `x` on, in one font, with the same room after every character."""

    x: float
    text: str
    face: Face
    style: TextStyle
    room: float
    width: float


class Leader(NamedTuple):
    """What fills a tab."""

    x: float
    width: float
    kind: str
    style: TextStyle


@dataclass(slots=True)
class Line:
    """A finished line; `x` values count from the paragraph's left edge, `baseline` from the line's top."""

    start: int
    end: int
    height: float
    baseline: float
    width: float = 0.0
    pieces: list[Piece] = field(default_factory=list)
    leaders: list[Leader] = field(default_factory=list)
    pictures: list[tuple[float, Picture]] = field(default_factory=list)


class _Span(NamedTuple):
    """A line before it is set: glyphs from start to end, where it stands, how wide it may be."""

    start: int
    end: int
    left: float
    room: float
    last: bool
    squeezed: bool


class ZhParagraph:
    """A paragraph ready to be broken at any width.

    Args:
        items: its text, fields and pictures.
        format: its layout.
        book: the fonts.
        number: gives the text of page fields; needed only where the paragraph has some.
        missing: collects characters that no font has; they are drawn as 〓.
        pitch: the section's line grid in points, 0 for none.

    """

    def __init__(
        self,
        items: Sequence[Inline],
        format: ParagraphFormat = ParagraphFormat(),  # noqa: A002, B008  # the notion's name; frozen value
        *,
        book: FontBook,
        number: Number | None = None,
        missing: dict[str, MissingCharacter] | None = None,
        pitch: float = 0.0,
        mark: TextStyle = TextStyle(),  # noqa: B008  # frozen value
    ) -> None:
        self.format = format
        self._book = book
        self._missing = {} if missing is None else missing
        self._pitch = pitch
        self._mark = mark
        self._chars: list[str] = []
        self._faces: list[Face] = []
        self._styles: list[TextStyle] = []
        self._widths: list[float] = []
        self._pictures: dict[int, Picture] = {}
        for item in items:
            self._add(item, number)
        self._breaks = break_points(self._chars)
        self._gaps = self._auto_space()

    @property
    def text(self) -> str:
        """The text as it is drawn (invisible joiners that no font has are left out)."""
        return "".join(self._chars)

    def lines(self, width: float) -> list[Line]:
        """Break the paragraph for a column `width` points wide."""
        spans = self._spans(width)
        return [self._set(span) for span in spans]

    def _add(self, item: Inline, number: Number | None) -> None:
        if isinstance(item, Span):
            self._add_text(item.text, item.style)
        elif isinstance(item, PageField):
            self._add_text(number(item) if number else "", item.style)
        elif isinstance(item, Picture):
            self._pictures[len(self._chars)] = item
            self._append(PICTURE, self._book.face(Family.SONG), self._mark, item.width)
        elif isinstance(item, PageBreak):
            raise TypeError("page breaks are handled by the page layout")

    def _add_text(self, text: str, style: TextStyle) -> None:
        face = self._book.face(family_of(style.font), bold=style.bold)
        size, spacing, metrics = style.size * (SMALL if style.rise else 1.0), style.spacing, face.metrics
        known = [metrics[char] for char in text]
        widths = [width * size + spacing for width in known if width is not None]
        if len(widths) == len(text):  # nearly always: the font has every character
            self._chars.extend(text)
            self._faces.extend([face] * len(text))
            self._styles.extend([style] * len(text))
            self._widths.extend(widths)
            return
        for char, width in zip(text, known, strict=True):
            if width is not None:
                self._append(char, face, style, width * size + spacing)
            elif (other := self._book.face_for(char, face)) is not None:
                self._append(char, other, style, (other.metrics[char] or 0.0) * size + spacing)
            elif not is_ignorable(char):
                self._missing[char] = MissingCharacter(char)
                mark = self._book.face_for(MISSING_MARK, face) or face
                self._append(MISSING_MARK, mark, style, size + spacing)

    def _append(self, char: str, face: Face, style: TextStyle, width: float) -> None:
        self._chars.append(char)
        self._faces.append(face)
        self._styles.append(style)
        self._widths.append(width)

    def _auto_space(self) -> list[float]:
        """Return the room after each character: more between Chinese and Latin, less between two full-width marks."""
        gaps = [0.0] * len(self._chars)
        kinds = [KINDS[char] for char in self._chars]
        for index in range(len(kinds) - 1):
            change = BETWEEN.get((kinds[index], kinds[index + 1]), 0.0)
            if change > 0 or (change < 0 and self._widths[index] > self._styles[index].size * 0.9):
                gaps[index] = change * self._styles[index].size
        return gaps

    def _spans(self, width: float) -> list[_Span]:
        spans: list[_Span] = []
        start, count, form = 0, len(self._chars), self.format
        while start < count or not spans:
            left = form.left + (form.first if not spans else 0.0)
            room = max(width - left - form.right, 1.0)
            end, squeezed = self._fit(start, left, room)
            last = end >= count or self._chars[end - 1] == "\n"
            spans.append(_Span(start, end, left, room, last, squeezed))
            if end >= count:
                if count and self._chars[-1] == "\n":
                    spans.append(_Span(count, count, form.left, room, last=True, squeezed=False))
                break
            start = end
        return spans

    def _fit(self, start: int, left: float, room: float) -> tuple[int, bool]:
        """Return where the line that begins at `start` ends, and whether its last mark is squeezed."""
        chars, widths, gaps, breaks = self._chars, self._widths, self._gaps, self._breaks
        used, chance = 0.0, start
        for index in range(start, len(chars)):
            char = chars[index]
            if char == "\n":
                return index + 1, False
            if index > start and breaks[index]:
                chance = index
            if char == "\t":
                widths[index] = self._tab_width(index, left + used, left + room)
            elif char != " " and used + widths[index] > room + _TOLERANCE:
                if self._squeezable(index) and used + widths[index] / 2 <= room:
                    return index + 1, True
                return (chance if chance > start else self._forced(start, index)), False
            used += widths[index] + gaps[index]
        return len(chars), False

    def _squeezable(self, index: int) -> bool:
        after = index + 1
        return is_half_blank(self._chars[index]) and (after == len(self._chars) or self._breaks[after])

    def _forced(self, start: int, index: int) -> int:
        """Break inside something wider than the line, where the marks allow it if they do at all."""
        for cut in range(index, start, -1):
            if not never_starts(self._chars[cut]) and not never_ends(self._chars[cut - 1]):
                return cut
        return max(index, start + 1)

    def _tab_width(self, index: int, at: float, right: float) -> float:
        stop = next((stop for stop in self.format.tabs if stop.position > at + _TOLERANCE), None)
        if stop is None:
            if self.format.first < 0 and at < self.format.left - _TOLERANCE:
                return self.format.left - at
            return min(_DEFAULT_TAB - at % _DEFAULT_TAB, max(right - at, 0.0))
        position = min(stop.position, right)
        if stop.align == "left":
            return max(position - at, 0.0)
        follow = self._width_to_next_stop(index + 1)
        return max(position - at - (follow / 2 if stop.align == "center" else follow), 0.0)

    def _width_to_next_stop(self, index: int) -> float:
        width = 0.0
        while index < len(self._chars) and self._chars[index] not in "\t\n":
            width += self._widths[index] + self._gaps[index]
            index += 1
        return width

    def _set(self, span: _Span) -> Line:
        start, end = span.start, span.end
        visible = end
        while visible > start and self._chars[visible - 1] in " \n" and not self._styles[visible - 1].underline:
            visible -= 1
        extras = self._gaps[start:visible]
        if extras:
            extras[-1] = 0.0
        squeeze = self._widths[visible - 1] / 2 if span.squeezed else 0.0
        natural = sum(self._widths[start:visible]) + sum(extras) - squeeze
        offset = self._stretch(extras, span, visible, span.room - natural)
        height, baseline = self._height(start, end)
        line = Line(start, end, height, baseline)
        line.width = self._place(line, start, visible, span.left + offset, extras) - span.left - squeeze
        if squeeze and line.pieces:
            line.pieces[-1] = line.pieces[-1]._replace(width=line.pieces[-1].width - squeeze)
        return line

    def _stretch(self, extras: list[float], span: _Span, visible: int, spare: float) -> float:
        """Spread spare room over the gaps of a justified line, or return how far to move the line."""
        align = self.format.align
        if spare <= 0:
            return 0.0
        if align in {Align.RIGHT, Align.CENTER}:
            return spare if align is Align.RIGHT else spare / 2
        if align is Align.DISTRIBUTE or (align is Align.JUSTIFY and not span.last):
            begin = self._after_last_tab(span.start, visible)
            places = [i for i in range(begin, visible - 1) if self._may_stretch(i)]
            for place in places:
                extras[place - span.start] += spare / len(places)
        return 0.0

    def _after_last_tab(self, start: int, end: int) -> int:
        return next((index + 1 for index in range(end - 1, start - 1, -1) if self._chars[index] == "\t"), start)

    def _may_stretch(self, index: int) -> bool:
        here, after = self._chars[index], self._chars[index + 1]
        return not (is_word(here) and is_word(after)) and not (here == after and here in "—…") and here != "\t"

    def _height(self, start: int, end: int) -> tuple[float, float]:
        """Return height and baseline of a line from its largest size, its pictures and the line spacing."""
        sizes = {style.size for style in self._styles[start:end]} or {self._mark.size}
        size = max(sizes)
        form = self.format
        natural = size * NATURAL_LINE
        if self._pitch and form.line_rule is LineRule.AUTO:
            natural = self._pitch * max(1, -(-natural // self._pitch))
        height = {
            LineRule.AUTO: natural * form.line,
            LineRule.AT_LEAST: max(natural, form.line),
            LineRule.EXACT: form.line,
        }[form.line_rule]
        pictures = [self._pictures[index].height for index in self._pictures if start <= index < end]
        baseline = (height - size) / 2 + size * 0.86
        if pictures and form.line_rule is not LineRule.EXACT and max(pictures) > baseline:
            height += max(pictures) - baseline
            baseline = max(pictures)
        return height, baseline

    def _place(self, line: Line, start: int, end: int, x: float, extras: list[float]) -> float:
        """Turn glyphs into pieces, leaders and pictures; return where the line ends."""
        first, piece_x = start, x
        for index in range(start, end):
            if index > first and self._piece_ends(index, first, extras, start):
                self._close(line, first, index, (piece_x, x, extras[first - start]))
                first = index
            if index == first:
                piece_x = x
            if self._place_object(line, index, x):
                first = index + 1
            x += self._widths[index] + extras[index - start]
        if end > first:
            self._close(line, first, end, (piece_x, x, extras[first - start]))
        return x

    def _piece_ends(self, index: int, first: int, extras: list[float], start: int) -> bool:
        return (
            self._chars[index] in _OBJECTS
            or self._faces[index] is not self._faces[first]
            or self._styles[index] is not self._styles[first]
            or extras[index - 1 - start] != extras[first - start]
        )

    def _place_object(self, line: Line, index: int, x: float) -> bool:
        """Put what is not text: a tab's leader, a picture; return whether the glyph was such a thing."""
        char = self._chars[index]
        if char == "\t":
            line.leaders.append(Leader(x, self._widths[index], self._leader(x), self._styles[index]))
        elif char == PICTURE and index in self._pictures:
            line.pictures.append((x, self._pictures[index]))
        return char in _OBJECTS

    def _close(self, line: Line, first: int, end: int, place: tuple[float, float, float]) -> None:
        x, right, room = place
        style = self._styles[first]
        if end < len(self._styles) and not self._styles[end].underline:  # an underline does not reach into the gap
            right -= max(self._gaps[end - 1], 0.0)
        text = "".join(self._chars[first:end])
        line.pieces.append(Piece(x, text, self._faces[first], style, room + style.spacing, right - x))

    def _leader(self, x: float) -> str:
        return next((stop.leader for stop in self.format.tabs if stop.position > x + _TOLERANCE), "none")
