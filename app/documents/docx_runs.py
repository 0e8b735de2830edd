"""Read the runs of a Word paragraph: text, tabs, breaks, page fields and pictures with their resolved look."""

from dataclasses import dataclass, field
from typing import Any

from app.documents.docx_package import WP, A, Package, R, val, w
from app.documents.docx_problems import Problems
from app.documents.docx_styles import Properties, Styles, run_properties, text_style
from app.documents.model import FieldKind, Inline, PageBreak, PageField, Picture, Span, TextStyle

_EMU_PER_POINT = 12700
_TRANSPARENT = frozenset(("hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo"))
_IGNORED = frozenset(
    [
        "pPr",
        "rPr",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "softHyphen",
        "noBreakHyphen",
        "annotationRef",
    ]
)
_CHARACTERS = {"noBreakHyphen": "-", "softHyphen": "", "cr": "\n", "tab": "\t"}


@dataclass(slots=True)
class _FieldState:
    """A complex field being read: its instruction, and whether its stored result is passing by."""

    instruction: str = ""
    depth: int = 0
    in_result: bool = False


@dataclass(slots=True)
class RunReader:
    """Reads the content of paragraphs of one part (body, header, footer)."""

    package: Package
    part: str
    styles: Styles
    problems: Problems
    _field: _FieldState = field(default_factory=_FieldState)

    def read(self, paragraph: Any, base: Properties) -> tuple[Inline, ...]:
        """Return a paragraph's inline items; neighbouring text of one look is joined.

        Args:
            paragraph: the w:p element.
            base: the run properties of the paragraph's style.

        """
        items: list[Inline] = []
        self._walk(paragraph, base, items)
        return tuple(_joined(items))

    def _walk(self, parent: Any, base: Properties, items: list[Inline]) -> None:
        for child in parent:
            name = str(child.tag).rpartition("}")[2]
            if name == "r":
                self._run(child, base, items)
            elif name == "fldSimple":
                self._add_field(child.get(w("instr"), ""), text_style(base), child, items)
            elif name in _TRANSPARENT:
                self._walk(child, base, items)
            elif name not in _IGNORED:
                self.problems.add(child)

    def _run(self, run: Any, base: Properties, items: list[Inline]) -> None:
        properties = self.properties(run.find(w("rPr")), base)
        if properties.get("hidden"):
            return
        style = text_style(properties)
        for child in run:
            name = str(child.tag).rpartition("}")[2]
            if name in {"fldChar", "instrText"}:
                self._field_part(name, child, style, items)
            elif self._field.in_result or self._field.depth:
                continue
            elif name == "t":
                items.append(Span(child.text or "", style))
            elif name in _CHARACTERS:
                items.append(Span(_CHARACTERS[name], style))
            elif name == "br":
                items.append(self._break(child, style))
            elif name == "drawing":
                items += self._pictures(child)
            elif name not in _IGNORED:
                self.problems.add(child)

    def properties(self, element: Any | None, base: Properties) -> Properties:
        """Return run properties: the paragraph style's, then the character style's, then the run's own."""
        own = run_properties(element, self.problems)
        style = "" if element is None else val(element.find(w("rStyle")))
        return {**base, **self.styles.run(style), **own} if style else {**base, **own}

    def _break(self, element: Any, style: TextStyle) -> Inline:
        kind = element.get(w("type"), "textWrapping")
        if kind == "column":
            self.problems.add(element, "分栏符")
        return PageBreak() if kind == "page" else Span("\n", style)

    def _field_part(self, name: str, element: Any, style: TextStyle, items: list[Inline]) -> None:
        state = self._field
        if name == "instrText":
            state.instruction += element.text or ""
            return
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            state.depth += 1
        elif kind == "separate":
            state.in_result = True
        elif kind == "end":
            self._add_field(state.instruction, style, element, items)
            self._field = _FieldState()

    def _add_field(self, instruction: str, style: TextStyle, element: Any, items: list[Inline]) -> None:
        word = instruction.strip().partition(" ")[0].upper()
        if word in {"PAGE", "NUMPAGES", "SECTIONPAGES"} and word != "SECTIONPAGES":
            items.append(PageField(FieldKind(word), style))
        else:
            self.problems.add(element, f"域 {word or '（空）'}")

    def _pictures(self, drawing: Any) -> list[Inline]:
        pictures: list[Inline] = []
        for child in drawing:
            blip = child.find(f".//{{{A}}}blip")
            if child.tag != f"{{{WP}}}inline" or blip is None:
                self.problems.add(child, "" if child.tag != f"{{{WP}}}inline" else "图表或 SmartArt")
                continue
            data = self.package.parts.get(self.package.related(self.part, blip.get(f"{{{R}}}embed", "")))
            if data is None:
                self.problems.add(child, "链接到外部文件的图片")
                continue
            extent = child.find(f"{{{WP}}}extent")
            width, height = (int(extent.get(key)) / _EMU_PER_POINT for key in ("cx", "cy"))
            pictures.append(Picture(data, width, height))
        return pictures


def _joined(items: list[Inline]) -> list[Inline]:
    joined: list[Inline] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Span) and isinstance(last, Span) and item.style == last.style:
            joined[-1] = Span(last.text + item.text, last.style)
        elif not isinstance(item, Span) or item.text:
            joined.append(item)
    return joined
