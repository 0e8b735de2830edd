"""Files are there whole or not at all, wherever the folder lies."""

import errno
import os
import sys
from pathlib import Path

import pytest

from app.storage.files import write_atomically


def test_a_file_that_cannot_take_its_name_leaves_no_half_of_it_behind(tmp_path: Path) -> None:
    """As on Windows where Word still has the old one open."""
    target = tmp_path / "合同.pdf"
    target.mkdir()
    (target / "taken").write_bytes(b"")
    with pytest.raises(OSError, match="合同"):
        write_atomically(target, b"a client's contract")
    assert [path.name for path in tmp_path.iterdir()] == ["合同.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not flushed there")
def test_a_network_drive_that_cannot_flush_a_folder_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def refusing(handle: int) -> None:
        if os.path.isdir(f"/dev/fd/{handle}"):  # noqa: PTH112 - a handle has no path
            raise OSError(errno.EINVAL, "Invalid argument")
        flush(handle)

    monkeypatch.setattr(os, "fsync", refusing)
    write_atomically(tmp_path / "keys", b"new")
    assert (tmp_path / "keys").read_bytes() == b"new"
