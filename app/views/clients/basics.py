"""基本情况: who the client is; identity and telephone numbers stay masked until asked for."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services import checks
from app.services.clients.types import ClientDetail
from app.terms import ClientKind, IdentityKind
from app.views.clients.sections import Section, fact_row
from app.views.components.buttons import Button, Kind
from app.views.components.labels import Label

SHORT_IDENTITY = {
    IdentityKind.RESIDENT_ID: "身份证号",
    IdentityKind.RESIDENCE_PERMIT: "居住证号",
    IdentityKind.FOREIGNER_PERMIT: "居留证号",
    IdentityKind.PASSPORT: "护照号",
    IdentityKind.CREDIT_CODE: "信用代码",
    IdentityKind.OTHER: "证件号",
}


class MaskedValue(QWidget):
    """A number without its middle, and a button that shows the whole of it."""

    def __init__(self, what: str, number: str, mask: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what, self._number, self._mask = what, number, mask
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.label = Label("", "cell", selectable=True)
        self.button = Button("显示", Kind.TEXT, icon="eye", small=True)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._show)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        self._show(False)

    def _show(self, shown: bool) -> None:
        self.label.setText(self._number if shown else self._mask(self._number))
        self.button.set_words("隐藏" if shown else "显示", "eye-off" if shown else "eye")
        self.button.setAccessibleName(f"{'隐藏' if shown else '显示'}{self._what}")


def address_text(detail: ClientDetail) -> str:
    """Return district and address; a district that stands in the address is not said twice."""
    district, address = detail.district_name, detail.form.address
    return address if district in address else f"{district} {address}".strip()


class Basics(Section):
    """The facts of a client."""

    edit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("基本情况", parent)
        self.edit_button = Button("编辑", Kind.TEXT, small=True, shortcut="Ctrl+E")
        self.edit_button.clicked.connect(lambda _checked=False: self.edit_requested.emit())
        self.head.addWidget(self.edit_button)

    def show_detail(self, detail: ClientDetail) -> None:
        """Show a client's facts; empty ones are left out."""
        self.clear()
        form = detail.form
        self._text("档案号", detail.file_no)
        if form.identity_no:
            what = SHORT_IDENTITY.get(form.identity_kind or IdentityKind.OTHER, "证件号")
            self._masked(what, form.identity_no, checks.masked_identity)
        if form.kind is ClientKind.PERSON:
            from_id = form.identity_kind in checks.LIKE_RESIDENT_ID and bool(form.identity_no)
            born = form.birth_date.isoformat() if form.birth_date else ""
            self._text("出生日期", f"{born}（由证件号得出）" if born and from_id else born)
        else:
            self._text("负责人", form.representative)
        self._masked("手机" if form.phone.startswith("1") else "电话", form.phone, checks.masked_phone)
        self._masked("其他电话", form.other_phone, checks.masked_phone)
        self._text("微信", form.wechat_name)
        self._text("住址" if form.kind is ClientKind.PERSON else "地址", address_text(detail))
        self._text("沟通", form.care_notes)

    def _masked(self, what: str, number: str, mask: Callable[[str], str]) -> None:
        if number:
            self.rows.addLayout(fact_row(what, MaskedValue(what, number, mask)))

    def _text(self, label: str, text: str) -> None:
        if text:
            value = Label(text, "cell", wrap=True, selectable=True)
            value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self.rows.addLayout(fact_row(label, value))
