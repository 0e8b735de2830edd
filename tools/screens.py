"""Opens every page with demo data and writes light and dark pictures at 1366×768, plus the narrow cases.

`python3 dev.py screens [--out DIR]`: look at them before calling a page done.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from app.clock import SteppedClock
from app.paths import Profile
from app.services.accounts import Accounts
from app.services.clients.types import ClientFilter
from app.services.consultations.types import InboxFilter
from app.services.container import Services
from app.services.demo.build import PASSWORD, build
from app.settings import Settings
from app.terms import Theme
from app.views.application import make_application
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from app.views.setup.sign_in import SignInWindow
from app.views.theme import theme
from app.views.tour.story import draw_up_to
from app.views.workplace import Surroundings, Workplace

NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)
FULL, SMALL, SCALED = (1366, 768, 100), (1280, 680, 100), (1366, 768, 150)


@dataclass(frozen=True)
class Scene:
    """One page as it is photographed."""

    name: str
    set_up: Callable[[Workplace], object]
    sizes: Sequence[tuple[int, int, int]] = (FULL,)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write every picture; exit 0."""
    parser = argparse.ArgumentParser(prog="dev.py screens", description="Pictures of every page, light and dark.")
    parser.add_argument("--out", type=Path, default=Path("out/screens"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile, clock = Profile(Path(folder) / "demo"), SteppedClock(NOW)
        build(profile, clock, clients=60, logins=("weidongming",))
        settings = Settings(Path(folder) / "settings.json")
        application = make_application(settings)
        accounts = Accounts.of(profile, clock)
        for choice in (Theme.LIGHT, Theme.DARK):
            theme().apply(choice, 100)
            _photograph(_door(settings), options.out / f"sign-in-{choice.value}.png")
            for scene in SCENES:
                for width, height, scale in scene.sizes:
                    theme().apply(choice, scale)
                    services = Services(accounts.sign_in("zhoulan", PASSWORD))
                    around = Surroundings(accounts, settings, InlineJobs(), ScriptedDialogs())
                    place = Workplace(services, around, services.firm.hours())
                    place.start()
                    place.window.resize(width, height)
                    _settle(application)
                    scene.set_up(place)
                    _settle(application)
                    size = "" if (width, height, scale) == FULL else f"-{width}x{height}-{scale}"
                    _photograph(place.window, options.out / f"{scene.name}{size}-{choice.value}.png")
                    place.window.close()
                    services.close()
    print(f"{len(list(options.out.glob('*.png')))} pictures in {options.out}")
    return 0


def _settle(application: QApplication) -> None:
    for _ in range(6):
        application.processEvents()


def _photograph(window: QWidget, file: Path) -> None:
    if not window.isVisible():
        window.show()
    QApplication.processEvents()
    window.grab().save(str(file))


def _door(settings: Settings) -> SignInWindow:
    settings.set("last_login", "zhoulan")
    window = SignInWindow(settings)
    window.set_logins(["zhoulan", "liuxin", "weidongming"])
    return window


def _inbox(place: Workplace) -> None:
    numbers = place.services.consultations.inbox.row_numbers(InboxFilter())
    row = place.services.consultations.inbox.rows(numbers)[3]
    place.window.open_area("consultations", row.id)


def _entry(place: Workplace) -> None:
    place.window.actions_.trigger("consultations.register")


def _client(place: Workplace) -> None:
    lists = place.services.clients.lists
    place.window.open_area("clients", lists.rows(lists.row_numbers(ClientFilter()))[1].id)


SCENES = (
    Scene("inbox", lambda place: place.window.open_area("consultations"), (FULL, SMALL, SCALED)),
    Scene("inbox-detail", _inbox, (FULL, SMALL, SCALED)),
    Scene("quick-entry", _entry, (FULL, SMALL)),
    Scene("client", _client, (FULL, SMALL, SCALED)),
    Scene("contracts", lambda place: place.window.open_area("contracts"), (FULL, SCALED)),
    Scene("contract-fee", lambda place: draw_up_to(place, 2), (FULL, SMALL, SCALED)),
    Scene("contract-terms", lambda place: draw_up_to(place, 3), (FULL,)),
    Scene("lock", lambda place: place.lock(), (FULL,)),
    Scene("shortcuts", lambda place: place.window.show_shortcuts(), (FULL,)),
)

if __name__ == "__main__":
    raise SystemExit(main())
