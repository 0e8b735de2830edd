"""Texts that leave the program by the clipboard: the notice, the reminder, the words of an event."""

def reminder(lawyer: str, number: str, summary: str, rest: str, due: str) -> str:
    """Return the text that reminds a lawyer, to paste into WeChat.

    Args:
        lawyer: name of the assignee; empty when nobody has it yet.
        number: the consultation's number.
        summary: a short version of the question.
        rest: the remaining time in words, e.g. “还剩 1 小时 14 分”.
        due: the deadline in words.

    """
    whom = f"@{lawyer} " if lawyer else "各位律师："
    return f"{whom}{number} {rest}（{due} 截止），请尽快答复。\n问题：{summary}"


def shorten(text: str, most: int = 60) -> str:
    """Return the text on one line, cut to a number of characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
