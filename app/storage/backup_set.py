"""One backup on the disk: its manifest, which holds no client data, and how it is found, read and proved."""

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from app.errors import AppError, DamagedDatabaseError
from app.paths import Profile
from app.rules.backup_thinning import Stamp, Thinning

log = logging.getLogger(__name__)

FORMAT = 1
MANIFEST, BLOB_LIST = "manifest.json", "blobs.txt"
GUARDS = ("前", "立即备份")
"""How the reason of a backup ends that was made before something large (导入前, 升级前 …) or by hand."""
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself.

    Args:
        at: when the database was copied, aware, UTC.
        reason: Chinese words: 自动, 退出时, 立即备份, 导入前 …
        series: which PC's and folder's backups it belongs to.
        number: counts up within the series.
        program: version of the program that made it.
        revision: schema of the database.
        device: id under which that PC wrote the journal, hex.
        device_name: that PC's name.
        position: the journal's position.
        counts: rows of the main tables.
        heads: journal chains: device id, hex -> digest of its last set.
        thinning: how many backups the firm keeps.
        database_size: bytes.
        database_digest: SHA-256 of the database file.
        slots_digest: SHA-256 of the slot file.
        blobs: how many blob files belong to it.
        blob_bytes: their bytes.
        blobs_digest: SHA-256 of the list of blobs.
        missing: blobs that records name and that were nowhere to be found.
        seal: of all the above, under the data key.

    """

    at: datetime
    reason: str
    series: str
    number: int
    program: str
    revision: str
    device: str
    device_name: str
    position: int
    counts: Mapping[str, int]
    heads: Mapping[str, str]
    thinning: Thinning
    database_size: int
    database_digest: str
    slots_digest: str
    blobs: int
    blob_bytes: int
    blobs_digest: str
    missing: int
    seal: str = ""

    def sealed(self, key: bytes) -> Self:
        """Return the manifest with its seal."""
        return replace(self, seal=self._seal(key))

    def is_sealed_by(self, key: bytes) -> bool:
        """Return whether nothing was changed since it was sealed with this data key."""
        return hmac.compare_digest(self.seal, self._seal(key))

    def _seal(self, key: bytes) -> str:
        secret = hmac.digest(key, b"lvgutai backup manifest", hashlib.sha256)
        return hmac.digest(secret, replace(self, seal="").to_json(), hashlib.sha256).hex()

    def to_json(self) -> bytes:
        """Return the file's content; the same manifest always gives the same bytes."""
        content = {"format": FORMAT, **asdict(self), "at": self.at.astimezone(UTC).isoformat()}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read a manifest.

        Raises:
            ValueError, KeyError, TypeError: it is none.

        """
        values: dict[str, Any] = json.loads(content)
        if values.pop("format") != FORMAT:
            raise ValueError("another format")
        at = datetime.fromisoformat(values.pop("at")).astimezone(UTC)
        made = cls(at=at, thinning=Thinning(**values.pop("thinning")), **values)
        if not all(isinstance(made.counts.get(name, 0), int) for name in made.counts):
            raise TypeError("counts")
        return made


@dataclass(frozen=True)
class BackupSet:
    """A finished backup in its folder."""

    folder: Path
    manifest: Manifest

    @property
    def place(self) -> Path:
        """The folder that holds it and its blobs."""
        return self.folder.parent

    @property
    def profile(self) -> Profile:
        """Its files, by the names they have in a profile."""
        return Profile(self.folder)

    @property
    def stamp(self) -> Stamp:
        """What thinning needs to know."""
        manifest = self.manifest
        return Stamp(self.folder.name, manifest.number, manifest.at, manifest.reason.endswith(GUARDS))

    def blob_sizes(self) -> dict[str, int]:
        """Return hash -> bytes of the encrypted file for each blob that belongs to it.

        Raises:
            DamagedDatabaseError: the list is not the one the manifest speaks of.

        """
        try:
            content = (self.folder / BLOB_LIST).read_bytes()
        except OSError as error:
            raise tampered("材料清单") from error
        if hashlib.sha256(content).hexdigest() != self.manifest.blobs_digest:
            raise tampered("材料清单")
        return {name: int(size) for name, size in (line.split() for line in content.decode("ascii").splitlines())}


def tampered(part: str) -> DamagedDatabaseError:
    """Return the error for a part of a backup that is not as it was written."""
    return DamagedDatabaseError(
        f"这份备份不完整或被改动过（{part}）。", safe="现有资料没有改动。", todo="请换一份备份。"
    )


def read_set(folder: Path) -> BackupSet:
    """Read a backup's manifest.

    Raises:
        AppError: the folder holds no backup, or its manifest cannot be read.

    """
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise AppError(f"这里没有备份：{folder}", safe="现有资料没有改动。", todo="请选择备份所在的文件夹。") from error
    try:
        return BackupSet(folder, Manifest.from_json(content))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise tampered("说明文件") from error


def sets_in(place: Path) -> list[BackupSet]:
    """Return the backups of a folder, newest first; what cannot be read is left out (and in place)."""
    found = []
    for manifest in place.glob(f"*/{MANIFEST}"):
        if manifest.parent.name.startswith("."):
            continue
        try:
            found.append(read_set(manifest.parent))
        except AppError:
            log.warning("a backup's manifest is unreadable and was left out")
    return sorted(found, key=lambda one: (one.manifest.at, one.manifest.number), reverse=True)


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def blob_list(sizes: Mapping[str, int]) -> bytes:
    """Return the content of the list of blobs."""
    return "".join(f"{name} {size}\n" for name, size in sorted(sizes.items())).encode("ascii")
