"""收费计算单: from a contract's figures to the sheet that proves them (S9.3)."""

from datetime import date

from app.documents.calculation_sheet import CalculationLine, CalculationSheet
from app.models import Contract
from app.rules.fee_calculation import rate_text
from app.rules.money import yuan_text
from app.services.contracts.types import Paper
from app.storage.unit_of_work import UnitOfWork
from app.terms import FactStatus, FeeVerdict


def sheet_of(paper: Paper, contract: Contract, work: UnitOfWork) -> CalculationSheet:
    """Return the calculation sheet of a contract that is being filed."""
    calculation, comparison = paper.calculation, paper.comparison
    by_price = comparison is not None and comparison.verdict is FeeVerdict.BELOW_PUBLISHED
    lines = calculation.lines if calculation else ()
    return CalculationSheet(
        firm_name=paper.values["firm"]["full_name"],
        contract_number=contract.number or "",
        made_on=contract.contract_date or date.min,
        client_name=paper.values["client"]["name"],
        is_signed_up=contract.signed_up,
        matter="，".join(part for part in (contract.cause, contract.stage.label if contract.stage else "") if part),
        amount_fen=contract.amount_fen if contract.has_property else None,
        schedule_title=f"《{calculation.title}》" if calculation else "本所公示价",
        schedule_doc_no=calculation.doc_no if calculation else "",
        status=calculation.status if calculation else FactStatus.UNVERIFIED,
        source=f"{calculation.citation}；{calculation.source}" if calculation else "",
        lines=[
            CalculationLine(line.label, yuan_text(line.base_fen), rate_text(line.rate), yuan_text(line.fee_fen))
            for line in lines
        ],
        total_fen=calculation.total_fen if calculation else None,
        agreed_fen=contract.fee_fen or 0,
        verdict=comparison.verdict if comparison else FeeVerdict.NO_BASIS,
        comparison=comparison.sentence if comparison else "",
        published_fen=contract.published_price_fen if by_price else None,
        relief_reason=contract.relief_reason.label if contract.relief_reason else "",
        prepared_by=work.context.actor_name,
    )
