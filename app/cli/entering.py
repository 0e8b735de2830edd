"""How commands sign in: like the window, and likewise not with a temporary password."""

from app.clock import SystemClock
from app.errors import AppError
from app.paths import Profile
from app.services.accounts import Accounts
from app.services.container import Services


def enter(profile: Profile, login: str, password: str) -> Services:
    """Open the firm for a person; the caller closes it.

    Raises:
        WrongPasswordError: login and password do not fit.
        AppError: the password is a temporary one, which has to be replaced in the window first.

    """
    services = Services(Accounts.of(profile, SystemClock(), "cli").sign_in(login, password))
    try:
        is_temporary = services.staff.logins.must_change()
    except BaseException:
        services.close()
        raise
    if is_temporary:
        services.close()
        raise AppError(
            "您的密码是临时密码，还没有更换。", safe="没有做任何操作。", todo="请先打开窗口登录，换成自己的密码。"
        )
    return services
