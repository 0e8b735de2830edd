"""The few building blocks from which the delivered contract templates are made: A4, titles, clauses, tables, signatures."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

SONG, HEI, KAI, TITLE = "宋体", "黑体", "楷体_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
BODY_SIZE, TABLE_SIZE = 12.0, 10.5
BODY_LINE, TABLE_LINE = 21.5, 16.0
TEXT_WIDTH_CM = 15.6
BLANK = "__\t__"
"""A line to write on: an underlined tab, which reaches to the next tab stop."""

FIXED_DATE = (2026, 1, 1, 0, 0, 0)

_UNDERLINED = re.compile(r"__(.+?)__")


def _attach(parent: Any, name: str, **attributes: str) -> Any:
    child = OxmlElement(name)
    for key, value in attributes.items():
        child.set(qn(key.replace("_", ":", 1)), value)
    parent.append(child)
    return child


def _is_label(text: str) -> bool:
    """Whether a cell in a label column holds a label, not a value or the rest of a merged cell."""
    return text != "<" and (not text.startswith("{{") or text.endswith("_label }}"))


class TemplateBuilder:
    """Builds one template.

    Args:
        title: the contract's title, also the file's.

    """

    def __init__(self, title: str) -> None:
        self.document = docx.Document()
        self.document.core_properties.title = title
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        self._page()
        self._normal_style()
        self._modern_word()
        self._footer()

    # -- blocks -----------------------------------------------------------------------------------------------------

    def title(self, text: str, subtitle: str = "") -> None:
        """Add the title, 二号 小标宋, centred."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER, line=34, after=4 if subtitle else 16, keep=True)
        self._run(paragraph, text, font=TITLE, size=22)
        if subtitle:
            below = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER, line=24, after=14, keep=True)
            self._run(below, subtitle, font=KAI, size=15)

    def number_line(self, text: str) -> None:
        """Add the contract number, right-aligned above the parties."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT, line=20, after=6)
        self._run(paragraph, text, size=TABLE_SIZE)

    def clause(self, text: str) -> None:
        """Add a clause heading in 黑体; it stays with the text below."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT, before=9, after=3, keep=True)
        self._run(paragraph, text, font=HEI)

    def signed(self, label: str) -> None:
        """Add a right-aligned line to sign on."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.LEFT, before=4, after=4, line=24)
        paragraph.paragraph_format.left_indent = Cm(9.2)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM))
        self._marked(paragraph, f"{label}：{BLANK}", font=SONG)

    def text(self, text: str, *, indent: bool = True, keep: bool = False, font: str = SONG, after: float = 0.0) -> None:
        """Add a body paragraph; `__…__` is underlined."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.JUSTIFY, keep=keep, after=after)
        if indent:
            self._indent(paragraph)
        self._marked(paragraph, text, font=font)

    def tag(self, text: str) -> None:
        """Add a paragraph that holds only a control tag and disappears when filled."""
        self._run(self._paragraph(WD_ALIGN_PARAGRAPH.LEFT), text)

    def table(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        header: bool = False,
        centred: Sequence[int] = (),
        right: Sequence[int] = (),
        labels: Sequence[int] = (),
        keep: bool = False,
    ) -> Any:
        """Add a ruled table.

        Args:
            rows: the cells' texts; None-like "" cells after a text are merged into it when marked "<".
            widths: column widths, cm.
            header: the first row is a shaded header, repeated on each page.
            centred: columns that are centred.
            right: columns that are right-aligned.
            labels: columns that hold labels (shaded, 黑体).
            keep: the whole table stays on one page.

        """
        table = self.document.add_table(rows=len(rows), cols=len(widths))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        self._columns(table, widths)
        self._padding(table, 2.5)
        for y, texts in enumerate(rows):
            self._row(table.rows[y])
            for x, text in enumerate(texts):
                align = WD_ALIGN_PARAGRAPH.CENTER if x in centred or (header and y == 0) else WD_ALIGN_PARAGRAPH.LEFT
                if x in right and not (header and y == 0):
                    align = WD_ALIGN_PARAGRAPH.RIGHT
                self._cell(
                    table.cell(y, x),
                    text,
                    align,
                    label=(x in labels and _is_label(text)) or (header and y == 0),
                    keep=keep and y < len(rows) - 1,
                )
        if header:
            _attach(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        for y, texts in enumerate(rows):
            self._merge(table, y, texts)
        return table

    def gap(self, points: float = 6.0, *, keep: bool = False) -> None:
        """Add a little room, e.g. below a table."""
        self._paragraph(WD_ALIGN_PARAGRAPH.LEFT, line=points, keep=keep)

    def signatures(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Add the signature block: two columns without rules that stay on one page."""
        table = self.document.add_table(rows=len(left), cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        self._columns(table, (TEXT_WIDTH_CM / 2, TEXT_WIDTH_CM / 2))
        for y, pair in enumerate(zip(left, right, strict=True)):
            row = table.rows[y]
            self._row(row, height=30)
            for x, text in enumerate(pair):
                paragraph = row.cells[x].paragraphs[0]
                self._shape(paragraph, WD_ALIGN_PARAGRAPH.LEFT, line=20, keep=y < len(left) - 1)
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(6.6))
                self._marked(paragraph, text, font=SONG)

    def save(self) -> bytes:
        """Return the .docx, the same bytes for the same content."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        result = io.BytesIO()
        with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
            for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
                if name == "docProps/thumbnail.jpeg":
                    continue
                data = old.read(name)
                if name == "_rels/.rels":
                    data = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
                info = zipfile.ZipInfo(name, FIXED_DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(info, data)
        return result.getvalue()

    # -- details ----------------------------------------------------------------------------------------------------

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.3)
        section.header_distance, section.footer_distance = Cm(1.5), Cm(1.4)

    def _normal_style(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(BODY_SIZE)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), SONG)
        fonts.set(qn("w:hAnsi"), LATIN)
        style.paragraph_format.space_after = Pt(0)
        language = style.element.rPr.find(qn("w:lang"))
        if language is None:
            language = _attach(style.element.rPr, "w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")

    def _modern_word(self) -> None:
        settings = self.document.settings.element
        spacing = settings.find(qn("w:characterSpacingControl"))
        if spacing is not None:
            spacing.set(qn("w:val"), "compressPunctuation")
        settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
        compat = settings.find(qn("w:compat"))
        if compat is None:
            compat = _attach(settings, "w:compat")
        for old in compat.findall(qn("w:compatSetting")):
            compat.remove(old)
        _attach(
            compat,
            "w:compatSetting",
            w_name="compatibilityMode",
            w_uri="http://schemas.microsoft.com/office/word",
            w_val="15",
        )

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        self._shape(paragraph, WD_ALIGN_PARAGRAPH.CENTER, line=14)
        for piece in ("第 ", "PAGE", " 页　共 ", "NUMPAGES", " 页"):
            if piece.isascii() and piece.isupper():
                self._field(paragraph, piece)
            else:
                self._run(paragraph, piece, size=9)

    def _field(self, paragraph: Any, name: str) -> None:
        for kind in ("begin", "", "separate", "1", "end"):
            run = self._run(paragraph, "1" if kind == "1" else "", size=9)._r
            if kind in {"begin", "separate", "end"}:
                _attach(run, "w:fldChar", w_fldCharType=kind)
            elif not kind:
                _attach(run, "w:instrText").text = f" {name} "

    def _paragraph(
        self, align: Any, *, before: float = 0.0, after: float = 0.0, line: float = BODY_LINE, keep: bool = False
    ) -> Any:
        paragraph = self.document.add_paragraph()
        self._shape(paragraph, align, line=line, keep=keep)
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.space_after = Pt(after)
        return paragraph

    @staticmethod
    def _shape(paragraph: Any, align: Any, *, line: float, keep: bool = False) -> None:
        layout = paragraph.paragraph_format
        layout.alignment = align
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(line)
        layout.space_before = layout.space_after = Pt(0)
        if keep:
            layout.keep_with_next = True

    @staticmethod
    def _indent(paragraph: Any) -> None:
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(int(BODY_SIZE * 2 * 20)))

    def _marked(self, paragraph: Any, text: str, *, font: str, size: float = BODY_SIZE) -> None:
        for index, piece in enumerate(_UNDERLINED.split(text)):
            if piece:
                self._run(paragraph, piece, font=font, size=size, underline=index % 2 == 1)

    @staticmethod
    def _run(paragraph: Any, text: str, *, font: str = SONG, size: float = BODY_SIZE, underline: bool = False) -> Any:
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        if underline:
            run.font.underline = True
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:ascii"), LATIN)
        fonts.set(qn("w:hAnsi"), LATIN)
        fonts.set(qn("w:eastAsia"), font)
        fonts.set(qn("w:hint"), "eastAsia")  # otherwise Word sets “ ” in the Latin font
        return run

    @staticmethod
    def _columns(table: Any, widths: Sequence[float]) -> None:
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)

    @staticmethod
    def _row(row: Any, *, height: float = 22.0) -> None:
        row.height = Pt(height)
        _attach(row._tr.get_or_add_trPr(), "w:cantSplit")

    @staticmethod
    def _padding(table: Any, points: float) -> None:
        margins = _attach(table._tbl.tblPr, "w:tblCellMar")
        for side, width in (("top", points), ("left", 5.4), ("bottom", points), ("right", 5.4)):
            _attach(margins, f"w:{side}", w_w=str(int(width * 20)), w_type="dxa")

    def _cell(self, cell: Any, text: str, align: Any, *, label: bool, keep: bool) -> None:
        paragraph = cell.paragraphs[0]
        self._shape(paragraph, align, line=TABLE_LINE, keep=keep)
        properties = cell._tc.get_or_add_tcPr()
        if label:
            _attach(properties, "w:shd", w_val="clear", w_color="auto", w_fill="F2F2F2")
        _attach(properties, "w:vAlign", w_val="center")
        if text != "<":
            self._marked(paragraph, text, font=HEI if label else SONG, size=TABLE_SIZE)

    @staticmethod
    def _merge(table: Any, y: int, texts: Sequence[str]) -> None:
        x = 0
        while x < len(texts):
            end = x
            while end + 1 < len(texts) and texts[end + 1] == "<":
                end += 1
            if end > x:
                merged = table.cell(y, x).merge(table.cell(y, end))
                for extra in merged.paragraphs[1:]:
                    extra._p.getparent().remove(extra._p)
            x = end + 1
