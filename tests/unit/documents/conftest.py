"""Small .docx files, made on the spot."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest

from app.documents.templates import CoverageItem, Template
from app.documents.values import Field

MakeTemplate = Callable[..., Template]


def saved(document: Any) -> bytes:
    """Return a python-docx document as bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def make_template() -> MakeTemplate:
    """Return a maker of templates from paragraphs and fields."""

    def make(paragraphs: list[str], fields: list[Field], rows: list[list[str]] | None = None) -> Template:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        if rows:
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for y, row in enumerate(rows):
                for x, text in enumerate(row):
                    table.cell(y, x).text = text
        return Template("try", "试", 1, "", saved(document), tuple(fields), {}, (CoverageItem("a", "a"),))

    return make
