"""The fee core in one place: schedules, their calculation, and the comparison of S9.3."""

from app.rules.fee_calculation import FeeCalculation, FeeLine, compute, cumulative_lines, rate_text
from app.rules.fee_comparison import FeeComparison, compare, percent_text
from app.rules.fee_schedule import Band, FeeItem, FeeSchedule

__all__ = [
    "Band",
    "FeeCalculation",
    "FeeComparison",
    "FeeItem",
    "FeeLine",
    "FeeSchedule",
    "compare",
    "compute",
    "cumulative_lines",
    "percent_text",
    "rate_text",
]
