"""Every service call × every single role on a real firm: allowed exactly where the table says, and a refusal changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import NotAllowedError
from app.rules.permissions import TABLE, roles_with
from app.services.container import Services
from app.storage.feed import journal_position
from app.terms import Permission, Role
from tests.architecture.service_calls import CALLS, Call, prepare
from tests.architecture.test_services import DECLARED

NAMES = sorted(set(DECLARED) & set(CALLS))


@pytest.mark.parametrize("name", NAMES)
def test_a_call_is_open_to_the_roles_of_the_table_and_to_no_other(name: str, staffed: Services, tmp_path: Path) -> None:
    """The refusals come first, on the same firm: had one of them changed something, the journal would have moved."""
    permission = DECLARED[name][2].permission
    call = CALLS[name](prepare(staffed, tmp_path))
    actor = staffed.actor
    before = journal_position(staffed.office.database)
    for role in Role:
        if role not in TABLE[permission]:
            staffed.office.seat(replace(actor, roles=frozenset({role})))
            with pytest.raises(NotAllowedError) as refused:
                call()
            whom = "、".join(one.label for one in roles_with(permission))
            assert refused.value.text == f"您的角色不能{permission.label}。请由{whom}办理。"
    assert journal_position(staffed.office.database) == before
    allowed = next(iter(roles_with(permission)))
    staffed.office.seat(replace(actor, roles=frozenset({allowed})))
    assert permission.label not in _refusal(call)


def _refusal(call: Call) -> str:
    """Return what a call was refused with, e.g. for what it needs besides; empty where it went through."""
    try:
        call()
    except NotAllowedError as refused:
        return refused.text
    return ""


def test_what_each_role_may_is_what_the_firm_was_told() -> None:
    """The table in words, so that a change of it is a decision and no accident."""
    heads = {Role.DIRECTOR, Role.SYSTEM_ADMIN}
    assert TABLE[Permission.READ_JOURNAL] == heads
    assert TABLE[Permission.UNDO_OLDER_WORK] == heads
    assert TABLE[Permission.SEE_SENSITIVE] == {Role.DIRECTOR, Role.ADVISOR_ADMIN}
    assert Role.SYSTEM_ADMIN not in TABLE[Permission.MARK_SENSITIVE]
    assert TABLE[Permission.FILE_SIGN_UP] == {Role.ADVISOR_ADMIN}
    assert TABLE[Permission.APPROVE_RELIEF] == {Role.DIRECTOR}
    assert not TABLE[Permission.ANSWER_CONSULTATION] & {Role.FRONT_DESK, Role.SYSTEM_ADMIN}
