"""Another data key for a firm in use: everything readable afterwards, nothing with the old key, no half state after a crash."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.clock import SteppedClock
from app.errors import AppError, DamagedDatabaseError, WrongPasswordError
from app.models import Staff
from app.paths import Profile
from app.storage import keys, reencryption, rekeying, sqlcipher
from app.storage.blobs import BlobStore
from app.storage.connections import connect
from app.storage.database import Database
from app.storage.unit_of_work import reading, unit_of_work
from tests.storage_support import START, add_staff, context_for

CRASH = """
import os, sys
from pathlib import Path
from app.paths import Profile
from app.storage import keys, rekeying, sqlcipher
from app.storage.database import Database
from tests.storage_support import START

where, root = sys.argv[1:]

def dies(module, name, *, before):
    original = getattr(module, name)
    def dying(*given, **named):
        if not before:
            original(*given, **named)
        os._exit(9)
    setattr(module, name, dying)

database = Database.open(Profile(Path(root)), keys.open_with_password(Profile(Path(root)), "wangfang", "one"))
place, step = where.split(" ")
module, name = {"copy": (sqlcipher, "copy_database"), "reencrypt": (sqlcipher, "reencrypt"), "pending": (keys, "begin_rekey"),
    "let_go": (sqlcipher.SqlcipherDatabase, "let_go"), "swap": (rekeying, "put_in_place"), "finish": (keys, "finish_rekey")}[step]
dies(module, name, before=place == "before")
rekeying.rekey(database, START, ("lijing",))
"""
POINTS = [
    f"{place} {step}"
    for step in ("copy", "reencrypt", "pending", "let_go", "swap", "finish")
    for place in ("before", "after")
]
DONE = ("after swap", "before finish", "after finish")
"""From the swap on the fresh key is in force."""


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(START)


@pytest.fixture
def firm(tmp_path: Path) -> Profile:
    """Return a firm with two logins, one row and one blob; closed."""
    profile = Profile(tmp_path / "律所 数据")
    data_key, _code = keys.create_slots(profile, "wangfang", "one")
    keys.add_login(profile, data_key, "lijing", "two")
    with Database.create(profile, data_key) as database:
        add_staff(database, context_for(database), "wangfang", "王芳")
    BlobStore(profile, data_key).put(b"photo")
    return profile


def _open(profile: Profile, clock: SteppedClock) -> Database:
    return Database.open(
        profile, rekeying.settle(profile, keys.keys_with_password(profile, "wangfang", "one", clock=clock))
    )


def _names(database: Database) -> list[str]:
    with reading(database) as session:
        return [row.name for row in session.query(Staff).order_by(Staff.name)]


def _leftovers(profile: Profile) -> list[str]:
    kept = {profile.database.name, profile.slots.name, profile.device.name}
    return sorted(path.name for path in profile.root.iterdir() if path.is_file() and path.name not in kept)


def test_the_database_in_use_goes_on_under_the_fresh_key(firm: Profile, clock: SteppedClock) -> None:
    with _open(firm, clock) as database:
        old, blobs = database.data_key, BlobStore(firm, database.data_key)
        first = blobs.put(b"photo")
        rekeying.rekey(database, START)
        blobs.change_key(database.data_key)
        assert database.data_key != old
        assert _names(database) == ["王芳"]
        add_staff(database, context_for(database), "lijing", "李静")
        second = blobs.put(b"later photo")
        assert (blobs.read(first.hash), blobs.read(second.hash)) == (b"photo", b"later photo")
        assert rekeying.last_rekeyed(database) == START
        assert database.integrity_check() == ()
    with pytest.raises(DamagedDatabaseError):
        connect(firm.database, old)
    with pytest.raises(DamagedDatabaseError):
        BlobStore(firm, old).read(second.hash)
    with _open(firm, clock) as again:
        stored = BlobStore(firm, again.data_key, rekeying.retired_identities(again))
        assert (stored.read(first.hash), stored.read(second.hash)) == (b"photo", b"later photo")
        assert _names(again) == ["李静", "王芳"]
    assert _leftovers(firm) == []


def test_blobs_of_every_earlier_key_stay_readable(firm: Profile, clock: SteppedClock) -> None:
    with _open(firm, clock) as database:
        blobs = BlobStore(firm, database.data_key)
        stored = []
        for number in range(3):
            stored.append(blobs.put(f"photo {number}".encode()))
            rekeying.rekey(database, START)
            blobs.change_key(database.data_key)
        fresh = BlobStore(firm, database.data_key, rekeying.retired_identities(database))
        assert [fresh.read(ref.hash) for ref in stored] == [b"photo 0", b"photo 1", b"photo 2"]


def test_who_leaves_loses_the_slot_and_an_old_slot_file_opens_nothing(firm: Profile, clock: SteppedClock) -> None:
    copied = firm.slots.read_bytes()
    with _open(firm, clock) as database:
        rekeying.rekey(database, START, ("LiJing",))
        fresh = database.data_key
    assert keys.logins(firm) == ["wangfang"]
    with pytest.raises(WrongPasswordError):
        keys.open_with_password(firm, "lijing", "two", clock=clock)
    assert keys.open_with_password(firm, "wangfang", "one", clock=clock) == fresh
    firm.slots.write_bytes(copied)
    with pytest.raises(DamagedDatabaseError):
        connect(firm.database, keys.open_with_password(firm, "lijing", "two", clock=clock))


def test_the_last_login_cannot_leave(firm: Profile, clock: SteppedClock) -> None:
    with _open(firm, clock) as database:
        before, old = firm.slots.read_bytes(), database.data_key
        with pytest.raises(AppError, match="没有人能登录"):
            rekeying.rekey(database, START, ("lijing", "wangfang"))
        assert (firm.slots.read_bytes(), database.data_key, _names(database)) == (before, old, ["王芳"])
    assert _leftovers(firm) == []


@pytest.mark.parametrize("where", POINTS)
def test_after_a_crash_at_any_step_the_firm_opens_with_all_it_held(
    firm: Profile, clock: SteppedClock, where: str
) -> None:
    old = keys.open_with_password(firm, "wangfang", "one", clock=clock)
    died = subprocess.run(
        [sys.executable, "-c", CRASH, where, str(firm.root)], check=False, capture_output=True, text=True
    )
    assert died.returncode == 9, died.stderr
    with _open(firm, clock) as database:
        is_done = where in DONE
        assert (database.data_key != old) is is_done
        assert _names(database) == ["王芳"]
        assert database.integrity_check() == ()
        assert keys.logins(firm) == (["wangfang"] if is_done else ["wangfang", "lijing"])
        assert keys.pending_key(firm, "wangfang", "one") is None
        blobs = BlobStore(firm, database.data_key, rekeying.retired_identities(database))
        assert blobs.read(BlobStore(firm, old).put(b"photo").hash) == b"photo"
        rekeying.rekey(database, START, ("lijing",))  # and it can be done again, whatever was left lying
        assert _names(database) == ["王芳"]
    assert keys.logins(firm) == ["wangfang"]
    assert _leftovers(firm) == []


@pytest.mark.parametrize("fails", ["copy_database", "put_in_place"])
def test_a_disk_that_refuses_changes_nothing(
    firm: Profile, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with _open(firm, clock) as database:
        before, old = firm.slots.read_bytes(), database.data_key
        with monkeypatch.context() as patch:
            patch.setattr(sqlcipher if fails == "copy_database" else rekeying, fails, refuse)
            with pytest.raises(AppError, match="没有更换"):
                rekeying.rekey(database, START)
        assert (firm.slots.read_bytes(), database.data_key) == (before, old)
        add_staff(database, context_for(database), "lijing", "李静")
        assert _names(database) == ["李静", "王芳"]
    assert _leftovers(firm) == []


def test_a_last_step_that_fails_is_done_by_the_next_opening(
    firm: Profile, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise AppError("密钥文件没有写成。")

    with _open(firm, clock) as database:
        old = database.data_key
        with monkeypatch.context() as patch:
            patch.setattr(keys, "finish_rekey", refuse)
            with pytest.raises(AppError, match="还没有收尾"):
                rekeying.rekey(database, START, ("lijing",))
        assert database.data_key != old
        assert _names(database) == ["王芳"]
    with _open(firm, clock) as again:
        assert again.data_key == database.data_key
        assert keys.logins(firm) == ["wangfang"]


def test_another_process_that_has_the_database_open_is_noticed(firm: Profile, clock: SteppedClock) -> None:
    with _open(firm, clock) as database:
        before = firm.slots.read_bytes()
        other = connect(firm.database, database.data_key)
        other.execute("SELECT count(*) FROM staff").fetchone()
        with pytest.raises(AppError, match="另一个程序"):
            rekeying.rekey(database, START)
        other.close()
        assert firm.slots.read_bytes() == before
        assert _names(database) == ["王芳"]
        rekeying.rekey(database, START)


def test_readers_wait_and_nobody_sees_an_error(firm: Profile, clock: SteppedClock) -> None:
    with _open(firm, clock) as database:
        stop, faults, reads = threading.Event(), [], []

        def look() -> None:
            while not stop.is_set():
                try:
                    reads.append(_names(database))
                except Exception as fault:  # noqa: BLE001 - whatever it is, it must not happen
                    faults.append(fault)
                    return

        readers = [threading.Thread(target=look) for _ in range(3)]
        for reader in readers:
            reader.start()
        for _ in range(3):
            rekeying.rekey(database, START)
        stop.set()
        for reader in readers:
            reader.join()
        assert faults == []
        assert reads
        assert set(map(tuple, reads)) == {("王芳",)}


def test_a_write_that_came_meanwhile_is_in_the_new_file(firm: Profile, clock: SteppedClock) -> None:
    with _open(firm, clock) as database:
        context = context_for(database)
        writer = threading.Thread(target=lambda: add_staff(database, context, "lijing", "李静"))
        original = reencryption.reencrypt

        def with_a_writer(*given: object) -> None:
            writer.start()
            original(*given)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlcipher, "reencrypt", with_a_writer)
            rekeying.rekey(database, START)
        writer.join()
        assert _names(database) == ["李静", "王芳"]
        with unit_of_work(database, context) as work:
            assert work.session.query(Staff).count() == 2


def test_what_another_process_wrote_since_the_copy_was_made_is_never_lost(
    firm: Profile, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = keys.begin_rekey

    def meanwhile(profile: Profile, data_key: bytes, *given: object) -> None:
        with Database.open(profile, data_key) as other:
            add_staff(other, context_for(other), "lijing", "李静")
        begin(profile, data_key, *given)  # type: ignore[arg-type]

    with _open(firm, clock) as database:
        old = database.data_key
        with monkeypatch.context() as patched:
            patched.setattr(keys, "begin_rekey", meanwhile)
            with pytest.raises(AppError, match="另一个程序"):
                rekeying.rekey(database, START)
        assert database.data_key == old
        assert _names(database) == ["李静", "王芳"]
        rekeying.rekey(database, START)
        assert _names(database) == ["李静", "王芳"]
    with _open(firm, clock) as again:
        assert _names(again) == ["李静", "王芳"]
    assert _leftovers(firm) == []
