"""Filling: every value arrives as it was typed, whatever it holds; what cannot be filled is refused in words."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import pytest

from app.documents.docx_reader import read_docx
from app.documents.filling import fill
from app.documents.template_engine import template_file
from app.documents.templates import Template
from app.documents.values import Field, FieldType
from app.errors import DocumentError

MakeTemplate = Callable[..., Template]
NAME = Field("client.name", "姓名", FieldType.TEXT, required=True)
NOTE = Field("note", "备注", FieldType.TEXT)

AWKWARD = [
    "张三&<公司>\"引'号",
    "龘𠮷😀👨\u200d👩",
    "{{ 7*7 }} {% if %} {# x #}",
    "{_{ }_} {_% %_}",
    "第一行\n第二行",
    "制\t表",
    "  前后空格  ",
    "&amp; &#x26; ]]> <w:p/>",
    "\ue0000\ue001",
]


def text_of(data: bytes) -> str:
    return read_docx(data).text


@pytest.mark.parametrize("value", AWKWARD)
def test_a_value_arrives_as_it_was_typed(make_template: MakeTemplate, value: str) -> None:
    template = make_template(["甲方：{{ client.name }}。", "结尾"], [NAME])
    filled = fill(template, {"client": {"name": value}})
    assert text_of(filled) == f"甲方：{value}。\n结尾"
    opened = docx.Document(io.BytesIO(filled))
    assert [paragraph.text for paragraph in opened.paragraphs] == [f"甲方：{value}。", "结尾"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("甲\u2028乙\x0b丙\x0c丁", "甲\n乙\n丙\n丁"),
        ("甲\x00\x07\x1b\ufffe\ud800乙", "甲乙"),
    ],
)
def test_line_breaks_are_kept_and_control_characters_have_no_print(
    make_template: MakeTemplate, typed: str, kept: str
) -> None:
    template = make_template(["{{ client.name }}"], [NAME])
    assert text_of(fill(template, {"client.name": typed})) == kept


def test_filters_write_money_dates_and_numbers_as_contracts_do(make_template: MakeTemplate) -> None:
    fields = [
        Field("fee", "律师费", FieldType.MONEY),
        Field("day", "日期", FieldType.DATE),
        Field("copies", "份数", FieldType.NUMBER),
    ]
    template = make_template(["{{ fee|大写 }} {{ fee|金额 }} {{ day|日期 }} {{ copies|份数 }}"], fields)
    filled = fill(template, {"fee": 100_000_000, "day": date(2026, 3, 5), "copies": 12})
    assert text_of(filled) == "壹佰万元整 1,000,000 2026年3月5日 壹拾贰"


def test_lists_fill_table_rows_and_conditions_drop_paragraphs(make_template: MakeTemplate) -> None:
    people = Field("people", "人员", FieldType.LIST, items=(Field("name", "姓名", FieldType.TEXT, required=True),))
    rows = [["{%tr for p in people %}"], ["{{ p.name }}"], ["{%tr endfor %}"]]
    template = make_template(["{%p if note %}", "备注：{{ note }}", "{%p endif %}"], [people, NOTE], rows)
    filled = fill(template, {"people": [{"name": "王<律"}, {"name": "赵&律"}], "note": ""})
    assert text_of(filled) == "王<律\n赵&律"


def test_all_missing_values_are_named_at_once(make_template: MakeTemplate) -> None:
    template = make_template(
        ["{{ client.name }}{{ fee }}"], [NAME, Field("fee", "律师费", FieldType.MONEY, required=True)]
    )
    with pytest.raises(DocumentError) as refused:
        fill(template, {"client": {"name": " "}})
    assert "缺少姓名" in refused.value.text
    assert "缺少律师费" in refused.value.text


def test_an_entry_of_a_list_is_named_by_its_number(make_template: MakeTemplate) -> None:
    people = Field(
        "people", "承办律师", FieldType.LIST, items=(Field("no", "执业证号", FieldType.TEXT, required=True),)
    )
    with pytest.raises(DocumentError, match="承办律师第2项缺少执业证号"):
        fill(make_template(["{% for p in people %}{{ p.no }}{% endfor %}"], [people]), {"people": [{"no": "1"}, {}]})


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("{{ unknown }}", "没有声明"),
        ("{{ client.phone }}", "没有声明"),
        ("{% if client.name %}", "写错了"),
        ("{{ client.name }", "写错了"),
        ("{{ client.name.__class__ }}", "不允许"),
        ("{{ ''.__class__.__mro__ }}", "不允许"),
        ("{{ client.name|不存在 }}", "写错了"),
    ],
)
def test_a_wrong_or_forbidden_tag_stops_the_filling(make_template: MakeTemplate, tag: str, sentence: str) -> None:
    with pytest.raises(DocumentError, match=sentence):
        fill(make_template([tag], [NAME]), {"client": {"name": "张三"}})


def test_a_template_that_changes_a_text_is_caught(make_template: MakeTemplate) -> None:
    with pytest.raises(DocumentError, match="不一致"):
        fill(make_template(["{{ client.name[:2] }}"], [NAME]), {"client": {"name": "欧阳小明"}})


def test_a_paragraph_lost_on_the_way_is_caught(make_template: MakeTemplate, monkeypatch: pytest.MonkeyPatch) -> None:
    template = make_template(["甲方：{{ client.name }}", "乙方"], [NAME])
    whole = template_file(template.docx).packed

    def lossy(parts: list[str]) -> bytes:
        return whole([part.replace("乙方", "") for part in parts])

    monkeypatch.setattr(template_file(template.docx), "packed", lossy)
    with pytest.raises(DocumentError, match="不一致"):
        fill(template, {"client": {"name": "张三"}})


def test_the_same_values_give_the_same_bytes(make_template: MakeTemplate) -> None:
    template = make_template(["{{ client.name }}"], [NAME])
    values: dict[str, Any] = {"client": {"name": "张三"}}
    assert fill(template, values) == fill(template, values)


def test_a_default_stands_in_for_a_missing_value(make_template: MakeTemplate) -> None:
    hours = Field("hours", "时限", FieldType.NUMBER, required=True, default=5)
    assert text_of(fill(make_template(["{{ hours }}小时"], [hours]), {})) == "5小时"
    assert text_of(fill(make_template(["{{ hours }}小时"], [hours]), {"hours": 8})) == "8小时"


def test_a_choice_outside_the_list_is_refused(make_template: MakeTemplate) -> None:
    verdict = Field("verdict", "比较结果", FieldType.CHOICE, choices=("below", "above"))
    with pytest.raises(DocumentError, match="比较结果不能是“other”"):
        fill(make_template(["{% if verdict == 'below' %}低{% endif %}"], [verdict]), {"verdict": "other"})
