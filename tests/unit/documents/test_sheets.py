"""The sheets the program prints itself: every figure and every doubt stands on them, on one page."""

from datetime import date
from fractions import Fraction

import pytest

from app.documents import calculation_sheet
from app.documents.pages import page_texts
from app.documents.recovery_sheet import RecoverySheet, recovery_sheet
from app.rules.fee_calculation import FeeCalculation, FeeLine
from app.rules.fee_comparison import compare
from app.terms import FactStatus, FeeMethod, Fen

HEADING = {
    "number": "民代〔2026〕0001",
    "firm": "示例律师事务所",
    "client": "张示例",
    "cause": "民间借贷纠纷",
    "stage": "一审",
    "date": date(2026, 3, 5),
    "fee_fen": 5_000_000,
    "amount_fen": 100_000_000,
    "relief_reason": "签约服务对象优惠",
}


def calculation(status: FactStatus, *, total: Fen | None = 6_200_000, in_guidance: bool = True) -> FeeCalculation:
    lines = (
        FeeLine("不超过10万元的部分", 10_000_000, Fraction(8, 100), 800_000),
        FeeLine("10万元至100万元的部分", 90_000_000, Fraction(6, 100), 5_400_000),
    )
    return FeeCalculation(
        schedule_id="s",
        item_id="i",
        label="民事，涉及财产关系",
        method=FeeMethod.PIECEWISE if total else FeeMethod.RANGE_PER_ITEM,
        in_guidance=in_guidance,
        lines=lines if total else (),
        total_fen=total,
        minimum_fen=None if total else 300_000,
        maximum_fen=None if total else 3_000_000,
        hours=None,
        minimum_applied=False,
        cap_applied=False,
        per_stage=True,
        title="示例收费指导意见",
        doc_no="示律协〔2016〕7号",
        article="第四条",
        issued=date(2016, 1, 26),
        source="示例来源",
        status=status,
        note="",
    )


def sheet_text(made: FeeCalculation, *, published: Fen | None = None) -> str:
    comparison = compare(made, signed_up=True, fee_fen=5_000_000, published_price_fen=published)
    (page,) = page_texts(calculation_sheet.render(made, comparison, HEADING))
    return "".join(page.split())


@pytest.mark.clause("S9.3")
def test_the_calculation_sheet_proves_the_fee_line_by_line() -> None:
    text = sheet_text(calculation(FactStatus.VERIFIED))
    for part in (
        "民代〔2026〕0001",
        "示律协〔2016〕7号",
        "第四条",
        "示例来源",
        "900,000元",
        "54,000元",
        "62,000元",
        "50,000元（人民币伍万元整）",
        "低于指导意见",
        "签约服务对象优惠",
    ):
        assert part in text
    assert "待核实" not in text


@pytest.mark.clause("S9.3")
def test_unverified_figures_are_marked() -> None:
    assert "待核实：上列标准的数字" in sheet_text(calculation(FactStatus.UNVERIFIED))


@pytest.mark.clause("S9.3")
def test_a_range_is_shown_as_a_range_and_compared_with_the_published_price() -> None:
    text = sheet_text(calculation(FactStatus.VERIFIED, total=None), published=1_000_000)
    assert "3,000元至30,000元" in text


@pytest.mark.clause("S9.3")
def test_a_matter_outside_the_guidance_is_never_called_below_it() -> None:
    text = sheet_text(calculation(FactStatus.UNVERIFIED, in_guidance=False), published=8_000_000)
    assert "不适用上列指导意见" in text
    assert "低于本所公示价" in text
    assert "低于指导意见" not in text


def test_the_recovery_page_shows_every_group_in_order() -> None:
    groups = ("ABCDE", "FGHJK", "23456", "MNPQR", "STVWX")
    (page,) = page_texts(recovery_sheet(RecoverySheet("示例律师事务所", date(2026, 3, 5), groups)))
    places = [page.index(group) for group in groups]
    assert places == sorted(places)
    assert "示例律师事务所" in page
