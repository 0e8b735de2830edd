"""The door: its words for people, what it asks of the system, how it sets up, what each command calls."""

import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tools.door import commands, environment, main, system
from tools.door.say import ROOT, DoorError

Calls = list[list[str]]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Collect the programs a command would run, on a machine that has everything."""
    calls: Calls = []

    def call(command: Sequence[str | Path], extra: object = None) -> int:
        del extra
        calls.append([str(part) for part in command])
        return 0

    monkeypatch.setattr(commands, "_call", call)
    monkeypatch.setattr(environment, "ensure", lambda lock: Path(f"<python of {lock}>"))
    monkeypatch.setattr(system, "install", lambda _: None)
    return calls


def test_no_command_lists_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([]) == 2
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in main.COMMANDS)


def test_an_unknown_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["tset"]) == 2
    assert "没有“tset”这个命令" in capsys.readouterr().err


def test_an_older_python_is_told_what_is_missing() -> None:
    """The guard stands before any import that an old Python could not read."""
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); sys.version = '3.9.2 (old)'; "
        "sys.modules['tools'] = None; runpy.run_path('dev.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, check=False)
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1
    assert "需要 Python 3.11" in said
    assert "needs Python 3.11 or newer, this is 3.9.2" in said


def test_the_door_needs_only_the_standard_library() -> None:
    """It starts with site-packages shut out, as on a machine where nothing is installed."""
    direct = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tools.door.main import main; sys.exit(main(['help']))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", direct], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_run_opens_the_program_where_there_is_a_display(called: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "display", lambda _: "wayland")
    assert main.main(["run"]) == 0
    assert called == [["<python of requirements.lock>", "-m", "app"]]


def test_run_without_a_display_takes_the_tour_and_says_where(
    called: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "display", lambda _: "")
    assert main.main(["run"]) == 0
    assert [call[1:] for call in called] == [["-m", "app", "tour", "--out", str(Path("out/tour")), "--offscreen"]]
    said = capsys.readouterr().out
    assert "没有可用的显示器" in said
    assert str(ROOT / "out" / "tour") in said


def test_a_failed_tour_is_a_failed_run(
    called: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "display", lambda _: "")
    monkeypatch.setattr(commands, "_call", lambda _: 7)
    assert main.main(["run"]) == 7
    assert "没有成功" in capsys.readouterr().err


def test_the_default_tests_leave_out_the_slow_ones(called: Calls) -> None:
    main.main(["test"])
    assert called[0][1:5] == ["-m", "pytest", "-m", "not slow and not libreoffice"]
    assert "-n" in called[0]


def test_chosen_tests_run_in_one_process_and_go_to_pytest_as_they_are(called: Calls) -> None:
    main.main(["test", "tests/unit/test_dev.py", "-x"])
    assert called[0][-2:] == ["tests/unit/test_dev.py", "-x"]
    assert "-n" not in called[0]


def test_full_leaves_nothing_out(called: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_libreoffice", lambda: True)
    main.main(["test", "--full"])
    assert called[0].count("-m") == 1  # only `-m pytest`, no choice of marks
    assert "--full" not in called[0]


def test_full_says_what_it_could_not_run(
    called: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "_libreoffice", lambda: False)
    main.main(["test", "--full"])
    assert called[0][3:5] == ["-m", "not libreoffice"]
    assert "没有运行" in capsys.readouterr().out


def test_full_fails_where_libreoffice_should_install_but_does_not(
    called: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(packages: Sequence[str]) -> None:
        if packages:
            raise DoorError("没有装上", "not installed")

    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(system, "on_linux", lambda: True)
    monkeypatch.setattr(system, "root_prefix", list)
    monkeypatch.setattr(system, "install", refuse)
    monkeypatch.setattr(system, "needed_packages", lambda **_: [])
    assert main.main(["test", "--full"]) == 1
    assert called == []


def test_check_runs_every_step_even_after_a_failure(
    called: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = []

    def call(command: Sequence[str | Path]) -> int:
        steps.append(str(command[-1]))
        return int("mypy" in command)

    monkeypatch.setattr(commands, "_call", call)
    assert main.main(["check"]) == 1
    assert len(steps) == 6
    assert "检查未通过：mypy。" in capsys.readouterr().err


@pytest.mark.parametrize("shell_code", [0, 3, 137])
def test_exit_codes_pass_through(shell_code: int) -> None:
    how = "os.kill(os.getpid(), 9)" if shell_code == 137 else f"sys.exit({shell_code})"
    assert commands._call([sys.executable, "-c", f"import os, sys; {how}"]) == shell_code


class TestSystem:
    def test_a_library_that_is_not_there_names_its_package(self) -> None:
        assert system.missing_packages({"libnosuchthing.so.9": "libnosuchthing9"}) == ["libnosuchthing9"]

    def test_packaging_asks_for_the_library_of_a_python_that_is_shared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        known = {"Py_ENABLE_SHARED": 1, "INSTSONAME": "libpython3.11.so.1.0"}
        monkeypatch.setattr(sysconfig, "get_config_var", known.get)
        monkeypatch.setattr(system, "on_linux", lambda: True)
        monkeypatch.setattr(system, "loadable", lambda _: False)
        monkeypatch.setattr(shutil, "which", lambda _: None)
        wanted = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
        assert system.missing_packaging_packages() == ["binutils", wanted]
        monkeypatch.setattr(system, "loadable", lambda _: True)
        monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/objdump")
        assert system.missing_packaging_packages() == []

    def test_the_machine_that_runs_these_tests_has_what_qt_needs(self) -> None:
        assert system.needed_packages(window=False) == []

    def test_who_may_not_install_gets_the_one_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(system, "root_prefix", lambda: None)
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
        with pytest.raises(DoorError, match="may not install") as found:
            system.install(["libgl1", "libegl1"])
        assert (
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends libgl1 libegl1"
            in found.value.chinese
        )

    def test_another_family_of_systems_gets_the_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shutil, "which", lambda _: None)
        with pytest.raises(DoorError, match="libgl1"):
            system.install(["libgl1"])

    @pytest.mark.parametrize(
        ("platform", "environment_", "expected"),
        [
            ("win32", {}, "native"),
            ("darwin", {}, "native"),
            ("linux", {}, ""),
            ("linux", {"DISPLAY": ":4711"}, ""),
            ("linux", {"DISPLAY": "nonsense"}, ""),
            ("linux", {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nowhere"}, ""),
        ],
    )
    def test_a_display_is_one_that_answers(
        self, monkeypatch: pytest.MonkeyPatch, platform: str, environment_: dict[str, str], expected: str
    ) -> None:
        monkeypatch.setattr(sys, "platform", platform)
        assert system.display(environment_) == expected

    def test_an_answering_x_server_is_a_display_unless_offscreen_is_asked_for(self) -> None:
        with socket.create_server(("127.0.0.1", 6000 + 4242)):
            assert system.display({"DISPLAY": "127.0.0.1:4242.0"}) == "x"
            assert system.display({"DISPLAY": "127.0.0.1:4242", "QT_QPA_PLATFORM": "offscreen"}) == ""

    def test_a_wayland_socket_is_a_display(self, tmp_path: Path) -> None:
        (tmp_path / "wayland-0").touch()
        assert system.display({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}) == "wayland"


class TestEnvironment:
    """In a small checkout whose lock files are empty, so that nothing is fetched."""

    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        root = tmp_path / "律顾台 克隆"
        root.mkdir()
        (root / environment.RUNTIME).write_text("# nothing\n", encoding="utf-8")
        (root / environment.DEVELOPMENT).write_text("# nothing at all\n", encoding="utf-8")
        return root

    @pytest.fixture
    def made(self, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
        """Count how often an environment is made."""
        making: list[Path] = []
        make: Callable[[Path], None] = environment._make

        def counted(root: Path) -> None:
            making.append(root)
            make(root)

        monkeypatch.setattr(environment, "_make", counted)
        return making

    def test_from_nothing_to_ready_and_then_at_once(
        self, checkout: Path, made: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        python = environment.ensure(environment.RUNTIME, checkout)
        assert subprocess.run([python, "-c", "import pip"], check=False).returncode == 0
        monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a second run starts nothing"))
        assert environment.ensure(environment.RUNTIME, checkout) == python
        assert len(made) == 1

    @pytest.mark.slow
    def test_an_interrupted_set_up_is_made_anew(self, checkout: Path, made: list[Path]) -> None:
        environment.ensure(environment.RUNTIME, checkout)
        (checkout / ".venv" / "installed.json").unlink()
        (checkout / ".venv" / "unfinished").touch()
        environment.ensure(environment.RUNTIME, checkout)
        assert len(made) == 2
        assert environment.ready(checkout, environment.RUNTIME)

    @pytest.mark.slow
    def test_a_changed_lock_is_filled_in_without_starting_over(self, checkout: Path, made: list[Path]) -> None:
        environment.ensure(environment.DEVELOPMENT, checkout)
        assert environment.ready(checkout, environment.RUNTIME)
        (checkout / environment.DEVELOPMENT).write_text("# changed\n", encoding="utf-8")
        assert not environment.ready(checkout, environment.DEVELOPMENT)
        environment.ensure(environment.DEVELOPMENT, checkout)
        assert len(made) == 1

    @pytest.mark.slow
    def test_a_package_without_a_hash_is_refused_in_plain_words(self, checkout: Path) -> None:
        (checkout / environment.RUNTIME).write_text("six==1.17.0\n", encoding="utf-8")
        with pytest.raises(DoorError, match="could not all be installed") as found:
            environment.ensure(environment.RUNTIME, checkout)
        assert "重新运行" in found.value.chinese
        assert not environment.ready(checkout, environment.RUNTIME)

    @pytest.mark.slow
    def test_an_environment_of_another_python_is_made_anew(self, checkout: Path, made: list[Path]) -> None:
        environment.ensure(environment.RUNTIME, checkout)
        stamp = checkout / ".venv" / "installed.json"
        text = stamp.read_text("utf-8")
        stamp.write_text(re.sub(r'"python": "3\.\d+', '"python": "3.10', text), encoding="utf-8")
        environment.ensure(environment.RUNTIME, checkout)
        assert len(made) == 2
