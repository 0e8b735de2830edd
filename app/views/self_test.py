"""`python -m app self-test`: whether this copy of the program is whole, tried on a throw-away profile."""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.clock import SteppedClock
from app.paths import Profile, resource
from app.services.accounts import Accounts
from app.services.clients.types import ClientFilter
from app.services.container import Services
from app.services.contracts.types import ContractForm
from app.services.demo.build import PASSWORD, build
from app.views.handbook.book import load_book
from app.views.handbook.window import HandbookWindow

NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


def main(arguments: Sequence[str]) -> int:
    """Run every check and print a line for each; exit 0 when all pass."""
    del arguments
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = SelfTest(Profile(Path(folder) / "自检 数据")).run()
    failed = sum(not result.passed for result in found)
    for result in found:
        word, stream = ("通过", sys.stdout) if result.passed else ("不通过", sys.stderr)
        stream.write(f"{word}  {result.name}：{result.told}\n")
    sys.stdout.write(f"self-test: {len(found) - failed} passed, {failed} failed\n")
    return 1 if failed else 0


@dataclass(frozen=True)
class Result:
    """What came of one check."""

    name: str
    passed: bool
    told: str


class SelfTest:
    """The checks, each on what the one before left.

    Args:
        profile: an empty place, thrown away afterwards.

    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._clock = SteppedClock(NOW)

    def run(self) -> list[Result]:
        """Run every check; a fault in one does not stop the others."""
        checks = (
            ("加密数据库", self._database),
            ("检索", self._search),
            ("合同文书", self._papers),
            ("界面与字体", self._window),
            ("使用手册", self._handbook),
        )
        return [self._try(name, check) for name, check in checks]

    def _try(self, name: str, check: Callable[[], str]) -> Result:
        try:
            return Result(name, passed=True, told=check())
        except Exception as error:  # noqa: BLE001 - every fault of a check is a result to print
            return Result(name, passed=False, told=f"{type(error).__name__} {error}")

    def _open(self) -> Services:
        return Services(Accounts.of(self._profile, self._clock).sign_in("zhoulan", PASSWORD))

    def _database(self) -> str:
        build(self._profile, self._clock, clients=3, logins=())
        services = self._open()
        try:
            problems = services.office.database.integrity_check()
        finally:
            services.close()
        if problems:
            raise RuntimeError("；".join(problems))
        return "建库、登录、完整性检查正常"

    def _search(self) -> str:
        services = self._open()
        try:
            lists = services.clients.lists
            name = lists.rows(lists.row_numbers(ClientFilter())[:1])[0].name
            if not len(lists.row_numbers(ClientFilter(name))):
                raise RuntimeError("search found nothing")
        finally:
            services.close()
        return f"找到“{name}”"

    def _papers(self) -> str:
        services = self._open()
        try:
            lists = services.clients.lists
            client = lists.rows(lists.row_numbers(ClientFilter())[:1])[0].id
            papers = services.contracts.papers
            told = []
            for template in papers.templates():
                preview = papers.preview(papers.compose(ContractForm(client, template.slug)))
                told.append(f"{template.title} {preview.page_count} 页")
        finally:
            services.close()
        return "，".join(told)

    def _window(self) -> str:
        if QApplication.instance() is None:
            self._application = QApplication(["lvgutai"])
        added = QFontDatabase.addApplicationFont(str(resource("fonts", "NotoSansSC-Regular.ttf")))
        return f"{QGuiApplication.platformName()}，{QFontDatabase.applicationFontFamilies(added)[0]}"

    def _handbook(self) -> str:
        book = load_book()
        window = HandbookWindow(book)
        for chapter in book.chapters:
            window.open(chapter.name)
            if chapter.title not in window.reader.toPlainText():
                raise RuntimeError(f"{chapter.name} shows nothing")
        named = {name for chapter in book.chapters for name in chapter.pictures}
        missing = sorted(name for name in named if book.picture(name) is None)
        if missing:
            raise RuntimeError(f"pictures missing: {', '.join(missing)}")
        return f"{len(book.chapters)} 章，{len(named)} 张图"
