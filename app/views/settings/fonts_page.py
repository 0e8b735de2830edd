"""设置 › 文书字体: font files this PC draws contracts and notices with, looked at as soon as they are named."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.fonts import FontReport, FontUse
from app.settings import Settings
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import ElidedLabel, Label
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import PlainPage

WORDS = {
    FontUse.SPARE: ("补字字体", "只用来印自带字体里没有的字，例如姓名里的生僻字；其余的字照旧。"),
    FontUse.FANGSONG: ("仿宋", "合同正文写“仿宋_GB2312”的地方用它；不指定时用本机的仿宋，没有就用自带的宋体。"),
    FontUse.KAI: ("楷体", "文书里写“楷体”的地方用它。"),
    FontUse.HEI: ("黑体", "文书里的小标题用它。"),
    FontUse.SONG: ("宋体", "文书里写“宋体”的地方用它。"),
    FontUse.TITLE: ("小标宋", "文书的大标题用它。"),
}
ENTRIES = tuple(Entry(use.value, words[0], "字体 缺字 生僻字 合同 PDF") for use, words in WORDS.items())
PATTERNS = "字体 (*.ttf *.ttc *.otf)"


def font_key(use: FontUse) -> str:
    """Return the key under which this PC remembers a font file."""
    return f"document_font_{use.value}"


def named_fonts(settings: Settings) -> dict[FontUse, Path]:
    """Return the font files named on this PC."""
    found = {use: settings.text(font_key(use)) for use in FontUse}
    return {use: Path(path) for use, path in found.items() if path}


class FontRow(QWidget):
    """One use: the file named for it, what was found in it, and the two buttons."""

    def __init__(self, use: FontUse) -> None:
        super().__init__()
        self.use = use
        title, about = WORDS[use]
        self.file = ElidedLabel("")
        self.pick = Button("选择文件", small=True)
        self.pick.setAccessibleName(f"选择{title}的文件")
        self.drop = Button("不用了", Kind.TEXT, small=True)
        self.drop.setAccessibleName(f"不再用这个{title}")
        self.report = Label("", "hint", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 4)
        rows.setSpacing(3)
        rows.addWidget(Label(title, "label"))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.file, 1)
        line.addWidget(self.drop)
        line.addWidget(self.pick)
        rows.addLayout(line)
        rows.addWidget(Label(about, "hint", wrap=True))
        rows.addWidget(self.report)

    def show_file(self, path: Path | None) -> None:
        """Show the file named, or that none is."""
        self.file.set_text(str(path) if path else "没有指定")
        self.drop.setVisible(path is not None)
        self.say("")

    def say(self, sentence: str, tone: str = "") -> None:
        """Show what was found in the file."""
        self.report.setText(sentence)
        self.report.set_tone(tone)
        self.report.setVisible(bool(sentence))


class FontsPage(PlainPage):
    """文书字体."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, "文书字体", "合同等 PDF 用的字体。程序自带宋体和黑体；这里可以指定本机的字体文件，只管这台电脑。"
        )
        self.names = Banner("", "soon")
        self.names.hide()
        self.column.addWidget(self.names)
        card = self.card()
        self.font_rows = {use: FontRow(use) for use in FontUse}
        for use, row in self.font_rows.items():
            card.body.addWidget(row)
            row.pick.clicked.connect(partial(self._pick, use))
            row.drop.clicked.connect(partial(self._drop, use))

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the files anew: one may be gone by now."""
        super().showEvent(event)
        self._look()

    def _look(self) -> None:
        named = named_fonts(self.desk.settings)
        for use, row in self.font_rows.items():
            row.show_file(named.get(use))
            if use in named:
                self._check(use, named[use], keep=False)
        self.desk.jobs.run(self.desk.services.fonts.unprintable, done=self._show_names, key=f"font-names-{id(self)}")

    def _show_names(self, names: tuple[str, ...]) -> None:
        shown = "、".join(names[:5]) + (f" 等 {len(names)} 个" if len(names) > 5 else "")
        advice = "请在下面的“补字字体”里指定一个有这些字的字体文件。"
        self.names.show_text(f"这些名字现在印不出来：{shown}。{advice}" if names else "", "soon")

    def _pick(self, use: FontUse, _on: bool = False) -> None:
        chosen = self.desk.dialogs.open_files(self, f"选择{WORDS[use][0]}的字体文件", PATTERNS)
        if chosen:
            self._check(use, chosen[0], keep=True)

    def _check(self, use: FontUse, path: Path, *, keep: bool) -> None:
        self.desk.jobs.run(
            self.desk.services.fonts.check,
            use,
            path,
            done=partial(self._checked, use, keep),
            failed=partial(self._failed, use),
            label="正在检查字体",
        )

    def _failed(self, use: FontUse, error: AppError) -> None:
        self.font_rows[use].say(error.text, "over")

    def _checked(self, use: FontUse, keep: bool, report: FontReport) -> None:
        row = self.font_rows[use]
        if keep and not report.problem:
            self.desk.settings.set(font_key(use), str(report.path))
            row.show_file(report.path)
            self._use(f"已指定{WORDS[use][0]}：{report.name}")
        note = "" if keep or not report.problem else "文书暂用自带的字体。"
        row.say(f"{report.sentence}{note}", "over" if report.problem else "ok")

    def _drop(self, use: FontUse, _on: bool = False) -> None:
        self.desk.settings.set(font_key(use), "")
        self.font_rows[use].show_file(None)
        self._use(f"不再用指定的{WORDS[use][0]}")

    def _use(self, words: str) -> None:
        files = named_fonts(self.desk.settings)
        self.desk.jobs.run(self.desk.services.fonts.use, files, done=partial(self._used, words))

    def _used(self, words: str, _problems: tuple[str, ...]) -> None:
        self.desk.messages.show_done(words)
        self.desk.jobs.run(self.desk.services.fonts.unprintable, done=self._show_names, key=f"font-names-{id(self)}")

    def open_record(self, key: object) -> None:
        """Go to one of the uses."""
        row = next((row for use, row in self.font_rows.items() if use.value == key), None)
        if row is not None:
            self.go_to(row.pick)
