"""The words of backups: sizes, counts, how it stands."""

from datetime import datetime
from typing import NamedTuple

from app.services.backups.types import BackupStatus, BackupView
from app.views.text import count_text, moment_text

MAIN = ("服务对象", "咨询", "合同", "材料")
"""The counts that lists have room for."""


class Standing(NamedTuple):
    """One line on how safe the data is."""

    icon: str
    text: str
    tone: str


def size_words(size: int) -> str:
    """Return 640 KB, 12.5 MB, 3.1 GB."""
    amount, unit = size / 1024, "KB"
    for larger in ("MB", "GB", "TB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if unit == "KB" or amount >= 100 else f"{amount:.1f} {unit}"


def counts_words(backup: BackupView, names: tuple[str, ...] = MAIN) -> str:
    """Return e.g. 服务对象 3,286 · 咨询 512."""
    return " · ".join(f"{name} {count_text(backup.count(name))}" for name in names)


def standing(status: BackupStatus, now: datetime) -> Standing:
    """Return what the status bar says: the last backup, or what is in the way."""
    if status.first_failure is not None:
        return Standing("triangle-alert", f"备份失败：{status.first_failure.text}", "urg")
    if status.first is None:
        return Standing("hard-drive", "还没有备份", "soon")
    done = f"已备份 {moment_text(status.first.at, now, bare_today=True)}"
    if status.second_failure is not None or status.is_behind:
        return Standing("hard-drive", f"{done} · 第二位置还没有", "soon")
    return Standing("hard-drive", done, "text3")
