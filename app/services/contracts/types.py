"""What the contract services take and give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.rules.fee_calculation import FeeCalculation
from app.rules.fee_comparison import FeeComparison
from app.services.attachments import AttachmentView
from app.terms import (
    Authority,
    ContractState,
    Fen,
    LegalAidScreen,
    MatterClass,
    MatterStage,
    ReliefReason,
    Uid,
)


@dataclass(frozen=True)
class TemplateView:
    """A contract template to choose from."""

    slug: str
    title: str
    is_agency: bool
    """A mandate with a fee; otherwise the free advisor agreement."""


@dataclass(frozen=True)
class PaymentForm:
    """One instalment."""

    when: str
    amount_fen: Fen


@dataclass(frozen=True)
class MemberForm:
    """A family member of an advisor agreement."""

    name: str
    relation: str = ""


@dataclass(frozen=True)
class MatterForm:
    """Step 1: what the mandate is about."""

    matter_class: MatterClass = MatterClass.CIVIL
    stage: MatterStage | None = MatterStage.FIRST_INSTANCE
    has_property: bool = True
    amount_fen: Fen | None = None
    cause: str = ""
    opponent: str = ""
    lawyer_ids: tuple[Uid, ...] = ()


@dataclass(frozen=True)
class FeeForm:
    """Step 2: the fee."""

    fee_fen: Fen | None = None
    relief_reason: ReliefReason | None = None
    relief_note: str = ""
    payments: tuple[PaymentForm, ...] = ()
    legal_aid: LegalAidScreen | None = None


@dataclass(frozen=True)
class TermsForm:
    """Step 3: what is left to fill in."""

    contract_date: date | None = None
    authority: Authority = Authority.GENERAL
    powers: tuple[str, ...] = ()
    court: str = ""
    copies: int = 2
    members: tuple[MemberForm, ...] = ()
    begins_on: date | None = None
    ends_on: date | None = None
    allows_push: bool = False
    allows_pictures: bool = False
    extra_clauses: str = ""


@dataclass(frozen=True)
class ContractForm:
    """A contract while it is being drawn up."""

    client_id: Uid
    template: str
    matter: MatterForm = field(default_factory=MatterForm)
    fee: FeeForm = field(default_factory=FeeForm)
    terms: TermsForm = field(default_factory=TermsForm)


@dataclass(frozen=True)
class FeeQuote:
    """The guidance's figure and what it means for the fee typed in.

    Attributes:
        calculation: the guidance line by line; None where nothing applies.
        published_price_fen: the firm's published price for the matter, if there is one.
        comparison: how the typed fee compares; None while none is typed.
        is_signed_up: whether the client is signed up (then the fee must be lower, S9.3).
        relief_groups: the client's relief groups in words (S9.1).
        needs_approver: the reason goes beyond the sign-up discount and wants the director's consent.
        fee_words: the typed fee in capital figures.
        problems: what keeps the step from going on, field by field ("fee", "relief_reason", "relief_note",
            "payments", "legal_aid"); "approver" alone does not close the step, only the filing.

    """

    calculation: FeeCalculation | None
    published_price_fen: Fen | None
    comparison: FeeComparison | None
    is_signed_up: bool
    relief_groups: tuple[str, ...]
    needs_approver: bool
    approver: str
    approved_at: datetime | None
    fee_words: str
    problems: Mapping[str, str]


@dataclass(frozen=True)
class Paper:
    """What a template is filled with: ready to be rendered without the database."""

    template: str
    title: str
    values: Mapping[str, Any]
    calculation: FeeCalculation | None
    comparison: FeeComparison | None
    published_price_fen: Fen | None = None


@dataclass(frozen=True)
class Preview:
    """The real pages of a contract that is being drawn up."""

    pdf: bytes
    page_count: int
    missing_characters: tuple[str, ...] = ()
    """Characters no font has, with their code points; they are named before saving."""


@dataclass(frozen=True)
class PagePicture:
    """One page as a picture: RGBA bytes, 4 a pixel, row by row."""

    rgba: bytes
    width: int
    height: int


@dataclass(frozen=True)
class ContractRow:
    """One line of the contract list."""

    row_no: int
    id: Uid
    number: str
    title: str
    client: str
    cause: str
    fee_fen: Fen | None
    state: ContractState
    awaits_approval: bool
    contract_date: date | None
    changed_at: datetime
    is_sensitive: bool = False


@dataclass(frozen=True)
class ContractDetail:
    """A contract with its form, as drawn up or as filed."""

    id: Uid
    number: str
    title: str
    state: ContractState
    client_name: str
    form: ContractForm
    docx_hash: str
    pdf_hash: str
    created_at: datetime
    filed_at: datetime | None
    filed_by: str
    voided_reason: str
    awaits_approval: bool
    file_stem: str
    """A suitable file name without ending."""
    attachments: tuple[AttachmentView, ...] = ()
    """The calculation sheet, kept with a filed contract."""
    is_sensitive: bool = False


@dataclass(frozen=True)
class FiledContract:
    """A contract that was just filed."""

    id: Uid
    number: str
    title: str
    client_name: str
    docx_hash: str
    pdf_hash: str
    file_stem: str
    """A suitable file name without ending."""
