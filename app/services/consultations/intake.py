"""Registering a question: quick, checked, with its clock running from when it reached the firm."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import InvalidInputError, NotFoundError
from app.models import Client, Consultation, ConsultationEvent, Staff
from app.rules import numbering
from app.rules.allowance import WARN_AT, Policy, Timeline, timeline
from app.rules.identifiers import check_phone, clean_digits
from app.rules.permissions import may
from app.services import attachments
from app.services.clients.lookups import find_client, is_signed_up
from app.services.consultations.types import ConsultationRef, NewConsultation
from app.services.core import Service, operation, query
from app.services.derived import WARNS_AT
from app.services.firm_settings.numbers import take_number
from app.services.firm_settings.policies import is_offered, policy_on
from app.services.hours import Hours
from app.storage.unit_of_work import Undo, UnitOfWork
from app.terms import Channel, ConsultationEventKind, Permission, Role, Scheme, Uid, WorkState

FUTURE_TOLERANCE = timedelta(minutes=1)
OLDEST = timedelta(days=60)


@dataclass(frozen=True)
class ClientHint:
    """A client that a phone number or WeChat name belongs to."""

    id: Uid
    name: str
    file_no: str
    is_signed_up: bool


class Intake(Service):
    """登记咨询."""

    @query()
    def known_client(self, phone: str = "", wechat_name: str = "") -> ClientHint | None:
        """Return the client a phone number or a WeChat name belongs to, if exactly one does.

        A phone number tells more than a nickname: the name decides only among several, or where no number is known.
        """
        number, name = clean_digits(phone), wechat_name.strip()
        by_phone = or_(Client.phone == number, Client.other_phone == number)
        by_name = Client.wechat_name == name
        tries = ([(by_phone,)] if number else []) + ([(by_phone, by_name)] if number and name else [])
        with self.office.reading() as session:
            for conditions in [*tries, *([(by_name,)] if name else [])]:
                found = list(session.scalars(select(Client).where(*conditions).limit(2)))
                if len(found) == 1:
                    client = found[0]
                    return ClientHint(client.id, client.name, client.file_no, is_signed_up(session, client.id))
        return None

    @query()
    def allowance(self, channel: Channel, received_at: datetime | None = None) -> Timeline:
        """Return the allowance a question of this channel would have, for the form to show while it is filled in.

        Args:
            channel: how it came.
            received_at: when the firm got it, aware; None means now.

        """
        at = received_at or self.office.clock.now()
        hours = self.office.hours()
        with self.office.reading() as session:
            day = at.astimezone(hours.zone).date()
            policy = policy_on(session, self.office.catalogue, channel, _scheme_of(channel), day)
        times = timeline(policy, hours.calendar, at)
        return replace(times, is_estimated=hours.is_estimate(times))

    @operation(Permission.REGISTER_CONSULTATION)
    def register(self, new: NewConsultation) -> ConsultationRef:
        """Register a question; its allowance runs from `received_at`.

        Raises:
            InvalidInputError: something is missing or wrong, field by field.
            NotFoundError: the client or lawyer named does not exist.

        """
        hours = self.office.hours()
        now = self.office.clock.now()
        received_at = new.received_at or now
        scheme = new.scheme or _scheme_of(new.channel)
        _check(new, received_at, now)
        with self.office.work() as work:
            policy = self._policy(work.session, new.channel, scheme, received_at.astimezone(hours.zone).date())
            row = _row(new, scheme, policy, received_at.astimezone(hours.zone), work)
            work.session.add(row)
            work.session.flush()
            attachments.keep(self.office, work, "consultation", row.id, new.attachments)
            _first_events(work, row, new, policy)
            work.commit(f"登记咨询 {row.number}", undo=Undo.COMPENSATED)
            return ConsultationRef(
                id=row.id,
                row_no=row.row_no,
                number=row.number,
                timeline=timeline(policy, hours.calendar, received_at),
                is_out_of_hours=out_of_hours(hours, scheme, received_at),
            )

    def _policy(self, session: Session, channel: Channel, scheme: Scheme, day: date) -> Policy:
        """Return the policy of the day a question was received.

        Raises:
            InvalidInputError: the firm took no questions on this channel that day.

        """
        if not is_offered(session, channel, scheme, day):
            raise InvalidInputError(
                {"channel": f"本所没有开通“{channel.label}”，请核对渠道；要开通请到设置的渠道与时限。"}
            )
        return policy_on(session, self.office.catalogue, channel, scheme, day)


def out_of_hours(hours: Hours, scheme: Scheme, received_at: datetime) -> bool:
    """Return whether the 12348 notice is due: a 石家庄 rule only (S6.3); a lunch break is within a working day."""
    return scheme is Scheme.SHIJIAZHUANG and hours.state(received_at) is WorkState.CLOSED


def _scheme_of(channel: Channel) -> Scheme:
    return Scheme.BEIJING if channel is Channel.BEIJING_PLATFORM else Scheme.SHIJIAZHUANG


def _check(new: NewConsultation, received_at: datetime, now: datetime) -> None:
    problems: dict[str, str] = {}
    if not new.question.strip():
        problems["question"] = "请填写或粘贴问题内容。"
    if received_at > now + FUTURE_TOLERANCE:
        problems["received_at"] = "收到时间不能晚于现在，请核对日期和时间。"
    elif received_at < now - OLDEST:
        problems["received_at"] = "收到时间早于 60 天前，请核对年份和日期。"
    if new.phone.strip():
        phone = check_phone(new.phone)
        if phone.problem:
            problems["phone"] = phone.problem
    named = new.asker_name.strip() or new.wechat_name.strip() or new.phone.strip() or new.client_id
    if not named and not (new.channel is Channel.BEIJING_PLATFORM and new.source_name.strip()):
        problems["asker_name"] = "请填写咨询人、微信名或电话中的至少一项。"
    if problems:
        raise InvalidInputError(problems)


def _row(new: NewConsultation, scheme: Scheme, policy: Policy, received_at: datetime, work: UnitOfWork) -> Consultation:
    year = received_at.year  # the firm's own, not that of UTC
    return Consultation(
        number=take_number(work, numbering.CONSULTATION, year),
        scheme=scheme,
        channel=new.channel,
        source_name=new.source_name.strip(),
        asker_name=new.asker_name.strip(),
        phone=clean_digits(new.phone),
        wechat_name=new.wechat_name.strip(),
        category=new.category,
        question=new.question.strip(),
        received_at=received_at,
        entered_at=work.now,
        entered_by=work.context.actor_id,
        clock=policy.clock,
        allowance_minutes=policy.minutes,
        clause=policy.clause,
    )


def _first_events(work: UnitOfWork, row: Consultation, new: NewConsultation, policy: Policy) -> None:
    own_points = {} if policy.warn_at == WARN_AT else {WARNS_AT: list(policy.warn_at)}
    add_event(work, row.id, ConsultationEventKind.RECEIVED, row.received_at, own_points)
    if new.client_id is not None:
        link_event(work, row.id, new.client_id)
    if new.assignee_id is not None:
        assign_event(work, row.id, new.assignee_id)


def add_event(
    work: UnitOfWork, consultation_id: Uid, kind: ConsultationEventKind, at: datetime, details: dict[str, Any]
) -> None:
    """Append an event to a consultation."""
    last = work.session.scalar(
        select(ConsultationEvent.seq)
        .where(ConsultationEvent.consultation_id == consultation_id)
        .order_by(ConsultationEvent.seq.desc())
        .limit(1)
    )
    work.session.add(
        ConsultationEvent(
            consultation_id=consultation_id,
            seq=(last or 0) + 1,
            kind=kind,
            at=at,
            recorded_at=work.now,
            actor_id=work.context.actor_id,
            details=details,
        )
    )
    work.session.flush()


def assign_event(work: UnitOfWork, consultation_id: Uid, staff_id: Uid) -> str:
    """Append an assignment and return the lawyer's name.

    Raises:
        NotFoundError: there is no such active lawyer.

    """
    staff = work.session.get(Staff, staff_id)
    if staff is None or not staff.is_active or not may(map(Role, staff.roles), Permission.ANSWER_CONSULTATION):
        raise NotFoundError("找不到这位律师，或已停用。", todo="请换一位再指派。")
    details = {"assignee_id": staff.id.hex(), "assignee": staff.name}
    add_event(work, consultation_id, ConsultationEventKind.ASSIGNED, work.now, details)
    return staff.name


def link_event(work: UnitOfWork, consultation_id: Uid, client_id: Uid) -> str:
    """Append the link to a client and return the client's name; the client's last contact moves along.

    Raises:
        NotFoundError: there is no such client.

    """
    client = find_client(work.session, client_id)
    details = {"client_id": client.id.hex(), "client": client.name}
    add_event(work, consultation_id, ConsultationEventKind.LINKED, work.now, details)
    client.last_contact_at = max(client.last_contact_at, work.now)
    return client.name
