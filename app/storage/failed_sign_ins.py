"""Wrong passwords: kept beside the database until it can be opened again, and answered more and more slowly.

The file survives a restart of the program; as long as the program runs, removing the file helps nobody. Waits are
measured by seconds that pass, not by the PC's clock, which anybody can put forward. The file holds known logins only:
what was typed by mistake into the login field may be a password.
"""

import json
import logging
import math
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.clock import Clock
from app.errors import AppError, WrongPasswordError
from app.paths import Profile
from app.storage.files import write_atomically

log = logging.getLogger(__name__)

FREE_TRIES = 3
FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 300


@dataclass(frozen=True)
class FailedSignIn:
    """One wrong password.

    Args:
        at: when, aware, UTC.
        login: whose account; “恢复密钥” for the recovery key, empty for an unknown login.
        told: already handed over to the journal, kept only to slow further tries down.
        settled: the right password was given since, so it slows nothing down any more.
        seconds: when, by `Clock.seconds`.

    """

    at: datetime
    login: str
    told: bool = False
    settled: bool = False
    seconds: float = 0.0


_noted: dict[Path, list[FailedSignIn]] = {}
"""What this process wrote last, by file: whoever removes the file meanwhile still has to wait."""


def wait_seconds(profile: Profile, login: str, clock: Clock) -> int:
    """Return how many seconds the next try for this login has to wait; 0 means at once.

    The PC's clock has no say in it. After a restart of the PC, whose seconds begin anew, only those of its present run
    count: the wait may then be longer by what had passed before, never shorter.
    """
    mine = _open(_read(profile), login)
    wait = _wait_after(len(mine))
    if not wait:
        return 0
    seconds, since = clock.seconds(), mine[-1].seconds
    passed = seconds - since if seconds >= since else seconds
    return max(0, math.ceil(round(wait - passed, 3)))


def check_wait(profile: Profile, login: str, clock: Clock) -> None:
    """Raise `WrongPasswordError` while the login has to wait; the password is then not even looked at."""
    if seconds := wait_seconds(profile, login, clock):
        raise WrongPasswordError(
            f"密码输错次数较多，请等待 {seconds} 秒后再试。",
            wait_seconds=seconds,
            todo="忘记密码时，可请系统管理员重设，或使用恢复密钥。",
        )


def note(profile: Profile, login: str, clock: Clock) -> int:
    """Note a wrong password; return the seconds the next try has to wait."""
    found = [*_read(profile), FailedSignIn(clock.now(), login, seconds=clock.seconds())]
    _write(profile, found)
    return _wait_after(len(_open(found, login)))


def forgive(profile: Profile, login: str) -> None:
    """Let the login's next mistake count from one again: the right password was given."""
    found = _read(profile)
    if _open(found, login):
        _write(profile, [replace(f, settled=True) if f.login == login else f for f in found])


def take_failed_sign_ins(profile: Profile) -> list[FailedSignIn]:
    """Return those the journal has not been told of yet, oldest first; they are not returned again."""
    found = _read(profile)
    untold = [f for f in found if not f.told]
    if untold or any(f.settled for f in found):
        _write(profile, [replace(f, told=True) for f in found if not f.settled])
    return untold


def _open(found: list[FailedSignIn], login: str) -> list[FailedSignIn]:
    return [f for f in found if f.login == login and not f.settled]


def _wait_after(failures: int) -> int:
    if failures < FREE_TRIES:
        return 0
    return int(min(FIRST_WAIT_SECONDS * 2 ** min(failures - FREE_TRIES, 16), LONGEST_WAIT_SECONDS))


def _read(profile: Profile) -> list[FailedSignIn]:
    """Return what the file says; where it was removed or made unreadable, what this process wrote into it."""
    try:
        lines = profile.failed_sign_ins.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return list(_noted.get(profile.failed_sign_ins, ()))
    found = []
    for line in lines:
        try:
            item = json.loads(line)
            at = datetime.fromisoformat(item["at"]).astimezone(UTC)
            told, settled = bool(item["told"]), bool(item["settled"])
            found.append(FailedSignIn(at, str(item["login"]), told, settled, float(item.get("seconds", 0.0))))
        except (ValueError, KeyError, TypeError):
            log.warning("a line of the failed sign-ins is unreadable and was left out")
    return found


def _write(profile: Profile, found: list[FailedSignIn]) -> None:
    lines = [json.dumps({**asdict(f), "at": f.at.isoformat()}, ensure_ascii=False) + "\n" for f in found]
    try:
        write_atomically(profile.failed_sign_ins, "".join(lines).encode())
        _noted[profile.failed_sign_ins] = found
    except OSError as error:  # without a note the next try would not have to wait: nobody is let in
        raise AppError(
            "数据文件夹写不进去，暂时不能登录。", safe="数据没有改动。", todo="请检查磁盘空间和文件夹权限后再试。"
        ) from error
