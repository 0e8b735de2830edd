"""The Jinja environment templates run in (sandboxed, escaping always), and docxtpl with its slow steps remembered."""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from app.rules.money import in_words, yuan_text


class ContractEnvironment(SandboxedEnvironment):
    """Runs a template's tags: no access to Python's insides, a missing value is an error, text is always escaped."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_printed)
        self.filters.update({"金额": yuan_text, "大写": in_words, "日期": chinese_date, "份数": count_in_words})

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


def count_in_words(count: int) -> str:
    """Return a number of copies in words: 2 is 贰."""
    return in_words(count * 100).removesuffix("元整")


ENVIRONMENT = ContractEnvironment()


@lru_cache(maxsize=128)
def _compiled(source: str) -> Template:
    return SandboxedEnvironment.from_string(ENVIRONMENT, source)


class TemplateFile(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """A template.docx being filled.

    Args:
        docx: the bytes of the template.

    """

    def __init__(self, docx: bytes) -> None:
        super().__init__(io.BytesIO(docx))

    def patch_xml(self, src_xml: str) -> str:
        """Join tags that Word has split; remembered, since it takes longer than the filling."""
        return _patched(src_xml)

    def sources(self) -> Iterator[str]:
        """Give the Jinja source of the body, the headers and the footers."""
        self.render_init()
        yield self.patch_xml(self.get_xml())
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield self.patch_xml(self.get_part_xml(part))

    def filled_xml(self, context: Mapping[str, Any]) -> list[str]:
        """Return the filled XML of the body, the headers and the footers."""
        self.render_init()
        parts = [self.build_xml(context, ENVIRONMENT)]
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            parts += [xml.decode() for _, xml in self.build_headers_footers_xml(context, uri, ENVIRONMENT)]
        return parts


@lru_cache(maxsize=128)
def _patched(source: str) -> str:
    return str(DocxTemplate.patch_xml(None, source))
