"""The database file: made once, opened with its key only, never overwritten, damage named."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.errors import AppError, DamagedDatabaseError, NewerDatabaseError
from app.models import Staff
from app.paths import Profile
from app.storage.connections import connect
from app.storage.copying import verified_copy
from app.storage.database import Database
from app.storage.unit_of_work import reading, unit_of_work
from tests.storage_support import KEY, add_staff, context_for, new_database, staff


def _content(path: Path) -> bytes:
    return path.read_bytes()


def test_what_was_written_is_there_at_the_next_opening(tmp_path: Path) -> None:
    with new_database(tmp_path) as database:
        add_staff(database, context_for(database), "lijing")
        device = database.device_id
    with Database.open(Profile(tmp_path), KEY) as database:
        assert database.device_id == device
        with reading(database) as session:
            assert session.scalars(select(Staff.login)).all() == ["lijing"]
        assert database.integrity_check() == ()


def test_the_file_is_encrypted_and_the_folder_holds_nothing_readable(tmp_path: Path) -> None:
    with new_database(tmp_path) as database:
        add_staff(database, context_for(database), "lijing", "欧阳靖")
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert "欧阳靖".encode() not in _content(path)
            assert not _content(path).startswith(b"SQLite format 3")


def test_writes_are_durable_and_references_are_checked(tmp_path: Path) -> None:
    with new_database(tmp_path) as database:
        for engine in (database.writer_engine, database.reader_engine):
            with engine.connect() as connection:
                found = {
                    name: connection.execute(text(f"PRAGMA {name}")).scalar()
                    for name in ("journal_mode", "synchronous", "foreign_keys")
                }
            assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_an_existing_database_is_never_overwritten(tmp_path: Path) -> None:
    new_database(tmp_path).close()
    before = _content(Profile(tmp_path).database)
    with pytest.raises(AppError, match="已有数据库"):
        new_database(tmp_path)
    assert _content(Profile(tmp_path).database) == before


def test_an_interrupted_set_up_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "lvgutai.db.new").write_bytes(b"half a file")
    with new_database(tmp_path) as database:
        assert database.integrity_check() == ()
    assert not (tmp_path / "lvgutai.db.new").exists()


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, os.urandom(8192)])
def test_what_is_no_database_is_refused_in_plain_words_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = Profile(tmp_path).database
    path.write_bytes(content)
    with pytest.raises(DamagedDatabaseError, match="打不开") as caught:
        Database.open(Profile(tmp_path), KEY)
    assert "请不要删除或覆盖" in caught.value.text
    assert _content(path) == content


def test_a_missing_file_is_not_made_up(tmp_path: Path) -> None:
    with pytest.raises(DamagedDatabaseError):
        Database.open(Profile(tmp_path), KEY)
    assert not Profile(tmp_path).database.exists()


def test_another_key_and_another_programs_file_are_refused(tmp_path: Path) -> None:
    new_database(tmp_path / "ours").close()
    with pytest.raises(DamagedDatabaseError, match="密钥"):
        Database.open(Profile(tmp_path / "ours"), bytes(32))

    plain = Profile(tmp_path / "plain")
    plain.root.mkdir()
    with sqlite3.connect(plain.database) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.close()
    with pytest.raises(DamagedDatabaseError):
        Database.open(plain, KEY)

    foreign = Profile(tmp_path / "foreign")
    foreign.root.mkdir()
    raw = connect(foreign.database, KEY, create=True)
    raw.execute("CREATE TABLE alembic_version (version_num TEXT)")
    raw.execute("INSERT INTO alembic_version VALUES ('0001')")
    raw.close()
    with pytest.raises(DamagedDatabaseError):
        Database.open(foreign, KEY)


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with new_database(tmp_path) as database, database.writer_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = _content(Profile(tmp_path).database)
    with pytest.raises(NewerDatabaseError, match="更新版本"):
        Database.open(Profile(tmp_path), KEY)
    assert _content(Profile(tmp_path).database) == before
    assert not Profile(tmp_path).backups.exists()


def _many_staff(tmp_path: Path) -> None:
    with new_database(tmp_path) as database, unit_of_work(database, context_for(database)) as work:
        work.session.add_all([staff(f"login{i}", "某" * 40) for i in range(2000)])
        work.commit("很多员工")


def test_a_flipped_byte_in_a_page_that_is_read_becomes_plain_words(tmp_path: Path) -> None:
    _many_staff(tmp_path)
    path = Profile(tmp_path).database
    page = 4096
    content = bytearray(_content(path))
    for start in range(len(content) // page // 4 * page, len(content) // 2, page):
        content[start + 100] ^= 1
    path.write_bytes(content)
    with Database.open(Profile(tmp_path), KEY) as database:
        with reading(database) as session, pytest.raises(DamagedDatabaseError, match="损坏") as caught:
            session.scalars(select(Staff)).all()
        assert "备份" in caught.value.text
        assert any("page" in problem for problem in database.integrity_check())


def test_a_flipped_byte_on_the_first_page_stops_the_opening(tmp_path: Path) -> None:
    new_database(tmp_path).close()
    path = Profile(tmp_path).database
    content = bytearray(_content(path))
    content[200] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedDatabaseError):
        Database.open(Profile(tmp_path), KEY)
    assert _content(path) == content


def test_a_copy_is_whole_while_the_original_is_in_use(tmp_path: Path) -> None:
    with new_database(tmp_path / "a") as database:
        add_staff(database, context_for(database), "lijing")
        target = Profile(tmp_path / "b")
        target.root.mkdir()
        verified_copy(database, target.database)
        with pytest.raises(AppError, match="同名"):
            verified_copy(database, target.database)
        assert [path.name for path in target.root.iterdir()] == ["lvgutai.db"]
        add_staff(database, context_for(database), "later")
    with Database.open(target, KEY) as copy, reading(copy) as session:
        assert session.scalars(select(Staff.login)).all() == ["lijing"]


def test_a_copy_of_a_damaged_database_is_not_called_good(tmp_path: Path) -> None:
    _many_staff(tmp_path)
    path = Profile(tmp_path).database
    content = bytearray(_content(path))
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    with Database.open(Profile(tmp_path), KEY) as database, pytest.raises(AppError):
        verified_copy(database, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_a_flipped_byte_anywhere_never_shows_more_than_plain_words(tmp_path: Path) -> None:
    with new_database(tmp_path) as database:
        add_staff(database, context_for(database), "lijing")
    path = Profile(tmp_path).database
    whole = _content(path)
    for place in range(500, len(whole), 4096):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            with Database.open(Profile(tmp_path), KEY) as database:
                assert database.integrity_check() != ()
        except DamagedDatabaseError as error:
            assert "备份" in error.text  # noqa: PT017


class TestDevice:
    """Each copy of a profile writes its journal under an id of its own."""

    def test_a_copied_profile_gets_another_id(self, tmp_path: Path) -> None:
        with new_database(tmp_path / "a") as database:
            first = database.device_id
        shutil.copytree(tmp_path / "a", tmp_path / "b")
        with Database.open(Profile(tmp_path / "b"), KEY) as database:
            second = database.device_id
            add_staff(database, context_for(database), "lijing")
        assert first != second
        with Database.open(Profile(tmp_path / "b"), KEY) as database:
            assert database.device_id == second
        with Database.open(Profile(tmp_path / "a"), KEY) as database:
            assert database.device_id == first

    def test_an_unreadable_device_file_means_a_fresh_id(self, tmp_path: Path) -> None:
        with new_database(tmp_path) as database:
            first = database.device_id
        for content in ("", "{}", "[]", '{"device_id": 1}'):
            Profile(tmp_path).device.write_text(content, encoding="utf-8")
            with Database.open(Profile(tmp_path), KEY) as database:
                assert database.device_id != first
                assert len(database.device_id) == 16


def test_many_readers_at_once(tmp_path: Path) -> None:
    with new_database(tmp_path) as database:
        add_staff(database, context_for(database), "lijing")
        with reading(database) as one, reading(database) as two, reading(database) as three:
            for session in (one, two, three):
                assert session.scalar(select(func.count()).select_from(Staff)) == 1
