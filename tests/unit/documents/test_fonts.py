"""Fonts: Word's names find a family, missing characters are named, a user's font file helps or is refused plainly."""

from pathlib import Path

import pytest

from app import paths
from app.documents.fonts import Family, FontBook, MissingGlyphError, family_of, missing_characters
from app.errors import DocumentError


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("仿宋_GB2312", Family.FANGSONG),
        ("FangSong", Family.FANGSONG),
        ("方正小标宋简体", Family.TITLE),
        ("黑体", Family.HEI),
        ("Microsoft YaHei", Family.HEI),
        ("楷体_GB2312", Family.KAI),
        ("宋体", Family.SONG),
        ("SimSun", Family.SONG),
        ("从未听说的字体", Family.SONG),
    ],
)
def test_font_names_of_word_find_their_family(name: str, family: Family) -> None:
    assert family_of(name) is family


def test_the_bundled_fonts_have_rare_names_but_not_everything() -> None:
    missing = FontBook().missing_characters("龘喆堃镕䶮𫖯 𠮷😀 𠮷")
    assert [item.char for item in missing] == ["𠮷", "😀"]
    assert missing[0].name == "“𠮷”（U+20BB7）"


def test_invisible_joiners_are_not_called_missing() -> None:
    assert [item.char for item in missing_characters("❤\ufe0f a\u200db")] == ["❤"]


def test_a_missing_character_is_named_with_what_to_do() -> None:
    error = MissingGlyphError(FontBook().missing_characters("𠮷"))
    assert "“𠮷”（U+20BB7）" in error.text
    assert "改用通行写法" in error.todo
    assert "文书字体" in error.todo


def test_bold_has_its_own_cut_in_song_and_is_outlined_in_a_user_font() -> None:
    assert FontBook().face(Family.SONG, bold=True).name != FontBook().face(Family.SONG).name
    named = FontBook(user_fonts={Family.KAI: paths.resource("fonts", "NotoSansSC-Regular.ttf")})
    assert named.face(Family.KAI, bold=True).embolden


def test_a_pc_font_is_used_under_its_family(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(paths.resource("fonts", "NotoSansSC-Medium.ttf").read_bytes())
    assert FontBook((tmp_path,)).face(Family.FANGSONG).name.startswith("simfang-0")
    assert FontBook().face(Family.FANGSONG).name.startswith("NotoSerifSC-Regular-0")


def test_a_file_that_is_no_usable_font_is_refused_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "我的字体.ttf"
    broken.write_bytes(b"no font")
    with pytest.raises(DocumentError, match="我的字体"):
        FontBook(user_fonts={Family.FANGSONG: broken}).face(Family.FANGSONG)


def test_every_bundled_font_is_the_one_its_readme_names() -> None:
    import hashlib

    folder = paths.resource("fonts")
    readme = (folder / "README.md").read_text("utf-8")
    fonts = sorted(folder.glob("*.ttf"))
    assert len(fonts) == 4
    assert all(hashlib.sha256(font.read_bytes()).hexdigest() in readme for font in fonts)
    assert len(list(folder.glob("OFL-*.txt"))) == 2
