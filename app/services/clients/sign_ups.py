"""签约: four ways, each with its own evidence, from the client's file or straight from a consultation."""

from sqlalchemy import select

from app.errors import InvalidInputError, NeedsConfirmationError, NotFoundError, RuleBrokenError
from app.models import Client, Consultation, ConsultationState, Firm, SignUp
from app.rules.sign_up import SignUpFacts, first_state, group_name_of, problems_of
from app.services import attachments, visibility
from app.services.attachments import NewAttachment
from app.services.clients.files import create_client, ref
from app.services.clients.lookups import find_client
from app.services.clients.types import ClientForm, ClientRef, SignUpForm
from app.services.consultations.intake import link_event
from app.services.core import Service, operation, query
from app.storage.unit_of_work import Undo, UnitOfWork
from app.terms import Channel, GroupKind, Permission, SignUpChannel, SignUpState, Uid

GONE = "这条咨询已经不在了。"
NAMED_GROUPS = frozenset({GroupKind.WECHAT_GROUP, GroupKind.QQ_GROUP})


class SignUps(Service):
    """办理签约."""

    @query()
    def prescribed_group_name(self) -> str:
        """Return the name the firm's service group has to bear (S3.2)."""
        with self.office.reading() as session:
            return group_name_of(session.scalars(select(Firm)).one().full_name)

    @operation(Permission.SIGN_UP_CLIENT)
    def sign_up(
        self,
        client_id: Uid,
        form: SignUpForm,
        files: tuple[NewAttachment, ...] = (),
        confirmed: frozenset[str] = frozenset(),
    ) -> Uid:
        """Sign a client up by one of the four ways.

        Raises:
            InvalidInputError: what the way of signing up still needs, field by field.
            NeedsConfirmationError: "group_name", where the group is not named as prescribed (S3.2).

        """
        with self.office.work() as work:
            client = find_client(work.session, client_id)
            sign_up = self._add(work, client, form, files, confirmed=confirmed)
            work.commit(f"{client.name} 签约（{form.channel.label}）", undo=Undo.COMPENSATED)
            return sign_up.id

    @operation(Permission.SIGN_UP_CLIENT)
    def sign_up_asker(
        self,
        consultation_id: Uid,
        client: ClientForm | Uid,
        form: SignUpForm,
        files: tuple[NewAttachment, ...] = (),
        confirmed: frozenset[str] = frozenset(),
    ) -> ClientRef:
        """Make the asker of a consultation a signed-up client in one step.

        Args:
            consultation_id: the consultation.
            client: the details of a new client, or the id of one who has a file already.
            form: the sign-up.
            files: its evidence.
            confirmed: confirmations given.

        """
        with self.office.work() as work:
            visibility.require(work.session, self.office.actor.viewer, consultation_id, GONE)
            if isinstance(client, ClientForm):
                found = create_client(work, client, self.office.today(), confirmed)
            else:
                found = find_client(work.session, client)
            self._add(work, found, form, files, confirmed=confirmed, asked_in=consultation_id)
            if _linked_client(work, consultation_id) != found.id:
                link_event(work, consultation_id, found.id)
            work.commit(f"{found.name} 签约（{form.channel.label}）", undo=Undo.COMPENSATED)
            return ref(found)

    @operation(Permission.FILE_SIGN_UP)
    def file(self, sign_up_id: Uid) -> None:
        """File a telephone sign-up; from then on it counts (S4)."""
        with self.office.work() as work:
            sign_up = _find(work, sign_up_id)
            if sign_up.state is not SignUpState.AWAITING_FILING:
                raise RuleBrokenError("这条签约不需要归档，或已经归档。", clause="S4")
            sign_up.state = SignUpState.EFFECTIVE
            sign_up.filed_at, sign_up.filed_by = work.now, work.context.actor_id
            client = find_client(work.session, sign_up.client_id)
            work.commit(f"归档 {client.name} 的电话签约", undo=Undo.COMPENSATED)

    @operation(Permission.SIGN_UP_CLIENT)
    def end(self, sign_up_id: Uid, reason: str) -> None:
        """End a sign-up; it stays on file.

        Raises:
            InvalidInputError: no reason given.
            RuleBrokenError: it was ended before.

        """
        if not reason.strip():
            raise InvalidInputError({"reason": "请写明解除的原因，例如“登记有误”。"})
        with self.office.work() as work:
            sign_up = _find(work, sign_up_id)
            if sign_up.state is SignUpState.ENDED:
                raise RuleBrokenError("这条签约已经解除过了。", todo="请刷新后再看。")
            client = find_client(work.session, sign_up.client_id)
            sign_up.state = SignUpState.ENDED
            sign_up.notes = f"{sign_up.notes}\n解除：{reason.strip()}".strip()
            work.commit(f"解除 {client.name} 的签约", undo=Undo.UNDOABLE)

    def _add(
        self,
        work: UnitOfWork,
        client: Client,
        form: SignUpForm,
        files: tuple[NewAttachment, ...],
        *,
        confirmed: frozenset[str],
        asked_in: Uid | None = None,
    ) -> SignUp:
        if form.consultation_id is not None:
            visibility.require(work.session, self.office.actor.viewer, form.consultation_id, GONE)
        facts = SignUpFacts(
            channel=form.channel,
            signed_on=form.signed_on,
            agreement_no=form.agreement_no,
            group_kind=form.group_kind,
            group_name=form.group_name,
            nickname=form.nickname,
            called_at=form.called_at,
            evidence={file.kind for file in files},
            has_contact=bool(client.phone or client.wechat_name or client.address),
            from_jifatong=_is_jifatong(work, asked_in or form.consultation_id, None if asked_in else client.id),
        )
        if problems := problems_of(facts, self.office.today()):
            raise InvalidInputError(problems)
        self._check_group_name(work, form, confirmed)
        sign_up = SignUp(
            client_id=client.id,
            channel=form.channel,
            state=first_state(form.channel),
            signed_on=form.signed_on,
            agreement_no=form.agreement_no.strip(),
            group_kind=form.group_kind if form.channel is SignUpChannel.GROUP else None,
            group_name=form.group_name.strip(),
            nickname=form.nickname.strip(),
            consultation_id=asked_in or form.consultation_id,
            called_at=form.called_at,
            recorded_at=work.now,
            notes=form.notes.strip(),
        )
        work.session.add(sign_up)
        work.session.flush()
        attachments.keep(self.office, work, "sign_up", sign_up.id, files)
        client.last_contact_at = max(client.last_contact_at, work.now)
        return sign_up

    def _check_group_name(self, work: UnitOfWork, form: SignUpForm, confirmed: frozenset[str]) -> None:
        if form.channel is not SignUpChannel.GROUP or form.group_kind not in NAMED_GROUPS:
            return
        prescribed = group_name_of(work.session.scalars(select(Firm)).one().full_name)
        if form.group_name.strip() != prescribed and "group_name" not in confirmed:
            raise NeedsConfirmationError(
                "group_name", f"按 S3.2，群名应为“{prescribed}”。", todo="请先改群名；确实还没改好的，可以继续登记。"
            )


def _find(work: UnitOfWork, sign_up_id: Uid) -> SignUp:
    sign_up = work.session.get(SignUp, sign_up_id)
    if sign_up is None:
        raise NotFoundError("这条签约记录已经不在了。", todo="请刷新后再看。")
    return sign_up


def _is_jifatong(work: UnitOfWork, consultation_id: Uid | None, client_id: Uid | None) -> bool:
    """Return whether a consultation came by 冀法通 and, where a client is named, is that client's."""
    if consultation_id is None:
        return False
    channel = work.session.scalar(select(Consultation.channel).where(Consultation.id == consultation_id))
    is_own = client_id is None or _linked_client(work, consultation_id) == client_id
    return channel is Channel.JIFATONG and is_own


def _linked_client(work: UnitOfWork, consultation_id: Uid) -> Uid | None:
    state = work.session.get(ConsultationState, consultation_id)
    if state is None:
        raise NotFoundError(GONE, todo="请刷新后再试。")
    return state.client_id
