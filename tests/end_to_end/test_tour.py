"""The tour as a process: every step passes and the papers it leaves are what the story says."""

import json
from pathlib import Path

import docx
import pytest
from PIL import Image

from app.documents.pages import page_count, page_size, page_texts
from app.views.tour.camera import Camera
from tests.end_to_end.program import run


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tour that went through."""
    home = tmp_path_factory.mktemp("tour")
    done = run(home, "tour", "--out", home / "结果", "--offscreen")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "全部" in done.stdout.splitlines()[-1]
    assert "Traceback" not in done.stderr
    return home / "结果"


def test_every_step_is_recorded_with_its_time_and_what_it_left(left: Path) -> None:
    steps = json.loads((left / "tour.json").read_text("utf-8"))
    assert [step["number"] for step in steps] == list(range(1, len(steps) + 1))
    assert len(steps) >= 20
    assert all(step["passed"] and step["seconds"] >= 0 and not step["problem"] for step in steps)
    named = {name for step in steps for name in step["left"]} | {"tour.json"}
    assert named == {path.name for path in left.iterdir()}, "nothing else is left, and nothing is missing"
    assert sum(step["seconds"] for step in steps) < 120


def test_pictures_show_the_window_and_differ(left: Path) -> None:
    pictures = sorted(left.glob("*.png"))
    assert len(pictures) >= 20
    for file in pictures:
        with Image.open(file) as picture:
            assert picture.width >= 700
            assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 50, f"{file.name} is empty"
    assert len({file.read_bytes() for file in pictures}) == len(pictures), "two pictures are the same"


def test_both_papers_hold_number_names_and_the_agreed_fee(left: Path) -> None:
    (pdf,) = left.glob("民代*.pdf")
    (word,) = left.glob("民代*.docx")
    number = pdf.name.split(" ")[0]
    printed = "".join("".join(page_texts(pdf.read_bytes())).split())
    filled = docx.Document(str(word))
    cells = [cell.text for table in filled.tables for row in table.rows for cell in row.cells]
    written = "".join("\n".join([*(paragraph.text for paragraph in filled.paragraphs), *cells]).split())
    for text in (printed, written):
        for words in (number, "赵桂平", "孙立民", "周岚", "55,000", "伍万伍仟元整", "62,000"):
            assert words in text, words


def test_the_printed_file_has_every_page_of_the_contract(left: Path) -> None:
    (pdf,) = left.glob("民代*.pdf")
    printed = (left / "打印.pdf").read_bytes()
    assert page_count(printed) == page_count(pdf.read_bytes())
    width, height = page_size(printed, 0)
    assert (round(width), round(height)) == (595, 842), "A4"


def test_a_folder_that_cannot_be_written_to_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("不是文件夹", "utf-8")
    done = run(tmp_path, "tour", "--out", tmp_path / "文件" / "结果", "--offscreen")
    assert done.returncode == 2
    assert "不能写入文件夹" in done.stderr
    assert "--out" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_tour_takes_away_only_what_the_first_left(tmp_path: Path) -> None:
    mine = tmp_path / "我的合同.pdf"
    mine.write_bytes(b"%PDF-")
    (tmp_path / "01-旧图.png").write_bytes(b"old")
    record = [{"left": ["01-旧图.png", "../不在这里.pdf"]}]
    (tmp_path / "tour.json").write_text(json.dumps(record), "utf-8")
    Camera(tmp_path)
    assert mine.exists()
    assert not (tmp_path / "01-旧图.png").exists()
