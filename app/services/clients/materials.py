"""材料 of a client: the papers of the file itself, of the sign-ups and of the consultations, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Consultation, ConsultationState, SignUp
from app.services.attachments import AttachmentView, views_of
from app.services.consultations.texts import shorten
from app.terms import Uid


@dataclass(frozen=True)
class MaterialView:
    """A file and where it belongs.

    Attributes:
        file: the kept file.
        origin: the record in words, e.g. “签约 S3.1”.

    """

    file: AttachmentView
    origin: str


def materials_of(session: Session, client_id: Uid) -> tuple[MaterialView, ...]:
    """Return every file kept for a client, newest first."""
    found = [MaterialView(file, "档案") for file in views_of(session, "client", client_id)]
    found += _of_sign_ups(session, client_id)
    found += _of_consultations(session, client_id)
    return tuple(sorted(found, key=lambda material: (material.file.added_at, material.file.id), reverse=True))


def _of_sign_ups(session: Session, client_id: Uid) -> Iterator[MaterialView]:
    wanted = select(SignUp.id, SignUp.channel).where(SignUp.client_id == client_id)
    for sign_up_id, channel in session.execute(wanted):
        for file in views_of(session, "sign_up", sign_up_id):
            yield MaterialView(file, f"签约 {channel.value}")


def _of_consultations(session: Session, client_id: Uid) -> Iterator[MaterialView]:
    wanted = (
        select(Consultation.id, Consultation.question)
        .join(ConsultationState, ConsultationState.consultation_id == Consultation.id)
        .where(ConsultationState.client_id == client_id)
    )
    for consultation_id, question in session.execute(wanted):
        for file in views_of(session, "consultation", consultation_id):
            yield MaterialView(file, f"咨询：{shorten(question, 18)}")
