"""What is derived from rows follows every change, whoever made it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.models import Staff
from app.storage import projections
from app.storage.database import Database
from app.storage.guard import UnjournalledWriteError
from app.storage.recorder import TouchedRow
from app.storage.undo import redo, undo
from app.storage.unit_of_work import reading, unit_of_work
from tests.storage_support import add_staff, context_for, new_database, staff


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with new_database(tmp_path) as database:
        yield database


def test_a_projection_sees_rows_before_and_after_also_in_undo_and_redo(database: Database) -> None:
    seen: list[tuple[Any, Any]] = []

    def project(_session: Session, touched: Sequence[TouchedRow]) -> None:
        seen.extend((t.before and t.before["name"], t.after and t.after["name"]) for t in touched)

    projections.register(["staff"], project)
    projections.register(["staff", "client"], project)
    context = context_for(database)
    add_staff(database, context, "lijing", "李静")
    undo(database, context)
    redo(database, context)
    assert seen == [(None, "李静"), ("李静", None), (None, "李静")]


def test_it_runs_in_the_same_transaction(database: Database) -> None:
    def fail(_session: Session, _touched: Sequence[TouchedRow]) -> None:
        raise ZeroDivisionError

    projections.register(["staff"], fail)
    with pytest.raises(ZeroDivisionError):
        add_staff(database, context_for(database), "lijing")
    with reading(database) as session:
        assert session.query(Staff).count() == 0


def test_it_must_not_write_journalled_rows(database: Database) -> None:
    def meddle(session: Session, _touched: Sequence[TouchedRow]) -> None:
        session.add(staff("meddler"))

    projections.register(["staff"], meddle)
    with unit_of_work(database, context_for(database)) as work:
        work.session.add(staff("lijing"))
        with pytest.raises(UnjournalledWriteError, match="projection"):
            work.commit("新增员工")
