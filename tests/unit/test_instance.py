"""One window per profile, whatever happened to the process that had it before."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from app import instance
from app.errors import ProfileInUseError
from app.paths import Profile, program_root

HOLD = (
    "import sys; from pathlib import Path; from app import instance; from app.paths import Profile; "
    "held = instance.acquire(Profile(Path(sys.argv[1])), lambda: print('raised', flush=True)); "
    "print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def other(profile: Profile) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the profile."""
    command = [sys.executable, "-c", HOLD, str(profile.root)]
    with subprocess.Popen(
        command, cwd=program_root(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_start_brings_the_first_window_to_the_front(other: "subprocess.Popen[str]", profile: Profile) -> None:
    with pytest.raises(ProfileInUseError, match="已经在运行") as found:
        instance.acquire(profile, lambda: None)
    assert "带到前面" in found.value.text
    assert other.stdout is not None
    assert other.stdout.readline() == "raised\n"


def test_a_killed_process_leaves_the_profile_free(other: "subprocess.Popen[str]", profile: Profile) -> None:
    other.kill()
    other.wait()
    assert profile.lock.read_bytes()  # its words are still there
    instance.acquire(profile, lambda: None).release()


def test_release_lets_the_next_one_in(profile: Profile) -> None:
    first = instance.acquire(profile, lambda: None)
    first.release()
    first.release()
    second = instance.acquire(profile, lambda: None)
    second.release()


def test_two_profiles_do_not_disturb_each_other(profile: Profile) -> None:
    first = instance.acquire(profile, lambda: None)
    second = instance.acquire(Profile(profile.root.parent / "another"), lambda: None)
    first.release()
    second.release()


def test_who_does_not_know_the_word_raises_nothing(profile: Profile) -> None:
    raised = threading.Event()
    held = instance.acquire(profile, raised.set)
    port = json.loads(profile.lock.read_text("utf-8"))["port"]
    with socket.create_connection((instance.HOST, port), timeout=5) as line:
        line.sendall(b"0" * 2 * instance.WORD_BYTES)
        assert line.recv(10) == b""
    assert not raised.is_set()
    assert instance.ask_to_raise(profile)
    assert raised.is_set()
    held.release()


@pytest.mark.parametrize("words", ["", "{}", "[]", "not json", '{"port": 1, "word": "x"}', '{"port": "x", "word": 1}'])
def test_unreadable_words_only_mean_that_nobody_answers(profile: Profile, words: str) -> None:
    profile.root.mkdir()
    profile.lock.write_text(words, encoding="utf-8")
    assert not instance.ask_to_raise(profile)
    instance.acquire(profile, lambda: None).release()


def test_the_word_is_for_its_owner_only(profile: Profile) -> None:
    held = instance.acquire(profile, lambda: None)
    others_may = profile.lock.stat().st_mode & 0o077
    assert os.name == "nt" or others_may == 0  # Windows keeps a user's files from others by their folder
    held.release()
