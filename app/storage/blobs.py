"""Photos, sound and papers: one encrypted file each, named by the hash of its plain content, never changed.

A blob is on the disk before the row that names it. What is read is checked by its hash.
"""

import hashlib
import hmac
import io
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyrage

from app.errors import AppError, CancelledError, DamagedDatabaseError, NotFoundError
from app.paths import Profile
from app.storage.bech32 import age_identity
from app.storage.files import put_in_place

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

Progress = Callable[[int], bool]
"""Gets the plain bytes handled so far; returns False to cancel."""


@dataclass(frozen=True)
class BlobRef:
    """A stored blob.

    Args:
        hash: SHA-256 of the plain bytes, hexadecimal.
        size: plain bytes.

    """

    hash: str
    size: int


class BlobStore:
    """The blob folder of a profile.

    Args:
        profile: whose folder.
        data_key: the blobs' own key is derived from it; new blobs are sealed to that.
        retired: the keys of earlier blobs, newest first, as `rekeying.retired_identities` gives them.

    """

    def __init__(self, profile: Profile, data_key: bytes, retired: Sequence[str] = ()) -> None:
        self._folder = profile.blobs
        self._identities = [pyrage.x25519.Identity.from_str(one) for one in (blob_identity(data_key), *retired)]
        self._recipient = self._identities[0].to_public()

    def change_key(self, data_key: bytes) -> None:
        """Seal new blobs to the key of another data key; those stored before stay readable."""
        fresh = pyrage.x25519.Identity.from_str(blob_identity(data_key))
        self._identities = [fresh, *self._identities]
        self._recipient = fresh.to_public()

    def put(self, content: bytes | Path | BinaryIO, progress: Progress | None = None) -> BlobRef:
        """Store content and return its reference; the same content is stored once.

        Raises:
            CancelledError: `progress` returned False; nothing is left behind.
            AppError: the content cannot be read or the disk not written.

        """
        if isinstance(content, bytes):
            return self._put(io.BytesIO(content), progress)
        if isinstance(content, Path):
            try:
                with content.open("rb") as file:
                    return self._put(file, progress)
            except OSError as error:
                raise AppError(f"无法读取文件“{content.name}”。", todo="请检查文件是否还在、能否打开。") from error
        return self._put(content, progress)

    def _put(self, source: BinaryIO, progress: Progress | None) -> BlobRef:
        reader = _HashingReader(source, progress)
        partial = self._folder / f"{os.urandom(8).hex()}.partial"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as target:
                writer = _FaultKeeper(target)
                _stream(lambda: pyrage.encrypt_io(reader, writer, [self._recipient]), reader, writer)
                target.flush()
                os.fsync(target.fileno())
            path = self._path(reader.hash)
            path.parent.mkdir(exist_ok=True)
            put_in_place(partial, path)  # also over itself: the same content, and a damaged copy is healed
        except OSError as error:
            raise AppError("材料没有存成。", safe="已有材料不受影响。", todo="请检查磁盘空间后再试。") from error
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        return BlobRef(reader.hash, reader.size)

    def read(self, blob_hash: str, progress: Progress | None = None) -> bytes:
        """Return the plain bytes of a blob.

        Raises:
            NotFoundError: it is not in the folder.
            DamagedDatabaseError: it no longer is what was stored.
            CancelledError: `progress` returned False.

        """
        path = self._path(blob_hash)
        plain = io.BytesIO()
        try:
            with path.open("rb") as file:
                reader = _HashingReader(file, progress)
                _stream(lambda: pyrage.decrypt_io(reader, plain, self._identities), reader)
        except FileNotFoundError as error:
            raise NotFoundError(
                "这份材料的文件不在本机。", safe="记录本身没有丢失。", todo="请从备份或其他电脑取回后再打开。"
            ) from error
        except (OSError, pyrage.DecryptError) as error:
            raise _damaged() from error
        content = plain.getvalue()
        if hashlib.sha256(content).hexdigest() != blob_hash:
            raise _damaged()
        return content

    def open(self, blob_hash: str) -> BinaryIO:
        """Return the checked plain content as a stream in memory; no plain copy touches the disk."""
        return io.BytesIO(self.read(blob_hash))

    def exists(self, blob_hash: str) -> bool:
        """Return whether the blob is in the folder."""
        return self._path(blob_hash).is_file()

    def _path(self, blob_hash: str) -> Path:
        with suppress(ValueError):
            if len(bytes.fromhex(blob_hash)) == hashlib.sha256().digest_size and blob_hash == blob_hash.lower():
                return self._folder / blob_hash[:2] / blob_hash[2:]
        raise ValueError("not a blob hash")


def blob_identity(data_key: bytes) -> str:
    """Return the age identity that blobs are sealed to under a data key."""
    return age_identity(hmac.digest(data_key, b"lvgutai blobs", hashlib.sha256))


class _HashingReader(io.RawIOBase):
    """Passes a stream on, hashing and counting; keeps what went wrong, for the caller behind the encryption."""

    def __init__(self, source: BinaryIO, progress: Progress | None) -> None:
        super().__init__()
        self._source = source
        self._progress = progress
        self._hash = hashlib.sha256()
        self.size = 0
        self.fault: Exception | None = None

    @property
    def hash(self) -> str:
        """SHA-256 of what has passed, hexadecimal."""
        return self._hash.hexdigest()

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Pass the next bytes on."""
        try:
            piece = self._source.read(size)
        except Exception as fault:
            self.fault = fault
            raise
        self._hash.update(piece)
        self.size += len(piece)
        if self._progress is not None and not self._progress(self.size):
            self.fault = CancelledError()
            raise self.fault
        return piece


class _FaultKeeper(io.RawIOBase):
    """Passes on what is written and keeps what went wrong: the encryption swallows the fault of its last write."""

    def __init__(self, target: BinaryIO) -> None:
        super().__init__()
        self._target = target
        self.fault: Exception | None = None

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, piece: "Buffer", /) -> int:
        """Pass the next bytes on."""
        try:
            return self._target.write(piece)
        except Exception as fault:
            self.fault = self.fault or fault
            raise


def _stream(work: Callable[[], None], *ends: "_HashingReader | _FaultKeeper") -> None:
    """Run the encryption; what an end met comes out as itself, not as the encryption's error or not at all."""
    try:
        work()
    except Exception:
        _raise_first(ends)
        raise
    _raise_first(ends)


def _raise_first(ends: "Iterable[_HashingReader | _FaultKeeper]") -> None:
    for end in ends:
        if end.fault is not None:
            raise end.fault from None


def _damaged() -> DamagedDatabaseError:
    return DamagedDatabaseError(
        "这份材料的文件已损坏，内容与存入时不一致。", safe="其他材料和记录不受影响。", todo="请从备份中取回这份材料。"
    )
