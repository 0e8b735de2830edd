"""The access log: who opened a client's or consultation's record. It cannot be switched off."""

from dataclasses import dataclass
from datetime import datetime

from app.models.journal import AccessLog
from app.services.core import Service, operation
from app.storage.unit_of_work import Undo
from app.terms import Permission, Uid

RECORDS = frozenset({"client", "consultation"})


@dataclass(frozen=True)
class Opened:
    """A record that was on show.

    Args:
        table: "client" or "consultation".
        record_id: which one.
        at: since when, aware.

    """

    table: str
    record_id: Uid
    at: datetime


class Access(Service):
    """查阅记录."""

    @operation(Permission.READ)
    def note(self, opened: tuple[Opened, ...]) -> None:
        """Keep what the signed-in person opened, many at a time; outside the journal, never undone.

        Raises:
            ValueError: another kind of record (a defect).

        """
        if not RECORDS.issuperset(one.table for one in opened):
            raise ValueError("only clients and consultations are logged")
        with self.office.work() as work:
            who = work.context
            work.session.add_all(
                AccessLog(
                    at=one.at,
                    actor_id=who.actor_id,
                    actor_name=who.actor_name,
                    device_id=who.device_id,
                    table_name=one.table,
                    record_id=one.record_id,
                )
                for one in opened
            )
            work.commit("查阅记录", undo=Undo.ASIDE)
