"""A firm's own clock policy on a channel may be stricter than the scheme's, never laxer (S2.2, S6.1, S6.2, B2)."""

from dataclasses import replace
from typing import Final

from app.rules.allowance import Policy
from app.terms import ClockKind

CALL_BACK_LIMIT: Final = 60
"""Minutes a firm may at most give itself for a call back where the scheme says at once."""
_STRICTER: Final = {
    ClockKind.WORKING: (ClockKind.WORKING, ClockKind.WALL),  # clock minutes pass at least as fast as working ones
    ClockKind.WALL: (ClockKind.WALL,),
    ClockKind.NEXT_CHECK_IN: (ClockKind.NEXT_CHECK_IN,),
    ClockKind.AT_ONCE: (ClockKind.AT_ONCE,),
}


def clocks_allowed(limit: Policy) -> tuple[ClockKind, ...]:
    """Return the clocks a firm may use where the scheme gives this policy."""
    return _STRICTER[limit.clock]


def problem_of_policy(limit: Policy, clock: ClockKind, minutes: int) -> str:
    """Return the sentence that refuses a firm's own policy, naming the clause, or an empty text.

    Args:
        limit: the scheme's policy of the channel.
        clock: the firm's clock.
        minutes: the firm's allowance by that clock; 0 for a clock that needs no figure.

    """
    if clock not in clocks_allowed(limit):
        return f"{limit.clause} 规定{words_of(limit)}，不能改成“{clock.label}”。"
    if clock is ClockKind.NEXT_CHECK_IN:
        return "" if minutes == 0 else f"{limit.clause} 以下一次登录为限，不另设分钟数。"
    if clock is ClockKind.AT_ONCE:
        good = 0 <= minutes <= CALL_BACK_LIMIT
        return "" if good else f"{limit.clause} 规定即时解答，本所自定的回拨时限不能超过 {CALL_BACK_LIMIT} 分钟。"
    if minutes < 1:
        return "时限应大于 0 分钟。"
    if minutes > limit.minutes:
        return f"{limit.clause} 规定{words_of(limit)}，本所的时限只能更严，不能是 {minutes} 分钟。"
    return ""


def problem_of_warnings(soon: float, urgent: float) -> str:
    """Return what to do about the two warning points (shares of the allowance), or an empty text."""
    if not 0 < soon < 1 or not 0 < urgent < 1:
        return "提醒点应在 1% 到 99% 之间。"
    return "" if soon <= urgent else "“将到期”要早于“紧急”。"


def words_of(policy: Policy) -> str:
    """Return a policy in words: “300 工作分钟内答复”."""
    match policy.clock:
        case ClockKind.WORKING:
            return f"{policy.minutes} 工作分钟内答复"
        case ClockKind.WALL:
            return f"{policy.minutes} 分钟内答复（连续计时）"
        case ClockKind.NEXT_CHECK_IN:
            return "在当前半个工作日结束前答复"
    return f"{policy.minutes} 分钟内回复" if policy.minutes else "即时解答"


def own_policy(limit: Policy, clock: ClockKind, minutes: int, warn_at: tuple[float, float, float]) -> Policy:
    """Return the firm's own policy; the clause stays the scheme's."""
    return replace(limit, clock=clock, minutes=minutes, warn_at=warn_at)
