"""The inbox: chips, counts and order; what is derived stays what a full rebuild gives."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from app.clock import SteppedClock
from app.models import ConsultationState
from app.paths import Profile
from app.services import derived, health
from app.services.clients.types import ClientForm
from app.services.consultations.types import Chip, InboxCounts, InboxFilter
from app.services.container import Services
from app.services.history import UndoOutcome
from app.storage import search
from app.storage.exchange import known_sets, read_sets
from app.storage.merge import apply_sets
from app.terms import Category, Channel, ClientKind, Scheme, Stage
from tests.factories import FirmTemplate, act_as, at, open_services
from tests.integration.services.support import SHOT, create, mandate, register, set_time, staff_id

AFTERNOON = "2026-03-13 14:26"


def names(services: Services, chosen: InboxFilter) -> list[str]:
    numbers = services.consultations.inbox.row_numbers(chosen)
    return [row.asker for row in services.consultations.inbox.rows(numbers)]


@pytest.fixture
def filled(staffed: Services) -> Services:
    """Return a firm with questions in every state; the clock stands at Friday 14:26."""
    set_time(staffed, AFTERNOON)
    mine = staff_id(staffed, "zhoulan")
    register(staffed, "2026-03-12 15:00", wechat_name="超时", channel=Channel.SMS)  # due 11:30
    register(staffed, "2026-03-13 09:10", wechat_name="将到期", assignee_id=mine)  # 226 of 300 minutes
    register(staffed, "2026-03-13 14:20", wechat_name="平稳")
    register(staffed, "2026-03-13 12:00", wechat_name="平台", channel=Channel.BEIJING_PLATFORM)  # 146 of 300 minutes
    register(staffed, "2026-03-13 14:25", asker_name="来电", channel=Channel.PHONE)
    answered = register(staffed, "2026-03-13 11:00", wechat_name="已答", assignee_id=mine)
    staffed.consultations.answering.answer(answered.id, "先拍照固定证据。")
    return staffed


def test_urgency_comes_first(filled: Services) -> None:
    assert names(filled, InboxFilter()) == ["超时", "来电", "将到期", "平台", "平稳"]


def test_out_of_hours_what_is_paused_comes_last(filled: Services) -> None:
    set_time(filled, "2026-03-13 17:10")  # more than 300 working minutes since 09:10
    register(filled, "2026-03-13 17:05", wechat_name="傍晚")
    set_time(filled, "2026-03-13 18:00")
    order = names(filled, InboxFilter())
    assert order == ["超时", "将到期", "平台", "来电", "平稳", "傍晚"]


def test_the_newest_first_on_wish_and_always_among_the_answered(filled: Services) -> None:
    assert names(filled, InboxFilter(newest_first=True)) == ["来电", "平稳", "平台", "将到期", "超时"]
    later = register(filled, "2026-03-13 14:00", wechat_name="后答")
    set_time(filled, "2026-03-13 14:30")
    filled.consultations.answering.answer(later.id, "先拍照固定证据。")
    assert names(filled, InboxFilter(Chip.ANSWERED)) == ["后答", "已答"]


def test_chips_and_counts_agree(filled: Services) -> None:
    counts = filled.consultations.inbox.counts(InboxFilter())
    assert counts == InboxCounts(waiting=5, soon=2, overdue=1, mine=1, answered=1)
    for chip in Chip:
        assert counts.of(chip) == len(filled.consultations.inbox.row_numbers(InboxFilter(chip)))
    assert names(filled, InboxFilter(Chip.SOON)) == ["来电", "将到期"]
    assert names(filled, InboxFilter(Chip.OVERDUE)) == ["超时"]
    assert names(filled, InboxFilter(Chip.MINE)) == ["将到期"]
    assert names(filled, InboxFilter(Chip.ANSWERED)) == ["已答"]


def test_counts_keep_to_channel_and_scheme(filled: Services) -> None:
    inbox = filled.consultations.inbox
    assert inbox.counts(InboxFilter(scheme=Scheme.BEIJING)) == InboxCounts(1, 0, 0, 0, 0)
    assert inbox.counts(InboxFilter(channel=Channel.SMS)) == InboxCounts(1, 0, 1, 0, 0)
    assert names(filled, InboxFilter(channel=Channel.SMS)) == ["超时"]


def test_somebody_elses_questions_are_not_mine(filled: Services) -> None:
    act_as(filled, "guojing")
    assert filled.consultations.inbox.counts(InboxFilter()).mine == 0


def test_yesterdays_answers_leave_the_chip(filled: Services) -> None:
    set_time(filled, "2026-03-14 00:01")
    assert names(filled, InboxFilter(Chip.ANSWERED)) == []


def test_urgent_count_takes_overdue_and_over_four_fifths(filled: Services) -> None:
    assert filled.consultations.inbox.urgent_count() == 2  # overdue, and the call
    set_time(filled, "2026-03-13 14:45")  # 245 of 300 minutes since 09:10
    assert filled.consultations.inbox.urgent_count() == 3


def test_rows_that_are_gone_are_left_out(filled: Services) -> None:
    first = filled.consultations.inbox.row_numbers(InboxFilter())[0]
    assert [row.row_no for row in filled.consultations.inbox.rows([99, first, 98])] == [first]


def test_a_deadline_in_a_year_without_a_notice_is_an_estimate(staffed: Services) -> None:
    reference = register(staffed, now="2027-01-04 10:00")
    found = staffed.consultations.details.find(reference.id)
    assert found.is_estimated
    assert not staffed.consultations.details.find(register(staffed, "2026-12-30 10:00").id).is_estimated


# -- what is derived


def _derived(services: Services) -> dict[str, object]:
    """Return every projection, and what the index answers to some searches."""
    columns = [column.name for column in ConsultationState.__table__.columns]
    with services.office.reading() as session:
        rows = session.query(ConsultationState).order_by(ConsultationState.row_no).all()
        states = [tuple(getattr(row, name) for name in columns) for row in rows]
    found = {
        (area, words): services.searching.in_area(area, words, 50)
        for area in ("clients", "consultations", "contracts")
        for words in ("钱", "qdd", "0002", "吊顶", "夺", "民间", "孙")
    }
    return {"states": states, **{" ".join(key): group for key, group in found.items()}}


def _rebuild(services: Services) -> None:
    with services.office.work() as work:
        derived.rebuild_all(work.session, services.office.hours())
        work.commit("重建")


def _undo(services: Services) -> UndoOutcome:
    outcome = services.history.undo()
    assert outcome.ok, outcome.sentence
    return outcome


def test_derived_state_after_work_undo_and_redo_is_what_a_full_rebuild_gives(peopled: Services) -> None:
    client = create(peopled)
    reference = register(peopled, phone="13900000002", client_id=client.id)
    peopled.consultations.answering.answer(reference.id, "先拍照固定证据。")
    peopled.consultations.answering.withdraw(reference.id)
    peopled.contracts.drafting.save(mandate(peopled, client.id))
    form = peopled.clients.details.find(client.id).form
    peopled.clients.files.update(client.id, ClientForm(ClientKind.PERSON, "钱夺夺", phone="13900000002"), form)
    _undo(peopled)
    assert peopled.history.redo().ok
    other = create(peopled, "孙小小", phone="13900000003")
    given_up = [peopled.contracts.drafting.save(mandate(peopled, other.id)) for _ in range(2)]
    for draft in given_up:
        peopled.contracts.drafting.discard(draft)
    assert peopled.searching.in_area("contracts", "小小").total == 0
    _undo(peopled)
    assert peopled.searching.in_area("contracts", "小小").total == 1
    before = _derived(peopled)
    _rebuild(peopled)
    assert _derived(peopled) == before


def test_derived_state_after_a_merge_is_what_a_full_rebuild_gives(
    staffed: Services, staffed_template: FirmTemplate, tmp_path: Path, friday_clock: SteppedClock
) -> None:
    known, office = create(staffed), staffed.office
    waiting = register(staffed, phone="13900000002", client_id=known.id)
    root = tmp_path / "laptop"
    shutil.copytree(office.profile.root, root)
    laptop = open_services(Profile(root), staffed_template.data_key, friday_clock)
    try:
        laptop.consultations.answering.answer(waiting.id, "先拍照固定证据。")
        laptop.contracts.drafting.save(mandate(laptop, known.id))
        form = laptop.clients.details.find(known.id).form
        laptop.clients.files.update(known.id, ClientForm(ClientKind.PERSON, "龚夺夺", phone="13900000002"), form)
        new = register(laptop, question="物业费能不交吗？", client_id=create(laptop, "孙小小", phone="13900000003").id)
        travelling = read_sets(laptop.office.database, known_sets(office.database))
        there = _derived(laptop)
    finally:
        laptop.close()
    outcome = apply_sets(office.database, office.context(), travelling)
    assert (outcome.applied, outcome.conflicts) == (len(travelling), 0)
    assert staffed.consultations.details.find(waiting.id).stage is Stage.ANSWERED
    assert staffed.consultations.details.find(new.id).client_name == "孙小小"
    merged = _derived(staffed)
    assert merged == there
    _rebuild(staffed)
    assert _derived(staffed) == merged


def test_a_contract_is_found_by_the_new_name_of_its_client(staffed: Services) -> None:
    client = create(staffed)
    staffed.contracts.drafting.save(mandate(staffed, client.id))
    form = staffed.clients.details.find(client.id).form
    staffed.clients.files.update(client.id, ClientForm(ClientKind.PERSON, "龚夺夺", phone="13900000002"), form)
    assert staffed.searching.in_area("contracts", "龚夺夺").total == 1
    assert staffed.searching.in_area("contracts", "钱多多").total == 0


def test_doctor_finds_nothing_wrong_in_a_firm_at_work(peopled: Services) -> None:
    assert [finding.text for finding in health.examine(peopled.office) if not finding.is_fine] == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE consultation_state SET stage = 'closed' WHERE stage = 'waiting'",
        "DELETE FROM consultation_state",
        "UPDATE consultation_state SET due_at = '2026-03-13T00:00:00.000000Z'",
    ],
)
def test_doctor_finds_a_projection_that_does_not_match_its_events(staffed: Services, damage: str) -> None:
    register(staffed)
    with staffed.office.work() as work:
        work.session.execute(text(damage))
        work.commit("损坏")
    wrong = [finding.text for finding in health.examine(staffed.office) if not finding.is_fine]
    assert len(wrong) == 1
    assert "咨询状态" in wrong[0]
    _rebuild(staffed)
    assert all(finding.is_fine for finding in health.examine(staffed.office))


def test_doctor_finds_a_paper_that_is_gone(staffed: Services) -> None:

    register(staffed, attachments=(SHOT,))
    for file in staffed.office.profile.blobs.rglob("*"):
        if file.is_file():
            file.unlink()
    wrong = [finding.text for finding in health.examine(staffed.office) if not finding.is_fine]
    assert wrong == ["材料：1 份中缺 1 份"]


def test_an_emptied_index_is_filled_again_by_a_rebuild(peopled: Services) -> None:
    create(peopled)
    with peopled.office.work() as work:
        search.clear(work.session)
        work.commit("清空")
    assert peopled.searching.in_area("clients", "qdd").total == 0
    _rebuild(peopled)
    assert peopled.searching.in_area("clients", "qdd").total == 1


def test_categories_and_stage_are_told_in_the_row(staffed: Services) -> None:
    reference = register(staffed, category=Category.LABOUR, question="拖欠工资" * 40)
    (row,) = staffed.consultations.inbox.rows([reference.row_no])
    assert (row.category, row.stage, row.number) == (Category.LABOUR, Stage.WAITING, "咨〔2026〕0001")
    assert len(row.summary) == 80
    assert row.summary.endswith("…")
    assert row.timeline.received_at == at(AFTERNOON)
