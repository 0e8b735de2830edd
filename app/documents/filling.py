"""Fill a template: .docx in, .docx out, and proof that nothing was lost on the way.

After filling, the file is opened again and compared with a fill in which every text is a token: the same paragraphs,
tables, rows and cells, and each paragraph exactly the token's paragraph with the values put in.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateError
from lxml import etree

from app.documents.docx_package import open_package, parse, w
from app.documents.template_engine import template_file
from app.documents.template_variables import syntax_error
from app.documents.templates import Template
from app.documents.values import TOKEN, neutral, prepare
from app.errors import DocumentError

_STRUCTURE = frozenset(w(name) for name in ("p", "tbl", "tr", "tc", "sectPr", "drawing"))
_TEXT, _BREAK, _CARRIAGE, _TAB, _RUN = w("t"), w("br"), w("cr"), w("tab"), w("r")
_NOTHING_SAVED = "没有保存不完整的合同。"


def fill(template: Template, values: Mapping[str, Any]) -> bytes:
    """Fill a template.

    Args:
        template: the loaded template.
        values: the fields' values, nested mappings or dotted keys; money in 分.

    Returns:
        The bytes of the filled .docx.

    Raises:
        DocumentError: values are missing, the template is wrong, or the filled file does not hold everything.

    """
    context = prepare(template.fields, values)
    plain, tokens = neutral(template.fields, context)
    file = template_file(template.docx)
    try:
        expected = [_outline(parse(xml.encode())) for xml in file.filled_xml(plain)]
        filled = file.packed(file.filled_xml(context))
    except TemplateError as error:
        raise _template_error(error) from error
    except etree.XMLSyntaxError as error:
        raise DocumentError(
            "模板填写后不是有效的 Word 内容。", safe=_NOTHING_SAVED, todo="请检查模板里的标记位置。"
        ) from error
    _compare(expected, _outlines(filled), tokens)
    return filled


def _template_error(error: TemplateError) -> DocumentError:
    if isinstance(error, TemplateSyntaxError):
        return syntax_error(error)
    if isinstance(error, SecurityError):
        return DocumentError("模板里有不允许的指令，已停止填写。", safe=_NOTHING_SAVED, todo="请换用可信的模板。")
    if isinstance(error, UndefinedError):
        return DocumentError(
            f"模板用到了没有声明的内容：{error.message}。",
            safe=_NOTHING_SAVED,
            todo="请在 fields.toml 里声明这个字段，或改正模板。",
        )
    return DocumentError(f"模板填写失败：{error.message}。", safe=_NOTHING_SAVED, todo="请检查模板。")


Outline = tuple[list[str], list[str]]
"""The structure of a part (paragraph, table, row, cell … in order) and the text of each paragraph."""


def _outlines(docx: bytes) -> list[Outline]:
    package = open_package(docx)
    names = [package.main]
    for suffix in ("/header", "/footer"):
        names += [name for kind, name in package.relations(package.main).values() if kind.endswith(suffix)]
    roots = [parse(package.parts[name]) for name in names]
    roots[0] = roots[0].find(w("body"))
    return [_outline(root) for root in roots]


def _outline(root: Any) -> Outline:
    structure = [str(element.tag) for element in root.iter(*_STRUCTURE)]
    return structure, [_paragraph_text(paragraph) for paragraph in root.iter(w("p"))]


def _paragraph_text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(_TEXT, _BREAK, _CARRIAGE, _TAB):
        if element.tag == _TEXT:
            yield element.text or ""
        elif element.getparent().tag == _RUN:
            yield "\t" if element.tag == _TAB else "\n"


def _compare(expected: list[Outline], found: list[Outline], tokens: Mapping[str, tuple[str, str]]) -> None:
    same_shape = len(expected) == len(found) and all(
        wanted[0] == got[0] for wanted, got in zip(expected, found, strict=True)
    )
    if not same_shape:
        raise DocumentError(
            "填写后的合同与模板的段落、表格对不上，可能有内容丢失。",
            safe=_NOTHING_SAVED,
            todo="请检查模板，或联系维护人员。",
        )
    for wanted, got in zip(expected, found, strict=True):
        for before, after in zip(wanted[1], got[1], strict=True):
            _compare_paragraph(before, after, tokens)


def _compare_paragraph(wanted: str, got: str, tokens: Mapping[str, tuple[str, str]]) -> None:
    labels = [tokens[token][0] for token in TOKEN.findall(wanted)]
    if TOKEN.sub(lambda match: tokens[match[0]][1], wanted) != got:
        raise DocumentError(
            f"填写后有一段与应有的内容不一致（涉及：{'、'.join(labels) or '固定文字'}）。",
            safe=_NOTHING_SAVED,
            todo="请检查这些内容里是否有特殊符号，或模板是否改动了它们。",
        )
