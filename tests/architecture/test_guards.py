"""The guards find what they look for."""

import pytest

from tests.architecture import guards


@pytest.mark.parametrize(
    "text",
    [
        "see https:/" + "/pypi.example/simple",
        "http:/" + "/mirror.example.cn/debian",
        "https:/" + "/files.pythonhosted.org/x",
        "cd /wor" + "k/main",
        "/roo" + "t/.config",
        "/hom" + "e/anna/x",
        "C:\\User" + "s\\anna",
    ],
)
def test_places_are_found(text: str) -> None:
    assert guards.tied_to_a_place(text)


@pytest.mark.parametrize("text", ["https:/" + "/www.gov.cn/zhengce/1.htm", "a network of paths", "app/homepage/x"])
def test_sources_are_no_places(text: str) -> None:
    assert guards.tied_to_a_place(text) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\nx = datetime.now(UTC)",
        "import datetime\nx = datetime.datetime.now(UTC)",
        "from datetime import date\nx = date.today()",
        "import time\nx = time.time()",
        "from time import monotonic",
        "x = field(default_factory=datetime.now)",
        "x = QDateTime.currentDateTime()",
    ],
)
def test_asking_for_the_time_is_found(source: str) -> None:
    assert guards.calls(source, guards.TIME_CALLS)


@pytest.mark.parametrize("source", ["x = clock.now()", "self._clock.now()", "time.gmtime(5)", "datetime.combine(a, b)"])
def test_asking_a_clock_is_fine(source: str) -> None:
    assert guards.calls(source, guards.TIME_CALLS) == []


@pytest.mark.parametrize("source", ["time.sleep(1)", "qtbot.wait(5)", "from time import sleep", "QTest.qWait(5)"])
def test_fixed_waits_are_found(source: str) -> None:
    assert guards.calls(source, guards.WAITS)


def test_waiting_for_a_condition_is_fine() -> None:
    assert guards.calls("qtbot.waitUntil(lambda: True)\nqtbot.waitSignal(x)\ndone.wait(5)", guards.WAITS) == []


@pytest.mark.parametrize("words", ["发生异常：Traceback", "错误 errno 5", "数据库 SQL 语句失败", "值为 None"])
def test_a_programmers_words_are_found(words: str) -> None:
    assert guards.unfit_for_users(f"label = {words!r}")


@pytest.mark.parametrize("words", ["时间异常请核对", "Traceback", "MySQLAlchemy"])
def test_plain_words_and_code_are_fine(words: str) -> None:
    assert guards.unfit_for_users(f"label = {words!r}") == []


def test_docstrings_are_for_programmers() -> None:
    assert guards.unfit_for_users('def f():\n    """Return the 姓名, or None."""') == []


def test_commands_are_read_from_documents() -> None:
    text = "`python3 dev.py run`, `py dev.py test --full`, `python -m app self-test`, dev.py"
    assert guards.commands_named(text) == ({"run", "test"}, {"self-test"})
