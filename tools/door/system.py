"""What the operating system has to bring: Qt's shared libraries, python3-venv, a display."""

import ctypes
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.door.say import DoorError, say

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
"""Shared library -> Debian's package: needed even without a display."""

XCB_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""The same, needed for a real X window."""

X_CONNECT_SECONDS = 2.0


def on_linux() -> bool:
    """Return whether this is Linux."""
    return sys.platform.startswith("linux")


def loadable(library: str) -> bool:
    """Return whether the dynamic loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """Return Debian's packages of those libraries that this system lacks (none off Linux)."""
    if not on_linux():
        return []
    return [package for library, package in libraries.items() if not loadable(library)]


def missing_venv_package() -> list[str]:
    """Return the package that brings venv and ensurepip where Debian has split them off."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def missing_packaging_packages() -> list[str]:
    """Return Debian's packages that building the program needs and this system lacks: objdump, Python as a library."""
    if not on_linux():
        return []
    found = [] if shutil.which("objdump") else ["binutils"]
    library = str(sysconfig.get_config_var("INSTSONAME") or "")
    if sysconfig.get_config_var("Py_ENABLE_SHARED") and ".so" in library and not loadable(library):
        found.append(f"libpython{sys.version_info.major}.{sys.version_info.minor}")
    return found


def root_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root without a question; None when that cannot be."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def install_command(packages: Sequence[str]) -> str:
    """Return the one line a person can paste to install packages on Debian or Ubuntu."""
    names = " ".join(packages)
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"


def install(packages: Sequence[str]) -> None:
    """Install Debian's packages.

    Raises:
        DoorError: when this system is of another family, or may not or cannot install them.

    """
    if not packages:
        return
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise DoorError(
            f"系统缺少运行所需的组件（Debian 中的包名：{names}）。请用本系统的软件包管理器安装后再运行。",
            f"The system lacks libraries (Debian's names: {names}). Install them with its package manager, then retry.",
        )
    prefix = root_prefix()
    if prefix is None:
        raise DoorError(
            f"系统缺少运行所需的组件。请先运行下面这一条命令，再重新运行：\n\n    {install_command(packages)}\n",
            "The system lacks some packages, and this account may not install them: run the one command above first.",
        )
    say(f"正在安装系统组件：{names} ……", "Installing system packages with apt-get.")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = [*prefix, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    # A package list that cannot be refreshed completely is often still good enough: the install decides.
    subprocess.run([*apt, "update"], env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    wanted = [*apt, "install", "-y", "--no-install-recommends", *packages]
    done = subprocess.run(wanted, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise DoorError(
            f"系统组件没有装上。请查看上面的提示，或自行运行：\n\n    {install_command(packages)}\n",
            "apt-get could not install them: see its words above, or run the command yourself.",
        )


def needed_packages(*, window: bool) -> list[str]:
    """Return Debian's packages this system lacks for Qt.

    Args:
        window: whether a real X window is to be opened.

    """
    libraries = {**QT_LIBRARIES, **XCB_LIBRARIES} if window else QT_LIBRARIES
    return missing_packages(libraries)


def display(environment: Mapping[str, str]) -> str:
    """Return how a window would be shown: "native", "wayland", "x", or "" for not at all."""
    if not on_linux():
        return "native"
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in {"offscreen", "minimal"}:
        return ""
    wayland = environment.get("WAYLAND_DISPLAY", "")
    if wayland and Path(environment.get("XDG_RUNTIME_DIR", "/"), wayland).exists():
        return "wayland"
    return "x" if x_answers(environment.get("DISPLAY", "")) else ""


def x_answers(name: str) -> bool:
    """Return whether an X server answers under a DISPLAY name such as ":0" or "localhost:10.0"."""
    found = re.fullmatch(r"(?P<host>[^:]*):(?P<number>\d+)(\.\d+)?", name)
    if found is None:
        return False
    host, number = found["host"], int(found["number"])
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - the fixed place of X servers
        return any(_connects(socket.AF_UNIX, address) for address in (path, "\0" + path))
    return _connects(socket.AF_INET, (host, 6000 + number))


def _connects(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(X_CONNECT_SECONDS)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
