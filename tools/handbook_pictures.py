"""The pictures of the handbook: `python3 dev.py screens --handbook` writes docs/handbook/pictures/, the same each time.

Demo data only, light theme, a clock that stands still; what is drawn by lot in the program (the recovery key, the name
of this PC) is drawn the same here.
"""

import platform
import random
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from PIL import Image
from PySide6.QtWidgets import QApplication

from app.errors import DamagedDatabaseError
from app.paths import handbook_root
from app.services.accounts import Accounts
from app.services.container import Services
from app.services.demo.build import PASSWORD
from app.services.rescue import Given, Rescue
from app.terms import Theme
from app.views.backups.restore_window import RestoreWindow
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from app.views.rescue.window import RescueWindow
from app.views.setup.sign_in import SignInWindow
from app.views.theme import theme
from app.views.tour.hand import Hand
from tools.screen_scenes import FULL, SCENES
from tools.screens import Size, Studio

SIZE: Size = (1100, 680, 100)
"""The window in the pictures: no larger, so that its words stay legible beside the text."""
TALL: Size = (1100, 768, 100)
COMMON = 192
"""So many of a picture's 256 colours are its most frequent ones."""
MOST_BYTES = 2_500_000
"""All pictures together; they travel with the program."""
PC = "QIANTAI-PC"

FROM_SCENES: Mapping[str, str] = {
    "inbox": "inbox",
    "inbox-detail": "inbox-detail",
    "quick-entry": "quick-entry",
    "sign-up": "sign-up",
    "client": "client",
    "contract-matter": "contract-matter",
    "contract-fee": "contract-fee",
    "contract-filing": "contract-filing",
    "shortcuts": "shortcuts",
    "staff": "staff",
    "staff-leaving": "staff-leaving",
    "permissions": "permissions",
    "calendar": "calendar",
    "settings-channels": "settings-channels",
    "journal": "journal",
    "import-check": "import-check",
    "backups": "backups",
}
"""Picture -> the scene of `tools/screen_scenes.py` it shows."""
TALL_ONES = {"contract-fee", "quick-entry", "settings-channels"}
"""Those that need the whole height of a screen."""
WIDE_ONES = {"calendar", "journal"}
"""Those that need its whole width, too; they are shown smaller."""


def _setup(step: int) -> Callable[[Studio], None]:
    return lambda studio: studio.first_run(Theme.LIGHT, step, SIZE)


def _sign_in(studio: Studio) -> None:
    window = SignInWindow(studio.settings)
    window.set_logins(Accounts.of(studio.copy("people"), studio.clock).logins())
    studio.show(window, (window.width(), window.height(), 100))
    studio.take(window, "sign-in", Theme.LIGHT, SIZE)
    window.close()


def _restore(studio: Studio) -> None:
    """Show a backup beside what is there now, just before it is restored."""
    restoring = Accounts.of(studio.copy("people"), studio.clock).restoring()
    window = RestoreWindow(restoring, InlineJobs(), ScriptedDialogs(), studio.clock)
    studio.show(window, (980, 640, 100))
    hand = Hand(window)
    hand.click("下一步")
    hand.type_into("登录名", "zhoulan")
    hand.type_into("备份当时的密码", PASSWORD)
    hand.click("下一步")
    hand.wait_for("备份已打开并逐项核对")
    studio.take(window, "restore", Theme.LIGHT, SIZE)
    window.close()


def _rescue(studio: Studio) -> None:
    """Show what stands at the door when the database is damaged."""
    accounts = Accounts.of(studio.copy("people"), studio.clock)
    rescue = Rescue(accounts.profile, studio.clock, accounts.catalogue)
    error = DamagedDatabaseError(
        "数据库文件有损坏，部分内容无法读取。",
        safe="没有写入任何内容，请不要删除或覆盖原文件。",
        todo="请退出程序，用最近的备份恢复；如没有备份，请联系技术支持。",
    )
    window = RescueWindow(error, rescue, Given("zhoulan", PASSWORD), InlineJobs(), ScriptedDialogs(), can_restore=True)
    studio.show(window, (820, 720, 100))
    studio.take(window, "rescue", Theme.LIGHT, SIZE)
    window.close()


OTHERS: Mapping[str, Callable[[Studio], None]] = {
    "setup-firm": _setup(0),
    "setup-recovery": _setup(2),
    "sign-in": _sign_in,
    "restore": _restore,
    "rescue": _rescue,
}
"""Picture -> how a window before or beside the workplace is photographed."""


def names() -> set[str]:
    """Return the names of all pictures."""
    return {*FROM_SCENES, *OTHERS}


@contextmanager
def the_same_each_time() -> Iterator[random.Random]:
    """Draw lots alike, name the PC alike, let no cursor blink."""
    lots = random.Random(2026)  # noqa: S311 - for pictures of invented firms only
    with (
        patch.object(secrets, "randbelow", lots.randrange),
        patch.object(secrets, "choice", lots.choice),
        patch.object(platform, "node", lambda: PC),
    ):
        QApplication.setCursorFlashTime(0)
        yield lots


def back_up(studio: Studio) -> None:
    """Back the invented firm up, as any firm in daily use is."""
    services = Services(Accounts.of(studio.place_of("people"), studio.clock).sign_in("zhoulan", PASSWORD))
    services.backups.make()
    services.close()


def photograph(studio: Studio, name: str) -> Path:
    """Take one picture and return its file."""
    theme().apply(Theme.LIGHT, SIZE[2])
    before = set(studio.out.iterdir())
    if name in OTHERS:
        OTHERS[name](studio)
    else:
        scene = next(scene for scene in SCENES if scene.name == FROM_SCENES[name])
        studio.scene(scene, Theme.LIGHT, FULL if name in WIDE_ONES else TALL if name in TALL_ONES else SIZE)
    (taken,) = set(studio.out.iterdir()) - before
    return taken


def write_small(taken: Path, to: Path) -> None:
    """Write a picture with a palette of its own, no wider than the others; flat windows lose nothing by it."""
    with Image.open(taken) as picture:
        shown = picture.convert("RGB")
        shown.thumbnail((SIZE[0], SIZE[1] * 2), Image.Resampling.LANCZOS)
        shown.quantize(palette=_palette(shown), dither=Image.Dither.NONE).save(to, optimize=True)


def _palette(picture: Image.Image) -> Image.Image:
    """Return the colours most of a picture is painted with, exactly, and some for the rare ones."""
    counted = picture.getcolors(picture.width * picture.height) or []
    common = sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:COMMON]
    exact = [part for _, colour in common if isinstance(colour, tuple) for part in colour]
    rare = picture.quantize(256 - COMMON, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    made = Image.new("P", (1, 1))
    made.putpalette([*exact, *rare[: 3 * (256 - COMMON)]])
    return made


def main(wanted: list[str], folder: Path | None = None) -> int:
    """Write the pictures, or those named; exit 1 when they are too large together.

    Args:
        wanted: names of pictures; none means all, and those no chapter has any more are taken away.
        folder: where to; docs/handbook/pictures when not given.

    """
    to = folder or handbook_root() / "pictures"
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place, the_same_each_time() as lots:
        out = Path(place) / "taken"
        out.mkdir()
        studio = Studio(out, Path(place))
        back_up(studio)
        for name in sorted(names()):
            if not wanted or name in wanted:
                lots.seed(name)  # so that no picture depends on those before it
                write_small(photograph(studio, name), to / f"{name}.png")
    for left in to.glob("*.png"):
        if left.stem not in names():
            left.unlink()
    total = sum(file.stat().st_size for file in to.glob("*.png"))
    print(f"{len(list(to.glob('*.png')))} pictures, {total:,} bytes in {to}")
    return int(total > MOST_BYTES)
