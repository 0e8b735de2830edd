"""Somebody's photo, or the first character of the name while there is none."""

from PySide6.QtCore import QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy

from app.views.components.painting import CENTRE, Painted, draw_box, draw_text
from app.views.fonts import font
from app.views.theme import theme

SIDE = 64


class Photo(Painted):
    """A square of 64."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def has_picture(self) -> bool:
        """Whether a photo is on show."""
        return self._picture is not None

    def show_person(self, name: str, data: bytes = b"") -> None:
        """Show a photo, cut to a square, or the name's first character."""
        self._name, self._picture = name, None
        picture = QImage.fromData(QByteArray(data)) if data else QImage()
        if not picture.isNull():
            side = round(theme().px(SIDE) * self.devicePixelRatio())
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            scaled = picture.scaled(side, side, keep, smooth)
            cut = QRect((scaled.width() - side) // 2, (scaled.height() - side) // 3, side, side)
            self._picture = QPixmap.fromImage(scaled.copy(cut))
        self.setAccessibleName(f"{name}的照片" if self._picture else f"{name}，没有照片")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the square."""
        return QSize(theme().px(SIDE), theme().px(SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint photo or character."""
        painter = QPainter(self)
        if self._picture is not None:
            painter.drawPixmap(self.rect(), self._picture)
            return
        draw_box(painter, self.rect(), "soft", None, 6)
        draw_text(painter, self.rect(), self._name[:1], font(SIDE // 2, medium=True), "accent", align=CENTRE)
