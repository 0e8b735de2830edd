"""Random edits on every journalled class: the journal records them exactly, and undoing all gives the start back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import LargeBinary

from app.storage.guard import journalled_tables
from app.storage.journal import verify_chain
from app.storage.undo import redo, undo
from app.storage.unit_of_work import reading
from tests.properties.random_edits import CLASSES, State, examples, fresh, random_unit, seed_every_class, state_of

pytestmark = pytest.mark.usefixtures("engine")


def test_every_journalled_class_is_known_by_its_id() -> None:
    assert set(CLASSES) == set(journalled_tables())
    assert {"client", "consultation_event", "contract", "staff", "firm"} <= set(CLASSES)
    for cls in CLASSES.values():
        column = cls.__table__.c.id
        assert isinstance(column.type, LargeBinary)
        assert column.primary_key or column.unique


def test_undoing_everything_gives_the_start_back_and_redoing_the_end() -> None:
    examples(20, 4)(given(data=st.data())(_undoing_everything_gives_the_start_back_and_redoing_the_end))()


def _undoing_everything_gives_the_start_back_and_redoing_the_end(data: st.DataObject) -> None:
    with fresh() as (database, context):
        states: list[State] = [{name: {} for name in CLASSES}]
        seed_every_class(data, database, context)
        for _ in range(data.draw(st.integers(1, 5), label="units")):
            with reading(database) as session:
                before = state_of(session)
            if random_unit(data, database, context) is not None:
                states.append(before)
        with reading(database) as session:
            end = state_of(session)
        for expected in reversed(states):
            outcome = undo(database, context)
            assert outcome.ok, outcome.sentence
            with reading(database) as session:
                assert state_of(session) == expected
        assert not undo(database, context).ok
        for _ in states:
            assert redo(database, context).ok
        with reading(database) as session:
            assert state_of(session) == end
            assert verify_chain(session).ok
        assert database.integrity_check() == ()
