"""Who can open the profile: logins with passwords, and the printed recovery code.

A wrong password costs a growing wait. Whoever holds the data key (somebody signed in) may add, reset and remove
logins without knowing another's password.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.clock import Clock, SystemClock
from app.errors import AppError, DamagedDatabaseError, InvalidInputError, NotFoundError, WrongPasswordError
from app.paths import Profile
from app.storage import failed_sign_ins, recovery_code
from app.storage.failed_sign_ins import FailedSignIn, take_failed_sign_ins
from app.storage.slots import LOGIN, RECOVERY, Slot, SlotFile, fold_login, seal, unseal

__all__ = [
    "DataKeys",
    "FailedSignIn",
    "add_login",
    "begin_rekey",
    "change_password",
    "create_slots",
    "drop_pending",
    "finish_rekey",
    "give_login",
    "is_data_key",
    "is_password",
    "keys_with_password",
    "keys_with_recovery",
    "logins",
    "new_data_key",
    "new_recovery_code",
    "open_with_password",
    "open_with_recovery",
    "pending_key",
    "remove_login",
    "reset_password",
    "take_failed_sign_ins",
]

KEY_BYTES = 32
RECOVERY_NAME = "恢复密钥"


@dataclass(frozen=True)
class DataKeys:
    """The keys a slot opens.

    Args:
        sealed: the data key in force.
        pending: the next one, while an interrupted rekeying has to be settled (`rekeying.settle`).

    """

    sealed: bytes
    pending: bytes | None = None


def new_data_key() -> bytes:
    """Return a fresh random data key."""
    return os.urandom(KEY_BYTES)


def create_slots(profile: Profile, login: str, password: str) -> tuple[bytes, str]:
    """Make the slot file of a new profile.

    Returns:
        The data key (32 bytes) and the recovery code to print, e.g. `7K2M-…`.

    Raises:
        AppError: there is a slot file already; it is left alone.

    """
    if profile.slots.exists():
        raise AppError("这个文件夹里已有密钥文件。", safe="原有数据没有改动。", todo="请直接登录，或另选一个文件夹。")
    data_key, code = new_data_key(), recovery_code.generate()
    slots = (_login_slot(login, password), Slot.make(RECOVERY, "", code))
    SlotFile(slots, seal(data_key, slots), check=_check(data_key)).authenticated(data_key).write(profile)
    return data_key, code


def logins(profile: Profile) -> list[str]:
    """Return the logins that can open the profile, oldest first."""
    return [slot.name for slot in SlotFile.read(profile).slots if slot.kind == LOGIN]


def open_with_password(profile: Profile, login: str, password: str, *, clock: Clock | None = None) -> bytes:
    """Return the data key in force; see `keys_with_password`."""
    return keys_with_password(profile, login, password, clock=clock).sealed


def keys_with_password(profile: Profile, login: str, password: str, *, clock: Clock | None = None) -> DataKeys:
    """Return the data key, and the next one of an interrupted rekeying.

    Raises:
        WrongPasswordError: wrong login or password, or still to wait; `wait_seconds` says how long.
        DamagedDatabaseError: the slot file is missing or damaged.

    """
    file, clock = SlotFile.read(profile), clock or SystemClock()
    slot = file.find(LOGIN, login)
    name = slot.name if slot else ""
    failed_sign_ins.check_wait(profile, name, clock)
    identity = slot.unlock(password) if slot else None
    if identity is None:
        raise _wrong("登录名或密码不正确。", failed_sign_ins.note(profile, name, clock))
    failed_sign_ins.forgive(profile, name)
    return _opened(file, slot, identity)


def open_with_recovery(profile: Profile, code: str, *, clock: Clock | None = None) -> bytes:
    """Return the data key in force; see `keys_with_recovery`."""
    return keys_with_recovery(profile, code, clock=clock).sealed


def keys_with_recovery(profile: Profile, code: str, *, clock: Clock | None = None) -> DataKeys:
    """Return the data keys for the printed recovery code, however it was typed.

    Raises:
        InvalidInputError: a mistyped code (check character); costs no wait.
        WrongPasswordError: a code of another profile or an older one, or still to wait.
        DamagedDatabaseError: the slot file is missing or damaged.

    """
    printed = recovery_code.parse(code)
    if printed is None:
        raise InvalidInputError({"code": "恢复密钥应为 8 组、每组 4 个字符，请核对是否抄错或漏抄。"})
    file, clock = SlotFile.read(profile), clock or SystemClock()
    failed_sign_ins.check_wait(profile, RECOVERY_NAME, clock)
    slot = file.find(RECOVERY)
    identity = slot.unlock(printed) if slot else None
    if identity is None:
        wait = failed_sign_ins.note(profile, RECOVERY_NAME, clock)
        raise _wrong("恢复密钥与这份数据不符，可能已换过新的恢复密钥。", wait)
    failed_sign_ins.forgive(profile, RECOVERY_NAME)
    return _opened(file, slot, identity)


def is_password(profile: Profile, login: str, password: str) -> bool:
    """Return whether a password is the login's present one; for whoever is signed in already, so it costs no wait."""
    slot = SlotFile.read(profile).find(LOGIN, login)
    return slot is not None and slot.unlock(password) is not None


def add_login(profile: Profile, data_key: bytes, login: str, password: str) -> None:
    """Give somebody a way in; raise `InvalidInputError` if the login is taken."""
    file = _checked(profile, data_key)
    if file.find(LOGIN, login):
        raise InvalidInputError({"login": "这个登录名已有人使用，请换一个。"})
    file.with_slot(_login_slot(login, password)).resealed(data_key).write(profile)


def change_password(profile: Profile, login: str, old: str, new: str, *, clock: Clock | None = None) -> None:
    """Lock a login's own slot with another password.

    Raises:
        WrongPasswordError: the old one is wrong, or still to wait.

    """
    file, clock = SlotFile.read(profile), clock or SystemClock()
    slot = _existing(file, login)
    failed_sign_ins.check_wait(profile, slot.name, clock)
    identity = slot.unlock(old)
    if identity is None:
        raise _wrong("原密码不正确，密码没有更改。", failed_sign_ins.note(profile, slot.name, clock))
    failed_sign_ins.forgive(profile, slot.name)
    _require_password(new)
    file.with_slot(slot.relocked(identity, new)).write(profile)


def reset_password(profile: Profile, data_key: bytes, login: str, new: str) -> None:
    """Give a login a fresh slot under a new password; its old password opens nothing any more."""
    file = _checked(profile, data_key)
    slot = _existing(file, login)
    file.with_slot(_login_slot(slot.name, new)).resealed(data_key).write(profile)
    failed_sign_ins.forgive(profile, slot.name)


def give_login(profile: Profile, data_key: bytes, login: str, password: str) -> None:
    """Let a login in under a password, whether it has a slot already or not."""
    file = _checked(profile, data_key)
    slot = file.find(LOGIN, login)
    name = slot.name if slot else login
    file.with_slot(_login_slot(name, password)).resealed(data_key).write(profile)
    failed_sign_ins.forgive(profile, name)


def remove_login(profile: Profile, data_key: bytes, login: str) -> None:
    """Take somebody's way in away; raise `AppError` for the last login.

    Copies of the slot file made earlier still open with their password: rekey afterwards.
    """
    file = _checked(profile, data_key)
    slot = _existing(file, login)
    if sum(s.kind == LOGIN for s in file.slots) == 1:
        raise AppError("这是最后一个能登录的账号，不能移除。", todo="请先添加另一个账号。")
    file.without(slot).resealed(data_key).write(profile)


def new_recovery_code(profile: Profile, data_key: bytes) -> str:
    """Replace the recovery key and return the new code to print; the old one opens nothing any more."""
    code = recovery_code.generate()
    _checked(profile, data_key).with_slot(Slot.make(RECOVERY, "", code)).resealed(data_key).write(profile)
    return code


def begin_rekey(profile: Profile, data_key: bytes, fresh: bytes, leaving: Sequence[str] = ()) -> None:
    """Seal the next data key beside the present one; call before the database under it is put in place.

    An interrupted rekeying is found by `keys_with_password`: the database opens with one of the two.

    Args:
        profile: whose slot file.
        data_key: the one in force.
        fresh: the next one.
        leaving: logins that it is not sealed to; their slots go when it takes over.

    Raises:
        AppError: no login would be left.

    """
    file = replace(_checked(profile, data_key), leaving=tuple(leaving))
    slots = file.staying()
    if not any(slot.kind == LOGIN for slot in slots):
        raise AppError("这样就没有人能登录了，没有做任何更改。", todo="请先添加另一个账号。")
    replace(file, pending=seal(fresh, slots), pending_check=_check(fresh)).write(profile)


def drop_pending(profile: Profile) -> None:
    """Forget the next data key: the database was not put in place under it."""
    replace(SlotFile.read(profile), pending=b"", pending_check="", leaving=()).write(profile)


def pending_key(profile: Profile, login: str, password: str) -> bytes | None:
    """Return the fresh data key of an interrupted rekeying, opened by a login; None if there is none."""
    file = SlotFile.read(profile)
    identity = _existing(file, login).unlock(password) if file.pending else None
    return unseal(file.pending, identity) if identity else None


def finish_rekey(profile: Profile, fresh: bytes) -> None:
    """Make the fresh data key the only one, once the database is encrypted with it; who leaves loses the slot."""
    file = SlotFile.read(profile)
    if not hmac.compare_digest(file.pending_check, _check(fresh)):
        raise ValueError("not the pending data key")
    done = SlotFile(file.staying(), sealed=file.pending, check=file.pending_check)
    done.authenticated(fresh).write(profile)


def _opened(file: SlotFile, slot: Slot | None, identity: str) -> DataKeys:
    is_staying = any(slot is one for one in file.staying())
    pending = unseal(file.pending, identity) if file.pending and is_staying else None
    sealed = unseal(file.sealed, identity)
    _require_authentic(file, sealed)
    return DataKeys(sealed, pending)


def _login_slot(login: str, password: str) -> Slot:
    name = login.strip()
    if not fold_login(name):
        raise InvalidInputError({"login": "请填写登录名。"})
    _require_password(password)
    return Slot.make(LOGIN, name, password)


def _require_password(password: str) -> None:
    if not password:
        raise InvalidInputError({"password": "请填写密码。"})


def _existing(file: SlotFile, login: str) -> Slot:
    slot = file.find(LOGIN, login)
    if slot is None:
        raise NotFoundError(f"没有登录名为“{login}”的账号。")
    return slot


def _checked(profile: Profile, data_key: bytes) -> SlotFile:
    """Read the slot file and make sure that the key in hand is the one it seals: sealing another would lock all out."""
    file = SlotFile.read(profile)
    if not hmac.compare_digest(file.check, _check(data_key)):
        raise DamagedDatabaseError(
            "密钥文件与打开的数据库不配套，没有做任何更改。",
            safe="数据库没有改动。",
            todo="请从备份中取回配套的密钥文件。",
        )
    _require_authentic(file, data_key)
    return file


def _require_authentic(file: SlotFile, data_key: bytes) -> None:
    """Refuse a slot file into which somebody without the data key put a way in of their own."""
    if not file.is_authentic(data_key):
        raise DamagedDatabaseError(
            "密钥文件被律顾台以外的程序改动过，为安全起见没有打开数据。",
            safe="数据库没有改动。",
            todo="请从备份中取回密钥文件，并请系统管理员查明原因。",
        )


def is_data_key(profile: Profile, data_key: bytes) -> bool:
    """Return whether this is the data key that the profile's slot file seals."""
    return hmac.compare_digest(SlotFile.read(profile).check, _check(data_key))


def _check(data_key: bytes) -> str:
    return hmac.digest(data_key, b"lvgutai slot file", hashlib.sha256).hex()


def _wrong(what: str, wait: int) -> WrongPasswordError:
    todo = f"请在 {wait} 秒后再试。" if wait else "请核对后再试，注意大小写和输入法。"
    return WrongPasswordError(what, wait_seconds=wait, todo=todo)
