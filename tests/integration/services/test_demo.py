"""The invented firm: journalled one by one while small, loaded in one go above; whole, searchable and synthetic."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.clock import SteppedClock
from app.errors import AppError
from app.models import Client, Consultation
from app.models.journal import Action, Change, ChangeSet
from app.paths import Profile
from app.rules.search_terms import parse_query
from app.services.clients.matching import matching_row_numbers
from app.services.clients.types import ClientFilter
from app.services.consultations.types import Chip, InboxFilter
from app.services.container import Services
from app.services.demo import build as demo
from app.services.demo.scenes import WAITING as STORY
from app.services.health import examine
from app.storage import keys
from tests.factories import FRIDAY_AFTERNOON, SHANGHAI, act_as, open_services

CLIENTS, CONSULTATIONS, WAITING = 150, 90, 40


@pytest.fixture(scope="module")
def bulk_profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """Return a firm that was loaded in bulk, with the limit for that put low."""
    profile = Profile(tmp_path_factory.mktemp("bulk") / "firm")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "SMALL", 100)
        clock = SteppedClock(FRIDAY_AFTERNOON)
        demo.build(
            profile,
            clock,
            clients=CLIENTS,
            consultations=CONSULTATIONS,
            open_consultations=WAITING,
            logins=("zhoulan",),
        )
    return profile


@pytest.fixture
def bulk(bulk_profile: Profile, friday_clock: SteppedClock) -> Iterator[Services]:
    """Return the services of the firm that was loaded in bulk; its data is only read."""
    data_key = keys.open_with_password(bulk_profile, "zhoulan", demo.PASSWORD)
    services = open_services(bulk_profile, data_key, friday_clock)
    yield services
    services.close()


def _baselines(services: Services) -> list[ChangeSet]:
    with services.office.reading() as session:
        return list(session.scalars(select(ChangeSet).where(ChangeSet.action == Action.BASELINE.value)))


def test_a_bulk_firm_has_as_many_clients_and_questions_as_asked_for(bulk: Services) -> None:
    assert bulk.clients.lists.counts().all == CLIENTS
    counts = bulk.consultations.inbox.counts(InboxFilter())
    assert counts.waiting == WAITING + len(STORY)
    with bulk.office.reading() as session:
        loaded = select(func.count()).select_from(Consultation).where(Consultation.number.startswith("旧咨"))
        assert session.scalar(loaded) == CONSULTATIONS


def test_a_bulk_load_is_one_journal_entry(bulk: Services) -> None:
    [entry] = _baselines(bulk)
    assert f"{CLIENTS - demo.AFTER_BULK} 位" in entry.label
    with bulk.office.reading() as session:
        rows = session.scalars(select(Change).where(Change.change_set_id == entry.id)).all()
        assert {row.row_id for row in rows} == {None}
        assert {"client", "sign_up", "consultation", "consultation_event"} <= {row.table_name for row in rows}
        journalled = select(func.count()).where(Change.table_name == "client", Change.operation == "insert")
        assert session.scalar(journalled) == demo.AFTER_BULK


def test_a_small_firm_is_journalled_client_by_client(peopled: Services) -> None:
    assert not _baselines(peopled)
    with peopled.office.reading() as session:
        sets = (
            select(Change.change_set_id)
            .where(Change.table_name == "client", Change.operation == "insert")
            .group_by(Change.change_set_id)
            .having(func.count() == 1)
        )
        assert len(session.scalars(sets).all()) == peopled.clients.lists.counts().all == 12


def test_up_to_five_thousand_clients_are_journalled_one_by_one() -> None:
    assert demo.SMALL == 5000


def test_a_bulk_firm_is_whole(bulk: Services) -> None:
    findings = examine(bulk.office)
    assert [finding.text for finding in findings if not finding.is_fine] == []
    assert len(findings) == 5


def test_every_bulk_client_is_found_by_name_and_by_the_end_of_the_phone(bulk: Services) -> None:
    with bulk.office.reading() as session:
        for row_no, name, phone in session.execute(select(Client.row_no, Client.name, Client.phone)).all():
            assert row_no in matching_row_numbers(session, parse_query(name), name)
            assert row_no in matching_row_numbers(session, parse_query(phone[-6:]), phone[-6:])


def test_bulk_questions_are_found_by_their_words(bulk: Services) -> None:
    assert bulk.searching.in_area("consultations", "楼上漏水").total > CONSULTATIONS // 30


def test_the_inbox_of_a_bulk_firm_begins_with_the_most_urgent(bulk: Services) -> None:
    inbox = bulk.consultations.inbox
    rows = inbox.rows(inbox.row_numbers(InboxFilter(Chip.WAITING)))
    assert len(rows) == WAITING + len(STORY)
    due = [row.timeline.due_at for row in rows]
    assert due == sorted(due)


def test_bulk_questions_came_before_now_and_were_answered_before_now(bulk: Services) -> None:
    now = bulk.office.clock.now()
    with bulk.office.reading() as session:
        rows = session.scalars(select(Consultation)).all()
    assert all(row.received_at <= row.entered_at <= now for row in rows)
    answered = bulk.consultations.inbox.rows([row.row_no for row in rows])
    assert all(row.answered_at is None or row.timeline.received_at < row.answered_at <= now for row in answered)


def test_a_bulk_client_can_be_opened_with_its_timeline(bulk: Services) -> None:
    act_as(bulk, "liuxin")
    first = bulk.clients.lists.rows(bulk.clients.lists.row_numbers(ClientFilter())[-1:])[0]
    assert bulk.clients.details.find(first.id).form.name == first.name


def test_nobody_invented_can_exist(bulk: Services) -> None:
    with bulk.office.reading() as session:
        people = session.execute(select(Client.identity_no, Client.phone)).all()
    assert len({identity for identity, _ in people}) == len(people) == CLIENTS
    for identity, phone in people:
        assert re.fullmatch(r"130199\d{11}[\dX]|92130199\w{10}", identity)
        assert re.fullmatch(r"1\d\d0000\d{4}", phone)


def test_a_taken_place_is_left_alone(bulk_profile: Profile) -> None:
    before = bulk_profile.database.read_bytes()
    with pytest.raises(AppError, match="已经设置过"):
        demo.build(bulk_profile, SteppedClock(FRIDAY_AFTERNOON), clients=1)
    assert bulk_profile.database.read_bytes() == before


def test_a_firm_invented_on_a_sunday_has_no_records_of_the_future(tmp_path: Path) -> None:
    sunday = datetime(2026, 11, 22, 12, 5, tzinfo=SHANGHAI)
    profile = Profile(tmp_path / "firm")
    demo.build(profile, SteppedClock(sunday), clients=12, logins=("zhoulan",))
    services = open_services(profile, keys.open_with_password(profile, "zhoulan", demo.PASSWORD), SteppedClock(sunday))
    with services.office.reading() as session:
        latest = session.scalar(select(func.max(ChangeSet.at)))
    services.close()
    assert latest is not None
    assert latest <= sunday
