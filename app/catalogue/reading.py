"""Reading one data file into a typed record, with an error that names file, key and problem."""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from app.errors import DataFileError

T = TypeVar("T")
PLACE = re.compile(r"^(?P<problem>.*?)(?: - at `\$\.?(?P<key>.*)`)?$", re.DOTALL)
PROBLEMS = (
    (re.compile(r"Object missing required field `(.+)`"), r"缺少 \1"),
    (re.compile(r"Object contains unknown field `(.+)`"), r"不认识 \1"),
    (re.compile(r"Expected `(.+)`, got `(.+)`"), r"应为 \1，实际是 \2"),
    (re.compile(r"Invalid enum value (.+)"), r"没有 \1 这个值"),
    (re.compile(r"Invalid (.+)"), r"不是正确的 \1"),
)


def read_toml(path: Path, record: type[T]) -> T:
    """Return a TOML file as a record.

    Raises:
        DataFileError: the file is missing, not TOML, or its content is not what it should be.

    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise DataFileError(path.name, "文件", "读不出来") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise DataFileError(path.name, "格式", f"不是正确的 TOML（{fault}）") from fault
    try:
        return msgspec.convert(found, record)
    except msgspec.ValidationError as fault:
        raise _explained(path.name, fault) from fault


def read_json(data: bytes, file: str, record: type[T]) -> T:
    """Return JSON text as a record.

    Args:
        data: the file's bytes.
        file: its name, for the error.
        record: what it should hold.

    Raises:
        DataFileError: not JSON, or its content is not what it should be.

    """
    try:
        return msgspec.json.decode(data, type=record)
    except msgspec.ValidationError as fault:
        raise _explained(file, fault) from fault
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise DataFileError(file, "格式", "不是正确的 JSON") from fault


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        DataFileError: it cannot be read.

    """
    try:
        return path.read_bytes()
    except OSError as fault:
        raise DataFileError(path.name, "文件", "读不出来") from fault


def _explained(file: str, fault: msgspec.ValidationError) -> DataFileError:
    found = PLACE.match(str(fault))
    problem = found["problem"] if found else str(fault)
    key = (found["key"] if found else "") or "顶层"
    for pattern, words in PROBLEMS:
        problem = pattern.sub(words, problem)
    return DataFileError(file, key, problem)
