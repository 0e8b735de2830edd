"""A field for numbers that people write with spaces and dashes."""

from PySide6.QtWidgets import QWidget

from app.services.checks import cleaned_number
from app.views.components.fields import TextField


class NumberField(TextField):
    """A telephone, identity or licence number: spaces, separators and full-width digits are tidied away."""

    def __init__(
        self, placeholder: str = "", *, unit: str = "", limit: int = 40, parent: QWidget | None = None
    ) -> None:
        super().__init__(placeholder, unit=unit, clean=cleaned_number, limit=limit, parent=parent)
