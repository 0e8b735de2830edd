"""A sensitive matter does not exist for an outsider: looked for in whatever any query of any service returns.

Every query is called as its example calls it, and again with its arguments exchanged for the hidden matters' ids, numbers and
words. A new service is walked by itself, as soon as it has its example.
"""

import dataclasses
import inspect
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.clock import SteppedClock
from app.errors import AppError, NotAllowedError
from app.models import Consultation
from app.services.audit.types import JournalKey
from app.services.container import Services
from app.services.core import Mode, Service, query
from app.storage.unit_of_work import reading
from app.terms import Permission, Role
from tests.architecture.sensitive_world import CANARY, INSIDER, OUTSIDER, SensitiveWorld, hide_matters, leaves, traces
from tests.architecture.service_calls import CALLS, Stage
from tests.architecture.test_services import DECLARED
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, act_as, open_services

OUTSIDE_ROLES = frozenset({Role.FRONT_DESK, Role.LAWYER, Role.SYSTEM_ADMIN})
"""Everything but what sees sensitive matters."""
QUERIES = sorted(name for name, (_, _, spec) in DECLARED.items() if spec and spec.mode is Mode.READ and name in CALLS)
TELLS_THE_INSIDER = {
    "attachments.Attachments.read",
    "clients.details.Details.find",
    "clients.details.Details.materials",
    "consultations.detail.Details.find",
    "consultations.inbox.Inbox.first_page",
    "consultations.inbox.Inbox.rows",
    "contracts.register.Register.find",
    "contracts.register.Register.rows",
    "drafts.Drafts.find",
    "history.History.changes",
    "searching.Searching.in_area",
}
"""Queries that have to show the matters to those who handle them: otherwise the walk would prove nothing."""
MOST_CALLS = 400


@dataclass(frozen=True)
class Hidden:
    """A firm with hidden matters, to copy."""

    template: FirmTemplate
    world: SensitiveWorld

    def open(self, root: Path) -> Services:
        """Open a fresh copy."""
        return open_services(self.template.copy_to(root), self.template.data_key, SteppedClock(FRIDAY_AFTERNOON))


@pytest.fixture(scope="module")
def hidden(staffed_template: FirmTemplate, tmp_path_factory: pytest.TempPathFactory) -> Hidden:
    """Build the firm once."""
    root = tmp_path_factory.mktemp("sensitive") / "firm"
    services = open_services(staffed_template.copy_to(root), staffed_template.data_key, SteppedClock(FRIDAY_AFTERNOON))
    world = hide_matters(services)
    services.close()
    return Hidden(FirmTemplate(root, staffed_template.data_key), world)


@pytest.fixture
def firm(hidden: Hidden, tmp_path: Path) -> Iterator[Services]:
    """Return a copy with the insider in the seat."""
    services = hidden.open(tmp_path / "firm")
    yield services
    services.close()


# --- calling a query in every way that might give something away ---


def _variants(value: object, world: SensitiveWorld) -> Sequence[object]:  # noqa: PLR0911 - one way out for each type
    """Return an argument and what an outsider might put in its place."""
    if isinstance(value, bytes) and len(value) == 16:
        return (value, world.consultation.id, world.draft, world.filed, world.file, world.client.id)
    if isinstance(value, JournalKey):
        return (value, *(replace(value, number=number) for number in range(1, 40)))
    if isinstance(value, Enum):
        return tuple(type(value))
    if isinstance(value, str):
        form = f"consultation.answer:{world.consultation.id.hex()}"
        return (value, "consultations", "contracts", form, *world.words)
    if isinstance(value, list | tuple) and value and all(isinstance(one, int) for one in value):
        return (value, type(value)(range(1, 60)))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _records(value, world)
    return (value,)


def _records(value: Any, world: SensitiveWorld) -> Sequence[object]:
    found: list[object] = [value]
    for field in dataclasses.fields(value):
        if field.init:
            others = _variants(getattr(value, field.name), world)
            found += [replace(value, **{field.name: other}) for other in others[:12]]
    return found


def _told_by(call: Callable[[], object], world: SensitiveWorld) -> list[str]:
    """Return what a call gives away, also by the words of its refusal."""
    try:
        return traces(call(), world)
    except AppError as refused:
        return traces((refused.text, refused.todo, refused.safe), world)
    except (StopIteration, KeyError, ValueError, TypeError):
        return []  # an argument that makes no sense there


def _walk(services: Services, name: str, world: SensitiveWorld, folder: Path, roles: frozenset[Role]) -> list[str]:
    """Call a query as its example does, then with arguments exchanged, as the person in the seat with some roles."""
    _, method, spec = DECLARED[name]
    asked: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = []
    services.office.seat(replace(services.actor, roles=frozenset(Role)))
    call = CALLS[name](Stage(services, folder))
    kind = DECLARED[name][0]
    original = getattr(kind, method)

    def noting(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        asked.append((self, args, kwargs))
        return original(self, *args, **kwargs)

    services.office.seat(replace(services.actor, roles=roles))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, method, noting)
        told = _told_by(call, world)
    if not asked:  # refused, or nothing to exchange
        assert len(inspect.signature(original).parameters) == 1 or not services.actor.may(spec.permission)
    for service, args, kwargs in asked[:1]:
        ways = [_variants(value, world) for value in args]
        for others in itertools.islice(itertools.product(*ways), MOST_CALLS):
            known = traces((others, kwargs), world)  # a refusal may repeat what was asked
            said = _told_by(partial(original, service, *others, **kwargs), world)
            told += [one for one in said if one not in known]
    return sorted(set(told))


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_tells_an_outsider_of_a_sensitive_matter(
    name: str, hidden: Hidden, firm: Services, tmp_path: Path
) -> None:
    act_as(firm, OUTSIDER)
    assert _walk(firm, name, hidden.world, tmp_path, OUTSIDE_ROLES) == []


@pytest.mark.parametrize("name", sorted(TELLS_THE_INSIDER))
def test_the_same_walk_finds_the_matter_where_an_insider_looks(
    name: str, hidden: Hidden, firm: Services, tmp_path: Path
) -> None:
    act_as(firm, INSIDER)
    assert _walk(firm, name, hidden.world, tmp_path, OUTSIDE_ROLES) != []


class Careless(Service):
    """Reads past the rule, as a new service might."""

    @query()
    def questions(self) -> list[str]:
        """Return all questions."""
        with reading(self.office.database) as session:
            return [row.question for row in session.query(Consultation)]


def test_a_service_that_goes_past_the_rule_is_noticed(hidden: Hidden, firm: Services) -> None:
    act_as(firm, OUTSIDER)
    assert CANARY in _told_by(Careless(firm.office).questions, hidden.world)


def test_looking_through_reaches_whatever_a_record_holds(hidden: Hidden) -> None:
    @dataclass(frozen=True)
    class Deep:
        held: dict[str, tuple[object, ...]]

    assert CANARY in traces(Deep({"x": (1, [f"…{CANARY}…"])}), hidden.world)
    assert traces(Deep({"x": (b"head" + hidden.world.draft,)}), hidden.world) == [f"id {hidden.world.draft.hex()}"]
    assert list(leaves((None, 7, "a", {"b": b"c"}))) == ["a", "b", b"c"]


# --- figures ---


def test_counts_and_numbers_of_rows_leave_hidden_matters_out(hidden: Hidden, firm: Services) -> None:
    from app.services.consultations.types import Chip, InboxFilter
    from app.services.contracts.register import ContractChip

    def figures() -> list[int]:
        inbox, register = firm.consultations.inbox, firm.contracts.register
        counts = inbox.counts(InboxFilter())
        return [
            *(counts.of(chip) for chip in Chip),
            len(inbox.row_numbers(InboxFilter())),
            inbox.urgent_count(),
            *register.counts().values(),
            len(register.row_numbers(ContractChip.ALL)),
            firm.searching.in_area("consultations", CANARY).total,
            firm.searching.in_area("contracts", CANARY).total,
        ]

    act_as(firm, OUTSIDER)
    outside = figures()
    act_as(firm, "weidongming")
    assert outside == [0] * len(outside)
    assert sum(figures()) > 0
    assert figures()[-2:] == [1, 2]


def test_the_roles_of_the_walk_see_nothing_by_themselves(firm: Services) -> None:
    assert not replace(firm.actor, roles=OUTSIDE_ROLES).may(Permission.SEE_SENSITIVE)
    firm.office.seat(replace(firm.actor, roles=frozenset({Role.SYSTEM_ADMIN})))
    with pytest.raises(NotAllowedError, match="标记敏感事项"):
        firm.sensitive.mark_consultation(b"x" * 16, "不该能做")
