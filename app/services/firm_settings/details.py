"""本所资料与方案: who the firm is, which schemes bind it, and what is said out of hours."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import ConflictError, InvalidInputError, NeedsConfirmationError
from app.models import ConsultationState, Firm
from app.services.accounts import check_firm
from app.services.core import Service, operation, query
from app.services.firm_settings.registry import PLATFORM_DUTY, store, value_of
from app.services.setup_types import FirmForm
from app.terms import Permission, Scheme, Stage

HOTLINE = "12348"
NOTICE_LIMIT = 500


@dataclass(frozen=True)
class SchemesForm:
    """Which schemes the firm takes part in, and whether it runs the platform's duty desk itself."""

    schemes: tuple[Scheme, ...]
    hosts_platform_duty: bool = False


class FirmDetails(Service):
    """本所资料."""

    @query()
    def details(self) -> FirmForm:
        """Return the firm's details as a form."""
        with self.office.reading() as session:
            return form_of(find_firm(session))

    @operation(Permission.MANAGE_FIRM)
    def save_details(self, form: FirmForm, before: FirmForm) -> None:
        """Save the firm's details.

        Args:
            form: as typed.
            before: as the form was read; what somebody else changed since is not overwritten.

        Raises:
            InvalidInputError: field by field.
            ConflictError: somebody else changed them meanwhile.

        """
        check_firm(form)
        with self.office.work() as work:
            firm = find_firm(work.session)
            if form_of(firm) != before:
                raise ConflictError("本所资料刚被别人改过，没有覆盖。", todo="请放弃修改，看过新内容后再改。")
            write_details(firm, form)
            work.commit("修改本所资料")

    @query()
    def schemes(self) -> SchemesForm:
        """Return which schemes bind the firm."""
        with self.office.reading() as session:
            chosen = tuple(Scheme(value) for value in find_firm(session).schemes)
            return SchemesForm(chosen, bool(value_of(session, PLATFORM_DUTY.key)))

    @operation(Permission.MANAGE_FIRM)
    def save_schemes(self, form: SchemesForm, confirmed: frozenset[str] = frozenset()) -> None:
        """Take part in these schemes from now on.

        Raises:
            InvalidInputError: none is chosen.
            NeedsConfirmationError: questions of a scheme switched off are still open; they keep its rules.

        """
        with self.office.work() as work:
            firm = find_firm(work.session)
            left = [scheme for scheme in Scheme if scheme.value in firm.schemes and scheme not in form.schemes]
            check_schemes(work.session, form, left, confirmed)
            write_schemes(firm, form.schemes)
            store(work.session, PLATFORM_DUTY.key, form.hosts_platform_duty and Scheme.BEIJING in form.schemes)
            work.commit("修改参加的方案")
        self.office.forget_hours()

    @query()
    def notice(self) -> str:
        """Return the text that points askers to the 12348 hotline out of hours (S6.3)."""
        with self.office.reading() as session:
            return find_firm(session).out_of_hours_text

    @operation(Permission.MANAGE_FIRM)
    def save_notice(self, text: str) -> None:
        """Save the out-of-hours text.

        Raises:
            InvalidInputError: it is empty, too long, or does not name the hotline (S6.3).

        """
        if problem := problem_of_notice(text):
            raise InvalidInputError({"notice": problem})
        with self.office.work() as work:
            find_firm(work.session).out_of_hours_text = text.strip()
            work.commit("修改非工作时间提示语")
        self.office.forget_hours()


def problem_of_notice(text: str) -> str:
    """Return what to do about an out-of-hours text, or an empty text; it has to name the hotline (S6.3)."""
    if not text.strip():
        return "请写上提示语，非工作时间要引导拨打 12348（S6.3）。"
    if HOTLINE not in text:
        return "提示语里要有 12348：非工作时间应当引导咨询人拨打这个热线（S6.3）。"
    return f"提示语最长 {NOTICE_LIMIT} 个字。" if len(text.strip()) > NOTICE_LIMIT else ""


def find_firm(session: Session) -> Firm:
    """Return the firm's one row."""
    return session.scalars(select(Firm).limit(1)).one()


def form_of(firm: Firm) -> FirmForm:
    """Return the firm's details as a form."""
    return FirmForm(
        full_name=firm.full_name,
        short_name=firm.short_name,
        address=firm.address,
        phones=tuple(firm.phones),
        credit_code=firm.credit_code,
        head=firm.head,
    )


def write_details(firm: Firm, form: FirmForm) -> None:
    """Put checked details into the firm's row."""
    values: dict[str, Any] = {
        "full_name": form.full_name.strip(),
        "short_name": form.short_name.strip() or form.full_name.strip(),
        "address": form.address.strip(),
        "phones": [phone.strip() for phone in form.phones if phone.strip()],
        "credit_code": form.credit_code.strip().upper(),
        "head": form.head.strip(),
    }
    for name, value in values.items():
        if getattr(firm, name) != value:
            setattr(firm, name, value)


def write_schemes(firm: Firm, schemes: tuple[Scheme, ...]) -> None:
    """Put the schemes into the firm's row, in the vocabulary's order."""
    values = [scheme.value for scheme in Scheme if scheme in schemes]
    if firm.schemes != values:
        firm.schemes = values


def check_schemes(session: Session, form: SchemesForm, left: list[Scheme], confirmed: frozenset[str]) -> None:
    """Check a choice of schemes; leaving one with open questions is asked about.

    Raises:
        InvalidInputError: none is chosen.
        NeedsConfirmationError: key "open_questions".

    """
    if not form.schemes:
        raise InvalidInputError({"schemes": "请至少选择一个参加的方案。"})
    waiting = {scheme: _waiting(session, scheme) for scheme in left}
    named = "，".join(f"{scheme.label}还有 {count} 件待答复的咨询" for scheme, count in waiting.items() if count)
    if named and "open_questions" not in confirmed:
        raise NeedsConfirmationError(
            "open_questions",
            f"{named}。",
            todo="关闭后它们仍按原来的时限和规定办完，只是不能再登记新的。",
        )


def _waiting(session: Session, scheme: Scheme) -> int:
    wanted = select(func.count()).where(ConsultationState.scheme == scheme, ConsultationState.stage == Stage.WAITING)
    return session.scalar(wanted) or 0
