"""What holds for every call of every service: it is declared, its permission is checked first, its mode is true."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import app.services
from app.errors import NotAllowedError
from app.models import new_uid
from app.rules.permissions import TABLE, may, roles_with
from app.services.container import Services
from app.services.core import Actor, Mode, Office, Service, ServiceSpec, query
from app.storage.unit_of_work import UnitOfWork
from app.terms import Permission, Role
from tests.architecture.service_calls import CALLS, Call, prepare


def _service_classes() -> list[type[Service]]:
    """Return every service, from every module of the room, wherever it is put together."""
    for module in pkgutil.walk_packages(app.services.__path__, "app.services."):
        importlib.import_module(module.name)
    found: list[type[Service]] = []
    waiting = [Service]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind.__module__.startswith("app."):
                found.append(kind)
            waiting.append(kind)
    return sorted(found, key=lambda kind: f"{kind.__module__}.{kind.__name__}")


def _public_methods(kind: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, member in vars(kind).items():
        if inspect.isfunction(member) and not name.startswith("_"):
            yield name, member


def _undeclared(kind: type) -> list[str]:
    """Return the public methods of a class that do not say what they need."""
    return [
        name
        for name, method in _public_methods(kind)
        if not isinstance(getattr(method, "__service__", None), ServiceSpec)
    ]


def _name_of(kind: type, method: str) -> str:
    return f"{kind.__module__.removeprefix('app.services.')}.{kind.__name__}.{method}"


DECLARED: dict[str, tuple[type[Service], str, Any]] = {
    _name_of(kind, name): (kind, name, getattr(method, "__service__", None))
    for kind in _service_classes()
    for name, method in _public_methods(kind)
}


class _TouchedError(Exception):
    """The call went on after the check."""


class _Untouchable:
    """An argument, or a part of the office, that says so when a call uses it."""

    def __getattr__(self, name: str) -> Any:
        raise _TouchedError(name)


class _Gate(Office):
    """An office with somebody in the seat and nothing behind it."""

    def __init__(self, role: Role) -> None:
        self._actor = Actor(new_uid(), "somebody", "某人", frozenset({role}))

    def __getattr__(self, name: str) -> Any:
        raise _TouchedError(name)


def _call_at_gate(kind: type[Service], method: str, role: Role) -> None:
    service = kind.__new__(kind)
    service.office = _Gate(role)
    function = getattr(service, method)
    taken = [
        one
        for one in inspect.signature(function).parameters.values()
        if one.default is one.empty and one.kind is not one.VAR_POSITIONAL
    ]
    positional = [_Untouchable() for one in taken if one.kind is not one.KEYWORD_ONLY]
    named = {one.name: _Untouchable() for one in taken if one.kind is one.KEYWORD_ONLY}
    function(*positional, **named)


def test_services_are_found() -> None:
    assert {"consultations.answering.Answering.answer", "contracts.drafting.Drafting.file"} <= set(DECLARED)


@pytest.mark.parametrize("kind", _service_classes(), ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_public_call_declares_permission_and_mode(kind: type[Service]) -> None:
    assert _undeclared(kind) == []


def test_an_undeclared_call_is_noticed() -> None:
    class Careless(Service):
        @query()
        def declared(self) -> None: ...

        def forgotten(self) -> None: ...

        def _own(self) -> None: ...

    assert _undeclared(Careless) == ["forgotten"]


@pytest.mark.parametrize("name", DECLARED)
def test_declarations_name_a_known_permission_and_mode(name: str) -> None:
    spec = DECLARED[name][2]
    assert isinstance(spec, ServiceSpec)
    assert spec.permission in TABLE
    assert isinstance(spec.mode, Mode)


def test_the_table_covers_every_permission_with_roles_that_exist() -> None:
    assert set(TABLE) == set(Permission)
    assert all(roles and roles <= set(Role) for roles in TABLE.values())


def test_every_role_may_look_and_nobody_may_everything() -> None:
    assert roles_with(Permission.READ) == tuple(Role)
    assert [role for role in Role if all(may({role}, permission) for permission in Permission)] == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", DECLARED)
def test_a_role_gets_as_far_as_the_table_lets_it(name: str, role: Role) -> None:
    kind, method, spec = DECLARED[name]
    if role in TABLE[spec.permission]:
        with suppress(_TouchedError, TypeError, AttributeError):  # it went on to use what is not there
            _call_at_gate(kind, method, role)
    else:
        with pytest.raises(NotAllowedError) as caught:
            _call_at_gate(kind, method, role)
        assert spec.permission.label in caught.value.text
        assert TABLE[spec.permission] & {one for one in Role if one.label in caught.value.todo}


def test_nobody_in_the_seat_may_nothing(staffed: Services) -> None:
    staffed.office.seat(None)
    with pytest.raises(NotAllowedError, match="还没有登录"):
        staffed.firm.find()


# -- the declared mode is what happens


def _named(mode: Mode) -> list[str]:
    return [name for name, (_, _, spec) in DECLARED.items() if name in CALLS and spec and spec.mode is mode]


@dataclass
class _Watch:
    """Counts units of work and readings while it looks."""

    patch: pytest.MonkeyPatch
    units: int = 0
    readings: int = 0

    def during(self, call: Call) -> None:
        """Make a call under watch."""
        new_unit, new_reading = UnitOfWork.__init__, Office.reading

        def counted_unit(work: UnitOfWork, *args: Any) -> None:
            self.units += 1
            new_unit(work, *args)

        def counted_reading(office: Office) -> Any:
            self.readings += 1
            return new_reading(office)

        with self.patch.context() as patch:
            patch.setattr(UnitOfWork, "__init__", counted_unit)
            patch.setattr(Office, "reading", counted_reading)
            call()


def test_every_call_has_an_example() -> None:
    assert sorted(DECLARED.keys() ^ CALLS.keys()) == []  # tests/architecture/service_calls.py holds them


@pytest.mark.parametrize("name", _named(Mode.WRITE))
def test_calls_that_write_open_one_unit_of_work(
    name: str, staffed: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = _Watch(monkeypatch)
    watch.during(CALLS[name](prepare(staffed, tmp_path)))
    assert watch.units == 1


@pytest.mark.parametrize("name", _named(Mode.READ))
def test_calls_that_read_never_open_a_unit_of_work(
    name: str, staffed: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = _Watch(monkeypatch)
    watch.during(CALLS[name](prepare(staffed, tmp_path)))
    assert watch.units == 0


@pytest.mark.parametrize("name", _named(Mode.WORK))
def test_calls_that_work_leave_the_database_alone(
    name: str, staffed: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = _Watch(monkeypatch)
    watch.during(CALLS[name](prepare(staffed, tmp_path)))
    assert (watch.units, watch.readings) == (0, 0)


@pytest.mark.parametrize("name", _named(Mode.LONG))
def test_calls_that_take_their_time_can_be_followed_and_stopped(name: str) -> None:
    kind, method, _ = DECLARED[name]
    assert "progress" in inspect.signature(getattr(kind, method)).parameters
