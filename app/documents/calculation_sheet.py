"""收费计算单: the proof that a fee was calculated from a named schedule and compared as the scheme wants (S9.3)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from app.documents import sheet
from app.documents.model import Align, Block
from app.documents.template_engine import chinese_date
from app.rules.fee_calculation import FeeCalculation, rate_text
from app.rules.fee_comparison import FeeComparison
from app.rules.money import in_words, yuan_text
from app.terms import FactStatus, FeeVerdict, Fen

_DASH = "—"


def render(
    calculation: FeeCalculation,
    comparison: FeeComparison,
    heading: Mapping[str, Any],
    *,
    created: datetime | None = None,
) -> bytes:
    """Return the sheet as PDF.

    Args:
        calculation: what the schedule says.
        comparison: how the agreed fee stands to it.
        heading: number, firm, client, cause, stage (texts), date (a date), fee_fen (分); where known also amount_fen,
            published_fen, relief_reason, approver, prepared_by.
        created: the date written into the file.

    Raises:
        MissingGlyphError: no font has some characters; they are named.

    """
    return sheet.sheet_pdf(
        [
            *_head(comparison, heading),
            *_basis(calculation),
            *_calculation(calculation),
            *_comparison(comparison, heading),
        ],
        name=f"收费计算单 {heading['number']}",
        author=heading["firm"],
        footer=heading["firm"],
        created=created,
    )


def _head(comparison: FeeComparison, heading: Mapping[str, Any]) -> Iterator[Block]:
    day: date | None = heading.get("date")
    signed_up = comparison.verdict is not FeeVerdict.NOT_REQUIRED
    matter = "，".join(heading[key] for key in ("cause", "stage") if heading.get(key))
    yield sheet.title("收费计算单")
    yield sheet.table(
        [
            ("合同编号", heading["number"], "日期", chinese_date(day) if day else ""),
            ("委托人", heading["client"], "签约状态", "签约服务对象" if signed_up else "未签约"),
            ("案由与阶段", matter, "标的额", _yuan(heading.get("amount_fen"), "不涉及财产或未确定")),
        ],
        (2.8, 5.6, 2.2, 5.0),
        labels=(0, 2),
    )


def _basis(calculation: FeeCalculation) -> Iterator[Block]:
    number = f"（{calculation.doc_no}）" if calculation.doc_no else ""
    issued = f"，{chinese_date(calculation.issued)}印发" if calculation.issued else ""
    yield sheet.heading("一、依据")
    yield sheet.text(
        f"《{calculation.title}》{number}{calculation.article}{issued}；项目：{calculation.label}；"
        f"核实状态：{calculation.status.label}。"
    )
    if calculation.source:
        yield sheet.text(f"来源：{calculation.source}", sheet.NOTE)
    if calculation.status is FactStatus.UNVERIFIED:
        yield sheet.text("待核实：上列标准的数字尚未与正式文本逐字核对。", sheet.LABEL)


def _calculation(calculation: FeeCalculation) -> Iterator[Block]:
    yield sheet.heading("二、计算")
    if calculation.in_guidance:
        yield sheet.table(_rows(calculation), (5.4, 3.3, 3.9, 3.0), header=True, right=(1, 2, 3))
    else:
        yield sheet.text("本案所属类别不适用上列指导意见，没有可以计算的数额，只与本所公示价比较。")
    if calculation.note:
        yield sheet.text(calculation.note, sheet.NOTE)


def _rows(calculation: FeeCalculation) -> list[tuple[str, str, str, str]]:
    rows = [("计费项目", "计费基数", "标准", "金额")]
    rows += [
        (line.label, _yuan(line.base_fen), rate_text(line.rate), _yuan(line.fee_fen)) for line in calculation.lines
    ]
    if not calculation.lines:
        low, high = _yuan(calculation.minimum_fen, _DASH), _yuan(calculation.maximum_fen, _DASH)
        rows.append((f"{calculation.label}（{calculation.method.label}）", _DASH, f"{low} 至 {high}", _DASH))
    if calculation.total_fen is not None:
        least = "（按最低收费）" if calculation.minimum_applied else ""
        most = "（按最高限额）" if calculation.cap_applied else ""
        rows.append((f"合计{least}{most}", "", "", _yuan(calculation.total_fen)))
    return rows


def _comparison(comparison: FeeComparison, heading: Mapping[str, Any]) -> Iterator[Block]:
    fee: Fen = heading["fee_fen"]
    rows = [("约定律师服务费", f"{_yuan(fee)}（人民币{in_words(fee)}）")]
    if comparison.basis_fen is not None:
        rows.append(("比较的标准", _yuan(comparison.basis_fen)))
    if heading.get("published_fen") is not None:
        rows.append(("本所公示价", _yuan(heading["published_fen"])))
    rows.append(("比较结果", comparison.verdict.label))
    labels = (("relief_reason", "减收理由"), ("approver", "批准人"))
    rows += [(label, heading[key]) for key, label in labels if heading.get(key)]
    yield sheet.heading("三、比较")
    yield sheet.table(rows, (3.2, 12.4), labels=(0,))
    yield sheet.text(comparison.sentence)
    if comparison.status is FactStatus.UNVERIFIED:
        yield sheet.text("待核实：比较所用的标准不是正式文本的原文数字。", sheet.LABEL)
    by = heading.get("prepared_by") or "　" * 6
    yield sheet.text(f"计算人：{by}　　　　复核人：{'　' * 6}", align=Align.RIGHT, indent=False)
    yield sheet.text("金额由系统按分精确计算；本单随合同归档。", sheet.NOTE, indent=False)


def _yuan(fen: Fen | None, otherwise: str = "") -> str:
    return otherwise if fen is None else f"{yuan_text(fen)} 元"
