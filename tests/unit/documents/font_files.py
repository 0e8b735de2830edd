"""Font files for tests, made from a bundled one: with a rare character, with another licence, cut off."""

import struct
from pathlib import Path

from app import paths

RARE = "𠮷"


def font_bytes() -> bytearray:
    """Return a bundled font."""
    return bytearray(paths.resource("fonts", "NotoSerifSC-Regular.ttf").read_bytes())


def table(data: bytes | bytearray, tag: bytes) -> tuple[int, int]:
    """Return where a table stands: the place of its directory entry, and its offset."""
    for at in range(struct.unpack_from(">H", data, 4)[0]):
        entry = 12 + 16 * at
        if data[entry : entry + 4] == tag:
            return entry, struct.unpack_from(">I", data, entry + 8)[0]
    raise LookupError(tag)


def with_rare_character(path: Path) -> Path:
    """Write a font in which the last group of characters is 𠮷 alone."""
    data = font_bytes()
    _, cmap = table(data, b"cmap")
    for at in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        sub = cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * at)[2]
        if struct.unpack_from(">H", data, sub)[0] == 12:
            last = sub + 16 + 12 * (struct.unpack_from(">I", data, sub + 12)[0] - 1)
            glyph = struct.unpack_from(">III", data, last)[2]
            struct.pack_into(">III", data, last, ord(RARE), ord(RARE), glyph)
    path.write_bytes(data)
    return path


def with_licence(path: Path, flags: int) -> Path:
    """Write a font whose maker allows something else (fsType)."""
    data = font_bytes()
    _, os2 = table(data, b"OS/2")
    struct.pack_into(">H", data, os2 + 8, flags)
    path.write_bytes(data)
    return path


def with_table_renamed(path: Path, tag: bytes, other: bytes) -> Path:
    """Write a font in which a table goes by another name."""
    data = font_bytes()
    entry, _ = table(data, tag)
    data[entry : entry + 4] = other
    path.write_bytes(data)
    return path
