"""Where things lie on this PC."""

import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "lvgutai"


def program_root() -> Path:
    """Return the folder that holds resources/, contract_templates/ and docs/handbook/ (source checkout or packaged program)."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """Return the path of a file under resources/."""
    return program_root().joinpath("resources", *parts)


def templates_root() -> Path:
    """Return the folder of the contract templates delivered with the program."""
    return program_root() / "contract_templates"


def handbook_root() -> Path:
    """Return the folder of the handbook: its chapters, and their pictures in pictures/."""
    return program_root() / "docs" / "handbook"


@dataclass(frozen=True)
class Profile:
    """One firm's data on this PC: everything under `root`."""

    root: Path

    @classmethod
    def default(cls) -> "Profile":
        """Return the profile of this user account."""
        return cls(Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)))

    @property
    def database(self) -> Path:
        """The encrypted database file."""
        return self.root / "lvgutai.db"

    @property
    def slots(self) -> Path:
        """The slot file with the sealed data key."""
        return self.root / "lvgutai.keys"

    @property
    def device(self) -> Path:
        """The file that names this PC's device id."""
        return self.root / "device.json"

    @property
    def failed_sign_ins(self) -> Path:
        """Wrong passwords since the last opening, told to the journal at the next one."""
        return self.root / "failed-sign-ins.jsonl"

    @property
    def blobs(self) -> Path:
        """Encrypted photos, sound and papers."""
        return self.root / "blobs"

    @property
    def backups(self) -> Path:
        """Verified backups."""
        return self.root / "backups"

    @property
    def backup_notes(self) -> Path:
        """Where this PC backs up to, and how that went last."""
        return self.root / "backup.json"

    @property
    def logs(self) -> Path:
        """Log and crash files; they never hold a client's data."""
        return self.root / "logs"

    @property
    def settings(self) -> Path:
        """What this PC remembers: appearance, window places, last choices."""
        return self.root / "settings.json"

    @property
    def lock(self) -> Path:
        """Held while a window is open."""
        return self.root / "lvgutai.lock"

    @property
    def exists(self) -> bool:
        """Whether the firm was set up here."""
        return self.database.exists() or self.slots.exists()
