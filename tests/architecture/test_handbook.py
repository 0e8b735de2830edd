"""The handbook says what the program does today: its buttons, pages, keys, links and pictures exist."""

import ast
import re
from functools import cache

import pytest
from PIL import Image

from app.paths import handbook_root
from app.terms import Role
from app.views.actions import key_text
from app.views.handbook.book import Book, Chapter, load_book
from app.views.handbook.topics import ADMINISTRATOR, BACKUPS, FIRST_DAY, FRONT_DESK, LAWYER, QUESTIONS
from tests.architecture.guards import CHINESE, modules, unfit_for_users
from tools import handbook_pictures

NAMED = re.compile(r"【([^】]+)】")
KEYS = re.compile(r"`([^`]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(pictures/([a-z0-9-]+)\.png\)")
ENOUGH = 2
"""A text with gaps in it must give at least so many characters itself, or it would fit everything."""
MOST_BYTES, MOST_WIDTH = 2_500_000, 1100
BOOK = load_book()


def ids(chapter: Chapter) -> str:
    return chapter.name


@cache
def words_of_the_program() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return the texts of app/ (not its docstrings), and those with gaps as patterns."""
    whole: set[str] = set()
    patterns: set[str] = set()
    for name, source in modules("app"):
        if name.startswith("app/views/handbook/"):
            continue
        tree = ast.parse(source)
        spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                own = [part.value for part in node.values if isinstance(part, ast.Constant)]
                if sum(len(CHINESE.findall(str(part))) for part in own) >= ENOUGH:
                    parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)
                    patterns.add("".join(parts))
    return frozenset(whole), tuple(re.compile(pattern) for pattern in patterns)


def is_said(name: str) -> bool:
    """Return whether the program has this text on a button, a page or a menu."""
    whole, patterns = words_of_the_program()
    return name in whole or any(pattern.fullmatch(name) for pattern in patterns)


def keys_of_the_program() -> set[str]:
    """Return every key in the texts of the windows, as people read it."""
    found: set[str] = set()
    for text in words_of_the_program()[0]:
        found |= {key_text(part) for part in text.split(";")}
        found |= set(re.findall(r"(?:(?:Ctrl|Shift|Alt)\+)*(?:F\d\d?|Esc|Enter|[A-Z0-9])(?![a-z])", text))
    return found


@pytest.mark.parametrize("chapter", BOOK.chapters, ids=ids)
def test_every_button_and_page_named_is_in_the_program(chapter: Chapter) -> None:
    named = set(NAMED.findall(chapter.source))
    assert named, "a chapter without a single button teaches nothing"
    assert sorted(name for name in named if not is_said(name)) == []


def test_a_button_that_does_not_exist_would_be_noticed() -> None:
    assert is_said("登记咨询")
    assert is_said("下一步：收费"), "words put together from a pattern"
    assert not is_said("一键群发")


@pytest.mark.parametrize("chapter", BOOK.chapters, ids=ids)
def test_every_key_named_is_in_the_program(chapter: Chapter) -> None:
    assert sorted(set(KEYS.findall(chapter.source)) - keys_of_the_program()) == []


def test_a_key_that_does_not_exist_would_be_noticed() -> None:
    assert {"F2", "Ctrl+Enter", "Shift+F1", "Ctrl++"} <= keys_of_the_program()
    assert "Ctrl+Shift+Q" not in keys_of_the_program()


def test_the_chapters_the_program_opens_exist() -> None:
    wanted = {FIRST_DAY, FRONT_DESK, LAWYER, ADMINISTRATOR, BACKUPS, QUESTIONS}
    assert {chapter.name for chapter in BOOK.chapters} == wanted


def test_links_lead_to_a_section() -> None:
    lost = []
    for chapter in BOOK.chapters:
        for link in LINK.findall(chapter.source):
            name, _, anchor = link.partition("#")
            goal = BOOK.chapter(name) if name else chapter
            if goal is None or (anchor and anchor not in {section.title for section in goal.sections}):
                lost.append((chapter.name, link))
    assert lost == []


def test_headings_fit_the_list_of_contents() -> None:
    long = [section.title for chapter in BOOK.chapters for section in chapter.sections if len(section.title) > 15]
    assert long == []


def test_headings_are_unique_within_a_chapter() -> None:
    for chapter in BOOK.chapters:
        titles = [section.title for section in chapter.sections]
        assert len(titles) == len(set(titles)), chapter.name


def pictures_of(book: Book) -> set[str]:
    return {name for chapter in book.chapters for _, name in PICTURE.findall(chapter.source)}


def test_every_picture_named_is_there_and_none_is_left_over() -> None:
    there = {file.stem for file in (handbook_root() / "pictures").iterdir()}
    assert pictures_of(BOOK) == there
    assert pictures_of(BOOK) == handbook_pictures.names(), "each is made by the command"


def test_every_picture_says_what_it_shows() -> None:
    for chapter in BOOK.chapters:
        assert chapter.source.count("![") == len(PICTURE.findall(chapter.source)), chapter.name
        assert all(words for words, _ in PICTURE.findall(chapter.source))


def test_pictures_are_small() -> None:
    files = sorted((handbook_root() / "pictures").glob("*.png"))
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
    for file in files:
        with Image.open(file) as picture:
            assert picture.width <= MOST_WIDTH, file.name
            assert picture.mode == "P", f"{file.name}: few colours"


def test_roles_are_named_as_in_the_program() -> None:
    text = "".join(chapter.source for chapter in BOOK.chapters)
    assert [role.label for role in Role if role.label not in text] == []


def test_the_handbook_speaks_plain_chinese() -> None:
    for chapter in BOOK.chapters:
        assert unfit_for_users(f"text = {chapter.source!r}") == [], chapter.name
        assert "http" not in chapter.source, "nothing in it asks for a network"
