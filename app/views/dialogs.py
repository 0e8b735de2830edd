"""The one place that opens message, confirmation, file, print and progress dialogs; tests script the answers."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.views.components.buttons import Button, Kind
from app.views.components.fields import TextArea
from app.views.components.form_field import FormField
from app.views.components.labels import Icon, Label, Panel, divider
from app.views.theme import theme

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Dialogs(Protocol):
    """What pages may ask for; `parent` is the page."""

    def confirm(self, parent: QWidget, question: str, *, detail: str = "", yes: str, destructive: bool = False) -> bool:
        """Ask before doing something; `question` names the thing, `yes` says what the button does (作废 …)."""
        ...

    def tell(self, parent: QWidget, text: str, *, detail: str = "") -> None:
        """Tell something that must be read before going on."""
        ...

    def reason(self, parent: QWidget, question: str, *, label: str, yes: str) -> str | None:
        """Ask for a reason in words; None means called off."""
        ...

    def open_files(self, parent: QWidget, title: str, patterns: str) -> list[Path]:
        """Let the user pick files; `patterns` in Qt's form “图片 (*.png *.jpg)”."""
        ...

    def save_file(self, parent: QWidget, title: str, name: str, patterns: str) -> Path | None:
        """Let the user name a file to save."""
        ...

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Let the user pick a folder."""
        ...

    def print_pages(self, parent: QWidget, title: str, pages: int, draw: Callable[[QPainter, int], None]) -> bool:
        """Show the printer dialog and print; `draw(painter, page)` draws page 0 … in a page-sized painter."""
        ...


class Sheet(QDialog):
    """A dialog in the program's look: title, body, footer of 56 with the buttons at the right."""

    def __init__(self, parent: QWidget | None, title: str, *, width: int = 440) -> None:
        super().__init__(parent.window() if parent is not None else None)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme().px(width))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(12)
        rows.addLayout(self.body, 1)
        rows.addWidget(divider())
        footer = Panel("surface", margin=(24, 12, 24, 12), horizontal=True)
        footer.body.addStretch(1)
        self.footer = footer.body
        rows.addWidget(footer)

    def add_buttons(self, yes: str, *, destructive: bool = False, no: str = "取消") -> Button:
        """Add the two buttons; return the one that goes on. Enter presses it unless it destroys something."""
        go = Button(yes, Kind.DESTRUCTIVE if destructive else Kind.PRIMARY)
        go.clicked.connect(self.accept)
        if no:
            back = Button(no)
            back.clicked.connect(self.reject)
            self.footer.addWidget(back)
            if destructive:
                back.setFocus()
        self.footer.addWidget(go)
        if not destructive:
            go.setFocus()
        return go


Drawer = Callable[[QPainter, int], None]
"""Draws page 0 … in a page-sized painter."""


def print_on(printer: "QPrinter", pages: range, draw: Drawer) -> None:
    """Draw these pages (from 0), each on a sheet of its own."""
    painter = QPainter(printer)
    for page in pages:
        if page > pages.start:
            printer.newPage()
        draw(painter, page)
    painter.end()


class QtDialogs:
    """The real dialogs."""

    def _sheet(self, parent: QWidget, text: str, detail: str, icon: str, colour: str) -> Sheet:
        sheet = Sheet(parent, "律顾台")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon(icon, colour, 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Label(text, "head", wrap=True))
        if detail:
            words.addWidget(Label(detail, "label", wrap=True))
        row.addLayout(words, 1)
        sheet.body.addLayout(row)
        sheet.setAccessibleName(text)
        return sheet

    def confirm(self, parent: QWidget, question: str, *, detail: str = "", yes: str, destructive: bool = False) -> bool:
        """Ask before doing something."""
        icon = ("triangle-alert", "over") if destructive else ("circle-help", "accent")
        sheet = self._sheet(parent, question, detail, *icon)
        sheet.add_buttons(yes, destructive=destructive)
        agreed = sheet.exec() == QDialog.DialogCode.Accepted
        sheet.deleteLater()
        return agreed

    def tell(self, parent: QWidget, text: str, *, detail: str = "") -> None:
        """Tell something."""
        sheet = self._sheet(parent, text, detail, "info", "accent")
        sheet.add_buttons("知道了", no="")
        sheet.exec()
        sheet.deleteLater()

    def reason(self, parent: QWidget, question: str, *, label: str, yes: str) -> str | None:
        """Ask for a reason."""
        sheet = Sheet(parent, "律顾台")
        sheet.body.addWidget(Label(question, "head", wrap=True))
        area = TextArea(lines=3)
        field = FormField(label, area, required=True)
        sheet.body.addWidget(field)
        go = sheet.add_buttons(yes)
        go.clicked.disconnect()
        go.clicked.connect(lambda _checked=False: sheet.accept() if field.check() else area.setFocus())
        area.setFocus()
        agreed = sheet.exec() == QDialog.DialogCode.Accepted
        sheet.deleteLater()
        return area.value() if agreed else None

    def open_files(self, parent: QWidget, title: str, patterns: str) -> list[Path]:
        """Let the user pick files."""
        names, _ = QFileDialog.getOpenFileNames(parent.window(), title, "", patterns)
        return [Path(name) for name in names]

    def save_file(self, parent: QWidget, title: str, name: str, patterns: str) -> Path | None:
        """Let the user name a file."""
        chosen, _ = QFileDialog.getSaveFileName(parent.window(), title, name, patterns)
        return Path(chosen) if chosen else None

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Let the user pick a folder."""
        chosen = QFileDialog.getExistingDirectory(parent.window(), title)
        return Path(chosen) if chosen else None

    def print_pages(self, parent: QWidget, title: str, pages: int, draw: Callable[[QPainter, int], None]) -> bool:
        """Show the printer dialog and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - 6 ms of every start saved

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))  # what every paper of the program is laid out for
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, parent.window())
        dialog.setWindowTitle("打印")
        dialog.setMinMax(1, pages)
        agreed = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if not agreed:
            return False
        first, last = printer.fromPage() or 1, printer.toPage() or pages
        print_on(printer, range(first - 1, last), draw)
        return True


class ScriptedDialogs:
    """Answers given beforehand, in order per kind of question: for tests and the tour.

    `asked` holds (kind, words) of every question. A question nobody foresaw raises AssertionError.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self._answers: dict[str, list[object]] = {}
        self.printed: list[Callable[[QPainter, int], None]] = []

    def answer(self, kind: str, *answers: object) -> None:
        """Add answers for confirm, reason, open_files, save_file, folder or print_pages."""
        self._answers.setdefault(kind, []).extend(answers)

    def _next(self, kind: str, words: str) -> object:
        self.asked.append((kind, words))
        waiting = self._answers.get(kind, [])
        if not waiting:
            raise AssertionError(f"nobody answers {kind}: {words}")
        return waiting.pop(0)

    def confirm(self, parent: QWidget, question: str, *, detail: str = "", yes: str, destructive: bool = False) -> bool:  # noqa: ARG002
        """Give the next answer."""
        return bool(self._next("confirm", question))

    def tell(self, parent: QWidget, text: str, *, detail: str = "") -> None:  # noqa: ARG002
        """Note what was told."""
        self.asked.append(("tell", text))

    def reason(self, parent: QWidget, question: str, *, label: str, yes: str) -> str | None:  # noqa: ARG002
        """Give the next answer."""
        found = self._next("reason", question)
        return found if isinstance(found, str) else None

    def open_files(self, parent: QWidget, title: str, patterns: str) -> list[Path]:  # noqa: ARG002
        """Give the next answer."""
        found = self._next("open_files", title)
        return list(found) if isinstance(found, list) else []

    def save_file(self, parent: QWidget, title: str, name: str, patterns: str) -> Path | None:  # noqa: ARG002
        """Give the next answer."""
        found = self._next("save_file", name)
        return found if isinstance(found, Path) else None

    def folder(self, parent: QWidget, title: str) -> Path | None:  # noqa: ARG002
        """Give the next answer."""
        found = self._next("folder", title)
        return found if isinstance(found, Path) else None

    def print_pages(self, parent: QWidget, title: str, pages: int, draw: Callable[[QPainter, int], None]) -> bool:  # noqa: ARG002
        """Give the next answer; note the drawing."""
        agreed = bool(self._next("print_pages", title))
        if agreed:
            self.printed.append(draw)
        return agreed
