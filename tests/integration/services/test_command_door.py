"""Commands let in whom the window lets in, and nobody with a temporary password."""

import pytest

from app.cli.entering import enter
from app.errors import AppError
from app.services.container import Services
from tests.factories import act_as

OWN = "滹沱河畔的风 2026"


def test_a_temporary_password_is_replaced_in_the_window_before_a_command_takes_it(staffed: Services) -> None:
    office = staffed.office
    act_as(staffed, "weidongming")
    person = next(one for one in staffed.staff.everyone() if one.name == "周岚")
    made = staffed.staff.logins.reset(person.id)
    with pytest.raises(AppError, match="临时密码"):
        enter(office.profile, made.login, made.password)
    act_as(staffed, "zhoulan")
    staffed.staff.logins.replace_temporary(OWN)
    services = enter(office.profile, made.login, OWN)
    try:
        assert services.actor.name == "周岚"
    finally:
        services.close()
