"""敏感事项: marking a matter so that only those who handle it and the firm's heads see it, and taking the mark off."""

from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InvalidInputError, NotFoundError, RuleBrokenError
from app.models import Consultation, ConsultationEvent, Contract, Staff
from app.models.journal import Change, ChangeSet, Operation
from app.rules.consultation_flow import Event
from app.rules.permissions import may
from app.rules.visibility import Viewer, involved_in_consultation, involved_in_contract, visible
from app.services import visibility
from app.services.core import Service, operation, query
from app.terms import Permission, Role, Uid

LONGEST_REASON = 100
GONE = {"consultation": "这条咨询已经不在了。", "contract": "这份合同已经不在了。"}
Matter = Consultation | Contract
M = TypeVar("M", Consultation, Contract)


@dataclass(frozen=True)
class Insiders:
    """Who would see a matter that is marked.

    Attributes:
        names: of the staff, by name.
        includes_me: whether the signed-in person is among them.

    """

    names: tuple[str, ...]
    includes_me: bool


class Sensitive(Service):
    """敏感事项."""

    @query()
    def insiders_of_consultation(self, consultation_id: Uid) -> Insiders:
        """Return who sees a consultation once it is marked.

        Raises:
            NotFoundError: there is none of this id.

        """
        with self.office.reading() as session:
            row = _find(session, Consultation, consultation_id)
            return self._insiders(session, involved_of_consultation(session, row))

    @query()
    def insiders_of_contract(self, contract_id: Uid) -> Insiders:
        """Return who sees a contract once it is marked.

        Raises:
            NotFoundError: there is none of this id.

        """
        with self.office.reading() as session:
            return self._insiders(session, involved_of_contract(session, _find(session, Contract, contract_id)))

    @operation(Permission.MARK_SENSITIVE)
    def mark_consultation(self, consultation_id: Uid, reason: str) -> None:
        """Mark a consultation; the reason stays in the journal.

        Raises:
            InvalidInputError: no reason.
            RuleBrokenError: it is marked already.

        """
        self._set(Consultation, consultation_id, to=True, reason=reason)

    @operation(Permission.MARK_SENSITIVE)
    def unmark_consultation(self, consultation_id: Uid, reason: str) -> None:
        """Take the mark off a consultation; the reason stays in the journal."""
        self._set(Consultation, consultation_id, to=False, reason=reason)

    @operation(Permission.MARK_SENSITIVE)
    def mark_contract(self, contract_id: Uid, reason: str) -> None:
        """Mark a contract; the reason stays in the journal."""
        self._set(Contract, contract_id, to=True, reason=reason)

    @operation(Permission.MARK_SENSITIVE)
    def unmark_contract(self, contract_id: Uid, reason: str) -> None:
        """Take the mark off a contract; the reason stays in the journal."""
        self._set(Contract, contract_id, to=False, reason=reason)

    def _set(self, model: type[M], record_id: Uid, *, to: bool, reason: str) -> None:
        why = " ".join(reason.split())
        if not why:
            raise InvalidInputError({"reason": "请写明原因，它会留在操作日志里。"})
        if len(why) > LONGEST_REASON:
            raise InvalidInputError({"reason": f"原因请不超过 {LONGEST_REASON} 字。"})
        word = "标为敏感" if to else "取消敏感标记"
        with self.office.work() as work:
            visibility.require(work.session, self.office.actor.viewer, record_id, GONE[model.__tablename__])
            row = _find(work.session, model, record_id)
            if row.is_sensitive is to:
                raise RuleBrokenError("已经是敏感事项。" if to else "没有敏感标记。", todo="请刷新后再看。")
            row.is_sensitive = to
            work.commit(f"{word}：{_name(row)}（{why}）")

    def _insiders(self, session: Session, involved: frozenset[Uid]) -> Insiders:
        staff = session.scalars(select(Staff).where(Staff.is_active).order_by(Staff.name_key, Staff.id)).all()
        actor = self.office.actor
        names = [one.name for one in staff if visible(_viewer(one), is_sensitive=True, involved=involved)]
        return Insiders(tuple(names), visible(actor.viewer, is_sensitive=True, involved=involved))


def _viewer(person: Staff) -> Viewer:
    return Viewer(person.id, may(map(Role, person.roles), Permission.SEE_SENSITIVE))


def _name(row: Matter) -> str:
    return row.number or (row.title if isinstance(row, Contract) else "")


def involved_of_consultation(session: Session, row: Consultation) -> frozenset[Uid]:
    """Return who handles or handled a consultation."""
    wanted = select(
        ConsultationEvent.kind, ConsultationEvent.at, ConsultationEvent.actor_id, ConsultationEvent.details
    ).where(ConsultationEvent.consultation_id == row.id)
    return involved_in_consultation(row.entered_by, [Event(*content) for content in session.execute(wanted)])


def involved_of_contract(session: Session, row: Contract) -> frozenset[Uid]:
    """Return who works on a contract; who drew it up is known to the journal."""
    drafted = (
        select(ChangeSet.actor_id)
        .join(Change, Change.change_set_id == ChangeSet.id)
        .where(Change.table_name == "contract", Change.row_id == row.id, Change.operation == Operation.INSERT.value)
    )
    return involved_in_contract(row.lawyer_ids, row.filed_by, row.approver_id, *session.scalars(drafted))


def _find(session: Session, model: type[M], record_id: Uid) -> M:
    row = session.scalar(select(model).where(model.id == record_id))
    if row is None:
        raise NotFoundError(GONE[model.__tablename__], todo="请刷新后再看。")
    return row
