"""What would change rows behind the journal's back is looked for in the mapped classes and in the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Mapper, RelationshipProperty

import app
import app.models
from app.models.base import Base, JsonText
from app.storage.guard import journalled_tables

MAPPERS: list[Mapper[object]] = list(Base.registry.mappers)
JSON_ATTRIBUTES = {
    prop.key for mapper in MAPPERS for prop in mapper.column_attrs if isinstance(prop.columns[0].type, JsonText)
}
MUTATORS = {
    "append",
    "extend",
    "insert",
    "remove",
    "pop",
    "clear",
    "update",
    "setdefault",
    "sort",
    "reverse",
    "popitem",
}
JOURNALLED_CLASSES = {mapper.class_.__name__ for mapper in MAPPERS if mapper.class_.__journalled__}  # type: ignore[attr-defined]


def test_no_database_cascade_changes_rows_of_a_journalled_table() -> None:
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            assert key.ondelete in (None, "RESTRICT", "NO ACTION"), f"{table.name}.{key.parent.name}"
            assert key.onupdate in (None, "RESTRICT", "NO ACTION"), f"{table.name}.{key.parent.name}"


def test_no_relationship_writes_rows_the_mapper_events_do_not_see() -> None:
    for mapper in MAPPERS:
        for relationship in mapper.relationships:
            assert isinstance(relationship, RelationshipProperty)
            assert relationship.secondary is None, str(relationship)
            assert not relationship.post_update, str(relationship)
            assert not relationship.passive_deletes, str(relationship)


def test_each_journalled_class_is_one_plain_table_without_values_made_by_the_database() -> None:
    for mapper in MAPPERS:
        assert mapper.inherits is None, str(mapper)
    for table in journalled_tables().values():
        for column in table.c:
            assert column.server_default is None, str(column)
            assert column.server_onupdate is None, str(column)
            assert column.computed is None, str(column)


def sources(folder: str) -> Iterator[tuple[str, ast.Module]]:
    root = Path(app.__file__).parent
    for path in sorted((root / folder).rglob("*.py")):
        yield str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8"))


def json_edits(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that change a JSON attribute in place: the ORM would not notice."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in MUTATORS and _is_json(node.func.value):
                yield node.lineno
            continue
        for target in _targets(node):
            if isinstance(target, ast.Subscript) and _is_json(target.value):
                yield target.lineno


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign | ast.Delete):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _is_json(node: ast.expr) -> bool:
    while isinstance(node, ast.Subscript):
        node = node.value
    return isinstance(node, ast.Attribute) and node.attr in JSON_ATTRIBUTES


def bulk_writes(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that write a journalled class in bulk."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        first = node.args[0]
        if node.func.id in {"update", "delete"} and isinstance(first, ast.Name) and first.id in JOURNALLED_CLASSES:
            yield node.lineno


@pytest.mark.parametrize("folder", ["services", "cli", "models"])
def test_json_is_replaced_whole_and_nothing_is_written_in_bulk(folder: str) -> None:
    found = [f"{name}:{line}" for name, tree in sources(folder) for line in (*json_edits(tree), *bulk_writes(tree))]
    assert found == []


@pytest.mark.parametrize(
    "code",
    ["x.details['a'] = 1", "x.roles.append('a')", "x.terms['a']['b'] += 1", "del x.weekly['0']", "delete(Staff)"],
)
def test_the_search_itself_finds_what_it_looks_for(code: str) -> None:
    tree = ast.parse(code)
    assert [*json_edits(tree), *bulk_writes(tree)]
