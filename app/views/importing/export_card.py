"""The card that exports: what, as .xlsx, with progress."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.errors import AppError
from app.services.exporting import ExportOutcome, ExportRequest
from app.services.wording import who_may
from app.terms import ExportKind, Permission
from app.views.components.buttons import Button
from app.views.components.labels import Label, Panel
from app.views.desk import Desk

PATTERNS = "Excel 工作簿 (*.xlsx)"


def export(desk: Desk, parent: QWidget, request: ExportRequest, words: str = "") -> None:
    """Ask for a place and export there; the message says where it lies.

    Args:
        desk: what the window gives.
        parent: the page that asks.
        request: what, with the filters of its list.
        words: what the file is called; by default the kind.

    """
    name = f"{words or request.kind.label} {desk.today().isoformat()}.xlsx"
    path = desk.dialogs.save_file(parent, f"导出{request.kind.label}", name, PATTERNS)
    if path is None:
        return
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    desk.jobs.run(
        desk.services.exporting.run,
        request,
        path,
        done=partial(_say, desk),
        failed=partial(_refuse, desk),
        label=f"正在导出{request.kind.label}",
    )


def _say(desk: Desk, outcome: ExportOutcome) -> None:
    desk.messages.show_done(outcome.sentence)


def _refuse(desk: Desk, error: AppError) -> None:
    desk.messages.show_error(error)


class ExportCard(Panel):
    """导出.

    Args:
        desk: what the window gives.

    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("card", margin=16, spacing=10, parent=parent)
        self._desk = desk
        self.body.addWidget(Label("导出为表格", "head"))
        about = "存成 .xlsx，电话和证件号保持文本。导出会记入查阅记录；您无权查看的敏感事项不在其中。文件没有加密，请妥善保管。"
        self.body.addWidget(Label(about, "note", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(8)
        self.buttons = {kind: Button(f"导出{kind.label}", icon="file-down") for kind in ExportKind}
        for kind, button in self.buttons.items():
            button.clicked.connect(partial(self._export, kind))
            button.setEnabled(desk.may(Permission.EXPORT_RECORDS))
            line.addWidget(button)
        line.addStretch(1)
        self.body.addLayout(line)
        if not desk.may(Permission.EXPORT_RECORDS):
            self.body.addWidget(Label(f"导出请找{who_may(Permission.EXPORT_RECORDS)}。", "hint"))

    def _export(self, kind: ExportKind, _checked: bool = False) -> None:
        export(self._desk, self, ExportRequest(kind))
