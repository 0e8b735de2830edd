"""减免对象 in the client's file: adding in place, proof and date, removing, undo."""

from collections.abc import Callable
from datetime import date

import pytest

from app.services.clients.types import ClientRef, ReliefForm, ReliefView
from app.services.container import Services
from app.terms import ReliefGroup
from app.views.clients.relief_section import validity
from tests.gui.clients.conftest import OpenPage

Add = Callable[..., ClientRef]
TODAY = date(2026, 3, 13)


def view(proof: str, until: date | None) -> ReliefView:
    """Return a relief group on file."""
    return ReliefView(b"r" * 16, ReliefGroup.LOW_INCOME, proof, until, until is not None and until < TODAY)


@pytest.mark.parametrize(
    ("proof", "until", "words"),
    [
        ("低保证", None, "已核"),
        ("", None, "待补证明"),
        ("低保证", date(2026, 4, 30), "48 天后到期"),
        ("低保证", TODAY, "今天到期"),
        ("低保证", date(2026, 3, 12), "已过期"),
        ("低保证", date(2026, 5, 13), "已核"),
    ],
)
def test_validity_is_told_in_words(proof: str, until: date | None, words: str) -> None:
    assert validity(view(proof, until), TODAY)[0] == words


@pytest.mark.clause("S9.1")
def test_a_group_is_added_in_place_and_stands_in_head_and_list(open_page: OpenPage, add: Add) -> None:
    stage = open_page(height=900)
    stage.open(add("李桂兰"))
    stage.click("添加减免对象")
    stage.click("登记")
    stage.robot.wait_for("请选择减免对象。")
    stage.robot.choose("减免对象", "低保户")
    stage.robot.type_into("证明", "低保证 第 0312 号")
    stage.robot.type_into("有效期至", "2026-4-30")
    stage.click("登记")
    assert stage.said.done == ["已为 李桂兰 登记减免对象 低保户"]
    stage.robot.wait_for("48 天后到期")
    stage.robot.wait_for("低保证 第 0312 号，证至 2026-04-30")
    assert "低保户" in stage.robot.rows("服务对象列表")[0][0]


def test_the_same_group_twice_is_refused_beside_the_field(open_page: OpenPage, add: Add, services: Services) -> None:
    ref = add("李桂兰")
    services.clients.files.add_relief(ref.id, ReliefForm(ReliefGroup.LOW_INCOME))
    stage = open_page(height=900)
    stage.open(ref)
    stage.click("添加减免对象")
    stage.robot.choose("减免对象", "低保户")
    stage.click("登记")
    stage.robot.wait_for("李桂兰 已经登记为低保户。")


def test_removing_a_group_can_be_undone(open_page: OpenPage, add: Add, services: Services) -> None:
    ref = add("李桂兰")
    services.clients.files.add_relief(ref.id, ReliefForm(ReliefGroup.DISABLED, "残疾人证"))
    stage = open_page(height=900)
    stage.open(ref)
    stage.click("删除减免对象 残疾人")
    stage.robot.wait_for("没有登记减免对象。")
    outcome = services.history.undo()
    assert outcome.ok
    stage.refresh()
    stage.robot.wait_for("残疾人证，长期有效")


def test_the_form_in_place_comes_into_view(open_page: OpenPage, add: Add) -> None:
    stage = open_page(height=460)
    stage.open(add("李桂兰", address="建安路 5 号", wechat_name="桂兰"))
    stage.click("添加减免对象")
    save = stage.page.detail.facts.reliefs.entry.save
    stage.robot.until(lambda: not save.visibleRegion().isEmpty(), "the button lies below the edge")


def test_esc_leaves_the_form_in_place(open_page: OpenPage, add: Add) -> None:
    stage = open_page(height=900)
    stage.open(add("李桂兰"))
    stage.click("添加减免对象")
    stage.robot.press("Esc")
    assert not stage.page.detail.facts.reliefs.entry.isVisible()
    assert stage.page.detail.facts.reliefs.add_button.hasFocus()
