"""Unfinished forms: kept as they are typed, given back after a crash, a lock or a change of user."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.models import Draft
from app.services import visibility
from app.services.core import Service, operation, query
from app.storage.unit_of_work import Undo
from app.terms import Permission, Uid

_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


@dataclass(frozen=True)
class DraftView:
    """A kept form: JSON values by field name."""

    fields: Mapping[str, Any]
    saved_at: datetime


class Drafts(Service):
    """草稿."""

    @operation(Permission.READ)
    def keep(self, form: str, fields: Mapping[str, Any]) -> datetime:
        """Keep what stands in a form now; return when."""
        key = (self.office.actor.staff_id, form)
        with self.office.work() as work:
            draft = work.session.get(Draft, key) or Draft(staff_id=key[0], form=form)
            draft.fields, draft.saved_at = dict(fields), work.now
            work.session.add(draft)
            work.commit("保存草稿", undo=Undo.ASIDE)
            return work.now

    @query()
    def find(self, form: str) -> DraftView | None:
        """Return the kept form of the signed-in person, if there is one and its record still exists for them."""
        with self.office.reading() as session:
            if visibility.is_hidden(session, self.office.actor.viewer, records_named(form)):
                return None
            draft = session.get(Draft, (self.office.actor.staff_id, form))
            return DraftView(draft.fields, draft.saved_at) if draft else None

    @operation(Permission.READ)
    def drop(self, form: str) -> None:
        """Forget a kept form: it was finished or given up."""
        with self.office.work() as work:
            draft = work.session.get(Draft, (self.office.actor.staff_id, form))
            if draft is not None:
                work.session.delete(draft)
            work.commit("删除草稿", undo=Undo.ASIDE)


def records_named(form: str) -> tuple[Uid, ...]:
    """Return the records whose ids stand in a form's name, e.g. "consultation.answer:<32 hexadecimal figures>"."""
    return tuple(bytes.fromhex(found) for found in _ID.findall(form))
