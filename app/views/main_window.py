"""The main window: navigation, top bar, the pages of the registered areas, status bar, messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from app.clock import Clock
from app.errors import AppError
from app.settings import Settings
from app.terms import Theme
from app.views.actions import Action, Actions
from app.views.areas import Area, Badge, Hit, SearchProvider
from app.views.components.labels import Panel, divider
from app.views.dialogs import Dialogs
from app.views.jobs import InlineJobs, Jobs
from app.views.lock_screen import LockOverlay
from app.views.shell.navigation import Navigation
from app.views.shell.notices import Notices
from app.views.shell.overlays import message_sheet, shortcut_sheet
from app.views.shell.search_box import SearchBox
from app.views.shell.status_bar import StatusBar
from app.views.shell.toasts import Toasts
from app.views.shell.top_bar import TopBar, UserInfo, WorkInfo
from app.views.theme import theme

NARROW = 1000
SMALLEST = QSize(880, 480)


@dataclass(frozen=True)
class Shell:
    """What the window is given from outside.

    Args:
        areas: in the order of the navigation.
        jobs: runs services.
        settings: remembers geometry, theme, text size.
        dialogs: opens dialogs.
        clock: the present instant.
        user: who is signed in.
        work: what the working calendar says of an instant; quick, called in the UI thread once a minute.
        searches: groups of the global search, in order.
        undo: undoes the user's last operation in the writer thread, returns its label or None if there is none.
        redo: the other way.

    """

    areas: Sequence[Area]
    jobs: Jobs | InlineJobs
    settings: Settings
    dialogs: Dialogs
    clock: Clock
    user: UserInfo
    work: Callable[[datetime], WorkInfo]
    searches: Sequence[SearchProvider] = field(default=())
    undo: Callable[[], str | None] | None = None
    redo: Callable[[], str | None] | None = None


class MainWindow(QWidget):
    """Shows one page at a time; answers the pages' `…_requested` signals."""

    switch_user_requested = Signal()
    lock_requested = Signal()
    closed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell = shell
        self.setWindowTitle("律顾台")
        self.setMinimumSize(SMALLEST)
        self.content = QWidget(self)
        self.actions_ = Actions(self.content)
        self.search = SearchBox(shell.jobs, self.actions_, shell.searches, self.content)
        self.nav = Navigation([area for area in shell.areas if area.open_to_user()])
        self.top = TopBar(self.search, shell.clock, shell.work)
        self.status = StatusBar()
        self.stack = QStackedWidget()
        self.notices = Notices(shell.settings)
        self.toasts = Toasts(self.content, shell.clock)
        self.lock = LockOverlay(self, self.content)
        self._pages: dict[str, QWidget] = {}
        self._answers: dict[str, Callable[..., object]] = {}
        self._current = ""
        self._lay_out()
        self._connect()
        self._add_actions()
        self.set_user(shell.user)
        self.status.set_item("safe", "lock", "本机加密")
        self._restore_geometry()

    # --- building ---

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.content)
        columns = QHBoxLayout(self.content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.nav)
        columns.addWidget(divider(vertical=True))
        right = Panel("bg", margin=0, spacing=0)
        for widget in (self.top, divider(), self.notices):
            right.body.addWidget(widget)
        right.body.addWidget(self.stack, 1)
        right.body.addWidget(divider())
        right.body.addWidget(self.status)
        columns.addWidget(right, 1)

    def _connect(self) -> None:
        jobs = self.shell.jobs
        jobs.error_occurred.connect(self.toasts.show_error)
        jobs.slow_changed.connect(self.status.show_slow)
        self.status.cancel_requested.connect(jobs.cancel)
        self.nav.chosen.connect(self.open_area)
        self.search.hit_chosen.connect(self._open_hit)
        self.top.switch_user_requested.connect(self.switch_user_requested)
        self.top.lock_requested.connect(self.lock_requested)
        self.top.quit_requested.connect(self.close)
        self.top.handbook_requested.connect(self.show_handbook)
        self.top.shortcuts_requested.connect(self.show_shortcuts)
        self.top.theme_chosen.connect(self.choose_theme)
        self.top.scale_chosen.connect(self.choose_scale)
        self.toasts.said.connect(lambda _said: self.status.show_messages(len(self.toasts.history)))
        self.status.messages_requested.connect(self.show_messages)
        theme().changed.connect(self._measure)

    def _add_actions(self) -> None:
        add = self.actions_.add
        add(Action("search", "搜索", self._start_search, "search", "Ctrl+K", in_palette=False))
        add(Action("shortcuts", "全部快捷键", self.show_shortcuts, "keyboard", "F1"))
        add(Action("handbook", "使用手册", self.show_handbook, "book-open", "Shift+F1", in_sheets=True))
        add(Action("lock", "锁定", self.lock_requested.emit, "lock", "Ctrl+L", in_sheets=True))
        add(Action("switch-user", "切换用户", self.switch_user_requested.emit, "user-cog"))
        add(Action("theme-light", "外观：浅色", partial(self.choose_theme, Theme.LIGHT), "sun"))
        add(Action("theme-dark", "外观：深色", partial(self.choose_theme, Theme.DARK), "moon"))
        add(Action("larger", "文字放大", partial(self._step_scale, 1), "zoom-in", "Ctrl++;Ctrl+="))
        add(Action("smaller", "文字缩小", partial(self._step_scale, -1), "zoom-out", "Ctrl+-"))
        if self.shell.undo is not None:
            add(Action("undo", "撤销上一步操作", self.undo, "undo-2", "Ctrl+Z"))
        if self.shell.redo is not None:
            add(Action("redo", "重做", self.redo, "redo-2", "Ctrl+Y;Ctrl+Shift+Z"))
        for area in self.shell.areas:
            if area.open_to_user():
                opened = partial(self.open_area, area.id)
                add(Action(f"open-{area.id}", f"打开{area.title}", opened, area.icon, area.shortcut))

    # --- pages ---

    def answer(self, signal: str, handler: Callable[..., object]) -> None:
        """Answer a signal (`client_requested` …) of every page that has it, present and future."""
        self._answers[signal] = handler
        for page in self._pages.values():
            self._listen(page, signal, handler)

    def _listen(self, page: QObject, signal: str, handler: Callable[..., object]) -> None:
        emitter: Any = getattr(page, signal, None)
        if emitter is not None:
            emitter.connect(handler)

    def page(self, area_id: str) -> QWidget:
        """Return an area's page, built at the first call.

        Raises:
            KeyError: the area is not registered or not open to this person.

        """
        if area_id not in self._pages:
            area = next((area for area in self.shell.areas if area.id == area_id and area.open_to_user()), None)
            if area is None:
                raise KeyError(area_id)
            page = area.make_page()
            self._pages[area_id] = page
            self.stack.addWidget(page)
            for signal, handler in self._answers.items():
                self._listen(page, signal, handler)
            hints: Any = getattr(page, "hints_changed", None)
            if hints is not None:
                hints.connect(lambda text, name=area_id: self._show_hints(name, text))
        return self._pages[area_id]

    def pages(self) -> list[QWidget]:
        """Return the pages that were opened so far."""
        return list(self._pages.values())

    def open_area(self, area_id: str, key: object = None) -> bool:
        """Show an area, and a record of it when `key` is given; False if the present page holds the user back."""
        leaving = self._pages.get(self._current)
        if leaving is not None and area_id != self._current and not getattr(leaving, "may_leave", lambda: True)():
            self.nav.set_current(self._current)
            return False
        page = self.page(area_id)
        self._current = area_id
        self.stack.setCurrentWidget(page)
        self.nav.set_current(area_id)
        words: Callable[[], str] = getattr(page, "hints", lambda: "")
        self._show_hints(area_id, words())
        if key is not None:
            opener: Any = page
            opener.open_record(key)
        self._focus_page(page)
        return True

    def _focus_page(self, page: QWidget) -> None:
        """Put the focus into a page, where it was last, so that the page's own keys work at once."""
        focus = QApplication.focusWidget()
        if focus is None or not (page is focus or page.isAncestorOf(focus)):
            last: QWidget | None = page.focusWidget()
            (page if last is None else last).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def current_area(self) -> str:
        """The id of the area on show."""
        return self._current

    def _show_hints(self, area_id: str, text: str) -> None:
        if area_id == self._current:
            self.status.set_hints(f"{text}　F1 全部快捷键" if text else "F1 全部快捷键")

    def _open_hit(self, hit: Hit) -> None:
        if hit.run is not None:
            hit.run()
        elif hit.area:
            self.open_area(hit.area, hit.key)

    def refresh_badges(self) -> None:
        """Ask every area for its count again."""
        for area in self.shell.areas:
            if area.badge is not None and area.open_to_user():
                done = partial(self.nav.set_badge, area.id)
                quiet = partial(self._no_badge, area.id)
                self.shell.jobs.run(area.badge, lane="read", done=done, failed=quiet, key=f"badge:{area.id}")

    def _no_badge(self, area_id: str, _error: AppError) -> None:
        self.nav.set_badge(area_id, Badge(0))

    # --- user, appearance ---

    def set_user(self, user: UserInfo) -> None:
        """Show who is signed in."""
        self.top.user.set_user(user)
        self.lock.set_user(user)

    def choose_theme(self, choice: Theme) -> None:
        """Show and remember another appearance."""
        self.shell.settings.set("theme", choice.value)
        theme().apply(choice)

    def choose_scale(self, scale: int) -> None:
        """Show and remember another text size (per cent)."""
        self.shell.settings.set("text_scale", scale)
        theme().apply(scale=scale)

    def _step_scale(self, step: int) -> None:
        self.choose_scale(max(100, min(200, theme().scale + step * 10)))

    # --- undo ---

    def undo(self) -> None:
        """Undo the last operation and name it."""
        if self.shell.undo is not None:
            self.shell.jobs.run(self.shell.undo, lane="write", done=partial(self._undone, "已撤销", "重做", self.redo))

    def redo(self) -> None:
        """Do again what was undone and name it."""
        if self.shell.redo is not None:
            self.shell.jobs.run(self.shell.redo, lane="write", done=partial(self._undone, "已重做", "撤销", self.undo))

    def _undone(self, word: str, other: str, back: Callable[[], None], label: str | None) -> None:
        if label:
            self.toasts.show_done(f"{word}：{label}", action=other, done=back)
        else:
            self.toasts.show_done("没有可以撤销的操作。" if word == "已撤销" else "没有可以重做的操作。")

    # --- overlays ---

    def _start_search(self) -> None:
        self.search.start(QApplication.focusWidget())

    def show_shortcuts(self) -> None:
        """Show every shortcut."""
        sheet = shortcut_sheet(self, self.actions_.by_scope())
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def show_handbook(self) -> None:
        """Open the handbook at the chapter for the page on show."""
        from app.views.handbook.topics import chapter_for  # noqa: PLC0415 - rarely needed
        from app.views.handbook.window import open_handbook  # noqa: PLC0415 - the same

        section = getattr(self._pages.get(self._current), "current_section", "")
        try:
            open_handbook(self, chapter_for(self._current, section))
        except AppError as error:
            self.toasts.show_error(error)

    def show_messages(self) -> None:
        """Show the recent messages."""
        sheet = message_sheet(self, self.toasts.history, self.shell.clock.now())
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    # --- the window itself ---

    def _measure(self) -> None:
        self.nav.set_compact(self.width() * 100 / theme().scale < NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the navigation in a narrow window."""
        super().resizeEvent(event)
        self._measure()
        self.lock.cover()

    def _restore_geometry(self) -> None:
        kept = self.shell.settings.text("window_geometry")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            screen = self.screen().availableGeometry()
            self.resize(min(1366, screen.width()), min(768, screen.height()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let an unfinished form hold the user back; remember the window's place."""
        page = self._pages.get(self._current)
        if page is not None and not getattr(page, "may_leave", lambda: True)():
            event.ignore()
            return
        kept = bytes(self.saveGeometry().toBase64().data()).decode()
        self.shell.settings.set("window_geometry", kept)
        self.top.stop()
        self.closed.emit()
        super().closeEvent(event)
