"""What is said when the program cannot open."""

import sys

from PySide6.QtWidgets import QWidget

from app.errors import AppError


def say_before_the_end(error: AppError) -> None:
    """Say why the program does not open: in a dialog, and in the terminal it was started from, if any."""
    from app.views.dialogs import QtDialogs  # noqa: PLC0415

    to_terminal(error)
    QtDialogs().tell(QWidget(), error.what, detail=error.safe + error.todo)


def to_terminal(error: AppError) -> None:
    """Say it in the terminal the program was started from, if any."""
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(error.text + "\n")
