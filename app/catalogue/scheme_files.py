"""Clauses and clock policies of each scheme, from resources/schemes."""

from pathlib import Path

import msgspec

from app.catalogue.reading import read_toml
from app.errors import DataFileError
from app.rules.allowance import Policy
from app.terms import Channel, ClockKind, Scheme

KINDS = ("counted", "timed", "guarded", "recorded", "attested")


class ClauseRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause as written."""

    id: str
    title: str
    duty: str
    actor: str
    kind: str
    period: str
    met_when: str
    proof: str
    outside: str = ""


class PolicyRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clock policy as written, for several channels."""

    clause: str
    channels: tuple[Channel, ...]
    clock: ClockKind
    minutes: int
    warn_at: tuple[float, float, float]


class SchemeRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A scheme's file."""

    scheme: Scheme
    source: str
    clause: tuple[ClauseRecord, ...]
    policy: tuple[PolicyRecord, ...]


class Clause(msgspec.Struct, frozen=True):
    """One duty or entitlement of a scheme; it binds only in that scheme.

    Attributes:
        id: stable, e.g. "S6.2".
        scheme: whose rule it is.
        title: its Chinese name.
        duty: what it asks, in our own words.
        actor: who in the firm does it.
        outside: who outside takes part; may be empty.
        kind: counted, timed, guarded, recorded or attested.
        period: what it is counted or judged over.
        met_when: the test its state is computed from.
        proof: what can be shown.

    """

    id: str
    scheme: Scheme
    title: str
    duty: str
    actor: str
    outside: str
    kind: str
    period: str
    met_when: str
    proof: str


def load_schemes(folder: Path) -> tuple[dict[str, Clause], dict[tuple[Channel, Scheme], Policy]]:
    """Return all clauses by id, and all policies by channel and scheme."""
    clauses: dict[str, Clause] = {}
    policies: dict[tuple[Channel, Scheme], Policy] = {}
    for path in sorted(folder.glob("*.toml")):
        record = read_toml(path, SchemeRecord)
        _take_clauses(record, path.name, clauses)
        _take_policies(record, path.name, clauses, policies)
    return clauses, policies


def _take_clauses(record: SchemeRecord, file: str, clauses: dict[str, Clause]) -> None:
    for number, written in enumerate(record.clause):
        if written.id in clauses:
            raise DataFileError(file, f"clause[{number}].id", f"{written.id} 写了两次")
        if written.kind not in KINDS:
            raise DataFileError(file, f"clause[{number}].kind", f"没有 {written.kind} 这个值")
        clauses[written.id] = Clause(scheme=record.scheme, **msgspec.structs.asdict(written))


def _take_policies(
    record: SchemeRecord, file: str, clauses: dict[str, Clause], policies: dict[tuple[Channel, Scheme], Policy]
) -> None:
    for number, written in enumerate(record.policy):
        key = f"policy[{number}]"
        if written.clause not in clauses:
            raise DataFileError(file, f"{key}.clause", f"没有条款 {written.clause}")
        needs_figure = written.clock in (ClockKind.WORKING, ClockKind.WALL)
        if written.minutes < 0 or (needs_figure and not written.minutes):
            raise DataFileError(file, f"{key}.minutes", "时限应大于 0")
        if not 0 < written.warn_at[0] <= written.warn_at[1] <= written.warn_at[2] == 1:
            raise DataFileError(file, f"{key}.warn_at", "提醒点应从小到大，最后是 1.0")
        for channel in written.channels:
            if (channel, record.scheme) in policies:
                raise DataFileError(file, f"{key}.channels", f"{channel.value} 写了两次")
            policies[channel, record.scheme] = Policy(
                channel, record.scheme, written.clock, written.minutes, written.clause, written.warn_at
            )
