"""The top bar: global search, date, time and work state, the signed-in user with a menu."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy

from app.clock import Clock
from app.terms import Theme, WorkState
from app.views.components.buttons import IconButton, PaintedButton
from app.views.components.labels import Avatar, Label, Panel, divider
from app.views.components.painting import Painted, draw_box, draw_text
from app.views.fonts import BASE, SMALL, font, metrics
from app.views.icons import draw_icon, icon
from app.views.shell.search_box import SearchBox
from app.views.text import clock_text, local, long_day_text
from app.views.theme import SCALES, theme
from app.views.ticker import ticker


@dataclass(frozen=True)
class WorkInfo:
    """What the working calendar says now.

    Args:
        state: open, lunch or closed.
        remark: “至 17:30”, “13:30 继续”, “转 12348”.

    """

    state: WorkState
    remark: str = ""


@dataclass(frozen=True)
class UserInfo:
    """Who is signed in: name and the word for the main role."""

    name: str
    role: str = ""


ROOM_FOR_ROLES = 960
SEARCH_WIDTHS = ((1100, 376), (ROOM_FOR_ROLES, 250), (700, 210))
"""In a bar wider than the first, the search is as wide as the second (pixels at 100 % text)."""
_WORK = {
    WorkState.OPEN: ("soft", "softb", "accent", "clock"),
    WorkState.LUNCH: ("surface2", "border", "text2", "pause"),
    WorkState.CLOSED: ("surface2", "border", "text2", "moon"),
}


class WorkPill(Painted):
    """The work state: word and remark in a box of 24."""

    def __init__(self) -> None:
        super().__init__()
        self._info = WorkInfo(WorkState.CLOSED)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """The words on show."""
        return " · ".join(part for part in (self._info.state.label, self._info.remark) if part)

    def show_info(self, info: WorkInfo) -> None:
        """Show another state."""
        if info != self._info:
            self._info = info
            self.setAccessibleName(self.words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the words' room."""
        px = theme().px
        return QSize(px(8 + 14 + 6 + 8) + metrics(SMALL, medium=True).horizontalAdvance(self.words) + 2, px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, icon and words."""
        painter, px = QPainter(self), theme().px
        ground, edge, colour, name = _WORK[self._info.state]
        draw_box(painter, self.rect(), ground, edge, 4)
        draw_icon(painter, name, QRect(px(8), 0, px(14), self.height()), colour, 14)
        style = font(SMALL, medium=self._info.state is WorkState.OPEN)
        draw_text(painter, self.rect().adjusted(px(28), 0, 0, 0), self.words, style, colour)


class UserButton(PaintedButton):
    """Avatar, name and role of the signed-in person; opens the user menu."""

    def __init__(self) -> None:
        super().__init__("用户菜单")
        self._user = UserInfo("")
        self.short = False
        self._avatar = Avatar("")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.addWidget(self._avatar)
        row.addStretch(1)
        self._avatar.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_user(self, user: UserInfo) -> None:
        """Show another person."""
        self._user = user
        self._avatar.set_text(user.name)
        self.setAccessibleName(f"用户菜单，{user.name} {user.role}".strip())
        self.updateGeometry()
        self.update()

    def set_short(self, short: bool) -> None:
        """Leave the role out."""
        self.short = short
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return avatar, words and arrow."""
        px = theme().px
        words = metrics(BASE, medium=True).horizontalAdvance(self._user.name) + px(8)
        if not self.short and self._user.role:
            words += metrics(13).horizontalAdvance(self._user.role) + px(9)
        return QSize(px(4 + 28 + 8 + 8 + 14 + 4) + words, px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and arrow."""
        painter, px = QPainter(self), theme().px
        if self.hovered or self.isDown():
            draw_box(painter, self.rect(), "hover", None, 6)
        x = px(4 + 28 + 8)
        wide = metrics(BASE, medium=True).horizontalAdvance(self._user.name)
        draw_text(painter, QRect(x, 0, wide + 2, self.height()), self._user.name, font(BASE, medium=True), "text")
        if not self.short:
            role = QRect(x + wide + px(9), 0, metrics(13).horizontalAdvance(self._user.role) + 2, self.height())
            draw_text(painter, role, self._user.role, font(13), "text3")
        arrow = QRect(self.width() - px(14 + 4), 0, px(14), self.height())
        draw_icon(painter, "chevron-down", arrow, "text2", 14)
        if self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", 6, width=2)


class TopBar(Panel):
    """48 high.

    Args:
        search: the global search field.
        clock: the present instant.
        work: asked once a minute what the working calendar says.

    """

    switch_user_requested = Signal()
    lock_requested = Signal()
    quit_requested = Signal()
    password_requested = Signal()
    phones_requested = Signal()
    handbook_requested = Signal()
    shortcuts_requested = Signal()
    theme_chosen = Signal(object)
    scale_chosen = Signal(int)

    def __init__(self, search: SearchBox, clock: Clock, work: Callable[[datetime], WorkInfo]) -> None:
        super().__init__("surface", margin=(16, 0, 12, 0), spacing=8, horizontal=True)
        self._clock, self._work, self._search = clock, work, search
        self.body.addWidget(search)
        self.body.addStretch(1)
        self.extras = QHBoxLayout()
        self.extras.setSpacing(8)
        self.body.addLayout(self.extras)
        self._date, self._time, self.work = Label("", "label"), Label("", "cellstrong"), WorkPill()
        for widget in (self._date, self._time, self.work):
            self.body.addWidget(widget)
        line = divider(vertical=True)
        line.setFixedHeight(20)
        self.body.addSpacing(8)
        self.body.addWidget(line)
        self.help = IconButton("circle-help", "使用手册（Shift+F1）", size=32)
        self.help.clicked.connect(lambda _checked=False: self.handbook_requested.emit())
        self.body.addWidget(self.help)
        self.user = UserButton()
        self.user.clicked.connect(self.open_menu)
        self.body.addWidget(self.user)
        self._minute = -1
        ticker().second.connect(self.tick)
        ticker().start()
        self._listening = True
        self.tick()
        theme().changed.connect(self._measure)
        self._measure()

    def stop(self) -> None:
        """Stop listening to the seconds."""
        if self._listening:
            self._listening = False
            ticker().second.disconnect(self.tick)
            ticker().stop()

    def _measure(self) -> None:
        self.setFixedHeight(theme().px(48) - 1)
        wide = self.width()
        unit = 100 / theme().scale
        room = wide * unit
        self._search.setFixedWidth(theme().px(next((w for least, w in SEARCH_WIDTHS if room > least), 170)))
        self._date.setVisible(room > 780)
        self.user.set_short(room < ROOM_FOR_ROLES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the less important in a narrow window."""
        super().resizeEvent(event)
        self._measure()

    def tick(self) -> None:
        """Show the present minute."""
        now = self._clock.now()
        minute = int(now.timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self._date.setText(long_day_text(local(now).date()))
            self._time.setText(clock_text(now))
            self.work.show_info(self._work(now))

    def refresh(self) -> None:
        """Ask for the work state again (the calendar was changed)."""
        self._minute = -1
        self.tick()

    def menu(self) -> QMenu:
        """Return the user menu; the caller owns it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        menu.setWindowFlags(
            menu.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        menu.addAction(icon("user-cog"), "切换用户", self.switch_user_requested.emit)
        menu.addAction(icon("lock"), "锁定（Ctrl+L）", self.lock_requested.emit)
        menu.addAction(icon("key-round"), "修改密码…", self.password_requested.emit)
        menu.addAction(icon("phone"), "我的电话…", self.phones_requested.emit)
        menu.addSeparator()
        self._heading(menu, "外观")
        looks = QActionGroup(menu)
        for choice, name in ((Theme.SYSTEM, "monitor"), (Theme.LIGHT, "sun"), (Theme.DARK, "moon")):
            action = menu.addAction(icon(name), choice.label)
            action.triggered.connect(lambda _checked=False, it=choice: self.theme_chosen.emit(it))
            self._checkable(action, looks, chosen=theme().choice is choice)
        menu.addSeparator()
        self._heading(menu, "文字大小")
        sizes = QActionGroup(menu)
        for scale in SCALES:
            action = menu.addAction(f"{scale}%")
            action.triggered.connect(lambda _checked=False, it=scale: self.scale_chosen.emit(it))
            self._checkable(action, sizes, chosen=theme().scale == scale)
        menu.addSeparator()
        menu.addAction(icon("book-open"), "使用手册（Shift+F1）", self.handbook_requested.emit)
        menu.addAction(icon("keyboard"), "全部快捷键（F1）", self.shortcuts_requested.emit)
        menu.addSeparator()
        menu.addAction(icon("log-out"), "退出", self.quit_requested.emit)
        return menu

    def _heading(self, menu: QMenu, words: str) -> None:
        menu.addAction(words).setEnabled(False)

    def _checkable(self, action: QAction, group: QActionGroup, *, chosen: bool) -> None:
        action.setCheckable(True)
        action.setChecked(chosen)
        group.addAction(action)
        if chosen:
            action.setIcon(icon("check", "accent"))

    def open_menu(self) -> None:
        """Open the user menu below the name."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.user.mapToGlobal(QPoint(self.user.width() - menu.sizeHint().width(), self.user.height() + 2)))
