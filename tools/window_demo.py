"""Shows the main window with an invented inbox, to look at: python tools/window_demo.py OUT.png [dark] [width height scale]."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.clock import SteppedClock
from app.settings import Settings
from app.terms import Theme, WorkState
from app.views.application import make_application
from app.views.areas import Area, Badge
from app.views.components.buttons import Button, Chip, DropButton, Kind
from app.views.components.feedback import EmptyState
from app.views.components.labels import Label
from app.views.components.pill import PillState, paused, running
from app.views.dialogs import QtDialogs
from app.views.jobs import InlineJobs
from app.views.main_window import MainWindow, Shell
from app.views.shell.top_bar import UserInfo, WorkInfo
from app.views.tables.base_table import BaseTable
from app.views.tables.base_view import BaseView
from app.views.tables.columns import Column, TagSpec
from app.views.theme import theme

NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """An invented question."""

    id: int
    left: float
    channel: str
    icon: str
    asker: str
    signed: bool
    category: str
    text: str
    lawyer: str
    received: str


_ROWS = [
    Row(
        1,
        -34,
        "短信",
        "message-square",
        "孙秀英",
        True,
        "劳动争议",
        "公司一直没签合同，辞退时不给补偿，仲裁要什么材料",
        "陈启明",
        "昨天 15:52",
    ),
    Row(
        2,
        14,
        "微信群",
        "messages-square",
        "春暖花开",
        False,
        "婚姻家庭",
        "离婚协议写明房子归孩子，对方不配合过户怎么办",
        "周岚",
        "昨天 16:40",
    ),
    Row(
        3,
        74,
        "微信群",
        "messages-square",
        "滹沱河畔",
        False,
        "民间借贷",
        "借条只写了名字没有身份证号，朋友失联还能起诉吗",
        "周岚",
        "09:10",
    ),
    Row(
        4,
        96,
        "微信",
        "message-circle",
        "李桂兰",
        True,
        "邻里纠纷",
        "楼上漏水泡坏吊顶，物业说管不了，该找谁赔",
        "郭静",
        "09:32",
    ),
    Row(
        5,
        254,
        "北京法网",
        "globe",
        "BJ-40223",
        False,
        "物业服务",
        "小区地面车位被物业改成收费车位，合法吗，要怎么办",
        "何思远",
        "12:24",
    ),
    Row(
        6,
        1e6,
        "微信",
        "message-circle",
        "王海燕",
        True,
        "装修合同",
        "装修公司停工两个月（等对方补合同）",
        "周岚",
        "昨天 11:20",
    ),
]


def _pill(row: Row, now: datetime) -> PillState:
    if row.left > 1e5:
        return paused(datetime(2026, 3, 16, 1, 0, tzinfo=UTC), 0.42, now)
    return running(row.left, 300, NOW + timedelta(minutes=row.left), now)


def page(jobs: InlineJobs, clock: SteppedClock) -> QWidget:
    """Return a page in the pattern: title and primary action, chips, list."""
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(16, 12, 16, 12)
    rows.setSpacing(12)
    head = QHBoxLayout()
    head.setSpacing(12)
    head.addWidget(Label("咨询", "title"))
    head.addWidget(Label("待答复 12 件，其中 3 件需要马上处理", "note"))
    head.addStretch(1)
    head.addWidget(Button("提醒语", icon="copy"))
    head.addWidget(Button("登记咨询", Kind.PRIMARY, icon="plus", shortcut="F2"))
    rows.addLayout(head)
    chips = QHBoxLayout()
    chips.setSpacing(8)
    first = Chip("待答复", 12)
    first.setChecked(True)
    for chip in (first, Chip("即将超时", 5, tone="urg"), Chip("已超时", 1, tone="over"), Chip("我的", 4)):
        chips.addWidget(chip)
    chips.addStretch(1)
    chips.addWidget(DropButton("全部渠道"))
    rows.addLayout(chips)
    columns: list[Column[Row]] = [
        Column("left", "剩余时间", lambda _r: "", 150, sort="due", pill=_pill),
        Column("channel", "渠道", lambda r: r.channel, 86, icon=lambda r: r.icon, colour="text2"),
        Column(
            "asker",
            "咨询人",
            lambda r: r.asker,
            100,
            sort="asker",
            tag=lambda r: TagSpec(icon="badge-check", spoken="已签约") if r.signed else None,
        ),
        Column("category", "类别", lambda r: r.category, 64, colour="text2", priority=2),
        Column("text", "内容摘要", lambda r: r.text, 160, stretch=True, priority=1),
        Column("lawyer", "律师", lambda r: r.lawyer, 56, colour="text2"),
        Column("received", "收到", lambda r: r.received, 76, colour="text3", right=True, sort="received"),
    ]
    by_id = {row.id: row for row in _ROWS}
    table: BaseTable[int, Row] = BaseTable(columns, jobs, lambda keys: [by_id[key] for key in keys], lambda row: row.id)
    view = BaseView(table, "咨询列表", empty=EmptyState("messages-square", "没有待答复的咨询"), clock=clock)
    view.show_sorted("due", descending=True)
    table.set_keys(list(by_id))
    view.choose(3)
    rows.addWidget(view, 1)
    return whole


def main() -> None:
    """Write one picture."""
    arguments = sys.argv[2:]
    dark = "dark" in arguments
    numbers = [int(part) for part in arguments if part.isdigit()]
    wide, high, scale = numbers if len(numbers) == 3 else (1366, 768, 100)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.json")
        application = make_application(settings)
        theme().apply(Theme.DARK if dark else Theme.LIGHT, scale)
        jobs, clock = InlineJobs(), SteppedClock(NOW)
        areas = [
            Area("consultations", "咨询", "messages-square", lambda: page(jobs, clock), lambda: Badge(3, urgent=True)),
            Area("clients", "服务对象", "users", lambda: QLabel("服务对象")),
            Area("contracts", "合同", "file-pen", lambda: QLabel("合同"), lambda: Badge(5)),
        ]
        shell = Shell(
            areas,
            jobs,
            settings,
            QtDialogs(),
            clock,
            UserInfo("周岚", "律师"),
            lambda _now: WorkInfo(WorkState.OPEN, "至 17:30"),
        )
        window = MainWindow(shell)
        window.resize(wide, high)
        window.open_area("consultations")
        window.refresh_badges()
        window.show()
        if "toast" in arguments:
            window.toasts.show_done("已复制，并标记为 14:26 发送，时限内", action="撤回", done=window.update)
            window.toasts.show_error(
                "PDF 没有存成：E 盘已满。合同内容已保存在本机。", action="换个位置", done=window.update
            )
        if "search" in arguments:
            window.activateWindow()
            QApplication.processEvents()
            window.actions_.get("search").run()
        if "lock" in arguments:
            window.lock.lock()
        if "menu" in arguments:
            window.top.open_menu()
        if "keys" in arguments:
            window.show_shortcuts()
        for _ in range(3):
            QApplication.processEvents()
        shot = window.grab()
        shown = [it for it in application.topLevelWidgets() if it is not window and it.isVisible()]
        shot.save(sys.argv[1])
        for index, other in enumerate(shown):
            other.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)
            other.grab().save(sys.argv[1].replace(".png", f"-{index}.png"))
        application.quit()


if __name__ == "__main__":
    main()
