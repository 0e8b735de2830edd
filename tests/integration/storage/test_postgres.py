"""What is true of a server only: its schema, its one writer, its faults in plain words, its sealed address, its copies."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
import sqlalchemy as sa
from alembic import op
from sqlalchemy import func, select, text

from app.clock import SteppedClock
from app.errors import AppError, DamagedDatabaseError, NewerDatabaseError
from app.models import BlobKey, Client, ClientRelief, Staff
from app.models.base import new_uid
from app.paths import Profile
from app.rules.search_terms import index_terms, parse_query
from app.storage import keys, locator, migrate, rekeying, search
from app.storage.database import Database
from app.storage.drafting import server_differences
from app.storage.migrations import REVISIONS
from app.storage.postgres import connections, faults, schema
from app.storage.postgres.connections import single_engine
from app.storage.postgres.database import PostgresDatabase
from app.storage.unit_of_work import reading, unit_of_work
from app.terms import ClientKind, ReliefGroup
from tests.engines import PostgresTests
from tests.storage_support import KEY, START, add_staff, context_for, fill_every_table, new_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[PostgresDatabase]:
    with new_database(tmp_path / "here") as opened:
        assert isinstance(opened, PostgresDatabase)
        yield opened


@pytest.fixture
def empty(engine: PostgresTests) -> Iterator[locator.Place]:
    """Return a database of the server that holds nothing yet."""
    name = engine.server.create()
    yield engine.server.place(name)
    engine.server.drop(name)


def _logins(database: Database) -> list[str]:
    with reading(database) as session:
        return list(session.scalars(select(Staff.login).order_by(Staff.id)))


class TestSchema:
    """The same steps as for the file lead to the same classes."""

    def test_the_migrations_lead_to_exactly_the_mapped_classes(self, empty: locator.Place) -> None:
        engine = single_engine(empty)
        schema.upgrade(engine)
        assert server_differences(empty) == []
        assert schema.revision_of(engine) == migrate.HEAD

    def test_a_firm_is_made_in_an_empty_database_only(self, tmp_path: Path, empty: locator.Place) -> None:
        with PostgresDatabase.make(Profile(tmp_path / "a"), KEY, empty) as database:
            add_staff(database, context_for(database), "lijing")
        with pytest.raises(AppError, match="已有数据库"):
            PostgresDatabase.make(Profile(tmp_path / "b"), KEY, empty)
        with pytest.raises(AppError, match="已有数据库"):
            PostgresDatabase.join(Profile(tmp_path / "a"), KEY, empty)
        with Database.open(Profile(tmp_path / "a"), KEY) as database:
            assert _logins(database) == ["lijing"]

    def test_an_empty_database_is_not_opened_as_a_firm(self, tmp_path: Path, empty: locator.Place) -> None:
        with pytest.raises(AppError, match="空的"):
            PostgresDatabase.join(Profile(tmp_path), KEY, empty)

    def test_another_order_of_text_is_refused(
        self, tmp_path: Path, empty: locator.Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("app.storage.postgres.database.ENCODING", "GB18030")
        with pytest.raises(AppError, match="要求建立"):
            PostgresDatabase.make(Profile(tmp_path), KEY, empty)
        assert schema.is_empty(single_engine(empty))

    def test_a_row_of_every_class_is_kept_and_read_back(self, tmp_path: Path) -> None:
        fill_every_table(tmp_path)
        with Database.open(Profile(tmp_path), KEY) as database:
            assert database.integrity_check() == ()


def _family(database: Database) -> None:
    with unit_of_work(database, context_for(database)) as work:
        client = Client(
            id=new_uid(),
            file_no="A1",
            kind=ClientKind.PERSON,
            name="张三",
            created_at=work.now,
            last_contact_at=work.now,
        )
        work.session.add(client)
        work.session.add(ClientRelief(client_id=client.id, group=ReliefGroup.LOW_INCOME))
        work.commit("建档")


def _with_next_step(monkeypatch: pytest.MonkeyPatch, upgrade: Callable[[], None]) -> None:
    monkeypatch.setattr(migrate, "REVISIONS", (*REVISIONS, "9999"))
    monkeypatch.setattr(migrate, "HEAD", "9999")
    monkeypatch.setattr(migrate, "step", {"9999": SimpleNamespace(upgrade=upgrade)}.__getitem__)


class TestUpgrade:
    """An older database is brought up whole or not at all."""

    def test_rows_stay_and_new_references_are_checked_at_the_commit(
        self, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def further() -> None:
            with op.batch_alter_table("client") as batch:
                batch.add_column(sa.Column("star", sa.String(10), nullable=False, server_default=""))
            op.create_table("toy", sa.Column("of", sa.LargeBinary(16), sa.ForeignKey("client.id", name="fk_toy_of")))

        _family(database)
        database.close()
        _with_next_step(monkeypatch, further)
        with Database.open(database.profile, KEY) as upgraded:
            with reading(upgraded) as session:
                assert session.scalar(select(func.count()).select_from(ClientRelief)) == 1
                assert session.execute(text("SELECT name, star FROM client")).all() == [("张三", "")]
            with upgraded.writer_engine.begin() as connection:
                connection.execute(text("INSERT INTO toy VALUES (decode('00', 'hex'))"))
                connection.execute(text("DELETE FROM toy"))

    def test_one_that_fails_leaves_everything_as_it_was(
        self, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def spoil() -> None:
            op.add_column("client", sa.Column("star", sa.String(10)))
            op.execute("DELETE FROM client_relief")
            op.execute("SELECT * FROM nowhere")

        _family(database)
        database.close()
        with monkeypatch.context() as patch:
            _with_next_step(patch, spoil)
            with pytest.raises(sa.exc.ProgrammingError):
                Database.open(database.profile, KEY)
        with Database.open(database.profile, KEY) as again, reading(again) as session:
            assert session.scalar(select(func.count()).select_from(ClientRelief)) == 1
            assert "star" not in session.execute(text("SELECT * FROM client")).keys()  # noqa: SIM118 - a result's keys

    def test_a_newer_one_is_refused(self, database: PostgresDatabase) -> None:
        with database.writer_engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(NewerDatabaseError):
            Database.open(database.profile, KEY)


class TestAddress:
    """The server's address stands where the file would be, sealed by the data key."""

    def test_it_tells_nothing_without_the_key(self, tmp_path: Path) -> None:
        path = tmp_path / "lvgutai.db"
        locator.write(path, KEY, {"host": "server.example", "password": "geheim"})
        assert locator.is_locator(path)
        assert b"geheim" not in path.read_bytes()
        assert b"server.example" not in path.read_bytes()
        assert locator.read(path, KEY) == {"host": "server.example", "password": "geheim"}

    def test_another_key_or_a_changed_byte_is_refused_and_left_alone(self, database: PostgresDatabase) -> None:
        with pytest.raises(DamagedDatabaseError, match="密钥"):
            Database.open(database.profile, bytes(32))
        content = bytearray(database.path.read_bytes())
        content[-1] ^= 1
        database.path.write_bytes(content)
        with pytest.raises(DamagedDatabaseError):
            Database.open(database.profile, KEY)
        assert database.path.read_bytes() == content

    def test_two_pcs_work_in_one_firm_under_device_ids_of_their_own(
        self, database: PostgresDatabase, tmp_path: Path
    ) -> None:
        add_staff(database, context_for(database), "lijing")
        with PostgresDatabase.join(Profile(tmp_path / "there"), KEY, database.place) as other:
            assert other.device_id != database.device_id
            assert _logins(other) == ["lijing"]
            add_staff(other, context_for(other), "zhaomin")
        assert _logins(database) == ["lijing", "zhaomin"]

    def test_a_fresh_data_key_seals_it_anew(self, tmp_path: Path) -> None:
        profile = Profile(tmp_path)
        data_key, _code = keys.create_slots(profile, "wangfang", "one")
        with Database.create(profile, data_key) as database:
            add_staff(database, context_for(database), "wangfang")
            rekeying.rekey(database, START)
            add_staff(database, context_for(database), "lijing")
            assert database.data_key != data_key
            with reading(database) as session:
                assert session.scalar(select(func.count()).select_from(BlobKey)) == 1
        with pytest.raises(DamagedDatabaseError):
            Database.open(profile, data_key)
        fresh = keys.open_with_password(profile, "wangfang", "one", clock=SteppedClock(START))
        with Database.open(profile, fresh) as database:
            assert _logins(database) == ["wangfang", "lijing"]


class TestTurns:
    """Writers take turns on all PCs; readers never wait."""

    def test_a_second_writer_waits_and_is_told_when_it_takes_too_long(
        self, database: PostgresDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(connections.SESSION, "lock_timeout", "50ms")
        with PostgresDatabase.join(Profile(tmp_path / "there"), KEY, database.place) as other:
            with unit_of_work(database, context_for(database)) as work:
                work.session.add(Staff(id=new_uid(), login="lijing", name="李静", roles=[]))
                refused: list[str] = []

                def try_it() -> None:
                    with pytest.raises(AppError) as caught, unit_of_work(other, context_for(other)):
                        pass
                    refused.append(caught.value.text)

                second = threading.Thread(target=try_it)
                second.start()
                second.join()
                assert _logins(other) == []
                work.commit("新增员工")
            assert "正在写入" in refused[0]
            assert "还没有保存" in refused[0]
            add_staff(other, context_for(other), "zhaomin")
        assert _logins(database) == ["lijing", "zhaomin"]

    def test_a_reader_sees_one_state_throughout(self, database: PostgresDatabase) -> None:
        with reading(database) as session:
            assert session.scalar(select(func.count()).select_from(Staff)) == 0
            add_staff(database, context_for(database), "lijing")
            assert session.scalar(select(func.count()).select_from(Staff)) == 0
        assert _logins(database) == ["lijing"]


class TestFaults:
    """A server's trouble is told in sentences, and the next try works."""

    def test_a_connection_that_broke_is_told_and_the_next_try_works(self, database: PostgresDatabase) -> None:
        kill = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

        def write_over_a_broken_line() -> None:
            with unit_of_work(database, context_for(database)) as work:
                with single_engine(database.place).begin() as connection:
                    connection.execute(kill)
                work.session.add(Staff(id=new_uid(), login="lijing", name="李静", roles=[]))
                work.commit("新增员工")

        with pytest.raises(AppError, match="连接断开") as caught:
            write_over_a_broken_line()
        assert "可能没有保存" in caught.value.text
        add_staff(database, context_for(database), "zhaomin")
        assert _logins(database) == ["zhaomin"]

    def test_a_server_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(AppError, match="连不上"):
            PostgresDatabase.join(Profile(tmp_path), KEY, {"host": str(tmp_path), "dbname": "x", "user": "x"})

    def test_a_database_that_is_not_there_is_told(self, database: PostgresDatabase, tmp_path: Path) -> None:
        with pytest.raises(AppError, match="连不上"):
            PostgresDatabase.join(Profile(tmp_path / "x"), KEY, {**database.place, "dbname": "nowhere"})

    @pytest.mark.parametrize(
        ("code", "words"),
        [("53100", "空间不足"), ("25006", "只能读取"), ("XX001", "损坏"), ("40P01", "正在写入"), ("53300", "太多")],
    )
    def test_what_the_server_reports_has_a_sentence(self, code: str, words: str) -> None:
        told = faults.translate(psycopg.errors.lookup(code)())
        assert told is not None
        assert words in told.text
        assert told.todo

    def test_a_refused_value_is_no_fault_of_the_server(self) -> None:
        assert faults.translate(psycopg.errors.UniqueViolation()) is None
        assert faults.translate(ValueError()) is None

    def test_a_character_the_server_cannot_hold_does_not_stop_the_clerk(self, database: PostgresDatabase) -> None:
        add_staff(database, context_for(database), "li\0jing")
        assert _logins(database) == ["lijing"]


def test_a_copy_is_an_encrypted_file_with_every_row_and_the_search_index(
    database: PostgresDatabase, tmp_path: Path
) -> None:
    _family(database)
    with database.writer_engine.begin() as connection:
        number = connection.scalar(select(Client.row_no))
    with unit_of_work(database, context_for(database)) as work:
        search.index(work.session, "client", number or 0, index_terms("张三", ["13812345678"], []))
        work.commit("索引")
    copy = Profile(tmp_path / "copy")
    database.copy_to(copy.database)
    assert [path.name for path in copy.root.iterdir()] == ["lvgutai.db"]
    with pytest.raises(AppError, match="同名"):
        database.copy_to(copy.database)
    with Database.open(copy, KEY) as opened, reading(opened) as session:
        assert opened.integrity_check() == ()
        assert session.scalars(select(Client.name)).all() == ["张三"]
        for typed in ("张三", "zs", "zhang", "5678"):
            assert search.search(session, "client", parse_query(typed)) == [number], typed


def test_a_reference_that_leads_nowhere_is_found(database: PostgresDatabase) -> None:
    _family(database)
    with single_engine(database.place).begin() as connection:
        connection.execute(text("ALTER TABLE client_relief DROP CONSTRAINT fk_client_relief_client_id_client"))
        connection.execute(text("DELETE FROM client"))
    assert database.integrity_check() == ("client_relief.client_id: 1",)
