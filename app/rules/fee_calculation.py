"""What a fee schedule says of a matter, to the 分, line by line.

Amounts are whole 分, rates exact fractions; a line is rounded so that the lines always add up to the total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.errors import InvalidInputError
from app.rules.fee_schedule import Band, FeeItem, FeeSchedule
from app.rules.money import yuan_text
from app.terms import FactStatus, FeeMethod, Fen


@dataclass(frozen=True)
class FeeLine:
    """One line of a calculation: a label, the part of the amount, its rate, the fee of that part."""

    label: str
    base_fen: Fen
    rate: Fraction
    fee_fen: Fen


@dataclass(frozen=True)
class FeeCalculation:
    """What a schedule says of one matter.

    Attributes:
        schedule_id: the schedule.
        item_id: the matter's key.
        label: the matter in words.
        method: how it is charged.
        in_guidance: whether the guidance covers the matter.
        lines: of a percentage, band by band; else empty.
        total_fen: the computed sum; None for a range or outside the guidance.
        minimum_fen: lower end of a range, for all hours asked.
        maximum_fen: upper end of a range, for all hours asked.
        hours: hours asked of an hourly matter; None means per hour.
        minimum_applied: the sum was below the least fee.
        cap_applied: the sum was above the cap.
        per_stage: for each litigation stage by itself.
        title: name of the document.
        doc_no: its number.
        article: e.g. “第四条”.
        issued: its date of issue.
        source: where the figures were read.
        status: 已核实 or 待核实.
        note: shown with the result.

    """

    schedule_id: str
    item_id: str
    label: str
    method: FeeMethod
    in_guidance: bool
    lines: tuple[FeeLine, ...]
    total_fen: Fen | None
    minimum_fen: Fen | None
    maximum_fen: Fen | None
    hours: Fraction | None
    minimum_applied: bool
    cap_applied: bool
    per_stage: bool
    title: str
    doc_no: str
    article: str
    issued: date | None
    source: str
    status: FactStatus
    note: str

    @property
    def citation(self) -> str:
        """The source in a line, e.g. “冀律协〔2016〕7号 第四条，2016-01-26 印发”."""
        place = " ".join(part for part in (self.doc_no or f"《{self.title}》", self.article) if part)
        return f"{place}，{self.issued.isoformat()} 印发" if self.issued else place


def compute(
    schedule: FeeSchedule, matter_key: str, *, amount_fen: Fen | None = None, hours: Fraction | float | None = None
) -> FeeCalculation:
    """Compute what a schedule says of one matter.

    Args:
        schedule: an enabled schedule.
        matter_key: key of one of its items.
        amount_fen: the amount in dispute (标的额) in 分; needed by a percentage.
        hours: hours of work, for an hourly matter.

    Raises:
        InvalidInputError: the matter does not exist, the amount is missing or negative, the schedule is off.

    """
    item = schedule.item(matter_key)
    if not schedule.enabled:
        raise InvalidInputError({"schedule": f"《{schedule.title}》来源待核实，没有启用，不能用来计算。"})
    if amount_fen is not None and amount_fen < 0:
        raise InvalidInputError({"amount": "标的额不能是负数。"})
    if item.method is FeeMethod.PIECEWISE:
        if amount_fen is None:
            raise InvalidInputError({"amount": f"“{item.label}”按标的额计算，请填写标的额。"})
        return _percentage(schedule, item, amount_fen)
    return _range(schedule, item, _hours(item, hours))


def cumulative_lines(bands: Sequence[Band], amount_fen: Fen) -> tuple[FeeLine, ...]:
    """Return the fee of each band of an amount; the lines add up to the exactly computed, once rounded sum."""
    lines: list[FeeLine] = []
    floor, exact, charged = 0, Fraction(0), 0
    for band in bands:
        top = amount_fen if band.upto_fen is None else min(amount_fen, band.upto_fen)
        base = top - floor
        if base > 0 or not lines:
            exact += base * band.rate
            fee = _rounded(exact) - charged
            lines.append(FeeLine(_band_label(floor, band.upto_fen), base, band.rate, fee))
            charged += fee
        floor = top if band.upto_fen is None else band.upto_fen
        if amount_fen <= floor:
            break
    return tuple(lines)


def rate_text(rate: Fraction) -> str:
    """Return a rate as people write it: 8%, 5.5%."""
    return f"{float(rate * 100):g}%"


def _percentage(schedule: FeeSchedule, item: FeeItem, amount_fen: Fen) -> FeeCalculation:
    lines = cumulative_lines(item.bands, amount_fen)
    total = sum(line.fee_fen for line in lines)
    is_low = item.minimum_fen is not None and total < item.minimum_fen
    is_high = item.maximum_fen is not None and total > item.maximum_fen
    if is_low and item.minimum_fen is not None:
        total = item.minimum_fen
    if is_high and item.maximum_fen is not None:
        total = item.maximum_fen
    return _result(schedule, item, lines=lines, total_fen=total, minimum_applied=is_low, cap_applied=is_high)


def _range(schedule: FeeSchedule, item: FeeItem, hours: Fraction | None) -> FeeCalculation:
    if hours is None or item.minimum_fen is None or item.maximum_fen is None:
        return _result(schedule, item, minimum_fen=item.minimum_fen, maximum_fen=item.maximum_fen)
    low, high = _rounded(item.minimum_fen * hours), _rounded(item.maximum_fen * hours)
    return _result(schedule, item, minimum_fen=low, maximum_fen=high, hours=hours)


def _hours(item: FeeItem, hours: Fraction | float | None) -> Fraction | None:
    if item.method is not FeeMethod.HOURLY or hours is None:
        return None
    exact = hours if isinstance(hours, Fraction) else Fraction(str(hours))
    if exact <= 0:
        raise InvalidInputError({"hours": "工时应大于 0。"})
    return exact


def _result(
    schedule: FeeSchedule,
    item: FeeItem,
    *,
    lines: tuple[FeeLine, ...] = (),
    total_fen: Fen | None = None,
    minimum_fen: Fen | None = None,
    maximum_fen: Fen | None = None,
    hours: Fraction | None = None,
    minimum_applied: bool = False,
    cap_applied: bool = False,
) -> FeeCalculation:
    return FeeCalculation(
        schedule_id=schedule.id,
        item_id=item.key,
        label=item.label,
        method=item.method,
        in_guidance=item.in_guidance,
        lines=lines,
        total_fen=total_fen,
        minimum_fen=minimum_fen,
        maximum_fen=maximum_fen,
        hours=hours,
        minimum_applied=minimum_applied,
        cap_applied=cap_applied,
        per_stage=item.per_stage,
        title=schedule.title,
        doc_no=schedule.doc_no,
        article=item.article,
        issued=schedule.issued,
        source=item.source,
        status=item.status,
        note=item.note,
    )


def _rounded(fen: Fraction) -> Fen:
    """Round to whole 分, a half upwards."""
    return int(fen + Fraction(1, 2))


def _band_label(floor_fen: Fen, upto_fen: Fen | None) -> str:
    if upto_fen is None:
        return f"{_amount_words(floor_fen)}以上"
    if not floor_fen:
        return f"{_amount_words(upto_fen)}以下（含）"
    return f"{_amount_words(floor_fen)}至 {_amount_words(upto_fen)}（含）"


def _amount_words(fen: Fen) -> str:
    """Return e.g. “10 万元” where the amount is whole 万."""
    wan, rest = divmod(fen, 10_000 * 100)
    return f"{yuan_text(fen)} 元" if rest or not wan else f"{wan} 万元"
