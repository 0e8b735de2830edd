"""What serves every area: kept forms, files, the global search, the firm and its people, undo and the change feed."""

import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.errors import InvalidInputError, NotAllowedError, NotFoundError
from app.models import new_uid
from app.services import attachments, core
from app.services.attachments import NewAttachment
from app.services.clients.types import ClientForm
from app.services.container import Services
from app.services.firm import work_state
from app.services.hours import Hours, load_hours
from app.terms import AttachmentKind, Channel, ClientKind, Role, Scheme, WorkState
from tests.factories import act_as, at
from tests.integration.services.support import (
    SHOT,
    consultation,
    contracting_client,
    create,
    file_mandate,
    mandate,
    register,
    set_time,
)

# -- kept forms


def test_a_form_is_kept_as_it_was_typed_for_the_one_who_typed_it(staffed: Services) -> None:
    typed = {"question": "写到一半……", "channel": "wechat", "files": [1, 2], "client": None}
    staffed.drafts.keep("consultation.new", {"question": "写"})
    set_time(staffed, "2026-03-13 14:30")
    assert staffed.drafts.keep("consultation.new", typed) == at("2026-03-13 14:30")
    kept = staffed.drafts.find("consultation.new")
    assert kept is not None
    assert (dict(kept.fields), kept.saved_at) == (typed, at("2026-03-13 14:30"))
    act_as(staffed, "guojing")
    assert staffed.drafts.find("consultation.new") is None
    staffed.drafts.drop("consultation.new")
    act_as(staffed, "zhoulan")
    assert staffed.drafts.find("consultation.new") is not None
    staffed.drafts.drop("consultation.new")
    assert staffed.drafts.find("consultation.new") is None


def test_keeping_a_form_is_nobodys_operation(staffed: Services) -> None:
    staffed.drafts.keep("consultation.new", {"question": "写到一半"})
    assert staffed.history.changes(staffed.office.seated_at).tables == {}
    assert staffed.history.undo().label == ""


# -- files


def test_a_file_comes_back_byte_by_byte(staffed: Services, tmp_path: Path) -> None:
    path = tmp_path / "转账记录.pdf"
    path.write_bytes(bytes(range(256)) * 5000)
    reference = register(staffed, attachments=(NewAttachment.from_file(path, AttachmentKind.DOCUMENT),))
    (kept,) = consultation(staffed, reference).attachments
    view, content = staffed.attachments.read(kept.id)
    assert content == path.read_bytes()
    assert (view.file_name, view.media_type, view.size) == ("转账记录.pdf", "application/pdf", 1_280_000)
    with pytest.raises(NotFoundError):
        staffed.attachments.read(new_uid())


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("..\\..\\Startup\\run.bat", "run.bat"),
        ("/etc/passwd", "passwd"),
        ("借条\n.png", "借条.png"),
        ("..", "材料"),
        ("借条（2024）.png", "借条（2024）.png"),
    ],
)
def test_a_files_name_leads_into_no_other_folder(staffed: Services, sent: str, kept: str) -> None:
    reference = register(staffed, attachments=(NewAttachment(sent, AttachmentKind.DOCUMENT, b"content"),))
    (view,) = staffed.consultations.details.find(reference.id).attachments
    assert view.file_name == kept


def test_two_records_may_keep_the_same_picture(staffed: Services) -> None:
    first, second = (register(staffed, attachments=(SHOT,)) for _ in range(2))
    for reference in (first, second):
        (kept,) = consultation(staffed, reference).attachments
        assert staffed.attachments.read(kept.id)[1] == SHOT.data


def test_a_file_that_cannot_be_kept_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty, big = tmp_path / "空.png", tmp_path / "大.png"
    empty.touch()
    big.write_bytes(b"12345")
    monkeypatch.setattr(attachments, "MOST_BYTES", 4)
    for path, words in ((empty, "空文件"), (big, "超过"), (tmp_path / "没有.png", "读不了"), (tmp_path, "读不了|超过")):
        with pytest.raises(InvalidInputError, match=words) as caught:
            NewAttachment.from_file(path, AttachmentKind.PHOTO)
        assert path.name in caught.value.problems["attachment"]


# -- search


def test_every_area_answers_for_itself(staffed: Services) -> None:
    client = contracting_client(staffed, "钱多多")
    reference = register(staffed, client_id=client.id, asker_name="钱多多")
    drafted = staffed.contracts.drafting.save(mandate(staffed, client.id))
    found = {area: staffed.searching.in_area(area, "钱多") for area in ("clients", "consultations", "contracts")}
    assert {area: [hit.target for hit in group.hits] for area, group in found.items()} == {
        "clients": [client.id],
        "consultations": [reference.id],
        "contracts": [drafted],
    }
    assert found["clients"].hits[0].line.endswith("139****0001")


@pytest.mark.parametrize("typed", ["{}", " {} ", "0001", "〔2026〕0001", "2026-0001", "（2026）0001"])
def test_a_printed_number_finds_its_record(staffed: Services, typed: str) -> None:
    client = contracting_client(staffed)
    reference = register(staffed)
    filed = file_mandate(staffed, mandate(staffed, client.id))
    for area, number, target in (
        ("clients", client.file_no, client.id),
        ("consultations", reference.number, reference.id),
        ("contracts", filed.number, filed.id),
    ):
        group = staffed.searching.in_area(area, typed.format(number))
        assert [hit.target for hit in group.hits] == [target]
    assert staffed.searching.in_area("contracts", "民代〔2026〕0002").total == 0


def test_more_hits_are_counted_than_shown_and_nothing_typed_finds_nothing(staffed: Services) -> None:
    for number in range(5):
        create(staffed, f"张三{number}", phone=f"1390000000{number}")
    group = staffed.searching.in_area("clients", "张三", most=2)
    assert (group.total, len(group.hits)) == (5, 2)
    assert staffed.searching.in_area("clients", "  ").total == 0


# -- the firm and its people


def test_lawyers_are_those_who_can_be_given_questions(staffed: Services) -> None:
    everyone, lawyers = staffed.staff.everyone(), staffed.staff.lawyers()
    assert [person.name for person in everyone] == ["陈启明", "郭静", "何思远", "刘欣", "魏东明", "周岚"]
    assert {person.name for person in everyone} - {person.name for person in lawyers} == {"刘欣"}


def test_the_firm_tells_its_schemes(staffed: Services) -> None:
    firm = staffed.firm.find()
    assert firm.is_demo
    assert firm.schemes == (Scheme.SHIJIAZHUANG, Scheme.BEIJING)


@pytest.mark.parametrize(
    ("now", "state", "text"),
    [
        ("2026-03-13 14:26", WorkState.OPEN, "工作时间 · 至 17:30"),
        ("2026-03-13 12:10", WorkState.LUNCH, "午休 · 13:30 继续"),
        ("2026-03-14 10:00", WorkState.CLOSED, "非工作时间 · 引导 12348"),
    ],
)
def test_the_clock_says_what_the_firm_does_now(staffed: Services, now: str, state: WorkState, text: str) -> None:
    found = work_state(staffed.firm.hours(), at(now))
    assert (found.state, found.text) == (state, text)
    assert isinstance(found.until, datetime)


# -- undo and the change feed


def test_undo_takes_back_ones_own_work_of_this_sign_in_only(staffed: Services) -> None:
    client = create(staffed)
    form = staffed.clients.details.find(client.id).form
    staffed.clients.files.update(client.id, ClientForm(ClientKind.PERSON, "钱夺夺", phone="13900000002"), form)
    act_as(staffed, "guojing")
    assert not staffed.history.undo().ok
    act_as(staffed, "zhoulan")  # signed in anew
    assert not staffed.history.undo().ok
    assert staffed.clients.details.find(client.id).form.name == "钱夺夺"


def test_the_feed_tells_which_rows_changed_since_the_last_look(staffed: Services) -> None:
    client = create(staffed)
    reference = register(staffed, client_id=client.id)
    news = staffed.history.changes(staffed.office.seated_at)
    changed = news.tables
    assert changed["client"] == {client.id}
    assert changed["consultation"] == {reference.id}
    assert len(changed["consultation_event"]) == 2
    assert staffed.history.changes(staffed.office.seated_at) == news, "an answer that got lost is given again"
    assert staffed.history.changes(news.position).tables == {}


def test_an_answer_is_taken_back_by_withdrawing_not_by_undo(staffed: Services) -> None:
    reference = register(staffed)
    staffed.consultations.answering.answer(reference.id, "先拍照固定证据。")
    outcome = staffed.history.undo()
    assert (outcome.ok, outcome.label) == (False, f"答复咨询 {reference.number}")
    assert "撤回" in outcome.sentence


# -- who may


def test_a_refusal_says_who_can_help(staffed: Services) -> None:
    act_as(staffed, "liuxin")
    reference = register(staffed, channel=Channel.SMS, phone="13900000002")
    with pytest.raises(NotAllowedError) as caught:
        staffed.consultations.answering.answer(reference.id, "先拍照固定证据。")
    assert caught.value.text == "您的角色不能答复咨询。请由律师、主任办理。"
    assert Role.LAWYER not in staffed.actor.roles


def test_nobody_waits_for_the_hours_while_somebody_else_reads_them(
    staffed: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of the data key waits for readers inside: such a reader must not wait for one who is kept outside."""
    office, inside = staffed.office, threading.Event()

    def read_slowly(session: Session) -> Hours:
        if not inside.is_set():
            inside.set()
            other = threading.Thread(target=office.hours, daemon=True)
            other.start()
            other.join(20)
            assert not other.is_alive()
        return load_hours(session)

    monkeypatch.setattr(core, "load_hours", read_slowly)
    office.forget_hours()
    assert str(office.hours().zone) == "Asia/Shanghai"
    assert inside.is_set()
