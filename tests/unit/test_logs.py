"""The log: where it lies, how it turns over, and that it does not repeat what somebody typed."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import logs
from app.paths import Profile

SECRET = "张三 13812345678"


@pytest.fixture(autouse=True)
def quiet_afterwards() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logs.stop()
    logging.getLogger().setLevel(level)


def fail_on(value: str) -> None:
    raise ValueError(f"cannot use {value}")


def caught(value: str) -> ValueError:
    with pytest.raises(ValueError, match="cannot use") as found:
        fail_on(value)
    return found.value


def test_lines_are_written_into_the_profile_in_utc(profile: Profile) -> None:
    file = logs.start(profile)
    logging.getLogger("app.x").info("opened %d pages", 3)
    logs.stop()
    assert file.parent == profile.logs
    assert re.search(
        r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+Z INFO .*app\.x: opened 3 pages$", file.read_text("utf-8"), re.MULTILINE
    )


def test_the_level_comes_from_the_environment(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(logs.LEVEL_VARIABLE, "debug")
    file = logs.start(profile)
    logging.getLogger("app.x").debug("fine detail")
    logs.stop()
    assert "fine detail" in file.read_text("utf-8")


def test_a_level_that_is_none_means_info(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(logs.LEVEL_VARIABLE, "loud")
    logs.start(profile)
    assert logging.getLogger().level == logging.INFO


def test_old_files_turn_over(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 2000)
    logs.start(profile)
    for number in range(200):
        logging.getLogger("app.x").info("line %d %s", number, "x" * 100)
    logs.stop()
    assert len(list(profile.logs.iterdir())) == 1 + logs.KEPT_FILES


def test_starting_again_moves_the_log(profile: Profile, tmp_path: Path) -> None:
    logs.start(profile)
    second = logs.start(Profile(tmp_path / "second"))
    logging.getLogger("app.x").info("hello")
    logs.stop()
    assert "hello" in second.read_text("utf-8")
    assert not (profile.logs / second.name).exists()


def test_a_folder_that_cannot_be_made_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    logs.start(Profile(tmp_path / "file"))
    logging.getLogger("app.x").info("nobody hears this")


def test_statements_with_their_values_never_reach_the_log(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(logs.LEVEL_VARIABLE, "DEBUG")
    file = logs.start(profile)
    logging.getLogger("sqlalchemy.engine.Engine").info("INSERT ... %s", SECRET)
    logging.getLogger("app.x").info("end")
    logs.stop()
    assert SECRET not in file.read_text("utf-8")


def test_a_logged_traceback_names_the_place_but_not_the_words(profile: Profile) -> None:
    file = logs.start(profile)
    logging.getLogger("app.x").warning("lost", exc_info=caught(SECRET))
    logs.stop()
    text = file.read_text("utf-8")
    assert "in fail_on" in text
    assert "builtins.ValueError" in text
    assert SECRET not in text


def test_words_that_speak_of_code_are_kept() -> None:
    with pytest.raises(AttributeError) as found:
        object().nothing  # type: ignore[attr-defined]  # noqa: B018
    assert "has no attribute 'nothing'" in logs.plain_traceback(found.value)


def test_causes_come_first_and_groups_are_opened() -> None:
    try:
        try:
            fail_on(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        group = ExceptionGroup("several", [error, OSError(28, SECRET)])
    text = logs.plain_traceback(group)
    assert text.index("builtins.ExceptionGroup") < text.index("builtins.ValueError (in the group) (caused the next)")
    assert text.index("builtins.ValueError") < text.index("builtins.KeyError")
    assert "builtins.OSError: [errno 28]" in text
    assert SECRET not in text


def test_an_error_that_causes_itself_comes_to_an_end() -> None:
    error = caught("x")
    error.__context__ = KeyError()
    error.__context__.__context__ = error
    assert logs.plain_traceback(error).count("builtins.ValueError") == 1


def test_folders_above_the_program_are_left_out() -> None:
    text = logs.plain_traceback(caught("x"))
    assert str(Path.cwd()) not in text
    assert 'File "test_logs.py"' in text
