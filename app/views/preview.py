"""Looking at a kept file: pictures in a sheet, anything else saved as a copy."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from app.errors import AppError
from app.services.attachments import AttachmentView
from app.terms import AccessWay, Uid
from app.views import access
from app.views.components.buttons import Button
from app.views.components.labels import ElidedLabel
from app.views.desk import Desk
from app.views.dialogs import Sheet


class Previews:
    """Opens kept files.

    Args:
        desk: reads them, asks where to save, tells the access log.

    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jobs, self._attachments = desk.jobs, desk.services.attachments
        self._dialogs, self._messages = desk.dialogs, desk.messages
        self.open_sheet: Sheet | None = None

    def open(self, parent: QWidget, attachment_id: Uid) -> None:
        """Show a picture, or offer to save a copy of another file."""
        self._jobs.run(
            self._attachments.read,
            attachment_id,
            done=lambda found: self._show(parent, *found),
            key="attachment.read",
            label="正在读取材料",
        )

    def _show(self, parent: QWidget, view: AttachmentView, data: bytes) -> None:
        picture = QPixmap()
        if not view.media_type.startswith("image/") or not picture.loadFromData(data):
            self._save(parent, view, data)
            return
        sheet = Sheet(parent, view.file_name, width=420)
        sheet.body.addWidget(ElidedLabel(view.file_name, 16, medium=True))
        sheet.body.addWidget(_scrolled(picture, parent.window().size()), 1)
        save = Button("另存为", icon="download")
        save.clicked.connect(lambda _checked=False: self._save(sheet, view, data))
        sheet.footer.insertWidget(0, save)
        sheet.add_buttons("关闭", no="")
        sheet.finished.connect(self._closed)
        access.note(self._desk, "attachment", view.id, AccessWay.OPENED)
        self.open_sheet = sheet
        sheet.open()

    def _closed(self, _result: int) -> None:
        if self.open_sheet is not None:
            self.open_sheet.deleteLater()
            self.open_sheet = None

    def _save(self, parent: QWidget, view: AttachmentView, data: bytes) -> None:
        where = self._dialogs.save_file(parent, "另存为", view.file_name, "全部文件 (*)")
        if where is None:
            return
        try:
            where.write_bytes(data)
        except OSError:
            self._messages.show_error(
                AppError(f"“{where.name}”没有存成。", safe="材料仍在律顾台里。", todo="请换个文件夹再试。")
            )
            return
        access.note(self._desk, "attachment", view.id, AccessWay.SAVED)
        self._messages.show_done(f"已另存为 {where.name}")


def _scrolled(picture: QPixmap, window: QSize) -> QScrollArea:
    """Return the picture, made smaller where it is larger than the window."""
    room = QSize(max(360, window.width() * 3 // 4), max(240, window.height() * 3 // 5))
    if picture.width() > room.width():
        picture = picture.scaledToWidth(room.width(), Qt.TransformationMode.SmoothTransformation)
    shown = QLabel()
    shown.setPixmap(picture)
    shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(shown)
    area.setMinimumSize(min(room.width(), picture.width() + 16), min(room.height(), picture.height() + 16))
    return area
