"""Colour tokens, text scale and the stylesheet made of them; switches at run time."""

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.errors import DataFileError
from app.paths import resource
from app.terms import Theme

FAMILY = "Noto Sans SC"
SCALES = (100, 110, 125, 150, 175, 200)


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme as #RRGGBB; their use stands in resources/themes/*.toml."""

    bg: str
    nav: str
    surface: str
    surface2: str
    hover: str
    border: str
    border2: str
    field: str
    text: str
    text2: str
    text3: str
    accent: str
    accenth: str
    onaccent: str
    soft: str
    softb: str
    soon: str
    soonbg: str
    soonbar: str
    urg: str
    urgbg: str
    urgbar: str
    over: str
    overbg: str
    overbar: str
    onover: str
    ok: str
    okbg: str
    calmbar: str
    track: str
    paper: str
    ink: str
    desk: str
    overfill: str


@cache
def load_tokens(name: str) -> Tokens:
    """Read resources/themes/<name>.toml.

    Raises:
        DataFileError: a token is missing, unknown or no #RRGGBB colour.

    """
    file = resource("themes", f"{name}.toml")
    colours: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8")).get("colours", {})
    known = {field.name for field in fields(Tokens)}
    for key in sorted(known ^ colours.keys()):
        raise DataFileError(file.name, key, "缺少这个颜色" if key in known else "没有这个颜色名")
    for key, value in colours.items():
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
            raise DataFileError(file.name, key, f"{value} 不是 #RRGGBB 颜色")
    return Tokens(**colours)


def mixed(first: str, second: str, share: float) -> str:
    """Return `share` of the first colour over the second, as #RRGGBB."""
    a, b = QColor(first), QColor(second)
    parts = (
        round(x * share + y * (1 - share))
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )
    return "#" + "".join(f"{part:02X}" for part in parts)


class ThemeManager(QObject):
    """What is shown now: the tokens, the text scale, and a signal when either changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = Theme.SYSTEM
        self.scale = 100
        self.tokens = load_tokens("light")
        self.dark = False
        self._colours: dict[str, QColor] = {}
        self._following = False

    def px(self, size: float) -> int:
        """Return logical pixels of a size given for 100 % text."""
        return round(size * self.scale / 100)

    def colour(self, token: str) -> QColor:
        """Return the colour of a token of the present theme, also `name_disabled` (50 % on surface)."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(self.value(token))
        return found

    def value(self, token: str) -> str:
        """Return the #RRGGBB of a token, also of `name_disabled`."""
        name, _, disabled = token.partition("_")
        value: str = getattr(self.tokens, name)
        return mixed(value, self.tokens.surface, 0.5) if disabled else value

    def apply(self, choice: Theme | None = None, scale: int | None = None) -> None:
        """Show another theme or text scale (per cent, 100 to 200) in every window at once."""
        self.choice = choice or self.choice
        self.scale = min(200, max(100, scale or self.scale))
        self._follow_system()
        self._show()

    def _follow_system(self) -> None:
        hints = QGuiApplication.styleHints()
        if not self._following:
            hints.colorSchemeChanged.connect(self._system_changed)
            self._following = True
        if self.choice is Theme.SYSTEM:
            hints.unsetColorScheme()
        else:
            wanted = Qt.ColorScheme.Dark if self.choice is Theme.DARK else Qt.ColorScheme.Light
            hints.setColorScheme(wanted)

    def _system_changed(self) -> None:
        if self.choice is Theme.SYSTEM:
            self._show()

    def _show(self) -> None:
        system_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self.dark = self.choice is Theme.DARK or (self.choice is Theme.SYSTEM and system_dark)
        self.tokens = load_tokens("dark" if self.dark else "light")
        self._colours.clear()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            base = QFont(FAMILY)
            base.setPixelSize(self.px(14))
            application.setFont(base)
            application.setPalette(self._palette())
            application.setStyleSheet(self.stylesheet())
        self.changed.emit()

    def stylesheet(self) -> str:
        """Return resources/styles/app.qss with its tokens filled in.

        `@name` is a colour, `14sp` a size that grows with the text, `34h1` a height of 34 less two edges of 1 px.
        """
        template = resource("styles", "app.qss").read_text(encoding="utf-8")
        template = re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)
        template = re.sub(r"@(\w+)", lambda found: self.value(found[1]), template)
        template = re.sub(r"\b(\d+)h(\d)\b", lambda found: f"{self.px(int(found[1])) - 2 * int(found[2])}px", template)
        return re.sub(r"\b(\d+)sp\b", lambda found: f"{self.px(int(found[1]))}px", template)

    def _palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for where, token in (
            (role.Window, "bg"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.AlternateBase, "surface2"),
            (role.Text, "text"),
            (role.Button, "surface"),
            (role.ButtonText, "text"),
            (role.ToolTipBase, "surface"),
            (role.ToolTipText, "text"),
            (role.PlaceholderText, "text3"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "onaccent"),
            (role.Accent, "accent"),
            (role.Link, "accent"),
            (role.LinkVisited, "accent"),
            (role.BrightText, "over"),
            (role.Light, "surface"),
            (role.Midlight, "hover"),
            (role.Mid, "border2"),
            (role.Dark, "field"),
            (role.Shadow, "border"),
        ):
            palette.setColor(where, self.colour(token))
        for where in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, self.colour("text_disabled"))
        return palette


@cache
def theme() -> ThemeManager:
    """Return the one theme manager of the program."""
    return ThemeManager()
