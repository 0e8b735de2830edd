"""A contract from values to paper: the PDF says what the Word file says, whatever was typed into it."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.documents.docx_reader import read_docx
from app.documents.filling import fill
from app.documents.pages import page_count, page_texts
from app.documents.pdf import preview, render
from app.documents.templates import Template, load_template
from app.documents.values import Field, FieldType

SLUGS = ["civil-agency", "family-advisor"]
AWKWARD = "龘<甲>&\"乙\"'丙'\n第二行"


def compact(text: str) -> str:
    return "".join(text.split())


def page_numbers_removed(pdf: bytes) -> str:
    """Return the text of all pages without the footers."""
    texts = page_texts(pdf)
    bodies = []
    for number, text in enumerate(texts, start=1):
        body, found, rest = compact(text).rpartition(f"第{number}页共{len(texts)}页")
        assert found, text
        assert rest == "", text
        bodies.append(body)
    return "".join(bodies)


def with_every_text(fields: tuple[Field, ...], values: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the values with every text replaced."""
    changed: dict[str, Any] = {}
    for field in fields:
        node: Any = values
        for part in field.key.split("."):
            node = node.get(part) if isinstance(node, Mapping) else None
        if field.kind is FieldType.TEXT:
            node = text
        elif field.kind is FieldType.LIST and node:
            node = [with_every_text(field.items, item, text) if field.items else text for item in node]
        changed[field.key] = node
    return changed


@pytest.fixture(params=SLUGS)
def template(request: pytest.FixtureRequest) -> Template:
    return load_template(request.param)


def test_paper_and_file_say_the_same(template: Template) -> None:
    filled = fill(template, template.sample)
    pdf = render(filled, title=template.title)
    assert page_numbers_removed(pdf) == compact(read_docx(filled).text)


def test_awkward_values_arrive_on_paper_everywhere(template: Template) -> None:
    values = with_every_text(template.fields, template.sample, AWKWARD)
    filled = fill(template, values)
    pdf = render(filled, title=template.title)
    assert page_numbers_removed(pdf) == compact(read_docx(filled).text)
    assert page_numbers_removed(pdf).count(compact(AWKWARD)) > 12


def test_emoji_and_characters_no_font_has_are_kept_in_word_and_named_for_paper(template: Template) -> None:
    values = with_every_text(template.fields, template.sample, "𠮷田😀")
    filled = fill(template, values)
    assert read_docx(filled).text.count("𠮷田😀") > 12
    shown = preview(filled, title=template.title)
    assert [item.char for item in shown.missing] == ["𠮷", "😀"]
    assert page_count(shown.pdf) == shown.pages


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("empty", [True, False])
def test_optional_values_may_be_missing_or_given(slug: str, *, empty: bool) -> None:
    template = load_template(slug)
    values = with_every_text(template.fields, template.sample, "某某")
    if empty:
        values = {key: value for key, value in values.items() if template.field(key).required}
    pdf = render(fill(template, values), title=template.title)
    assert page_count(pdf) in {5, 6}


@pytest.mark.clause("S9.3")
@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("below_guidance", "低于上述指导意见计算的金额"),
        ("below_published", "低于乙方公示的收费标准"),
        ("not_required", "没有律师顾问签约关系"),
        ("not_below", "不低于参照的收费标准"),
        ("no_basis", "收费依据待核实"),
    ],
)
def test_each_verdict_has_its_own_sentence_and_only_its_own(verdict: str, said: str) -> None:
    template = load_template("civil-agency")
    fee = {**template.sample["fee"], "verdict": verdict}
    text = read_docx(fill(template, {**template.sample, "fee": fee})).text
    assert said in text
    assert ("低于上述指导意见计算的金额" in text) == (verdict == "below_guidance")
    assert text.count("6.3　") == 1


@pytest.mark.clause("S9.2")
def test_both_contracts_tell_of_legal_aid(template: Template) -> None:
    text = read_docx(fill(template, template.sample)).text
    assert "申请免费的法律援助" in text
    assert "12348" in text


def test_the_signature_block_is_never_torn_apart_and_never_alone(template: Template) -> None:
    for count in range(6):
        clauses = "\n".join(f"补充第{number}项。" for number in range(count * 6))
        pdf = render(fill(template, {**template.sample, "extra_clauses": clauses}), title=template.title)
        *others, last = (compact(text) for text in page_texts(pdf))
        block = last.index("甲方：" if template.slug == "family-advisor" else "甲方（签字")
        assert block > 10  # at least two lines of the contract stand above it
        assert last[block:].count("日期：") == 2
        assert not any("日期：" in other for other in others)
