"""A form field: label above, input, hint or error below, checked as the user leaves it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.views.components.labels import Icon, Label
from app.views.components.painting import restyle

Check = Callable[[Any], str]
"""Gets the value, returns a Chinese sentence saying what to do, or "" when all is well."""


class FormField(QWidget):
    """Label above, `*` if required, hint below; an error takes the hint's place.

    Args:
        label: the words above; also the input's accessible name.
        input_: any input of this package (has `value()` and the signal `left`).
        required: an empty value is an error when leaving or on `check()`.
        hint: grey words below.
        check: returns a sentence for a wrong value.
        beside: a widget at the right of the label (a link, a count).

    """

    def __init__(
        self,
        label: str,
        input_: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        check: Check | None = None,
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.input = input_
        self._words, self._required, self._hint, self._check = label, required, hint, check
        self.error = ""
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(self._head(label, required=required, beside=beside))
        grows = isinstance(input_, QAbstractScrollArea)
        rows.addWidget(input_, 1 if grows else 0)
        self._message_icon = Icon("circle-alert", "over", 14, line=18)
        self._message = Label(hint, "hint", wrap=True)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self._message_icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._message, 1)
        rows.addWidget(self._below)
        if not grows:
            rows.addStretch(1)
        self._show()
        input_.setAccessibleName(label + ("，必填" if required else ""))
        input_.setAccessibleDescription(hint)
        self._connect(input_)

    def _head(self, label: str, *, required: bool, beside: QWidget | None) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(4)
        self._label: QLabel = Label(label, "label")
        self._label.setBuddy(self.input)
        head.addWidget(self._label)
        if required:
            head.addWidget(Label("*", "label", tone="over"))
        head.addStretch(1)
        if beside is not None:
            head.addWidget(beside)
        return head

    def _connect(self, input_: QObject) -> None:
        left = getattr(input_, "left", None)
        if left is not None:
            left.connect(self._on_left)
        for name in ("textEdited", "textChanged", "changed"):
            edited = getattr(input_, name, None)
            if edited is not None:
                edited.connect(self._on_edited)
                break

    def _on_left(self) -> None:
        if self.problem() and not self.error and self._empty() and not self._half_typed():
            return  # passing through an empty field is no mistake yet
        self.check()

    def _on_edited(self) -> None:
        if self.error and not self.problem():
            self.set_error("")

    def value(self) -> Any:
        """Return the input's value."""
        return self.input.value()  # type: ignore[attr-defined]

    def _empty(self) -> bool:
        value = self.value()
        return value is None or value in ("", [])

    def _half_typed(self) -> bool:
        unreadable = getattr(self.input, "unreadable", None)
        return bool(unreadable is not None and unreadable())

    def problem(self) -> str:
        """Return the sentence for what is wrong now, or ""."""
        unreadable = getattr(self.input, "unreadable", None)
        if unreadable is not None and (sentence := unreadable()):
            return str(sentence)
        if self._empty():
            verb = "选择" if getattr(self.input, "is_picked", False) else "填写"
            return f"请{verb}{self._words}。" if self._required else ""
        return self._check(self.value()) if self._check is not None else ""

    def check(self) -> bool:
        """Show what is wrong, if anything; return whether all is well."""
        self.set_error(self.problem())
        return not self.error

    def set_label(self, words: str) -> None:
        """Change the words above."""
        self._words = words
        self._label.setText(words)
        self.input.setAccessibleName(words + ("，必填" if self._required else ""))

    def set_hint(self, hint: str) -> None:
        """Show other grey words below."""
        self._hint = hint
        self._show()

    def set_error(self, sentence: str) -> None:
        """Show a sentence below in the colour of errors; "" takes it away."""
        if sentence == self.error:
            return
        self.error = sentence
        self._show()

    def _show(self) -> None:
        self._below.setVisible(bool(self.error or self._hint))
        self._message_icon.setVisible(bool(self.error))
        self._message.setText(self.error or self._hint)
        role = "error" if self.error else "hint"
        if self._message.property("role") != role:
            self._message.setProperty("role", role)
            restyle(self._message)
        self.input.setAccessibleDescription(self.error or self._hint)
        wrong = "true" if self.error else "false"
        if self.input.property("wrong") != wrong and (self.error or self.input.property("wrong")):
            self.input.setProperty("wrong", wrong)
            restyle(self.input)


def check_all(fields: list[FormField]) -> bool:
    """Check every field, put the focus into the first wrong one; return whether all is well."""
    wrong = [field for field in fields if not field.check()]
    if wrong:
        wrong[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
    return not wrong


def show_problems(fields: dict[str, FormField], problems: dict[str, str]) -> list[str]:
    """Put the sentences of an `InvalidInputError` beside their fields.

    Returns:
        the sentences that belong to no field, to be shown as a banner.

    """
    rest = [sentence for name, sentence in problems.items() if name not in fields]
    first: FormField | None = None
    for name, field in fields.items():
        if name in problems:
            field.set_error(problems[name])
            first = first or field
    if first is not None:
        first.input.setFocus(Qt.FocusReason.OtherFocusReason)
    return rest
