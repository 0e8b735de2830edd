"""Whether a fee is below what a signed-up client must pay less than (clause S9.3).

Percentage matters: below the computed sum. Range matters: below the firm's published price, which must itself lie in
the range; that is the firm's reading and is printed as such. Matters outside the guidance: below the firm's published
price, marked 待核实, and never called below the guidance. A fee equal to the measure is not below it.
"""

from dataclasses import dataclass
from fractions import Fraction

from app.errors import InvalidInputError
from app.rules.fee_calculation import FeeCalculation
from app.rules.money import yuan_text
from app.terms import FactStatus, FeeMethod, FeeVerdict, Fen

CLAUSE = "S9.3"


@dataclass(frozen=True)
class FeeComparison:
    """The result of comparing a fee.

    Attributes:
        verdict: in a word.
        difference_fen: how much less than the measure, in 分; negative when more; None without a measure.
        percent: the same as a share of the measure in percent, exact; None without a measure.
        may_proceed: whether a contract with this fee may be made.
        sentence: for the page and the calculation sheet.
        clause: whose rule it is.
        basis_fen: the measure, in 分; None without one.
        status: 待核实 when the measure is not a figure read in the official text.

    """

    verdict: FeeVerdict
    difference_fen: Fen | None
    percent: Fraction | None
    may_proceed: bool
    sentence: str
    clause: str = CLAUSE
    basis_fen: Fen | None = None
    status: FactStatus = FactStatus.VERIFIED


@dataclass(frozen=True)
class _Measure:
    """What the fee is compared with, or why there is nothing to compare it with."""

    fen: Fen | None
    name: str
    verdict: FeeVerdict
    remark: str
    status: FactStatus
    problem: str = ""


def compare(
    calculation: FeeCalculation | None, *, signed_up: bool, fee_fen: Fen, published_price_fen: Fen | None
) -> FeeComparison:
    """Compare a fee with what S9.3 measures it by.

    Args:
        calculation: what the guidance says; None where no schedule knows the matter.
        signed_up: whether the client is signed up; only then the fee must be below.
        fee_fen: the fee to be agreed, in 分 (of an hourly matter without hours: per hour).
        published_price_fen: the firm's published price of the matter, in 分 (of an hourly matter: per hour).

    Raises:
        InvalidInputError: the fee is negative.

    """
    if fee_fen < 0:
        raise InvalidInputError({"fee": "收费不能是负数。"})
    measure = _measure(calculation, published_price_fen)
    if measure.fen is None:
        return FeeComparison(
            verdict=FeeVerdict.NO_BASIS if signed_up else FeeVerdict.NOT_REQUIRED,
            difference_fen=None,
            percent=None,
            may_proceed=not signed_up,
            sentence=measure.problem if signed_up else f"{FeeVerdict.NOT_REQUIRED.label}。{measure.remark}",
            status=measure.status,
        )
    difference = measure.fen - fee_fen
    return FeeComparison(
        verdict=_verdict(measure, signed_up=signed_up, difference=difference),
        difference_fen=difference,
        percent=Fraction(difference * 100, measure.fen) if measure.fen else None,
        may_proceed=difference > 0 or not signed_up,
        sentence=_sentence(measure, signed_up=signed_up, difference=difference),
        basis_fen=measure.fen,
        status=measure.status,
    )


def percent_text(percent: Fraction) -> str:
    """Return a percentage with one decimal, a half rounded up: 11.3%."""
    tenths = int(abs(percent) * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


def _measure(calculation: FeeCalculation | None, published: Fen | None) -> _Measure:
    if calculation is None or not calculation.in_guidance:
        return _own_price(published)
    if calculation.total_fen is not None:
        return _Measure(calculation.total_fen, "指导意见", FeeVerdict.BELOW_GUIDANCE, "", calculation.status)
    return _price_in_range(calculation, published)


def _own_price(published: Fen | None) -> _Measure:
    remark = "依据待核实：这类案件不适用收费指导意见，只与本所公示价比较。"
    problem = "" if published is not None else f"{remark}请先由主任设定本所公示价。"
    return _Measure(published, "本所公示价", FeeVerdict.BELOW_PUBLISHED, remark, FactStatus.UNVERIFIED, problem)


def _price_in_range(calculation: FeeCalculation, published: Fen | None) -> _Measure:
    low, high = calculation.minimum_fen, calculation.maximum_fen
    if low is None or high is None:
        return _own_price(published)
    name, verdict = "本所公示价", FeeVerdict.BELOW_PUBLISHED
    status = calculation.status
    extent = f"{yuan_text(low)} 元至 {yuan_text(high)} 元"
    remark = f"指导意见为 {extent}，以区间内的本所公示价为准，是本所对“低于指导意见”的理解。"
    if status is FactStatus.UNVERIFIED:
        remark = f"区间数字待核实。{remark}"
    if published is None:
        problem = f"指导意见只给出 {extent} 的区间，请先由主任设定本所公示价。"
        return _Measure(None, name, verdict, remark, status, problem)
    per_hour = calculation.method is FeeMethod.HOURLY and calculation.hours is not None
    price = int(published * calculation.hours) if per_hour and calculation.hours else published
    if not low <= price <= high:
        problem = f"本所公示价 {yuan_text(price)} 元不在指导意见的区间（{extent}）内，请先由主任更正公示价。"
        return _Measure(None, name, verdict, problem, status, problem)
    return _Measure(price, name, verdict, remark, status)


def _verdict(measure: _Measure, *, signed_up: bool, difference: Fen) -> FeeVerdict:
    if not signed_up:
        return FeeVerdict.NOT_REQUIRED
    return measure.verdict if difference > 0 else FeeVerdict.NOT_BELOW


def _sentence(measure: _Measure, *, signed_up: bool, difference: Fen) -> str:
    figure = yuan_text(measure.fen or 0)
    percent = Fraction(difference * 100, measure.fen) if measure.fen else Fraction(0)
    if difference > 0:
        said = f"比{measure.name} {figure} 元低 {percent_text(percent)}，少 {yuan_text(difference)} 元。"
    elif difference == 0:
        said = f"与{measure.name} {figure} 元相同。"
    else:
        said = f"比{measure.name} {figure} 元高 {yuan_text(-difference)} 元。"
    if not signed_up:
        said = f"{FeeVerdict.NOT_REQUIRED.label}；{said}"
    elif difference <= 0:
        said += f"签约服务对象的收费须低于{measure.name}（{CLAUSE}），请调低。"
    return said + measure.remark
