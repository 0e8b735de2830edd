"""The recovery key in eight numbered boxes, as on the printed page; covered while it is typed back."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.views.components.painting import CENTRE, Painted, draw_box, draw_text
from app.views.fonts import AXIS, font
from app.views.theme import theme

COLUMNS = 4
HIGH, GAP = 52, 8
COVER = "••••"


class KeyGrid(Painted):
    """Groups of four characters; cannot be marked or copied, so that it has to be written down or printed."""

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[str, ...] = ()
        self._covered = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_code(self, code: str) -> None:
        """Show a key, groups joined by hyphens."""
        self._groups = tuple(code.split("-")) if code else ()
        self.set_covered(covered=False)
        self.updateGeometry()

    def set_covered(self, *, covered: bool) -> None:
        """Cover the groups, or show them."""
        self._covered = covered
        spoken = " ".join(self._groups)
        self.setAccessibleName("恢复密钥已遮住" if covered else f"恢复密钥 {spoken}")
        self.update()

    @property
    def is_covered(self) -> bool:
        """Whether the groups are covered."""
        return self._covered

    def sizeHint(self) -> QSize:
        """Return the room of two lines of four boxes."""
        px = theme().px
        return QSize(px(4 * 120 + 3 * GAP), 2 * px(HIGH) + px(GAP))

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which the groups can be read."""
        px = theme().px
        return QSize(px(4 * 84 + 3 * GAP), 2 * px(HIGH) + px(GAP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the boxes."""
        painter = QPainter(self)
        px = theme().px
        wide = (self.width() - (COLUMNS - 1) * px(GAP)) // COLUMNS
        for at, group in enumerate(self._groups):
            row, column = divmod(at, COLUMNS)
            box = QRect(column * (wide + px(GAP)), row * (px(HIGH) + px(GAP)), wide, px(HIGH))
            draw_box(painter, box, "surface2", "border", 6)
            number = QRect(box.x() + px(8), box.y() + px(4), px(20), px(16))
            draw_text(painter, number, str(at + 1), font(AXIS), "text3")
            letters = font(20, medium=True)
            letters.setLetterSpacing(letters.SpacingType.AbsoluteSpacing, px(2))
            draw_text(painter, box, COVER if self._covered else group, letters, "text", align=CENTRE)
            letters.setLetterSpacing(letters.SpacingType.AbsoluteSpacing, 0)
