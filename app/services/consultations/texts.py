"""Texts that leave the program by the clipboard, and the words of an event."""

from datetime import datetime, tzinfo
from typing import Any

from app.models import ConsultationEvent
from app.services.wording import ESTIMATED
from app.terms import ConsultationEventKind as Kind


def reminder(lawyer: str, number: str, summary: str, rest: str, due: str, *, is_estimated: bool = False) -> str:
    """Return the text that reminds a lawyer, to paste into WeChat.

    Args:
        lawyer: name of the assignee; empty when nobody has it yet.
        number: the consultation's number.
        summary: a short version of the question.
        rest: the remaining time in words, e.g. “还剩 1 小时 14 分”.
        due: the deadline in words.
        is_estimated: whether the deadline rests on holidays that are not published.

    """
    guess = f"，{ESTIMATED}" if is_estimated else ""
    whom = f"@{lawyer} " if lawyer else "各位律师："
    return f"{whom}{number} {rest}（{due} 截止{guess}），请尽快答复。\n问题：{summary}"


def shorten(text: str, most: int = 60) -> str:
    """Return the text on one line, cut to a number of characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


SPOKEN = frozenset({Kind.ANSWERED, Kind.FOLLOW_UP_ASKED, Kind.NOTICE_SENT, Kind.REMINDED})


def event_text(event: ConsultationEvent, question: str, client_name: str, zone: tzinfo) -> str:
    """Return what an event says to a reader.

    Args:
        event: the event.
        question: the question as it came in.
        client_name: the present name of the linked client, if there is one.
        zone: where the firm is.

    """
    details: dict[str, Any] = event.details
    if event.kind in SPOKEN:
        return str(details.get("text", ""))
    words = {
        Kind.RECEIVED: question,
        Kind.ASSIGNED: f"指派给 {details.get('assignee', '')}",
        Kind.LINKED: f"关联服务对象 {client_name or details.get('client', '')}",
        Kind.WITHDRAWN: _with_reason("撤回上一条答复", details.get("reason")),
        Kind.CORRECTED: _with_reason(f"更正收到时间{_figures(details, zone)}", details.get("reason")),
        Kind.CLOSED: _with_reason("办结", details.get("note")),
    }
    return words[event.kind]


def _figures(details: dict[str, Any], zone: tzinfo) -> str:
    """Return both instants of a correction, the first and the right one."""
    if "was" not in details:
        return ""
    was, now = (datetime.fromisoformat(details[name]).astimezone(zone) for name in ("was", "received_at"))
    return f"，由 {was:%m-%d %H:%M} 改为 {now:%m-%d %H:%M}"


def _with_reason(what: str, reason: str | None) -> str:
    return f"{what}：{reason}" if reason else what
