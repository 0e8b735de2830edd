"""Network drives and sync folders are told by name; ordinary places are left in peace."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from app.rules.places import Mount, PlaceFacts, PlaceKind, judge_place

HOME = str(PureWindowsPath("C:/", "Users", "li"))
WINDOWS: dict[str, tuple[str, dict[str, str], str]] = {
    "environment": (HOME + r"\公司文件\律顾台", {"OneDrive": HOME + r"\公司文件"}, "OneDrive"),
    "environment, other case": (HOME.swapcase() + r"\Docs\x", {"OneDriveCommercial": HOME + r"\docs"}, "OneDrive"),
    "organisation": (r"D:\OneDrive - 衡舟律所\lvgutai", {}, "OneDrive"),
    "Nutstore": (HOME + r"\Nutstore\1\律顾台", {}, "坚果云"),
    "Nutstore in Chinese": (r"D:\我的坚果云\律顾台", {}, "坚果云"),
    "Baidu": (r"D:\BaiduSyncdisk\律顾台", {}, "百度网盘同步空间"),
    "WPS": (HOME + r"\WPSDrive\123\WPS云盘\律顾台", {}, "WPS 云盘"),
    "iCloud": (HOME + r"\iCloudDrive\律顾台", {}, "iCloud"),
    "Dropbox": (HOME + r"\Dropbox (Personal)\x", {}, "Dropbox"),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_a_sync_folder_on_windows_is_told_by_name(name: str) -> None:
    path, environment, program = WINDOWS[name]
    found = judge_place(PlaceFacts(PureWindowsPath(path), environment))
    assert found is not None
    assert (found.kind, found.name) == (PlaceKind.SYNCED, program)
    assert path in found.text
    assert "移到" in found.text


@pytest.mark.parametrize("path", [HOME + r"\AppData\Local\lvgutai", r"D:\律顾台", r"D:\OneDriver\x", r"\\?\C:\律顾台"])
def test_an_ordinary_place_on_windows_is_left_in_peace(path: str) -> None:
    environment = {"OneDrive": HOME + r"\OneDrive", "NUTSTORE_HOME": ""}
    assert judge_place(PlaceFacts(PureWindowsPath(path), environment)) is None


def test_shares_and_mapped_drives_are_network_places() -> None:
    share = judge_place(PlaceFacts(PureWindowsPath(r"\\server\法律顾问\律顾台"), {}))
    mapped = judge_place(PlaceFacts(PureWindowsPath(r"Z:\律顾台"), {}, is_remote_drive=True))
    assert share is not None
    assert mapped is not None
    assert (share.kind, share.name) == (PlaceKind.NETWORK, "网络共享")
    assert (mapped.kind, mapped.name) == (PlaceKind.NETWORK, "映射的网络驱动器")
    assert "备份" in share.text


MOUNTS = (Mount("/", "ext4"), Mount("/mnt/share", "cifs"), Mount("/mnt/share/local", "ext4"), Mount("/users", "nfs4"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/mnt/share/律顾台", "网络盘 cifs"),
        ("/users/li/lvgutai", "网络盘 nfs4"),
        ("/mnt/share/local/律顾台", None),
        ("/mnt/shared/律顾台", None),
        ("/srv/律顾台", None),
    ],
)
def test_the_nearest_mount_decides(path: str, name: str | None) -> None:
    found = judge_place(PlaceFacts(PurePosixPath(path), {}, mounts=MOUNTS))
    assert (found.name if found else None) == name


def test_the_marks_a_sync_program_leaves_are_enough() -> None:
    found = judge_place(PlaceFacts(PurePosixPath("/data/firm"), {}, markers={".stfolder"}))
    assert found is not None
    assert found.name == "Syncthing"
