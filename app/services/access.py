"""The access log: who opened a record or a file, printed or saved a paper, took data out. It cannot be switched off."""

from dataclasses import dataclass
from datetime import datetime

from app.models.journal import AccessLog
from app.services.core import Service, operation
from app.storage.unit_of_work import Undo
from app.terms import AccessWay, Permission, Uid

RECORDS = frozenset({"client", "consultation", "contract", "attachment", "past_matter", "staff"})
"""What a look is kept of, by table name; an export may concern several records of one."""
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Opened:
    """A record that was on show, printed, saved or taken out.

    Args:
        table: one of `RECORDS`.
        record_id: which one; None where it was many at once.
        at: since when, aware.
        way: how.
        note: what was taken out, e.g. “服务对象 312 行”; never what is in it.

    """

    table: str
    record_id: Uid | None
    at: datetime
    way: AccessWay = AccessWay.OPENED
    note: str = ""


class Access(Service):
    """查阅记录."""

    @operation(Permission.READ)
    def note(self, opened: tuple[Opened, ...]) -> None:
        """Keep what the signed-in person opened, many at a time; outside the journal, never undone.

        Raises:
            ValueError: another kind of record (a defect).

        """
        if not RECORDS.issuperset(one.table for one in opened):
            raise ValueError("no record of this kind is logged")
        with self.office.work() as work:
            who = work.context
            work.session.add_all(
                AccessLog(
                    at=one.at,
                    actor_id=who.actor_id,
                    actor_name=who.actor_name,
                    device_id=who.device_id,
                    way=one.way,
                    note=one.note[:LONGEST_NOTE],
                    table_name=one.table,
                    record_id=one.record_id,
                )
                for one in opened
            )
            work.commit("查阅记录", undo=Undo.ASIDE)
