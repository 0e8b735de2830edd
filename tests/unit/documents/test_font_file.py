"""A font file is looked at before it is used: outlines, licence, and whether it is one at all."""

from pathlib import Path

import pytest

from app import paths
from app.documents.font_file import read_font
from app.documents.fonts import Family, FontBook, default_book, use_fonts
from tests.unit.documents.font_files import RARE, font_bytes, with_licence, with_rare_character, with_table_renamed


def test_a_good_font_is_named_with_its_licence() -> None:
    facts = read_font(paths.resource("fonts", "NotoSerifSC-Regular.ttf"))
    assert facts.problem == ""
    assert "Noto" in facts.name or "思源" in facts.name
    assert facts.licence.startswith("许可：可嵌入")


@pytest.mark.parametrize("flags", [0x0002, 0x0100, 0x0200])
def test_a_font_that_may_not_be_embedded_is_refused(tmp_path: Path, flags: int) -> None:
    assert "不允许嵌入" in read_font(with_licence(tmp_path / "a.ttf", flags)).problem


def test_print_and_preview_is_enough(tmp_path: Path) -> None:
    facts = read_font(with_licence(tmp_path / "a.ttf", 0x0004))
    assert facts.problem == ""
    assert "阅读和打印" in facts.licence


def test_postscript_outlines_are_refused_with_what_to_choose(tmp_path: Path) -> None:
    problem = read_font(with_table_renamed(tmp_path / "a.ttf", b"glyf", b"CFF ")).problem
    assert "PostScript" in problem
    assert "TrueType" in problem


def test_what_is_gone_broken_or_no_font_is_said(tmp_path: Path) -> None:
    (tmp_path / "half.ttf").write_bytes(font_bytes()[:200_000])
    (tmp_path / "text.ttf").write_bytes(b"no font at all")
    (tmp_path / "empty.ttf").write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"")
    assert "找不到字体文件 gone.ttf" in read_font(tmp_path / "gone.ttf").problem
    for name in ("half.ttf", "text.ttf", "empty.ttf"):
        assert "不是完整的字体文件" in read_font(tmp_path / name).problem, name
    assert "不是字体文件" in read_font(tmp_path / "notes.txt").problem


def test_a_spare_font_only_draws_what_the_others_lack(tmp_path: Path) -> None:
    spare = with_rare_character(tmp_path / "补字.ttf")
    plain, book = FontBook(), FontBook(spare=[spare])
    assert [one.char for one in plain.missing_characters(RARE)] == [RARE]
    assert book.missing_characters(RARE) == []
    song = book.face(Family.SONG)
    assert book.face_for("律", song) is song
    drawn = book.face_for(RARE, song)
    assert drawn is not None
    assert drawn is not song
    assert drawn.name.isascii(), "a name in Chinese would spoil the text layer"


def test_two_files_of_one_name_are_two_fonts(tmp_path: Path) -> None:
    """The bundled font and the user's fuller cut are often called the same."""
    spare = with_rare_character(tmp_path / "NotoSerifSC-Regular.ttf")
    book = FontBook(spare=[spare])
    drawn = book.face_for(RARE, book.face(Family.SONG))
    assert drawn is not None
    assert drawn.name != book.face(Family.SONG).name


def test_named_fonts_serve_every_document_until_they_are_taken_back(tmp_path: Path) -> None:
    spare = with_rare_character(tmp_path / "补字.ttf")
    try:
        use_fonts({}, [spare])
        assert default_book().missing_characters(RARE) == []
    finally:
        use_fonts({})
    assert default_book().missing_characters(RARE)
