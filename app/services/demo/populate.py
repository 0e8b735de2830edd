"""Fills a firm that was set up by hand with invented staff, clients and consultations, through the real services."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from app.clock import SteppedClock
from app.models import Staff
from app.services.container import Services
from app.services.core import Office
from app.services.demo.build import FIRST, STAFF, Person, staff_row
from app.services.demo.people import Inventor
from app.services.demo.scenes import Story, play
from app.storage.slots import same_login
from app.storage.unit_of_work import Undo
from app.terms import Role

Progress = Callable[[int, int, str], None]
PAST = timedelta(days=200)


def populate(office: Office, *, clients: int = 40, seed: int = 2026, progress: Progress | None = None) -> None:
    """Play the invented story in an opened firm, up to the present instant.

    The invented staff get no password. A signed-in lawyer plays 周岚's part, so that some questions wait for them.

    Args:
        office: the firm; its signed-in person stays in the seat.
        clients: how many to invent.
        seed: the same seed invents the same people.
        progress: gets (done, total, Chinese text).

    """
    tell = progress or (lambda _done, _total, _text: None)
    tell(0, clients, "登记演示员工")
    now = office.clock.now()
    clock = SteppedClock(now - PAST)
    stage = Office(
        profile=office.profile,
        database=office.database,
        blobs=office.blobs,
        clock=clock,
        catalogue=office.catalogue,
        source="demo",
    )
    stage.seat(office.actor)
    cast = _hire(stage)
    play(Story(Services(stage), clock, Inventor(seed, now.date()), now, cast), clients, tell)


def _hire(office: Office) -> dict[str, str]:
    """Add the invented staff; return who plays which part where the login differs."""
    user = office.actor
    cast = {FIRST.login: user.login} if Role.LAWYER in user.roles else {}
    with office.work() as work:
        taken = list(work.session.scalars(select(Staff.login)))
        for person in STAFF:
            if person.login in cast:
                continue
            hired = replace(person, login=_free_login(person, taken))
            if hired.login != person.login:
                cast[person.login] = hired.login
            taken.append(hired.login)
            work.session.add(staff_row(hired))
        work.commit("登记演示员工", undo=Undo.FINAL)
    return cast


def _free_login(person: Person, taken: list[str]) -> str:
    login, number = person.login, 1
    while any(same_login(login, known) for known in taken):
        number += 1
        login = f"{person.login}{number}"
    return login
