"""What goes wrong around a service: two windows at once, hours changed elsewhere, a full disk, very long lists."""

import errno
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.clock import SteppedClock
from app.errors import AppError, DamagedDatabaseError, RuleBrokenError
from app.models import Attachment, Consultation, ConsultationEvent, Firm
from app.services import derived
from app.services.clients.types import ClientFilter
from app.services.consultations.types import Chip, InboxFilter
from app.services.container import Services
from app.storage.connections import connect
from app.terms import ContractState
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, act_as, at, open_services
from tests.integration.services.support import (
    consultation,
    contracting_client,
    file_mandate,
    mandate,
    register,
    set_time,
)

LONG = array("q", range(1, 260_001))
"""More numbers than one statement takes (SQLCipher: 250,000)."""


@pytest.fixture
def other(staffed: Services, staffed_template: FirmTemplate) -> Iterator[Services]:
    """Return a second window on the same profile; 魏东明 sits there."""
    clock = SteppedClock(staffed.office.clock.now())
    opened = open_services(staffed.office.profile, staffed_template.data_key, clock, "weidongming")
    yield opened
    opened.close()


def _change_hours(services: Services, closes: str) -> None:
    with services.office.work() as work:
        firm = work.session.scalars(select(Firm)).one()
        firm.weekly = {day: [["09:00", "12:00"], ["13:30", closes]] for day in "01234"}
        work.commit("修改工作时间")


def test_two_people_who_answer_at_once_are_both_on_record_and_the_first_counts(
    staffed: Services, other: Services
) -> None:
    reference = register(staffed)
    with ThreadPoolExecutor(2) as both:
        answers = [
            both.submit(window.consultations.answering.answer, reference.id, f"答复{place}")
            for place, window in enumerate((staffed, other))
        ]
        assert [answer.result().is_late for answer in answers] == [False, False]
    with staffed.office.reading() as session:
        seqs = session.scalars(
            select(ConsultationEvent.seq).where(ConsultationEvent.consultation_id == reference.id)
        ).all()
        assert sorted(seqs) == list(range(1, len(seqs) + 1))
    found = consultation(other, reference)
    assert sum("答复" in event.text for event in found.events if event.is_message) == 2


def test_an_answer_withdrawn_in_the_other_window_is_not_withdrawn_twice(staffed: Services, other: Services) -> None:
    reference = register(staffed)
    staffed.consultations.answering.answer(reference.id, "答复")
    other.consultations.answering.withdraw(reference.id)
    with pytest.raises(RuleBrokenError, match="不能撤回"):
        staffed.consultations.answering.withdraw(reference.id)


def test_a_contract_filed_in_two_windows_at_once_gets_one_number(staffed: Services, other: Services) -> None:
    client = contracting_client(staffed)
    form = mandate(staffed, client.id)
    draft = staffed.contracts.drafting.save(form)
    windows = (staffed, other)

    def file(services: Services) -> object:
        try:
            return services.contracts.drafting.file(form, draft)
        except RuleBrokenError as error:
            return error

    with ThreadPoolExecutor(2) as both:
        results = list(both.map(file, windows))
    assert sum(isinstance(result, RuleBrokenError) for result in results) == 1
    assert staffed.contracts.register.find(draft).number.endswith("0001")
    second = file_mandate(staffed, mandate(staffed, client.id))
    assert second.number.endswith("0002")


@pytest.mark.parametrize("good", [0, 1, 2])
def test_a_full_disk_while_filing_leaves_a_draft_and_takes_no_number(
    staffed: Services, monkeypatch: pytest.MonkeyPatch, good: int
) -> None:
    """The disk fills up at the .docx, at the PDF, or at the calculation sheet."""
    form = mandate(staffed, contracting_client(staffed).id)
    draft = staffed.contracts.drafting.save(form)
    position = staffed.history.changes(0).position
    blobs, put = staffed.office.blobs, staffed.office.blobs.put
    left = [good]

    def filling(content: bytes, **more: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise AppError("材料没有存成。") from OSError(errno.ENOSPC, "No space left on device")
        return put(content, **more)

    monkeypatch.setattr(blobs, "put", filling)
    with pytest.raises(AppError, match="没有存成"):
        staffed.contracts.drafting.file(form, draft)
    monkeypatch.undo()
    found = staffed.contracts.register.find(draft)
    assert (found.state, found.number, found.pdf_hash, found.attachments) == (ContractState.DRAFT, "", "", ())
    assert staffed.history.changes(position).tables == {}
    with staffed.office.reading() as session:
        assert session.scalars(select(Attachment)).all() == []
    assert not list(staffed.office.profile.blobs.rglob("*.partial"))
    assert staffed.contracts.drafting.file(form, draft).number.endswith("0001")


def test_other_working_hours_move_the_deadlines_of_open_questions_only(staffed: Services, other: Services) -> None:
    set_time(staffed, "2026-03-13 14:26")
    waiting, answered = register(staffed), register(staffed)
    staffed.consultations.answering.answer(answered.id, "答复")
    before = [consultation(staffed, reference).timeline.due_at for reference in (waiting, answered)]
    _change_hours(other, "16:30")
    after = [consultation(staffed, reference).timeline.due_at for reference in (waiting, answered)]
    assert after[0] > before[0], "an hour less on Friday"
    assert after[1] == before[1], "judged by the hours of its time"
    with other.office.work() as work:
        expected = derived.expected_states(
            work.session, other.office.hours(), [work.session.get_one(Consultation, waiting.row_no)]
        )
        assert expected[waiting.id]["due_at"] == after[0]


def test_an_answer_is_judged_by_the_hours_in_force_wherever_they_were_changed(
    staffed: Services, other: Services
) -> None:
    set_time(staffed, "2026-03-13 09:00")
    reference = register(staffed, "2026-03-13 09:00")
    staffed.office.hours()  # this window knows the old ones
    other.office.clock.set(at("2026-03-13 09:00"))  # type: ignore[attr-defined]
    _change_hours(other, "14:30")  # four working hours on Friday
    set_time(staffed, "2026-03-16 09:30")
    outcome = staffed.consultations.answering.answer(reference.id, "答复")
    assert outcome.elapsed_minutes == pytest.approx(4 * 60 + 30)
    assert not outcome.is_late


def test_very_long_lists_of_numbers_are_read(peopled: Services) -> None:
    clients = peopled.clients.lists.row_numbers(ClientFilter())
    assert [row.row_no for row in peopled.clients.lists.rows(LONG)] == sorted(clients)
    inbox = peopled.consultations.inbox
    waiting = set(inbox.row_numbers(InboxFilter(Chip.WAITING)))
    assert waiting <= {row.row_no for row in inbox.rows(LONG)}
    assert peopled.contracts.register.rows(LONG) is not None


def test_a_flipped_byte_is_told_in_plain_words_and_nothing_is_written(
    peopled_template: FirmTemplate, tmp_path: Path
) -> None:
    profile = peopled_template.copy_to(tmp_path / "flipped")
    raw = connect(profile.database, peopled_template.data_key)
    (page,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'client'").fetchone()
    raw.close()
    content = bytearray(profile.database.read_bytes())
    content[(page - 1) * 4096 + 300] ^= 1
    profile.database.write_bytes(content)
    services = open_services(profile, peopled_template.data_key, SteppedClock(FRIDAY_AFTERNOON))
    act_as(services, "zhoulan")
    with pytest.raises(DamagedDatabaseError) as caught:
        services.clients.lists.first_page(ClientFilter(), 20)
    assert caught.value.text == (
        "数据库文件有损坏，部分内容无法读取。没有写入任何内容，请不要删除或覆盖原文件。"
        "请退出程序，用最近的备份恢复；如没有备份，请联系技术支持。"
    )
    services.close()
    assert profile.database.read_bytes() == content
