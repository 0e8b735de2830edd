"""The sealed address of a database server, in a profile whose data does not lie in a file of its own.

It stands where the database file would stand, so that a profile is there or not, is set up, moved and copied the same
way on both engines. Only the data key opens it, as it would open the file.
"""

import json
import os
from pathlib import Path
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.storage.faults import unreadable
from app.storage.files import write_atomically

Place: TypeAlias = dict[str, str]
"""Where the firm's database is, in libpq's words: host, port, user, password, dbname, sslmode …"""

MAGIC = b"LVGUTAI SERVER 1\n"
NONCE = 12


def is_locator(path: Path) -> bool:
    """Return whether a profile's database file is the address of a server."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def write(path: Path, data_key: bytes, place: Place) -> None:
    """Seal an address and put it where the database file would be.

    Raises:
        OSError: nothing was changed.

    """
    nonce = os.urandom(NONCE)
    sealed = _cipher(data_key).encrypt(nonce, json.dumps(place).encode(), MAGIC)
    write_atomically(path, MAGIC + nonce + sealed)


def read(path: Path, data_key: bytes) -> Place:
    """Return the address that the file holds.

    Raises:
        DamagedDatabaseError: damaged, or sealed with another key.

    """
    content = path.read_bytes().removeprefix(MAGIC)
    try:
        place: Place = json.loads(_cipher(data_key).decrypt(content[:NONCE], content[NONCE:], MAGIC))
    except (InvalidTag, ValueError) as error:
        raise unreadable() from error
    return place


def _cipher(data_key: bytes) -> ChaCha20Poly1305:
    derived = HKDF(SHA256(), 32, salt=None, info=b"lvgutai server locator").derive(data_key)
    return ChaCha20Poly1305(derived)
