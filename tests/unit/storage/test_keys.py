"""Who can open the profile: passwords, recovery code, growing waits."""

import errno
import json
import unicodedata
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest

from app.clock import SteppedClock
from app.errors import AppError, DamagedDatabaseError, InvalidInputError, NotFoundError, WrongPasswordError
from app.paths import Profile
from app.storage import failed_sign_ins, keys, recovery_code
from tests.storage_support import START


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path)


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(START)


def test_password_and_recovery_code_open_the_same_key(profile: Profile, clock: SteppedClock) -> None:
    data_key, code = keys.create_slots(profile, "wangfang", "春眠不觉晓é")
    assert len(data_key) == 32
    assert keys.open_with_password(profile, " WangFang", "春眠不觉晓é", clock=clock) == data_key
    decomposed = unicodedata.normalize("NFD", "春眠不觉晓é")
    assert keys.open_with_password(profile, "wangfang", decomposed, clock=clock) == data_key
    assert keys.open_with_recovery(profile, code.lower().replace("-", " "), clock=clock) == data_key
    assert keys.logins(profile) == ["wangfang"]


def test_the_file_reveals_neither_key_nor_password(profile: Profile) -> None:
    data_key, code = keys.create_slots(profile, "wangfang", "correct horse")
    content = profile.slots.read_bytes()
    for secret in (data_key, data_key.hex().encode(), b"correct horse", code.encode()):
        assert secret not in content


def test_an_existing_slot_file_is_never_overwritten(profile: Profile) -> None:
    keys.create_slots(profile, "wangfang", "one")
    before = profile.slots.read_bytes()
    with pytest.raises(AppError, match="已有密钥文件"):
        keys.create_slots(profile, "other", "two")
    assert profile.slots.read_bytes() == before


def test_a_wrong_recovery_code_costs_nothing_if_mistyped_and_a_try_if_foreign(
    profile: Profile, clock: SteppedClock
) -> None:
    keys.create_slots(profile, "wangfang", "one")
    with pytest.raises(InvalidInputError, match="核对"):
        keys.open_with_recovery(profile, "AAAA-BBBB", clock=clock)
    assert keys.take_failed_sign_ins(profile) == []
    foreign = recovery_code.generate()
    with pytest.raises(WrongPasswordError, match="不符"):
        keys.open_with_recovery(profile, foreign, clock=clock)
    assert [f.login for f in keys.take_failed_sign_ins(profile)] == ["恢复密钥"]


def test_logins_are_added_changed_reset_and_removed(profile: Profile, clock: SteppedClock) -> None:
    data_key, _code = keys.create_slots(profile, "wangfang", "one")
    keys.add_login(profile, data_key, "lijing", "two")
    with pytest.raises(InvalidInputError, match="已有人使用"):
        keys.add_login(profile, data_key, "LiJing ", "three")
    assert keys.open_with_password(profile, "lijing", "two", clock=clock) == data_key

    keys.change_password(profile, "lijing", "two", "three", clock=clock)
    with pytest.raises(WrongPasswordError):
        keys.open_with_password(profile, "lijing", "two", clock=clock)
    assert keys.open_with_password(profile, "lijing", "three", clock=clock) == data_key

    keys.reset_password(profile, data_key, "lijing", "four")
    assert keys.open_with_password(profile, "lijing", "four", clock=clock) == data_key

    keys.remove_login(profile, data_key, "wangfang")
    assert keys.logins(profile) == ["lijing"]
    with pytest.raises(WrongPasswordError):
        keys.open_with_password(profile, "wangfang", "one", clock=clock)
    with pytest.raises(AppError, match="最后一个"):
        keys.remove_login(profile, data_key, "lijing")
    with pytest.raises(NotFoundError):
        keys.remove_login(profile, data_key, "nobody")


def test_a_foreign_data_key_is_never_sealed(profile: Profile) -> None:
    keys.create_slots(profile, "wangfang", "one")
    with pytest.raises(DamagedDatabaseError, match="不配套"):
        keys.add_login(profile, bytes(32), "lijing", "two")
    assert keys.logins(profile) == ["wangfang"]


def test_a_new_recovery_code_replaces_the_old_one(profile: Profile, clock: SteppedClock) -> None:
    data_key, old = keys.create_slots(profile, "wangfang", "one")
    new = keys.new_recovery_code(profile, data_key)
    assert keys.open_with_recovery(profile, new, clock=clock) == data_key
    with pytest.raises(WrongPasswordError):
        keys.open_with_recovery(profile, old, clock=clock)


def test_rekeying_keeps_both_keys_until_it_is_finished(profile: Profile, clock: SteppedClock) -> None:
    old, code = keys.create_slots(profile, "wangfang", "one")
    fresh = keys.new_data_key()
    keys.begin_rekey(profile, old, fresh)
    assert keys.open_with_password(profile, "wangfang", "one", clock=clock) == old
    assert keys.pending_key(profile, "wangfang", "one") == fresh
    keys.finish_rekey(profile, fresh)
    assert keys.open_with_password(profile, "wangfang", "one", clock=clock) == fresh
    assert keys.open_with_recovery(profile, code, clock=clock) == fresh
    assert keys.pending_key(profile, "wangfang", "one") is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1, "slots": [], "sealed": "%"}'])
def test_a_damaged_or_missing_slot_file_is_named(profile: Profile, content: bytes) -> None:
    profile.slots.write_bytes(content)
    with pytest.raises(DamagedDatabaseError, match="密钥文件"):
        keys.logins(profile)
    profile.slots.unlink()
    with pytest.raises(DamagedDatabaseError, match="密钥文件"):
        keys.open_with_password(profile, "wangfang", "one")


def test_a_changed_byte_in_a_slot_never_gives_a_key(profile: Profile, clock: SteppedClock) -> None:
    keys.create_slots(profile, "wangfang", "one")
    text = profile.slots.read_text(encoding="utf-8").replace('"name": "wangfang"', '"name": "zhangsan"')
    profile.slots.write_text(text, encoding="utf-8")
    with pytest.raises(WrongPasswordError):
        keys.open_with_password(profile, "zhangsan", "one", clock=clock)


def test_after_three_mistakes_each_try_waits_longer_up_to_five_minutes(profile: Profile, clock: SteppedClock) -> None:
    waits = [failed_sign_ins.note(profile, "wangfang", clock) for _ in range(12)]
    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]
    assert failed_sign_ins.wait_seconds(profile, "lijing", clock) == 0
    assert failed_sign_ins.wait_seconds(Profile(profile.root), "wangfang", clock) == 300  # a restart forgets nothing
    clock.advance(seconds=299.5)
    assert failed_sign_ins.wait_seconds(profile, "wangfang", clock) == 1
    clock.advance(seconds=0.5)
    assert failed_sign_ins.wait_seconds(profile, "wangfang", clock) == 0


def test_while_waiting_even_the_right_password_is_not_looked_at(profile: Profile, clock: SteppedClock) -> None:
    data_key, _code = keys.create_slots(profile, "wangfang", "one")
    for _ in range(3):
        failed_sign_ins.note(profile, "wangfang", clock)
    with pytest.raises(WrongPasswordError, match="等待 5 秒") as caught:
        keys.open_with_password(profile, "WANGFANG", "one", clock=clock)
    assert caught.value.wait_seconds == 5
    clock.advance(seconds=5)
    assert keys.open_with_password(profile, "wangfang", "one", clock=clock) == data_key
    assert failed_sign_ins.note(profile, "wangfang", clock) == 0  # counts from one again


def test_a_clock_put_back_does_not_lock_for_longer(profile: Profile, clock: SteppedClock) -> None:
    for _ in range(4):
        failed_sign_ins.note(profile, "wangfang", clock)
    clock.set(START - timedelta(days=400))
    assert failed_sign_ins.wait_seconds(profile, "wangfang", clock) == 10
    clock.advance(seconds=10)
    assert failed_sign_ins.wait_seconds(profile, "wangfang", clock) == 0


@pytest.mark.parametrize("moved", [timedelta(days=365), timedelta(seconds=11), -timedelta(days=365)])
def test_a_clock_that_is_moved_shortens_no_wait(profile: Profile, clock: SteppedClock, moved: timedelta) -> None:
    for _ in range(4):
        failed_sign_ins.note(profile, "wangfang", clock)
    clock.set(clock.now() + moved)
    assert failed_sign_ins.wait_seconds(profile, "wangfang", clock) == 10


def test_a_restart_of_the_pc_shortens_no_wait(profile: Profile, clock: SteppedClock) -> None:
    clock.advance(hours=5)
    for _ in range(4):
        failed_sign_ins.note(profile, "wangfang", clock)
    restarted = SteppedClock(clock.now())
    restarted.advance(seconds=3)
    assert failed_sign_ins.wait_seconds(profile, "wangfang", restarted) == 7


def test_removing_the_file_helps_nobody_while_the_program_runs(profile: Profile, clock: SteppedClock) -> None:
    for _ in range(4):
        failed_sign_ins.note(profile, "wangfang", clock)
    profile.failed_sign_ins.unlink()
    assert failed_sign_ins.wait_seconds(profile, "wangfang", clock) == 10
    failed_sign_ins.note(profile, "wangfang", clock)
    assert failed_sign_ins.wait_seconds(profile, "wangfang", clock) == 20


def test_failed_sign_ins_are_handed_over_once_and_unknown_logins_are_not_kept(
    profile: Profile, clock: SteppedClock
) -> None:
    keys.create_slots(profile, "wangfang", "one")
    with pytest.raises(WrongPasswordError):
        keys.open_with_password(profile, "my secret password", "x", clock=clock)
    with pytest.raises(WrongPasswordError):
        keys.open_with_password(profile, "wangfang", "x", clock=clock)
    assert "secret" not in profile.failed_sign_ins.read_text(encoding="utf-8")
    keys.open_with_password(profile, "wangfang", "one", clock=clock)
    assert [(f.login, f.at) for f in keys.take_failed_sign_ins(profile)] == [("", START), ("wangfang", START)]
    assert keys.take_failed_sign_ins(profile) == []


def test_an_unreadable_line_does_not_stop_anybody(profile: Profile, clock: SteppedClock) -> None:
    failed_sign_ins.note(profile, "wangfang", clock)
    with profile.failed_sign_ins.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    assert [f.login for f in failed_sign_ins.take_failed_sign_ins(profile)] == ["wangfang"]


def test_where_a_wrong_password_cannot_be_noted_nobody_is_let_try_on(
    profile: Profile, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.create_slots(profile, "wangfang", "one")

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(failed_sign_ins, "write_atomically", full)
    with pytest.raises(AppError, match="写不进去") as caught:
        keys.open_with_password(profile, "wangfang", "two", clock=clock)
    assert "磁盘空间" in caught.value.text
    assert keys.open_with_password(profile, "wangfang", "one", clock=clock)


def _with_a_way_in_of_their_own(profile: Profile) -> None:
    """Swap the public half of a login's slot, as somebody can who may write the file but knows no password."""
    content = json.loads(profile.slots.read_bytes())
    slot = next(item for item in content["slots"] if item["name"] == "lijing")
    slot["public"] = str(pyrage.x25519.Identity.generate().to_public())
    profile.slots.write_text(json.dumps(content), encoding="utf-8")


def test_a_way_in_slipped_into_the_file_is_noticed_before_anything_is_sealed_to_it(
    profile: Profile, clock: SteppedClock
) -> None:
    data_key, code = keys.create_slots(profile, "wangfang", "one")
    keys.add_login(profile, data_key, "lijing", "two")
    _with_a_way_in_of_their_own(profile)
    before = profile.slots.read_bytes()
    with pytest.raises(DamagedDatabaseError, match="改动过"):
        keys.open_with_password(profile, "wangfang", "one", clock=clock)
    with pytest.raises(DamagedDatabaseError, match="改动过"):
        keys.open_with_recovery(profile, code, clock=clock)
    with pytest.raises(DamagedDatabaseError, match="改动过"):
        keys.add_login(profile, data_key, "zhangsan", "three")
    assert profile.slots.read_bytes() == before


def test_every_change_of_the_ways_in_keeps_the_file_authentic(profile: Profile, clock: SteppedClock) -> None:
    data_key, _code = keys.create_slots(profile, "wangfang", "one")
    keys.add_login(profile, data_key, "lijing", "two")
    keys.change_password(profile, "wangfang", "one", "uno", clock=clock)
    keys.reset_password(profile, data_key, "lijing", "due")
    keys.new_recovery_code(profile, data_key)
    fresh = keys.new_data_key()
    keys.begin_rekey(profile, data_key, fresh, ("lijing",))
    assert keys.open_with_password(profile, "wangfang", "uno", clock=clock) == data_key
    keys.finish_rekey(profile, fresh)
    assert keys.open_with_password(profile, "wangfang", "uno", clock=clock) == fresh
    assert json.loads(profile.slots.read_bytes())["mac"]


def test_a_file_of_the_first_version_opens_and_is_authentic_from_the_next_change_on(
    profile: Profile, clock: SteppedClock
) -> None:
    data_key, _code = keys.create_slots(profile, "wangfang", "one")
    content = json.loads(profile.slots.read_bytes())
    del content["mac"]
    profile.slots.write_text(json.dumps(content), encoding="utf-8")
    assert keys.open_with_password(profile, "wangfang", "one", clock=clock) == data_key
    keys.add_login(profile, data_key, "lijing", "two")
    assert json.loads(profile.slots.read_bytes())["mac"]
