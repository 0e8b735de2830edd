"""Blobs come back as they were stored, or say plainly that they cannot."""

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import AppError, CancelledError, DamagedDatabaseError, NotFoundError
from app.paths import Profile
from app.storage import blobs
from app.storage.blobs import BlobStore
from tests.storage_support import KEY


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(Profile(tmp_path), KEY)


def _files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=200_000))
def test_content_comes_back_from_bytes_stream_and_file(store: BlobStore, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "证据.bin"
    file.write_bytes(content)
    refs = {store.put(content), store.put(io.BytesIO(content)), store.put(file)}
    (ref,) = refs
    assert ref.size == len(content)
    assert store.exists(ref.hash)
    assert store.read(ref.hash) == content
    assert store.open(ref.hash).read() == content


def test_the_same_content_is_one_encrypted_file(store: BlobStore, tmp_path: Path) -> None:
    store.put("离婚协议".encode() * 100)
    store.put("离婚协议".encode() * 100)
    (file,) = _files(tmp_path)
    assert "离婚".encode() not in file.read_bytes()


def test_a_changed_byte_is_noticed_and_storing_again_heals(store: BlobStore, tmp_path: Path) -> None:
    ref = store.put(b"photo" * 1000)
    (file,) = _files(tmp_path)
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    with pytest.raises(DamagedDatabaseError, match="已损坏"):
        store.read(ref.hash)
    store.put(b"photo" * 1000)
    assert store.read(ref.hash) == b"photo" * 1000


def test_another_blob_in_its_place_is_noticed(store: BlobStore, tmp_path: Path) -> None:
    one, other = store.put(b"one"), store.put(b"other")
    folder = tmp_path / "blobs"
    target, source = (folder / ref.hash[:2] / ref.hash[2:] for ref in (one, other))
    target.write_bytes(source.read_bytes())
    with pytest.raises(DamagedDatabaseError):
        store.read(one.hash)


def test_a_missing_blob_and_another_key_are_told_apart(store: BlobStore, tmp_path: Path) -> None:
    ref = store.put(b"one")
    with pytest.raises(NotFoundError, match="不在本机"):
        store.read("0" * 64)
    with pytest.raises(DamagedDatabaseError):
        BlobStore(Profile(tmp_path), bytes(32)).read(ref.hash)


def test_a_name_that_is_no_hash_never_reaches_the_disk(store: BlobStore) -> None:
    for name in ("../../etc/passwd", "ab", "Z" * 64, "A" * 64):
        with pytest.raises(ValueError, match="hash"):
            store.read(name)


def test_cancelling_leaves_nothing_behind(store: BlobStore, tmp_path: Path) -> None:
    seen: list[int] = []

    def progress(done: int) -> bool:
        seen.append(done)
        return done < 200_000

    with pytest.raises(CancelledError):
        store.put(b"x" * 1_000_000, progress)
    assert seen == sorted(seen)
    assert _files(tmp_path) == []


def test_an_unreadable_source_is_named(store: BlobStore, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="没有了"):
        store.put(tmp_path / "没有了.jpg")


class _FullDisk(io.BytesIO):
    """Takes some writes, then refuses one, as a disk that fills up and is freed again."""

    def __init__(self, good: int) -> None:
        super().__init__()
        self.good = good

    def write(self, piece: Any, /) -> int:
        self.good -= 1
        if self.good == -1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(piece)

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)


@pytest.mark.parametrize(("size", "good"), [(10, 0), (200_000, 0), (200_000, 1), (200_000, 2)])
def test_a_disk_that_fills_up_leaves_no_blob_and_says_so(
    store: BlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, good: int
) -> None:
    """The encryption library swallows the fault of its last write: half a file would pass for a whole one."""
    disk = _FullDisk(good)
    opened = Path.open

    def open_full(path: Path, mode: str = "r", **kwargs: Any) -> Any:
        return disk if path.name.endswith(".partial") else opened(path, mode, **kwargs)

    monkeypatch.setattr(Path, "open", open_full)
    monkeypatch.setattr(os, "fsync", os.close)
    monkeypatch.setattr(blobs, "put_in_place", lambda _partial, path: path.write_bytes(b"half"))
    with pytest.raises(AppError, match="没有存成"):
        store.put(bytes(size))
    assert _files(tmp_path) == []
