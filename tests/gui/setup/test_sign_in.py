"""The sign-in window: quick to stand, the right password, wrong ones, the recovery key."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.clock import SteppedClock
from app.errors import AppError, WrongPasswordError
from app.services.accounts import Accounts
from app.services.core import Office
from app.services.setup_types import FirmForm, HoursForm, SetupForm, UserForm
from app.settings import Settings
from app.terms import Scheme
from app.views.setup.sign_in import SignInWindow
from tests.gui.robot import Robot

Show = Callable[..., Robot]
PASSWORD = "清晨的滹沱河很美"
ROOT = Path(__file__).resolve().parents[3]


class Door:
    """A firm with one login, and a program that answers the window."""

    def __init__(self, accounts: Accounts, clock: SteppedClock, settings: Settings) -> None:
        user = UserForm("周岚", "zhoulan", PASSWORD)
        made = accounts.make_keys(user)
        self.code = made.recovery_code
        form = SetupForm(FirmForm("河北衡舟律师事务所"), user, (Scheme.SHIJIAZHUANG,), HoursForm())
        accounts.set_up(form, made).database.close()
        self.accounts, self.clock, self.opened = accounts, clock, []
        self.window = SignInWindow(settings, lambda: clock.now().timestamp())
        self.window.set_logins(accounts.logins())
        self.window.sign_in_requested.connect(lambda *given: self._enter(accounts.sign_in, *given))
        self.window.recovery_requested.connect(lambda *given: self._enter(accounts.recover, *given))

    opened: list[Office]

    def _enter(self, call: Callable[..., Office], *given: str) -> None:
        self.window.set_busy(busy=True)
        try:
            office = call(*given)
        except AppError as error:
            self.window.show_error(error)
            return
        self.opened.append(office)
        office.database.close()


@pytest.fixture
def door(accounts: Accounts, friday_clock: SteppedClock, app_settings: Settings) -> Iterator[Door]:
    made = Door(accounts, friday_clock, app_settings)
    yield made
    made.window.close()


def test_the_window_stands_without_office_or_storage() -> None:
    code = (
        "import sys, app.views.setup.sign_in\n"
        "heavy = {'app.services.core', 'app.storage', 'sqlalchemy', 'app.catalogue', 'pypinyin', 'reportlab'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_only_login_is_filled_in_and_enter_signs_in(door: Door, show: Show) -> None:
    robot = show(door.window, 760, 600)
    password = robot.field("密码")
    assert password.hasFocus()
    QTest.keyClick(password, Qt.Key.Key_Return)
    assert not door.opened
    robot.type_into("密码", PASSWORD)
    QTest.keyClick(password, Qt.Key.Key_Return)
    assert [office.actor.name for office in door.opened] == ["周岚"]


def test_known_logins_are_offered_as_buttons(show: Show, app_settings: Settings) -> None:
    app_settings.set("last_login", "zhoulan")
    window = SignInWindow(app_settings)
    asked: list[tuple[str, str]] = []
    window.sign_in_requested.connect(lambda *given: asked.append(given))
    robot = show(window, 760, 600)
    window.set_logins(["zhoulan", "liuxin", "weidongming"])
    robot.click("liuxin")
    robot.type_into("密码", "ein Wort 123")
    robot.click("登录")
    assert asked == [("liuxin", "ein Wort 123")]


def test_an_empty_field_is_named(show: Show, app_settings: Settings) -> None:
    window = SignInWindow(app_settings)
    asked: list[tuple[str, str]] = []
    window.sign_in_requested.connect(lambda *given: asked.append(given))
    robot = show(window, 760, 600)
    robot.click("登录")
    assert robot.sees("请填写登录名。")
    robot.type_into("登录名", "zhoulan")
    QTest.keyClick(robot.field("登录名"), Qt.Key.Key_Return)
    assert robot.sees("请填写密码。")
    assert not robot.sees("请填写登录名。")
    assert robot.field("密码").hasFocus()
    assert asked == []


def test_three_wrong_passwords_close_the_button_until_the_wait_is_over(door: Door, show: Show) -> None:
    robot = show(door.window, 760, 600)
    for _ in range(3):
        robot.type_into("密码", "falsch-falsch")
        robot.click("登录")
        assert robot.sees("登录名或密码不正确。")
    assert robot.sees("请等 5 秒")
    assert not door.window.sign_in.go.isEnabled()
    door.clock.advance(seconds=3)
    robot.wait_for("请等 2 秒")
    door.clock.advance(seconds=3)
    robot.until(door.window.sign_in.go.isEnabled)
    assert not robot.sees("登录名或密码不正确。")
    robot.type_into("密码", PASSWORD)
    robot.click("登录")
    assert len(door.opened) == 1


def test_the_wait_concerns_one_login_only(show: Show, app_settings: Settings) -> None:
    app_settings.set("last_login", "zhoulan")
    window = SignInWindow(app_settings)
    robot = show(window, 760, 600)
    window.set_logins(["zhoulan", "liuxin"])
    window.show_error(WrongPasswordError("密码不对。", wait_seconds=300))
    assert not window.sign_in.go.isEnabled()
    robot.click("liuxin")
    assert window.sign_in.go.isEnabled()


def test_the_recovery_key_gives_a_new_password_and_ends_the_old_one(door: Door, show: Show) -> None:
    robot = show(door.window, 760, 640)
    robot.click("忘记密码：用恢复密钥")
    robot.type_into("恢复密钥", door.code[:-1])
    robot.type_into("新密码", "另一句很好记的话")
    robot.type_into("确认新密码", "另一句很好记的")
    assert robot.sees("两次输入的密码不一样")
    robot.click("打开并换密码")
    assert not door.opened
    robot.type_into("确认新密码", "另一句很好记的话")
    robot.click("打开并换密码")
    assert robot.sees("恢复密钥应为 8 组")
    robot.type_into("恢复密钥", door.code.lower().replace("-", " "))
    robot.click("打开并换密码")
    assert [office.actor.login for office in door.opened] == ["zhoulan"]
    with pytest.raises(WrongPasswordError):
        door.accounts.check_password("zhoulan", PASSWORD)
    door.accounts.check_password("zhoulan", "另一句很好记的话")


def test_esc_goes_back_from_the_recovery_key(show: Show, app_settings: Settings) -> None:
    window = SignInWindow(app_settings)
    robot = show(window, 760, 640)
    robot.click("忘记密码：用恢复密钥")
    assert robot.sees("用恢复密钥打开")
    robot.press("Esc")
    assert robot.sees("忘记密码：用恢复密钥")
