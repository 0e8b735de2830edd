"""Compare our contract (filled, proved, paged as PDF) with plain docxtpl and stock ReportLab paragraphs, in one run."""

import io
import sys
from pathlib import Path
from time import perf_counter
from typing import Any
from xml.sax.saxutils import escape

import jinja2
from docxtpl import DocxTemplate
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app import paths  # noqa: E402 - needs the checkout on the path
from app.documents.docx_reader import read_docx  # noqa: E402 - same
from app.documents.filling import fill  # noqa: E402 - same
from app.documents.pages import page_count  # noqa: E402 - same
from app.documents.pdf import render  # noqa: E402 - same
from app.documents.template_engine import ENVIRONMENT  # noqa: E402 - same
from app.documents.templates import Template, load_template  # noqa: E402 - same
from tools.bench import compare, percentile  # noqa: E402 - same

RUNS, WARM_UP = 40, 3
AIM_MS = 150


def _ours(template: Template) -> tuple[bytes, bytes]:
    filled = fill(template, template.sample)
    return filled, render(filled, title=template.title)


class _Peer:
    """The same contract the plain way: no sandbox, no proof of the filling, ReportLab's own paragraphs, no tables."""

    def __init__(self, template: Template) -> None:
        self._template = template
        pdfmetrics.registerFont(TTFont("peer", str(paths.resource("fonts", "NotoSerifSC-Regular.ttf"))))
        self._style = ParagraphStyle(
            "peer", fontName="peer", fontSize=12, leading=21.5, firstLineIndent=24, wordWrap="CJK", alignment=TA_JUSTIFY
        )
        self._environment = jinja2.Environment(autoescape=True)
        self._environment.filters.update(ENVIRONMENT.filters)

    def make(self) -> tuple[bytes, bytes]:
        """Return .docx and PDF."""
        word = DocxTemplate(io.BytesIO(self._template.docx))
        word.render(dict(self._template.sample), self._environment)
        filled, pdf = io.BytesIO(), io.BytesIO()
        word.save(filled)
        texts = [item.text for item in word.docx.element.body.iter("{*}p") if item.text]
        story: list[Any] = [Paragraph(escape(text), self._style) for text in texts]
        SimpleDocTemplate(pdf, title=self._template.title).build(story)
        return filled.getvalue(), pdf.getvalue()


def _milliseconds(make: Any) -> float:
    start = perf_counter()
    make()
    return (perf_counter() - start) * 1000


def main() -> None:
    """Print the figures."""
    template = load_template("civil-agency")
    peer = _Peer(template)
    for _ in range(WARM_UP):
        filled, pdf = _ours(template)
        peer.make()
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(RUNS):  # alternating, so that both see the same load of the machine
        ours.append(_milliseconds(lambda: _ours(template)))
        theirs.append(_milliseconds(peer.make))
    print(f"contract: {len(read_docx(filled).text)} characters, {page_count(pdf)} pages, {len(pdf) / 1024:.0f} KiB PDF")
    compare("ours: fill, prove, .docx + PDF", ours, "peer: docxtpl + stock ReportLab", theirs)
    p50, p95 = percentile(ours, 50), percentile(ours, 95)
    print(f"  p50 {p50:.1f} ms, p95 {p95:.1f} ms; aim p95 <= {AIM_MS} ms: {'met' if p95 <= AIM_MS else 'not met'}")


if __name__ == "__main__":
    main()
