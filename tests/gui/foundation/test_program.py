"""The whole program on a real profile with its threads: the door, the desk, and what happens when the disk is bad."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import bootstrap
from app.bootstrap import Program
from app.clock import SteppedClock
from app.errors import CancelledError
from app.paths import Profile
from app.services.demo.build import PASSWORD
from app.services.staff.types import NewPassword
from app.settings import Settings
from app.storage.connections import connect
from app.storage.database import Database
from app.storage.unit_of_work import reading
from app.views import access
from app.views.access import AccessWatch
from app.views.dialogs import QtDialogs
from app.views.main_window import MainWindow
from app.views.shell.toasts import Toast
from tests.factories import FirmTemplate
from tests.gui.robot import Robot

PAGE = 4096
Start = Callable[[], Program]


@pytest.fixture
def firm(peopled_template: FirmTemplate, tmp_path: Path) -> Profile:
    """Return a firm of twelve clients in a profile of its own."""
    return peopled_template.copy_to(tmp_path / "律所")


@pytest.fixture
def start(firm: Profile, friday_clock: SteppedClock, app_settings: Settings, qtbot: QtBot) -> Iterator[Start]:
    """Return a function that starts the program and waits for its door."""
    programs: list[Program] = []

    def starting() -> Program:
        program = Program(firm, friday_clock, app_settings)
        programs.append(program)
        program.start()
        qtbot.waitUntil(lambda: program.accounts is not None)
        return program

    yield starting
    for program in programs:
        if program.workplace is not None:
            program.workplace.window.close()
        program.close()
        for window in (program.sign_in, program.rescue, program.wizard, program.workplace and program.workplace.window):
            if isinstance(window, QWidget):
                window.close()
                window.deleteLater()
        program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _sign_in(program: Program) -> None:
    assert program.sign_in is not None
    program.sign_in.sign_in_requested.emit("zhoulan", PASSWORD)


def _enter(program: Program, qtbot: QtBot) -> None:
    _sign_in(program)
    qtbot.waitUntil(lambda: program.workplace is not None and program.sign_in is None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)


def test_garbage_is_collected_again_once_the_program_is_loaded(start: Start) -> None:
    gc.disable()  # as the door of the program does
    try:
        start()
        assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


def _toasts(program: Program) -> str:
    assert program.workplace is not None
    return " ".join(toast.accessibleName() for toast in program.workplace.window.findChildren(Toast))


def _refusal(database: Database) -> object:
    try:
        with reading(database):
            return None
    except CancelledError as error:
        return type(error)


def _flip(profile: Profile, key: bytes, table: str) -> bytes:
    """Flip one byte in the first page of a table and return the file's content."""
    raw = connect(profile.database, key)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    raw.close()
    content = bytearray(profile.database.read_bytes())
    content[(page - 1) * PAGE + 100] ^= 1
    profile.database.write_bytes(content)
    return bytes(content)


def test_the_desk_never_waits_for_the_database_on_the_windows_thread(start: Start, qtbot: QtBot) -> None:
    program = start()
    _enter(program, qtbot)
    assert program.services is not None
    with pytest.raises(RuntimeError, match="window's thread"):
        program.services.firm.find()
    place = program.workplace
    assert place is not None
    for area in ("clients", "contracts", "consultations"):
        place.window.open_area(area)
        qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)
    assert _toasts(program) == ""


def test_after_signing_out_nothing_holds_the_database(start: Start, qtbot: QtBot) -> None:
    """A backup is put back, or another person signs in: on Windows an open file could not be replaced."""
    program = start()
    _enter(program, qtbot)
    assert program.services is not None
    assert program.workplace is not None
    database: Database = program.services.office.database
    place = program.workplace
    place.leave()
    place.look_for_changes()
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)
    assert not database.is_open
    for engine in (database.reader_engine, database.writer_engine):
        assert engine.pool.checkedin() + engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    late: list[object] = []
    program.jobs.run(lambda: late.append(_refusal(database)), lane="read")
    qtbot.waitUntil(lambda: bool(late))
    assert late == [CancelledError]
    _enter(program, qtbot)


def test_a_flipped_byte_in_a_page_that_is_read_is_told_in_the_window(
    start: Start, firm: Profile, peopled_template: FirmTemplate, qtbot: QtBot
) -> None:
    damaged = _flip(firm, peopled_template.data_key, "client")
    program = start()
    _enter(program, qtbot)
    assert program.workplace is not None
    program.workplace.window.open_area("clients")
    qtbot.waitUntil(lambda: "数据库文件有损坏" in _toasts(program), timeout=20_000)
    assert "没有写入任何内容" in _toasts(program)
    program.workplace.window.close()
    program.close()
    assert firm.database.read_bytes() == damaged
    assert not list(firm.logs.glob("crash-*"))


def test_a_desk_that_cannot_be_shown_is_told_at_the_door(
    start: Start, firm: Profile, peopled_template: FirmTemplate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    _flip(firm, peopled_template.data_key, "firm")
    program = start()
    _sign_in(program)
    qtbot.waitUntil(lambda: program.rescue is not None, timeout=20_000)
    assert program.rescue is not None
    assert Robot(qtbot, program.rescue).sees("数据库文件有损坏")
    assert program.services is None
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    program.rescue.close()
    assert quits, "closing the door ends the program"


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "只读").write_bytes(b"")
    told: list[str] = []
    monkeypatch.setattr(QtDialogs, "tell", lambda _self, _parent, words, *, detail: told.append(words + detail))
    assert bootstrap.open_window(["--profile", str(tmp_path / "只读" / "律所")]) == 1
    (sentence,) = told
    assert "不能写入" in sentence
    assert "文件夹权限" in sentence
    assert "不能写入" in capsys.readouterr().err


def test_what_was_looked_at_is_in_the_access_log_after_signing_out(
    start: Start, firm: Profile, peopled_template: FirmTemplate, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "LOOKED_AT_MS", 50)
    program = start()
    _enter(program, qtbot)
    place = program.workplace
    assert place is not None
    raw = connect(firm.database, peopled_template.data_key)
    opened = [
        raw.execute(statement).fetchone()[0]
        for statement in ("SELECT id FROM client LIMIT 1", "SELECT id FROM consultation LIMIT 1")
    ]
    for area, record in zip(("clients", "consultations"), opened, strict=True):
        place.window.open_area(area, record)
        qtbot.waitUntil(
            lambda record=record: any(w.has_seen(record) for w in place.window.findChildren(AccessWatch)),  # type: ignore[misc]
            timeout=20_000,
        )
    place.leave()
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)
    log = raw.execute("SELECT actor_name, record_id FROM access_log ORDER BY number").fetchall()
    raw.close()
    assert log == [("周岚", record) for record in opened]


def test_a_temporary_password_is_replaced_before_the_desk_opens(start: Start, qtbot: QtBot) -> None:
    program = start()
    _enter(program, qtbot)
    assert program.services is not None
    assert program.workplace is not None
    services = program.services
    made: list[NewPassword] = []
    program.jobs.run(services.staff.logins.reset, services.actor.staff_id, done=made.append)
    qtbot.waitUntil(lambda: bool(made), timeout=20_000)
    program.workplace.leave()
    qtbot.waitUntil(lambda: program.sign_in is not None and not program.jobs.busy, timeout=20_000)
    window = program.sign_in
    assert window is not None
    window.sign_in_requested.emit("zhoulan", made[0].password)
    robot = Robot(qtbot, window)
    robot.wait_for("设置自己的密码")
    assert not any(isinstance(one, MainWindow) and one.isVisible() for one in QApplication.topLevelWidgets())
    robot.type_into("新密码", made[0].password)
    robot.type_into("确认新密码", made[0].password)
    robot.click("设置密码并打开")
    robot.wait_for("不能和临时密码一样")
    robot.press("Esc", window.new_password.password)
    qtbot.waitUntil(lambda: program.services is None and not program.jobs.busy, timeout=20_000)
    window.sign_in_requested.emit("zhoulan", made[0].password)
    robot.wait_for("设置自己的密码")
    robot.type_into("新密码", "滹沱河畔的风 2026")
    robot.type_into("确认新密码", "滹沱河畔的风 2026")
    robot.click("设置密码并打开")
    qtbot.waitUntil(lambda: program.workplace is not None and program.sign_in is None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=20_000)
