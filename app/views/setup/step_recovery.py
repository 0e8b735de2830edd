"""Step 3: the recovery key: made, printed or saved, and typed back."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import AppError
from app.services import setup_checks
from app.services.accounts import Accounts, NewKeys
from app.services.recovery_paper import PaperPicture, page_picture
from app.services.setup_types import UserForm
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner, Busy
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Label, Panel, divider
from app.views.dialogs import Dialogs
from app.views.jobs import JobRunner
from app.views.setup.flow import NAMES, Flow, Step
from app.views.setup.key_grid import KeyGrid
from app.views.setup.page import StepPage, card, fact

PRINT_WIDTH = 2480
"""Pixels across an A4 page at 300 dpi."""
REMADE = "登录名或密码改过了，恢复密钥已重新生成。之前打印或保存的那一份作废，请销毁。"


class _CodeField(TextField):
    """Tells when typing begins and whenever the text changes."""

    entered = Signal()

    def focusInEvent(self, event: object) -> None:
        """Tell that typing begins."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.entered.emit()


class RecoveryPage(StepPage):
    """Shows the key once it is made, and wants it typed back.

    Args:
        flow: takes the keys.
        accounts: makes them and their page.
        jobs: runs that outside the window's thread.
        dialogs: asks where to save, prints.

    """

    ready_changed = Signal()
    """Keys are being made, or are there."""

    def __init__(self, flow: Flow, accounts: Accounts, jobs: JobRunner, dialogs: Dialogs) -> None:
        super().__init__(flow, NAMES[Step.RECOVERY], "所有人都忘记密码时，只有它能打开本所的资料。")
        self._accounts, self._jobs, self._dialogs = accounts, jobs, dialogs
        self.is_making = False
        self._made_for: UserForm | None = None
        self.grid = KeyGrid()
        self._busy = Busy("正在生成恢复密钥…")
        self._remade = Banner("", "soon")
        self._remade.hide()
        self.print_button = Button("打印", icon="printer")
        self.save_button = Button("保存为 PDF", icon="download")
        self._again = Button("再看一眼", Kind.TEXT, icon="eye", small=True)
        self._kept = Label("", "small", tone="ok")
        self.typed = _CodeField("照纸上的 8 组输入，大小写、空格、短横都可以", limit=120)
        self._field = FormField("把恢复密钥输一遍", self.typed, check=self._problem)
        self.add_main(self._remade, self._key_card(), self._type_card())
        self.add_side(self._why())
        self._connect()
        self._show()

    # --- building ---

    def _key_card(self) -> Panel:
        whole = card(margin=24, spacing=16)
        whole.body.addWidget(self._busy)
        whole.body.addWidget(self.grid)
        self._keep = QWidget()
        row = QHBoxLayout(self._keep)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.print_button, self.save_button):
            row.addWidget(button)
        row.addWidget(self._kept, 1)
        row.addWidget(self._again)
        whole.body.addWidget(self._keep)
        return whole

    def _type_card(self) -> Panel:
        self._type = card(margin=24)
        self._type.body.addWidget(self._field)
        self._type.body.addWidget(Label("输入时上面的密钥会遮住，请照打印或抄下来的那一份输入。", "hint", wrap=True))
        return self._type

    def _why(self) -> Panel:
        whole = card("为什么要有它", spacing=12)
        whole.body.addWidget(
            Label("资料用密码加密，密码丢了任何人都打不开，我们也不能。恢复密钥是唯一的备用钥匙。", "cell", wrap=True)
        )
        whole.body.addWidget(
            Label("拿到它和这台电脑的人能看到全部资料，请打印后密封，锁进柜子，不要拍照或发微信。", "cell", wrap=True)
        )
        whole.body.addWidget(divider())
        whole.body.addWidget(fact("用到它的时候", "登录窗口选“忘记密码”，输入密钥，给登录名设新密码。")[0])
        whole.body.addWidget(fact("只显示这一次", "设置完成后，程序里不再保存它的原文。")[0])
        return whole

    def _connect(self) -> None:
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)
        self._again.clicked.connect(self._uncover)
        self.typed.entered.connect(self._cover)
        self.typed.textChanged.connect(self._on_typed)

    # --- making the keys ---

    def entered(self) -> None:
        """Make keys where there are none, and show them."""
        if self.flow.needs_keys and not self.is_making and self.flow.user is not None:
            self._make(self.flow.user)
        self._show()
        if not self.flow.needs_keys:
            (self.typed if self.typed.text() else self.print_button).setFocus()

    def _make(self, user: UserForm) -> None:
        self.is_making, self._made_for = True, user
        self.clear_error()
        self.typed.clear()
        self._kept.setText("")
        made = self._accounts.make_keys
        self._jobs.run(made, user, lane="work", done=self._made, failed=self._failed, label="正在生成恢复密钥")

    def _made(self, made: NewKeys) -> None:
        self.is_making = False
        if self.flow.user is None or self._made_for != self.flow.user:
            self.entered()
            return
        self.flow.take_keys(made)
        self._show()
        if self.isVisible():
            self.print_button.setFocus()

    def _failed(self, error: AppError) -> None:
        self.is_making = False
        self.show_error(error)
        self._show()

    def _show(self) -> None:
        made = self.flow.keys
        self.grid.set_code(made.recovery_code if made else "")
        self._busy.setVisible(self.is_making)
        for widget in (self.grid, self._keep, self._type):
            widget.setVisible(made is not None)
        self._again.hide()
        self._remade.show_text(REMADE if made and self.flow.was_remade else "")
        self.ready_changed.emit()

    # --- keeping it ---

    def _firm_name(self) -> str:
        return self.flow.firm.full_name if self.flow.firm else ""

    def _with_pdf(self, then: object) -> None:
        if self.flow.keys is None:
            return
        self.clear_error()
        code = self.flow.keys.recovery_code
        self._jobs.run(
            self._accounts.recovery_sheet,
            self._firm_name(),
            code,
            lane="work",
            done=then,  # type: ignore[arg-type]
            failed=self.show_error,
            label="正在生成打印页",
        )

    def _save(self) -> None:
        name = f"恢复密钥_{self.flow.firm.short_name or '本所'}.pdf" if self.flow.firm else "恢复密钥.pdf"
        where = self._dialogs.save_file(self, "保存恢复密钥", name, "PDF 文件 (*.pdf)")
        if where is not None:
            self._with_pdf(partial(self._write, where))

    def _write(self, where: Path, pdf: bytes) -> None:
        try:
            where.write_bytes(pdf)
        except OSError:
            self.show_error(f"“{where.name}”没有存成，恢复密钥还在屏幕上。请换个位置再存，或直接打印。")
            return
        self._kept.setText(f"已保存为 {where.name}")

    def _print(self) -> None:
        self._with_pdf(self._draw)

    def _draw(self, pdf: bytes) -> None:
        self._jobs.run(page_picture, pdf, PRINT_WIDTH, lane="work", done=self._print_picture, failed=self.show_error)

    def _print_picture(self, picture: PaperPicture) -> None:
        image = QImage(picture.rgba, picture.width, picture.height, QImage.Format.Format_RGBA8888).copy()
        if self._dialogs.print_pages(self, "恢复密钥", 1, partial(_draw_page, image)):
            self._kept.setText("已送去打印")

    # --- typing it back ---

    def _cover(self) -> None:
        self.grid.set_covered(covered=True)
        self._again.show()

    def _uncover(self) -> None:
        self.print_button.setFocus()  # hiding a focused button would move the focus into the field, which covers
        self.grid.set_covered(covered=False)
        self._again.hide()

    def _problem(self, text: str) -> str:
        return setup_checks.recovery_problem(self.flow.keys.recovery_code, text) if self.flow.keys else ""

    def _on_typed(self) -> None:
        keys = self.flow.keys
        text = self.typed.value()
        self.flow.is_typed_back = keys is not None and bool(text) and self._accounts.is_recovery_code(keys, text)
        if keys is not None:
            self._field.set_hint("与恢复密钥一致，可以继续。" if self.flow.is_typed_back else "")

    def is_touched(self) -> bool:
        """Return whether a key was typed back."""
        return bool(self.typed.text())

    def leave(self) -> bool:
        """Check that the key was typed back as it was shown."""
        if self.flow.needs_keys:
            self.entered()
            return False
        if not self.typed.value():
            self._field.set_error("请把恢复密钥输一遍。")
            self.typed.setFocus()
            return False
        if not self._field.check():
            self.typed.setFocus()
            return False
        return self.flow.is_typed_back


def _draw_page(image: QImage, painter: QPainter, _page: int) -> None:
    """Draw the page as large as the paper allows."""
    room = painter.viewport()
    size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRect((room.width() - size.width()) // 2, 0, size.width(), size.height()), image)
