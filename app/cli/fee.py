"""`python -m app fee`: what a fee schedule says of a matter, line by line, the total last."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NoReturn

from app.catalogue import Catalogue
from app.errors import AppError, InvalidInputError
from app.rules.fees import FeeCalculation, FeeSchedule, compute, rate_text
from app.rules.money import parse_yuan, yuan_text
from app.terms import FactStatus, FeeMethod, Fen

BAD_INPUT = 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in Chinese."""

    def error(self, message: str) -> NoReturn:
        raise InvalidInputError(
            {"command": f"参数看不懂（{message}）。可以用 --schedule、--matter、--amount、--hours 和 --list。"}
        )


def main(argv: Sequence[str]) -> int:
    """Run the command and return its exit code: 0, or 2 with a sentence on stderr when the input is wrong.

    Args:
        argv: the arguments after `fee`. The last line printed is the total in 元 alone (a range as “3,000-30,000”).

    """
    try:
        lines = _run(_parser().parse_args(argv))
    except AppError as fault:
        print(fault.what, file=sys.stderr)
        return BAD_INPUT
    print("\n".join(lines))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m app fee", description="按收费指导意见计算律师服务费。", allow_abbrev=False)
    parser.add_argument("--list", action="store_true", help="列出收费表和案件类别")
    parser.add_argument("--schedule", metavar="ID", help="收费表，例如 hebei-2016")
    parser.add_argument("--matter", metavar="KIND", help="案件类别，例如 civil-property")
    parser.add_argument("--amount", metavar="YUAN", help="标的额（元），例如 1000000 或 100万")
    parser.add_argument("--hours", metavar="HOURS", help="工时，计时收费用")
    return parser


def _run(wanted: argparse.Namespace) -> list[str]:
    catalogue = Catalogue.load()
    if wanted.list:
        return [line for schedule in catalogue.fee_schedules.values() for line in _schedule_lines(schedule)]
    if not wanted.schedule or not wanted.matter:
        raise InvalidInputError({"command": "请写明 --schedule 和 --matter；--list 列出可以用的。"})
    schedule = catalogue.fee_schedule(wanted.schedule)
    amount = parse_yuan(wanted.amount) if wanted.amount is not None else None
    result = compute(schedule, wanted.matter, amount_fen=amount, hours=_hours(wanted.hours))
    return [*_head(result, amount), *_figures(result), *_remarks(result), _total(result)]


def _hours(text: str | None) -> Fraction | None:
    if text is None:
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as fault:
        raise InvalidInputError({"hours": f"看不懂工时“{text}”，请写成 1.5 这样。"}) from fault


def _schedule_lines(schedule: FeeSchedule) -> Iterable[str]:
    state = schedule.status.label if schedule.enabled else f"{schedule.status.label}，未启用"
    yield f"{schedule.id}  《{schedule.title}》{schedule.doc_no}（{state}）"
    for item in schedule.items:
        unverified = "，待核实" if item.status is FactStatus.UNVERIFIED else ""
        yield f"    {item.key}  {item.label}（{item.method.label}{unverified}）"


def _head(result: FeeCalculation, amount: Fen | None) -> Iterable[str]:
    yield f"《{result.title}》{result.label}（{result.method.label}）"
    if result.method is FeeMethod.PIECEWISE and amount is not None:
        yield f"标的额 {yuan_text(amount)} 元{'，每一诉讼阶段' if result.per_stage else ''}"


def _figures(result: FeeCalculation) -> Iterable[str]:
    for line in result.lines:
        yield f"{line.label}  {yuan_text(line.base_fen)} × {rate_text(line.rate)} = {yuan_text(line.fee_fen)}"
    if result.minimum_applied and result.total_fen is not None:
        yield f"不足最低收费，按 {yuan_text(result.total_fen)} 元"
    if result.cap_applied and result.total_fen is not None:
        yield f"超过总额上限，按 {yuan_text(result.total_fen)} 元"


def _remarks(result: FeeCalculation) -> Iterable[str]:
    if result.note:
        yield result.note
    basis = f"来源：{result.citation}" if result.in_guidance else f"依据：{result.source}"
    yield f"{basis}（{result.status.label}）"


def _total(result: FeeCalculation) -> str:
    if result.total_fen is not None:
        return yuan_text(result.total_fen)
    if result.minimum_fen is not None and result.maximum_fen is not None:
        return f"{yuan_text(result.minimum_fen)}-{yuan_text(result.maximum_fen)}"
    return "以本所公示价为准"
