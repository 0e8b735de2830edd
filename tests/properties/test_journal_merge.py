"""Two devices edit apart and exchange: nobody's work is lost or guessed at, and exchanging twice changes nothing."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.errors import AppError
from app.models import Staff
from app.models.journal import MergeConflict
from app.paths import Profile
from app.storage import projections
from app.storage.database import Database
from app.storage.exchange import PlainSet, known_sets, read_sets
from app.storage.feed import ChangeFeed
from app.storage.journal import verify_chain
from app.storage.merge import MergeOutcome, apply_sets, open_conflicts
from app.storage.unit_of_work import Context, reading, unit_of_work
from app.terms import Uid
from tests.properties.random_edits import State, copy_empty_database, examples, random_unit, seed_every_class, state_of
from tests.storage_support import KEY, add_staff, context_for, new_database

pytestmark = pytest.mark.usefixtures("engine")


@contextmanager
def two_devices() -> Iterator[tuple[Database, Database]]:
    """Open two empty profiles of one firm; where the office works on a server, the laptop still has its file."""
    with tempfile.TemporaryDirectory() as folder, patch.object(projections, "_registered", {}):
        office, laptop = Path(folder, "office"), Path(folder, "laptop")
        copy_empty_database(office)
        copy_empty_database(laptop, in_file=True)
        with Database.open(Profile(office), KEY) as one, Database.open(Profile(laptop), KEY) as other:
            assert one.device_id != other.device_id
            yield one, other


def sent(sender: Database, receiver: Database) -> list[PlainSet]:
    """Return what the sender has and the receiver lacks, as it would travel in a file."""
    travelled: list[PlainSet] = json.loads(json.dumps(read_sets(sender, known_sets(receiver))))
    return travelled


def pull(sender: Database, receiver: Database) -> MergeOutcome:
    return apply_sets(receiver, context_for(receiver), sent(sender, receiver))


def state(database: Database) -> State:
    """Return all rows but the number series: counters only rise, which random edits do not know."""
    with reading(database) as session:
        return {name: rows for name, rows in state_of(session).items() if name != "number_series"}


def conflicts(database: Database) -> list[MergeConflict]:
    with reading(database) as session:
        return list(open_conflicts(session))


def fields(present: State) -> dict[tuple[str, Uid, str], Any]:
    return {
        (table, row_id, column): value
        for table, rows in present.items()
        for row_id, image in rows.items()
        for column, value in image.items()
    }


def test_random_edits_on_two_devices() -> None:
    examples(12, 4)(given(data=st.data())(_random_edits_on_two_devices))()


def _random_edits_on_two_devices(data: st.DataObject) -> None:
    with two_devices() as (office, laptop):
        seed_every_class(data, office, context_for(office))
        assert pull(office, laptop).conflicts == 0
        base = state(office)
        assert state(laptop) == base
        for database in (office, laptop):
            for _ in range(data.draw(st.integers(0, 3))):
                random_unit(data, database, context_for(database))
        before = {database: state(database) for database in (office, laptop)}
        to_laptop, to_office = sent(office, laptop), sent(laptop, office)
        apply_sets(laptop, context_for(laptop), to_laptop)
        apply_sets(office, context_for(office), to_office)
        after = {database: state(database) for database in (office, laptop)}

        for mine, theirs in ((office, laptop), (laptop, office)):
            disputed = {(c.table_name, c.row_id) for c in conflicts(mine)}
            for key, value in fields(before[mine]).items():
                ours_is_new = fields(base).get(key, ...) != value
                if ours_is_new and key in fields(before[theirs]) and (key[0], key[1]) not in disputed:
                    assert fields(after[mine])[key] == value  # no edit of one's own is overwritten silently
            with reading(mine) as session:
                assert verify_chain(session).ok
            assert mine.integrity_check() == ()
        if not conflicts(office) and not conflicts(laptop):
            assert after[office] == after[laptop]

        again = apply_sets(laptop, context_for(laptop), to_laptop), apply_sets(office, context_for(office), to_office)
        assert [outcome.applied for outcome in again] == [0, 0]
        assert {database: state(database) for database in (office, laptop)} == after
        assert sent(office, laptop) == sent(laptop, office) == []


def rename(database: Database, person: Uid, **values: str) -> None:
    context: Context = context_for(database)
    with unit_of_work(database, context) as work:
        for name, value in values.items():
            setattr(work.session.get_one(Staff, person), name, value)
        work.commit("改员工")


def person_of(database: Database, person: Uid) -> Staff:
    with reading(database) as session:
        return session.get_one(Staff, person)


def test_different_fields_of_one_row_meet_and_the_same_field_keeps_both() -> None:
    with two_devices() as (office, laptop):
        person = add_staff(office, context_for(office), "lijing", "李静")
        pull(office, laptop)
        feed = ChangeFeed(office)
        rename(office, person, name="李婧", phone="1")
        rename(laptop, person, name="李晶", licence_no="9")
        outcome = pull(laptop, office)
        assert (outcome.applied, outcome.conflicts) == (1, 1)
        merged = person_of(office, person)
        assert (merged.name, merged.phone, merged.licence_no) == ("李婧", "1", "9")
        (conflict,) = conflicts(office)
        assert (conflict.column_name, conflict.base_value, conflict.local_value, conflict.foreign_value) == (
            "name",
            '"李静"',
            '"李婧"',
            '"李晶"',
        )
        assert feed.poll() == {"staff": {person}}


def test_the_same_edit_on_both_is_no_conflict() -> None:
    with two_devices() as (office, laptop):
        person = add_staff(office, context_for(office), "lijing")
        pull(office, laptop)
        for database in (office, laptop):
            rename(database, person, name="李婧")
        assert pull(laptop, office).conflicts == 0
        assert person_of(office, person).name == "李婧"


def test_two_rows_with_one_unique_value_are_both_kept() -> None:
    with two_devices() as (office, laptop):
        mine = add_staff(office, context_for(office), "lijing", "李静")
        theirs = add_staff(laptop, context_for(laptop), "lijing", "李晶")
        assert pull(laptop, office).conflicts == 1
        (conflict,) = conflicts(office)
        assert (conflict.row_id, conflict.column_name) == (theirs, "")
        assert json.loads(conflict.foreign_value or "")["name"] == "李晶"
        assert person_of(office, mine).name == "李静"


def test_numbers_taken_on_either_device_are_taken_on_both() -> None:
    with two_devices() as (office, laptop):
        for database, times in ((office, 2), (laptop, 5)):
            for _ in range(times):
                with unit_of_work(database, context_for(database)) as work:
                    work.next_number("民代", 2026)
                    work.commit("取号")
        assert pull(laptop, office).conflicts == 0
        assert pull(office, laptop).conflicts == 0
        for database in (office, laptop):
            with unit_of_work(database, context_for(database)) as work:
                assert work.next_number("民代", 2026) == 6


def test_what_was_tampered_with_or_lacks_a_predecessor_is_refused() -> None:
    with two_devices() as (office, laptop):
        for login in "abc":
            add_staff(laptop, context_for(laptop), login)
        sets = sent(laptop, office)
        tampered = json.loads(json.dumps(sets))
        tampered[0]["changes"][0]["after"] = tampered[0]["changes"][0]["after"].replace("李静", "李逵")
        for wrong in (tampered, sets[1:], [{**sets[0], "label": "别的"}], [{**sets[0], "schema_revision": "9999"}]):
            with pytest.raises(AppError):
                apply_sets(office, context_for(office), wrong)
        with reading(office) as session:
            assert session.scalars(select(Staff.login)).all() == []
        assert apply_sets(office, context_for(office), sets) == MergeOutcome(applied=3, known=0, conflicts=0)


def test_the_office_passes_a_laptops_work_on_to_a_third_device() -> None:
    with (
        two_devices() as (office, laptop),
        tempfile.TemporaryDirectory() as folder,
        new_database(Path(folder)) as third,
    ):
        person = add_staff(laptop, context_for(laptop), "lijing")
        pull(laptop, office)
        add_staff(office, context_for(office), "zhaomin")
        assert pull(office, third).applied == 2
        assert person_of(third, person).name == "李静"
        assert pull(laptop, third).applied == 0
