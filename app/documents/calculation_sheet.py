"""收费计算单: the proof that a fee was calculated from a named schedule and compared as the scheme wants (S9.3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.documents import sheet
from app.documents.model import Align, Block
from app.documents.template_engine import chinese_date
from app.rules.money import in_words, yuan_text
from app.terms import FactStatus, FeeVerdict, Fen


@dataclass(frozen=True)
class CalculationLine:
    """One line of the calculation, as text: what, on which amount, at which rate, how much."""

    label: str
    base: str
    rate: str
    amount: str


@dataclass(frozen=True)
class CalculationSheet:
    """What a calculation sheet says.

    Attributes:
        matter: cause and stage, e.g. 民间借贷纠纷，一审.
        amount_fen: the amount in dispute, None where the matter has none.
        status: whether the schedule's figures were read verbatim in the official text.
        source: where the figures were read.
        total_fen: the schedule's result, None where it gives none.
        published_fen: the firm's published price, where the comparison is with it.
        comparison: the comparison in one sentence.
        relief_reason: why the fee was reduced, "" where it was not.

    """

    firm_name: str
    contract_number: str
    made_on: date
    client_name: str
    is_signed_up: bool
    matter: str
    amount_fen: Fen | None
    schedule_title: str
    schedule_doc_no: str
    status: FactStatus
    source: str
    lines: Sequence[CalculationLine]
    total_fen: Fen | None
    agreed_fen: Fen
    verdict: FeeVerdict
    comparison: str
    published_fen: Fen | None = None
    relief_reason: str = ""
    prepared_by: str = ""


def calculation_sheet(data: CalculationSheet, *, created: datetime | None = None) -> bytes:
    """Return the sheet as PDF.

    Raises:
        MissingGlyphError: no font has some characters; they are named.

    """
    return sheet.sheet_pdf(
        list(_blocks(data)),
        name=f"收费计算单 {data.contract_number}",
        author=data.firm_name,
        footer=data.firm_name,
        created=created,
    )


def _blocks(data: CalculationSheet) -> Iterator[Block]:
    yield sheet.title("收费计算单")
    yield sheet.table(
        [
            ("合同编号", data.contract_number, "日期", chinese_date(data.made_on)),
            ("委托人", data.client_name, "签约状态", "签约服务对象" if data.is_signed_up else "未签约"),
            ("案由与阶段", data.matter, "标的额", _yuan(data.amount_fen, "不涉及财产或未确定")),
        ],
        (2.8, 5.6, 2.2, 5.0),
        labels=(0, 2),
    )
    yield sheet.heading("一、依据")
    yield from _basis(data)
    yield sheet.heading("二、计算")
    yield from _calculation(data)
    yield sheet.heading("三、比较")
    yield from _comparison(data)
    yield sheet.text(
        f"计算人：{data.prepared_by or '　　　　　　'}　　　　复核人：　　　　　　", align=Align.RIGHT, indent=False
    )
    yield sheet.text("金额以元为单位，由系统按分精确计算；本单随合同归档。", sheet.NOTE, indent=False)


def _basis(data: CalculationSheet) -> Iterator[Block]:
    number = f"（{data.schedule_doc_no}）" if data.schedule_doc_no else ""
    yield sheet.text(f"{data.schedule_title}{number}，核实状态：{data.status.label}。")
    if data.source:
        yield sheet.text(f"来源：{data.source}", sheet.NOTE)
    if data.status is FactStatus.UNVERIFIED:
        yield sheet.text("待核实：上列标准的数字尚未与正式文本逐字核对，不得作为唯一的收费依据。", sheet.LABEL)


def _calculation(data: CalculationSheet) -> Iterator[Block]:
    if not data.lines:
        yield sheet.text("该标准对本案没有可计算的项目。")
        return
    rows = [("计费项目", "计费基数", "标准", "金额")]
    rows += [(line.label, line.base, line.rate, line.amount) for line in data.lines]
    if data.total_fen is not None:
        rows.append(("合计", "", "", _yuan(data.total_fen)))
    yield sheet.table(rows, (6.0, 3.6, 3.0, 3.0), header=True, right=(1, 2, 3))


def _comparison(data: CalculationSheet) -> Iterator[Block]:
    rows = [("约定律师费", f"{_yuan(data.agreed_fen)}（人民币{in_words(data.agreed_fen)}）")]
    if data.published_fen is not None:
        rows.append(("本所公示价", _yuan(data.published_fen)))
    rows.append(("比较结果", data.verdict.label))
    if data.relief_reason:
        rows.append(("减收理由", data.relief_reason))
    yield sheet.table(rows, (3.2, 12.4), labels=(0,))
    if data.comparison:
        yield sheet.text(data.comparison)


def _yuan(fen: Fen | None, otherwise: str = "") -> str:
    return otherwise if fen is None else f"{yuan_text(fen)} 元"
