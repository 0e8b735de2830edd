"""Where data may not lie: network drives and folders that a sync program copies elsewhere.

SQLite's write-ahead log needs shared memory and true locks, which network drives do not give; a sync program copies the
database in the middle of a write, or puts an older copy back. Both have destroyed databases. Pure: facts are handed in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath, PurePosixPath, PureWindowsPath


class PlaceKind(StrEnum):
    """What is wrong with a place."""

    NETWORK = "network"
    SYNCED = "synced"


@dataclass(frozen=True)
class Mount:
    """A mounted file system, as /proc/mounts says: where, and of which type."""

    point: str
    type: str


@dataclass(frozen=True)
class PlaceFacts:
    """What the PC says about a folder.

    Args:
        path: the folder, absolute; links followed.
        environment: the PC's environment variables.
        markers: names of files and folders found in the folder and above it that a sync program leaves.
        mounts: mounted file systems; empty on Windows.
        is_remote_drive: Windows calls the drive a network drive.

    """

    path: PurePath
    environment: Mapping[str, str]
    markers: Collection[str] = ()
    mounts: Sequence[Mount] = ()
    is_remote_drive: bool = False


@dataclass(frozen=True)
class PlaceWarning:
    """What to say about a place.

    Args:
        kind: network or synced.
        name: the sync program or kind of drive, e.g. “OneDrive”.
        path: where.

    """

    kind: PlaceKind
    name: str
    path: str

    @property
    def text(self) -> str:
        """Return what is wrong, why it matters and what to do."""
        if self.kind is PlaceKind.SYNCED:
            return (
                f"资料文件夹在“{self.name}”的同步目录里：{self.path}。同步软件可能在写入中途上传或用旧文件覆盖，造成数据损坏，"
                "资料还会离开这台电脑。请退出律顾台，把整个文件夹移到不同步的位置（如本机 D 盘），或在同步软件里排除它；备份可以放在同步目录。"
            )
        return (
            f"资料文件夹在网络位置（{self.name}）：{self.path}。断网或两台电脑同时写入时数据可能损坏。"
            "请退出律顾台，把整个文件夹移到本机硬盘；网络位置适合放备份。"
        )


SYNC_VARIABLES = {
    "OneDrive": "OneDrive",
    "OneDriveConsumer": "OneDrive",
    "OneDriveCommercial": "OneDrive",
    "NUTSTORE_HOME": "坚果云",
}
"""Environment variables that name a sync program's folder."""

SYNC_PARTS = {
    "onedrive": "OneDrive",
    "nutstore": "坚果云",
    "我的坚果云": "坚果云",
    "坚果云": "坚果云",
    "nutstore files": "坚果云",
    "baidusyncdisk": "百度网盘同步空间",
    "baidunetdisk": "百度网盘",
    "百度网盘同步空间": "百度网盘同步空间",
    "百度云同步盘": "百度网盘同步空间",
    "dropbox": "Dropbox",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "我的云端硬盘": "Google Drive",
    "wpsdrive": "WPS 云盘",
    "wps云盘": "WPS 云盘",
    "wps 云盘": "WPS 云盘",
    "wps cloud files": "WPS 云盘",
    "weiyun": "腾讯微云",
    "微云同步助手": "腾讯微云",
    "微云": "腾讯微云",
    "aliyundrive": "阿里云盘",
    "阿里云盘": "阿里云盘",
    "adrive": "阿里云盘",
    "ecloud": "天翼云盘",
    "天翼云盘": "天翼云盘",
    "天翼云盘同步盘": "天翼云盘",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "syncthing": "Syncthing",
    "synologydrive": "Synology Drive",
    "cloudstation": "Synology Drive",
    "resilio sync": "Resilio Sync",
    "box sync": "Box",
}
"""Names of folders, in small letters, that sync programs make."""

SYNC_STARTS = {"onedrive - ": "OneDrive", "onedrive-": "OneDrive", "坚果云": "坚果云", "dropbox (": "Dropbox"}
"""Beginnings of such names: OneDrive adds the organisation, the others an account."""

SYNC_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nutstore": "坚果云",
    ".stfolder": "Syncthing",
    ".sync": "Resilio Sync",
    ".owncloudsync.log": "ownCloud",
    ".sync_journal.db": "Nextcloud",
    ".seafile-data": "Seafile",
    ".synologyworkingdirectory": "Synology Drive",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
    ".baidusync": "百度网盘同步空间",
    ".tmp.drivedownload": "Google Drive",
}
"""Files and folders, in small letters, that sync programs leave where they sync (the long one is OneDrive's)."""

NETWORK_TYPES = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "ncpfs", "afs", "ceph", "glusterfs", "9p", "webdav", "davfs",
    "fuse.sshfs", "fuse.davfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.curlftpfs", "fuse.glusterfs", "lustre",
})  # fmt: skip
"""File systems whose files lie on another computer."""


def judge_place(facts: PlaceFacts) -> PlaceWarning | None:
    """Return what to warn about, or None: a sync folder first, since it also leaks, then a network drive."""
    if name := _synced_by(facts):
        return PlaceWarning(PlaceKind.SYNCED, name, str(facts.path))
    if name := _network_of(facts):
        return PlaceWarning(PlaceKind.NETWORK, name, str(facts.path))
    return None


def _synced_by(facts: PlaceFacts) -> str:
    for variable, name in SYNC_VARIABLES.items():
        if (folder := facts.environment.get(variable)) and _lies_in(facts.path, folder):
            return name
    for part in facts.path.parts:
        small = part.casefold()
        starts = (name for start, name in SYNC_STARTS.items() if small.startswith(start))
        if name := SYNC_PARTS.get(small) or next(starts, ""):
            return name
    return next((SYNC_MARKERS[m.casefold()] for m in facts.markers if m.casefold() in SYNC_MARKERS), "")


def _network_of(facts: PlaceFacts) -> str:
    if isinstance(facts.path, PureWindowsPath):
        is_share = facts.path.drive.startswith("\\\\") and not facts.path.drive.startswith("\\\\?\\")
        return "网络共享" if is_share else "映射的网络驱动器" if facts.is_remote_drive else ""
    over = [mount for mount in facts.mounts if _lies_in(facts.path, mount.point)]
    nearest = max(over, key=lambda mount: len(PurePosixPath(mount.point).parts), default=None)
    return f"网络盘 {nearest.type}" if nearest is not None and nearest.type in NETWORK_TYPES else ""


def _lies_in(path: PurePath, folder: str) -> bool:
    """Return whether a path is a folder or lies under it; Windows' names have no case."""
    return path.is_relative_to(type(path)(folder))
