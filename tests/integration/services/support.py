"""Short ways to make what the service tests need, through the services themselves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.clock import SteppedClock
from app.services.attachments import NewAttachment
from app.services.clients.types import ClientForm, ClientRef, SignUpForm
from app.services.consultations.types import ConsultationDetail, ConsultationRef, NewConsultation
from app.services.container import Services
from app.services.contracts.types import ContractForm, FeeForm, FiledContract, MatterForm, PaymentForm, TermsForm
from app.terms import (
    AttachmentKind,
    Category,
    Channel,
    ClientKind,
    Fen,
    GroupKind,
    IdentityKind,
    LegalAidScreen,
    MatterClass,
    ReliefReason,
    SignUpChannel,
    Uid,
)
from tests.factories import act_as, at

ID_NUMBERS = ("11010519491231002X", "13019919800101001X", "130199197512120021")
"""The example of GB 11643 and numbers of a division that was never given out."""
SHOT = NewAttachment("截图.png", AttachmentKind.SCREENSHOT, b"\x89PNG picture")
SCAN = NewAttachment("协议.pdf", AttachmentKind.SIGNED_COPY, b"%PDF scan")
TODAY = date(2026, 3, 13)


def set_time(services: Services, text: str) -> None:
    """Put the firm's clock to an instant of Shanghai."""
    clock = services.office.clock
    assert isinstance(clock, SteppedClock)
    clock.set(at(text))


def staff_id(services: Services, login: str) -> Uid:
    """Return the id of a member of staff."""
    return next(person.id for person in services.staff.everyone() if person.login == login)


def question(**changes: Any) -> NewConsultation:
    """Return a question as the front desk types it in, with changes."""
    fields: dict[str, Any] = {
        "channel": Channel.WECHAT,
        "question": "邻居装修漏水，把我家吊顶泡坏了，怎么索赔？",
        "category": Category.NEIGHBOUR,
        "wechat_name": "一路向北",
    }
    return NewConsultation(**{**fields, **changes})


def register(
    services: Services, received: str | None = None, now: str | None = None, **changes: Any
) -> ConsultationRef:
    """Register a question; `now` puts the clock first."""
    if now is not None:
        set_time(services, now)
    return services.consultations.intake.register(question(received_at=at(received) if received else None, **changes))


def consultation(services: Services, reference: ConsultationRef) -> ConsultationDetail:
    """Return a consultation as it stands."""
    return services.consultations.details.find(reference.id)


def person(name: str = "钱多多", **changes: Any) -> ClientForm:
    """Return a person's details as they are typed in, with changes."""
    fields: dict[str, Any] = {"kind": ClientKind.PERSON, "name": name, "phone": "13900000002"}
    return ClientForm(**{**fields, **changes})


def create(services: Services, name: str = "钱多多", **changes: Any) -> ClientRef:
    """Open a file."""
    return services.clients.files.create(person(name, **changes))


def contracting_client(services: Services, name: str = "赵建平", **changes: Any) -> ClientRef:
    """Open a file with all a contract asks for."""
    fields: dict[str, Any] = {
        "identity_kind": IdentityKind.RESIDENT_ID,
        "identity_no": ID_NUMBERS[0],
        "phone": "13900000001",
        "address": "裕华区槐安路 0 号",
    }
    return create(services, name, **{**fields, **changes})


def sign_up_form(services: Services, channel: SignUpChannel = SignUpChannel.GROUP, **changes: Any) -> SignUpForm:
    """Return a complete sign-up of a channel, with changes."""
    fields: dict[SignUpChannel, Mapping[str, Any]] = {
        SignUpChannel.WRITTEN: {"agreement_no": "顾协 0001"},
        SignUpChannel.JIFATONG: {},
        SignUpChannel.GROUP: {
            "group_kind": GroupKind.WECHAT_GROUP,
            "group_name": services.clients.sign_ups.prescribed_group_name(),
            "nickname": "一路向北",
        },
        SignUpChannel.PHONE: {"called_at": at("2026-03-13 10:00")},
    }
    return SignUpForm(**{"channel": channel, "signed_on": TODAY, **fields[channel], **changes})


def sign_up(services: Services, client_id: Uid) -> Uid:
    """Sign a client up by the firm's group."""
    return services.clients.sign_ups.sign_up(client_id, sign_up_form(services), (SHOT,))


def mandate(
    services: Services,
    client_id: Uid,
    fee_fen: Fen | None = 55_000_00,
    *,
    matter: Mapping[str, Any] | None = None,
    fee: Mapping[str, Any] | None = None,
    terms: TermsForm | None = None,
) -> ContractForm:
    """Return a complete mandate for a loan dispute over 100 万元, with changes."""
    about: dict[str, Any] = {
        "matter_class": MatterClass.CIVIL,
        "amount_fen": 1_000_000_00,
        "cause": "民间借贷纠纷",
        "opponent": "孙立民",
        "lawyer_ids": (staff_id(services, "zhoulan"),),
    }
    price: dict[str, Any] = {
        "fee_fen": fee_fen,
        "relief_reason": ReliefReason.SIGN_UP,
        "payments": (PaymentForm("签约之日", fee_fen),) if fee_fen else (),
        "legal_aid": LegalAidScreen.NOT_ELIGIBLE,
    }
    return ContractForm(
        client_id,
        "civil-agency",
        MatterForm(**{**about, **(matter or {})}),
        FeeForm(**{**price, **(fee or {})}),
        terms or TermsForm(),
    )


def file_mandate(services: Services, form: ContractForm) -> FiledContract:
    """File a contract as a lawyer."""
    act_as(services, "zhoulan")
    return services.contracts.drafting.file(form, None)
