"""What the invented firm knows of its staff beside name and login: fields, languages, phones, leave, the appointment."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from app.services.container import Services, StaffServices
from app.services.core import Office
from app.services.staff.types import AppointmentForm, LeaveForm, PhoneForm
from app.terms import Category, LeaveKind

ABOUT: dict[str, dict[str, object]] = {
    "zhoulan": {
        "birth_date": date(1985, 5, 12),
        "is_party_member": True,
        "fields": (Category.FAMILY, Category.INHERITANCE, Category.HOUSING),
        "languages": ("普通话", "石家庄话"),
    },
    "liuxin": {"birth_date": date(1992, 9, 3), "is_party_member": False, "languages": ("普通话",)},
    "weidongming": {
        "birth_date": date(1968, 11, 20),
        "is_party_member": True,
        "fields": (Category.COMPANY, Category.CONTRACT),
        "languages": ("普通话", "英语"),
    },
    "chenqiming": {"fields": (Category.LABOUR, Category.LOAN), "languages": ("普通话", "石家庄话")},
    "guojing": {"is_party_member": False, "fields": (Category.TRAFFIC, Category.TORT)},
    "hesiyuan": {"fields": (Category.CRIMINAL, Category.ADMINISTRATIVE), "languages": ("普通话", "粤语")},
}
PUBLISHED = ("zhoulan", "chenqiming")
ADVISOR_ADMIN = "liuxin"
FIRST_PHONE = "13000001001"
"""Of the first user, whom the set-up asks for none."""


def settle_in(office: Office, now: datetime) -> None:
    """Complete the records of the invented staff and appoint the 律师顾问管理员.

    Args:
        office: the firm, opened by somebody who may manage staff.
        now: aware; leave is noted around it, nobody is away at this very moment.

    """
    staff = Services(office).staff
    people = {person.login: person for person in staff.everyone()}
    for login, more in ABOUT.items():
        _complete(staff, people[login].id, more, is_published=login in PUBLISHED)
    begins = office.today()
    staff.appointments.appoint(AppointmentForm(people[ADVISOR_ADMIN].id, begins, "所务会议决定"))
    for login, kind, days in (("guojing", LeaveKind.COURT, 5), ("hesiyuan", LeaveKind.TRAINING, 9)):
        day = now.astimezone(office.hours().zone).date() + timedelta(days=days)
        begins_at, ends_at = (datetime.combine(day, at, office.hours().zone) for at in (time(9), time(17, 30)))
        staff.leaves.add(people[login].id, LeaveForm(kind, begins_at, ends_at))


def _complete(staff: StaffServices, staff_id: bytes, more: dict[str, object], *, is_published: bool) -> None:
    before = staff.lists.find(staff_id).form
    numbers = [one.number for one in before.phones] or [FIRST_PHONE]
    phones = tuple(PhoneForm(number, is_published) for number in numbers)
    staff.files.update(staff_id, replace(before, phones=phones, **more), before)  # type: ignore[arg-type]
