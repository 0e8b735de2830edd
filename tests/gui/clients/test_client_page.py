"""The file itself: timeline with years and countdowns, tabs, masked numbers, where clicks lead, narrow windows."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QTabBar
from pytestqt.qtbot import QtBot

from app.clock import SteppedClock
from app.services.areas import TimelineEntry
from app.services.clients.types import ClientRef
from app.services.consultations.types import ConsultationRef, NewConsultation
from app.services.container import Services
from app.terms import Category, Channel, IdentityKind, Role, Theme
from app.views.clients.timeline_model import lines_of, time_text
from app.views.components.labels import Label
from app.views.theme import theme
from app.views.ticker import ticker
from tests.factories import at
from tests.gui.clients.conftest import OpenPage, Stage

TIMELINE = "往来记录"
Add = Callable[..., ClientRef]


@pytest.fixture
def ask(services: Services) -> Callable[..., ConsultationRef]:
    """Return a function that registers a question of a client."""

    def asking(ref: ClientRef, text: str, received: datetime, channel: Channel = Channel.WECHAT) -> ConsultationRef:
        clock, now = services.office.clock, services.office.clock.now()
        assert isinstance(clock, SteppedClock)
        clock.set(received)
        question = NewConsultation(channel, text, Category.NEIGHBOUR, received_at=received, client_id=ref.id)
        consultation = services.consultations.intake.register(question)
        clock.set(now)
        return consultation

    return asking


def tabs(stage: Stage) -> list[str]:
    """Return the words of the tabs."""
    bar: QTabBar = stage.page.detail.tabs
    return [bar.tabText(index) for index in range(bar.count())]


def test_the_timeline_stands_under_its_years_newest_first(
    open_page: OpenPage, add: Add, ask: Callable[..., ConsultationRef]
) -> None:
    ref = add("李桂兰")
    ask(ref, "楼上漏水泡坏吊顶", at("2026-03-13 13:40"))
    ask(ref, "儿子不给赡养费怎么办", at("2025-11-18 10:00"))
    stage = open_page()
    stage.open(ref)
    rows = [row[0] for row in stage.robot.rows(TIMELINE)]
    assert rows[0] == "2026 年"
    assert rows[1].startswith("微信咨询：楼上漏水泡坏吊顶")
    assert rows[2] == "2025 年"
    assert rows[3].endswith("11月18日")
    assert tabs(stage) == ["全部往来 2", "咨询 2"]


def test_a_running_allowance_counts_down_in_the_timeline(
    open_page: OpenPage, add: Add, ask: Callable[..., ConsultationRef], services: Services
) -> None:
    ref = add("李桂兰")
    ask(ref, "楼上漏水泡坏吊顶", at("2026-03-13 13:30"))
    stage = open_page()
    stage.open(ref)
    model = stage.page.detail.timeline.model_
    entry = next(line.entry for line in model.lines if line.entry is not None)
    assert model.tag_of(entry, services.office.clock.now())[0] == "还剩 4 时 04 分"
    clock = services.office.clock
    assert isinstance(clock, SteppedClock)
    clock.set(at("2026-03-13 16:30"))
    ticker().second.emit()
    assert model.tag_of(entry, clock.now())[0] == "还剩 2 时"
    clock.set(at("2026-03-13 18:00"))
    assert model.tag_of(entry, clock.now())[0].endswith("继续")
    clock.set(at("2026-03-16 10:34"))
    assert model.tag_of(entry, clock.now())[0] == "超 34 分"


def test_a_click_and_enter_lead_to_the_record(
    open_page: OpenPage, add: Add, ask: Callable[..., ConsultationRef], qtbot: QtBot
) -> None:
    ref = add("李桂兰")
    consultation = ask(ref, "楼上漏水泡坏吊顶", at("2026-03-13 13:40"))
    stage = open_page()
    stage.open(ref)
    with qtbot.waitSignal(stage.page.record_requested) as clicked:
        stage.robot.click_row(TIMELINE, "楼上漏水")
    assert clicked.args == ["consultations", consultation.id]
    with qtbot.waitSignal(stage.page.record_requested) as entered:
        QTest.keyClick(stage.page.detail.timeline, Qt.Key.Key_Return)
    assert entered.args == ["consultations", consultation.id]


def test_buttons_ask_for_contract_and_consultation_of_this_client(open_page: OpenPage, add: Add, qtbot: QtBot) -> None:
    ref = add("李桂兰")
    stage = open_page()
    stage.open(ref)
    with qtbot.waitSignal(stage.page.contract_requested) as contract:
        stage.click("起草合同")
    with qtbot.waitSignal(stage.page.consultation_requested) as consultation:
        stage.click("登记咨询")
    assert contract.args == [ref.id] == consultation.args


def test_numbers_are_masked_until_asked_for(open_page: OpenPage, add: Add) -> None:
    ref = add("李桂兰", identity_kind=IdentityKind.RESIDENT_ID, identity_no="11010519491231002X")
    stage = open_page()
    stage.open(ref)
    stage.robot.wait_for("110105********002X")
    assert stage.robot.sees("138****0427")
    assert not stage.robot.sees("11010519491231002X")
    stage.click("显示身份证号")
    assert stage.robot.sees("11010519491231002X")
    assert not stage.robot.sees("13812340427")
    stage.click("隐藏身份证号")
    assert not stage.robot.sees("11010519491231002X")


def test_changes_made_elsewhere_appear(open_page: OpenPage, add: Add, services: Services) -> None:
    ref = add("李桂兰")
    stage = open_page()
    stage.open(ref)
    before = services.clients.details.find(ref.id).form
    services.clients.files.update(ref.id, type(before)(kind=before.kind, name="李桂芳", phone=before.phone), before)
    stage.refresh()
    stage.robot.wait_for("李桂芳")
    assert stage.robot.rows("服务对象列表")[0][0].startswith("李桂芳")
    services.history.undo()
    stage.refresh()
    assert stage.robot.rows("服务对象列表")[0][0].startswith("李桂兰")


def test_in_a_narrow_window_the_file_takes_the_lists_place(open_page: OpenPage, add: Add) -> None:
    ref = add("李桂兰")
    stage = open_page(width=855, height=440)
    assert stage.page.list.isVisible()
    assert not stage.page.right.isVisible()
    QTest.keyClick(stage.page.list.search, Qt.Key.Key_Return)
    assert not stage.page.list.isVisible()
    stage.robot.wait_for(ref.file_no)
    stage.click("返回列表")
    assert stage.page.list.isVisible()
    assert stage.page.list.view.hasFocus()


def test_wide_again_both_stand_side_by_side(open_page: OpenPage, add: Add) -> None:
    add("李桂兰")
    stage = open_page(width=855, height=440)
    QTest.keyClick(stage.page.list.search, Qt.Key.Key_Return)
    stage.robot.root.resize(1206, 640)
    stage.robot.until(lambda: stage.page.list.isVisible() and stage.page.detail.isVisible())
    assert stage.page.list.width() == 304


def test_an_open_form_holds_nobody_back_but_keeps_a_draft(open_page: OpenPage, services: Services) -> None:
    stage = open_page()
    stage.robot.click("新建")
    stage.robot.type_into("姓名", "周小川")
    assert stage.page.may_leave()
    draft = services.drafts.find("clients.new")
    assert draft is not None
    assert draft.fields["name"] == "周小川"


def test_choosing_another_client_asks_before_changes_are_given_up(open_page: OpenPage, add: Add) -> None:
    other, ref = add("王五", phone="15900007710"), add("李桂兰")
    stage = open_page()
    stage.open(ref)
    stage.click("编辑")
    stage.robot.type_into("微信名", "桂兰")
    stage.dialogs.answer("confirm", False, True)
    stage.robot.click_row("服务对象列表", "王五")
    assert stage.page.editor.isVisible()
    assert stage.page.editor.fields.wechat_name.text() == "桂兰"
    stage.robot.click_row("服务对象列表", "王五")
    stage.robot.wait_for(other.file_no)


def test_who_may_only_read_sees_no_button_for_more(open_page: OpenPage, add: Add) -> None:
    ref = add("李桂兰")
    stage = open_page(roles=frozenset({Role.SYSTEM_ADMIN}))
    stage.open(ref)
    stage.robot.wait_for("没有登记减免对象。")
    for words in ("新建", "编辑", "办理签约", "添加", "起草合同", "登记咨询"):
        assert not stage.robot.has(QAbstractButton, words), words
    stage.robot.press("Ctrl+N", stage.page.list.view)
    assert not stage.page.editor.isVisible()


def test_dark_and_larger_text_measure_again(open_page: OpenPage, add: Add) -> None:
    ref = add("李桂兰")
    stage = open_page(width=1600, height=900)
    stage.open(ref)
    theme().apply(Theme.DARK, 150)
    assert stage.page.list.width() == 456
    assert stage.page.detail.facts.width() == 516


def entry(when: datetime) -> TimelineEntry:
    """Return an entry of that time."""
    return TimelineEntry("consultations", b"c" * 16, when, "微信咨询：…")


def test_lines_end_at_the_last_entry_of_a_year() -> None:
    lines = lines_of([entry(at("2026-02-01 09:00")), entry(at("2026-01-01 09:00")), entry(at("2025-12-31 09:00"))])
    assert [line.year for line in lines] == [2026, None, None, 2025, None]
    assert [line.last for line in lines if line.entry] == [False, True, True]


def test_times_of_this_year_have_the_hour_older_ones_the_day() -> None:
    now = at("2026-03-13 14:26")
    assert time_text(at("2026-03-13 09:32"), now) == "今天 09:32"
    assert time_text(at("2026-02-27 10:00"), now) == "2月27日 10:00"
    assert time_text(at("2025-11-20 10:00"), now) == "11月20日"


def test_facts_follow_the_text_size_and_stay_in_the_window(open_page: OpenPage, add: Add) -> None:
    ref = add("张三", identity_kind=IdentityKind.RESIDENT_ID, identity_no="11010519491231002X")
    stage = open_page(width=1254, height=620)
    stage.open(ref)
    theme().apply(scale=200)
    root, words = stage.robot.root, stage.robot.find(Label, "身份证号")
    stage.robot.until(lambda: words.width() >= words.sizeHint().width(), "the label is cut")
    shown = stage.robot.find(QAbstractButton, "显示身份证号")
    stage.robot.until(lambda: root.rect().contains(shown.mapTo(root, shown.rect().bottomRight())), "out of the window")
