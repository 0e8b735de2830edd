"""What happens to files on people's PCs: flipped bits, cut files, logs of other times, other programs' files."""

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from app.clock import SteppedClock
from app.paths import Profile
from app.storage.connections import connect
from app.storage.write_ahead import log_of, look
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, open_services
from tests.integration.services.support import create
from tests.storage_support import new_database

PAGE = 4096


@dataclass(frozen=True)
class Damage:
    """A firm to damage.

    Args:
        profile: a copy of its own.
        template: where it came from.
        chance: decides where.
        scratch: a folder for other files.

    """

    profile: Profile
    template: FirmTemplate
    chance: random.Random
    scratch: Path

    @property
    def database(self) -> Path:
        """The database file."""
        return self.profile.database


def flipped_first(damage: Damage) -> None:
    """Flip a bit on the first page."""
    _flip(damage.database, damage.chance.randrange(16, PAGE), damage.chance)


def flipped(damage: Damage) -> None:
    """Flip a bit on any other page."""
    _flip(damage.database, damage.chance.randrange(PAGE, damage.database.stat().st_size), damage.chance)


def flipped_clients(damage: Damage) -> None:
    """Flip a bit in the clients' table: its page is the last to be read at the door."""
    with closing(connect(damage.database, damage.template.data_key)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'client'").fetchone()
    _flip(damage.database, (page - 1) * PAGE + damage.chance.randrange(PAGE), damage.chance)


def _flip(path: Path, place: int, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def truncated(damage: Damage) -> None:
    """Cut the file off somewhere."""
    size = damage.database.stat().st_size
    with damage.database.open("r+b") as file:
        file.truncate(damage.chance.randrange(PAGE, size - PAGE))


def truncated_to_a_page(damage: Damage) -> None:
    """Cut the file off in the middle of its first page."""
    with damage.database.open("r+b") as file:
        file.truncate(1000)


def empty(damage: Damage) -> None:
    """Leave nothing but the name."""
    damage.database.write_bytes(b"")


def missing(damage: Damage) -> None:
    """Remove the file."""
    damage.database.unlink()


def text_file(damage: Damage) -> None:
    """Put a text in its place."""
    damage.database.write_text("客户名单\n" * 3000, encoding="utf-8")


def foreign_database(damage: Damage) -> None:
    """Put another program's database in its place."""
    damage.database.unlink()
    with closing(sqlite3.connect(damage.database)) as raw:
        raw.execute("CREATE TABLE message (text)")
        raw.commit()


def another_firm(damage: Damage) -> None:
    """Put another firm's database in its place: a key of its own."""
    other = _other_firm(damage)
    shutil.copyfile(other.database, damage.database)


def anothers_log(damage: Damage) -> None:
    """Leave the log of another firm's database beside it."""
    shutil.copyfile(_kept_log(_other_firm(damage), bytes(32), damage), log_of(damage.database))


def older_log(damage: Damage) -> None:
    """Leave a log of its own from an earlier time beside it."""
    earlier = damage.template.copy_to(damage.scratch / "earlier")
    log = _kept_log(earlier, damage.template.data_key, damage)
    _work_on(damage, 3)
    shutil.copyfile(log, log_of(damage.database))


def newer_log(damage: Damage) -> None:
    """Put an older copy of the database back beside a log of later work."""
    later = damage.template.copy_to(damage.scratch / "later")
    _work_on(Damage(later, damage.template, damage.chance, damage.scratch), 40)
    shutil.copyfile(_kept_log(later, damage.template.data_key, damage), log_of(damage.database))


def stale_index(damage: Damage) -> None:
    """Leave a meaningless index of the log beside it."""
    damage.database.with_name(damage.database.name + "-shm").write_bytes(damage.chance.randbytes(32768))


def garbage_log(damage: Damage) -> None:
    """Leave a meaningless log beside it."""
    log_of(damage.database).write_bytes(damage.chance.randbytes(50_000))


def slots_missing(damage: Damage) -> None:
    """Remove the slot file."""
    damage.profile.slots.unlink()


def slots_damaged(damage: Damage) -> None:
    """Flip a bit of the slot file."""
    _flip(damage.profile.slots, damage.chance.randrange(damage.profile.slots.stat().st_size), damage.chance)


def device_missing(damage: Damage) -> None:
    """Remove the file that names this PC."""
    damage.profile.device.unlink()


def _other_firm(damage: Damage) -> Profile:
    profile = Profile(damage.scratch / "other")
    if not profile.database.exists():
        new_database(profile.root, bytes(32)).close()
    return profile


def _kept_log(profile: Profile, key: bytes, damage: Damage) -> Path:
    """Return a copy of a log full of work, as it lies beside the database while that is open."""
    kept = damage.scratch / "kept-wal"
    if key == damage.template.data_key:
        services = open_services(profile, key, SteppedClock(FRIDAY_AFTERNOON))
        for name in ("许一", "许二", "许三"):
            create(services, name, phone=f"1390000{damage.chance.randrange(10**4):04d}")
        shutil.copyfile(log_of(profile.database), kept)
        services.close()
        return kept
    with closing(connect(profile.database, key)) as raw:
        raw.execute("CREATE TABLE work (text)")
        raw.executemany("INSERT INTO work VALUES (?)", [("x" * 900,)] * 400)
        shutil.copyfile(log_of(profile.database), kept)
    return kept


def _work_on(damage: Damage, times: int) -> None:
    for number in range(times):
        services = open_services(damage.profile, damage.template.data_key, SteppedClock(FRIDAY_AFTERNOON))
        create(services, f"后来{number}", phone=f"1380000{number:04d}")
        services.close()


FAULTS: dict[str, Callable[[Damage], None]] = {
    "翻转一位：第一页": flipped_first,
    "翻转一位：任意页": flipped,
    "翻转一位：服务对象表": flipped_clients,
    "截断": truncated,
    "截断到不足一页": truncated_to_a_page,
    "空文件": empty,
    "数据库不在": missing,
    "换成文本文件": text_file,
    "换成别的程序的数据库": foreign_database,
    "换成另一家律所的数据库": another_firm,
    "旁边是别家的 -wal": anothers_log,
    "旁边是自己旧的 -wal": older_log,
    "旧库配新的 -wal": newer_log,
    "旁边是乱码 -wal": garbage_log,
    "旁边是乱码 -shm": stale_index,
    "密钥文件不在": slots_missing,
    "密钥文件翻转一位": slots_damaged,
    "设备文件不在": device_missing,
}
MUST_REFUSE = frozenset({
    "翻转一位：第一页", "截断到不足一页", "空文件", "数据库不在", "换成文本文件", "换成别的程序的数据库",
    "换成另一家律所的数据库", "旁边是别家的 -wal", "旁边是自己旧的 -wal", "旧库配新的 -wal", "密钥文件不在",
})  # fmt: skip
"""The door stays shut."""
HARMLESS = frozenset({"旁边是乱码 -wal", "旁边是乱码 -shm", "设备文件不在"})
"""The firm opens whole."""


def fingerprint(path: Path) -> str:
    """Return what a file is known by; empty if there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def flipped_leaf(damage: Damage, table: str) -> None:
    """Flip a bit on a page in the middle of a table: what lies before and behind can still be read."""
    whole = damage.database.read_bytes()
    probe = damage.scratch / "probe.db"
    for page in damage.chance.sample(range(1, len(whole) // PAGE), len(whole) // PAGE - 1):
        content = bytearray(whole)
        content[page * PAGE + 200] ^= 1
        probe.write_bytes(content)
        if _ends_readable_but_not_the_middle(probe, damage.template.data_key, table):
            damage.database.write_bytes(content)
            return
    raise RuntimeError(f"{table} is too small to have a middle")


def _ends_readable_but_not_the_middle(path: Path, key: bytes, table: str) -> bool:
    found = []
    for ask in ("ORDER BY rowid LIMIT 1", "ORDER BY rowid DESC LIMIT 1", "NOT INDEXED"):
        try:
            with closing(look(path, key, "immutable=1")) as raw:
                raw.execute(f"SELECT * FROM {table} {ask}").fetchall()  # noqa: S608 - a table's name
            found.append(True)
        except dbapi2.Error:
            found.append(False)
    return found == [True, True, False]
