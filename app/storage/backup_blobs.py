"""Blob files on their way into a backup's place and back: each once, checked after writing, never overwritten if sound."""

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from app.storage.backup_place import Told
from app.storage.backup_set import CHUNK, digest_of_file
from app.storage.files import put_in_place

HEX_NAME = 62
EVERY = 16
"""So many small files are copied between two reports."""


def blob_path(folder: Path, name: str) -> Path:
    """Return where a blob lies under a folder of blobs."""
    return folder / name[:2] / name[2:]


def sizes_in(folder: Path) -> dict[str, int]:
    """Return hash -> bytes of the encrypted file for each blob of a folder."""
    found: dict[str, int] = {}
    for sub in _entries(folder):
        if sub.is_dir() and len(sub.name) == 2:
            for file in _entries(Path(sub.path)):
                if len(file.name) == HEX_NAME:
                    found[sub.name + file.name] = file.stat().st_size
    return found


def _entries(folder: Path) -> "Iterator[os.DirEntry[str]]":
    if folder.is_dir():
        with os.scandir(folder) as entries:
            yield from entries


def lacking(wanted: Mapping[str, int], present: Mapping[str, int]) -> list[str]:
    """Return the blobs that are not there, or not with their whole size."""
    return sorted(name for name, size in wanted.items() if present.get(name) != size)


def copy_blobs(names: Collection[str], source: Path, target: Path, told: Told) -> None:
    """Copy blobs from one folder to another.

    What lies there already stays: after a change of the data key the older file is the one that older backups can open.

    Raises:
        OSError: reading or writing failed; what is there by then is whole.

    """
    for done, name in enumerate(names):
        if done % EVERY == 0:
            told(done, len(names), "正在备份材料")
        copy_checked(blob_path(source, name), blob_path(target, name))


def copy_checked(source: Path, target: Path, told: Told | None = None, text: str = "") -> str:
    """Copy a file under a partial name, read it back, put it in place; return its SHA-256.

    Raises:
        OSError: it could not be written, or reads otherwise than it was written.

    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.urandom(4).hex()}.partial")
    try:
        digest = _stream(source, partial, told, text)
        if digest_of_file(partial) != digest:
            raise OSError(f"{target.name} reads otherwise than it was written")
        put_in_place(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return digest


def _stream(source: Path, partial: Path, told: Told | None, text: str) -> str:
    digest, done, total = hashlib.sha256(), 0, source.stat().st_size
    with source.open("rb") as reader, partial.open("wb") as writer:
        while piece := reader.read(CHUNK):
            digest.update(piece)
            writer.write(piece)
            done += len(piece)
            if told is not None:
                told(done, total, text)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest()


def remove_blobs(folder: Path, names: Collection[str]) -> None:
    """Delete blobs that no backup refers to any more."""
    for name in names:
        blob_path(folder, name).unlink(missing_ok=True)
