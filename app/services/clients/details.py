"""One client's file with everything that happened, told by the areas."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Client, ClientRelief, SignUp
from app.rules.identifiers import age_on
from app.services.areas import Area, TimelineEntry
from app.services.attachments import views_of
from app.services.clients.lists import sign_up_word
from app.services.clients.lookups import find_client, is_signed_up, jifatong_consultation
from app.services.clients.materials import MaterialView, materials_of
from app.services.clients.types import ClientDetail, ClientForm, District, ReliefView, SignUpView
from app.services.core import Office, Service, query
from app.services.hours import load_hours
from app.terms import SignUpChannel, SignUpState, Uid


class Details(Service):
    """服务对象详情.

    Args:
        office: the opened firm.
        areas: who contributes to the timeline.

    """

    def __init__(self, office: Office, areas: Sequence[Area]) -> None:
        super().__init__(office)
        self._areas = areas

    @query()
    def find(self, client_id: Uid) -> ClientDetail:
        """Return a client's file.

        Raises:
            NotFoundError: there is none of this id.

        """
        today = self.office.today()
        with self.office.reading() as session:
            client = find_client(session, client_id)
            return ClientDetail(
                id=client.id,
                row_no=client.row_no,
                file_no=client.file_no,
                form=form_of(client),
                age=age_on(client.birth_date, today) if client.birth_date else None,
                district_name=self.office.catalogue.region_name(client.district) if client.district else "",
                created_at=client.created_at,
                last_contact_at=client.last_contact_at,
                is_signed_up=is_signed_up(session, client_id),
                reliefs=_reliefs(session, client_id, today),
                sign_ups=_sign_ups(session, client_id),
                attachments=views_of(session, "client", client_id),
                timeline=self._timeline(session, client_id),
                jifatong_consultation_id=jifatong_consultation(session, client_id),
            )

    @query()
    def materials(self, client_id: Uid) -> tuple[MaterialView, ...]:
        """Return every file kept for a client, newest first."""
        with self.office.reading() as session:
            return materials_of(session, client_id)

    @query()
    def districts(self) -> tuple[District, ...]:
        """Return the districts an address can lie in; abolished ones are left out."""
        found = self.office.catalogue.regions.values()
        return tuple(District(region.code, region.name, region.city) for region in found if region.is_current)

    def _timeline(self, session: Session, client_id: Uid) -> tuple[TimelineEntry, ...]:
        entries = [entry for area in self._areas if area.timeline for entry in area.timeline(session, client_id)]
        return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def form_of(client: Client) -> ClientForm:
    """Return a client's details as the editor takes them."""
    return ClientForm(**{field: getattr(client, field) for field in ClientForm.__dataclass_fields__})


def sign_up_entries(session: Session, client_id: Uid) -> list[TimelineEntry]:
    """Return the sign-ups of a client for the timeline."""
    wanted = select(SignUp).where(SignUp.client_id == client_id)
    zone = load_hours(session).zone
    entries = []
    for sign_up in session.scalars(wanted):
        about = {
            SignUpChannel.WRITTEN: f"协议 {sign_up.agreement_no}",
            SignUpChannel.GROUP: f"{sign_up.group_name}，昵称“{sign_up.nickname}”",
            SignUpChannel.JIFATONG: "冀法通在线咨询即签约",
            SignUpChannel.PHONE: "电话咨询并留下基本信息",
        }[sign_up.channel]
        tone = "ok" if sign_up.state is SignUpState.EFFECTIVE else "neutral"
        signed = datetime.combine(sign_up.signed_on, time(12, 0), zone).astimezone(UTC)
        is_later = sign_up.recorded_at - signed > timedelta(days=1)  # written down after the fact: an old register
        at = sign_up.called_at or (signed if is_later else sign_up.recorded_at)
        title = f"签约：{sign_up_word(sign_up.channel, sign_up.group_kind)} {sign_up.channel.value}"
        entries.append(TimelineEntry("clients", client_id, at, title, about, tag=sign_up.state.label, tag_tone=tone))
    return entries


def _reliefs(session: Session, client_id: Uid, today: date) -> tuple[ReliefView, ...]:
    wanted = select(ClientRelief).where(ClientRelief.client_id == client_id).order_by(ClientRelief.id)
    return tuple(
        ReliefView(r.id, r.group, r.proof, r.valid_until, r.valid_until is not None and r.valid_until < today)
        for r in session.scalars(wanted)
    )


def _sign_ups(session: Session, client_id: Uid) -> tuple[SignUpView, ...]:
    wanted = select(SignUp).where(SignUp.client_id == client_id).order_by(SignUp.signed_on.desc(), SignUp.id.desc())
    return tuple(
        SignUpView(
            id=s.id,
            channel=s.channel,
            state=s.state,
            signed_on=s.signed_on,
            agreement_no=s.agreement_no,
            group_kind=s.group_kind,
            group_name=s.group_name,
            nickname=s.nickname,
            called_at=s.called_at,
            filed_at=s.filed_at,
            notes=s.notes,
            attachments=views_of(session, "sign_up", s.id),
        )
        for s in session.scalars(wanted)
    )
