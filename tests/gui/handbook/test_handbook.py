"""The handbook's window: opened from menu, key and sign-in, read, searched, closed; it reaches for nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit

from app.settings import Settings
from app.terms import Theme
from app.views.handbook import window as handbook_window
from app.views.handbook.book import load_book
from app.views.handbook.topics import FIRST_DAY
from app.views.handbook.window import HandbookWindow
from app.views.setup.sign_in import SignInWindow
from app.views.theme import theme
from tests.gui.robot import Robot

Show = Callable[..., Robot]


@pytest.fixture
def book() -> HandbookWindow:
    made = HandbookWindow(load_book())
    made.open(FIRST_DAY)
    return made


def title_of(robot: Robot) -> str:
    """Return the first line of the page on show."""
    window = robot.root
    assert isinstance(window, HandbookWindow)
    return window.reader.toPlainText().partition("\n")[0]


def test_a_chapter_is_chosen_from_the_list(book: HandbookWindow, show: Show) -> None:
    robot = show(book)
    robot.click_row("手册目录", "备份与恢复")
    assert title_of(robot) == "备份与恢复"
    assert ["　换电脑或电脑坏了"] in robot.rows("手册目录"), "the open chapter's sections stand below it"


def test_a_section_is_scrolled_to(book: HandbookWindow, show: Show) -> None:
    robot = show(book)
    robot.click_row("手册目录", "忘记密码")
    assert title_of(robot) == "第一天"
    assert book.reader.place > 0


def test_words_are_found_opened_and_marked(book: HandbookWindow, show: Show) -> None:
    robot = show(book)
    robot.press("Ctrl+F")
    robot.type_into("在手册里查找", "坚果云")
    assert len(robot.rows("手册目录")) == 1
    book.contents.search.setFocus()
    QTest.keyClick(book.contents.search, Qt.Key.Key_Return)
    assert title_of(robot) == "备份与恢复"
    assert [mark.cursor.selectedText() for mark in marks(book)] == ["坚果云"]
    robot.type_into("在手册里查找", "没有这样的词")
    assert robot.sees("手册里没有这样的话")


def marks(book: HandbookWindow) -> list[QTextEdit.ExtraSelection]:
    return book.reader.extraSelections()


def test_a_link_leads_to_another_chapter_and_back_again(book: HandbookWindow, show: Show) -> None:
    robot = show(book)
    book.reader.place = 40
    book.reader.anchorClicked.emit(QUrl("05-backup-and-restore.md#资料放在哪里"))
    assert title_of(robot) == "备份与恢复"
    robot.press("Alt+Left", at=book)
    assert title_of(robot) == "第一天"
    assert book.reader.place == 40


def test_links_out_of_the_handbook_are_not_followed(book: HandbookWindow, show: Show) -> None:
    robot = show(book)
    book.reader.anchorClicked.emit(QUrl("https://example.org/02-front-desk.md"))
    assert title_of(robot) == "第一天"


@pytest.mark.parametrize("name", ["https://example.org/a.png", "file:///etc/hosts", "../../README.md"])
def test_nothing_but_its_own_pictures_is_loaded(book: HandbookWindow, show: Show, name: str) -> None:
    show(book)
    kind = QTextDocument.ResourceType.ImageResource.value
    assert book.reader.loadResource(kind, QUrl(name)) is None


def test_pictures_fit_beside_the_contents(book: HandbookWindow, show: Show) -> None:
    show(book, 800, 600)
    own = book.reader.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("pictures/sign-in.png"))
    assert 0 < own.deviceIndependentSize().width() <= book.reader.viewport().width()
    assert book.reader.document().idealWidth() <= book.reader.viewport().width()


def test_esc_clears_the_search_then_closes(book: HandbookWindow, show: Show) -> None:
    robot = show(book)
    robot.press("Ctrl+F")
    robot.type_into("在手册里查找", "备份")
    book.contents.search.setFocus()
    robot.press("Esc")
    assert book.isVisible()
    assert book.contents.search.text() == ""
    robot.press("Esc")
    assert not book.isVisible()


def test_it_follows_theme_and_text_size(book: HandbookWindow, show: Show) -> None:
    show(book)
    before = book.reader.document().size().height()
    theme().apply(Theme.DARK, 150)
    assert (
        theme().value("accent") in book.reader.toHtml().upper()
        or theme().value("accent").lower() in book.reader.toHtml()
    )
    assert book.reader.document().size().height() > before


# --- where it is opened from ---


def handbook_of(robot: Robot) -> HandbookWindow:
    """Return the handbook that belongs to a window."""
    found = robot.root.findChild(HandbookWindow)
    assert found is not None
    assert found.isVisible()
    return found


def opened_at(robot: Robot) -> str:
    return handbook_of(robot).reader.toPlainText().partition("\n")[0]


def test_it_opens_from_the_sign_in_window(app_settings: Settings, show: Show) -> None:
    window = SignInWindow(app_settings)
    robot = show(window, 760, 640)
    robot.click("使用手册")
    assert opened_at(robot) == "第一天"
    handbook_of(robot).close()


def test_a_copy_without_a_handbook_says_so(
    app_settings: Settings, show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(handbook_window, "load_book", lambda: load_book(tmp_path / "none"))
    window = SignInWindow(app_settings)
    robot = show(window, 760, 640)
    robot.click("使用手册")
    assert robot.sees("请重新安装程序")
