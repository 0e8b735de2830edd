"""Draws every component, light and dark side by side, into a PNG to look at: python tools/gallery.py OUT.png."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from datetime import UTC, datetime, time

from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.settings import Settings
from app.terms import Theme, Urgency
from app.views.application import make_application
from app.views.components.buttons import Button, Chip, DropButton, IconButton, Kind
from app.views.components.choices import Choice
from app.views.components.feedback import Banner, Busy, EmptyState, Stepper, ThinBar
from app.views.components.fields import PasswordField, SearchField, TextArea, TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Avatar, Label, Panel, Tag, Tone
from app.views.components.moments import MomentField, TimeField
from app.views.components.number_field import NumberField
from app.views.components.pill import HEIGHT, WIDTH, PillState, draw_pill
from app.views.components.toggles import CheckBox, Segmented, Switch
from app.views.contracts.inputs import MoneyField
from app.views.theme import theme

NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


def _row(*widgets: QWidget, gap: int = 8) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


class _Pill(QWidget):
    """A countdown as the lists draw it."""

    def __init__(self, state: PillState) -> None:
        super().__init__()
        self._state = state
        self.setFixedSize(theme().px(WIDTH), theme().px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Paint the pill."""
        draw_pill(QPainter(self), self.rect(), self._state)


def _pills() -> list[_Pill]:
    shown = (
        (Urgency.CALM, "4 时 14 分", 0.15),
        (Urgency.SOON, "1 时 14 分", 0.75),
        (Urgency.URGENT, "剩 14 分", 0.95),
        (Urgency.OVERDUE, "超 34 分", 1.0),
        (Urgency.PAUSED, "周一 09:00 继续", 0.42),
        (Urgency.CALM, "周一上午登录", None),
    )
    return [_Pill(PillState(urgency, urgency.label, rest, share, rest)) for urgency, rest, share in shown]


def sheet() -> QWidget:
    """Return a page with one of everything."""
    page = Panel("bg", margin=24, spacing=8)
    rows = page.body
    rows.addWidget(Label("浅色" if not theme().dark else "深色", "title"))
    rows.addWidget(Label("剩余时间", "hint"))
    pills = _pills()
    rows.addLayout(_row(*pills[:4]))
    rows.addLayout(_row(*pills[4:]))
    rows.addWidget(Label("按钮与筛选", "hint"))
    off = Button("不可用")
    off.setEnabled(False)
    rows.addLayout(
        _row(
            Button("登记咨询", Kind.PRIMARY, icon="plus", shortcut="F2"),
            Button("提醒语", icon="copy"),
            Button("作废编号", Kind.DESTRUCTIVE, icon="trash-2"),
            Button("看原文", Kind.TEXT),
            off,
        )
    )
    waiting = Chip("待答复", 12)
    waiting.setChecked(True)
    rows.addLayout(
        _row(
            waiting,
            Chip("即将超时", 5, tone="urg"),
            Chip("已超时", 1, tone="over"),
            Tag("已签约", Tone.ACCENT, "badge-check"),
            Tag("时限内", Tone.OK, "check"),
            Tag("将到期", Tone.SOON, "hourglass"),
            Tag("紧急", Tone.URGENT, "flame"),
            Tag("超时", Tone.OVERDUE, "circle-alert"),
        )
    )
    rows.addWidget(Label("输入框", "hint"))
    name = FormField("姓名", TextField(), required=True)
    name.input.setText("李桂兰")  # type: ignore[attr-defined]
    number = FormField("身份证号", NumberField(), check=lambda _value: "最后一位对不上，请核对原件")
    number.input.setText("130102195108021529")  # type: ignore[attr-defined]
    number.check()
    phone = FormField("手机", NumberField("11 位手机号"))
    forms = QHBoxLayout()
    for field in (name, number, phone):
        forms.addWidget(field)
    rows.addLayout(forms)
    amount = MoneyField()
    amount.set_value(5500000)
    password = PasswordField()
    password.setText("secret")
    more = QHBoxLayout()
    more.addWidget(FormField("本阶段律师服务费", amount, required=True, hint="伍万伍仟元整"))
    more.addWidget(FormField("减免理由", Choice([(1, "签约服务对象优惠"), (2, "法律援助")])))
    more.addWidget(FormField("收到时间", MomentField(lambda: NOW, NOW)))
    more.addWidget(FormField("密码", password))
    rows.addLayout(more)
    area = TextArea("把问题粘贴到这里", lines=2)
    rows.addWidget(FormField("问题", area))
    rows.addWidget(SearchField("搜索", hint="姓名、拼音、电话均可"))
    rows.addLayout(
        _row(
            CheckBox("周一", checked=True),
            CheckBox("周六"),
            Switch("夏季作息", on=True),
            Switch("短信"),
            TimeField(time(9), small=True),
            Segmented("方案", [(1, "石家庄 29 条"), (2, "北京法网 16 条")]),
            DropButton("全部渠道"),
            IconButton("x", "关闭"),
            Avatar("周"),
        )
    )
    steps = Stepper(["事项", "收费", "条款与预览", "保存归档"])
    steps.set_current(1)
    rows.addLayout(_row(steps, Busy("正在生成合同…")))
    rows.addWidget(ThinBar(0.75, "soonbar", (0.6, 0.8)))
    card = Panel("card", margin=8)
    card.body.addWidget(
        EmptyState(
            "messages-square",
            "没有待答复的咨询",
            "今天已答 9 件。新问题到了会排在这里。",
            button=Button("登记咨询", icon="plus", small=True),
        )
    )
    rows.addWidget(card)
    rows.addWidget(
        Banner("S9.2 法律援助转介：来文提到“低保”，答复未告知。", "urgent", action="插入告知语", done=page.update)
    )
    rows.addWidget(
        Banner("PDF 没有存成：E 盘已满。合同内容已保存在本机。", "error", action="换个位置", done=page.update)
    )
    rows.addStretch(1)
    return page


def main() -> None:
    """Write both themes side by side."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "gallery.png")
    scale = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory() as folder:
        application = make_application(Settings(Path(folder) / "settings.json"))
        shots = []
        for choice in (Theme.LIGHT, Theme.DARK):
            theme().apply(choice, scale)
            page = sheet()
            page.resize(683 * scale // 100, 900 * scale // 100)
            page.show()
            QApplication.processEvents()
            shots.append(page.grab())
            page.close()
        whole = QPixmap(shots[0].width() * 2, shots[0].height())
        painter = QPainter(whole)
        painter.drawPixmap(0, 0, shots[0])
        painter.drawPixmap(shots[0].width(), 0, shots[1])
        painter.end()
        whole.save(str(out))
        application.quit()


if __name__ == "__main__":
    main()
