"""`dev.py shortcut`: an entry for the program in the menu and on the desktop of the person who runs it.

It starts the packaged program where there is one, otherwise the checkout. Standard library only.
"""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.door.say import ROOT, DoorError, say

NAME = "律顾台"
COMMENT = "律师顾问工作台"
ICONS = ROOT / "resources" / "brand"


@dataclass(frozen=True)
class Target:
    """What the entry starts.

    Args:
        command: the program and its arguments.
        folder: where it starts.

    """

    command: tuple[str, ...]
    folder: Path


def target(root: Path = ROOT, *, windows: bool = os.name == "nt") -> Target:
    """Return what to start: the packaged program, or the door of the checkout."""
    built = root / "dist" / "lvgutai" / ("lvgutai.exe" if windows else "lvgutai")
    if built.exists():
        return Target((str(built),), built.parent)
    python = Path(sys.executable)
    if windows and (silent := python.with_name("pythonw.exe")).exists():
        python = silent
    return Target((str(python), str(root / "dev.py"), "run"), root)


def quoted(argument: str) -> str:
    """Return an argument of the Exec key in quotes, with every character escaped that is special there."""
    inner = argument
    for special in ("\\", '"', "`", "$"):
        inner = inner.replace(special, "\\" + special)
    return '"' + inner.replace("\\", "\\\\").replace("%", "%%") + '"'


def desktop_entry(wanted: Target, icon: Path) -> str:
    """Return a desktop entry (freedesktop.org Desktop Entry Specification 1.5)."""
    return "\n".join(
        [
            "[Desktop Entry]",
            "Type=Application",
            f"Name={NAME}",
            f"Comment={COMMENT}",
            "Exec=" + " ".join(map(quoted, wanted.command)),
            "Path=" + str(wanted.folder).replace("\\", "\\\\"),
            "Icon=" + str(icon).replace("\\", "\\\\"),
            "Terminal=false",
            "Categories=Office;",
            "StartupWMClass=lvgutai",
            "",
        ]
    )


def linux_places(environment: Mapping[str, str], home: Path) -> list[Path]:
    """Return where entries go: the menu, and the desktop where there is one."""
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    places = [data / "applications" / "lvgutai.desktop"]
    desktop = next((home / name for name in ("桌面", "Desktop") if (home / name).is_dir()), None)
    return [*places, desktop / "lvgutai.desktop"] if desktop else places


def on_linux(environment: Mapping[str, str], home: Path, *, remove: bool) -> list[Path]:
    """Write or remove the desktop entries; return those concerned."""
    places = linux_places(environment, home)
    if remove:
        there = [place for place in places if place.exists()]
        for place in there:
            place.unlink()
        return there
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(desktop_entry(target(), ICONS / "lvgutai.png"), encoding="utf-8")
        place.chmod(0o755)  # a desktop starts only what may be run
    if updater := shutil.which("update-desktop-database"):
        subprocess.run([updater, str(places[0].parent)], check=False, capture_output=True)
    return places


def windows_script(wanted: Target, icon: Path, *, remove: bool) -> str:
    """Return the PowerShell that writes or removes the shortcuts and prints their paths."""

    def text(value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    arguments = subprocess.list2cmdline(wanted.command[1:])
    make = (
        "$s=$shell.CreateShortcut($p);"
        f"$s.TargetPath={text(wanted.command[0])};$s.Arguments={text(arguments)};"
        f"$s.WorkingDirectory={text(str(wanted.folder))};$s.IconLocation={text(str(icon))};"
        f"$s.Description={text(COMMENT)};$s.Save();$p"
    )
    drop = "if(Test-Path -LiteralPath $p){Remove-Item -LiteralPath $p;$p}"
    return (
        "$ErrorActionPreference='Stop';$shell=New-Object -ComObject WScript.Shell;"
        "foreach($f in 'Desktop','Programs'){"
        f"$p=Join-Path $shell.SpecialFolders.Item($f) {text(NAME + '.lnk')};{drop if remove else make}}}"
    )


def on_windows(*, remove: bool) -> list[Path]:
    """Write or remove the shortcuts on the desktop and in the start menu; return those concerned."""
    script = windows_script(target(), ICONS / "lvgutai.ico", remove=remove)
    encoded = base64.b64encode(script.encode("utf-16-le")).decode()
    done = subprocess.run(
        ["powershell", "-NoProfile", "-EncodedCommand", encoded], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise DoorError("快捷方式没有建成：" + done.stderr.strip(), "The shortcut could not be made.")
    return [Path(line) for line in done.stdout.splitlines() if line.strip()]


def on_mac(home: Path, *, remove: bool) -> list[Path]:
    """Write or remove a small application bundle in the person's Applications folder; return those concerned."""
    bundle = home / "Applications" / f"{NAME}.app"
    if remove:
        there = [bundle] if bundle.exists() else []
        shutil.rmtree(bundle, ignore_errors=True)
        return there
    inside = bundle / "Contents" / "MacOS"
    inside.mkdir(parents=True, exist_ok=True)
    wanted = target()
    words = " ".join("'" + part.replace("'", "'\\''") + "'" for part in wanted.command)
    folder = str(wanted.folder).replace("'", "'\\''")
    starter = inside / "lvgutai"
    starter.write_text(f"#!/bin/sh\ncd '{folder}' && exec {words}\n", encoding="utf-8")
    starter.chmod(0o755)
    (bundle / "Contents" / "Info.plist").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>'
        "<key>CFBundleExecutable</key><string>lvgutai</string><key>CFBundleName</key>"
        f"<string>{NAME}</string><key>CFBundleIdentifier</key><string>lvgutai</string>"
        "<key>CFBundlePackageType</key><string>APPL</string></dict></plist>\n",
        encoding="utf-8",
    )
    return [bundle]


def main(arguments: Sequence[str]) -> int:
    """Make the entries, or with --remove take them away; return the exit code."""
    unknown = [given for given in arguments if given != "--remove"]
    if unknown:
        raise DoorError(f"不认识的参数：{' '.join(unknown)}。", "Only --remove is known.", code=2)
    remove = "--remove" in arguments
    try:
        if os.name == "nt":
            places = on_windows(remove=remove)
        elif sys.platform == "darwin":
            places = on_mac(Path.home(), remove=remove)
        else:
            places = on_linux(os.environ, Path.home(), remove=remove)
    except OSError as error:
        raise DoorError(f"快捷方式没有建成：{error}。", "The shortcut could not be written.") from error
    if remove and not places:
        say("没有找到律顾台的快捷方式。", "There was none.")
        return 0
    word, english = ("已删除", "Removed") if remove else ("已创建", "Made")
    for place in places:
        say(f"{word}：{place}", f"{english}.")
    return 0
