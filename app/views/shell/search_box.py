"""The global search in the top bar: results grouped by area while typing, actions too; one keyboard flow."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.errors import AppError
from app.views.actions import Actions
from app.views.areas import Hit, SearchProvider
from app.views.components.fields import SearchField
from app.views.components.painting import CENTRE, RIGHT, draw_box, draw_text
from app.views.fonts import BASE, CELL, SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.jobs import JobRunner
from app.views.theme import theme

HIT = Qt.ItemDataRole.UserRole
PER_GROUP = 6
WORDS = "搜索服务对象、咨询、合同、操作"
Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    """Draws group heads and results."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return 28 for a head, 34 for a result."""
        return QSize(100, theme().px(34 if index.data(HIT) is not None else 26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        hit, rect, px = index.data(HIT), option.rect, theme().px
        if not isinstance(hit, Hit):
            draw_text(painter, rect.adjusted(px(8), 0, -px(8), 0), str(index.data()), font(SMALL), "text3")
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            draw_box(painter, rect, "soft", None, 4)
        if hit.icon:
            draw_icon(painter, hit.icon, QRect(rect.x() + px(8), rect.y(), px(16), rect.height()), "text2", 16)
        words = rect.adjusted(px(32), 0, -px(8), 0)
        draw_text(painter, words, hit.text, font(BASE), "accent" if chosen else "text")
        used = metrics(BASE).horizontalAdvance(hit.text) + px(12)
        if used < words.width():
            draw_text(painter, words.adjusted(used, 0, 0, 0), hit.detail, font(CELL), "text3", align=RIGHT)


class SearchBox(SearchField):
    """Type, ↑ ↓, Enter; Esc goes back to where the focus was."""

    hit_chosen = Signal(object)

    def __init__(self, jobs: JobRunner, actions: Actions, providers: Sequence[SearchProvider], host: QWidget) -> None:
        super().__init__(WORDS, quiet=True)
        self._jobs, self._actions, self._providers = jobs, actions, list(providers)
        self._host = host
        self._found: dict[str, list[Hit]] = {}
        self._back: QWidget | None = None
        self.list = QListWidget(host)
        self.list.setProperty("popup", "true")
        self.list.setAccessibleName("搜索结果")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        self.list.hide()
        self.textEdited.connect(self.search)
        self.installEventFilter(self)

    def start(self, came_from: QWidget | None) -> None:
        """Take the focus; Esc gives it back."""
        self._back = came_from if came_from is not self else self._back
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self.search(self.text())

    def search(self, text: str) -> None:
        """Ask every group for what was typed."""
        wanted = text.strip()
        actions = [
            Hit(action.text, action.keys, action.icon or "command", run=action.run)
            for action in self._actions.matching(wanted, 8 if not wanted else PER_GROUP)
        ]
        self._found = {title: hits for title, hits in self._found.items() if wanted and title != "操作"}
        self._found["操作"] = actions
        if wanted:
            for provider in self._providers:
                done = partial(self._came, provider.title, text)
                failed = partial(self._failed, provider.title)
                key = f"global-search:{provider.title}"
                self._jobs.run(provider.find, wanted, lane="read", done=done, failed=failed, key=key)
        self._show()

    def _came(self, title: str, text: str, hits: list[Hit]) -> None:
        if text == self.text():
            self._found[title] = hits[:PER_GROUP]
            self._show()

    def _failed(self, title: str, _error: AppError) -> None:
        self._found.pop(title, None)

    def _show(self) -> None:
        chosen = self.list.currentItem()
        before = chosen.data(HIT) if self.list.currentRow() >= 0 else None
        self.list.clear()
        for title in [*(provider.title for provider in self._providers), "操作"]:
            hits = self._found.get(title, [])
            if hits:
                head = QListWidgetItem(title, self.list)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
            for hit in hits:
                item = QListWidgetItem(hit.text, self.list)
                item.setData(HIT, hit)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}：{hit.text} {hit.detail}".strip())
                if hit == before:
                    self.list.setCurrentItem(item)
        if self.list.count() == 0:
            nothing = QListWidgetItem("没有找到。可以试姓名、拼音首字母或电话后几位。", self.list)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
        if self.list.currentRow() <= 0:
            self._step(1, start=-1)
        self._place()

    def _place(self) -> None:
        high = sum(self.list.sizeHintForRow(row) for row in range(self.list.count())) + 12
        at = self.mapTo(self._host, QPoint(0, self.height() + 4))
        room = self._host.height() - at.y() - 16
        self.list.setGeometry(at.x(), at.y(), max(self.width(), theme().px(420)), min(high, room))
        self.list.setVisible(self.hasFocus())
        self.list.raise_()

    def _step(self, step: int, start: int | None = None) -> None:
        row = self.list.currentRow() if start is None else start
        for _ in range(self.list.count()):
            row = (row + step) % self.list.count()
            if self.list.item(row).data(HIT) is not None:
                self.list.setCurrentRow(row)
                return

    def _take(self, item: QListWidgetItem | None) -> None:
        hit = item.data(HIT) if item is not None else None
        if isinstance(hit, Hit):
            self._close()
            self.clear()
            self.hit_chosen.emit(hit)

    def _close(self) -> None:
        self.list.hide()
        back, self._back = self._back, None
        if back is not None and back.isVisible():
            back.setFocus()
        else:
            self.clearFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, take, clear or close."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.list.isVisible():
                self.search(self.text())
            else:
                self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self._close()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where the room is short."""
        super().resizeEvent(event)
        room = self.width() - theme().px(32 + 70)
        self.setPlaceholderText(WORDS if metrics(CELL).horizontalAdvance(WORDS) < room else "搜索")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the results when the focus goes elsewhere."""
        if watched is self and event.type() == QEvent.Type.FocusOut:
            self.list.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the key in its box while the field is empty."""
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        painter, px = QPainter(self), theme().px
        wide = metrics(SMALL).horizontalAdvance("Ctrl+K") + px(14)
        box = QRect(self.width() - wide - px(9), (self.height() - px(20)) // 2, wide, px(20))
        draw_box(painter, box, "surface", "border2", 4)
        draw_text(painter, box, "Ctrl+K", font(SMALL), "text3", align=CENTRE)
