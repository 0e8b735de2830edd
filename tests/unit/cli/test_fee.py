"""`python -m app fee`: lines, source, total last; sentences and exit code 2 for wrong input."""

import pytest

from app.cli.fee import main


@pytest.mark.parametrize(
    ("amount", "total"),
    [("30000", "3,000"), ("100000", "8,000"), ("1000000", "62,000"), ("100万", "62,000"), ("10,000,000", "422,000")],
)
def test_the_last_line_is_the_total(amount: str, total: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--schedule", "hebei-2016", "--matter", "civil-property", "--amount", amount]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == total
    assert any("冀律协〔2016〕7号 第四条" in line and "已核实" in line for line in lines)
    assert any("× 8% =" in line for line in lines)


def test_a_range_ends_with_the_range(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--schedule", "hebei-2016", "--matter", "civil-non-property"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3,000-30,000"


def test_a_matter_outside_the_guidance_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--schedule", "hebei-2016", "--matter", "state-compensation"]) == 0
    out = capsys.readouterr().out
    assert "不适用本指导意见" in out
    assert "待核实" in out
    assert "来源：冀律协" not in out


def test_the_list_names_every_schedule_and_matter(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    out = capsys.readouterr().out
    for word in ("hebei-2016", "civil-property", "hebei-guided-candidate", "未启用"):
        assert word in out


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ([], "--schedule"),
        (["--schedule", "nowhere", "--matter", "civil-property"], "没有“nowhere”"),
        (["--schedule", "hebei-2016", "--matter", "nothing"], "里没有“nothing”"),
        (["--schedule", "hebei-2016", "--matter", "civil-property"], "请填写标的额"),
        (["--schedule", "hebei-2016", "--matter", "civil-property", "--amount", "abc"], "看不懂这个金额"),
        (["--schedule", "hebei-2016", "--matter", "civil-property", "--amount=-5"], "不能是负数"),
        (["--schedule", "hebei-2016", "--matter", "hourly", "--hours", "x"], "看不懂工时"),
        (["--schedule", "hebei-guided-candidate", "--matter", "criminal-trial"], "没有启用"),
        (["--what"], "参数看不懂"),
    ],
)
def test_wrong_input_is_a_sentence_on_stderr_and_exit_code_2(
    argv: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert "Traceback" not in captured.err
