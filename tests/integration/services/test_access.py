"""Who opened which record is kept, whatever else happens to the record."""

import pytest
from sqlalchemy import select

from app.models.journal import AccessLog
from app.services.access import Opened
from app.services.container import Services
from tests.factories import act_as
from tests.integration.services.support import create


def _log(services: Services) -> list[tuple[str, str, bytes | None, object]]:
    with services.office.reading() as session:
        rows = session.scalars(select(AccessLog).order_by(AccessLog.number))
        return [(row.actor_name, row.table_name, row.record_id, row.at) for row in rows]


def test_who_opened_what_and_when_is_kept_outside_the_journal(staffed: Services) -> None:
    client = create(staffed)
    seen = staffed.history.changes(0).position
    at = staffed.office.clock.now()
    staffed.access.note((Opened("client", client.id, at), Opened("consultation", b"q" * 16, at)))
    act_as(staffed, "weidongming")
    staffed.access.note((Opened("client", client.id, at),))
    assert _log(staffed) == [
        ("周岚", "client", client.id, at),
        ("周岚", "consultation", b"q" * 16, at),
        ("魏东明", "client", client.id, at),
    ]
    assert staffed.history.changes(seen).tables == {}


def test_other_records_are_not_logged_by_mistake(staffed: Services) -> None:
    with pytest.raises(ValueError, match="no record"):
        staffed.access.note((Opened("firm", b"s" * 16, staffed.office.clock.now()),))
    assert _log(staffed) == []
