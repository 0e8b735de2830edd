"""What Ctrl+Z may do: events, approvals, signatures and numbers are never taken away, whatever call made them (design 3.1)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.models.journal import Change, ChangeSet, Operation, Undo
from app.services.container import Services
from app.services.core import Mode
from app.storage.feed import journal_position
from app.terms import ContractState
from tests.architecture.service_calls import CALLS, prepare
from tests.architecture.test_services import DECLARED

OPERATIONS = sorted(
    name for name, (_, _, spec) in DECLARED.items() if spec and spec.mode is Mode.WRITE and name in CALLS
)
FIRM = frozenset({Undo.COMPENSATED.value, Undo.FINAL.value})
NEVER_TAKEN_AWAY = frozenset({"consultation_event", "sign_up", "number_series", "failed_sign_in"})
"""Rows that stay once they were written: events, signatures, numbers."""
STANDS = {("contract", "state"): {ContractState.FILED.value, ContractState.VOIDED.value}}
"""Columns whose value, once reached, stays."""
CONSENTS = {("contract", "approver_id"), ("sign_up", "filed_by"), ("contract", "filed_by"), ("contract", "number")}
"""Columns that hold a consent or a number."""
SETS_SERIES = frozenset({"firm_settings.numbers.Numbering.save"})
"""Sets where a series goes on; it takes no number itself, and undo refuses once one was taken."""
TAKES_BACK = frozenset(
    {
        "history.History.undo",
        "history.History.redo",
        "audit.service.Audit.undo",
        "importing.service.Importing.take_back",
    }
)
"""They write the inverse of what may be taken back: their own entries can be too."""
EXPECTED = {
    "clients.files.Files.create": Undo.COMPENSATED,
    "clients.files.Files.update": Undo.UNDOABLE,
    "clients.files.Files.add_relief": Undo.UNDOABLE,
    "clients.files.Files.remove_relief": Undo.UNDOABLE,
    "clients.sign_ups.SignUps.sign_up": Undo.COMPENSATED,
    "clients.sign_ups.SignUps.sign_up_asker": Undo.COMPENSATED,
    "clients.sign_ups.SignUps.file": Undo.COMPENSATED,
    "clients.sign_ups.SignUps.end": Undo.UNDOABLE,
    "consultations.answering.Answering.answer": Undo.COMPENSATED,
    "consultations.answering.Answering.assign": Undo.COMPENSATED,
    "consultations.answering.Answering.close": Undo.COMPENSATED,
    "consultations.answering.Answering.withdraw": Undo.COMPENSATED,
    "consultations.intake.Intake.register": Undo.COMPENSATED,
    "contracts.drafting.Drafting.approve": Undo.FINAL,
    "contracts.drafting.Drafting.file": Undo.COMPENSATED,
    "contracts.drafting.Drafting.void": Undo.FINAL,
    "contracts.drafting.Drafting.discard": Undo.UNDOABLE,
    "contracts.drafting.Drafting.save": Undo.ASIDE,
    "contracts.quotes.Quotes.set_published_price": Undo.UNDOABLE,
    "sensitive.Sensitive.mark_consultation": Undo.UNDOABLE,
    "sensitive.Sensitive.unmark_contract": Undo.UNDOABLE,
}


def _entries_of(name: str, services: Services, folder: Path) -> list[tuple[ChangeSet, list[Change]]]:
    """Make a call as its example does and return what it wrote into the journal."""
    call = CALLS[name](prepare(services, folder))
    before = journal_position(services.office.database)
    call()
    with services.office.reading_everything() as session:
        sets = session.scalars(select(ChangeSet).where(ChangeSet.local_seq > before)).all()
        return [(one, list(session.scalars(select(Change).where(Change.change_set_id == one.id)))) for one in sets]


def _must_stay(change: Change) -> bool:
    """Return whether a change made something that is never taken away."""
    after: Mapping[str, Any] = json.loads(change.after) if change.after else {}
    if change.operation == Operation.INSERT.value and change.table_name in NEVER_TAKEN_AWAY:
        return True
    if change.table_name == "number_series":
        return True
    reached = any(
        after.get(column) in values for (table, column), values in STANDS.items() if table == change.table_name
    )
    return reached or any(after.get(column) for table, column in CONSENTS if table == change.table_name)


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - TAKES_BACK))
def test_nothing_that_has_to_stay_can_be_taken_back(name: str, staffed: Services, tmp_path: Path) -> None:
    for entry, changes in _entries_of(name, staffed, tmp_path):
        if any(map(_must_stay, changes)) and name not in SETS_SERIES:
            assert entry.undo in FIRM, f"“{entry.label}” can be undone"
        if name in EXPECTED:
            assert entry.undo == EXPECTED[name].value


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_known_operation_writes_the_journal(name: str, staffed: Services, tmp_path: Path) -> None:
    assert _entries_of(name, staffed, tmp_path)


def test_a_voided_contract_stays_void(staffed: Services, tmp_path: Path) -> None:
    CALLS["contracts.drafting.Drafting.void"](prepare(staffed, tmp_path))()
    outcome = staffed.history.undo()
    assert (outcome.ok, "作废合同" in outcome.sentence) == (False, True)
