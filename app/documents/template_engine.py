"""The Jinja environment templates run in (sandboxed, escaping always), and docxtpl with its slow steps remembered."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from app.documents.docx_package import open_package, parse, w
from app.rules.money import in_words, yuan_text

UNDECIDED_FEN = -1
"""Stands for an amount not agreed yet in a draft: a line to write on is printed."""
LINE = "＿＿＿＿＿＿"

_FIXED_DATE = (2026, 1, 1, 0, 0, 0)
_FIRST_PICTURE = 1000


class ContractEnvironment(SandboxedEnvironment):
    """Runs a template's tags: no access to Python's insides, a missing value is an error, text is always escaped."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_printed)
        self.filters.update({"金额": _figure, "大写": _words, "日期": chinese_date, "份数": count_in_words})

    def from_string(  # type: ignore[override]  # docxtpl passes the source alone
        self, source: str, *_: object, **__: object
    ) -> Template:
        """Compile a template once and remember it."""
        return _compiled(source)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look into mappings by their keys first, so that a key named `items` is no method."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def _printed(value: Any) -> Any:
    """Escape what a tag prints; braces too, since docxtpl gives some of their combinations a meaning."""
    if isinstance(value, str):
        return Markup(str(escape(value)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  # just escaped
    return value


def chinese_date(day: date) -> str:
    """Return a date as documents write it: 2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _figure(fen: int) -> str:
    return LINE if fen == UNDECIDED_FEN else yuan_text(fen)


def _words(fen: int) -> str:
    return LINE if fen == UNDECIDED_FEN else in_words(fen)


def count_in_words(count: int) -> str:
    """Return a number of copies in words: 2 is 贰."""
    return in_words(count * 100).removesuffix("元整")


ENVIRONMENT = ContractEnvironment()


@lru_cache(maxsize=128)
def _compiled(source: str) -> Template:
    return SandboxedEnvironment.from_string(ENVIRONMENT, source)


class TemplateFile:
    """A template.docx, opened once and filled many times.

    docxtpl joins the tags that Word split and turns line breaks and tabs of values into Word's; the file itself is
    opened and written here, so that the parts without tags are kept to the byte.

    Args:
        docx: the bytes of the template.

    """

    def __init__(self, docx: bytes) -> None:
        self._package = open_package(docx)
        self._docxtpl = DocxTemplate(None)
        main = self._package.main
        related = self._package.relations(main).values()
        kinds = ("/header", "/footer")
        self._names = [main] + [name for kind in kinds for of, name in related if of.endswith(kind)]
        self.sources = [self._docxtpl.patch_xml(self._text(name)) for name in self._names]

    def _text(self, name: str) -> str:
        root = parse(self._package.parts[name])
        return str(etree.tostring(root.find(w("body")) if name == self._package.main else root, encoding="unicode"))

    def filled_xml(self, context: Mapping[str, Any]) -> list[str]:
        """Return the filled XML of the body, the headers and the footers.

        Raises:
            TemplateError: a tag is wrong or asks for what there is not.

        """
        return [self._docxtpl.render_xml_part(source, None, context, ENVIRONMENT) for source in self.sources]

    def packed(self, filled: list[str]) -> bytes:
        """Return the .docx with the filled parts in place.

        Args:
            filled: as returned by `filled_xml`.

        Raises:
            XMLSyntaxError: a filled part is no XML.

        """
        parts = dict(self._package.parts)
        for name, text in zip(self._names, filled, strict=True):
            parts[name] = self._part(name, text)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                info = zipfile.ZipInfo(name, _FIXED_DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        return buffer.getvalue()

    def _part(self, name: str, text: str) -> bytes:
        root = parse(text.encode())
        if name == self._package.main:
            body = self._docxtpl.fix_tables(text)
            self._docxtpl.docx_ids_index = _FIRST_PICTURE
            self._docxtpl.fix_docpr_ids(body)
            root = parse(self._package.parts[name])
            root.replace(root.find(w("body")), body)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


@lru_cache(maxsize=16)
def template_file(docx: bytes) -> TemplateFile:
    """Return an opened template, remembered by its bytes.

    Raises:
        DocumentError: it is no .docx.

    """
    return TemplateFile(docx)
