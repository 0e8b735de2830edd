"""Makes the QApplication: style, fonts, Chinese texts of Qt itself, appearance as remembered."""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.paths import resource
from app.settings import Settings
from app.terms import Theme
from app.views.fonts import install_fonts
from app.views.theme import theme


def make_application(settings: Settings, arguments: Sequence[str] | None = None) -> QApplication:
    """Return the application object, ready to show windows.

    Args:
        settings: `theme` (system, light, dark) and `text_scale` (per cent) are read.
        arguments: the command line; `sys.argv` when not given.

    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else _start(arguments or sys.argv)
    application.setApplicationName("lvgutai")
    application.setApplicationDisplayName("律顾台")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    _chinese(application)
    install_fonts()
    chosen = settings.text("theme", "system")
    known = [member.value for member in Theme]
    theme().apply(Theme(chosen) if chosen in known else Theme.SYSTEM, settings.number("text_scale", 100))
    application.setWindowIcon(QIcon(str(resource("brand", "lvgutai.png"))))
    return application


def _start(arguments: Sequence[str]) -> QApplication:
    """Make the application; the style goes in as an argument, since the call for it costs 20 ms (600 enum members)."""
    return QApplication([*arguments, "-style", "Fusion"])


def _chinese(application: QApplication) -> None:
    """Let Qt's own buttons and dialogs speak Chinese."""
    if application.property("chinese"):
        return
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    application.setProperty("chinese", True)
