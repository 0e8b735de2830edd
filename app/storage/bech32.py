"""Writing 32 secret bytes as an age identity (Bech32, BIP 173 checksum), which is how `pyrage` takes them."""

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def age_identity(secret: bytes) -> str:
    """Return the X25519 identity of 32 secret bytes, `AGE-SECRET-KEY-1…`."""
    return encode("age-secret-key-", secret).upper()


def encode(prefix: str, content: bytes) -> str:
    """Return bytes in Bech32 under a lower-case prefix."""
    values = _five_bit_groups(content)
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    remainder = _polymod([*expanded, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    checksum = [remainder >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in (*values, *checksum))


def _five_bit_groups(content: bytes) -> list[int]:
    bits = len(content) * 8
    padding = -bits % 5
    number = int.from_bytes(content, "big") << padding
    groups = (bits + padding) // 5
    return [number >> 5 * (groups - 1 - i) & 31 for i in range(groups)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATOR):
            check ^= generator if top >> i & 1 else 0
    return check
