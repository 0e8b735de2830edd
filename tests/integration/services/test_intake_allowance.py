"""What quick entry shows while it is filled in: until when a question of a channel would have to be answered."""

import pytest

from app.services.container import Services
from app.terms import Channel, ClockKind
from tests.factories import at


@pytest.mark.clause("S6.2")
def test_wechat_counts_working_minutes_from_the_receipt(staffed: Services) -> None:
    times = staffed.consultations.intake.allowance(Channel.WECHAT, at("2026-03-13 09:10"))
    assert (times.clock, times.minutes) == (ClockKind.WORKING, 300)
    assert times.due_at == at("2026-03-13 15:40")


@pytest.mark.clause("B2")
def test_the_platform_counts_minutes_of_the_clock(staffed: Services) -> None:
    times = staffed.consultations.intake.allowance(Channel.BEIJING_PLATFORM, at("2026-03-13 09:10"))
    assert times.due_at == at("2026-03-13 14:10")


def test_without_an_instant_it_counts_from_now(staffed: Services) -> None:
    times = staffed.consultations.intake.allowance(Channel.SMS)
    assert times.received_at == staffed.office.clock.now()


def test_every_channel_has_an_allowance(staffed: Services) -> None:
    for channel in Channel:
        times = staffed.consultations.intake.allowance(channel, at("2026-03-13 09:10"))
        assert times.due_at >= times.received_at, channel
