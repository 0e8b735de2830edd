"""设置 › 外观与锁屏: what holds on this PC only, at once and without 保存."""

from PySide6.QtCore import Signal

from app.settings import Settings
from app.terms import Theme
from app.views.components.choices import Choice
from app.views.components.form_field import FormField
from app.views.components.toggles import Segmented, Switch
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import PlainPage
from app.views.theme import SCALES, theme

ENTRIES = (
    Entry("theme", "外观", "深色 浅色 夜间 主题"),
    Entry("text_scale", "文字大小", "字号 放大 缩小"),
    Entry("idle_lock_minutes", "离开多久后锁定", "锁屏 空闲 自动锁定"),
    Entry("remember_login", "记住上次的登录名", "登录"),
)
IDLE_MINUTES = (1, 3, 5, 10, 15, 30, 60)


class ThisPcPage(PlainPage):
    """外观与锁屏."""

    idle_minutes_changed = Signal(int)
    """The desk is to lock after another span without a touch."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "外观与锁屏", "只管这台电脑，改了马上生效，不影响别的电脑和别的人。")
        self._settings: Settings = desk.settings
        self.theme = Segmented("外观", [(choice, choice.label) for choice in Theme])
        self.scale = Choice([(scale, f"{scale}%") for scale in SCALES])
        self.idle = Choice([(minutes, f"{minutes} 分钟") for minutes in IDLE_MINUTES])
        self.remember = Switch("记住")
        self.fields = {
            "theme": FormField("外观", self.theme, hint="深色适合光线暗的地方；跟随系统时，随电脑的设置变。"),
            "text_scale": FormField("文字大小", self.scale, hint="整个窗口一起放大，也可以随时按 Ctrl 和加号、减号。"),
            "idle_lock_minutes": FormField(
                "离开多久后锁定", self.idle, hint="没有人动键盘和鼠标，到时间就盖住窗口；没写完的内容都还在。"
            ),
            "remember_login": FormField(
                "记住上次的登录名",
                self.remember,
                hint="打开后，登录时不用再输登录名；几个人合用的电脑可以关掉。密码从不记住。",
            ),
        }
        look = self.card("外观")
        look.body.addWidget(self.fields["theme"])
        look.body.addWidget(self.fields["text_scale"])
        safe = self.card("锁定与登录")
        safe.body.addWidget(self.fields["idle_lock_minutes"])
        safe.body.addWidget(self.fields["remember_login"])
        self._show()
        self.theme.changed.connect(self._choose_theme)
        self.scale.changed.connect(self._choose_scale)
        self.idle.changed.connect(self._choose_idle)
        self.remember.changed.connect(self._choose_remember)
        theme().changed.connect(self._show)

    def _show(self) -> None:
        """Show what holds now; text size and theme can be changed elsewhere too."""
        self.theme.set_value(theme().choice)
        scale = theme().scale
        self.scale.set_options([(one, f"{one}%") for one in sorted({*SCALES, scale})])
        self.scale.set_value(scale)
        minutes = self._settings.number("idle_lock_minutes", 15)
        if minutes not in IDLE_MINUTES:
            self.idle.set_options([(one, f"{one} 分钟") for one in sorted({*IDLE_MINUTES, minutes})])
        self.idle.set_value(minutes)
        self.remember.set_value(self._settings.flag("remember_login", default=True))

    def _choose_theme(self, choice: Theme) -> None:
        if choice is not theme().choice:
            self._settings.set("theme", choice.value)
            theme().apply(choice)

    def _choose_scale(self, scale: int) -> None:
        if scale != theme().scale:
            self._settings.set("text_scale", scale)
            theme().apply(scale=scale)

    def _choose_idle(self, minutes: int) -> None:
        self._settings.set("idle_lock_minutes", minutes)
        self.idle_minutes_changed.emit(minutes)

    def _choose_remember(self, on: bool) -> None:
        self._settings.set("remember_login", on)
        self._settings.set("last_login", self.desk.services.actor.login if on else "")

    def hints(self) -> str:
        """Words for the status bar."""
        return "改了马上生效　Ctrl+F 搜索设置"
