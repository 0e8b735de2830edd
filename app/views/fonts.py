"""The bundled fonts and the few sizes the program uses."""

import logging
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from app.paths import resource
from app.views.theme import FAMILY, theme

log = logging.getLogger(__name__)

TITLE, PANEL, BASE, CELL, SMALL, AXIS = 20, 16, 14, 13, 12, 11
"""Pixel sizes at 100 %: page title, panel title, base text, table cell, header and hint, axis label."""


def install_fonts() -> None:
    """Make the bundled Noto Sans SC (400 and 500) known to Qt; without it the system's own font serves."""
    for style in ("Regular", "Medium"):
        file = resource("fonts", f"NotoSansSC-{style}.ttf")
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            log.warning("font missing: %s", file.name)


@cache
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    return made


def font(size: int = BASE, *, medium: bool = False, bold: bool = False) -> QFont:
    """Return the font of a size (pixels at 100 %, scaled by the user's text scale); treat it as read-only."""
    weight = QFont.Weight.Bold if bold else QFont.Weight.Medium if medium else QFont.Weight.Normal
    return _font(theme().px(size), weight)


@cache
def _metrics(pixels: int, weight: QFont.Weight) -> QFontMetrics:
    return QFontMetrics(_font(pixels, weight))


def metrics(size: int = BASE, *, medium: bool = False) -> QFontMetrics:
    """Return the measures of `font(size, medium=medium)`."""
    return _metrics(theme().px(size), QFont.Weight.Medium if medium else QFont.Weight.Normal)
