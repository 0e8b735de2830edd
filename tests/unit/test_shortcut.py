"""The entry in the menu and on the desktop: whatever folder the program lies in, it starts that and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import shortcut
from tools.door.say import DoorError
from tools.shortcut import Target

FOLDERS = [
    "/opt/律顾台",
    "/srv/liu xin/程序",
    '/odd/a"b',
    "/odd/back\\slash",
    "/odd/$HOME/`id`",
    "/odd/100%u",
    "/odd/it's",
]


def _exec(entry: str) -> list[str]:
    """Read the Exec key as a desktop does: string escapes, quoting (as a shell's double quotes), field codes."""
    line = next(line for line in entry.splitlines() if line.startswith("Exec="))
    unescaped = line.removeprefix("Exec=").replace("\\\\", "\\")
    told = subprocess.run(["sh", "-c", f"printf '%s|' {unescaped}"], capture_output=True, text=True, check=True)
    return [part.replace("%%", "%") for part in told.stdout.split("|")[:-1]]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_desktop_entry_starts_exactly_the_program(folder: str) -> None:
    wanted = Target((f"{folder}/python", f"{folder}/dev.py", "run"), Path(folder))
    entry = shortcut.desktop_entry(wanted, Path("/icons/a.png"))
    assert _exec(entry) == list(wanted.command)
    assert entry.startswith("[Desktop Entry]\n")
    assert "Name=律顾台" in entry


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_starter_of_a_mac_starts_exactly_the_program(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / folder.lstrip("/").replace("/", "_")
    place.mkdir()
    program = place / "program"
    program.write_text('#!/bin/sh\nprintf "%s|" "$PWD" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(shortcut, "target", lambda: Target((str(program), "a b", "$x"), place))
    (bundle,) = shortcut.on_mac(tmp_path, remove=False)
    done = subprocess.run([bundle / "Contents" / "MacOS" / "lvgutai"], capture_output=True, text=True, check=True)
    assert done.stdout == f"{place}|a b|$x|"
    assert shortcut.on_mac(tmp_path, remove=True) == [bundle]
    assert not bundle.exists()


def test_windows_paths_with_quotes_stay_one_text() -> None:
    wanted = Target(("C:\\o'brien\\lvgutai.exe", "run me"), Path("C:\\o'brien"))
    script = shortcut.windows_script(wanted, Path("C:\\i.ico"), remove=False)
    assert "$s.TargetPath='C:\\o''brien\\lvgutai.exe'" in script
    assert "$s.Arguments='\"run me\"'" in script
    assert "Remove-Item" in shortcut.windows_script(wanted, Path("C:\\i.ico"), remove=True)


def test_entries_come_and_go(tmp_path: Path) -> None:
    (tmp_path / "桌面").mkdir()
    made = shortcut.on_linux({}, tmp_path, remove=False)
    assert made == [tmp_path / ".local/share/applications/lvgutai.desktop", tmp_path / "桌面/lvgutai.desktop"]
    assert all(place.stat().st_mode & 0o111 for place in made)
    icon = next(line for line in made[0].read_text("utf-8").splitlines() if line.startswith("Icon="))
    assert Path(icon.removeprefix("Icon=")).exists()
    assert shortcut.on_linux({}, tmp_path, remove=True) == made
    assert shortcut.on_linux({}, tmp_path, remove=True) == []


def test_a_data_folder_of_the_person_s_own_is_used(tmp_path: Path) -> None:
    (made,) = shortcut.on_linux({"XDG_DATA_HOME": str(tmp_path / "data")}, tmp_path, remove=False)
    assert made == tmp_path / "data/applications/lvgutai.desktop"


def test_the_packaged_program_is_preferred(tmp_path: Path) -> None:
    assert shortcut.target(tmp_path, windows=False) == Target(
        (sys.executable, str(tmp_path / "dev.py"), "run"), tmp_path
    )
    built = tmp_path / "dist" / "lvgutai" / "lvgutai"
    built.parent.mkdir(parents=True)
    built.touch()
    assert shortcut.target(tmp_path, windows=False) == Target((str(built),), built.parent)


def test_what_it_does_not_know_is_refused() -> None:
    with pytest.raises(DoorError):
        shortcut.main(["--everywhere"])
