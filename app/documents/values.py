"""The fields of a template and the values that fill them: checked, cleaned, and made neutral for the comparison."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from app.errors import DocumentError


class FieldType(StrEnum):
    """What a field holds. Templates may decide (`if`) only by choice, bool, money, number, list and emptiness."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    CHOICE = "choice"
    LIST = "list"


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of a template, as declared in fields.toml.

    Attributes:
        key: English identifier with dots for nesting, e.g. client.name.
        label: what users see.
        kind: text, money (integer 分), number, date, bool, choice or list.
        required: an empty value is refused.
        help: what to enter.
        choices: the allowed values of a choice.
        default: used where no value is given.
        items: the fields of each entry of a list; a list without items holds texts.

    """

    key: str
    label: str
    kind: FieldType
    required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    default: str | int | bool | None = None
    items: "tuple[Field, ...]" = ()


TOKEN = re.compile("\ue000[0-9]+\ue001")
"""What stands for a text in the neutral fill."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f]")


def clean_text(text: str) -> str:
    """Return a text fit for a Word file: one kind of line break, no control characters (they have no print)."""
    return _ILLEGAL.sub("", _LINE_ENDS.sub("\n", text))


def prepare(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Check values against the declared fields and return them nested, cleaned, with every field present.

    Args:
        fields: the template's fields.
        values: nested mappings, or flat ones with dotted keys.

    Raises:
        DocumentError: required values are missing or values have a wrong type; all are named.

    """
    problems: list[str] = []
    context: dict[str, Any] = {}
    for field in fields:
        _put(context, field.key, _checked(field, _get(values, field.key), problems))
    if problems:
        raise DocumentError(f"合同内容还不完整：{'；'.join(problems)}。", safe="没有生成文件。", todo="请补全后重试。")
    return context


def _get(values: Mapping[str, Any], key: str) -> Any:
    if key in values:
        return values[key]
    node: Any = values
    for part in key.split("."):
        if not isinstance(node, Mapping) or part not in node:
            return None
        node = node[part]
    return node


def _put(context: dict[str, Any], key: str, value: Any) -> None:
    *path, last = key.split(".")
    for part in path:
        context = context.setdefault(part, {})
    context[last] = value


def _checked(field: Field, value: Any, problems: list[str]) -> Any:
    if value is None:
        value = field.default
    if value is None or value == "" or (value == [] and field.kind is FieldType.LIST):
        if field.required:
            problems.append(f"缺少{field.label}")
        return _EMPTY.get(field.kind)
    if field.kind is FieldType.LIST:
        return _checked_list(field, value, problems)
    if field.kind is FieldType.CHOICE and str(value) not in field.choices:
        problems.append(f"{field.label}不能是“{value}”")
        return str(value)
    accepts, convert = _TYPES[field.kind]
    if not accepts(value):
        problems.append(f"{field.label}的内容类型不对")
        return value
    cleaned = convert(value)
    if field.required and isinstance(cleaned, str) and not cleaned.strip():
        problems.append(f"缺少{field.label}")
    return cleaned


def _checked_list(field: Field, value: Any, problems: list[str]) -> Any:
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        problems.append(f"{field.label}应是一列内容")
        return []
    if not field.items:
        return [clean_text(str(item)) for item in value]
    return [_checked_entry(field, number, item, problems) for number, item in enumerate(value, start=1)]


def _checked_entry(field: Field, number: int, item: Any, problems: list[str]) -> dict[str, Any]:
    found: list[str] = []
    entry: dict[str, Any] = {}
    for inner in field.items:
        _put(entry, inner.key, _checked(inner, _get(item, inner.key), found))
    problems += [f"{field.label}第{number}项{problem}" for problem in found]
    return entry


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _as_date(value: Any) -> date:
    return date(value.year, value.month, value.day)


_EMPTY: dict[FieldType, Any] = {FieldType.TEXT: "", FieldType.CHOICE: "", FieldType.BOOL: False, FieldType.LIST: []}
_TYPES: dict[FieldType, tuple[Callable[[Any], bool], Callable[[Any], Any]]] = {
    FieldType.TEXT: (lambda value: isinstance(value, str | int), lambda value: clean_text(str(value))),
    FieldType.CHOICE: (lambda value: isinstance(value, str), str),
    FieldType.MONEY: (_is_int, int),
    FieldType.NUMBER: (_is_int, int),
    FieldType.DATE: (lambda value: isinstance(value, date), _as_date),
    FieldType.BOOL: (lambda value: isinstance(value, bool), bool),
}


def neutral(fields: Sequence[Field], context: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """Return the same values with every text replaced by a token, and token -> (label, text).

    Emptiness, list lengths, money, dates, numbers and choices stay, so that the template takes the same ways.
    """
    tokens: dict[str, tuple[str, str]] = {}

    def token(label: str, text: str) -> str:
        if not text:
            return text
        name = f"\ue000{len(tokens)}\ue001"
        tokens[name] = (label, text)
        return name

    return _neutral(fields, context, token), tokens


def _neutral(fields: Sequence[Field], context: Mapping[str, Any], token: Callable[[str, str], str]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for field in fields:
        value = _get(context, field.key)
        if field.kind is FieldType.TEXT:
            value = token(field.label, value)
        elif field.kind is FieldType.LIST:
            value = [_neutral(field.items, item, token) if field.items else token(field.label, item) for item in value]
        _put(result, field.key, value)
    return result
