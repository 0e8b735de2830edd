"""Which backups are kept: the newest of the latest hours, days and months that have one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

GUARDS = 20
"""So many of the backups made before something large are kept besides."""
MOST = 1000
"""No firm keeps more of a kind; a larger figure is a slip of the keyboard."""


@dataclass(frozen=True)
class Thinning:
    """How many backups are kept of each kind.

    Args:
        hourly: hours with a backup, the latest ones.
        daily: days with a backup, the latest ones.
        monthly: months with a backup, the latest ones.

    """

    hourly: int = 48
    daily: int = 30
    monthly: int = 12

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong, field -> Chinese sentence; empty if nothing is."""
        return {
            name: f"请填写 0 到 {MOST} 之间的整数。"
            for name in ("hourly", "daily", "monthly")
            if not 0 <= getattr(self, name) <= MOST
        }


@dataclass(frozen=True)
class Stamp:
    """A backup as the rule sees it.

    Args:
        name: tells it from the others.
        number: counts up within one PC's backups; never falls, whatever the PC's clock says.
        at: when it was made, aware.
        is_guard: made before something large (导入前, 升级前 …): the half hour after that must not take it away.

    """

    name: str
    number: int
    at: datetime
    is_guard: bool = False


def superfluous(stamps: Iterable[Stamp], rule: Thinning, zone: tzinfo) -> frozenset[str]:
    """Return the names of the backups that may go.

    Latest hours, days and months are counted among those that have a backup, not from today: after a summer's pause, or
    with a clock put forward by a year, nothing goes at once. The newest (by number) always stays, and so do the
    latest `GUARDS` that were made before something large.

    Args:
        stamps: the backups of one PC.
        rule: how many to keep.
        zone: where an hour, a day and a month begin.

    """
    ordered = sorted(stamps, key=lambda stamp: (stamp.number, stamp.at), reverse=True)
    kept = {stamp.name for stamp in ordered[:1]}
    kept |= {stamp.name for stamp in [stamp for stamp in ordered if stamp.is_guard][:GUARDS]}
    for form, most in (("%Y%m%d%H", rule.hourly), ("%Y%m%d", rule.daily), ("%Y%m", rule.monthly)):
        kept |= _newest_of_each(ordered, _bucket(form, zone), most)
    return frozenset(stamp.name for stamp in ordered) - kept


def _bucket(form: str, zone: tzinfo) -> Callable[[Stamp], str]:
    return lambda stamp: stamp.at.astimezone(zone).strftime(form)


def _newest_of_each(ordered: list[Stamp], bucket: Callable[[Stamp], str], most: int) -> set[str]:
    """Return the newest of each of the first `most` buckets met from the newest backup on."""
    found: dict[str, str] = {}
    for stamp in ordered:
        key = bucket(stamp)
        if key not in found and len(found) < most:
            found[key] = stamp.name
    return set(found.values())
