"""收费计算单: from a contract's figures to the sheet that proves them (S9.3)."""

from typing import TYPE_CHECKING

from app.services.contracts.types import ContractForm, Paper
from app.services.later import Later

if TYPE_CHECKING:
    from app.documents import calculation_sheet
else:
    calculation_sheet = Later("app.documents.calculation_sheet")


def render_sheet(paper: Paper, form: ContractForm, prepared_by: str) -> bytes | None:
    """Return the calculation sheet of a contract as PDF, with its number once it has one.

    Args:
        paper: the composed contract.
        form: what it was composed from.
        prepared_by: who calculated.

    Returns:
        the PDF; None while there is nothing to calculate or to compare.

    Raises:
        DocumentError: a character that no font has.

    """
    calculation, comparison, values = paper.calculation, paper.comparison, paper.values
    if calculation is None or comparison is None:
        return None
    matter, fee = form.matter, form.fee
    heading = {
        "number": values["contract"]["number"],
        "firm": values["firm"]["full_name"],
        "client": values["client"]["name"],
        "cause": matter.cause,
        "stage": matter.stage.label if matter.stage else "",
        "date": values["contract"]["date"],
        "fee_fen": fee.fee_fen,
        "amount_fen": matter.amount_fen if matter.has_property else None,
        "published_fen": paper.published_price_fen,
        "relief_reason": fee.relief_reason.label if fee.relief_reason else "",
        "prepared_by": prepared_by,
    }
    return calculation_sheet.render(calculation, comparison, heading)
