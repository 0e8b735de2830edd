"""Drawing helpers shared by the widgets and delegates that paint themselves."""

from functools import cache

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from app.views.theme import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def draw_box(
    painter: QPainter,
    rect: QRect,
    fill: str | None,
    edge: str | None = None,
    radius: float = 6,
    *,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """Draw a rounded rectangle with tokens for ground and edge; the edge lies inside the rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme().colour(fill) if fill else Qt.BrushStyle.NoBrush)
    inset = 0.0
    if edge:
        pen = QPen(theme().colour(edge), width)
        if dashed:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        inset = width / 2
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)
    painter.restore()


@cache
def _line_flags(align: Qt.AlignmentFlag) -> int:
    """Return Qt's number for one line so aligned; joining its flags anew for each text costs more than drawing it."""
    return int(align | Qt.TextFlag.TextSingleLine)


def draw_text(
    painter: QPainter, rect: QRect, text: str, font: QFont, colour: str, *, align: Qt.AlignmentFlag = LEFT
) -> None:
    """Draw one line of text, elided at the right where it does not fit."""
    painter.setFont(font)
    painter.setPen(theme().colour(colour))
    measures = QFontMetrics(font)
    if measures.horizontalAdvance(text) > rect.width():
        text = measures.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, _line_flags(align), text)


def draw_bar(painter: QPainter, rect: QRect, share: float, colour: str, track: str | None = "track") -> None:
    """Draw a thin bar of the used share (0 to 1) with round ends."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = rect.height() / 2
    if track:
        painter.setBrush(theme().colour(track))
        painter.drawRoundedRect(QRectF(rect), radius, radius)
    used = min(1.0, max(0.0, share)) * rect.width()
    if used > 0:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(rect), radius, radius)
        painter.setClipPath(shape)
        painter.setBrush(theme().colour(colour))
        painter.drawRoundedRect(QRectF(rect.x(), rect.y(), used, rect.height()), radius, radius)
    painter.restore()


def draw_line(painter: QPainter, start: QPointF, end: QPointF, colour: str, width: float = 1) -> None:
    """Draw a straight line in a token's colour."""
    painter.setPen(QPen(theme().colour(colour), width))
    painter.drawLine(start, end)


class Painted(QWidget):
    """A widget that paints itself from the tokens; measures again when theme or text size change."""

    def changeEvent(self, event: QEvent) -> None:
        """Measure and paint again after a change of theme or text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange):
            self.updateGeometry()
            self.update()


def restyle(widget: QWidget) -> None:
    """Apply the stylesheet again after a property it looks at was changed; one that was not shown yet gets it then."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
