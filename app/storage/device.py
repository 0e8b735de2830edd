"""The device id: made at set-up, and anew when the profile finds itself on another PC or in another folder."""

import hashlib
import importlib
import json
import os
import platform
import subprocess
import sys
import uuid
from pathlib import Path

from app.models.base import new_uid
from app.paths import Profile
from app.storage.files import write_atomically
from app.terms import Uid


def device_id(profile: Profile) -> Uid:
    """Return the id under which this profile on this PC writes its journal; make one where there is none."""
    try:
        known = json.loads(profile.device.read_text(encoding="utf-8"))
        if known["fingerprint"] == fingerprint(profile, bytes.fromhex(known["salt"])):
            return Uid(bytes.fromhex(known["device_id"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # missing or unreadable: a fresh id is always safe, a shared one never
    return renew_device_id(profile)


def renew_device_id(profile: Profile, home: Profile | None = None) -> Uid:
    """Give this profile a fresh device id (set-up, another PC, after a restore) and return it.

    Args:
        profile: where the id is written.
        home: where the profile will lie, if it is still being made elsewhere.

    """
    fresh, salt = new_uid(), os.urandom(16)
    content = {"device_id": fresh.hex(), "salt": salt.hex(), "fingerprint": fingerprint(home or profile, salt)}
    write_atomically(profile.device, json.dumps(content, indent=1).encode())
    return fresh


def fingerprint(profile: Profile, salt: bytes) -> str:
    """Return a salted hash of what tells this PC and this folder from a copy elsewhere."""
    parts = (_machine_id(), str(profile.root.resolve()))
    return hashlib.sha256(salt + "\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def device_name() -> str:
    """Return the PC's name as its users know it."""
    return platform.node()[:100] or "PC"


def _machine_id() -> str:
    find = {"win32": _windows_id, "darwin": _mac_id}.get(sys.platform, _linux_id)
    return find() or f"{platform.node()}/{uuid.getnode():x}"


def _linux_id() -> str:
    for name in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            if found := Path(name).read_text(encoding="ascii").strip():
                return found
        except (OSError, ValueError):
            continue
    return ""


def _windows_id() -> str:
    try:
        winreg = importlib.import_module("winreg")  # exists only there
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except (ImportError, OSError):
        return ""


def _mac_id() -> str:
    try:
        answer = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"],
            capture_output=True, text=True, timeout=5, check=False,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    lines = (line for line in answer.splitlines() if "IOPlatformUUID" in line)
    return next(lines, "").rpartition("=")[2].strip(' "')
