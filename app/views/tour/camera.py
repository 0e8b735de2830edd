"""Keeps what the tour leaves: numbered pictures, papers and the record of its steps."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.clock import monotonic

VEIL = QColor(20, 30, 33, 70)
"""Laid over what stands behind a dialog."""


RECORD = "tour.json"


@dataclass(frozen=True)
class Step:
    """One step of the tour: its name, how long it took in seconds, what it left."""

    number: int
    name: str
    seconds: float
    left: tuple[str, ...]
    passed: bool
    problem: str = ""


def picture_of(window: QWidget) -> QPixmap:
    """Return a picture of a window with the dialogs and menus that stand before it, as a user sees them."""
    QApplication.processEvents()
    below = window
    while isinstance(below, QDialog) and (parent := below.parentWidget()) is not None:
        below = parent.window()
    picture = below.grab()
    painter = QPainter(picture)
    for front in _in_front_of(below):
        if isinstance(front, QDialog):
            painter.fillRect(picture.rect(), VEIL)
            at = QPoint((below.width() - front.width()) // 2, (below.height() - front.height()) // 2)
        else:
            at = below.mapFromGlobal(front.pos())
        painter.drawPixmap(at, front.grab())
    painter.end()
    return picture


def _in_front_of(window: QWidget) -> list[QWidget]:
    tops = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window]
    return [top for top in tops if isinstance(top, QDialog | QMenu)]


def _left_before(folder: Path) -> list[str]:
    """Return what an earlier tour left in the folder, by its own record; nothing else is ever taken away."""
    try:
        steps = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return [str(name) for step in steps for name in step["left"] if Path(name).name == name]
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return []


class Camera:
    """Numbers the steps and writes `tour.json` after each, so that a broken tour says where it broke.

    Args:
        folder: where everything is left.

    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.steps: list[Step] = []
        self._left: list[str] = []
        self._began = monotonic()
        folder.mkdir(parents=True, exist_ok=True)
        for name in _left_before(folder):
            (folder / name).unlink(missing_ok=True)

    def begin(self) -> None:
        """Start the clock of the next step."""
        self._left = []
        self._began = monotonic()

    def end(self, name: str, problem: str = "") -> None:
        """Write the step down."""
        seconds = round(monotonic() - self._began, 3)
        self.steps.append(Step(len(self.steps) + 1, name, seconds, tuple(self._left), not problem, problem))
        text = json.dumps([asdict(step) for step in self.steps], ensure_ascii=False, indent=1)
        (self.folder / RECORD).write_text(text, encoding="utf-8")

    def picture(self, window: QWidget, name: str) -> None:
        """Keep a picture of a window as it stands, when everything pending is painted."""
        file = f"{len(self.steps) + 1:02d}-{name}.png"
        picture_of(window).save(str(self.folder / file))
        self._left.append(file)

    def keep(self, *names: str) -> None:
        """Note files that were left in the folder by the program itself."""
        self._left += names
