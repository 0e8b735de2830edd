"""The pages of import and export as `tools/screens.py` photographs them."""

from pathlib import Path

from app.views.importing.page import ImportPage
from app.views.tour.hand import Hand
from app.views.workplace import Workplace

SPREADSHEETS = Path(__file__).parent.parent / "tests" / "data" / "spreadsheets"


def importing(place: Workplace, _hand: Hand) -> None:
    """Open the page."""
    place.window.open_area("settings", ("importing", "client"))


def _picked(place: Workplace, hand: Hand, name: str, kind: str) -> None:
    place.window.open_area("settings", ("importing", kind))
    page = place.window.page("settings").findChild(ImportPage)
    if page is not None:
        page.read(SPREADSHEETS / name)
    hand.wait_for("列的对应是按表头猜的")


def import_columns(place: Workplace, hand: Hand) -> None:
    """Pick a clerk's list."""
    _picked(place, hand, "clients.xlsx", "client")


def import_check(place: Workplace, hand: Hand) -> None:
    """Judge its rows."""
    import_columns(place, hand)
    hand.click("核对")
    hand.wait_for("将写入")


def import_done(place: Workplace, hand: Hand) -> None:
    """Bring it in."""
    import_check(place, hand)
    hand.click("导入 7 行")
    hand.wait_for("已导入服务对象")


def past_matters(place: Workplace, hand: Hand) -> None:
    """Bring an old register in and look at it."""
    _picked(place, hand, "register.csv", "past_matter")
    hand.click("核对")
    hand.click("导入 4 行")
    hand.click("去看以往案件")
    hand.wait_for("4 件")
