"""渠道与时限: what the firm offers, and its own allowances within those of the schemes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.errors import InvalidInputError, RuleBrokenError
from app.models import ChannelPolicy
from app.rules.allowance import Policy
from app.rules.channel_policies import clocks_allowed, own_policy, problem_of_policy, problem_of_warnings, words_of
from app.services.core import Service, operation, query
from app.services.firm_settings.details import find_firm
from app.services.firm_settings.policies import PolicyBook, points
from app.storage.unit_of_work import UnitOfWork
from app.terms import Channel, ClockKind, Permission, Scheme, Uid

Place = tuple[Scheme, Channel]


@dataclass(frozen=True)
class ChannelForm:
    """What the firm sets for one channel of one scheme.

    Attributes:
        is_offered: whether questions are taken there.
        clock: working or wall minutes, next check-in, or at once.
        minutes: the allowance by that clock; 0 for a clock without a figure.
        soon: share of the allowance (0 to 1) at which 将到期 begins.
        urgent: share at which 紧急 begins.

    """

    is_offered: bool
    clock: ClockKind
    minutes: int
    soon: float
    urgent: float


@dataclass(frozen=True)
class ChannelView:
    """A channel of a scheme as the settings show it.

    Attributes:
        limit: the scheme's allowance in words, e.g. “300 工作分钟内答复”.
        limit_minutes: the scheme's figure; 0 where it gives none.
        clause: where the limit stands.
        clocks: the clocks the firm may use.
        today: what holds for a question received today.
        coming: what was set for a later day, if anything.
        valid_from: the day `coming` begins.
        default: the scheme's own values.

    """

    scheme: Scheme
    channel: Channel
    limit: str
    limit_minutes: int
    clause: str
    clocks: tuple[ClockKind, ...]
    today: ChannelForm
    coming: ChannelForm | None
    valid_from: date | None
    default: ChannelForm

    @property
    def newest(self) -> ChannelForm:
        """What will hold in the end: what a form shows."""
        return self.coming or self.today


class Channels(Service):
    """渠道与时限."""

    @query()
    def channels(self) -> tuple[ChannelView, ...]:
        """Return every channel of the schemes the firm takes part in."""
        today = self.office.today()
        with self.office.reading() as session:
            book = PolicyBook.load(session)
            schemes = find_firm(session).schemes
            return tuple(
                _view(limit, book, today)
                for (_channel, scheme), limit in self.office.catalogue.policies.items()
                if scheme.value in schemes
            )

    @operation(Permission.MANAGE_FIRM)
    def save(self, forms: Mapping[Place, ChannelForm], valid_from: date | None = None) -> date:
        """Let new values hold for questions received and registered from then on; those on record keep theirs.

        Args:
            forms: by scheme and channel; others stay as they are.
            valid_from: the first day, today at the earliest; None means today.

        Returns:
            the first day.

        Raises:
            InvalidInputError: a value makes no sense, or the day has begun.
            RuleBrokenError: laxer than the scheme allows, with its clause.

        """
        today = self.office.today()
        first = valid_from or today
        if first < today:
            raise InvalidInputError({"valid_from": "新时限不能从过去的日期执行，请选今天或以后。"})
        for place, form in forms.items():
            check_channel(self.office.catalogue, place, form)
        with self.office.work() as work:
            for place, form in forms.items():
                write_channel(work, self.office.catalogue, place, form, first)
            work.commit(f"修改渠道时限，{first.isoformat()} 起执行")
        return first


def check_channel(catalogue: Catalogue, place: Place, form: ChannelForm) -> None:
    """Check one channel's values against its scheme.

    Raises:
        InvalidInputError: the scheme has no such channel, or the warning points make no sense.
        RuleBrokenError: laxer than the scheme allows.

    """
    scheme, channel = place
    limit = catalogue.policy(channel, scheme)
    if problem := problem_of_policy(limit, form.clock, form.minutes):
        raise RuleBrokenError(f"{channel.label}：{problem}", clause=limit.clause)
    if problem := problem_of_warnings(form.soon, form.urgent):
        raise InvalidInputError({f"{scheme.value}.{channel.value}": f"{channel.label}：{problem}"})


def write_channel(work: UnitOfWork, catalogue: Catalogue, place: Place, form: ChannelForm, first: date) -> None:
    """Write a checked version that holds from a day on, unless nothing would change."""
    scheme, channel = place
    book = PolicyBook.load(work.session)
    if form == _form(catalogue.policy(channel, scheme), book.on(scheme, channel, first)):
        return
    known = next((row for row in book.versions.get(place, ()) if row.valid_from == first), None)
    row = known or ChannelPolicy(id=_key(place, first), scheme=scheme, channel=channel, valid_from=first)
    row.is_offered, row.clock, row.allowance_minutes = form.is_offered, form.clock, form.minutes
    row.warn_at = [form.soon, form.urgent, 1.0]
    row.set_by = work.context.actor_id
    work.session.add(row)
    work.session.flush()


def newest_forms(session: Session, catalogue: Catalogue) -> dict[Place, ChannelForm]:
    """Return what the firm set last for each channel it set anything for."""
    book = PolicyBook.load(session)
    return {
        (scheme, channel): _form(catalogue.policy(channel, scheme), rows[-1])
        for (scheme, channel), rows in book.versions.items()
    }


def scheme_form(limit: Policy) -> ChannelForm:
    """Return the scheme's own values."""
    return _form(limit, None)


def limit_problem(view: ChannelView, clock: ClockKind, minutes: int) -> str:
    """Return what to do about an allowance as its field is left; cheap, on any thread."""
    default = view.default
    limit = Policy(view.channel, view.scheme, default.clock, default.minutes, view.clause)
    return problem_of_policy(limit, clock, minutes)


def _view(limit: Policy, book: PolicyBook, today: date) -> ChannelView:
    rows = book.versions.get((limit.scheme, limit.channel), ())
    later = [row for row in rows if row.valid_from > today]
    return ChannelView(
        scheme=limit.scheme,
        channel=limit.channel,
        limit=words_of(limit),
        limit_minutes=limit.minutes,
        clause=limit.clause,
        clocks=clocks_allowed(limit),
        today=_form(limit, book.on(limit.scheme, limit.channel, today)),
        coming=_form(limit, later[-1]) if later else None,
        valid_from=later[-1].valid_from if later else None,
        default=scheme_form(limit),
    )


def _form(limit: Policy, row: ChannelPolicy | None) -> ChannelForm:
    if row is None:
        return ChannelForm(True, limit.clock, limit.minutes, limit.warn_at[0], limit.warn_at[1])
    policy = own_policy(limit, row.clock, row.allowance_minutes, points(row))
    return ChannelForm(row.is_offered, policy.clock, policy.minutes, policy.warn_at[0], policy.warn_at[1])


def _key(place: Place, first: date) -> Uid:
    """Return an id that two devices give the same version, so that a merge compares the two."""
    scheme, channel = place
    return hashlib.sha256(f"channel_policy|{scheme.value}|{channel.value}|{first}".encode()).digest()[:16]
