"""Act four: the client is found by pinyin; the same pages in the dark theme and at 150 % text."""

from typing import TYPE_CHECKING

from app.terms import Theme
from app.views.tour.act_question import search
from app.views.tour.people import ASKER
from app.views.tour.stage import Stage

if TYPE_CHECKING:
    from app.views.tour.guide import Guide

AREAS = {"consultations": "收件箱", "clients": "档案", "contracts": "合同"}


def play(guide: "Guide") -> None:
    """Play the act."""
    stage = guide.stage
    with guide.step("Ctrl+K 用拼音找到服务对象", "拼音检索"):
        find_by_pinyin(stage)
    with guide.step("深色外观"):
        look(guide, Theme.DARK, 100, "深色")
    with guide.step("文字放大到 150%"):
        look(guide, Theme.LIGHT, 150, "放大")


def find_by_pinyin(stage: Stage) -> None:
    """Type initials, then whole syllables."""
    hand = stage.hand
    search(hand, ASKER.pinyin)
    hand.until(lambda: any(ASKER.name in row[0] for row in hand.rows("搜索结果")), "搜索结果里没有这位服务对象。")


def look(guide: "Guide", choice: Theme, scale: int, words: str) -> None:
    """Take pictures of the areas in another appearance."""
    window = guide.stage.seat.window
    window.choose_theme(choice)
    window.choose_scale(scale)
    for area, name in AREAS.items():
        window.open_area(area)
        guide.picture(f"{words}-{name}")
