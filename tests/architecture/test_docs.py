"""The documents tell today's truth: rooms, state chart, commands, words, clauses, links."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.__main__ import COMMANDS
from app.catalogue import Catalogue
from app.rules.consultation_flow import ALLOWED, Event, derive
from app.terms import ConsultationEventKind, Role, Stage, Term
from tests.architecture.guards import ROOT
from tools import docs_clauses, docs_glossary

START = datetime(2026, 3, 13, 1, 0, tzinfo=UTC)
DEEP_ENOUGH = 4
"""Two answers, and one withdrawn."""
EDGE = re.compile(r"^\s+(\w+) --> (\w+): (\S+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "contract_templates").glob("*.md")])


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# -- architecture.md


def _reachable(events: list[Event], depth: int) -> Iterator[tuple[str, str, str]]:
    """Yield (stage, next stage, event's label) of every allowed step from a history on."""
    stage = derive(START, events).stage
    for kind in ALLOWED[stage]:
        details = {"received_at": START.isoformat()} if kind is ConsultationEventKind.CORRECTED else {}
        further = [*events, Event(kind, START, None, details)]
        yield stage.value, derive(START, further).stage.value, kind.label
        if depth > 1:
            yield from _reachable(further, depth - 1)


def test_the_state_chart_shows_exactly_the_steps_the_rules_allow() -> None:
    received = Event(ConsultationEventKind.RECEIVED, START, None, {})
    chart = _text("docs/architecture.md").partition("```mermaid")[2].partition("```")[0]
    drawn = EDGE.findall(chart)
    assert "[*] --> waiting: 收到" in chart
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == set(_reachable([received], DEEP_ENOUGH))
    assert {stage for edge in drawn for stage in edge[:2]} == {stage.value for stage in Stage}


def test_the_table_of_rooms_names_every_room() -> None:
    table = _text("docs/architecture.md").partition("## Rooms")[2].partition("\n\n## ")[0]
    named = set(re.findall(r"`app/(\w+)(?:\.py)?`", table))
    there = {path.stem for path in (ROOT / "app").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == there - {"__init__"}


def test_files_named_in_the_documents_exist() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
    named = {
        (path.name, name)
        for path, text in texts.items()
        for name in re.findall(r"`((?:app|tests|tools|resources)/[\w/.-]+\.\w+)`", text)
    }
    assert [pair for pair in sorted(named) if not (ROOT / pair[1]).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    links = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    pictures = "docs/pictures/"
    assert [link for link in links if not (path.parent / link).exists() and not link.startswith(pictures)] == []


# -- README and CHANGELOG


def test_the_readme_lists_every_command_and_begins_in_chinese() -> None:
    text = _text("README.md")
    assert [name for name in COMMANDS if f"python -m app {name}" not in text] == []
    for command in ("python3 dev.py run", "python3 dev.py test"):
        assert text.count(command) == 2  # once in each language
    assert text.index("给谁用") < text.index("For whom")


def test_the_readme_names_the_roles_as_the_program_does() -> None:
    text = _text("README.md")
    wanted = {Role.FRONT_DESK, Role.LAWYER, Role.ADVISOR_ADMIN, Role.DIRECTOR}
    assert [role.label for role in wanted if role.label not in text] == []


def test_the_changelog_keeps_its_form() -> None:
    headings = re.findall(r"^## (.+)$", _text("CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", heading) for heading in headings[1:])


# -- the glossary


class _Colour(Term):
    """颜色."""

    RED = "red", "红"
    SCARLET = "scarlet", "红"


class _Mood(Term):
    """心情."""

    CALM = "calm", "平静"


def test_the_glossary_holds_every_label_once() -> None:
    assert docs_glossary.problems_of(_text("docs/glossary.md"), docs_glossary.vocabularies()) == []


def test_a_label_with_two_identifiers_is_noticed() -> None:
    text = docs_glossary.written([_Colour])
    assert docs_glossary.problems_of(text, [_Colour]) == ["红: red, scarlet"]


def test_a_word_named_otherwise_by_hand_is_noticed() -> None:
    text = "| 平静 | `quiet` | not moved |\n" + docs_glossary.written([_Mood])
    assert docs_glossary.problems_of(text, [_Mood]) == ["平静: calm, quiet"]


def test_a_missing_label_is_noticed() -> None:
    assert docs_glossary.problems_of("| 别的 | `other` | |\n", [_Mood]) == ["平静: missing"]


def test_an_outdated_glossary_is_noticed_and_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "glossary.md"
    copy.write_text(_text("docs/glossary.md").partition(docs_glossary.MARK)[0] + docs_glossary.MARK, encoding="utf-8")
    monkeypatch.setattr(docs_glossary, "GLOSSARY", copy)
    assert docs_glossary.main(check=True) == 1
    assert docs_glossary.main(check=False) == 0
    assert docs_glossary.main(check=True) == 0


# -- the clauses


def test_clause_ids_are_told_from_lookalikes() -> None:
    source = 'x = 1  # noqa: S608\nraise RuleBrokenError(clause="S9.3")\n"""(S2.1, B2)"""\n"S3.12 BS4 S10"'
    assert docs_clauses.named_in(source) == {"S9.3", "S2.1", "B2", "S10"}


def test_marks_are_read_from_decorators_and_parameters() -> None:
    source = 'import pytest\n@pytest.mark.clause("S1")\ndef test_a(): ...\nx = pytest.param(1, marks=pytest.mark.clause("B2"))'
    assert docs_clauses.marked_in(source) == {"S1", "B2"}


def test_every_mark_names_a_clause_that_exists() -> None:
    known = set(Catalogue.load().clauses)
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    marked = {
        path.name: docs_clauses.marked_in(source) for path, source in sources.items() if path.name != "test_docs.py"
    }
    assert {name: strange for name, ids in marked.items() if (strange := ids - known)} == {}


def test_every_clause_stands_in_the_document_as_covered_or_open() -> None:
    text = _text("docs/clauses.md")
    open_ones = text.partition("## Not covered yet")[2]
    for clause in Catalogue.load().clauses.values():
        covered = f"### {clause.id} {clause.title}\n" in text and "Tests:" in _section(text, clause.id)
        assert covered != (f"- {clause.id} {clause.title}" in open_ones), clause.id


def _section(text: str, clause: str) -> str:
    return text.partition(f"### {clause} ")[2].partition("\n#")[0]


def test_what_is_covered_in_part_says_so() -> None:
    text = _text("docs/clauses.md")
    assert [clause for clause in docs_clauses.PARTLY if "So far:" not in _section(text, clause)] == []


def test_an_outdated_list_is_noticed_and_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docs_clauses, "DOCUMENT", tmp_path / "clauses.md")
    assert docs_clauses.main(check=True) == 1
    assert docs_clauses.main(check=False) == 0
    assert docs_clauses.main(check=True) == 0


# -- the generators


@pytest.mark.parametrize("module", sorted(path.stem for path in (ROOT / "tools").glob("docs_*.py")))
def test_a_generator_takes_check_and_returns_a_code(module: str) -> None:
    tree = ast.parse(_text(f"tools/{module}.py"))
    (main,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main"]
    assert [argument.arg for argument in main.args.args] == ["check"]
