"""员工: records, passwords, leave, the appointment, and leaving in one operation without a half state."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.errors import AppError, ConflictError, InvalidInputError, NotFoundError, RuleBrokenError, WrongPasswordError
from app.models import Contract
from app.rules import temporary_password
from app.rules.passwords import problem_of_password
from app.services.accounts import Accounts
from app.services.attachments import NewAttachment
from app.services.container import Services
from app.services.demo.build import PASSWORD
from app.services.staff.types import AppointmentForm, LeaveForm, PhoneForm, StaffDetail, StaffFilter, StaffForm
from app.storage import keys
from app.terms import AttachmentKind, Category, ConsultationEventKind, LeaveKind, Permission, Role, Stage, Uid
from tests.factories import act_as, at
from tests.integration.services.support import (
    SCAN,
    TODAY,
    consultation,
    contracting_client,
    mandate,
    register,
    set_time,
    staff_id,
)

PHOTO = NewAttachment("周岚.png", AttachmentKind.PHOTO, b"\x89PNG\r\n\x1a\n face")
NEW = StaffForm("吴晓月", "wuxiaoyue", frozenset({Role.LAWYER}), "11301202099000009", (PhoneForm("13000001999", True),))


@pytest.fixture
def managed(staffed: Services) -> Services:
    """Return the staffed firm with its director in the seat."""
    act_as(staffed, "weidongming")
    return staffed


def _door(services: Services) -> Accounts:
    return Accounts.of(services.office.profile, services.office.clock)


def _sign_in(services: Services, login: str, password: str) -> Services:
    return Services(_door(services).sign_in(login, password))


def _find(services: Services, login: str) -> StaffDetail:
    every = services.staff.lists
    rows = [*every.listing(StaffFilter()).rows, *every.listing(StaffFilter(active=False)).rows]
    return every.find(next(row.id for row in rows if row.login == login))


# -- records


def test_a_new_member_signs_in_with_the_temporary_password_and_has_to_change_it(managed: Services) -> None:
    made = managed.staff.files.add(NEW)
    detail = managed.staff.lists.find(made.staff_id)
    assert (detail.form, detail.has_login, detail.must_change_password) == (NEW, True, True)
    managed.close()
    opened = _sign_in(managed, "wuxiaoyue", made.password)
    assert opened.staff.logins.must_change()
    with pytest.raises(InvalidInputError, match="临时密码一样"):
        opened.staff.logins.replace_temporary(made.password)
    with pytest.raises(InvalidInputError, match="至少"):
        opened.staff.logins.replace_temporary("short")
    opened.staff.logins.replace_temporary("滹沱河畔的风 2026")
    assert not opened.staff.logins.must_change()
    with pytest.raises(RuleBrokenError, match="不是临时密码"):
        opened.staff.logins.replace_temporary("另一个很长的密码")
    opened.close()
    with pytest.raises(WrongPasswordError):
        _sign_in(managed, "wuxiaoyue", made.password)
    again = _sign_in(managed, "wuxiaoyue", "滹沱河畔的风 2026")
    assert not again.staff.logins.must_change()
    again.close()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"login": ""}, "login"),
        ({"login": "ZhouLan "}, "login"),
        ({"roles": frozenset()}, "roles"),
        ({"roles": frozenset({Role.ADVISOR_ADMIN})}, "roles"),
        ({"phones": (PhoneForm("1390000"),)}, "phones"),
        ({"birth_date": date(2030, 1, 1)}, "birth_date"),
        ({"licence_no": "123"}, "licence_no"),
        ({"weekly": {0: ()}}, "weekly"),
    ],
)
def test_wrong_fields_are_named_and_nothing_is_written(
    managed: Services, change: dict[str, object], field: str
) -> None:
    before = keys.logins(managed.office.profile)
    with pytest.raises(InvalidInputError) as caught:
        managed.staff.files.add(replace(NEW, **change))  # type: ignore[arg-type]
    assert list(caught.value.problems) == [field]
    assert keys.logins(managed.office.profile) == before
    assert "wuxiaoyue" not in {row.login for row in managed.staff.lists.listing(StaffFilter()).rows}


def test_everything_known_of_somebody_is_kept(managed: Services) -> None:
    who = staff_id(managed, "guojing")
    before = managed.staff.lists.find(who).form
    morning = ((at("2026-03-13 09:00").time(), at("2026-03-13 12:00").time()),)
    after = replace(
        before,
        name="郭静怡",
        phones=(PhoneForm("13000001005", True), PhoneForm("0311-86661234", False)),
        birth_date=date(1990, 2, 3),
        is_party_member=True,
        fields=(Category.TRAFFIC,),
        languages=("普通话", "手语"),
        weekly={0: morning, 2: morning},
    )
    managed.staff.files.update(who, after, before)
    kept = managed.staff.lists.find(who).form
    assert kept == replace(after, phones=(PhoneForm("13000001005", True), PhoneForm("031186661234", False)))
    with pytest.raises(ConflictError, match="没有覆盖"):
        managed.staff.files.update(who, replace(before, name="郭敬"), before)
    assert managed.history.undo().ok
    assert managed.staff.lists.find(who).form == before


def test_the_list_is_searched_by_name_pinyin_and_phone(managed: Services) -> None:
    def found(text: str) -> list[str]:
        return [row.name for row in managed.staff.lists.listing(StaffFilter(text=text)).rows]

    assert found("周岚") == found("zl") == found("zhoulan") == found("13000001001") == ["周岚"]
    assert found("没有这个人") == []
    assert len(found("")) == managed.staff.lists.listing(StaffFilter()).active == 6


def test_the_photo_is_replaced_and_taken_away(managed: Services) -> None:
    who, files = staff_id(managed, "zhoulan"), managed.staff.files
    for photo in (PHOTO, replace(PHOTO, data=PHOTO.data + b" newer")):
        files.set_photo(who, photo)
        view = managed.staff.lists.find(who).photo
        assert view is not None
        assert managed.attachments.read(view.id)[1] == photo.data
    with pytest.raises(InvalidInputError, match="JPG"):
        files.set_photo(who, replace(PHOTO, data=b"GIF89a"))
    files.set_photo(who, None)
    assert managed.staff.lists.find(who).photo is None


def test_anybody_changes_their_own_phones_and_nobody_elses_record(staffed: Services) -> None:
    act_as(staffed, "liuxin")
    staffed.staff.files.set_own_phones((PhoneForm("139 0000 0007", True), PhoneForm("")))
    assert staffed.staff.files.own_phones() == (PhoneForm("13900000007", True),)
    with pytest.raises(InvalidInputError):
        staffed.staff.files.set_own_phones((PhoneForm("12"),))
    assert not staffed.actor.may(Permission.MANAGE_STAFF)


# -- passwords


def test_temporary_passwords_can_be_used_and_differ() -> None:
    made = {temporary_password.generate() for _ in range(50)}
    assert len(made) == 50
    assert not any(problem_of_password(one, login="wuxiaoyue", name="吴晓月") for one in made)


def test_a_reset_password_replaces_the_old_one_and_is_temporary(managed: Services) -> None:
    made = managed.staff.logins.reset(staff_id(managed, "zhoulan"))
    managed.close()
    with pytest.raises(WrongPasswordError):
        _sign_in(managed, "zhoulan", PASSWORD)
    opened = _sign_in(managed, "zhoulan", made.password)
    assert opened.staff.logins.must_change()
    opened.close()


def test_resetting_gives_a_slot_to_somebody_who_has_none(managed: Services) -> None:
    who = staff_id(managed, "guojing")
    assert not managed.staff.lists.find(who).has_login
    made = managed.staff.logins.reset(who)
    assert managed.staff.lists.find(who).has_login
    assert keys.open_with_password(managed.office.profile, "guojing", made.password) == managed.office.database.data_key


def test_ones_own_password_is_changed_with_the_old_one(staffed: Services) -> None:
    with pytest.raises(WrongPasswordError, match="原密码"):
        staffed.staff.logins.change_own("not this one", "滹沱河畔的风 2026")
    with pytest.raises(InvalidInputError, match="一样"):
        staffed.staff.logins.change_own(PASSWORD, PASSWORD)
    staffed.staff.logins.change_own(PASSWORD, "滹沱河畔的风 2026")
    staffed.close()
    _sign_in(staffed, "zhoulan", "滹沱河畔的风 2026").close()


def test_a_slot_file_that_cannot_be_written_leaves_a_state_that_can_be_finished(
    managed: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("app.storage.slots.write_atomically", refuse)
        with pytest.raises(AppError, match="没有设好") as caught:
            managed.staff.files.add(NEW)
    assert "重置密码" in caught.value.todo
    row = _find(managed, "wuxiaoyue")
    assert not row.has_login
    made = managed.staff.logins.reset(row.id)
    managed.close()
    _sign_in(managed, "wuxiaoyue", made.password).close()


def test_the_login_sheet_names_login_and_password(managed: Services) -> None:
    made = managed.staff.logins.reset(staff_id(managed, "zhoulan"))
    assert managed.staff.logins.paper(made, "河北衡舟律师事务所").startswith(b"%PDF")


# -- leave


def test_leave_shows_in_the_lists_while_it_lasts(managed: Services) -> None:
    who = staff_id(managed, "zhoulan")
    form = LeaveForm(LeaveKind.COURT, at("2026-03-16 09:00"), at("2026-03-16 12:00"), "长安区法院")
    managed.staff.leaves.add(who, form)
    assert managed.staff.leaves.away_now() == {}
    set_time(managed, "2026-03-16 09:00")
    assert managed.staff.leaves.away_now() == {who: "开庭，至 今天 12:00"}
    zhoulan = next(one for one in managed.staff.lawyers() if one.login == "zhoulan")
    assert zhoulan.choice_text == "周岚（开庭，至 今天 12:00）"
    set_time(managed, "2026-03-16 12:00")
    assert managed.staff.leaves.away_now() == {}


def test_leaves_of_one_person_do_not_overlap(managed: Services) -> None:
    who, leaves = staff_id(managed, "zhoulan"), managed.staff.leaves
    first = LeaveForm(LeaveKind.LEAVE, at("2026-03-16 09:00"), at("2026-03-17 17:30"))
    made = leaves.add(who, first)
    inside = replace(first, begins_at=at("2026-03-17 09:00"), ends_at=at("2026-03-18 09:00"))
    with pytest.raises(InvalidInputError, match="重叠"):
        leaves.add(who, inside)
    touching = leaves.add(who, replace(first, begins_at=first.ends_at, ends_at=at("2026-03-18 09:00")))
    leaves.add(staff_id(managed, "guojing"), inside)
    leaves.change(made, replace(first, ends_at=at("2026-03-17 12:00"), note="探亲"))
    with pytest.raises(InvalidInputError, match="重叠"):
        leaves.change(made, replace(first, ends_at=at("2026-03-17 18:00")))
    with pytest.raises(InvalidInputError, match="晚于"):
        leaves.change(made, replace(first, ends_at=first.begins_at))
    leaves.remove(touching)
    assert [view.form.note for view in managed.staff.lists.find(who).leaves] == ["探亲"]
    with pytest.raises(NotFoundError):
        leaves.remove(touching)


# -- leaving


def _give_work(services: Services, login: str) -> tuple[Uid, Uid]:
    who = staff_id(services, login)
    reference = register(services, assignee_id=who)
    client = contracting_client(services)
    draft = services.contracts.drafting.save(mandate(services, client.id, matter={"lawyer_ids": (who,)}))
    return reference.id, draft


def test_a_leaver_is_out_in_one_operation(managed: Services) -> None:
    act_as(managed, "weidongming")
    question, draft = _give_work(managed, "zhoulan")
    photo = managed.office.blobs.put(b"an older photo")
    act_as(managed, "weidongming")
    managed.staff.logins.reset(staff_id(managed, "weidongming"))
    old = managed.office.database.data_key
    slots = managed.office.profile.slots.read_bytes()
    zhoulan, chen = staff_id(managed, "zhoulan"), staff_id(managed, "chenqiming")
    _other_admin(managed)
    assert managed.staff.lists.find(zhoulan).open_work.text == "1 件咨询、1 份合同草稿"
    done = managed.staff.leaving.disable(zhoulan, TODAY, chen)
    assert (done.name, done.handed.consultations, done.handed.drafts, done.key_problem) == ("周岚", 1, 1, "")
    detail = managed.consultations.details.find(question)
    assert detail.assignee_id == chen
    assert detail.events[-1].kind is ConsultationEventKind.ASSIGNED
    with managed.office.reading() as session:
        assert session.query(Contract).filter(Contract.id == draft).one().lawyer_ids == [chen.hex()]
    gone = _find(managed, "zhoulan")
    assert (gone.is_active, gone.left_on, gone.has_login) == (False, TODAY, False)
    assert managed.office.database.data_key != old
    assert managed.office.blobs.read(photo.hash) == b"an older photo"
    assert managed.staff.logins.key_state().due == ()
    assert managed.staff.logins.key_state().changed_at == managed.office.clock.now()
    managed.office.profile.slots.write_bytes(slots)
    stolen = keys.open_with_password(managed.office.profile, "zhoulan", PASSWORD)
    assert stolen == old


def _other_admin(services: Services) -> None:
    """Let 郭静 be 系统管理员 too, so that 周岚 is not the last."""
    who = staff_id(services, "guojing")
    before = services.staff.lists.find(who).form
    services.staff.files.update(who, replace(before, roles=before.roles | {Role.SYSTEM_ADMIN}), before)


def test_work_in_hand_wants_a_lawyer_who_takes_over(managed: Services) -> None:
    register(managed, assignee_id=staff_id(managed, "chenqiming"))
    leaving, chen = managed.staff.leaving, staff_id(managed, "chenqiming")
    for colleague in (None, chen, staff_id(managed, "liuxin")):
        with pytest.raises(InvalidInputError) as caught:
            leaving.disable(chen, TODAY, colleague)
        assert list(caught.value.problems) == ["colleague"]
    with pytest.raises(InvalidInputError, match="今天"):
        leaving.disable(chen, TODAY + timedelta(days=1), staff_id(managed, "guojing"))
    assert _find(managed, "chenqiming").is_active


def test_the_last_director_and_the_last_administrator_stay(managed: Services) -> None:
    zhoulan, director = staff_id(managed, "zhoulan"), staff_id(managed, "weidongming")
    with pytest.raises(InvalidInputError, match="唯一的系统管理员"):
        managed.staff.leaving.disable(zhoulan, TODAY)
    before = managed.staff.lists.find(zhoulan).form
    with pytest.raises(InvalidInputError, match="唯一的系统管理员"):
        managed.staff.files.update(zhoulan, replace(before, roles=frozenset({Role.LAWYER})), before)
    with pytest.raises(RuleBrokenError, match="自己"):
        managed.staff.leaving.disable(director, TODAY)
    act_as(managed, "zhoulan")
    with pytest.raises(InvalidInputError, match="唯一的主任"):
        managed.staff.leaving.disable(director, TODAY)


def test_a_leaver_cannot_sign_in_even_when_the_data_key_could_not_be_changed(
    managed: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = managed.staff.logins.reset(staff_id(managed, "hesiyuan"))
    own = managed.staff.logins.reset(staff_id(managed, "weidongming"))

    def full(*_given: object) -> None:
        raise AppError("磁盘空间不足。")

    with monkeypatch.context() as patch:
        patch.setattr(type(managed.office.database), "write_rekeyed", full)
        done = managed.staff.leaving.disable(staff_id(managed, "hesiyuan"), TODAY)
    assert "磁盘空间不足" in done.key_problem
    assert managed.staff.logins.key_state().due == ("hesiyuan",)
    managed.close()
    with pytest.raises(NotFoundError, match="没有在用的员工"):
        _sign_in(managed, "hesiyuan", made.password)
    opened = _sign_in(managed, "weidongming", own.password)
    opened.staff.logins.change_data_key()
    assert opened.staff.logins.key_state().due == ()
    assert keys.logins(opened.office.profile) == ["zhoulan", "weidongming"]
    opened.close()
    with pytest.raises(WrongPasswordError):
        _sign_in(managed, "hesiyuan", made.password)


def test_a_former_member_comes_back_with_a_temporary_password(managed: Services) -> None:
    who = staff_id(managed, "hesiyuan")
    managed.staff.leaving.disable(who, TODAY)
    assert "hesiyuan" not in {one.login for one in managed.staff.everyone()}
    made = managed.staff.leaving.enable(who)
    with pytest.raises(RuleBrokenError, match="在职"):
        managed.staff.leaving.enable(who)
    managed.close()
    opened = _sign_in(managed, "hesiyuan", made.password)
    assert opened.staff.logins.must_change()
    opened.close()


def test_a_closed_question_stays_with_who_closed_it(managed: Services) -> None:
    reference = register(managed, assignee_id=staff_id(managed, "hesiyuan"))
    managed.consultations.answering.close(reference.id, "重复登记")
    assert managed.staff.leaving.disable(staff_id(managed, "hesiyuan"), TODAY).handed.is_any is False
    assert consultation(managed, reference).stage is Stage.CLOSED


# -- the appointment


@pytest.mark.clause("S5.0")
def test_the_firm_has_an_appointment_in_force_and_the_role_follows(managed: Services) -> None:
    posts = managed.staff.appointments
    first = posts.state()
    assert first.current is not None
    assert (first.current.name, first.hint) == ("刘欣", "")
    made = posts.appoint(AppointmentForm(staff_id(managed, "guojing"), TODAY, "所务会议决定"), (SCAN,))
    after = posts.state()
    assert after.current is not None
    assert (after.current.id, after.current.name, after.current.appointed_by) == (made, "郭静", "魏东明")
    assert [paper.file_name for paper in after.current.papers] == [SCAN.file_name]
    assert [(view.name, view.ends_on) for view in after.past] == [("刘欣", TODAY)]
    roles = {person.login: person.roles for person in managed.staff.everyone()}
    assert Role.ADVISOR_ADMIN in roles["guojing"]
    assert Role.ADVISOR_ADMIN not in roles["liuxin"]
    act_as(managed, "guojing")
    assert managed.actor.may(Permission.FILE_SIGN_UP)


@pytest.mark.clause("S5.0")
def test_without_an_appointment_the_firm_is_shown_a_hint(managed: Services) -> None:
    posts = managed.staff.appointments
    current = posts.state().current
    assert current is not None
    with pytest.raises(InvalidInputError, match="任命日期以后"):
        posts.end(current.id, current.begins_on - timedelta(days=1))
    posts.end(current.id, TODAY)
    assert "S5.0" in posts.state().hint
    assert Role.ADVISOR_ADMIN not in {role for person in managed.staff.everyone() for role in person.roles}
    with pytest.raises(RuleBrokenError, match="已经结束"):
        posts.end(current.id, TODAY)


@pytest.mark.clause("S5.0")
def test_the_post_ends_with_its_holder_leaving(managed: Services) -> None:
    managed.staff.leaving.disable(staff_id(managed, "liuxin"), TODAY)
    state = managed.staff.appointments.state()
    assert state.current is None
    assert [(view.name, view.ends_on) for view in state.past] == [("刘欣", TODAY)]
    managed.staff.leaving.enable(_find(managed, "liuxin").id)
    assert _find(managed, "liuxin").roles == (Role.FRONT_DESK,)


def test_who_holds_the_post_or_has_left_is_not_appointed(managed: Services) -> None:
    posts, liuxin = managed.staff.appointments, staff_id(managed, "liuxin")
    with pytest.raises(RuleBrokenError, match="现在就是"):
        posts.appoint(AppointmentForm(liuxin, TODAY))
    with pytest.raises(InvalidInputError, match="不能晚于今天"):
        posts.appoint(AppointmentForm(staff_id(managed, "guojing"), TODAY + timedelta(days=1)))
    managed.staff.leaving.disable(liuxin, TODAY)
    with pytest.raises(InvalidInputError, match="已离职"):
        posts.appoint(AppointmentForm(liuxin, TODAY))
