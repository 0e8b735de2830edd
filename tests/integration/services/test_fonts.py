"""Fonts a user names: a name with 𠮷 can be filed then, and is refused again once the file is gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.documents.fonts import use_fonts
from app.documents.pages import page_texts
from app.errors import DocumentError
from app.services.container import Services
from app.services.fonts import FontUse
from tests.integration.services.support import contracting_client, create, mandate
from tests.unit.documents.font_files import RARE, with_licence, with_rare_character


@pytest.fixture(autouse=True)
def own_fonts() -> Iterator[None]:
    """Take named fonts back after a test."""
    yield
    use_fonts({})


def test_a_contract_with_a_rare_name_is_filed_once_a_font_has_it(staffed: Services, tmp_path: Path) -> None:
    client = contracting_client(staffed, name=f"李{RARE}生")
    drafting = staffed.contracts.drafting
    with pytest.raises(DocumentError, match="没有这些字") as caught:
        drafting.file(mandate(staffed, client.id), None)
    assert "文书字体" in caught.value.todo
    assert staffed.fonts.use({FontUse.SPARE: with_rare_character(tmp_path / "补字.ttf")}) == ()
    filed = drafting.file(mandate(staffed, client.id), None)
    pdf = staffed.contracts.register.paper(filed.id, as_pdf=True)
    assert any(f"李{RARE}生" in text for text in page_texts(pdf))


def test_a_file_that_is_gone_is_told_and_the_delivered_fonts_serve(staffed: Services, tmp_path: Path) -> None:
    file = with_rare_character(tmp_path / "补字.ttf")
    staffed.fonts.use({FontUse.SPARE: file, FontUse.KAI: file})
    file.unlink()
    problems = staffed.fonts.use({FontUse.SPARE: file, FontUse.KAI: file})
    assert len(problems) == 2
    assert all("找不到字体文件 补字.ttf" in one and "暂用自带的字体" in one for one in problems)
    client = contracting_client(staffed)
    assert staffed.contracts.drafting.file(mandate(staffed, client.id), None).number


def test_a_font_is_told_by_what_it_brings_in(staffed: Services, tmp_path: Path) -> None:
    create(staffed, f"李{RARE}")
    create(staffed, "王😀", phone="13900000003")
    assert staffed.fonts.unprintable() == (f"李{RARE}（“{RARE}”（U+20BB7））", "王😀（“😀”（U+1F600））")
    report = staffed.fonts.check(FontUse.SPARE, with_rare_character(tmp_path / "补字.ttf"))
    assert (report.problem, report.covers, report.lacks) == ("", (f"李{RARE}",), ("王😀（😀）",))
    assert f"补上了这些名字里的字：李{RARE}" in report.sentence
    refused = staffed.fonts.check(FontUse.SPARE, with_licence(tmp_path / "限制.ttf", 2))
    assert "不允许嵌入" in refused.problem
