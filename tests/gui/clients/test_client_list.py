"""Finding a client: search by name, pinyin, initials, phone and number; chips, order, keyboard, empty lists."""

import threading
from array import array
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.services.clients.lists import Lists
from app.services.clients.types import ClientChip, ClientFilter, ClientOrder, ClientRef, ClientRow, ReliefForm
from app.services.container import Services
from app.terms import ClientKind, IdentityKind, ReliefGroup
from app.views.clients.list_pane import ClientListPane
from app.views.components.buttons import Chip
from app.views.jobs import Jobs
from tests.gui.clients.conftest import OpenPage, Stage

LIST = "服务对象列表"
Add = Callable[..., ClientRef]


def names(stage: Stage) -> list[str]:
    """Return the names on show."""
    return [row[0].split("，")[0] for row in stage.robot.rows(LIST)]


@pytest.mark.parametrize("typed", ["张三", "张", "zs", "zhangsan", "1381234", "138", "0427", "11010519491231002X"])
def test_one_box_finds_by_name_pinyin_initials_phone_and_number(open_page: OpenPage, add: Add, typed: str) -> None:
    add("张三", identity_kind=IdentityKind.RESIDENT_ID, identity_no="11010519491231002X")
    add("李国庆", phone="15900007710")
    stage = open_page()
    stage.robot.find(type(stage.page.list.search), "查找服务对象").setText(typed)
    assert names(stage) == ["张三"]
    assert stage.robot.sees("1 人符合")


def test_a_row_says_who_when_and_how_they_signed_up(open_page: OpenPage, add: Add, services: Services) -> None:
    ref = add("李桂兰")
    services.clients.files.add_relief(ref.id, ReliefForm(ReliefGroup.LOW_INCOME, "低保证"))
    services.clients.files.add_relief(ref.id, ReliefForm(ReliefGroup.DISABLED, "残疾人证"))
    stage = open_page()
    assert stage.robot.rows(LIST) == [["李桂兰，低保户 · 残疾人，138****0427，今天 14:26，未签约"]]


def test_a_page_just_opened_is_ready_for_the_arrows(open_page: OpenPage, add: Add) -> None:
    add("张三")
    stage = open_page()
    stage.page.setFocus()
    assert stage.page.list.view.hasFocus()


def test_chips_count_and_filter(open_page: OpenPage, add: Add, services: Services) -> None:
    services.clients.files.add_relief(add("李桂兰").id, ReliefForm(ReliefGroup.LOW_INCOME))
    add("王五", phone="15900007710")
    stage = open_page()
    assert stage.robot.has(Chip, "全部 2")
    assert stage.robot.has(Chip, "已签约 0")
    stage.robot.click("减免对象 1")
    assert names(stage) == ["李桂兰"]
    stage.robot.press("Alt+1", stage.page.list.search)
    assert set(names(stage)) == {"李桂兰", "王五"}


def test_order_by_name_follows_pinyin(open_page: OpenPage, add: Add) -> None:
    for name in ("赵六", "安心", "钱多"):
        add(name, phone="15900007710")
    stage = open_page()
    assert names(stage) == ["钱多", "安心", "赵六"]
    stage.robot.click("按最近往来")
    (menu,) = stage.page.list.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == "按姓名").trigger()
    menu.close()
    assert names(stage) == ["安心", "钱多", "赵六"]
    assert stage.page.list.filter.order is ClientOrder.NAME


def test_down_goes_from_the_box_into_the_list_and_enter_opens(open_page: OpenPage, add: Add) -> None:
    add("王五", phone="15900007710")
    last = add("李桂兰")
    stage = open_page()
    box = stage.page.list.search
    stage.robot.press("Ctrl+F", stage.page.list.view)
    assert box.hasFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert stage.page.list.view.hasFocus()
    stage.robot.wait_for(last.file_no)
    QTest.keyClick(stage.page.list.view, Qt.Key.Key_Down)
    assert stage.page.detail.detail is not None
    assert stage.page.detail.detail.form.name == "王五"
    QTest.keyClick(stage.page.list.view, Qt.Key.Key_Return)
    assert stage.page.detail.tabs.hasFocus(), "nothing happened yet, so the tabs have the keyboard"
    stage.robot.press("Alt+Left", stage.page.detail.tabs)
    assert stage.page.list.view.hasFocus()


def test_enter_in_the_box_opens_the_best_hit(open_page: OpenPage, add: Add) -> None:
    add("李桂兰花")
    wanted = add("李桂兰", phone="15900007710")
    stage = open_page()
    stage.page.list.search.setText("李桂兰")
    QTest.keyClick(stage.page.list.search, Qt.Key.Key_Return)
    stage.robot.wait_for(wanted.file_no)


def test_the_chosen_client_stays_chosen_over_a_search_and_a_refresh(open_page: OpenPage, add: Add) -> None:
    wanted = add("王五", phone="15900007710")
    for number in range(30):
        add(f"李{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}", phone=f"138000000{number:02d}")
    stage = open_page()
    stage.open(wanted)
    view = stage.page.list.view
    assert view.current_key() == wanted.row_no
    stage.page.list.search.setText("李甲")
    assert stage.robot.sees(wanted.file_no), "the file on show stays while another is searched"
    stage.page.list.search.clear()
    assert view.current_key() == wanted.row_no
    add("新人", phone="15900007711")
    stage.refresh()
    assert view.current_key() == wanted.row_no
    assert stage.page.list.table.rowCount() == 32


def test_an_empty_firm_says_so_and_offers_the_first_file(open_page: OpenPage) -> None:
    stage = open_page()
    assert stage.robot.sees("还没有服务对象")
    stage.robot.click("新建服务对象")
    assert stage.page.editor.isVisible()


def test_nothing_found_offers_a_new_file_of_that_name(open_page: OpenPage, add: Add) -> None:
    add("李桂兰")
    stage = open_page()
    stage.page.list.search.setText("欧阳春晓")
    assert stage.robot.sees("没有找到")
    assert stage.robot.sees("0 人符合")
    stage.robot.click("新建“欧阳春晓”")
    assert stage.page.editor.fields.name.text() == "欧阳春晓"


def test_a_capped_search_shows_2000_plus(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, add: Add) -> None:
    add("李桂兰")
    stage = open_page()

    def capped(_self: Lists, chosen: ClientFilter, _most: int) -> tuple["array[int]", list[ClientRow]]:
        assert chosen.text == "李"
        return array("q", range(1, 2001)), []

    monkeypatch.setattr(Lists, "first_page", capped)
    stage.page.list.search.setText("李")
    assert stage.robot.sees("2,000+ 人符合")


def test_typed_keys_supersede_older_searches(
    open_page: OpenPage, add: Add, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("张三")
    add("张四", phone="15900007710")
    stage = open_page(jobs=jobs)
    stage.robot.until(lambda: len(names(stage)) == 2)
    gate, asked = threading.Event(), []
    real = Lists.first_page

    def slow(self: Lists, chosen: ClientFilter, most: int) -> tuple["array[int]", list[ClientRow]]:
        asked.append(chosen.text)
        assert gate.wait(5)
        return real(self, chosen, most)

    monkeypatch.setattr(Lists, "first_page", slow)
    for typed in ("z", "zh", "zha", "张三"):
        stage.page.list.search.setText(typed)
    gate.set()
    stage.robot.until(lambda: names(stage) == ["张三"])
    assert asked[-1] == "张三"
    assert len(asked) <= 2, "searches that were overtaken never began"


def test_rows_of_a_long_list_are_read_as_they_come_into_view(
    open_page: OpenPage, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(230):
        add(f"张{number:03d}", phone=f"1380000{number:04d}")
    stage = open_page()
    assert stage.page.list.table.rowCount() == 230
    view = stage.page.list.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    stage.robot.until(lambda: names(stage)[-1] == "张000")
    stage.robot.until(
        lambda: stage.page.detail.detail is not None and stage.page.detail.detail.form.name == "张000",
        "the client chosen before its row was read opens once it is",
    )


def test_long_names_are_cut_and_told_whole(open_page: OpenPage, add: Add) -> None:
    name = "石家庄市高新技术产业开发区长江大道中小微企业联合发展促进会（普通合伙）第一分会"
    ref = add(name, kind=ClientKind.ORGANISATION)
    stage = open_page(width=1120, height=520)
    stage.open(ref)
    assert stage.page.detail.head.name.toolTip() == name
    assert stage.page.detail.head.name.width() < stage.page.detail.head.width()
    assert stage.page.detail.head.contract.geometry().right() <= stage.page.detail.head.width()
    assert stage.robot.rows(LIST)[0][0].startswith(name)


def test_chips_of_a_big_firm_fit_the_column(open_page: OpenPage) -> None:
    stage = open_page()
    pane: ClientListPane = stage.page.list
    for chip in pane.chips.values():
        chip.set_count("100,000")
    everything = [*pane.chips.values(), pane.order]
    stage.robot.until(lambda: all(part.width() >= part.sizeHint().width() for part in everything))
    assert all(part.geometry().right() <= pane.width() for part in everything)
    assert pane.filter.chip is ClientChip.ALL


def test_while_many_rows_change_the_list_follows_only_now_and_then(open_page: OpenPage, add: Add) -> None:
    stage = open_page()
    read: list[int] = []
    stage.page.list.table.keys_changed.connect(lambda: read.append(len(stage.page.list.table.keys)))
    many = {"client": {number.to_bytes(16, "big") for number in range(200)}}
    stage.page.on_changes(many)
    assert read == [0], "at once, when an import begins"
    add("张三")
    for _ in range(3):
        stage.page.on_changes(many)
    assert read == [0], "not again with each hundred rows"
    stage.robot.until(lambda: read == [0, 1], "the list is never brought up to date")
    stage.page.on_changes({"client": {bytes(16)}})
    assert read == [0, 1, 1], "a single change shows at once"
