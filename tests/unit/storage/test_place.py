"""The facts about a folder come from this PC."""

from pathlib import Path

import pytest

from app.rules.places import PlaceKind
from app.storage import place


def test_a_folder_under_a_sync_programs_mark_is_warned_about(tmp_path: Path) -> None:
    assert place.warn_about(tmp_path / "firm") is None
    (tmp_path / ".dropbox").mkdir()
    found = place.warn_about(tmp_path / "firm" / "not yet there")
    assert found is not None
    assert (found.kind, found.name) == (PlaceKind.SYNCED, "Dropbox")


def test_a_link_into_a_sync_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Nutstore").mkdir()
    (tmp_path / "firm").symlink_to(tmp_path / "Nutstore", target_is_directory=True)
    found = place.warn_about(tmp_path / "firm")
    assert found is not None
    assert found.name == "坚果云"


def test_mount_points_with_blanks_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "mounts"
    share = tmp_path / "公用 盘"
    share.mkdir()
    listed.write_text(f"//server/x {str(share).replace(' ', chr(92) + '040')} cifs rw 0 0\nbroken\n", encoding="utf-8")
    monkeypatch.setattr(place, "MOUNTS", listed)
    found = place.warn_about(share / "律顾台")
    assert found is not None
    assert found.kind is PlaceKind.NETWORK
