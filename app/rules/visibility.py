"""Who sees a sensitive matter (敏感事项): those who may see all of them, and those who handle or handled it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.rules.consultation_flow import Event
from app.terms import ConsultationEventKind, Uid

ASSIGNEE = "assignee_id"
"""Under this key an assignment's details name the lawyer, as hexadecimal text."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks.

    Args:
        staff_id: who.
        sees_sensitive: one of the person's roles may see every sensitive matter.

    """

    staff_id: Uid
    sees_sensitive: bool


def visible(viewer: Viewer, *, is_sensitive: bool, involved: Collection[Uid]) -> bool:
    """Return whether a matter exists for somebody: in lists, counts, searches, timelines, exports, the journal.

    Args:
        viewer: who looks.
        is_sensitive: whether the matter is marked.
        involved: ids of those who handle or handled it.

    """
    return not is_sensitive or viewer.sees_sensitive or viewer.staff_id in involved


def involved_in_consultation(entered_by: Uid | None, events: Iterable[Event]) -> frozenset[Uid]:
    """Return who entered a question, who was ever assigned to it and who answered it."""
    people = {entered_by} if entered_by else set()
    for event in events:
        if event.kind is ConsultationEventKind.ASSIGNED and event.details.get(ASSIGNEE):
            people.add(bytes.fromhex(event.details[ASSIGNEE]))
        elif event.kind is ConsultationEventKind.ANSWERED and event.actor_id:
            people.add(event.actor_id)
    return frozenset(people)


def involved_in_contract(lawyer_ids: Iterable[str], *others: Uid | None) -> frozenset[Uid]:
    """Return a contract's lawyers (ids as hexadecimal text) and whoever else drew it up, approved or filed it."""
    return frozenset({bytes.fromhex(text) for text in lawyer_ids} | {other for other in others if other})
