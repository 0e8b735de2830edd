"""Read a filled .docx into the plain model that is printed; whatever is outside the subset is named, never dropped."""

from dataclasses import dataclass, replace
from typing import Any

from app.documents.docx_numbering import Numbering
from app.documents.docx_package import Package, R, on, open_package, parse, val, w
from app.documents.docx_problems import Problems
from app.documents.docx_runs import RunReader
from app.documents.docx_styles import Properties, Styles, paragraph_format, paragraph_properties, text_style, twips
from app.documents.docx_tables import read_table
from app.documents.model import Block, Document, Furniture, Inline, Paragraph, Section, Span

_TRANSPARENT = frozenset(("sdt", "sdtContent", "customXml", "smartTag"))
_IGNORED = frozenset(
    [
        "sectPr",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "tcPr",
        "sdtPr",
        "sdtEndPr",
        "customXmlPr",
        "lastRenderedPageBreak",
    ]
)
_DEFAULT_SIZE = 10.5


def read_docx(data: bytes) -> Document:
    """Read a .docx.

    Raises:
        DocumentError: it is no .docx.
        UnsupportedElementError: it holds something this program does not print.

    """
    package = open_package(data)
    reader = _Reader.of(package)
    document = reader.document()
    reader.problems.raise_if_any()
    return document


def find_unsupported(data: bytes) -> list[str]:
    """Return what a .docx holds that this program does not print, in words for the user."""
    reader = _Reader.of(open_package(data))
    reader.document()
    return [item.text for item in reader.problems.found.values()]


@dataclass(slots=True)
class _Reader:
    package: Package
    problems: Problems
    styles: Styles
    numbering: Numbering
    even_differs: bool
    pitch: float = 0.0

    @classmethod
    def of(cls, package: Package) -> "_Reader":
        """Prepare reading: styles, numbering and settings."""
        problems = Problems()

        def part(kind: str) -> Any | None:
            return package.xml(package.related_by_type(package.main, kind))

        settings = part("/settings")
        even = settings is not None and on(settings.find(w("evenAndOddHeaders")))
        return cls(
            package,
            problems,
            Styles.read(part("/styles"), problems),
            Numbering.read(part("/numbering"), problems),
            even,
        )

    def document(self) -> Document:
        """Read the main part section by section."""
        body = parse(self.package.parts[self.package.main]).find(w("body"))
        sections: list[Section] = []
        waiting: list[Any] = []
        for element in body:
            inner = element.find(f"{w('pPr')}/{w('sectPr')}")
            waiting.append(element)
            if inner is not None:
                sections.append(self._section(inner, waiting, sections))
                waiting = []
        last = body.find(w("sectPr"))
        if waiting or not sections:
            sections.append(self._section(last, waiting, sections))
        return replace(self._described(), sections=tuple(sections))

    def _described(self) -> Document:
        root = self.package.xml(self.package.related_by_type("", "/core-properties") or "docProps/core.xml")
        said = {} if root is None else {str(item.tag).rpartition("}")[2]: item.text or "" for item in root}
        return Document(
            (), said.get("title", ""), said.get("creator", ""), said.get("subject", ""), said.get("keywords", "")
        )

    def _section(self, element: Any | None, elements: list[Any], earlier: list[Section]) -> Section:
        section = earlier[-1] if earlier else Section()
        section = replace(section, continuous=False, first_differs=False, even_differs=self.even_differs)
        if element is not None:
            section = self._page_setup(element, section)
            section = replace(
                section,
                headers=self._furniture(element, "headerReference", section.headers),
                footers=self._furniture(element, "footerReference", section.footers),
            )
        self.pitch = section.pitch
        return replace(section, blocks=self._blocks(elements, self._runs(self.package.main)))

    def _page_setup(self, element: Any, section: Section) -> Section:
        size, margin = element.find(w("pgSz")), element.find(w("pgMar"))
        if size is not None:
            section = replace(section, width=twips(size, "w", 595.3), height=twips(size, "h", 841.9))
        if margin is not None:
            sides = tuple(twips(margin, side, 72.0) for side in ("left", "top", "right", "bottom"))
            gutter = twips(margin, "gutter")
            section = replace(
                section,
                margins=(sides[0] + gutter, abs(sides[1]), sides[2], abs(sides[3])),
                header_distance=twips(margin, "header", 36.0),
                footer_distance=twips(margin, "footer", 36.0),
            )
        self._refuse_page_extras(element)
        grid = element.find(w("docGrid"))
        lined = grid is not None and grid.get(w("type")) in {"lines", "linesAndChars", "snapToChars"}
        return replace(
            section,
            pitch=twips(grid, "linePitch") if lined else 0.0,
            continuous=val(element.find(w("type"))) == "continuous",
            first_differs=on(element.find(w("titlePg"))),
        )

    def _refuse_page_extras(self, element: Any) -> None:
        columns = element.find(w("cols"))
        if columns is not None and columns.get(w("num"), "1") != "1":
            self.problems.add(columns)
        for name in ("pgBorders", "lnNumType", "textDirection"):
            if element.find(w(name)) is not None:
                self.problems.add(element.find(w(name)))
        numbers = element.find(w("pgNumType"))
        if numbers is not None and (numbers.get(w("start")) or numbers.get(w("fmt"), "decimal") != "decimal"):
            self.problems.add(numbers)

    def _furniture(self, element: Any, name: str, earlier: Furniture) -> Furniture:
        furniture = earlier
        for reference in element.findall(w(name)):
            part = self.package.related(self.package.main, reference.get(f"{{{R}}}id", ""))
            root = self.package.xml(part)
            if root is not None:
                blocks = self._blocks(list(root), self._runs(part))
                furniture = replace(furniture, **{reference.get(w("type"), "default"): blocks})
        return furniture

    def _runs(self, part: str) -> RunReader:
        return RunReader(self.package, part, self.styles, self.problems)

    def _blocks(self, elements: list[Any], runs: RunReader) -> tuple[Block, ...]:
        blocks: list[Block] = []
        for element in elements:
            name = str(element.tag).rpartition("}")[2]
            if name == "p":
                blocks.append(self._paragraph(element, runs))
            elif name == "tbl":
                table = read_table(element, self.styles, self.problems, lambda cell: self._blocks(list(cell), runs))
                blocks.append(table)
            elif name in _TRANSPARENT:
                blocks += self._blocks(list(element), runs)
            elif name not in _IGNORED:
                self.problems.add(element)
        return tuple(blocks)

    def _paragraph(self, element: Any, runs: RunReader) -> Paragraph:
        self.problems.near = "".join(text.text or "" for text in element.iter(w("t")))[:12]
        own = element.find(w("pPr"))
        style = val(None if own is None else own.find(w("pStyle"))) or self.styles.default_paragraph
        base = {**self.styles.run_default, **self.styles.run(style)}
        number, numbered = self._number(own, style, base, runs)
        items = number + runs.read(element, base)
        properties = {
            **self.styles.paragraph_default,
            **self.styles.paragraph(style),
            **numbered,
            **paragraph_properties(own, self.problems),
        }
        mark = text_style(runs.properties(None if own is None else own.find(w("rPr")), base))
        first = next((item.style for item in items if isinstance(item, Span)), mark)
        return Paragraph(items, paragraph_format(properties, first.size or _DEFAULT_SIZE, self.pitch), mark)

    def _number(
        self, own: Any | None, style: str, base: Properties, runs: RunReader
    ) -> tuple[tuple[Inline, ...], Properties]:
        """Return the number before the text, and the indents its level brings."""
        properties = None if own is None else own.find(w("numPr"))
        if properties is None:
            properties = self.styles.number_properties(style)
        number = None if properties is None else self.numbering.next(properties)
        if number is None:
            return (), {}
        look = text_style(runs.properties(number.run, base))
        follow = {"tab": "\t", "space": " "}.get(number.follow, "")
        return (Span(number.text + follow, look),), paragraph_properties(number.paragraph, self.problems)
