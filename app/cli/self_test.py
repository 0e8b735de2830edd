"""`python -m app self-test`: whether this copy of the program is whole, tried on a throw-away profile."""

import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.catalogue import Catalogue
from app.clock import SteppedClock
from app.documents import filling, pages, pdf, templates
from app.paths import Profile, resource
from app.rules.money import yuan_text
from app.services.accounts import Accounts
from app.services.clients.types import ClientFilter
from app.services.container import Services
from app.services.demo.build import PASSWORD, build

NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


def main(arguments: Sequence[str]) -> int:
    """Run every check and print a line for each; exit 0 when all pass."""
    del arguments
    failed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Path(folder) / "自检 数据"
        for name, check in _checks(root):
            try:
                told = check()
            except Exception as error:  # noqa: BLE001 - every fault of a check is a result to print
                failed += 1
                print(f"不通过  {name}：{type(error).__name__} {error}", file=sys.stderr)
            else:
                print(f"通过    {name}：{told}")
    print(f"self-test: {len(_checks(root)) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _checks(root: Path) -> list[tuple[str, Callable[[], str]]]:
    return [
        ("数据文件", _data),
        ("加密数据库与检索", lambda: _database(root)),
        ("合同文书", _papers),
        ("界面与字体", _window),
    ]


def _data() -> str:
    catalogue = Catalogue.load()
    hebei = catalogue.fee_schedule("hebei-2016")
    return f"{len(catalogue.years)} 年日历，{len(catalogue.clauses)} 条义务，{hebei.doc_no}，{yuan_text(6200000)} 元"


def _database(root: Path) -> str:
    profile, clock = Profile(root), SteppedClock(NOW)
    build(profile, clock, clients=3, logins=())
    services = Services(Accounts(profile, clock, Catalogue.load()).sign_in("zhoulan", PASSWORD))
    try:
        name = services.clients.lists.rows(services.clients.lists.row_numbers(ClientFilter())[:1])[0].name
        found = services.clients.lists.row_numbers(ClientFilter(name))
        if not len(found):
            raise RuntimeError("search found nothing")
        services.office.database.integrity_check()
    finally:
        services.close()
    return f"建库、登录、检索“{name}”正常"


def _papers() -> str:
    counts = []
    for slug in templates.list_templates():
        template = templates.load_template(slug)
        drawn = pdf.render(filling.fill(template, template.sample), title=template.title)
        counts.append(f"{template.title} {pages.page_count(drawn)} 页")
    return "，".join(counts)


def _window() -> str:
    from PySide6.QtGui import QFontDatabase, QGuiApplication  # noqa: PLC0415 - the other checks need no window
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    application = QApplication.instance() or QApplication(["lvgutai", "-platform", "offscreen"])
    added = QFontDatabase.addApplicationFont(str(resource("fonts", "NotoSansSC-Regular.ttf")))
    family = QFontDatabase.applicationFontFamilies(added)[0]
    return f"{QGuiApplication.platformName()}，{family}" if application else family
