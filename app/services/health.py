"""Whether the firm's data is whole: asked by the doctor command."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Attachment, Client, ClientState, Consultation, ConsultationState, Contract
from app.services import client_states
from app.services.core import Office
from app.services.derived import expected_states
from app.storage.journal import verify_chain
from app.storage.recorder import chunks
from app.terms import Uid


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    is_fine: bool
    text: str


def examine(office: Office) -> list[Finding]:
    """Look at pages, journal, derived tables and papers; change nothing."""
    findings = [_pages(office)]
    with office.reading_everything() as session:
        findings += [_journal(session), _states(office, session), _client_states(session), _papers(office, session)]
    return findings


def _pages(office: Office) -> Finding:
    problems = office.database.integrity_check()
    return Finding(not problems, f"数据库页面：{'；'.join(problems)}" if problems else "数据库页面完好")


def _journal(session: Session) -> Finding:
    report = verify_chain(session)
    return Finding(report.ok, "修改记录链完整" if report.ok else f"修改记录链在此中断：{report.place}")


def _states(office: Office, session: Session) -> Finding:
    """Compare the states with a full rebuild."""
    ids = session.scalars(select(Consultation.id)).all()
    wrong = sum(_differing(office, session, chunk) for chunk in chunks(ids))
    total = len(ids)
    return Finding(
        not wrong, f"咨询状态：{total} 条中有 {wrong} 条与记录不符" if wrong else f"咨询状态 {total} 条与记录相符"
    )


def _client_states(session: Session) -> Finding:
    """Compare the marks of the clients with their records, and look for marks of clients that are gone."""
    ids = session.scalars(select(Client.id)).all()
    kept = session.scalar(select(func.count()).select_from(ClientState)) or 0
    wrong = sum(client_states.wrong(session, chunk) for chunk in chunks(ids)) + max(0, kept - len(ids))
    total = len(ids)
    return Finding(
        not wrong,
        f"服务对象标记：{total} 位中有 {wrong} 位与记录不符" if wrong else f"服务对象标记 {total} 位与记录相符",
    )


def _differing(office: Office, session: Session, ids: Sequence[Uid]) -> int:
    rows = session.scalars(select(Consultation).where(Consultation.id.in_(ids))).all()
    stored = session.scalars(select(ConsultationState).where(ConsultationState.consultation_id.in_(ids)))
    states = {state.consultation_id: state for state in stored}
    wrong = 0
    for consultation_id, expected in expected_states(session, office.hours(), rows).items():
        state = states.get(consultation_id)
        wrong += state is None or any(getattr(state, name) != value for name, value in expected.items())
    session.expunge_all()
    return wrong


def _papers(office: Office, session: Session) -> Finding:
    wanted = set(session.scalars(select(Attachment.blob_hash)))
    for docx_hash, pdf_hash in session.execute(select(Contract.docx_hash, Contract.pdf_hash)):
        wanted |= {blob for blob in (docx_hash, pdf_hash) if blob}
    missing = sum(not office.blobs.exists(blob) for blob in wanted)
    return Finding(not missing, f"材料：{len(wanted)} 份中缺 {missing} 份" if missing else f"材料 {len(wanted)} 份都在")
