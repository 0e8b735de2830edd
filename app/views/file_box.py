"""Taking in pictures and files: pasted, dropped or picked; thumbnails that can be taken away again."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.attachments import NewAttachment
from app.terms import AttachmentKind
from app.views.components.buttons import Button, IconButton
from app.views.components.labels import ElidedLabel, Icon, Label, Panel
from app.views.components.painting import Painted, draw_box
from app.views.dialogs import Dialogs
from app.views.icons import draw_icon
from app.views.jobs import JobRunner
from app.views.theme import theme

PICTURES = "图片 (*.png *.jpg *.jpeg *.bmp *.gif *.webp)"
PAPERS = "图片和文件 (*.png *.jpg *.jpeg *.bmp *.gif *.webp *.pdf *.doc *.docx *.mp3 *.m4a *.amr);;全部文件 (*)"
THUMB = 44


def png_of(image: QImage) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(kept.data())


class Thumb(Painted):
    """A small picture of a file, or a paper sign where it is none."""

    def __init__(self, data: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QPixmap()
        picture.loadFromData(data)
        self._picture = picture
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the square."""
        return QSize(theme().px(THUMB), theme().px(THUMB))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture cut to the square, or the sign."""
        painter = QPainter(self)
        draw_box(painter, self.rect(), "surface2", "border2", 4)
        if self._picture.isNull():
            draw_icon(painter, "file-text", self.rect(), "text2", 20)
            return
        side = min(self._picture.width(), self._picture.height())
        middle = QRect((self._picture.width() - side) // 2, (self._picture.height() - side) // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect().adjusted(2, 2, -2, -2), self._picture, middle)


class _Entry(Panel):
    """One file taken in."""

    removed = Signal(object)

    def __init__(self, file: NewAttachment) -> None:
        super().__init__("box", margin=(4, 4, 4, 4), spacing=8, horizontal=True)
        self.file = file
        self.body.addWidget(Thumb(file.data))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        name = ElidedLabel(file.file_name, 13)
        name.setMinimumWidth(theme().px(90))
        words.addWidget(name)
        words.addWidget(Label(f"{max(1, len(file.data) // 1024):,} KB", "hint"))
        words.addStretch(1)
        self.body.addLayout(words, 1)
        away = IconButton("x", f"去掉 {file.file_name}", size=22, icon_size=14)
        away.clicked.connect(lambda _checked=False: self.removed.emit(self))
        self.body.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)


class FileBox(QWidget):
    """Takes files in; give its `files()` to a service. An input for `FormField`.

    Args:
        jobs: reads picked files off the UI thread.
        dialogs: picks files.
        kind: what the files are kept as.
        words: what to paste or drop, e.g. “群成员截图”.
        patterns: of the file dialog.

    """

    changed = Signal()
    left = Signal()
    refused = Signal(object)
    """AppError: a file could not be read."""

    def __init__(
        self,
        jobs: JobRunner,
        dialogs: Dialogs,
        kind: AttachmentKind,
        *,
        words: str = "图片",
        patterns: str = PICTURES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._dialogs, self._kind, self._patterns, self._words = jobs, dialogs, kind, patterns, words
        self._entries: list[_Entry] = []
        self._pictures = 0
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        rows.addLayout(self._list)
        line = QHBoxLayout()
        line.setSpacing(8)
        pick = Button("选择文件", icon="paperclip", small=True)
        pick.clicked.connect(lambda _checked=False: self.pick())
        paste = Button("粘贴截图", icon="clipboard-paste", small=True)
        paste.clicked.connect(lambda _checked=False: self.paste())
        line.addWidget(paste)
        line.addWidget(pick)
        line.addWidget(Icon("image", "text3", 14, line=20))
        self._hint = ElidedLabel(f"{words}可直接拖到这里", 12, "text3")
        line.addWidget(self._hint, 1)
        rows.addLayout(line)

    # --- the files ---

    def files(self) -> tuple[NewAttachment, ...]:
        """Return what was taken in."""
        return tuple(entry.file for entry in self._entries)

    def value(self) -> list[NewAttachment]:
        """Return what was taken in (as a form's input)."""
        return list(self.files())

    def set_kind(self, kind: AttachmentKind, words: str) -> None:
        """Keep files as another kind from now on, also those taken in already."""
        self._kind = kind
        self._hint.set_text(f"{words}可直接拖到这里")
        for entry in self._entries:
            entry.file = NewAttachment(entry.file.file_name, kind, entry.file.data)

    def add(self, file: NewAttachment) -> None:
        """Take a file in; the same bytes are taken once."""
        if any(entry.file.data == file.data for entry in self._entries):
            return
        entry = _Entry(file)
        entry.removed.connect(self._remove)
        self._entries.append(entry)
        self._list.addWidget(entry)
        entry.show()
        self.changed.emit()

    def add_image(self, image: QImage) -> None:
        """Take a picture in."""
        if not image.isNull():
            self._pictures += 1
            self.add(NewAttachment(f"图片{self._pictures}.png", self._kind, png_of(image)))

    def add_paths(self, paths: Sequence[str | Path]) -> None:
        """Read files from disk and take them in."""
        for path in paths:
            self._jobs.run(
                NewAttachment.from_file, Path(path), self._kind, lane="work", done=self.add, failed=self._refuse
            )

    def take(self, pasted: object) -> None:
        """Take in what a text area handed over: a QImage or a list of paths."""
        if isinstance(pasted, QImage):
            self.add_image(pasted)
        elif isinstance(pasted, list):
            self.add_paths(pasted)

    def clear(self) -> None:
        """Forget everything taken in."""
        self._pictures = 0
        for entry in list(self._entries):
            self._remove(entry)

    def _remove(self, entry: object) -> None:
        if isinstance(entry, _Entry) and entry in self._entries:
            self._entries.remove(entry)
            self._list.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
            self.changed.emit()

    def _refuse(self, error: AppError) -> None:
        self.refused.emit(error)

    # --- ways in ---

    def pick(self) -> None:
        """Let the user pick files."""
        self.add_paths(self._dialogs.open_files(self, "选择要附上的文件", self._patterns))

    def paste(self) -> bool:
        """Take in what the clipboard holds; return whether it was a picture or a file."""
        held = QGuiApplication.clipboard().mimeData()
        files = [url.toLocalFile() for url in held.urls() if url.isLocalFile()]
        if held.hasImage():
            self.add_image(QGuiApplication.clipboard().image())
        elif files:
            self.add_paths(files)
        else:
            self.refused.emit(AppError("剪贴板里没有图片。", todo="请先截图或复制图片，再粘贴。"))
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste with Ctrl+V."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome pictures and files."""
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in what is dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.add_paths(files)
        elif event.mimeData().hasImage():
            self.take(event.mimeData().imageData())
        event.acceptProposedAction()
