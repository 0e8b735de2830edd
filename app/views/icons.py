"""Line icons from resources/icons: stroke by size, colour from the tokens, cached."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import resource
from app.views.theme import theme

_cache: dict[tuple[str, int, str, float], QPixmap] = {}
_LIMIT = 600


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def stroke_width(size: int) -> float:
    """Return the stroke in the drawing's 24 units that shows as 1.5 px (1.4 px below 20 px)."""
    return (1.5 if size >= 20 else 1.4) * 24 / size


def pixmap(name: str, size: int = 16, colour: str = "text2", ratio: float | None = None) -> QPixmap:
    """Return an icon as a picture.

    Args:
        name: the file's name without .svg.
        size: pixels at 100 % text; grows with the text scale.
        colour: a token, or #RRGGBB.
        ratio: device pixels per pixel; the screen's when not given.

    """
    application = QGuiApplication.instance()
    if ratio is None:
        ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    value = colour if colour.startswith("#") else theme().value(colour)
    key = (name, theme().px(size), value, ratio)
    found = _cache.get(key)
    if found is None:
        if len(_cache) >= _LIMIT:
            _cache.clear()
        found = _cache[key] = _drawn(name, size, value, ratio)
    return found


def _drawn(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    side = theme().px(size)
    svg = (
        _source(name)
        .replace("currentColor", colour)
        .replace('stroke-width="2"', f'stroke-width="{stroke_width(size):.3f}"')
    )
    picture = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture


class _Engine(QIconEngine):
    """Draws in the present theme's colour whenever asked, so icons follow a theme change by themselves."""

    def __init__(self, name: str, size: int, colour: str) -> None:
        super().__init__()
        self._name, self._size, self._colour = name, size, colour

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._size, self._colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: ARG002
        colour = "text_disabled" if mode == QIcon.Mode.Disabled else self._colour
        side = min(size.width(), size.height())
        return pixmap(self._name, round(side / scale * 100 / theme().scale) or self._size, colour, scale)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        colour = "text_disabled" if mode == QIcon.Mode.Disabled else self._colour
        side = min(rect.width(), rect.height())
        picture = pixmap(self._name, side * 100 // theme().scale, colour, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, picture)


def icon(name: str, colour: str = "text2", size: int = 16) -> QIcon:
    """Return an icon for Qt's own widgets (menus, line edit actions); it follows the theme."""
    return QIcon(_Engine(name, size, colour))


def draw_icon(painter: QPainter, name: str, rect: QRect, colour: str, size: int = 16) -> None:
    """Draw an icon centred in a rectangle."""
    picture = pixmap(name, size, colour, painter.device().devicePixelRatio())
    side = theme().px(size)
    painter.drawPixmap(rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2, picture)
