"""Act two: the asker has joined the group and becomes a signed-up client with a file; an edit is undone by name."""

from typing import TYPE_CHECKING

from app.views.tour.hand import Hand
from app.views.tour.people import ASKER, chat_screenshot
from app.views.tour.stage import Stage, at

if TYPE_CHECKING:
    from app.views.tour.guide import Guide

WRONG_PHONE = "13900000002"


def play(guide: "Guide") -> None:
    """Play the act."""
    stage = guide.stage
    with guide.step("提问人已入群：一步签约，附群成员截图", "签约"):
        fill_sign_up(stage)
    with guide.step("签约完成，打开服务对象档案", "档案"):
        open_file(stage)
    with guide.step("补全档案：证件号自动带出出生日期和性别", "编辑档案"):
        complete_file(stage)
    with guide.step("改错电话后按 Ctrl+Z 撤销，说明撤销了什么", "撤销"):
        undo_edit(stage)


def fill_sign_up(stage: Stage) -> None:
    """Fill the sign-up form that the consultation opens."""
    stage.clock.set(at("2026-03-13 14:10"))
    hand = stage.hand
    hand.click("签约为服务对象")
    hand.wait_for("规定的群名")
    hand.type_into("姓名", ASKER.name)
    hand.type_into("电话", ASKER.phone)
    shot = chat_screenshot(stage.root / "群成员.png", (f"{ASKER.nickname} 加入了群聊",))
    stage.dialogs.answer("open_files", [shot])
    hand.click("选择文件")
    hand.wait_for("群成员.png")


def open_file(stage: Stage) -> None:
    """Finish signing up and follow the message into the file."""
    hand = stage.hand
    hand.click("完成签约")
    hand.wait_for(f"{ASKER.name} 已签约")
    Hand(stage.seat.window.toasts).click("打开档案")
    hand.wait_for("往来")
    for words in (ASKER.name, "已签约", ASKER.nickname, ASKER.question[:12]):
        hand.wait_for(words)


def complete_file(stage: Stage) -> None:
    """Add what the contract needs."""
    hand = stage.hand
    hand.press("Ctrl+E")
    hand.wait_for(f"编辑 {ASKER.name}")
    hand.type_into("证件号码", ASKER.identity_no)
    hand.wait_for("1949-12-31")
    hand.type_into("详细地址", ASKER.address)
    hand.press("Ctrl+S")
    hand.wait_for(f"已保存 {ASKER.name} 的档案")
    hand.wait_for(ASKER.address)


def undo_edit(stage: Stage) -> None:
    """Save a wrong number, take it back."""
    hand = stage.hand
    hand.press("Ctrl+E")
    hand.wait_for(f"编辑 {ASKER.name}")
    hand.type_into("电话", WRONG_PHONE)
    hand.press("Ctrl+S")
    hand.wait_for("139****0002")
    hand.press("Ctrl+Z")
    hand.wait_for(f"已撤销：修改服务对象 {ASKER.name}")
    hand.until(lambda: not hand.sees("139****0002"), "撤销以后还是改错的电话。")
    hand.wait_for("139****0001")
