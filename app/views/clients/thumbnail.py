"""A kept file as a small picture or icon that opens it."""

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.services.attachments import AttachmentView
from app.terms import AttachmentKind
from app.views.components.buttons import PaintedButton
from app.views.components.painting import draw_box
from app.views.desk import Desk
from app.views.icons import draw_icon
from app.views.preview import Previews
from app.views.theme import theme

SIDE = 44
PICTURES = frozenset({AttachmentKind.SCREENSHOT, AttachmentKind.PHOTO})


def size_text(size: int) -> str:
    """Return 812 KB, 2.4 MB."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"


class Thumbnail(PaintedButton):
    """A box of 44 with the picture, or an icon for other files."""

    def __init__(self, file: AttachmentView, parent: QWidget | None = None) -> None:
        super().__init__(file.file_name, parent)
        self.file = file
        self._picture: QPixmap | None = None
        self.setToolTip(f"{file.kind.label} {file.file_name}（{size_text(file.size)}）")
        self.setAccessibleName(f"查看{file.kind.label} {file.file_name}")

    def show_file(self, found: tuple[AttachmentView, bytes]) -> None:
        """Show the picture in the bytes of a file, cut to a square, if there is one."""
        picture = QImage.fromData(QByteArray(found[1]))
        if picture.isNull():
            return
        side = round((theme().px(SIDE) - 4) * self.devicePixelRatio())
        keep = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        scaled = picture.scaled(side, side, keep, Qt.TransformationMode.SmoothTransformation)
        left = (scaled.width() - side) // 2
        self._picture = QPixmap.fromImage(scaled.copy(left, 0, side, side))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the box."""
        return QSize(theme().px(SIDE), theme().px(SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box and picture or icon."""
        painter = QPainter(self)
        draw_box(painter, self.rect(), "hover" if self.hovered else "surface", "border2", 6)
        if self._picture is not None:
            painter.drawPixmap(self.rect().adjusted(2, 2, -2, -2), self._picture)
        else:
            icon = "image" if self.file.kind in PICTURES else "file-text"
            draw_icon(painter, icon, self.rect(), "text2", 20)
        if self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", 6, width=2)


class FileBoxes:
    """Makes thumbnails that fill themselves and open their file.

    Args:
        desk: what pages work with.
        parent: the page.

    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk, self._parent = desk, parent
        self.previews = Previews(desk)

    def make(self, file: AttachmentView) -> Thumbnail:
        """Return a box for a file; its picture comes as soon as it is read."""
        box = Thumbnail(file)
        box.clicked.connect(lambda _checked=False: self.open(file))
        if file.media_type.startswith("image/"):
            self._desk.jobs.run(self._desk.services.attachments.read, file.id, done=box.show_file, failed=_stays_icon)
        return box

    def open(self, file: AttachmentView) -> None:
        """Show a picture large, or save a copy of another file."""
        self.previews.open(self._parent, file.id)


def _stays_icon(_error: AppError) -> None:
    """Leave the icon: opening the file says what is wrong."""
