"""A firm with sensitive matters, a canary word in every text of them, and a way to look through whatever a call returns."""

import dataclasses
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.models import Attachment, Consultation, ConsultationEvent, Contract
from app.services.attachments import NewAttachment
from app.services.clients.types import ClientRef
from app.services.consultations.types import ConsultationRef
from app.services.container import Services
from app.services.contracts.types import FiledContract, TermsForm
from app.terms import AttachmentKind, Uid
from tests.factories import act_as
from tests.integration.services.support import ID_NUMBERS, contracting_client, mandate, register, staff_id

CANARY = "金丝雀"
"""Stands in every text of the sensitive matters and nowhere else."""
CANARY_PHONE = "13977770007"
INSIDER, OUTSIDER = "zhoulan", "chenqiming"


@dataclass(frozen=True)
class SensitiveWorld:
    """What was hidden.

    Attributes:
        client: a client, for everybody to see, whose matters are hidden.
        consultation: the hidden question.
        draft: a hidden contract that is being drawn up.
        filed: a hidden contract on file.
        ids: of every row of the hidden matters.
        words: what must not be seen: numbers, the canary, the telephone number.
        row_numbers: local row numbers by table.

    """

    client: ClientRef
    consultation: ConsultationRef
    draft: Uid
    filed: Uid
    file: Uid
    ids: frozenset[Uid]
    words: tuple[str, ...]
    row_numbers: Mapping[str, frozenset[int]]


def hide_matters(services: Services) -> SensitiveWorld:
    """Let 周岚 enter, answer, draft and file, and mark it all; she keeps the seat."""
    act_as(services, INSIDER)
    client = contracting_client(services, "孔得清", identity_no=ID_NUMBERS[1], phone="13900000017")
    consultation = _question(services, client)
    lawyer = staff_id(services, INSIDER)
    about = {"cause": f"{CANARY}案由", "opponent": f"{CANARY}对手", "lawyer_ids": (lawyer,)}
    terms = TermsForm(extra_clauses=f"{CANARY}条款", court=f"{CANARY}法院")
    form = mandate(services, client.id, matter=about, fee={"relief_note": f"{CANARY}减免"}, terms=terms)
    draft = services.contracts.drafting.save(form)
    filed = services.contracts.drafting.file(form, None)
    services.drafts.keep(f"consultation.answer:{consultation.id.hex()}", {"answer": f"{CANARY}草稿"})
    services.sensitive.mark_consultation(consultation.id, f"{CANARY}缘由")
    for contract in (draft, filed.id):
        services.sensitive.mark_contract(contract, f"{CANARY}缘由")
    return _describe(services, client, consultation, draft, filed)


def _question(services: Services, client: ClientRef) -> ConsultationRef:
    shot = NewAttachment(f"{CANARY}截图.png", AttachmentKind.SCREENSHOT, b"\x89PNG canary")
    made = register(
        services,
        question=f"{CANARY}问题",
        asker_name=f"{CANARY}人",
        phone=CANARY_PHONE,
        wechat_name=f"{CANARY}微信",
        source_name=f"{CANARY}群",
        client_id=client.id,
        assignee_id=staff_id(services, INSIDER),
        attachments=(shot,),
    )
    answering = services.consultations.answering
    answering.answer(made.id, f"{CANARY}答复")
    answering.ask_again(made.id, f"{CANARY}追问")
    return made


def _describe(
    services: Services, client: ClientRef, consultation: ConsultationRef, draft: Uid, filed: FiledContract
) -> SensitiveWorld:
    with services.office.reading_everything() as session:
        events = session.scalars(
            select(ConsultationEvent.id).where(ConsultationEvent.consultation_id == consultation.id)
        ).all()
        owners = (consultation.id, draft, filed.id)
        files = session.scalars(select(Attachment.id).where(Attachment.owner_id.in_(owners))).all()
        shot = session.scalars(select(Attachment.id).where(Attachment.owner_id == consultation.id)).one()
        contracts = session.scalars(select(Contract.row_no).where(Contract.is_sensitive)).all()
        questions = session.scalars(select(Consultation.row_no).where(Consultation.is_sensitive)).all()
    return SensitiveWorld(
        client=client,
        consultation=consultation,
        draft=draft,
        filed=filed.id,
        file=shot,
        ids=frozenset((*owners, *events, *files)),
        words=(CANARY, CANARY_PHONE, consultation.number, filed.number),
        row_numbers={"consultation": frozenset(questions), "contract": frozenset(contracts)},
    )


def traces(found: object, world: SensitiveWorld) -> list[str]:
    """Return what a returned value gives away of the hidden matters: texts, ids, bytes of files, wherever it holds them."""
    told = []
    for leaf in leaves(found):
        raw = leaf.encode("utf-8", "surrogatepass") if isinstance(leaf, str) else bytes(leaf)
        text = raw.decode("utf-8", errors="ignore")
        told += [f"id {one.hex()}" for one in world.ids if one in raw]
        told += [word for word in world.words if word in text]
        told += [f"id {one.hex()}" for one in world.ids if one.hex() in text]
    return sorted(set(told))


def leaves(found: object, seen: set[int] | None = None) -> Iterator[str | bytes | bytearray]:
    """Yield every text and every string of bytes that a value holds, through records, mappings and sequences."""
    seen = set() if seen is None else seen
    if isinstance(found, str | bytes | bytearray):
        yield found
        return
    if isinstance(found, Path):
        yield str(found)
        if found.is_file():
            yield found.read_bytes()
        return
    if found is None or isinstance(found, int | float | array) or id(found) in seen:
        return
    seen.add(id(found))
    for part in _parts(found):
        yield from leaves(part, seen)


def _parts(found: object) -> Iterator[Any]:
    if isinstance(found, Mapping):
        yield from found.keys()
        yield from found.values()
    elif isinstance(found, list | tuple | set | frozenset):
        yield from found
    elif dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            yield getattr(found, field.name)
    elif hasattr(found, "__dict__"):
        yield from vars(found).values()
    else:
        yield str(found)
