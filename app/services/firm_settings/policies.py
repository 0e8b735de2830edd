"""Which clock policy holds on a channel on a day: the firm's own dated version, else the scheme's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.models import ChannelPolicy, Firm
from app.rules.allowance import Policy
from app.rules.channel_policies import own_policy
from app.terms import Channel, Scheme

WarnPoints = tuple[float, float, float]


@dataclass(frozen=True)
class PolicyBook:
    """The firm's own policies by scheme and channel, the oldest first."""

    versions: Mapping[tuple[Scheme, Channel], tuple[ChannelPolicy, ...]]

    @classmethod
    def load(cls, session: Session) -> "PolicyBook":
        """Read all versions; there are few."""
        found: dict[tuple[Scheme, Channel], tuple[ChannelPolicy, ...]] = {}
        for row in session.scalars(select(ChannelPolicy).order_by(ChannelPolicy.valid_from)):
            place = (row.scheme, row.channel)
            found[place] = (*found.get(place, ()), row)
        return cls(found)

    def on(self, scheme: Scheme, channel: Channel, day: date) -> ChannelPolicy | None:
        """Return the version in force on a day; None where the scheme's holds."""
        valid = [row for row in self.versions.get((scheme, channel), ()) if row.valid_from <= day]
        return valid[-1] if valid else None


def policy_on(session: Session, catalogue: Catalogue, channel: Channel, scheme: Scheme, day: date) -> Policy:
    """Return the policy a question received on a day runs under, offered or not.

    Raises:
        InvalidInputError: the scheme has no such channel.

    """
    limit = catalogue.policy(channel, scheme)
    row = PolicyBook.load(session).on(scheme, channel, day)
    return limit if row is None else own_policy(limit, row.clock, row.allowance_minutes, points(row))


def is_offered(session: Session, channel: Channel, scheme: Scheme, day: date) -> bool:
    """Return whether the firm takes questions on a channel on a day."""
    row = PolicyBook.load(session).on(scheme, channel, day)
    return row is None or row.is_offered


def channels_offered(session: Session, catalogue: Catalogue, day: date) -> frozenset[Channel]:
    """Return the channels questions are taken on on a day, of the schemes the firm takes part in."""
    book = PolicyBook.load(session)
    schemes = session.scalars(select(Firm).limit(1)).one().schemes
    places = ((scheme, channel) for channel, scheme in catalogue.policies if scheme.value in schemes)
    return frozenset(
        channel for scheme, channel in places if (row := book.on(scheme, channel, day)) is None or row.is_offered
    )


def points(row: ChannelPolicy) -> WarnPoints:
    """Return a version's warning points."""
    soon, urgent, due = row.warn_at
    return soon, urgent, due
