"""Act three: the loan dispute over 100万: the fee below the guidance, the real pages, filed, saved, printed."""

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton

from app.views.tour.act_question import row_of
from app.views.tour.hand import NotOnShowError
from app.views.tour.people import ASKER
from app.views.tour.stage import Stage, at

if TYPE_CHECKING:
    from app.views.tour.guide import Guide

LIST = "合同列表"
PRINTED = "打印.pdf"
PAGE = re.compile("第 [0-9]+ 页，共 [0-9]+ 页")
MOST_SCREENS = 8
"""So many screens a page has at most."""
HASH = re.compile("([0-9a-f]{8} ){7}[0-9a-f]{8}")


def play(guide: "Guide") -> None:
    """Play the act."""
    stage = guide.stage
    with guide.step("三天后委托借贷纠纷：从档案起草合同，填事项", "事项"):
        begin(stage)
    with guide.step("收费：指导意见逐行算出 62,000 元；照收 62,000 元不能继续", "收费不低于指导意见"):
        refuse_full_fee(stage, guide)
    with guide.step("收 55,000 元，低于指导意见，可以继续", "收费"):
        accept_lower_fee(stage)
    with guide.step("条款与预览：右边是合同的真实页面", "条款与预览"):
        look_at_pages(stage, guide)
    with guide.step("归档：取得编号和两个文件的哈希值", "已归档"):
        file_contract(stage, guide)
    with guide.step("另存 .docx 和 PDF，并打印", "另存和打印"):
        save_and_print(stage, guide)
    with guide.step("合同列表里有这份合同", "合同列表"):
        find_in_list(stage)
    with guide.step("服务对象的往来记录里有咨询、签约和合同", "往来记录"):
        find_in_timeline(stage)


def begin(stage: Stage) -> None:
    """Open the wizard from the client's file and fill the first step."""
    stage.clock.set(at("2026-03-16 10:00"))
    hand = stage.hand
    hand.click("起草合同")
    hand.wait_for("下一步：收费")
    hand.type_into("案由", "民间借贷纠纷")
    hand.type_into("标的额", "100万")
    hand.type_into("对方当事人", ASKER.opponent)
    hand.choose("承办律师", "周岚")
    hand.wait_for("壹佰万元整")


def refuse_full_fee(stage: Stage, guide: "Guide") -> None:
    """See the guidance line by line; the same amount cannot go on."""
    hand = stage.hand
    hand.click("下一步：收费")
    for words in ("62,000", "8,000", "54,000", "冀律协〔2016〕7号"):
        hand.wait_for(words)
    hand.type_into("本阶段律师服务费", "62000")
    hand.wait_for("没有低于指导意见")
    hand.wait_for("与指导意见 62,000 元相同。签约服务对象的收费须低于指导意见（S9.3），请调低。")
    go_on = hand.find(QAbstractButton, "下一步：条款与预览")
    guide.expect(not go_on.isEnabled(), "不能点“下一步”")


def accept_lower_fee(stage: Stage) -> None:
    """Type a fee below the guidance, which may go on."""
    hand = stage.hand
    hand.type_into("本阶段律师服务费", "55000")
    hand.wait_for("低于指导意见")
    hand.wait_for("少 7,000 元")
    hand.wait_for("伍万伍仟元整")
    hand.wait_for("签约服务对象优惠")
    hand.choose("法律援助条件筛查", "不符合条件，已告知")
    go_on = hand.find(QAbstractButton, "下一步：条款与预览")
    hand.until(go_on.isEnabled, "低于指导意见以后“下一步”还是不能点。")


def look_at_pages(stage: Stage, guide: "Guide") -> None:
    """Choose the authority and turn through the pages."""
    hand = stage.hand
    hand.click("下一步：条款与预览")
    hand.wait_for("代理权限")
    hand.type_into("受理机构", "石家庄市裕华区人民法院")
    guide.picture("代理权限")
    turn_page(stage)
    guide.picture("预览下一页")
    turn_page(stage)


def turn_page(stage: Stage) -> None:
    """Press PgDn, which scrolls down the page first, until the next page is on show."""
    hand, before = stage.hand, page_on_show(stage)
    for _ in range(MOST_SCREENS):
        hand.press("PgDown")
        stage.settle()
        if page_on_show(stage) != before:
            return
    raise NotOnShowError(f"按 PgDn 后预览没有翻页，还是{before}。")


def page_on_show(stage: Stage) -> str:
    """Return e.g. “第 3 页，共 6 页”."""
    return next((text for text in stage.hand.texts() if PAGE.fullmatch(text)), "")


def file_contract(stage: Stage, guide: "Guide") -> None:
    """File it; number and hashes are on show."""
    hand = stage.hand
    hand.click("下一步：保存归档")
    hand.wait_for("各项齐全，可以归档")
    hand.click("归档")
    hand.wait_for("已归档，编号 民代〔2026〕")
    guide.expect(len(hashes_on_show(stage)) == 2, "看到两个文件的哈希值")


def hashes_on_show(stage: Stage) -> set[str]:
    """Return the SHA-256 figures on show."""
    return {text.replace(" ", "") for text in stage.hand.texts() if HASH.fullmatch(text)}


def save_and_print(stage: Stage, guide: "Guide") -> None:
    """Save both files and print into a third."""
    hand = stage.hand
    stage.dialogs.answer("folder", guide.camera.folder)
    hand.click("另存 .docx 和 PDF")
    hand.wait_for("已存成")
    saved = [guide.camera.folder / f"{stem_on_show(stage)}{ending}" for ending in (".docx", ".pdf")]
    guide.expect(
        {sha256(path.read_bytes()).hexdigest() for path in saved} == hashes_on_show(stage), "存出的文件与所示哈希值一致"
    )
    stage.dialogs.paper = guide.camera.folder / PRINTED
    hand.click("打印")
    hand.wait_for("已送打印")
    guide.expect(stage.dialogs.paper.stat().st_size > 0, "打印出的文件不是空的")
    guide.camera.keep(*(path.name for path in saved), PRINTED)


def stem_on_show(stage: Stage) -> str:
    """Return the name under which both files were saved, as the window says it."""
    said = next(text for text in stage.hand.texts() if text.startswith("已存成 "))
    return said.removeprefix("已存成 ").split(".docx")[0]


def find_in_list(stage: Stage) -> None:
    """Go back to the list."""
    hand = stage.hand
    hand.click("完成")
    hand.until(lambda: "已归档" in row_of(hand, LIST, ASKER.name), "合同列表里没有这份已归档的合同。")


def find_in_timeline(stage: Stage) -> None:
    """Open the client's file again."""
    hand = stage.hand
    hand.press("Ctrl+2")
    for words in ("合同：民间借贷纠纷", "签约：微信群", "微信群咨询"):
        hand.wait_for(words)
