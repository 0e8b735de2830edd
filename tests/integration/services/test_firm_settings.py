"""Settings of the whole firm: details, schemes, numbers, prices, clock policies, and what obeys them."""

from dataclasses import replace
from datetime import date

import pytest

from app.errors import (
    ConflictError,
    InvalidInputError,
    NeedsConfirmationError,
    NotAllowedError,
    RuleBrokenError,
)
from app.services.container import Services
from app.services.contracts.types import MatterForm
from app.services.derived import rebuild_all
from app.services.firm_settings.channels import ChannelForm, ChannelView
from app.services.firm_settings.details import SchemesForm
from app.services.firm_settings.numbers import SeriesForm, SeriesView, preview
from app.terms import Channel, ClockKind, MatterClass, Scheme
from tests.factories import act_as, at
from tests.integration.services.support import (
    consultation,
    contracting_client,
    create,
    mandate,
    register,
    set_time,
)

WECHAT = (Scheme.SHIJIAZHUANG, Channel.WECHAT)
STRICTER = ChannelForm(True, ClockKind.WORKING, 120, 0.5, 0.75)


@pytest.fixture
def firm(staffed: Services) -> Services:
    """Return the services with the director in the seat."""
    act_as(staffed, "weidongming")
    return staffed


def channel(services: Services, which: Channel) -> ChannelView:
    """Return a channel as the settings show it."""
    return next(view for view in services.firm_settings.channels.channels() if view.channel is which)


def series(services: Services, key: str) -> SeriesView:
    """Return a series as the settings show it."""
    return next(view for view in services.firm_settings.numbering.series() if view.key == key)


# --- the firm's details


def test_changed_details_show_everywhere_and_can_be_undone(firm: Services) -> None:
    details = firm.firm_settings.details
    before = details.details()
    details.save_details(replace(before, short_name="衡舟所", phones=("0311-80000001",)), before)
    assert firm.firm.find().short_name == "衡舟所"
    assert firm.firm.find().phones == ("0311-80000001",)
    assert firm.history.undo().ok
    assert details.details() == before


def test_wrong_details_are_refused_field_by_field(firm: Services) -> None:
    details = firm.firm_settings.details
    before = details.details()
    with pytest.raises(InvalidInputError) as caught:
        details.save_details(replace(before, full_name="衡舟", phones=("12",)), before)
    assert set(caught.value.problems) == {"full_name", "phones"}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(firm: Services) -> None:
    details = firm.firm_settings.details
    before = details.details()
    details.save_details(replace(before, head="周岚"), before)
    with pytest.raises(ConflictError):
        details.save_details(replace(before, head="刘欣"), before)
    assert details.details().head == "周岚"


def test_the_front_desk_reads_but_does_not_change(firm: Services) -> None:
    act_as(firm, "liuxin")
    before = firm.firm_settings.details.details()
    with pytest.raises(NotAllowedError, match="管理本所资料"):
        firm.firm_settings.details.save_details(replace(before, head="刘欣"), before)


# --- schemes and the notice


def test_leaving_a_scheme_says_how_many_questions_wait_and_lets_them_be(firm: Services) -> None:
    waiting = register(firm, channel=Channel.BEIJING_PLATFORM, source_name="BJ-2026-1")
    schemes = firm.firm_settings.details
    only = SchemesForm((Scheme.SHIJIAZHUANG,), hosts_platform_duty=True)
    with pytest.raises(NeedsConfirmationError, match="1 件待答复") as caught:
        schemes.save_schemes(only)
    schemes.save_schemes(only, frozenset({caught.value.key}))
    assert firm.firm.find().schemes == (Scheme.SHIJIAZHUANG,)
    assert schemes.schemes().hosts_platform_duty is False, "a duty desk of a scheme the firm is not in"
    found = consultation(firm, waiting)
    assert (found.scheme, found.allowance_minutes, found.clause) == (Scheme.BEIJING, 300, "B2")


def test_a_scheme_without_waiting_questions_is_left_at_once(firm: Services) -> None:
    firm.firm_settings.details.save_schemes(SchemesForm((Scheme.SHIJIAZHUANG,)))
    assert {view.scheme for view in firm.firm_settings.channels.channels()} == {Scheme.SHIJIAZHUANG}


def test_some_scheme_is_taken_part_in(firm: Services) -> None:
    with pytest.raises(InvalidInputError, match="至少选择一个"):
        firm.firm_settings.details.save_schemes(SchemesForm(()))


def test_the_duty_desk_is_off_until_switched_on(firm: Services) -> None:
    schemes = firm.firm_settings.details
    assert schemes.schemes().hosts_platform_duty is False
    schemes.save_schemes(replace(schemes.schemes(), hosts_platform_duty=True))
    assert schemes.schemes().hosts_platform_duty is True


@pytest.mark.clause("S6.3")
def test_the_notice_is_what_is_sent_and_has_to_name_the_hotline(firm: Services) -> None:
    details = firm.firm_settings.details
    with pytest.raises(InvalidInputError, match="12348"):
        details.save_notice("我们下班了。")
    details.save_notice("我们下班了，急事请打 12348。")
    reference = register(firm, now="2026-03-13 20:00")
    assert reference.is_out_of_hours
    assert firm.consultations.answering.send_notice(reference.id) == "我们下班了，急事请打 12348。"


# --- numbers


def test_a_new_pattern_holds_from_the_next_number_on(firm: Services) -> None:
    first = register(firm)
    firm.firm_settings.numbering.save({"consultation": SeriesForm("{firm}咨{year}-{number:03}")})
    second = register(firm)
    assert consultation(firm, first).number == "咨〔2026〕0001"
    assert consultation(firm, second).number == "衡舟律所咨2026-002"


def test_the_next_number_goes_forward_never_back(firm: Services) -> None:
    create(firm)
    numbering = firm.firm_settings.numbering
    pattern = series(firm, "client").pattern
    numbering.save({"client": SeriesForm(pattern, 100)})
    assert create(firm, "孙小满", phone="13900000003").file_no == "顾档〔2026〕0100"
    with pytest.raises(InvalidInputError) as caught:
        numbering.save({"client": SeriesForm(pattern, 100)})
    assert set(caught.value.problems) == {"client.next"}
    assert create(firm, "赵一", phone="13900000004").file_no == "顾档〔2026〕0101"


def test_the_preview_is_the_number_given_next(firm: Services) -> None:
    view = series(firm, "client")
    shown = preview(view.pattern, year=view.year, number=view.last + 1, firm=firm.firm.find().short_name)
    assert create(firm).file_no == shown
    assert preview("没有编号", year=2026, number=1, firm="") == ""


def test_contracts_are_numbered_by_their_pattern(firm: Services) -> None:
    firm.firm_settings.numbering.save({"contract.民代": SeriesForm("民代字{year}第{number}号", 12)})
    client = contracting_client(firm)
    assert firm.contracts.drafting.file(mandate(firm, client.id), None).number == "民代字2026第12号"


def test_two_kinds_of_contracts_may_not_share_a_pattern(firm: Services) -> None:
    with pytest.raises(InvalidInputError, match="重号"):
        firm.firm_settings.numbering.save({"contract.顾约": SeriesForm("民代〔{year}〕{number:04}")})
    assert series(firm, "contract.顾约").pattern == "顾约〔{year}〕{number:04}"


# --- prices


def test_a_price_holds_from_today_and_the_earlier_one_stays_on_record(firm: Services) -> None:
    prices = firm.firm_settings.prices
    prices.save({"criminal-defence": 10_000_00})
    set_time(firm, "2026-04-01 10:00")
    prices.save({"criminal-defence": 12_000_00})
    view = next(view for view in prices.prices() if view.key == "criminal-defence")
    assert [(one.price_fen, one.valid_from) for one in view.history] == [
        (12_000_00, date(2026, 4, 1)),
        (10_000_00, date(2026, 3, 13)),
    ]
    assert {one.set_by for one in view.history} == {"魏东明"}
    matter = MatterForm(MatterClass.CRIMINAL_DEFENCE, has_property=False)
    assert firm.contracts.quotes.published_price(matter) == 12_000_00


def test_every_matter_without_a_sum_in_the_guidance_can_be_priced(firm: Services) -> None:
    keys = {view.key for view in firm.firm_settings.prices.prices()}
    assert {"civil-non-property", "criminal-defence", "advisor"} <= keys
    assert "civil-property" not in keys, "the guidance computes it"


def test_prices_are_the_directors(firm: Services) -> None:
    with pytest.raises(InvalidInputError):
        firm.firm_settings.prices.save({"advisor": 0})
    act_as(firm, "zhoulan")
    with pytest.raises(NotAllowedError, match="公示价"):
        firm.firm_settings.prices.save({"advisor": 1_00})


# --- channels


@pytest.mark.clause("S6.2")
def test_a_stricter_allowance_holds_for_new_questions_and_old_ones_keep_theirs(firm: Services) -> None:
    old = register(firm, "2026-03-13 09:00", now="2026-03-13 14:26")
    firm.firm_settings.channels.save({WECHAT: STRICTER})
    new = register(firm, "2026-03-13 14:00", now="2026-03-13 14:30")
    assert consultation(firm, old).timeline.due_at == at("2026-03-13 15:30")
    times = consultation(firm, new).timeline
    assert (times.due_at, times.soon_at, times.urgent_at) == (
        at("2026-03-13 16:00"),
        at("2026-03-13 15:00"),
        at("2026-03-13 15:30"),
    )
    assert consultation(firm, new).clause == "S6.2"
    shown = firm.consultations.intake.allowance(Channel.WECHAT, at("2026-03-13 14:00"))
    assert shown.due_at == times.due_at


def test_own_warning_points_survive_what_happens_to_the_question(firm: Services) -> None:
    firm.firm_settings.channels.save({WECHAT: STRICTER})
    reference = register(firm, "2026-03-13 14:00", now="2026-03-13 14:30")
    firm.firm_settings.channels.save({WECHAT: channel(firm, Channel.WECHAT).default})
    firm.consultations.answering.assign(reference.id, firm.actor.staff_id)
    assert consultation(firm, reference).timeline.soon_at == at("2026-03-13 15:00")


def test_a_later_version_holds_from_its_day(firm: Services) -> None:
    firm.firm_settings.channels.save({WECHAT: STRICTER}, date(2026, 3, 16))
    view = channel(firm, Channel.WECHAT)
    assert (view.today, view.coming, view.valid_from) == (view.default, STRICTER, date(2026, 3, 16))
    assert consultation(firm, register(firm)).allowance_minutes == 300
    monday = register(firm, now="2026-03-16 10:00")
    assert consultation(firm, monday).allowance_minutes == 120
    weekend = register(firm, "2026-03-15 10:00")
    assert consultation(firm, weekend).allowance_minutes == 300, "received before that day"


def test_a_version_cannot_begin_in_the_past(firm: Services) -> None:
    with pytest.raises(InvalidInputError, match="过去"):
        firm.firm_settings.channels.save({WECHAT: STRICTER}, date(2026, 3, 12))


@pytest.mark.clause("S6.2")
def test_a_laxer_allowance_is_refused_with_its_clause(firm: Services) -> None:
    with pytest.raises(RuleBrokenError, match=r"S6\.2") as caught:
        firm.firm_settings.channels.save({WECHAT: replace(STRICTER, minutes=480)})
    assert caught.value.clause == "S6.2"
    assert channel(firm, Channel.WECHAT).today.minutes == 300


def test_a_channel_that_is_not_offered_takes_no_questions(firm: Services) -> None:
    place = (Scheme.SHIJIAZHUANG, Channel.QQ_GROUP)
    firm.firm_settings.channels.save({place: replace(channel(firm, Channel.QQ_GROUP).today, is_offered=False)})
    assert Channel.QQ_GROUP not in firm.firm.find().channels
    with pytest.raises(InvalidInputError) as caught:
        register(firm, channel=Channel.QQ_GROUP)
    assert "QQ群" in caught.value.problems["channel"]
    assert firm.history.undo().ok
    register(firm, channel=Channel.QQ_GROUP)


def test_saving_what_holds_already_writes_nothing(firm: Services) -> None:
    place = (Scheme.BEIJING, Channel.BEIJING_PLATFORM)
    firm.firm_settings.channels.save({place: channel(firm, Channel.BEIJING_PLATFORM).default})
    assert firm.history.changes(firm.office.seated_at).tables == {}


def test_a_rebuild_gives_the_same_instants(firm: Services) -> None:
    firm.firm_settings.channels.save({WECHAT: STRICTER})
    before = consultation(firm, register(firm, "2026-03-13 14:00", now="2026-03-13 14:30"))
    with firm.office.work() as work:
        rebuild_all(work.session, firm.office.hours())
        work.commit("重建")
    assert firm.consultations.details.find(before.id).timeline == before.timeline
