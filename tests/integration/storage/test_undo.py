"""Ctrl+Z takes back a person's own last operation, or says why not and changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.models import Attachment, Client, ClientRelief, Staff
from app.models.base import new_uid
from app.models.journal import ChangeSet, NumberSeries
from app.storage.database import Database
from app.storage.feed import ChangeFeed, journal_position
from app.storage.journal import verify_chain
from app.storage.undo import last_redoable, last_undoable, redo, undo, undo_batch
from app.storage.unit_of_work import Context, Undo, UnitOfWork, reading, unit_of_work
from app.terms import AttachmentKind, ClientKind, ReliefGroup, Uid
from tests.storage_support import add_staff, context_for, new_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with new_database(tmp_path) as database:
        yield database


@pytest.fixture
def context(database: Database) -> Context:
    return context_for(database)


def _do(
    database: Database, context: Context, label: str, change: Callable[[UnitOfWork], object], **how: object
) -> None:
    with unit_of_work(database, context) as work:
        change(work)
        work.commit(label, **how)  # type: ignore[arg-type]


def _rename(database: Database, context: Context, person: Uid, name: str, **how: object) -> None:
    def change(work: UnitOfWork) -> None:
        work.session.get_one(Staff, person).name = name

    _do(database, context, f"改名{name}", change, **how)


def _name(database: Database, person: Uid) -> str | None:
    with reading(database) as session:
        return session.scalar(select(Staff.name).where(Staff.id == person))


def _label(found: tuple[Uid, str] | None) -> str | None:
    return found[1] if found else None


def test_operations_are_undone_and_redone_in_turn(database: Database, context: Context) -> None:
    person = add_staff(database, context, "lijing")
    _rename(database, context, person, "甲")
    _rename(database, context, person, "乙")
    seen = []
    for step in (undo, undo, undo, undo, redo, redo, redo, redo, undo):
        outcome = step(database, context)
        seen.append((outcome.ok, outcome.sentence, _name(database, person)))
    assert seen == [
        (True, "已撤销：改名乙", "甲"),
        (True, "已撤销：改名甲", "李静"),
        (True, "已撤销：新增员工", None),
        (False, "没有可以撤销的操作。", None),
        (True, "已重做：新增员工", "李静"),
        (True, "已重做：改名甲", "甲"),
        (True, "已重做：改名乙", "乙"),
        (False, "没有可以重做的操作。", "乙"),
        (True, "已撤销：改名乙", "甲"),
    ]
    with reading(database) as session:
        assert verify_chain(session).ok
        undone = session.scalars(select(ChangeSet).where(ChangeSet.action == "undo")).first()
        assert undone is not None
        assert undone.label == "撤销：改名乙"
        assert undone.undoes == session.scalar(select(ChangeSet.id).where(ChangeSet.label == "改名乙"))


def test_the_menu_names_what_comes_next(database: Database, context: Context) -> None:
    assert last_undoable(database, context) is None
    person = add_staff(database, context, "lijing")
    _rename(database, context, person, "甲")
    assert _label(last_undoable(database, context)) == "改名甲"
    undo(database, context)
    assert (_label(last_undoable(database, context)), _label(last_redoable(database, context))) == (
        "新增员工",
        "改名甲",
    )
    _rename(database, context, person, "乙")
    assert last_redoable(database, context) is None


def test_only_ones_own_operations_since_sign_in(database: Database, context: Context) -> None:
    person = add_staff(database, context, "lijing")
    other = context_for(database, actor_id=new_uid(), name="赵敏")
    assert last_undoable(database, other) is None
    assert not undo(database, other).ok
    later = replace(context, undo_floor=journal_position(database))
    assert last_undoable(database, later) is None
    _rename(database, later, person, "甲")
    assert undo(database, later).ok
    assert not undo(database, later).ok
    assert _name(database, person) == "李静"


def test_what_somebody_else_changed_since_stays(database: Database, context: Context) -> None:
    person = add_staff(database, context, "lijing")
    _rename(database, context, person, "甲")
    _rename(database, context_for(database, actor_id=new_uid(), name="赵敏"), person, "乙")
    outcome = undo(database, context)
    assert not outcome.ok
    assert outcome.sentence == "没有撤销“改名甲”：赵敏之后又做了“改名乙”，内容已不同。"
    assert _name(database, person) == "乙"


def test_another_column_of_the_same_row_does_not_matter(database: Database, context: Context) -> None:
    person = add_staff(database, context, "lijing")
    _rename(database, context, person, "甲")

    def change(work: UnitOfWork) -> None:
        work.session.get_one(Staff, person).phone = "13800000000"

    _do(database, context_for(database, actor_id=new_uid()), "改电话", change)
    assert undo(database, context).ok
    with reading(database) as session:
        row = session.get_one(Staff, person)
        assert (row.name, row.phone) == ("李静", "13800000000")


@pytest.mark.parametrize(("kind", "words"), [(Undo.COMPENSATED, "撤回、作废"), (Undo.FINAL, "不能撤销")])
def test_answers_and_approvals_are_not_undone(database: Database, context: Context, kind: Undo, words: str) -> None:
    person = add_staff(database, context, "lijing")
    _rename(database, context, person, "甲", undo=kind)
    assert last_undoable(database, context) is None
    outcome = undo(database, context)
    assert not outcome.ok
    assert words in outcome.sentence
    assert _name(database, person) == "甲"


def _client(work: UnitOfWork, file_no: str) -> Client:
    client = Client(
        id=new_uid(),
        file_no=file_no,
        kind=next(iter(ClientKind)),
        name="张三",
        created_at=work.now,
        last_contact_at=work.now,
    )
    work.session.add(client)
    return client


def test_a_deleted_family_of_rows_comes_back_whole(database: Database, context: Context) -> None:
    ids: list[Uid] = []

    def create(work: UnitOfWork) -> None:
        client = _client(work, "A1")
        relief = ClientRelief(
            id=new_uid(), client_id=client.id, group=next(iter(ReliefGroup)), valid_until=date(2027, 1, 1)
        )
        work.session.add(relief)
        ids.extend((client.id, relief.id))

    def remove(work: UnitOfWork) -> None:
        work.session.delete(work.session.get_one(ClientRelief, ids[1]))
        work.session.delete(work.session.scalars(select(Client).where(Client.id == ids[0])).one())

    _do(database, context, "建档", create)
    _do(database, context, "删除", remove)
    assert undo(database, context).ok
    with reading(database) as session:
        client = session.scalars(select(Client).where(Client.id == ids[0])).one()
        relief = session.get_one(ClientRelief, ids[1])
        assert (client.name, relief.client_id, relief.valid_until) == ("张三", ids[0], date(2027, 1, 1))
    assert undo(database, context).ok
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Client)) == 0


def test_a_row_that_others_refer_to_is_not_taken_away(database: Database, context: Context) -> None:
    ids: list[Uid] = []
    _do(database, context, "建档", lambda work: ids.append(_client(work, "A1").id))

    def relieve(work: UnitOfWork) -> None:
        work.session.add(ClientRelief(id=new_uid(), client_id=ids[0], group=next(iter(ReliefGroup))))

    _do(database, context_for(database, actor_id=new_uid(), name="赵敏"), "登记减免", relieve)
    outcome = undo(database, context)
    assert (outcome.ok, outcome.sentence) == (False, "没有撤销“建档”：之后已有其他记录用到它。")
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Client)) == 1


def test_a_batch_is_undone_as_one(database: Database, context: Context) -> None:
    person, batch = add_staff(database, context, "lijing"), new_uid()
    for name in "甲乙丙":
        _rename(database, context, person, name, batch_id=batch)
    assert undo(database, context).ok
    assert _name(database, person) == "李静"
    assert redo(database, context).ok
    assert _name(database, person) == "丙"


def test_bytes_dates_and_json_survive(database: Database, context: Context) -> None:
    owner = new_uid()

    def create(work: UnitOfWork) -> None:
        work.session.add(
            Attachment(
                owner_kind="client",
                owner_id=owner,
                kind=next(iter(AttachmentKind)),
                file_name="截图.png",
                media_type="image/png",
                size=3,
                blob_hash="0" * 64,
                added_at=work.now,
            )
        )

    _do(database, context, "添加材料", create)
    with reading(database) as session:
        before = {c.name: getattr(session.scalars(select(Attachment)).one(), c.name) for c in Attachment.__table__.c}
    assert undo(database, context).ok
    assert redo(database, context).ok
    with reading(database) as session:
        after = {c.name: getattr(session.scalars(select(Attachment)).one(), c.name) for c in Attachment.__table__.c}
    assert after == before


def test_the_feed_tells_each_change_once_also_those_of_another_process(database: Database, context: Context) -> None:
    add_staff(database, context, "before")
    feed = ChangeFeed(database)
    assert feed.poll() == {}
    person = add_staff(database, context, "lijing")
    with Database.open(database.profile, bytes(range(32))) as elsewhere:
        other = add_staff(elsewhere, context, "zhaomin")
    assert feed.poll() == {"staff": {person, other}}
    assert feed.poll() == {}
    undo(database, context)
    assert feed.poll() == {"staff": {other}}


def test_the_feed_says_when_a_whole_table_was_loaded(database: Database, context: Context) -> None:
    feed = ChangeFeed(database)
    with unit_of_work(database, context) as work:
        work.baseline("演示数据")
        work.session.add(Staff(login="a", name="a"))
        work.commit("演示数据")
    assert feed.poll() == {"staff": set()}


def _reserve(database: Database, context: Context, count: int, batch: Uid) -> None:
    def change(work: UnitOfWork) -> None:
        _client(work, f"B{work.reserve('client', 2026, count)}")

    _do(database, context, "导入", change, batch_id=batch)


def _last_number(database: Database) -> int | None:
    with reading(database) as session:
        return session.scalar(select(NumberSeries.last))


def test_a_number_given_between_two_units_of_a_batch_keeps_the_series_where_it_is(
    database: Database, context: Context
) -> None:
    batch, colleague = new_uid(), context_for(database, actor_id=new_uid(), name="赵敏")
    _reserve(database, context, 100, batch)
    _do(database, colleague, "签订", lambda work: work.next_number("client", 2026))
    _reserve(database, context, 100, batch)
    assert undo_batch(database, context, batch).ok
    assert _last_number(database) == 201


def test_a_series_goes_back_with_a_batch_that_alone_took_numbers(database: Database, context: Context) -> None:
    batch = new_uid()
    _do(database, context, "签订", lambda work: work.next_number("client", 2026))
    for _ in range(2):
        _reserve(database, context, 100, batch)
    assert undo_batch(database, context, batch).ok
    assert _last_number(database) == 1


def test_what_somebody_else_wrote_between_two_units_of_a_batch_is_not_lost(
    database: Database, context: Context
) -> None:
    person, batch = add_staff(database, context, "lijing"), new_uid()
    _rename(database, context, person, "甲", batch_id=batch)
    _rename(database, context_for(database, actor_id=new_uid(), name="赵敏"), person, "乙")
    _rename(database, context, person, "丙", batch_id=batch)
    assert undo_batch(database, context, batch).ok is False
    assert _name(database, person) == "丙"


def test_a_record_that_papers_were_added_to_is_not_taken_away(database: Database, context: Context) -> None:
    batch, made = new_uid(), []

    def create(work: UnitOfWork) -> None:
        made.append(_client(work, "B1").id)

    def add(work: UnitOfWork) -> None:
        work.session.add(
            Attachment(
                owner_kind="client",
                owner_id=made[0],
                kind=next(iter(AttachmentKind)),
                file_name="截图.png",
                media_type="image/png",
                size=3,
                blob_hash="0" * 64,
                added_at=work.now,
            )
        )

    _do(database, context, "导入", create, batch_id=batch)
    _do(database, context_for(database, actor_id=new_uid(), name="赵敏"), "添加材料", add)
    expected = (False, "没有撤销“导入”：赵敏之后又给它添加了材料。")
    for outcome in (undo(database, context), undo_batch(database, context, batch)):
        assert (outcome.ok, outcome.sentence) == expected
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Client)) == 1
