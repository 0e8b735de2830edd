"""Making backups: the database by the backup call, opened and counted; the slot file; new blobs; thinning after success."""

import hashlib
import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from app import __version__
from app.errors import AppError
from app.paths import Profile
from app.rules.backup_thinning import superfluous
from app.rules.spans import load_zone
from app.storage.backup_blobs import blob_path, copy_blobs, copy_checked, lacking, remove_blobs, sizes_in
from app.storage.backup_facts import Facts, facts_of
from app.storage.backup_place import (
    PlaceGoneError,
    Told,
    gone,
    held,
    place_errors,
    quiet,
    require_room,
    take_away,
    written_aside,
)
from app.storage.backup_set import (
    BLOB_LIST,
    MANIFEST,
    BackupSet,
    Manifest,
    blob_list,
    digest_of_file,
    read_set,
    sets_in,
)
from app.storage.connections import connect
from app.storage.copying import copy_database
from app.storage.device import device_name, fingerprint
from app.storage.files import write_atomically
from app.storage.keys import is_data_key

__all__ = ["About", "PlaceGoneError", "make_backup", "replicate", "series_of"]

log = logging.getLogger(__name__)

ZONE = "Asia/Shanghai"
Copy: TypeAlias = Callable[[Path, Told], object]
"""Writes a verified copy of the database to a new file."""


@dataclass(frozen=True)
class About:
    """Of what, why and when a backup is made.

    Args:
        profile: whose slot file and blobs.
        key: its data key.
        at: the present instant, aware.
        reason: Chinese words for the list.
        above: the highest number a backup of this PC was given elsewhere.
        copy: how the database is copied, e.g. while a window has it open; by default from the profile's file.

    """

    profile: Profile
    key: bytes
    at: datetime
    reason: str
    above: int = 0
    copy: Copy | None = None

    def write_copy(self, to: Path, told: Told) -> None:
        """Write the copy of the database."""
        if self.copy is not None:
            self.copy(to, told)
        else:
            copy_database(self.profile.database, self.key, to, told)


def series_of(profile: Profile) -> str:
    """Return what this PC's backups of this profile are told from others' by, in a place they share."""
    return fingerprint(profile, b"lvgutai backups")[:12]


def make_backup(about: About, place: Path, told: Told = quiet) -> BackupSet:
    """Back a profile up into a folder of backups; the profile stays in use.

    Args:
        about: of what, when and why.
        place: the folder; made if its parent is there.
        told: gets progress; may cancel.

    Raises:
        PlaceGoneError: the folder cannot be reached.
        AppError: no room, no right to write, or the database is damaged; no half backup is left.
        CancelledError: `told` raised it; likewise.

    """
    profile = about.profile
    with place_errors(place):
        if not place.parent.is_dir() and not place.is_relative_to(profile.root):
            raise gone(place)
        place.mkdir(exist_ok=True, parents=True)
        with held(place):
            sources = sizes_in(profile.blobs)
            new = sum(sources[name] for name in _new_blobs(sources, place))
            require_room(place, profile.database.stat().st_size * 11 // 10 + new)
            name = _free_name(place, about)
            with written_aside(place, name) as partial:
                _fill(partial, place, about, told)
            made = read_set(place / name)
            thin(made)
    return made


def _fill(partial: Path, place: Path, about: About, told: Told) -> None:
    files = Profile(partial)
    about.write_copy(files.database, told)
    facts = _read_facts(files.database, about.key)
    slots = _copy_slots(about.profile, files, about.key)
    blobs = _copy_new_blobs(about.profile, place, facts, told)
    listed = blob_list(blobs)
    write_atomically(partial / BLOB_LIST, listed)
    manifest = Manifest(
        at=about.at,
        reason=about.reason,
        series=series_of(about.profile),
        number=1 + max([about.above, *(one.manifest.number for one in sets_in(place))]),
        program=__version__,
        revision=facts.revision,
        device=facts.device,
        device_name=device_name(),
        position=facts.position,
        counts=facts.counts,
        heads=facts.heads,
        thinning=facts.thinning,
        database_size=files.database.stat().st_size,
        database_digest=digest_of_file(files.database),
        slots_digest=slots,
        blobs=len(blobs),
        blob_bytes=sum(blobs.values()),
        blobs_digest=hashlib.sha256(listed).hexdigest(),
        missing=len(facts.wanted - blobs.keys()),
    )
    write_atomically(partial / MANIFEST, manifest.sealed(about.key).to_json())


def _copy_new_blobs(profile: Profile, place: Path, facts: Facts, told: Told) -> dict[str, int]:
    """Bring the profile's blobs to the place and return all that belong to the backup, with their bytes there.

    The folder is read after the database was copied: a blob is on the disk before the row that names it.
    """
    told(0, 0, "正在备份材料")
    sources, there = sizes_in(profile.blobs), place / "blobs"
    copy_blobs(_new_blobs(sources, place), profile.blobs, there, told)
    present = sizes_in(there)
    return {name: present[name] for name in sources.keys() | facts.wanted if name in present}


def _new_blobs(sources: Mapping[str, int], place: Path) -> list[str]:
    """Return the blobs that the place lacks, or holds cut short: otherwise than its newest backup noted.

    Sizes are not compared with the profile's: a blob stored again is sealed anew, and the older file is the one that
    older backups can open.
    """
    present = sizes_in(place / "blobs")
    newest = next(iter(sets_in(place)), None)
    try:
        noted = newest.blob_sizes() if newest is not None else {}
    except AppError:
        noted = {}
    return sorted(n for n in sources if n not in present or noted.get(n, present[n]) != present[n])


def _read_facts(path: Path, key: bytes) -> Facts:
    with closing(connect(path, key)) as connection:
        facts = facts_of(connection)
        connection.execute("PRAGMA journal_mode = DELETE")
    return facts


def _copy_slots(profile: Profile, files: Profile, key: bytes) -> str:
    """Copy the slot file and return its digest; a profile without one (a test's) has none to lose."""
    if not profile.slots.exists():
        return ""
    content = profile.slots.read_bytes()
    write_atomically(files.slots, content)
    if not is_data_key(files, key):
        raise AppError("备份时数据密钥正在更换，这次没有备份。", safe="现有资料没有改动。", todo="请稍后再试。")
    return hashlib.sha256(content).hexdigest()


def _free_name(place: Path, about: About) -> str:
    name = f"{about.at.astimezone(UTC):%Y%m%d-%H%M%S}-{series_of(about.profile)[:6]}"
    number = 1
    while (place / (tried := name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return tried


def replicate(source: BackupSet, place: Path, told: Told = quiet) -> BackupSet:
    """Bring a finished backup to a second place, file by file, each read back and compared.

    Raises:
        PlaceGoneError: the folder cannot be reached.
        AppError: no room or no right to write there; nothing half is left.
        CancelledError: `told` raised it; likewise.

    """
    with place_errors(place):
        if not place.parent.is_dir():
            raise gone(place)
        place.mkdir(exist_ok=True)
        with held(place):
            final = place / source.folder.name
            if not final.exists():
                _copy_set(source, place, told)
            made = read_set(final)
            thin(made)
    return made


def _copy_set(source: BackupSet, place: Path, told: Told) -> None:
    wanted, present = source.blob_sizes(), sizes_in(place / "blobs")
    new = lacking(wanted, present)
    require_room(place, source.manifest.database_size + sum(wanted[name] for name in new))
    with written_aside(place, source.folder.name) as partial:
        there = [name for name in new if blob_path(source.place / "blobs", name).exists()]
        copy_blobs(there, source.place / "blobs", place / "blobs", told)
        files = Profile(partial)
        digest = copy_checked(source.profile.database, files.database, told, "正在复制备份")
        if digest != source.manifest.database_digest:
            raise AppError("本机的这份备份已损坏，没有复制到第二位置。", todo="请立即备份一次。")
        names = [BLOB_LIST, *([source.profile.slots.name] if source.manifest.slots_digest else []), MANIFEST]
        for name in names:
            copy_checked(source.folder / name, partial / name)


def thin(newest: BackupSet) -> None:
    """Take superfluous backups of the same PC away, then the blobs that only they had.

    Never fails a backup that succeeded: what cannot be removed now is removed next time.
    """
    place, rule = newest.place, newest.manifest.thinning
    try:
        every = sets_in(place)
        mine = [one for one in every if one.manifest.series == newest.manifest.series]
        names = superfluous((one.stamp for one in mine), rule, load_zone(ZONE)) - {newest.folder.name}
        going = [one for one in mine if one.folder.name in names]
        if going:
            remove_sets(going, [one for one in every if one not in going])
    except (OSError, AppError, ValueError):
        log.warning("older backups could not be thinned")


def remove_sets(going: Collection[BackupSet], staying: Collection[BackupSet]) -> None:
    """Delete backups of one place, and the blobs that none of those that stay refers to.

    Where a manifest in the place is unreadable, no blob is deleted: it may be one that is still needed.
    """
    candidates: set[str] = set()
    for one in going:
        candidates |= _blobs_of(one)
    place = next(iter(going)).place
    unread = _unread(place, {one.folder for one in (*going, *staying)})
    for one in going:
        take_away(one.folder)
    if unread:
        return
    for one in staying:
        if not candidates:
            return
        candidates -= one.blob_sizes().keys()
    remove_blobs(place / "blobs", candidates)


def _blobs_of(one: BackupSet) -> set[str]:
    try:
        return set(one.blob_sizes())
    except AppError:
        return set()


def _unread(place: Path, read: Collection[Path]) -> bool:
    return any(one.parent not in read and not one.parent.name.startswith(".") for one in place.glob(f"*/{MANIFEST}"))
