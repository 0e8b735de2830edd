"""What stands in a bar above the pages as long as it is so: looking only, a doubtful clock, a place that harms data."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.models import Firm
from app.models.journal import ChangeSet
from app.rules.clock_trust import ClockDoubt, ClockFault, judge_clock
from app.services.core import Service, query
from app.storage.place import warn_about


@dataclass(frozen=True)
class Warning:  # noqa: A001 - the firm's word for it
    """One sentence in the bar.

    Args:
        id: "read_only", "clock" or "place".
        text: what is so, and what to do.
        is_grave: whether data or deadlines are wrong now.
        answer: words of the button that puts it away; empty where it cannot be.
        about: what exactly was put away: a change of it brings the sentence back.

    """

    id: str
    text: str
    is_grave: bool
    answer: str = ""
    about: str = ""


class Warnings(Service):
    """提示."""

    @query()
    def standing(self) -> tuple[Warning, ...]:
        """Return what has to be said at present, the gravest first."""
        found = [self._read_only(), self._clock(), self._place()]
        return tuple(warning for warning in found if warning is not None)

    def _read_only(self) -> Warning | None:
        if not self.office.database.is_read_only:
            return None
        return Warning(
            "read_only", "只读查看：现在看到的是副本，不能新增或修改。恢复数据后请退出，再重新登录。", is_grave=True
        )

    def _clock(self) -> Warning | None:
        with self.office.reading() as session:
            doubt = judge_clock(self.office.clock.now(), session.scalar(select(func.max(ChangeSet.at))))
            is_demo = bool(session.scalar(select(Firm.is_demo)))
        if doubt is None or (is_demo and not doubt.is_certain):
            return None  # an invented firm may well lie untouched for months
        return Warning("clock", self._words(doubt), doubt.is_certain, "时间没有错", doubt.newest.isoformat())

    def _words(self, doubt: ClockDoubt) -> str:
        zone = self.office.hours().zone
        now, newest = (f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in (doubt.now, doubt.newest))
        if doubt.fault is ClockFault.BEHIND:
            return (
                f"电脑时间可能不对：现在是 {now}，而 {newest} 已有记录。剩余时间和期限会算错，"
                "请先在系统设置里校准时间。已有记录不受影响，先后次序照样保留。"
            )
        days = (doubt.now - doubt.newest).days
        return f"距最近一次记录（{newest}）已有 {days} 天。如果电脑时间 {now} 不对，期限会算错，请先校准。"

    def _place(self) -> Warning | None:
        found = warn_about(self.office.profile.root)
        if found is None:
            return None
        return Warning("place", found.text, is_grave=False, answer="知道了", about=f"{found.name} {found.path}")
