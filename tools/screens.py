"""Opens every page with demo data and writes light and dark pictures at 1366×768, plus narrow windows and large text.

`python3 dev.py screens [--out DIR] [NAME...]`: look at them before calling a page done. `--readme` writes the three
pictures of the README into docs/pictures/ instead, `--handbook` those of the handbook into docs/handbook/pictures/.
"""

import argparse
import itertools
import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import SteppedClock
from app.errors import AppError
from app.paths import Profile
from app.services.accounts import Accounts
from app.services.container import Services
from app.services.demo.build import PASSWORD, build
from app.settings import Settings
from app.terms import Theme
from app.views.application import make_application
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from app.views.setup.sign_in import SignInWindow
from app.views.setup.wizard import Wizard
from app.views.theme import theme
from app.views.tour.camera import picture_of
from app.views.tour.hand import Hand
from app.views.workplace import Surroundings, Workplace
from tools.door.say import ROOT
from tools.screen_scenes import FULL, SCALED, SCENES, SETUP_STEPS, SMALL, Scene, set_up

NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)
README = {"inbox-detail": "inbox", "client": "client", "contract-fee": "contract"}
THEMES = (Theme.LIGHT, Theme.DARK)
Size = tuple[int, int, int]


class Studio:
    """Where the pages are opened and photographed.

    Args:
        out: folder of the pictures.
        place: an empty folder that is thrown away afterwards.

    """

    def __init__(self, out: Path, place: Path) -> None:
        self.out, self._place = out, place
        self.clock = SteppedClock(NOW)
        self.settings = Settings(place / "settings.json")
        self.settings.set("last_login", "zhoulan")
        self.application = make_application(self.settings)
        self._numbers = itertools.count(1)
        for firm, clients in (("people", 60), ("empty", 0)):
            build(Profile(place / firm), self.clock, clients=clients, logins=("liuxin", "weidongming"))

    def door(self, choice: Theme) -> None:
        """Photograph the sign-in window: fresh, and with a wrong password."""
        for name, (_, _, scale) in itertools.product(("sign-in", "sign-in-refused"), (FULL, SCALED)):
            theme().apply(choice, scale)
            window = SignInWindow(self.settings)
            accounts = Accounts.of(self.copy("people"), self.clock)
            window.set_logins(accounts.logins())
            window.show()
            if name.endswith("refused"):
                window.show_error(_refusal(accounts))
            self.take(window, name, choice, (window.width(), window.height(), scale), window.size().toTuple())
            window.close()

    def first_run(self, choice: Theme, step: int, size: Size) -> None:
        """Photograph a step of the first-run wizard."""
        theme().apply(choice, size[2])
        dialogs = ScriptedDialogs()
        dialogs.answer("confirm", True)
        accounts = Accounts.of(Profile(self._place / f"new-{next(self._numbers)}"), self.clock)
        wizard = Wizard(accounts, InlineJobs(), dialogs)
        self.show(wizard, size)
        set_up(wizard, step)
        self.take(wizard, f"setup-{step + 1}-{SETUP_STEPS[step]}", choice, size)
        wizard.close()

    def scene(self, scene: Scene, choice: Theme, size: Size) -> None:
        """Photograph a page of the workplace, on a fresh copy of its firm."""
        theme().apply(choice, size[2])
        accounts = Accounts.of(self.copy(scene.firm), self.clock)
        services = Services(accounts.sign_in(scene.login, PASSWORD))
        dialogs = ScriptedDialogs()
        dialogs.answer("confirm", True)  # what a scene leaves unsaved is given up
        around = Surroundings(accounts, self.settings, InlineJobs(), dialogs)
        place = Workplace(services, around, services.firm.hours())
        place.start()
        self.show(place.window, size)
        scene.set_up(place, Hand(place.window))
        self.take(place.window, scene.name, choice, size)
        for window in (*place.window.findChildren(QWidget), place.window):
            if window.isWindow():
                window.hide()
        place.window.close()
        place.window.deleteLater()
        services.close()

    def place_of(self, firm: str) -> Profile:
        """Return the firm itself that others are copied from."""
        return Profile(self._place / firm)

    def copy(self, firm: str) -> Profile:
        """Return a firm of its own, so that no picture depends on another."""
        profile = Profile(self._place / f"copy-{next(self._numbers)}")
        shutil.copytree(self.place_of(firm).root, profile.root)
        return profile

    def show(self, window: QWidget, size: Size) -> None:
        """Show a window at a size, in front."""
        window.show()
        window.resize(size[0], size[1])
        window.activateWindow()
        Hand(window).until(window.isActiveWindow)

    def take(self, window: QWidget, name: str, choice: Theme, size: Size, usual: object = FULL[:2]) -> None:
        """Keep a picture when everything pending is painted."""
        for _ in range(6):
            self.application.processEvents()
        kind = "" if size[:2] == usual and size[2] == 100 else f"-{size[0]}x{size[1]}-{size[2]}"
        picture_of(window).save(str(self.out / f"{name}{kind}-{choice.value}.png"))


def _refusal(accounts: Accounts) -> AppError:
    try:
        accounts.check_password("zhoulan", "not the password")
    except AppError as error:
        return error
    raise AssertionError("a wrong password was taken")


def everything(studio: Studio, names: Sequence[str]) -> None:
    """Photograph every page, or those whose names begin with one of `names`."""

    def wanted(name: str) -> bool:
        return not names or any(name.startswith(given) for given in names)

    for choice in THEMES:
        if wanted("sign-in"):
            studio.door(choice)
        for step, size in itertools.product(range(len(SETUP_STEPS)), (FULL, SMALL, SCALED)):
            if wanted(f"setup-{step + 1}") or wanted("setup"):
                studio.first_run(choice, step, size)
        for scene in SCENES:
            for size in scene.sizes:
                if wanted(scene.name):
                    studio.scene(scene, choice, size)


def readme(studio: Studio) -> None:
    """Photograph what the README shows, as small files."""
    for scene in SCENES:
        if scene.name in README:
            studio.scene(scene, Theme.LIGHT, FULL)
            taken = studio.out / f"{scene.name}-light.png"
            with Image.open(taken) as picture:
                small = picture.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
                small.save(studio.out / f"{README[scene.name]}.png", optimize=True)
            taken.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; exit 0."""
    parser = argparse.ArgumentParser(prog="dev.py screens", description="Pictures of every page, light and dark.")
    parser.add_argument("names", nargs="*", help="only pages whose names begin so")
    parser.add_argument("--out", type=Path, default=Path("out/screens"))
    parser.add_argument("--readme", action="store_true", help="write docs/pictures/ instead")
    parser.add_argument("--handbook", action="store_true", help="write docs/handbook/pictures/ instead")
    options = parser.parse_args(arguments)
    if options.handbook:
        from tools import handbook_pictures  # noqa: PLC0415 - it needs the studio above

        return handbook_pictures.main(options.names)
    out = ROOT / "docs" / "pictures" if options.readme else options.out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        studio = Studio(out, Path(folder))
        if options.readme:
            readme(studio)
        else:
            everything(studio, options.names)
        QApplication.processEvents()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
