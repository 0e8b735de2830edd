"""Chapters are read, searched and shown as they are written; nothing outside the handbook is reached."""

from pathlib import Path

import pytest

from app.errors import DataFileError
from app.views.handbook.book import Book, load_book, read_chapter
from app.views.handbook.markup import Sizes, inline, page
from app.views.handbook.topics import ADMINISTRATOR, BACKUPS, FIRST_DAY, FRONT_DESK, LAWYER, chapter_for

CHAPTER = """# 前台

先看这里。

## 登记

1. 按 `F2`，点【登记咨询】。
2. 见[别处](02-b.md#备份)。

![一张图](pictures/a.png)

## 备份

> **注意**：插上 U 盘。
"""
SIZES = Sizes(lambda name: 300 if name == "pictures/a.png" else 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "01-a.md").write_text(CHAPTER, encoding="utf-8")
    (tmp_path / "02-b.md").write_text("# 备份\n\n## 备份\n\n三十分钟一次，U 盘也行。\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not a chapter", encoding="utf-8")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"")
    return tmp_path


@pytest.fixture
def book(folder: Path) -> Book:
    return load_book(folder)


def test_chapters_stand_in_the_order_of_their_numbers(book: Book) -> None:
    assert [(chapter.name, chapter.title) for chapter in book.chapters] == [("01-a.md", "前台"), ("02-b.md", "备份")]
    assert [section.title for section in book.chapters[0].sections] == ["", "登记", "备份"]


def test_the_text_that_is_searched_is_what_people_read(book: Book) -> None:
    assert book.chapters[0].sections[1].text == "按 F2，点【登记咨询】。 见别处。"
    assert book.chapters[0].sections[2].text == "注意：插上 U 盘。"


def test_every_word_must_occur_and_headings_come_first(book: Book) -> None:
    found = book.find("备份")
    assert [(hit.chapter.title, hit.section.title) for hit in found] == [("前台", "备份"), ("备份", "备份")]
    assert [hit.chapter.title for hit in book.find("u 三十")] == ["备份"]
    assert book.find("备份 没有") == []
    assert book.find("  ") == []


def test_the_snippet_shows_where_it_stands() -> None:
    (hit, *_) = load_book().find("晨跑 不在") or load_book().find("坚果云")
    assert "坚果云" in hit.snippet
    assert hit.snippet.startswith("…")


@pytest.mark.parametrize(
    "name", ["pictures/../01-a.md", "../a.png", "http://x/a.png", "pictures/none.png", "a.png", ""]
)
def test_only_its_own_pictures_are_given(book: Book, name: str) -> None:
    assert book.picture(name) is None


def test_its_own_picture_is_given(book: Book, folder: Path) -> None:
    assert book.picture("pictures/a.png") == folder / "pictures" / "a.png"


def test_a_missing_handbook_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="使用手册"):
        load_book(tmp_path / "none")
    with pytest.raises(DataFileError, match="没有章节"):
        load_book(tmp_path)
    (tmp_path / "01-a.md").write_text("no heading", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"01-a\.md"):
        read_chapter(tmp_path / "01-a.md")


def test_a_chapter_becomes_a_page() -> None:
    html = page(CHAPTER, SIZES)
    assert '<h2><a name="登记"></a>登记</h2>' in html
    assert "<ol><li>按 " in html
    assert '<a href="02-b.md#备份">别处</a>' in html
    assert '<img src="pictures/a.png" width="300">' in html
    assert "一张图" in html
    assert html.count("<table") == 1, "the note's box"


def test_a_list_item_goes_on_in_the_next_line() -> None:
    assert page("- 一\n  二\n- three\n  four", SIZES) == "<body><ul><li>一二</li><li>three four</li></ul></body>"


def test_a_table_has_its_head() -> None:
    html = page("| 按键 | 作用 |\n| --- | --- |\n| `F2` | 登记 |", SIZES)
    assert html.count("<th ") == 2
    assert html.count("<td ") == 2


def test_what_looks_like_html_is_shown_not_obeyed() -> None:
    assert inline("<b>1 & 2</b>") == "&lt;b&gt;1 &amp; 2&lt;/b&gt;"


@pytest.mark.parametrize(
    ("area", "section", "chapter"),
    [
        ("consultations", "", FRONT_DESK),
        ("clients", "", FRONT_DESK),
        ("contracts", "", LAWYER),
        ("settings", "backups", BACKUPS),
        ("settings", "importing", FRONT_DESK),
        ("settings", "staff", ADMINISTRATOR),
        ("settings", "", ADMINISTRATOR),
        ("", "", FIRST_DAY),
    ],
)
def test_the_chapter_fits_the_page(area: str, section: str, chapter: str) -> None:
    assert chapter_for(area, section) == chapter
