"""The lock: covers the window, keeps what was typed beneath it; and the watch that notices an idle desk."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QSizePolicy, QWidget

from app.views.components.buttons import Button, Kind
from app.views.components.fields import PasswordField
from app.views.components.form_field import FormField
from app.views.components.labels import Avatar, Label, Panel
from app.views.shell.top_bar import UserInfo
from app.views.theme import theme


class LockOverlay(Panel):
    """Covers `content`, which stays as it is but cannot be seen, clicked or typed into.

    The window answers `unlock_requested` by checking the password, then `unlock()` or `show_error()`.
    """

    unlock_requested = Signal(str)
    switch_user_requested = Signal()
    recovery_requested = Signal()

    def __init__(self, window: QWidget, content: QWidget) -> None:
        super().__init__("bg", margin=24, parent=window)
        self._window, self._content = window, content
        self._veils: list[Panel] = []
        self._put_away: list[QDialog] = []
        self._host_size: QSize | None = None
        self._focus: QWidget | None = None
        self.setAccessibleName("已锁定")
        card = Panel("card", margin=24, spacing=12)
        card.setFixedWidth(theme().px(360))
        self._card = card
        self._avatar, self._name = Avatar("", size=40), Label("", "panel")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._avatar)
        head.addWidget(self._name, 1)
        card.body.addLayout(head)
        card.body.addWidget(Label("已锁定。没有写完的内容都还在，解锁后继续。", "label", wrap=True))
        self.password = PasswordField()
        self.field = FormField("密码", self.password)
        card.body.addWidget(self.field)
        self._go = Button("解锁", Kind.PRIMARY, icon="lock-open")
        self._go.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._go.clicked.connect(self._try)
        self.password.returnPressed.connect(self._try)
        card.body.addWidget(self._go)
        links = QHBoxLayout()
        switch, recover = Button("切换用户", Kind.TEXT, small=True), Button("用恢复密钥", Kind.TEXT, small=True)
        switch.clicked.connect(self.switch_user_requested)
        recover.clicked.connect(self.recovery_requested)
        self._links = (switch, recover)
        links.addWidget(switch)
        links.addStretch(1)
        links.addWidget(recover)
        card.body.addLayout(links)
        middle = QHBoxLayout()  # no alignment: with one, a sentence of two lines would be cut
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        self.body.addStretch(1)
        self.body.addLayout(middle)
        self.body.addStretch(1)
        theme().changed.connect(self._measure)
        self.hide()

    def _measure(self) -> None:
        self._card.setFixedWidth(theme().px(360))

    @property
    def locked(self) -> bool:
        """Whether the window is covered."""
        return not self.isHidden()

    def set_user(self, user: UserInfo) -> None:
        """Show whose password is asked."""
        self._avatar.set_text(user.name)
        self._name.setText(user.name)

    def lock(self) -> None:
        """Cover the window and every open dialog; the password is asked in the one that takes input."""
        if self.locked:
            return
        self._focus = QApplication.focusWidget()
        self._content.setEnabled(False)
        self.password.clear()
        self.field.set_error("")
        self.set_busy(busy=False)
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        host = QApplication.activeModalWidget() or self._window
        self._hide_others(host)
        self.setParent(host)
        if host is not self._window:
            self._make_room(host)
        self.setGeometry(host.rect())
        self.show()
        self.raise_()
        host.activateWindow()
        self.password.setFocus()

    def _hide_others(self, host: QWidget) -> None:
        """Put away what stands beside the window, so that nothing is typed there; veil what has to stay."""
        dialogs = [it for it in QApplication.topLevelWidgets() if isinstance(it, QDialog) and it.isVisible()]
        needed = _with_parents(host)
        for other in [self._window, *dialogs]:
            if isinstance(other, QDialog) and not other.isModal() and other not in needed:
                other.hide()
                self._put_away.append(other)
            elif other is not host:
                veil = Panel("bg", parent=other)
                veil.setGeometry(other.rect())
                veil.show()
                self._veils.append(veil)

    def _make_room(self, host: QWidget) -> None:
        """Enlarge a dialog too small for the card; it stays open until the lock is taken away."""
        self._host_size = host.size()
        self.ensurePolished()
        host.resize(host.size().expandedTo(QSize(self.sizeHint().width(), self.sizeHint().height() + theme().px(60))))
        host.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the dialog that carries the lock from being closed, and fill it."""
        if event.type() == QEvent.Type.Close and self.locked:
            event.ignore()
            return True
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget) and watched is self.parentWidget():
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter and Esc from answering the dialog beneath."""
        event.accept()

    def cover(self) -> None:
        """Follow the size of the window."""
        for widget in (self, *self._veils):
            parent = widget.parentWidget()
            if parent is self._window:
                widget.setGeometry(self._window.rect())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the lock."""
        stops = [it for it in (self.password, self._go, *self._links) if it.isEnabled()]
        focus = QApplication.focusWidget()
        at = next((index for index, stop in enumerate(stops) if stop is focus), -1)
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def unlock(self) -> None:
        """Take the cover away and give the focus back."""
        self._content.setEnabled(True)
        self.hide()
        self._leave_host()
        for veil in self._veils:
            veil.hide()
            veil.deleteLater()
        self._veils.clear()
        for dialog in self._put_away:
            if shiboken6.isValid(dialog):
                dialog.show()
                dialog.activateWindow()
        self._put_away.clear()
        self.password.clear()
        if self._focus is not None and shiboken6.isValid(self._focus) and self._focus.isVisible():
            self._focus.setFocus()
        self._focus = None

    def _leave_host(self) -> None:
        host = self.parentWidget()
        self.setParent(self._window)
        self.hide()
        if host is not None and self._host_size is not None:
            host.removeEventFilter(self)
            host.resize(self._host_size)
            self._host_size = None

    def show_error(self, sentence: str) -> None:
        """Say why it was not unlocked."""
        self.set_busy(busy=False)
        self.field.set_error(sentence)
        self.password.selectAll()
        self.password.setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """Disable the button while the password is checked or has to wait."""
        self._go.setEnabled(not busy)

    def _try(self) -> None:
        if self._go.isEnabled() and self.password.text():
            self.unlock_requested.emit(self.password.text())


def _with_parents(widget: QWidget) -> list[QWidget]:
    """Return a widget and the windows it was opened from."""
    chain = [widget]
    while (above := chain[-1].parentWidget()) is not None:
        chain.append(above)
    return chain


class IdleWatch(QObject):
    """Notices that nobody has touched mouse or keyboard for some minutes; looks at windows, not at every event.

    Args:
        minutes: 0 switches the watch off.

    """

    idle = Signal()
    _TOUCHES = frozenset(
        {
            QEvent.Type.KeyPress,
            QEvent.Type.MouseMove,
            QEvent.Type.MouseButtonPress,
            QEvent.Type.Wheel,
            QEvent.Type.TouchBegin,
        }
    )

    def __init__(self, minutes: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self._rests = False
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
        for window in QGuiApplication.allWindows():
            self._watch(window)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: float) -> None:
        """Change the time and begin to count anew."""
        self._timer.setInterval(int(minutes * 60_000))
        self.touch()

    def touch(self) -> None:
        """Begin to count anew; a watch that rests is not woken by it."""
        if self._timer.interval() > 0 and not self._rests:
            self._timer.start()
        else:
            self._timer.stop()

    def remaining_ms(self) -> int:
        """Return the milliseconds until `idle`, -1 while switched off."""
        return self._timer.remainingTime()

    def rest(self) -> None:
        """Stop counting, whatever is touched: while locked, and for good once the window is left."""
        self._rests = True
        self._timer.stop()

    def end(self) -> None:
        """Stop for good: the window is left, and windows that come later are nobody's to watch."""
        self.rest()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self._watch)

    def resume(self) -> None:
        """Count again from now."""
        self._rests = False
        self.touch()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count anew at each touch."""
        if event.type() in self._TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)
