"""Contract templates: a folder with template.docx, fields.toml, sample.toml and coverage.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from app import paths
from app.documents.docx_reader import find_unsupported
from app.documents.template_variables import template_variables
from app.documents.values import Field, FieldType
from app.errors import DataFileError, DocumentError

T = TypeVar("T")


class FieldsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """fields.toml."""

    title: str
    version: int
    summary: str
    field: tuple[Field, ...]


class CoverageItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item of the clause list that a contract of this kind must have, and the text that covers it."""

    item: str
    text: str


class CoverageFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """coverage.toml."""

    source: str
    item: tuple[CoverageItem, ...]


@dataclass(frozen=True)
class Template:
    """A loaded template.

    Attributes:
        slug: the folder's name.
        title: e.g. 委托代理合同（民事）.
        docx: the bytes of template.docx.
        sample: synthetic values for every field, nested like the real ones.

    """

    slug: str
    title: str
    version: int
    summary: str
    docx: bytes
    fields: tuple[Field, ...]
    sample: Mapping[str, Any]
    coverage: tuple[CoverageItem, ...]

    def field(self, key: str) -> Field:
        """Return a field by its key."""
        return next(field for field in self.fields if field.key == key)


def list_templates(*roots: Path) -> list[str]:
    """Return the names of the templates at hand, sorted; by default those delivered with the program."""
    found = {
        folder.name
        for root in roots or (paths.templates_root(),)
        if root.is_dir()
        for folder in root.iterdir()
        if (folder / "template.docx").is_file()
    }
    return sorted(found)


def load_template(slug: str, root: Path | None = None) -> Template:
    """Load a template.

    Args:
        slug: the folder's name.
        root: the folder of templates; by default the one delivered with the program.

    Raises:
        DataFileError: one of its files is missing or wrong; file and key are named.

    """
    folder = (root or paths.templates_root()) / slug
    fields = _decode(folder / "fields.toml", FieldsFile)
    coverage = _decode(folder / "coverage.toml", CoverageFile)
    _refuse_doubles(f"{slug}/fields.toml", fields.field)
    return Template(
        slug,
        fields.title,
        fields.version,
        fields.summary,
        _read(folder / "template.docx"),
        fields.field,
        _decode(folder / "sample.toml", dict[str, Any]),
        coverage.item,
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataFileError(f"{path.parent.name}/{path.name}", "（整个文件）", "文件不存在或读不出来") from error


def _decode(path: Path, kind: type[T]) -> T:
    name = f"{path.parent.name}/{path.name}"
    try:
        return msgspec.toml.decode(_read(path), type=kind)
    except msgspec.ValidationError as error:
        problem, _, key = str(error).partition(" - at `")
        raise DataFileError(name, key.rstrip("`") or "（整个文件）", problem) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataFileError(name, "（整个文件）", f"不是有效的 TOML：{error}") from error


def _refuse_doubles(file: str, fields: Sequence[Field]) -> None:
    seen: set[str] = set()
    for field in fields:
        if field.key in seen:
            raise DataFileError(file, field.key, "同一个字段写了两次")
        if field.kind is FieldType.CHOICE and not field.choices:
            raise DataFileError(file, field.key, "单选字段没有列出选项")
        seen.add(field.key)


def check_template(template: Template) -> list[str]:
    """Return what is wrong with a template, in Chinese sentences for the lawyer who edits it; empty when all is well."""
    problems: list[str] = []
    declared = declared_keys(template.fields)
    try:
        used = template_variables(template.docx)
    except DocumentError as error:
        return [error.text]
    problems += [f"模板里用到“{name}”，但 fields.toml 没有声明它。" for name in sorted(used - declared)]
    labels = {field.key: field.label for field in template.fields if field.required}
    problems += [
        f"必填字段“{label}”（{key}）在模板里没有用到。"
        for key, label in labels.items()
        if not any(name == key or name.startswith(f"{key}.") for name in used)
    ]
    problems += [f"模板里有本程序不能排印的内容：{name}。" for name in find_unsupported(template.docx)]
    return problems


def declared_keys(fields: Sequence[Field], prefix: str = "") -> set[str]:
    """Return all names a template may use: the keys, their parents, and a list's inner keys after its own."""
    names: set[str] = set()
    for field in fields:
        parts = (prefix + field.key).split(".")
        names |= {".".join(parts[: count + 1]) for count in range(len(parts))}
        names |= declared_keys(field.items, f"{prefix}{field.key}.")
    return names
