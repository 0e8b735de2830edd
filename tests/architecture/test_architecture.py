"""What keeps the codebase as it was drawn: import contracts, sizes, places, time, waits, words."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from app.__main__ import COMMANDS as PROGRAM
from tests.architecture import guards
from tools import locks
from tools.door.main import COMMANDS

APP = [pytest.param(source, id=name) for name, source in guards.modules("app")]
HAND_WRITTEN = [part for part in APP if "/migrations/" not in str(part.id)]
"""A migration is one piece of history; the first one holds the whole schema."""
TESTS = [pytest.param(source, id=name) for name, source in guards.modules("tests")]
TOOLS = [pytest.param(source, id=name) for name, source in guards.modules("tools")]
DOCUMENTS = [pytest.param(text, id=name) for name, text in guards.texts({".md"})]


def test_the_import_contracts_hold(tmp_path: Path) -> None:
    contracts = "from importlinter.cli import lint_imports_command as command; command()"
    options = ["--no-logo", "--cache-dir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-c", contracts, *options], cwd=guards.ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_the_locks_are_what_pyproject_asks_for() -> None:
    names = ("pyproject.toml", locks.RUNTIME, locks.DEVELOPMENT)
    assert locks.problems_of(*((guards.ROOT / name).read_text("utf-8") for name in names)) == []


def test_no_tracked_file_names_a_registry_or_one_machine() -> None:
    found = {name: places for name, text in guards.texts() if (places := guards.tied_to_a_place(text))}
    assert found == {}


@pytest.mark.parametrize("source", [*HAND_WRITTEN, *TOOLS])
def test_modules_stay_small_enough_to_read(source: str) -> None:
    assert source.count("\n") <= guards.MOST_LINES


@pytest.mark.parametrize("source", [*APP, *TOOLS])
def test_every_module_says_what_it_is(source: str) -> None:
    assert ast.get_docstring(ast.parse(source))


def test_only_the_clock_asks_for_the_time() -> None:
    asking = {name: guards.calls(source, guards.TIME_CALLS) for name, source in guards.modules("app")}
    found = {name: places for name, places in asking.items() if places and name != "app/clock.py"}
    assert found == {}


@pytest.mark.parametrize("source", TESTS)
def test_tests_wait_for_conditions_not_for_time(source: str) -> None:
    assert guards.calls(source, guards.WAITS) == []


@pytest.mark.parametrize("source", APP)
def test_texts_speak_the_users_language(source: str) -> None:
    assert guards.unfit_for_users(source) == []


def test_fonts_carry_their_licence() -> None:
    fonts = [file for file in guards.tracked() if file.suffix.lower() in {".ttf", ".otf", ".ttc"}]
    without = [font.name for font in fonts if not _licence_beside(font)]
    assert fonts
    assert without == []


def test_icons_carry_their_licence() -> None:
    icons = [file for file in guards.tracked() if file.suffix == ".svg" and "resources" in file.parts]
    assert icons
    assert [icon.name for icon in icons if not _licence_beside(icon)] == []


def _licence_beside(file: Path) -> bool:
    """Return whether a licence text lies in the file's folder or the one above."""
    return any(
        beside.name.upper().startswith(("LICEN", "OFL")) and beside.stat().st_size > 300
        for folder in (file.parent, file.parent.parent)
        for beside in folder.iterdir()
        if beside.is_file()
    )


@pytest.mark.parametrize("text", DOCUMENTS)
def test_documents_name_commands_that_exist(text: str) -> None:
    door, program = guards.commands_named(text)
    assert door <= set(COMMANDS)
    assert program <= set(PROGRAM)


def test_every_command_of_the_program_is_there() -> None:
    found = {name: import_module(module) for name, (module, _) in PROGRAM.items()}
    assert [name for name, module in found.items() if not callable(getattr(module, "main", None))] == []


def test_every_command_of_the_door_stands_in_contributing() -> None:
    door, _ = guards.commands_named((guards.ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert door == set(COMMANDS)
