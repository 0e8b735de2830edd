"""Secret bytes become an age identity."""

import pyrage

from app.storage import bech32


def test_encoding_follows_the_standards_vector() -> None:
    # valid strings of BIP 173; the second holds the five-bit values 0 to 31
    assert bech32.encode("a", b"") == "a12uel5l"
    assert bech32.encode("abcdef", bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")) == (
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
    )


def test_age_accepts_the_identity_and_knows_its_public_half() -> None:
    identity = pyrage.x25519.Identity.from_str(bech32.age_identity(bytes(range(32))))
    sealed = pyrage.encrypt(b"x", [identity.to_public()])
    assert pyrage.decrypt(sealed, [identity]) == b"x"
