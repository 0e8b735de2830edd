"""Filed papers leave the program: both files into a folder in one go, and onto a printer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPainter
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.services.container import Services
from app.services.contracts.types import PagePicture
from app.terms import AccessWay, Uid
from app.views import access
from app.views.desk import Desk

FOLDER_KEY: Final = "contract_folder"
PRINT_WIDTH: Final = 2480
"""A4 at 300 dpi, in pixels."""


@dataclass(frozen=True)
class Papers:
    """A filed contract as it leaves the program."""

    contract_id: Uid
    title: str
    file_stem: str


class Outlet(QObject):
    """Saves and prints the papers of a filed contract.

    Args:
        desk: of the page.
        page: dialogs belong to it.

    """

    saved = Signal(object)
    """Folder the two files were written to."""
    failed = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    @property
    def folder(self) -> Path | None:
        """The folder used last, while it exists."""
        kept = self._desk.settings.text(FOLDER_KEY)
        return Path(kept) if kept and Path(kept).is_dir() else None

    def save(self, papers: Papers, *, elsewhere: bool = False) -> None:
        """Write .docx and PDF into the remembered folder, or one that is asked for."""
        folder = None if elsewhere else self.folder
        if folder is None:
            folder = self._desk.dialogs.folder(self._page, "把 .docx 和 PDF 存到哪个文件夹")
        if folder is None:
            return
        self._desk.settings.set(FOLDER_KEY, str(folder))
        self._desk.jobs.run(
            write_both,
            self._desk.services,
            papers,
            folder,
            lane="read",
            done=partial(self._saved, papers),
            failed=self._failed,
            label="正在另存合同",
        )

    def open_folder(self) -> None:
        """Show the folder in the system's file manager."""
        if self.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    def print_papers(self, papers: Papers) -> None:
        """Draw the pages at 300 dpi, then ask for the printer."""
        self._desk.jobs.run(
            self._desk.services.contracts.register.paper,
            papers.contract_id,
            as_pdf=True,
            done=partial(self._draw, papers),
            failed=self._failed,
        )

    def _draw(self, papers: Papers, pdf: bytes) -> None:
        self._desk.jobs.run(
            pictures_for_print,
            self._desk.services,
            pdf,
            done=partial(self._print, papers),
            failed=self._failed,
            label="正在准备打印",
        )

    def _print(self, papers: Papers, pictures: list[QImage]) -> None:
        if self._desk.dialogs.print_pages(self._page, papers.title, len(pictures), page_drawer(pictures)):
            access.note(self._desk, "contract", papers.contract_id, AccessWay.PRINTED)
            self._desk.messages.show_done(f"已送打印：{papers.title}")

    def _saved(self, papers: Papers, folder: Path) -> None:
        access.note(self._desk, "contract", papers.contract_id, AccessWay.SAVED)
        self.saved.emit(folder)

    def _failed(self, error: AppError) -> None:
        self.failed.emit(error)


def write_both(services: Services, papers: Papers, folder: Path) -> Path:
    """Write .docx and PDF of a filed contract into a folder and return it.

    Raises:
        AppError: the place cannot be written to; the contract stays filed.

    """
    for ending, as_pdf in ((".docx", False), (".pdf", True)):
        content = services.contracts.register.paper(papers.contract_id, as_pdf=as_pdf)
        services.contracts.drafting.write_file(content, folder / f"{papers.file_stem}{ending}")
    return folder


def image_of(picture: PagePicture) -> QImage:
    """Return a page picture as an image of its own memory."""
    size = (picture.width, picture.height, picture.width * 4)
    return QImage(picture.rgba, *size, QImage.Format.Format_RGBA8888).copy()


def pictures_for_print(services: Services, pdf: bytes) -> list[QImage]:
    """Return every page at 300 dpi; pages without colour take a byte a pixel."""
    count = services.contracts.papers.opened(pdf).page_count
    found = []
    for page in range(count):
        image = image_of(services.contracts.papers.page_picture(pdf, page, PRINT_WIDTH))
        found.append(image.convertToFormat(QImage.Format.Format_Grayscale8) if image.allGray() else image)
    return found


def page_drawer(pictures: list[QImage]) -> Callable[[QPainter, int], None]:
    """Return what draws a page as large as the paper allows, in its own proportions."""

    def draw(painter: QPainter, page: int) -> None:
        paper = painter.viewport()
        image = pictures[page]
        size = image.size().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (paper.width() - size.width()) // 2, (paper.height() - size.height()) // 2
        painter.drawImage(QRect(left, top, size.width(), size.height()), image)

    return draw
