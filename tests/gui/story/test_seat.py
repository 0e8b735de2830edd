"""What happens around the work: lock, idle time, change of user, another seat, closing with something unfinished."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.services.clients.types import ClientForm
from app.services.consultations.types import NewConsultation
from app.services.container import Services
from app.services.demo.build import PASSWORD
from app.terms import Category, Channel, ClientKind
from app.views.consultations.quick_entry import QuickEntry
from tests.factories import at
from tests.gui.robot import Robot
from tests.gui.story.conftest import Seat

Sit = Callable[[str], Seat]


def ask(services: Services, name: str, question: str = "借条只写了名字，还能起诉吗？") -> bytes:
    """Register a question at another seat."""
    return services.consultations.intake.register(
        NewConsultation(
            channel=Channel.WECHAT_GROUP,
            question=question,
            category=Category.LOAN,
            received_at=at("2026-03-13 09:10"),
            source_name="服务群一",
            wechat_name=name,
        )
    ).id


def lock_of(seat: Seat) -> Robot:
    """Return a robot for the lock."""
    return Robot(seat.robot.qtbot, seat.place.window.lock)


def is_locked(seat: Seat) -> bool:
    """Return whether the window is covered."""
    return seat.place.window.lock.locked


def test_the_lock_keeps_what_was_typed(sit: Sit, another_seat: Services) -> None:
    ask(another_seat, "滹沱河畔")
    seat = sit("zhoulan")
    seat.robot.click_row("咨询", "滹沱河畔", twice=True)
    seat.robot.type_into("答复内容", "写到一半的答复")
    seat.robot.press("Ctrl+L")
    assert is_locked(seat)
    assert not seat.place.window.content.isEnabled()
    lock = lock_of(seat)
    lock.type_into("密码", "not-the-password")
    lock.click("解锁")
    assert lock.sees("请核对后再试，注意大小写和输入法。")
    assert is_locked(seat)
    lock.type_into("密码", PASSWORD)
    lock.click("解锁")
    assert not is_locked(seat)
    assert seat.robot.sees("写到一半的答复")
    assert not lock.sees("请核对后再试"), "nothing of it is left for the next lock"


def test_an_idle_desk_locks_itself(sit: Sit) -> None:
    seat = sit("zhoulan")
    seat.place._idle.set_minutes(0.001)
    seat.robot.until(lambda: is_locked(seat))
    assert seat.place._idle.remaining_ms() == -1, "it does not count on while locked"


def test_a_change_of_user_keeps_drafts_to_their_owner(sit: Sit, another_seat: Services) -> None:
    ask(another_seat, "滹沱河畔")
    seat = sit("zhoulan")
    seat.robot.click_row("咨询", "滹沱河畔", twice=True)
    seat.robot.type_into("答复内容", "周岚写到一半")
    left: list[bool] = []
    seat.place.left.connect(lambda: left.append(True))
    seat.place.leave()
    assert left == [True]
    other = sit("weidongming")
    other.robot.click_row("咨询", "滹沱河畔", twice=True)
    assert not other.robot.sees("周岚写到一半"), "a draft belongs to who typed it"
    again = sit("zhoulan")
    again.robot.click_row("咨询", "滹沱河畔", twice=True)
    assert again.robot.sees("周岚写到一半")


def test_pressing_f2_twice_opens_one_entry(sit: Sit) -> None:
    seat = sit("liuxin")
    seat.robot.press("F2")
    entry = seat.robot.find(QuickEntry, "登记咨询")
    Robot(seat.robot.qtbot, entry).type_into("微信名", "滹沱河畔")
    seat.robot.press("F2", at=seat.place.window)
    assert seat.robot.find(QuickEntry, "登记咨询") is entry
    assert entry.form.wechat.value() == "滹沱河畔"
    entry.form.clear()
    entry.reject()


def test_f2_opens_quick_entry_from_every_area(sit: Sit) -> None:
    seat = sit("liuxin")
    for keys in ("Ctrl+2", "Ctrl+3"):
        seat.robot.press(keys)
        seat.robot.press("F2")
        entry = seat.robot.find(QuickEntry, "登记咨询")
        assert entry.isVisible()
        entry.reject()


def test_what_another_seat_changes_appears_on_every_open_page(sit: Sit, another_seat: Services) -> None:
    seat = sit("zhoulan")
    for keys in ("Ctrl+2", "Ctrl+1"):
        seat.robot.press(keys)
    assert not seat.robot.sees("滹沱河畔")
    ask(another_seat, "滹沱河畔")
    another_seat.clients.files.create(ClientForm(ClientKind.PERSON, "钱多多", phone="13900000002"))
    seat.robot.until(lambda: any("滹沱河畔" in "".join(row) for row in seat.robot.rows("咨询")))
    seat.robot.press("Ctrl+2")
    seat.robot.until(lambda: any("钱多多" in "".join(row) for row in seat.robot.rows("服务对象列表")))


def test_closing_over_an_unfinished_form_keeps_it(sit: Sit) -> None:
    seat = sit("liuxin")
    seat.robot.press("Ctrl+2")
    seat.robot.press("Ctrl+N")
    seat.robot.type_into("姓名", "孙小满")
    seat.place.window.close()
    again = sit("liuxin")
    again.robot.press("Ctrl+2")
    again.robot.press("Ctrl+N")
    assert again.robot.sees("没有保存的内容")
    assert again.robot.field("姓名").property("text") == "孙小满"
    again.dialogs.answer("confirm", True)
    again.robot.click("取消")


def test_no_page_flashes_a_window_of_its_own(sit: Sit, another_seat: Services, qapp: QApplication) -> None:
    ask(another_seat, "滹沱河畔")
    watch = _WindowWatch()
    qapp.installEventFilter(watch)
    try:
        seat = sit("zhoulan")
        seat.robot.click_row("咨询", "滹沱河畔", twice=True)
        for keys in ("Ctrl+2", "Ctrl+N", "Ctrl+3", "Ctrl+N"):
            seat.robot.press(keys)
    finally:
        qapp.removeEventFilter(watch)
    assert watch.shown == ["MainWindow"], "a part shown before it has a parent takes the keyboard away"


class _WindowWatch(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note it."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False
