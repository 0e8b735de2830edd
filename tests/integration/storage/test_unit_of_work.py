"""One unit of work is one transaction and one journal entry."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Executable, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from app.clock import SteppedClock
from app.errors import AppError
from app.models import Draft, Staff
from app.models.base import new_uid
from app.models.journal import Change, ChangeSet, Device, NumberSeries
from app.storage import connections
from app.storage.database import Database
from app.storage.guard import UnjournalledWriteError
from app.storage.journal import erase_images, verify_chain
from app.storage.unit_of_work import Context, Undo, allow_on_thread, forbid_on_thread, reading, unit_of_work
from tests.storage_support import KEY, START, add_staff, context_for, new_database, staff


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with new_database(tmp_path) as database:
        yield database


@pytest.fixture
def context(database: Database) -> Context:
    return context_for(database)


def _sets(database: Database) -> list[ChangeSet]:
    with reading(database) as session:
        return list(session.scalars(select(ChangeSet).order_by(ChangeSet.local_seq)))


def _changes(database: Database) -> list[Change]:
    with reading(database) as session:
        return list(session.scalars(select(Change).order_by(Change.number)))


def test_a_commit_writes_the_row_and_says_who_what_and_when(database: Database, context: Context) -> None:
    person_id = add_staff(database, context, "lijing")
    (entry,) = _sets(database)
    assert (entry.label, entry.actor_name, entry.at, entry.source) == ("新增员工", "王芳", START, "cli")
    assert (entry.device_id, entry.device_seq, entry.undo) == (database.device_id, 1, "undoable")
    (change,) = _changes(database)
    assert (change.table_name, change.row_id, change.operation, change.before) == ("staff", person_id, "insert", None)
    assert json.loads(change.after or "")["name"] == "李静"
    with reading(database) as session:
        assert session.scalars(select(Device.id)).all() == [database.device_id]


def test_an_update_names_only_what_changed_even_over_several_flushes(database: Database, context: Context) -> None:
    person_id = add_staff(database, context, "lijing")
    with unit_of_work(database, context) as work:
        person = work.session.get_one(Staff, person_id)
        person.name = "李婧"
        work.session.flush()
        work.session.expire(person)
        person.name = "李晶"
        person.roles = ["lawyer", "director"]
        work.commit("修改员工")
    change = _changes(database)[-1]
    assert json.loads(change.before or "") == {"name": "李静", "roles": ["lawyer"]}
    assert json.loads(change.after or "") == {"name": "李晶", "roles": ["lawyer", "director"]}


def test_what_comes_to_nothing_is_not_written(database: Database, context: Context) -> None:
    person_id = add_staff(database, context, "lijing")
    with unit_of_work(database, context) as work:
        work.session.get_one(Staff, person_id).name = "别名"
        work.session.flush()
        work.session.get_one(Staff, person_id).name = "李静"
        passing = staff("passing")
        work.session.add(passing)
        work.session.flush()
        work.session.delete(passing)
        assert work.commit("白忙") is None
    assert len(_sets(database)) == 1


def _fail_halfway(database: Database, context: Context) -> float:
    with unit_of_work(database, context) as work:
        work.session.add(staff("lijing"))
        work.session.flush()
        return 1 / 0


def test_without_a_commit_nothing_stays(database: Database, context: Context) -> None:
    with unit_of_work(database, context) as work:
        work.session.add(staff("lijing"))
        work.session.flush()
    with pytest.raises(ZeroDivisionError):
        _fail_halfway(database, context)
    assert _sets(database) == []
    add_staff(database, context, "lijing")  # the connection is in order and the number of the set is still free
    assert [entry.device_seq for entry in _sets(database)] == [1]


def test_a_refused_commit_leaves_nothing_and_the_next_unit_works(database: Database, context: Context) -> None:
    add_staff(database, context, "lijing")
    with pytest.raises(IntegrityError):
        add_staff(database, context, "lijing")
    add_staff(database, context, "zhaomin")
    assert [entry.device_seq for entry in _sets(database)] == [1, 2]


def test_the_unit_has_one_instant(database: Database) -> None:
    clock = SteppedClock(START)
    with unit_of_work(database, context_for(database, clock=clock)) as work:
        clock.advance(hours=1)
        assert work.now == START
        work.session.add(staff("lijing"))
        work.commit("新增员工")
    assert _sets(database)[0].at == START


def test_numbers_have_no_gaps_and_are_not_undoable(database: Database, context: Context) -> None:
    taken = []
    for commits in (True, False, True, True):
        with unit_of_work(database, context) as work:
            taken.append(work.next_number("民代", 2026))
            if commits:
                work.commit("取号")
    assert taken == [1, 2, 2, 3]
    with unit_of_work(database, context) as work:
        assert work.next_number("民代", 2027) == 1
        assert work.next_number("刑辩", 2026) == 1
        work.commit("取号")
    assert {entry.undo for entry in _sets(database)} == {"compensated"}
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(NumberSeries)) == 3


def test_two_threads_take_turns(database: Database, context: Context) -> None:
    def take(times: int) -> None:
        for _ in range(times):
            with unit_of_work(database, context) as work:
                work.next_number("民代", 2026)
                work.commit("取号", undo=Undo.COMPENSATED)

    threads = [threading.Thread(target=take, args=(10,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(database) as session:
        assert session.scalar(select(NumberSeries.last)) == 30
        assert verify_chain(session).sets == 30


def test_reading_never_waits_and_never_writes(database: Database, context: Context) -> None:
    add_staff(database, context, "lijing")
    with unit_of_work(database, context) as work:
        work.session.add(staff("zhaomin"))
        work.session.flush()
        with reading(database) as session:
            assert session.scalars(select(Staff.login)).all() == ["lijing"]
            with pytest.raises(AppError):
                session.execute(text("DELETE FROM draft"))
        work.commit("新增员工")
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Staff)) == 2


def test_units_do_not_nest_and_stay_off_the_forbidden_thread(database: Database, context: Context) -> None:
    with unit_of_work(database, context), pytest.raises(RuntimeError, match="inside"), unit_of_work(database, context):
        pass
    here = threading.get_ident()
    forbid_on_thread(here)
    try:
        with pytest.raises(RuntimeError, match="window"), unit_of_work(database, context):
            pass
    finally:
        allow_on_thread(here)
    add_staff(database, context, "lijing")


def test_writes_past_the_journal_are_refused(database: Database, context: Context) -> None:
    person_id = add_staff(database, context, "lijing")
    row = {"id": new_uid(), "login": "x", "name": "x"}
    attempts: list[Executable] = [
        update(Staff).values(name="x"),
        delete(Staff).where(Staff.id == person_id),
        insert(Staff).values(**row),
        update(Staff.__table__).values(name="x"),  # type: ignore[arg-type]
        text("UPDATE staff SET name = 'x'"),
        text(" insert or replace into \"staff\" (id) values ('x')"),
        text("DELETE FROM staff"),
    ]
    for attempt in attempts:
        with unit_of_work(database, context) as work, pytest.raises(UnjournalledWriteError):
            work.session.execute(attempt)
    with unit_of_work(database, context) as work, pytest.raises(UnjournalledWriteError):
        work.session.execute(insert(Staff), [row, {**row, "id": new_uid(), "login": "y"}])
    with unit_of_work(database, context) as work, pytest.raises(UnjournalledWriteError):
        work.session.connection().execute(update(Staff.__table__).values(name="x"))  # type: ignore[arg-type]
    with reading(database) as session:
        assert session.scalars(select(Staff.name)).all() == ["李静"]


def test_what_is_not_journalled_leaves_no_entry(database: Database, context: Context) -> None:
    with unit_of_work(database, context) as work:
        work.session.add(Draft(staff_id=new_uid(), form="a", fields={"x": 1}, saved_at=work.now))
        assert work.commit("草稿") is None
    with unit_of_work(database, context) as work:
        work.session.execute(delete(Draft))
        work.commit("清空草稿")
    assert _sets(database) == []
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_mass_load_is_one_entry(database: Database, context: Context) -> None:
    with unit_of_work(database, context) as work:
        work.baseline("演示数据")
        rows = [{"id": new_uid(), "login": f"s{i}", "name": "某", "roles": []} for i in range(50)]
        work.session.execute(insert(Staff), rows)
        work.session.add(staff("one-more"))
        work.session.flush()
        work.session.execute(insert(Staff), [{"id": new_uid(), "login": "last", "name": "某", "roles": []}])
        work.commit("演示数据")
    (entry,) = _sets(database)
    assert (entry.action, entry.undo) == ("baseline", "final")
    (change,) = _changes(database)
    assert (change.table_name, change.row_id, change.after) == ("staff", None, '{"rows":52}')
    with unit_of_work(database, context) as work, pytest.raises(UnjournalledWriteError):
        work.session.execute(insert(Staff), rows[:1])


class TestChain:
    """The journal proves that nobody touched it."""

    def test_an_untouched_journal_is_whole(self, database: Database, context: Context) -> None:
        for login in "abc":
            add_staff(database, context, login)
        with reading(database) as session:
            report = verify_chain(session)
        assert (report.ok, report.sets, report.place) == (True, 3, "")
        assert report.heads == {database.device_id: _sets(database)[-1].digest}

    @pytest.mark.parametrize(
        "tampering",
        [
            "UPDATE change_set SET label = 'x' WHERE device_seq = 2",
            "UPDATE change_set SET actor_name = 'x' WHERE device_seq = 2",
            "UPDATE change_set SET at = '2020-01-01T00:00:00.000000Z' WHERE device_seq = 2",
            "UPDATE change SET after = replace(after, '李静', '李逵') WHERE number = 2",
            "UPDATE change SET after = NULL WHERE number = 2",
            "UPDATE change SET row_id = salt WHERE number = 2",
            "DELETE FROM change WHERE number = 2",
            "UPDATE change_set SET device_seq = 9 WHERE device_seq = 2",
            "UPDATE change_set SET digest = previous_digest WHERE device_seq = 2",
        ],
    )
    def test_tampering_is_found_and_placed(self, database: Database, context: Context, tampering: str) -> None:
        for login in "abc":
            add_staff(database, context, login)
        with database.writer_engine.begin() as connection:
            connection.execute(text(tampering))
        with reading(database) as session:
            report = verify_chain(session)
        assert not report.ok
        assert re.search(r"设备 \w{8} 第 (2|3|9) 条“(新增员工|x)”：", report.place)

    def test_a_removed_set_is_found(self, database: Database, context: Context) -> None:
        for login in "abc":
            add_staff(database, context, login)
        with database.writer_engine.begin() as connection:
            connection.execute(text("DELETE FROM change WHERE number = 2"))
            connection.execute(text("DELETE FROM change_set WHERE device_seq = 2"))
        with reading(database) as session:
            assert "缺少第 2 条" in verify_chain(session).place

    def test_a_legally_required_erasure_does_not_break_it(self, database: Database, context: Context) -> None:
        for login in "abc":
            add_staff(database, context, login)
        with unit_of_work(database, context) as work:
            erase_images(work.session, work.session.scalars(select(Change).where(Change.number == 2)).one())
            work.commit("依法删除")
        with reading(database) as session:
            report = verify_chain(session)
        assert report.ok
        assert report.erased == 1
        assert [change.after is None for change in _changes(database)] == [False, True, False]


def test_a_busy_database_costs_one_try_not_the_connection(
    database: Database, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process holds the write lock for too long; once it lets go, the next try works at once."""
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.05)
    other = connections.connect(database.path, KEY)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(AppError, match="正在写入") as kept, unit_of_work(database, context):
        pass
    other.execute("COMMIT")
    other.close()
    assert database.writer_engine.pool.checkedout() == 0, "the error that somebody still holds keeps the connection"  # type: ignore[attr-defined]
    add_staff(database, context, "lijing")
    assert "还没有保存" in kept.value.text
