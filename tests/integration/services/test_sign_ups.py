"""Signing up: four ways with each one's evidence, from the file or from a consultation, filed and ended."""

from dataclasses import replace
from typing import Any

import pytest

from app.errors import InvalidInputError, NeedsConfirmationError, NotFoundError, RuleBrokenError
from app.models import new_uid
from app.services.attachments import NewAttachment
from app.services.clients.types import ClientFilter
from app.services.container import Services
from app.terms import Channel, GroupKind, SignUpChannel, SignUpState
from tests.factories import act_as, at
from tests.integration.services.support import (
    SCAN,
    SHOT,
    TODAY,
    consultation,
    create,
    person,
    register,
    sign_up,
    sign_up_form,
)

EVIDENCE: dict[SignUpChannel, tuple[NewAttachment, ...]] = {
    SignUpChannel.WRITTEN: (SCAN,),
    SignUpChannel.JIFATONG: (),
    SignUpChannel.GROUP: (SHOT,),
    SignUpChannel.PHONE: (SHOT,),
}


def is_signed_up(services: Services, client_id: bytes) -> bool:
    return services.clients.details.find(client_id).is_signed_up


@pytest.mark.parametrize(
    "channel",
    [pytest.param(channel, marks=pytest.mark.clause(channel.value), id=channel.value) for channel in SignUpChannel],
)
def test_each_way_with_its_evidence_is_kept_as_handed_in(staffed: Services, channel: SignUpChannel) -> None:
    act_as(staffed, "liuxin")
    reference = register(staffed, channel=Channel.JIFATONG)
    client = create(staffed)
    staffed.consultations.answering.link(reference.id, client.id)
    form = sign_up_form(staffed, channel)
    if channel is SignUpChannel.JIFATONG:
        form = replace(form, consultation_id=reference.id)
    staffed.clients.sign_ups.sign_up(client.id, form, EVIDENCE[channel])
    (kept,) = staffed.clients.details.find(client.id).sign_ups
    assert (kept.channel, kept.signed_on) == (channel, TODAY)
    assert [file.kind for file in kept.attachments] == [file.kind for file in EVIDENCE[channel]]
    filed_later = channel is SignUpChannel.PHONE
    assert kept.state is (SignUpState.AWAITING_FILING if filed_later else SignUpState.EFFECTIVE)
    assert is_signed_up(staffed, client.id) is not filed_later


@pytest.mark.parametrize(
    ("channel", "changes", "fields"),
    [
        pytest.param("S1", {"agreement_no": " "}, {"agreement_no", "evidence"}, marks=pytest.mark.clause("S1")),
        pytest.param("S2.1", {}, {"consultation"}, marks=pytest.mark.clause("S2.1")),
        pytest.param(
            "S3.1",
            {"group_kind": None, "group_name": "", "nickname": ""},
            {"group_kind", "group_name", "nickname", "evidence"},
            marks=pytest.mark.clause("S3.1"),
        ),
        pytest.param("S4", {"called_at": None}, {"called_at", "evidence"}, marks=pytest.mark.clause("S4")),
    ],
)
def test_each_way_says_what_it_still_needs(
    staffed: Services, channel: str, changes: dict[str, Any], fields: set[str]
) -> None:
    client = create(staffed)
    form = sign_up_form(staffed, SignUpChannel(channel), **changes)
    with pytest.raises(InvalidInputError) as caught:
        staffed.clients.sign_ups.sign_up(client.id, form)
    assert set(caught.value.problems) == fields
    assert staffed.clients.details.find(client.id).sign_ups == ()


def test_nobody_signs_up_tomorrow(staffed: Services) -> None:
    client = create(staffed)
    form = sign_up_form(staffed, signed_on=TODAY.replace(day=14))
    with pytest.raises(InvalidInputError) as caught:
        staffed.clients.sign_ups.sign_up(client.id, form, (SHOT,))
    assert set(caught.value.problems) == {"signed_on"}


@pytest.mark.clause("S2.1")
@pytest.mark.parametrize("whose", ["another's", "nobody's", "of another channel"])
def test_a_sign_up_by_the_app_rests_on_the_clients_own_consultation(staffed: Services, whose: str) -> None:
    client = create(staffed)
    owner = create(staffed, "孙小小", phone="13900000003") if whose == "another's" else None
    channel = Channel.WECHAT if whose == "of another channel" else Channel.JIFATONG
    reference = register(staffed, channel=channel)
    if whose != "nobody's":
        staffed.consultations.answering.link(reference.id, (owner or client).id)
    form = sign_up_form(staffed, SignUpChannel.JIFATONG, consultation_id=reference.id)
    with pytest.raises(InvalidInputError) as caught:
        staffed.clients.sign_ups.sign_up(client.id, form)
    assert set(caught.value.problems) == {"consultation"}


@pytest.mark.clause("S2.1")
def test_the_file_names_the_consultation_a_sign_up_by_the_app_can_rest_on(staffed: Services) -> None:
    client = create(staffed)
    assert staffed.clients.details.find(client.id).jifatong_consultation_id is None
    reference = register(staffed, channel=Channel.JIFATONG, client_id=client.id)
    assert staffed.clients.details.find(client.id).jifatong_consultation_id == reference.id


@pytest.mark.clause("S2.1")
def test_the_asker_of_the_app_signs_up_in_one_step(staffed: Services) -> None:
    reference = register(staffed, channel=Channel.JIFATONG)
    form = sign_up_form(staffed, SignUpChannel.JIFATONG)
    made = staffed.clients.sign_ups.sign_up_asker(reference.id, person(), form)
    assert is_signed_up(staffed, made.id)
    assert consultation(staffed, reference).client_id == made.id


@pytest.mark.clause("S3.2")
@pytest.mark.parametrize("kind", [GroupKind.WECHAT_GROUP, GroupKind.QQ_GROUP])
def test_a_group_of_another_name_is_asked_about(staffed: Services, kind: GroupKind) -> None:
    client = create(staffed)
    form = sign_up_form(staffed, group_kind=kind, group_name="法律咨询群")
    sign_ups = staffed.clients.sign_ups
    assert sign_ups.prescribed_group_name() == "河北衡舟律师事务所律师顾问服务群"
    with pytest.raises(NeedsConfirmationError) as caught:
        sign_ups.sign_up(client.id, form, (SHOT,))
    assert caught.value.key == "group_name"
    assert sign_ups.prescribed_group_name() in caught.value.text
    sign_ups.sign_up(client.id, form, (SHOT,), frozenset({"group_name"}))
    assert is_signed_up(staffed, client.id)


@pytest.mark.clause("S3.2")
def test_an_official_account_bears_its_own_name(staffed: Services) -> None:
    client = create(staffed)
    form = sign_up_form(staffed, group_kind=GroupKind.OFFICIAL_ACCOUNT, group_name="衡舟普法")
    staffed.clients.sign_ups.sign_up(client.id, form, (SHOT,))
    assert [row.sign_up_word for row in staffed.clients.lists.rows([client.row_no])] == ["公众号"]


@pytest.mark.clause("S4")
def test_a_telephone_sign_up_is_filed_once_and_by_the_administrator(staffed: Services) -> None:
    client = create(staffed)
    form = sign_up_form(staffed, SignUpChannel.PHONE, called_at=at("2026-03-13 10:00"))
    made = staffed.clients.sign_ups.sign_up(client.id, form, (SHOT,))
    act_as(staffed, "liuxin")
    staffed.clients.sign_ups.file(made)
    (kept,) = staffed.clients.details.find(client.id).sign_ups
    assert (kept.state, kept.filed_at) == (SignUpState.EFFECTIVE, at("2026-03-13 14:26"))
    with pytest.raises(RuleBrokenError) as caught:
        staffed.clients.sign_ups.file(made)
    assert caught.value.clause == "S4"
    with pytest.raises(NotFoundError):
        staffed.clients.sign_ups.file(new_uid())


def test_a_sign_up_ends_once_with_a_reason_and_stays_on_file(staffed: Services) -> None:
    client = create(staffed)
    made = sign_up(staffed, client.id)
    with pytest.raises(InvalidInputError) as caught:
        staffed.clients.sign_ups.end(made, " ")
    assert set(caught.value.problems) == {"reason"}
    staffed.clients.sign_ups.end(made, "已退群")
    (kept,) = staffed.clients.details.find(client.id).sign_ups
    assert (kept.state, kept.notes) == (SignUpState.ENDED, "解除：已退群")
    assert not is_signed_up(staffed, client.id)
    with pytest.raises(RuleBrokenError):
        staffed.clients.sign_ups.end(made, "再解除一次")
    assert staffed.history.undo().ok
    assert is_signed_up(staffed, client.id)


def test_an_ended_sign_up_leaves_another_in_force(staffed: Services) -> None:
    client = create(staffed)
    made = sign_up(staffed, client.id)
    staffed.clients.sign_ups.sign_up(client.id, sign_up_form(staffed, SignUpChannel.WRITTEN), (SCAN,))
    staffed.clients.sign_ups.end(made, "已退群")
    assert is_signed_up(staffed, client.id)
    assert [row.sign_up_word for row in staffed.clients.lists.rows([client.row_no])] == ["现场"]


def test_an_asker_with_a_file_signs_up_without_a_second_one(staffed: Services) -> None:
    client = create(staffed)
    reference = register(staffed)
    made = staffed.clients.sign_ups.sign_up_asker(reference.id, client.id, sign_up_form(staffed), (SHOT,))
    assert made.id == client.id
    found = consultation(staffed, reference)
    assert (found.client_name, found.is_signed_up) == ("钱多多", True)
    assert len(staffed.clients.lists.row_numbers(ClientFilter())) == 1


def test_a_refused_sign_up_leaves_no_file_and_no_number_behind(staffed: Services) -> None:
    reference = register(staffed)
    with pytest.raises(InvalidInputError):
        staffed.clients.sign_ups.sign_up_asker(reference.id, person(), sign_up_form(staffed))
    with pytest.raises(NotFoundError):
        staffed.clients.sign_ups.sign_up_asker(new_uid(), person(), sign_up_form(staffed), (SHOT,))
    assert staffed.clients.lists.counts().all == 0
    assert create(staffed).file_no == "顾档〔2026〕0001"
