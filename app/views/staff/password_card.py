"""A temporary password, shown once: to copy, to print, to save."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.firm import FirmView
from app.services.recovery_paper import PaperPicture, page_picture
from app.services.staff.types import NewPassword
from app.views.components.buttons import Button, Kind
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Label, Panel
from app.views.desk import Desk

PRINT_WIDTH = 2480
"""Pixels across an A4 page at 300 dpi."""


class PasswordCard(Panel):
    """Stays until 完成; the password is kept nowhere."""

    finished = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", margin=24, spacing=12, parent=parent)
        self._desk = desk
        self._made: NewPassword | None = None
        self._title, self._about = Label("", "panel"), Label("", "label", wrap=True)
        self._login, self._password = TextField(), TextField()
        for field in (self._login, self._password):
            field.setReadOnly(True)
        self._kept = Label("", "small", tone="ok")
        self.copy = Button("复制", icon="copy")
        self.print_button = Button("打印", icon="printer")
        self.save = Button("保存为 PDF", icon="download")
        self.done = Button("完成", Kind.PRIMARY)
        self._lay_out()
        self.copy.clicked.connect(lambda _checked=False: self._copy())
        self.print_button.clicked.connect(lambda _checked=False: self._with_paper(self._draw))
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.done.clicked.connect(lambda _checked=False: self._finish())

    def _lay_out(self) -> None:
        for widget in (self._title, self._about):
            self.body.addWidget(widget)
        self.body.addWidget(FormField("登录名", self._login))
        self.body.addWidget(FormField("临时密码", self._password, hint="只显示这一次，请当面交给本人"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.copy, self.print_button, self.save):
            buttons.addWidget(button)
        buttons.addWidget(self._kept, 1)
        buttons.addWidget(self.done)
        self.body.addLayout(buttons)
        self.body.addStretch(1)

    def show_password(self, made: NewPassword, about: str) -> None:
        """Show a temporary password."""
        self._made = made
        self._title.setText(f"{made.name}的临时密码")
        self._about.setText(about)
        self._login.set_value(made.login)
        self._password.set_value(made.password)
        self._kept.setText("")
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def password(self) -> str:
        """The password on show; empty after 完成."""
        return self._password.value()

    def _finish(self) -> None:
        self._made = None
        self._password.clear()
        self.finished.emit()

    def _copy(self) -> None:
        if self._made is not None:
            QGuiApplication.clipboard().setText(f"登录名：{self._made.login}\n临时密码：{self._made.password}")
            self._kept.setText("已复制，交给本人后请清空剪贴板")

    def _with_paper(self, then: object) -> None:
        if self._made is not None:
            self._desk.jobs.run(self._desk.services.firm.find, done=partial(self._paper, self._made, then))

    def _paper(self, made: NewPassword, then: object, firm: FirmView) -> None:
        paper = self._desk.services.staff.logins.paper
        self._desk.jobs.run(paper, made, firm.full_name, done=then)  # type: ignore[arg-type]

    def _save(self) -> None:
        if self._made is None:
            return
        where = self._desk.dialogs.save_file(self, "保存登录信息单", f"登录信息单_{self._made.name}.pdf", "PDF (*.pdf)")
        if where is not None:
            self._with_paper(partial(self._write, where))

    def _write(self, where: Path, pdf: bytes) -> None:
        try:
            where.write_bytes(pdf)
        except OSError:
            self._desk.messages.show_error(f"“{where.name}”没有存成，密码还在屏幕上。请换个位置再存，或直接打印。")
            return
        self._kept.setText(f"已保存为 {where.name}")

    def _draw(self, pdf: bytes) -> None:
        self._desk.jobs.run(page_picture, pdf, PRINT_WIDTH, lane="work", done=self._print)

    def _print(self, picture: PaperPicture) -> None:
        image = QImage(picture.rgba, picture.width, picture.height, QImage.Format.Format_RGBA8888).copy()
        if self._desk.dialogs.print_pages(self, "登录信息单", 1, partial(_draw_page, image)):
            self._kept.setText("已送去打印")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Esc from closing what is shown once; Enter on a button presses it."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            return
        super().keyPressEvent(event)


def _draw_page(image: QImage, painter: QPainter, _page: int) -> None:
    """Draw the page as large as the paper allows."""
    room = painter.viewport()
    size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRect((room.width() - size.width()) // 2, 0, size.width(), size.height()), image)
