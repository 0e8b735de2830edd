"""Keeps what the tour leaves: numbered pictures, papers and the record of its steps."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from app.clock import monotonic


@dataclass(frozen=True)
class Step:
    """One step of the tour: its name, how long it took in seconds, what it left."""

    number: int
    name: str
    seconds: float
    left: tuple[str, ...]
    passed: bool
    problem: str = ""


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

    def begin(self) -> None:
        """Start the clock of the next step."""
        self._left = []
        self._began = monotonic()

    def end(self, name: str, problem: str = "") -> None:
        """Write the step down."""
        seconds = round(monotonic() - self._began, 3)
        self.steps.append(Step(len(self.steps) + 1, name, seconds, tuple(self._left), not problem, problem))
        text = json.dumps([asdict(step) for step in self.steps], ensure_ascii=False, indent=1)
        (self.folder / "tour.json").write_text(text, encoding="utf-8")

    def picture(self, window: QWidget, name: str) -> None:
        """Keep a picture of a window as it stands, when everything pending is painted."""
        QApplication.processEvents()
        file = f"{len(self.steps) + 1:02d}-{name}.png"
        window.grab().save(str(self.folder / file))
        self._left.append(file)

    def paper(self, name: str, content: bytes) -> Path:
        """Keep a file."""
        path = self.folder / name
        path.write_bytes(content)
        self._left.append(name)
        return path
