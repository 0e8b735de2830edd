"""Checking and writing what is kept of a member of staff."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InvalidInputError
from app.models import Staff
from app.rules.identifiers import check_phone
from app.rules.search_terms import pinyin_key
from app.services.hours import weekly_to_json
from app.services.setup_checks import licence_problem
from app.services.staff.types import PhoneForm, StaffForm
from app.storage.slots import same_login
from app.terms import Role, Uid

LONGEST = {"name": 40, "login": 40, "licence_no": 30}
WORDS = {"name": "姓名", "login": "登录名", "licence_no": "执业证号"}
OLDEST = date(1900, 1, 1)


def checked(session: Session, form: StaffForm, today: date, own_id: Uid | None) -> StaffForm:
    """Return the form cleaned.

    Args:
        session: to look for the same login.
        form: as typed.
        today: nobody is born after it.
        own_id: whose form it is; None for somebody new.

    Raises:
        InvalidInputError: field by field.

    """
    clean = replace(
        form,
        name=form.name.strip(),
        login=form.login.strip(),
        roles=form.roles - {Role.ADVISOR_ADMIN},
        licence_no="".join(form.licence_no.split()),
        phones=cleaned_phones(form.phones),
        languages=tuple(dict.fromkeys(word.strip() for word in form.languages if word.strip())),
    )
    problems = _plain_problems(form, clean, today)
    row = session.get(Staff, own_id) if own_id is not None else None
    if not clean.roles and not (row is not None and Role.ADVISOR_ADMIN.value in row.roles):
        problems["roles"] = "请至少选择一个角色。"
    if "login" not in problems and own_id is None:
        taken = [row for row in session.scalars(select(Staff)) if same_login(row.login, clean.login)]
        if taken:
            who = "在职员工" if taken[0].is_active else "已离职的"
            problems["login"] = f"{who}{taken[0].name}用着这个登录名，请换一个。"
    if problems:
        raise InvalidInputError(problems)
    return clean


def _plain_problems(form: StaffForm, clean: StaffForm, today: date) -> dict[str, str]:
    problems: dict[str, str] = {}
    for key in ("name", "login"):
        if not getattr(clean, key):
            problems[key] = f"请填写{WORDS[key]}。"
    for key, most in LONGEST.items():
        if len(getattr(clean, key)) > most:
            problems[key] = f"{WORDS[key]}最多 {most} 个字符。"
    if problem := licence_problem(clean.licence_no):
        problems["licence_no"] = problem
    if problem := phone_problem(form.phones):
        problems["phones"] = problem
    if clean.birth_date is not None and not OLDEST <= clean.birth_date <= today:
        problems["birth_date"] = "出生日期不对，请核对。"
    if clean.weekly is not None and not any(clean.weekly.values()):
        problems["weekly"] = "请至少填写一个工作日，或改为与本所一致。"
    return problems


def phone_problem(phones: tuple[PhoneForm, ...]) -> str:
    """Return what is wrong with the first wrong telephone number, or an empty text."""
    for phone in phones:
        if phone.number.strip() and (problem := check_phone(phone.number).problem):
            return f"“{phone.number.strip()}”：{problem}"
    return ""


def cleaned_phones(phones: tuple[PhoneForm, ...]) -> tuple[PhoneForm, ...]:
    """Return the telephone numbers filled in, cleaned."""
    return tuple(PhoneForm(check_phone(one.number).value, one.is_published) for one in phones if one.number.strip())


def write(row: Staff, form: StaffForm) -> None:
    """Write a checked form into a row; the login and the role that follows from the appointment stay."""
    row.name, row.name_key = form.name, pinyin_key(form.name)
    appointed = {Role.ADVISOR_ADMIN.value} & set(row.roles or ())
    row.roles = sorted({role.value for role in form.roles} | appointed)
    row.licence_no = form.licence_no
    write_phones(row, form.phones)
    row.birth_date, row.is_party_member = form.birth_date, form.is_party_member
    row.fields = [category.value for category in form.fields]
    row.languages = list(form.languages)
    row.weekly = weekly_to_json(form.weekly) if form.weekly is not None else None


def write_phones(row: Staff, phones: tuple[PhoneForm, ...]) -> None:
    """Write telephone numbers: the first stands in lists, the others beside it."""
    first = phones[0] if phones else PhoneForm("")
    row.phone, row.is_phone_published = first.number, first.is_published
    row.other_phones = [{"number": one.number, "is_published": one.is_published} for one in phones[1:]]
