"""The slot file: the data key, sealed to every login and to the recovery key.

Each slot is an X25519 pair whose private half is encrypted under Argon2id of a password; the public half lies open,
so that sealing a new data key needs nobody's password. The file holds nothing readable but login names.
"""

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import dataclass, replace
from typing import Self

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.errors import AppError, DamagedDatabaseError
from app.paths import Profile
from app.storage.files import write_atomically

FORMAT = 1
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
"""Argon2id parameters, fixed for every profile and never weakened."""

LOGIN, RECOVERY = "login", "recovery"


@dataclass(frozen=True)
class Slot:
    """One way into the profile.

    Args:
        kind: "login" or "recovery".
        name: the login; empty for the recovery key.
        public: age recipient.
        salt: of Argon2id.
        nonce: of ChaCha20-Poly1305.
        private: the encrypted age identity.

    """

    kind: str
    name: str
    public: str
    salt: bytes
    nonce: bytes
    private: bytes

    @classmethod
    def make(cls, kind: str, name: str, password: str) -> Self:
        """Make a fresh pair and lock its private half with the password."""
        identity = pyrage.x25519.Identity.generate()
        return cls._lock(kind, name, str(identity.to_public()), str(identity), password)

    @classmethod
    def _lock(cls, kind: str, name: str, public: str, identity: str, password: str) -> Self:
        salt, nonce = os.urandom(16), os.urandom(12)
        cipher = ChaCha20Poly1305(stretch(password, salt))
        private = cipher.encrypt(nonce, identity.encode(), _bound_to(kind, name, public))
        return cls(kind, name, public, salt, nonce, private)

    def unlock(self, password: str) -> str | None:
        """Return the age identity, or None for a wrong password."""
        cipher = ChaCha20Poly1305(stretch(password, self.salt))
        try:
            return cipher.decrypt(self.nonce, self.private, _bound_to(self.kind, self.name, self.public)).decode()
        except InvalidTag:
            return None

    def relocked(self, identity: str, password: str) -> Self:
        """Return the same pair, locked with another password."""
        return self._lock(self.kind, self.name, self.public, identity, password)


def stretch(password: str, salt: bytes) -> bytes:
    """Return 32 bytes from a password by Argon2id; the password is NFC-normalised."""
    text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return Argon2id(salt=salt, length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB).derive(text)


def _bound_to(kind: str, name: str, public: str) -> bytes:
    return json.dumps([FORMAT, kind, name, public], ensure_ascii=False).encode()


@dataclass(frozen=True)
class SlotFile:
    """What the slot file says.

    Args:
        slots: the ways in.
        sealed: the data key, sealed to all slots.
        check: a keyed digest by which a data key in hand is known to be the sealed one.
        pending: a new data key, sealed likewise, while the files are being re-encrypted to it.
        pending_check: the same digest of the new one.
        leaving: logins whose slots go when the new one takes over; it is not sealed to them.
        mac: a digest of the ways in, keyed by the data key: who can write the file cannot slip in a public half of
            their own, which the next sealing would let in. Empty in files of the first version, until they are written.

    """

    slots: tuple[Slot, ...]
    sealed: bytes
    check: str
    pending: bytes = b""
    pending_check: str = ""
    leaving: tuple[str, ...] = ()
    mac: str = ""

    @classmethod
    def read(cls, profile: Profile) -> Self:
        """Read the profile's slot file.

        Raises:
            DamagedDatabaseError: missing or unreadable.

        """
        try:
            content = json.loads(profile.slots.read_bytes())
            if content["format"] != FORMAT:
                raise AppError("密钥文件由更新版本的律顾台创建。", safe="程序没有改动它。", todo="请安装最新版本。")
            slots = tuple(_slot_from(item) for item in content["slots"])
            pending = _bytes(content["pending"]), str(content["pending_check"])
            leaving = tuple(map(str, content.get("leaving", ())))
            mac = str(content.get("mac", ""))
            return cls(slots, _bytes(content["sealed"]), str(content["check"]), *pending, leaving, mac)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedDatabaseError(
                "密钥文件缺失或损坏，暂时无法解锁数据。",
                safe="数据库没有改动，请不要删除任何文件。",
                todo=f"请从备份中取回 {profile.slots.name}，放回原来的文件夹。",
            ) from error

    def write(self, profile: Profile) -> None:
        """Write the slot file, whole or not at all.

        Raises:
            AppError: the disk is full or cannot be written; the file is as it was.

        """
        content = {
            "format": FORMAT,
            "kdf": {"name": "argon2id", "memory_kib": MEMORY_KIB, "passes": PASSES, "lanes": LANES},
            "sealed": _text(self.sealed),
            "check": self.check,
            "pending": _text(self.pending),
            "pending_check": self.pending_check,
            "leaving": list(self.leaving),
            "mac": self.mac,
            "slots": [_slot_to(slot) for slot in self.slots],
        }
        try:
            write_atomically(profile.slots, json.dumps(content, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise AppError(
                "密钥文件没有写成，登录名和密码都没有改动。",
                safe="原来的密码仍然有效。",
                todo="请检查磁盘空间和文件夹权限后再试。",
            ) from error

    def find(self, kind: str, name: str = "") -> Slot | None:
        """Return the slot of a login (or the recovery slot)."""
        return next((s for s in self.slots if s.kind == kind and same_login(s.name, name)), None)

    def with_slot(self, slot: Slot) -> Self:
        """Return the file's content with a slot added, or put in the place of its predecessor."""
        others = tuple(s for s in self.slots if s.kind != slot.kind or not same_login(s.name, slot.name))
        return replace(self, slots=(*others, slot))

    def without(self, slot: Slot) -> Self:
        """Return the file's content without a slot."""
        return replace(self, slots=tuple(s for s in self.slots if s is not slot))

    def resealed(self, data_key: bytes) -> Self:
        """Return the file's content with the data key sealed to exactly the present slots."""
        sealed = seal(data_key, self.slots)
        return replace(self, sealed=sealed, pending=b"", pending_check="", leaving=()).authenticated(data_key)

    def authenticated(self, data_key: bytes) -> Self:
        """Return the file's content with the digest of its ways in."""
        return replace(self, mac=self._mac(data_key))

    def is_authentic(self, data_key: bytes) -> bool:
        """Return whether the ways in are those that were written with the data key in hand; true of a first version's."""
        return not self.mac or hmac.compare_digest(self.mac, self._mac(data_key))

    def _mac(self, data_key: bytes) -> str:
        ways = sorted([slot.kind, fold_login(slot.name), slot.public] for slot in self.slots)
        key = hmac.digest(data_key, b"lvgutai slot file ways in", hashlib.sha256)
        return hmac.digest(key, json.dumps(ways, ensure_ascii=False).encode(), hashlib.sha256).hex()

    def staying(self) -> tuple[Slot, ...]:
        """Return the slots that a pending data key is sealed to."""
        return tuple(s for s in self.slots if s.kind != LOGIN or not any(same_login(s.name, n) for n in self.leaving))


def seal(data_key: bytes, slots: tuple[Slot, ...]) -> bytes:
    """Encrypt the data key to the public halves of all slots."""
    sealed: bytes = pyrage.encrypt(data_key, [pyrage.x25519.Recipient.from_str(slot.public) for slot in slots])
    return sealed


def unseal(sealed: bytes, identity: str) -> bytes:
    """Decrypt a data key with one slot's private half.

    Raises:
        DamagedDatabaseError: it was not sealed to this slot, or the file is damaged.

    """
    try:
        data_key: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        raise DamagedDatabaseError(
            "密钥文件内容不完整，无法解锁数据。", safe="数据库没有改动。", todo="请从备份中取回密钥文件。"
        ) from error
    return data_key


def fold_login(name: str) -> str:
    """Return a login in the form in which logins are compared: NFKC, no outer spaces, no case."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def same_login(one: str, other: str) -> bool:
    """Return whether two logins name the same account."""
    return fold_login(one) == fold_login(other)


def _slot_to(slot: Slot) -> dict[str, str]:
    return {
        "kind": slot.kind,
        "name": slot.name,
        "public": slot.public,
        "salt": _text(slot.salt),
        "nonce": _text(slot.nonce),
        "private": _text(slot.private),
    }


def _slot_from(item: dict[str, str]) -> Slot:
    secret = (_bytes(item[key]) for key in ("salt", "nonce", "private"))
    return Slot(item["kind"], item["name"], item["public"], *secret)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
