"""Clients' files: checks field by field, conflicts of two editors, relief groups, lists and search."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.errors import ConflictError, InvalidInputError, NeedsConfirmationError, NotFoundError
from app.models import new_uid
from app.rules.identifiers import credit_code_check_character
from app.services.clients.types import ClientChip, ClientCounts, ClientFilter, ClientForm, ClientOrder, ReliefForm
from app.services.container import Services
from app.terms import ClientKind, IdentityKind, ReliefGroup, Sex, SignUpChannel
from tests.factories import act_as, at
from tests.integration.services.support import (
    ID_NUMBERS,
    SCAN,
    SHOT,
    create,
    mandate,
    person,
    register,
    set_time,
    sign_up,
    sign_up_form,
)

CODE_START = "92130199MA0TEXTXX"
GOOD_CODE = CODE_START + credit_code_check_character(CODE_START)
EARLY_CODE = CODE_START + next(c for c in "0123" if c != credit_code_check_character(CODE_START))


def names(services: Services, chosen: ClientFilter) -> list[str]:
    return [row.name for row in services.clients.lists.rows(services.clients.lists.row_numbers(chosen))]


def form_of(services: Services, client_id: bytes) -> ClientForm:
    return services.clients.details.find(client_id).form


# -- checks


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": " "}, {"name"}),
        ({"phone": ""}, {"phone"}),
        ({"phone": "1390000"}, {"phone"}),
        ({"other_phone": "86660000"}, {"other_phone"}),
        ({"birth_date": date(2026, 3, 14)}, {"birth_date"}),
        ({"identity_kind": IdentityKind.RESIDENT_ID, "identity_no": "110105194912310021"}, {"identity_no"}),
        ({"identity_kind": IdentityKind.RESIDENCE_PERMIT, "identity_no": "830105"}, {"identity_no"}),
        ({"identity_kind": IdentityKind.CREDIT_CODE, "identity_no": "92130199"}, {"identity_no"}),
        ({"name": "", "phone": "12x", "identity_kind": IdentityKind.RESIDENT_ID, "identity_no": "1"}, None),
    ],
)
@pytest.mark.clause("S5.1")
def test_what_is_wrong_is_said_field_by_field(
    staffed: Services, changes: dict[str, Any], fields: set[str] | None
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        create(staffed, **{"name": "钱多多", **changes})
    assert set(caught.value.problems) == (fields or {"name", "phone", "identity_no"})
    assert staffed.clients.lists.counts().all == 0


@pytest.mark.parametrize("contact", [{"wechat_name": "小石头"}, {"address": "裕华区槐安路 0 号"}])
@pytest.mark.clause("S5.1")
def test_one_way_to_reach_somebody_is_enough(staffed: Services, contact: dict[str, str]) -> None:
    assert create(staffed, phone="", **contact).file_no == "顾档〔2026〕0001"


def test_pasted_text_is_cleaned_and_the_number_tells_birth_and_sex(staffed: Services) -> None:
    client = create(
        staffed,
        " 赵  建平 ",
        phone="＋86 139-0000-0001",
        identity_kind=IdentityKind.RESIDENT_ID,
        identity_no="110105 19491231 002x",
    )
    found = staffed.clients.details.find(client.id)
    assert (found.form.name, found.form.phone, found.form.identity_no) == ("赵 建平", "13900000001", ID_NUMBERS[0])
    assert (found.form.birth_date, found.form.sex, found.age) == (date(1949, 12, 31), Sex.FEMALE, 76)


def test_a_birth_date_typed_in_stands(staffed: Services) -> None:
    client = create(
        staffed, identity_kind=IdentityKind.RESIDENT_ID, identity_no=ID_NUMBERS[0], birth_date=date(1950, 1, 1)
    )
    assert form_of(staffed, client.id).birth_date == date(1950, 1, 1)


def test_an_early_credit_code_is_asked_about_and_can_be_kept(staffed: Services) -> None:
    form = ClientForm(
        ClientKind.ORGANISATION,
        "石家庄衡舟粮油店",
        IdentityKind.CREDIT_CODE,
        EARLY_CODE,
        phone="13900000002",
        birth_date=date(2000, 1, 1),
        sex=Sex.MALE,
    )
    with pytest.raises(NeedsConfirmationError) as caught:
        staffed.clients.files.create(form)
    assert caught.value.key == "credit_code"
    kept = staffed.clients.files.create(form, frozenset({"credit_code"}))
    found = form_of(staffed, kept.id)
    assert (found.identity_no, found.birth_date, found.sex) == (EARLY_CODE, None, None)
    good = replace(form, name="石家庄衡舟软件科技有限公司", identity_no=GOOD_CODE)
    assert staffed.clients.files.create(good).name == good.name


def test_one_identity_number_has_one_file(staffed: Services) -> None:
    same = {"identity_kind": IdentityKind.RESIDENT_ID, "identity_no": ID_NUMBERS[1]}
    first = create(staffed, "钱多多", **same)
    with pytest.raises(InvalidInputError) as caught:
        create(staffed, "钱夺夺", phone="13900000003", **same)
    assert first.file_no in caught.value.problems["identity_no"]
    form = form_of(staffed, first.id)
    staffed.clients.files.update(first.id, replace(form, care_notes="听力不好"), form)


def test_same_name_and_phone_is_asked_about(staffed: Services) -> None:
    create(staffed, other_phone="13900000009")
    with pytest.raises(NeedsConfirmationError) as caught:
        create(staffed, phone="13900000009")
    assert caught.value.key == "duplicate"
    staffed.clients.files.create(person(phone="13900000009"), frozenset({"duplicate"}))
    create(staffed, "孙小小", phone="13900000009")
    assert staffed.clients.lists.counts().all == 3


# -- editing


def test_two_editors_of_different_fields_do_not_disturb_each_other(staffed: Services) -> None:
    client = create(staffed)
    opened = form_of(staffed, client.id)
    staffed.clients.files.update(client.id, replace(opened, phone="13900000005"), opened)
    staffed.clients.files.update(client.id, replace(opened, care_notes="听力不好"), opened)
    found = form_of(staffed, client.id)
    assert (found.phone, found.care_notes) == ("13900000005", "听力不好")


def test_two_editors_of_one_field_are_told_and_nothing_is_overwritten(staffed: Services) -> None:
    client = create(staffed)
    opened = form_of(staffed, client.id)
    staffed.clients.files.update(client.id, replace(opened, phone="13900000005"), opened)
    with pytest.raises(ConflictError) as caught:
        staffed.clients.files.update(client.id, replace(opened, phone="13900000006", care_notes="听力不好"), opened)
    assert "没有覆盖" in caught.value.safe
    found = form_of(staffed, client.id)
    assert (found.phone, found.care_notes) == ("13900000005", "")


def test_two_editors_of_one_mind_are_no_conflict(staffed: Services) -> None:
    client = create(staffed)
    opened = form_of(staffed, client.id)
    for _ in range(2):
        staffed.clients.files.update(client.id, replace(opened, phone="13900000005"), opened)
    assert form_of(staffed, client.id).phone == "13900000005"


def test_an_edit_is_checked_like_a_new_file(staffed: Services) -> None:
    client = create(staffed)
    opened = form_of(staffed, client.id)
    with pytest.raises(InvalidInputError):
        staffed.clients.files.update(client.id, replace(opened, phone="1390000"), opened)
    with pytest.raises(NotFoundError):
        staffed.clients.files.update(new_uid(), opened, opened)


# -- relief groups


@pytest.mark.clause("S9.1")
def test_relief_groups_come_and_go_and_come_back(staffed: Services) -> None:
    client = create(staffed)
    files = staffed.clients.files
    added = files.add_relief(client.id, ReliefForm(ReliefGroup.LOW_INCOME, " 低保证 ", date(2026, 3, 12)))
    (relief,) = staffed.clients.details.find(client.id).reliefs
    assert (relief.group, relief.proof, relief.is_expired) == (ReliefGroup.LOW_INCOME, "低保证", True)
    with pytest.raises(InvalidInputError) as caught:
        files.add_relief(client.id, ReliefForm(ReliefGroup.LOW_INCOME))
    assert set(caught.value.problems) == {"group"}
    files.remove_relief(added)
    assert staffed.clients.details.find(client.id).reliefs == ()
    assert staffed.history.undo().ok
    assert staffed.clients.details.find(client.id).reliefs == (relief,)
    assert staffed.history.undo().ok
    assert staffed.clients.details.find(client.id).reliefs == ()


def test_a_relief_holds_through_its_last_day(staffed: Services) -> None:
    client = create(staffed)
    staffed.clients.files.add_relief(client.id, ReliefForm(ReliefGroup.DISABLED, "", date(2026, 3, 13)))
    assert [one.is_expired for one in staffed.clients.details.find(client.id).reliefs] == [False]
    with pytest.raises(NotFoundError):
        staffed.clients.files.remove_relief(new_uid())


# -- lists and search


@pytest.fixture
def crowd(staffed: Services) -> Services:
    """Return a firm with five clients, the last one touched last."""
    for minute, (name, phone, nick) in enumerate(
        (
            ("单雄信", "13812340001", ""),
            ("张建国", "13812340002", "老槐树"),
            ("张三", "13900005678", ""),
            ("张三丰", "13900000004", ""),
            ("李秀英", "13900000005", "张三"),
        )
    ):
        set_time(staffed, f"2026-03-13 10:{minute:02d}")
        create(staffed, name, phone=phone, wechat_name=nick)
    set_time(staffed, "2026-03-13 14:26")
    return staffed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("张三", ["张三", "张三丰", "李秀英"]),  # exact, then prefix, then by nickname
        ("zs", ["张三", "张三丰", "李秀英"]),
        ("zjg", ["张建国"]),
        ("zhangjian", ["张建国"]),
        ("1381234", ["单雄信", "张建国"]),
        ("5678", ["张三"]),
        ("139 0000 0005", ["李秀英"]),
        ("shan", ["单雄信"]),
        ("dan", ["单雄信"]),
        ("老槐", ["张建国"]),
        ("没有这人", []),
    ],
)
def test_one_box_searches_names_pinyin_initials_and_phones(crowd: Services, typed: str, found: list[str]) -> None:
    assert names(crowd, ClientFilter(typed)) == found


def test_the_list_is_ordered_by_contact_or_by_name(crowd: Services) -> None:
    assert names(crowd, ClientFilter()) == ["李秀英", "张三丰", "张三", "张建国", "单雄信"]
    by_name = ["李秀英", "单雄信", "张建国", "张三", "张三丰"]
    assert names(crowd, ClientFilter(order=ClientOrder.NAME)) == by_name


def test_chips_count_and_narrow_the_search(crowd: Services) -> None:
    numbers = crowd.clients.lists.row_numbers(ClientFilter("张三"))
    san, feng, _ = crowd.clients.lists.rows(numbers)
    act_as(crowd, "liuxin")
    sign_up(crowd, san.id)
    phone = sign_up_form(crowd, SignUpChannel.PHONE)
    crowd.clients.sign_ups.sign_up(feng.id, phone, (SHOT,))
    crowd.clients.files.add_relief(san.id, ReliefForm(ReliefGroup.ELDERLY))
    crowd.clients.files.add_relief(san.id, ReliefForm(ReliefGroup.DISABLED))
    assert crowd.clients.lists.counts() == ClientCounts(all=5, signed_up=1, relief=1, awaiting_filing=1)
    assert names(crowd, ClientFilter(chip=ClientChip.SIGNED_UP)) == ["张三"]
    assert names(crowd, ClientFilter(chip=ClientChip.RELIEF)) == ["张三"]
    assert names(crowd, ClientFilter("zs", ClientChip.AWAITING_FILING)) == ["张三丰"]
    assert names(crowd, ClientFilter("老槐树", ClientChip.SIGNED_UP)) == []


def test_a_row_masks_the_phone_and_tells_groups_and_sign_up(crowd: Services) -> None:
    (san, *_) = crowd.clients.lists.rows(crowd.clients.lists.row_numbers(ClientFilter("张三")))
    assert (san.phone, san.sign_up_word, san.groups) == ("139****5678", "未签约", ())
    sign_up(crowd, san.id)
    crowd.clients.files.add_relief(san.id, ReliefForm(ReliefGroup.ELDERLY))
    (row,) = crowd.clients.lists.rows([san.row_no])
    assert (row.is_signed_up, row.sign_up_word, row.groups) == (True, "微信群", (ReliefGroup.ELDERLY,))


def test_the_first_page_is_the_list_cut_short(crowd: Services) -> None:
    numbers, rows = crowd.clients.lists.first_page(ClientFilter("张"), 2)
    assert numbers == crowd.clients.lists.row_numbers(ClientFilter("张"))
    assert [row.row_no for row in rows] == list(numbers[:2])


def test_districts_leave_out_what_was_abolished(staffed: Services) -> None:
    districts = staffed.clients.details.districts()
    current = {region.code for region in staffed.office.catalogue.regions.values() if region.is_current}
    assert {district.code for district in districts} == current
    assert len(current) < len(staffed.office.catalogue.regions)


# -- the file with everything that happened


@pytest.mark.clause("S5.1")
def test_the_timeline_tells_sign_ups_consultations_and_contracts_newest_first(staffed: Services) -> None:
    client = create(staffed)
    first = register(staffed, "2026-03-13 10:00", client_id=client.id)
    staffed.consultations.answering.answer(first.id, "先拍照固定证据。")
    sign_up(staffed, client.id)
    set_time(staffed, "2026-03-13 15:00")
    staffed.contracts.drafting.save(mandate(staffed, client.id))
    set_time(staffed, "2026-03-13 15:10")
    register(staffed, client_id=client.id)
    timeline = staffed.clients.details.find(client.id).timeline
    assert [(entry.area, entry.tag) for entry in timeline] == [
        ("consultations", ""),
        ("contracts", "起草中"),
        ("clients", "已签约"),
        ("consultations", "时限内"),
    ]
    assert [entry.at for entry in timeline] == sorted((entry.at for entry in timeline), reverse=True)
    assert [entry.running is not None for entry in timeline] == [True, False, False, False]


def test_materials_come_from_file_sign_ups_and_consultations(staffed: Services) -> None:
    client = create(staffed)
    register(staffed, client_id=client.id, attachments=(SHOT,))
    set_time(staffed, "2026-03-13 15:00")
    staffed.clients.sign_ups.sign_up(client.id, sign_up_form(staffed, SignUpChannel.WRITTEN), (SCAN,))
    found = staffed.clients.details.materials(client.id)
    assert [material.file.file_name for material in found] == [SCAN.file_name, SHOT.file_name]
    assert [material.origin[:2] for material in found] == ["签约", "咨询"]
    assert found[0].file.added_at == at("2026-03-13 15:00")
