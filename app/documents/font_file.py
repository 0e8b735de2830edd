"""A font file the user names: what it is, and whether it may and can draw in a PDF.

Table layouts and the meaning of `fsType` are those of the OpenType specification (OS/2 table).
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SUFFIXES: Final = (".ttf", ".ttc", ".otf")
_RESTRICTED, _PRINT_ONLY, _EDITABLE, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x0004, 0x0008, 0x0100, 0x0200
_FULL_NAME, _CHINESE = 4, 0x0804
_WINDOWS: Final = 3


@dataclass(frozen=True, slots=True)
class FontFacts:
    """What was read from a font file.

    Attributes:
        name: the font's full name, Chinese where it has one; the file's name where it has none.
        problem: Chinese sentence why it cannot be used; empty when it can.
        licence: Chinese words for what its maker allows.

    """

    name: str
    problem: str = ""
    licence: str = ""


def read_font(path: Path) -> FontFacts:
    """Look into a font file; it never raises: what is wrong is said in `problem`."""
    if not path.is_file():
        return FontFacts(path.name, f"找不到字体文件 {path.name}，可能已移动、改名，或所在的盘没有连接。")
    if path.suffix.lower() not in SUFFIXES:
        return FontFacts(path.name, f"{path.name} 不是字体文件，请选 .ttf 或 .ttc 文件。")
    try:
        data = path.read_bytes()
        tables = _tables(data)
        return _facts(path, data, tables)
    except OSError:
        return FontFacts(path.name, f"{path.name} 读不出来，请检查文件权限或换一个文件。")
    except (struct.error, IndexError, UnicodeDecodeError):
        return FontFacts(path.name, f"{path.name} 不是完整的字体文件，请换一个文件。")


def _facts(path: Path, data: bytes, tables: dict[bytes, tuple[int, int]]) -> FontFacts:
    name = _name(data, tables) or path.name
    if b"glyf" not in tables:
        kind = "PostScript 轮廓" if b"CFF " in tables or b"CFF2" in tables else "没有字形轮廓"
        return FontFacts(name, f"{name} 是{kind}的字体，PDF 用不了，请换 TrueType 轮廓的 .ttf 或 .ttc 文件。")
    if b"OS/2" not in tables:
        return FontFacts(name, licence="字体没有写明许可，请自行确认可以嵌入文书")
    flags = struct.unpack_from(">H", data, tables[b"OS/2"][0] + 8)[0]
    if flags & _NO_SUBSET or flags & _BITMAP_ONLY or flags & 0x000F == _RESTRICTED:
        return FontFacts(name, f"{name} 的许可不允许嵌入 PDF，请换一个允许嵌入的字体。")
    if flags & _PRINT_ONLY:
        return FontFacts(name, licence="许可：可嵌入，供阅读和打印")
    return FontFacts(name, licence="许可：可嵌入，供编辑" if flags & _EDITABLE else "许可：可嵌入")


def _tables(data: bytes) -> dict[bytes, tuple[int, int]]:
    """Return offset and length of each table; of a collection those of its first font."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    if data[start : start + 4] not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        raise IndexError("no font")
    count = struct.unpack_from(">H", data, start + 4)[0]
    found: dict[bytes, tuple[int, int]] = {}
    for at in range(count):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * at)
        if offset + length > len(data):
            raise IndexError("cut off")
        found[tag] = (offset, length)
    return found


def _name(data: bytes, tables: dict[bytes, tuple[int, int]]) -> str:
    if b"name" not in tables:
        return ""
    start = tables[b"name"][0]
    count, strings = struct.unpack_from(">HH", data, start + 2)
    best = ""
    for at in range(count):
        place = struct.unpack_from(">HHHHHH", data, start + 6 + 12 * at)
        platform, _encoding, language, kind, length, offset = place
        if platform != _WINDOWS or kind != _FULL_NAME:
            continue
        begin = start + strings + offset
        text = data[begin : begin + length].decode("utf-16-be")
        if language == _CHINESE:
            return text
        best = best or text
    return best
