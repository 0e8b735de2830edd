"""Every released schema can be opened, and the schema that migrations lead to is the one the program works with."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic import op
from sqlalchemy import func, inspect, select

from app.errors import DamagedDatabaseError
from app.models import Client, ClientRelief
from app.models.base import Base, new_uid
from app.paths import Profile
from app.rules.search_terms import parse_query
from app.storage import migrate, search
from app.storage.backup_set import sets_in
from app.storage.connections import connect
from app.storage.database import Database
from app.storage.drafting import upgrade_code
from app.storage.journal import verify_chain
from app.storage.migrations import REVISIONS
from app.storage.unit_of_work import reading, unit_of_work
from app.terms import ClientKind, ReliefGroup
from tests.storage_support import KEY, add_staff, context_for, new_database

KEPT = Path(__file__).resolve().parents[2] / "databases"


def test_the_migrations_lead_to_exactly_the_mapped_classes(tmp_path: Path) -> None:
    migrate.create(tmp_path / "new.db", KEY)
    assert upgrade_code(tmp_path / "new.db", KEY) == "", "run tools.draft_migration"


def test_a_database_of_each_released_schema_is_kept() -> None:
    assert sorted(path.stem for path in KEPT.glob("*.db")) == sorted(REVISIONS)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_each_released_schema_opens_with_all_its_rows(tmp_path: Path, revision: str) -> None:
    profile = Profile(tmp_path)
    shutil.copyfile(KEPT / f"{revision}.db", profile.database)
    with closing(connect(profile.database, KEY)) as kept:
        then = {name for (name,) in kept.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    with Database.open(profile, KEY) as database:
        assert database.integrity_check() == ()
        with database.reader_engine.connect() as connection:
            assert "search_client" in inspect(connection).get_table_names()
        with reading(database) as session:
            for mapper in Base.registry.mappers:
                table = mapper.class_.__tablename__
                assert table not in then or session.scalars(select(mapper.class_).limit(1)).first(), table
            assert verify_chain(session).ok
            if revision == "0001":  # 0002 indexes the clients anew; the kept rows were written below the services
                assert search.search(session, "client", parse_query("文"))
        add_staff(database, context_for(database), "after-the-upgrade")
    migrated = profile.database
    assert upgrade_code(migrated, KEY) == "", "the kept database is stale: run tools.draft_migration --keep"


def _family(root: Path) -> None:
    with new_database(root) as database, unit_of_work(database, context_for(database)) as work:
        client = Client(
            id=new_uid(),
            file_no="A1",
            kind=next(iter(ClientKind)),
            name="张三",
            created_at=work.now,
            last_contact_at=work.now,
        )
        work.session.add(client)
        work.session.add(ClientRelief(client_id=client.id, group=next(iter(ReliefGroup))))
        work.commit("建档")


def _with_next_step(monkeypatch: pytest.MonkeyPatch, upgrade: Callable[[], None]) -> None:
    steps = {"9999": SimpleNamespace(upgrade=upgrade)}
    monkeypatch.setattr(migrate, "REVISIONS", (*REVISIONS, "9999"))
    monkeypatch.setattr(migrate, "HEAD", "9999")
    monkeypatch.setattr(migrate, "step", steps.__getitem__)


def test_an_upgrade_rebuilds_a_table_without_losing_its_children_and_keeps_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rebuild() -> None:
        with op.batch_alter_table("client", recreate="always") as batch:
            batch.add_column(sa.Column("star", sa.String(10), nullable=False, server_default=""))

    _family(tmp_path)
    _with_next_step(monkeypatch, rebuild)
    with Database.open(Profile(tmp_path), KEY) as database, reading(database) as session:
        assert session.scalar(select(func.count()).select_from(ClientRelief)) == 1
        assert session.execute(sa.text("SELECT name, star FROM client")).all() == [("张三", "")]
    assert migrate.revision_of(Profile(tmp_path).database, KEY) == "9999"
    (backup,) = sets_in(Profile(tmp_path).backups)
    assert (backup.manifest.reason, backup.manifest.revision) == ("升级前", REVISIONS[-1])
    assert migrate.revision_of(backup.profile.database, KEY) == REVISIONS[-1]


@pytest.mark.parametrize("how", ["fails", "leaves a dangling reference"])
def test_an_upgrade_that_goes_wrong_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def spoil() -> None:
        op.add_column("client", sa.Column("star", sa.String(10)))
        op.execute("DELETE FROM client" if how != "fails" else "SELECT * FROM nowhere")

    _family(tmp_path)
    _with_next_step(monkeypatch, spoil)
    expected = sa.exc.OperationalError if how == "fails" else DamagedDatabaseError
    with pytest.raises(expected):
        Database.open(Profile(tmp_path), KEY)
    raw = connect(Profile(tmp_path).database, KEY)
    columns = [row[1] for row in raw.execute("PRAGMA table_info(client)")]
    rows = raw.execute("SELECT (SELECT count(*) FROM client), (SELECT count(*) FROM client_relief)").fetchone()
    raw.close()
    assert "star" not in columns
    assert rows == (1, 1)
    assert migrate.revision_of(Profile(tmp_path).database, KEY) == REVISIONS[-1]
