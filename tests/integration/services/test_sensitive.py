"""Sensitive matters: who sees one, before and after it is marked; the rule in words and in SQL agree."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.errors import InvalidInputError, NotFoundError, RuleBrokenError
from app.models import Consultation, Contract, Staff
from app.rules.permissions import may
from app.rules.visibility import Viewer, visible
from app.services.audit.types import JournalFilter
from app.services.consultations.types import InboxFilter
from app.services.container import Services
from app.services.sensitive import involved_of_consultation, involved_of_contract
from app.terms import Permission, Role
from tests.factories import act_as
from tests.integration.services.support import contracting_client, create, mandate, register, sign_up_form, staff_id


def _sees(services: Services, login: str, consultation_id: bytes) -> bool:
    act_as(services, login)
    rows = services.consultations.inbox.rows(services.consultations.inbox.row_numbers(InboxFilter()))
    return consultation_id in {row.id for row in rows}


def test_those_who_handle_it_and_those_who_see_all_keep_it(staffed: Services) -> None:
    act_as(staffed, "liuxin")
    question = register(staffed, assignee_id=staff_id(staffed, "guojing"))
    staffed.consultations.answering.assign(question.id, staff_id(staffed, "hesiyuan"))
    staffed.sensitive.mark_consultation(question.id, "涉及未成年人")
    seen = {login: _sees(staffed, login, question.id) for login in ("guojing", "hesiyuan", "weidongming", "zhoulan")}
    assert seen == {"guojing": True, "hesiyuan": True, "weidongming": True, "zhoulan": False}
    act_as(staffed, "weidongming")
    staffed.sensitive.unmark_consultation(question.id, "当事人同意公开")
    assert _sees(staffed, "zhoulan", question.id)


def test_the_rule_in_words_and_in_sql_say_the_same_of_everybody(staffed: Services) -> None:
    lawyer = staff_id(staffed, "guojing")
    question = register(staffed, assignee_id=lawyer)
    client = contracting_client(staffed)
    contract = staffed.contracts.drafting.save(mandate(staffed, client.id, matter={"lawyer_ids": (lawyer,)}))
    staffed.sensitive.mark_consultation(question.id, "涉及隐私")
    staffed.sensitive.mark_contract(contract, "涉及隐私")
    with staffed.office.reading_everything() as session:
        row = session.scalars(select(Consultation)).one()
        paper = session.scalars(select(Contract)).one()
        asked, agreed = involved_of_consultation(session, row), involved_of_contract(session, paper)
        staff = session.scalars(select(Staff)).all()
    for person in staff:
        roles = frozenset(map(Role, person.roles))
        viewer = Viewer(person.id, may(roles, Permission.SEE_SENSITIVE))
        act_as(staffed, person.login)
        with staffed.office.reading() as session:
            found = session.scalar(select(Consultation.id)), session.scalar(select(Contract.id))
        expected = tuple(visible(viewer, is_sensitive=True, involved=people) for people in (asked, agreed))
        assert tuple(one is not None for one in found) == expected, person.name
    assert staff_id(staffed, "zhoulan") in asked & agreed


def test_marking_says_beforehand_who_will_see_it(staffed: Services) -> None:
    question = register(staffed)
    act_as(staffed, "guojing")
    insiders = staffed.sensitive.insiders_of_consultation(question.id)
    assert not insiders.includes_me
    assert {"周岚", "魏东明", "刘欣"} == set(insiders.names)


def test_a_mark_wants_a_reason_and_is_set_once(staffed: Services) -> None:
    question = register(staffed)
    with pytest.raises(InvalidInputError):
        staffed.sensitive.mark_consultation(question.id, "  ")
    staffed.sensitive.mark_consultation(question.id, "涉及隐私")
    with pytest.raises(RuleBrokenError):
        staffed.sensitive.mark_consultation(question.id, "再标一次")
    act_as(staffed, "weidongming")
    labels = [one.words for one in staffed.audit.page(JournalFilter(text="标为敏感")).entries]
    assert labels == [f"标为敏感：{question.number}（涉及隐私）"]


def test_an_outsider_s_steps_meet_nothing(staffed: Services) -> None:
    question, client = register(staffed), create(staffed)
    contract = staffed.contracts.drafting.save(mandate(staffed, contracting_client(staffed).id))
    staffed.sensitive.mark_consultation(question.id, "涉及隐私")
    staffed.sensitive.mark_contract(contract, "涉及隐私")
    act_as(staffed, "guojing")
    answering, drafting = staffed.consultations.answering, staffed.contracts.drafting
    form = sign_up_form(staffed)
    for step in (
        lambda: answering.answer(question.id, "答复"),
        lambda: answering.assign(question.id, staff_id(staffed, "guojing")),
        lambda: answering.close(question.id, "重复"),
        lambda: answering.link(question.id, client.id),
        lambda: answering.remind(question.id),
        lambda: staffed.clients.sign_ups.sign_up_asker(question.id, client.id, form),
        lambda: drafting.discard(contract),
        lambda: drafting.save(mandate(staffed, client.id), contract),
        lambda: staffed.sensitive.unmark_consultation(question.id, "想看看"),
        lambda: staffed.sensitive.unmark_contract(contract, "想看看"),
    ):
        with pytest.raises(NotFoundError, match="已经不在了"):
            step()


def test_a_discarded_sensitive_draft_stays_hidden_in_the_journal(staffed: Services) -> None:
    contract = staffed.contracts.drafting.save(mandate(staffed, contracting_client(staffed).id))
    staffed.sensitive.mark_contract(contract, "涉及隐私")
    staffed.contracts.drafting.discard(contract)
    act_as(staffed, "weidongming")
    words = JournalFilter(text="起草")
    assert len(staffed.audit.page(words).entries) == 2
    act_as(staffed, "guojing")
    staffed.office.seat(replace(staffed.actor, roles=frozenset({Role.SYSTEM_ADMIN})))
    assert staffed.audit.page(words).entries == ()
    assert staffed.audit.page(JournalFilter(text="标为敏感")).entries == ()


def test_the_feed_tells_that_something_changed_and_not_what(staffed: Services) -> None:
    question = register(staffed)
    staffed.sensitive.mark_consultation(question.id, "涉及隐私")
    act_as(staffed, "guojing")
    assert staffed.history.changes(0).tables["consultation"] == set()
    act_as(staffed, "weidongming")
    assert question.id in staffed.history.changes(0).tables["consultation"]


def test_one_s_own_undo_says_nothing_of_what_was_hidden_since(staffed: Services) -> None:
    question, client = register(staffed), create(staffed)
    act_as(staffed, "guojing")
    staffed.consultations.answering.link(question.id, client.id)
    assert question.number in staffed.history.undo().sentence, "it cannot be undone, and says so"
    floor = staffed.office.seated_at
    act_as(staffed, "zhoulan")
    staffed.sensitive.mark_consultation(question.id, "涉及隐私")
    act_as(staffed, "guojing")
    staffed.office._undo_floor = floor  # as if 周岚 had marked it at another desk
    said = staffed.history.undo()
    assert (said.ok, said.label, said.sentence) == (False, "", "没有可以撤销的操作。")


def test_an_unfinished_answer_goes_with_the_matter(staffed: Services) -> None:
    question = register(staffed)
    form = f"consultation.answer:{question.id.hex()}"
    act_as(staffed, "guojing")
    staffed.drafts.keep(form, {"answer": "先保存证据"})
    assert staffed.drafts.find(form) is not None
    act_as(staffed, "zhoulan")
    staffed.sensitive.mark_consultation(question.id, "涉及隐私")
    act_as(staffed, "guojing")
    assert staffed.drafts.find(form) is None
