"""The fields of quick entry, in the order they are typed."""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.services import checks
from app.services.clients.types import ClientDetail
from app.services.consultations.intake import ClientHint
from app.services.consultations.types import NewConsultation
from app.services.countdowns import Timeline
from app.services.staff import StaffView
from app.services.wording import ESTIMATED
from app.terms import AttachmentKind, Category, Channel, ClockKind, Uid
from app.views.components.choices import Choice, Option, SearchChoice
from app.views.components.feedback import Banner
from app.views.components.fields import TextArea, TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Label
from app.views.components.number_field import NumberField
from app.views.consultations.entry_draft import packed, unpacked
from app.views.consultations.entry_words import INITIALS, SOURCES
from app.views.consultations.received_field import ReceivedField
from app.views.desk import Desk
from app.views.file_box import FileBox
from app.views.text import moment_text

RESTART = timedelta(minutes=1)


class EntryForm(QWidget):
    """Channel, time, asker, question; tells what the allowance would be."""

    edited = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._client: ClientHint | None = None
        self._rejected: Uid | None = None
        self.channel = Choice([(channel, channel.label) for channel in Channel])
        self.received = ReceivedField(desk.now)
        self.asker, self.phone, self.wechat = TextField(limit=60), NumberField("手机或座机"), TextField(limit=60)
        self.category = SearchChoice(
            "输入或选择，如 jtsg", [Option(category, category.label, INITIALS[category]) for category in Category]
        )
        self.source = TextField(limit=100)
        self.lawyer = Choice([(None, "待指派")])
        self.question = TextArea("粘贴或输入原话；截图也可直接粘贴", lines=4)
        self.question.takes_pictures = True
        self.files = FileBox(desk.jobs, desk.dialogs, AttachmentKind.SCREENSHOT, words="截图、照片")
        self.allowance = Label("", "hint")
        self.known = Banner("", "ok", action="不是这个人", done=self._not_this_client)
        self.known.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.known.hide()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.fields = {
            "channel": FormField("渠道", self.channel, required=True),
            "received_at": FormField("收到时间", self.received, required=True, beside=self.allowance),
            "asker_name": FormField("咨询人", self.asker),
            "phone": FormField("电话", self.phone, check=lambda text: checks.phone(text).problem),
            "wechat_name": FormField("微信名", self.wechat),
            "source_name": FormField("群名", self.source),
            "category": FormField("类别", self.category, required=True),
            "assignee_id": FormField("律师", self.lawyer),
            "question": FormField("问题", self.question, required=True),
            "attachment": FormField("图片", self.files),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.fields["channel"], 0, 0)
        grid.addWidget(self.fields["received_at"], 0, 1, 1, 2)
        for column, name in enumerate(("asker_name", "phone", "wechat_name")):
            grid.addWidget(self.fields[name], 1, column)
        grid.addWidget(self.known, 2, 0, 1, 3)
        for column, name in enumerate(("category", "assignee_id", "source_name")):
            grid.addWidget(self.fields[name], 3, column)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addLayout(grid)
        rows.addWidget(self.fields["question"], 1)
        rows.addWidget(self.fields["attachment"])
        order: list[QWidget] = [self.channel, self.received.day, self.received.time]
        order += [self.asker, self.phone, self.wechat, self.category, self.lawyer, self.source, self.question]
        for first, second in itertools.pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        for field in (self.asker, self.phone, self.wechat, self.source, self.category):
            field.textEdited.connect(lambda _text: self.edited.emit())
        self.question.textChanged.connect(self.edited)
        self.files.changed.connect(self.edited)
        self.files.refused.connect(self.refused)
        self.question.picture_pasted.connect(self.files.take)
        for chosen in (self.channel, self.category, self.lawyer):
            chosen.changed.connect(lambda _value: self.edited.emit())
        self.channel.changed.connect(lambda _value: self._show_channel())
        self.received.changed.connect(self._received_changed)
        for field in (self.phone, self.wechat):
            field.left.connect(self._look_up)
        self._show_channel()

    # --- what is offered ---

    def set_lawyers(self, lawyers: tuple[StaffView, ...]) -> None:
        """Offer these lawyers."""
        self.lawyer.set_options([(None, "待指派"), *((person.id, person.choice_text) for person in lawyers)])

    def set_channels(self, channels: frozenset[Channel]) -> None:
        """Offer these channels."""
        self.channel.set_options([(channel, channel.label) for channel in Channel if channel in channels])
        self._show_channel()

    def choose_channel(self, value: str) -> None:
        """Choose the channel used last."""
        self.channel.set_value(next((channel for channel in Channel if channel.value == value), None))
        self._show_channel()

    def _show_channel(self) -> None:
        channel = self.channel.value()
        words = SOURCES.get(channel)
        self.fields["source_name"].setVisible(words is not None)
        if words:
            self.fields["source_name"].set_label(words)
        self._load_allowance()

    def start(self) -> None:
        """Put the focus where typing begins: channel and time are mostly right already."""
        self.asker.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown_fields(self) -> dict[str, FormField]:
        """Return the fields on show, by the names services use."""
        return {name: field for name, field in self.fields.items() if not field.isHidden()}

    def list_is_open(self, field: QLineEdit) -> bool:
        """Return whether Enter belongs to a list that dropped down."""
        return isinstance(field, SearchChoice) and field.list_shown()

    # --- the time allowed ---

    def beat(self) -> None:
        """Follow the clock while the time was not touched."""
        if self.received.follow():
            self._load_allowance()

    def _received_changed(self) -> None:
        self.edited.emit()
        self._load_allowance()

    def _load_allowance(self) -> None:
        channel = self.channel.value()
        if channel is None or self.received.unreadable():
            self.allowance.setText("")
            return
        call = self._desk.services.consultations.intake.allowance
        self._desk.jobs.run(call, channel, self.received.exact(), done=self._show_allowance, key="entry.allowance")

    def _show_allowance(self, times: Timeline) -> None:
        if times.clock is ClockKind.AT_ONCE:
            words = "立即答复"
        elif times.received_at > self._desk.now() + RESTART:
            words = ""
        else:
            words = f"{moment_text(times.due_at, self._desk.now())} 前答复"
        guess = ESTIMATED if words and times.is_estimated else ""
        self.allowance.setText(f"{words}（{guess}）" if guess else words)

    # --- a client known already ---

    def _look_up(self) -> None:
        phone, wechat = self.phone.value(), self.wechat.value()
        if not (phone or wechat):
            self._found(None)
            return
        known = self._desk.services.consultations.intake.known_client
        self._desk.jobs.run(known, phone, wechat, done=self._found, key="entry.known")

    def _found(self, hint: ClientHint | None) -> None:
        if hint is not None and hint.id == self._rejected:
            return
        self._client = hint
        self._show_client()

    def _show_client(self) -> None:
        hint = self._client
        signed = "，已签约" if hint is not None and hint.is_signed_up else ""
        self.known.show_text(f"已有档案：{hint.name}（{hint.file_no}{signed}），登记后归到这份档案。" if hint else "")
        if hint is not None and not self.asker.value():
            self.asker.set_value(hint.name)

    def _not_this_client(self) -> None:
        if self._client is not None:
            if self.asker.value() == self._client.name:
                self.asker.clear()
            self._rejected = self._client.id
        self._client = None
        self._show_client()

    def use_client(self, client: ClientDetail) -> None:
        """Start with a client's details."""
        self.asker.set_value(client.form.name)
        self.phone.set_value(client.form.phone)
        self.wechat.set_value(client.form.wechat_name)
        self._found(ClientHint(client.id, client.form.name, client.file_no, client.is_signed_up))
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- values ---

    def new_consultation(self) -> NewConsultation:
        """Return what was entered."""
        return NewConsultation(
            channel=self.channel.value(),
            question=self.question.value(),
            category=self.category.value(),
            received_at=self.received.exact(),
            source_name=self.source.value() if not self.fields["source_name"].isHidden() else "",
            asker_name=self.asker.value(),
            phone=self.phone.value(),
            wechat_name=self.wechat.value(),
            client_id=self._client.id if self._client is not None else None,
            assignee_id=self.lawyer.value(),
            attachments=self.files.files(),
        )

    def clear(self) -> None:
        """Empty the form; the channel stays."""
        for field in (self.asker, self.phone, self.wechat, self.source):
            field.clear()
        self.category.set_value(None)
        self.lawyer.set_value(None)
        self.question.clear()
        self.files.clear()
        self.received.reset()
        self._client = self._rejected = None
        self._show_client()
        for form_field in self.fields.values():
            form_field.set_error("")

    def draft(self) -> dict[str, Any]:
        """Return what is worth keeping: empty while nothing was typed."""
        texts = {name: field.value() for name, field in self._text_fields().items() if field.value()}
        found: dict[str, Any] = dict(texts)
        if category := self.category.value():
            found["category"] = str(category)
        if self.files.files():
            found["files"] = packed(self.files.files())
        if not found:
            return {}
        found["channel"] = str(self.channel.value())
        if exact := self.received.exact():
            found["received_at"] = exact.isoformat()
        if self.lawyer.value() is not None:
            found["lawyer"] = self.lawyer.value().hex()
        return found

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Fill the form from a draft."""
        for name, field in self._text_fields().items():
            field.set_value(str(kept.get(name, "")))
        self.choose_channel(str(kept.get("channel", "")))
        self.category.set_value(next((c for c in Category if c.value == kept.get("category")), None))
        if kept.get("received_at"):
            self.received.set_exact(datetime.fromisoformat(str(kept["received_at"])).astimezone(UTC))
        if kept.get("lawyer"):
            self.lawyer.set_value(bytes.fromhex(str(kept["lawyer"])))
        for file in unpacked(kept.get("files", [])):
            self.files.add(file)
        self._look_up()
        self._load_allowance()

    def _text_fields(self) -> dict[str, Any]:
        return {
            "asker_name": self.asker,
            "phone": self.phone,
            "wechat_name": self.wechat,
            "source_name": self.source,
            "question": self.question,
        }
