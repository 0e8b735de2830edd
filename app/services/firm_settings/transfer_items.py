"""What a settings file holds, item by item: how each is written into the file, checked, put into words and kept."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from app.errors import InvalidInputError
from app.rules.money import parse_yuan, yuan_text
from app.services.accounts import check_firm
from app.services.contracts.quotes import published_price
from app.services.firm_settings.channels import (
    ChannelForm,
    check_channel,
    newest_forms,
    scheme_form,
    write_channel,
)
from app.services.firm_settings.details import find_firm, form_of, problem_of_notice, write_details, write_schemes
from app.services.firm_settings.prices import check_prices, priced_matters, write_price
from app.services.firm_settings.registry import SETTINGS, Setting, SettingKind, all_values, store
from app.services.firm_settings.transfer_calendar import hours_items
from app.services.firm_settings.transfer_item import Ground, Item, need
from app.storage.unit_of_work import UnitOfWork
from app.terms import Channel, ClockKind, Permission, Scheme

FIRM_LABELS = {
    "full_name": "律所全称",
    "short_name": "简称",
    "address": "地址",
    "phones": "电话",
    "credit_code": "统一社会信用代码",
    "head": "负责人",
}


def items(ground: Ground) -> Iterator[Item]:
    """Return every item a file may hold, with the value in force."""
    yield from _firm(ground)
    yield from _settings(ground)
    yield from _channels(ground)
    yield from _prices(ground)
    yield from hours_items(ground)


def _firm(ground: Ground) -> Iterator[Item]:
    form = form_of(ground.firm)
    for name, label in FIRM_LABELS.items():

        def check(value: Any, name: str = name) -> None:
            need(value, list if name == "phones" else str)
            changed: dict[str, Any] = {name: tuple(map(str, value)) if name == "phones" else value}
            check_firm(replace(form, **changed))

        def write(work: UnitOfWork, value: Any, name: str = name) -> None:
            row = find_firm(work.session)
            changed: dict[str, Any] = {name: tuple(value) if name == "phones" else value}
            write_details(row, replace(form_of(row), **changed))

        now = getattr(form, name)
        words: Callable[[Any], str] = "、".join if name == "phones" else str
        yield Item("firm", name, label, list(now) if name == "phones" else now, words, check, write)
    yield Item(
        "firm",
        "schemes",
        "参加的方案",
        list(ground.firm.schemes),
        lambda value: "、".join(Scheme(one).label for one in value),
        _check_schemes,
        lambda work, value: write_schemes(find_firm(work.session), tuple(Scheme(one) for one in value)),
    )
    yield Item(
        "firm",
        "out_of_hours_text",
        "非工作时间提示语",
        ground.firm.out_of_hours_text,
        str,
        _check_notice,
        lambda work, value: setattr(find_firm(work.session), "out_of_hours_text", value.strip()),
    )


def _check_schemes(value: Any) -> None:
    need(value, list)
    if not [Scheme(one) for one in value]:
        raise InvalidInputError({"schemes": "至少要参加一个方案。"})


def _check_notice(value: Any) -> None:
    need(value, str)
    if problem := problem_of_notice(value):
        raise InvalidInputError({"notice": problem})


def _settings(ground: Ground) -> Iterator[Item]:
    values = all_values(ground.session)
    for key, setting in SETTINGS.items():

        def check(value: Any, key: str = key, setting: Setting = setting) -> None:
            if problem := setting.problem(value):
                raise InvalidInputError({key: problem})

        def write(work: UnitOfWork, value: Any, key: str = key) -> None:
            store(work.session, key, value)

        words: Callable[[Any], str] = _yes_no if setting.kind is SettingKind.SWITCH else str
        yield Item("settings", key, setting.label, values[key], words, check, write)


def _yes_no(value: Any) -> str:
    return "是" if value else "否"


def _channels(ground: Ground) -> Iterator[Item]:
    own = newest_forms(ground.session, ground.catalogue)
    for (channel, scheme), limit in ground.catalogue.policies.items():
        place = (scheme, channel)
        now = own.get(place) or scheme_form(limit)

        def check(value: Any, place: tuple[Scheme, Channel] = place) -> None:
            check_channel(ground.catalogue, place, _channel_form(value))

        def write(work: UnitOfWork, value: Any, place: tuple[Scheme, Channel] = place) -> None:
            write_channel(work, ground.catalogue, place, _channel_form(value), ground.today)

        label = f"{scheme.label} {channel.label}"
        yield Item(
            "channels", f"{scheme.value}.{channel.value}", label, _channel_json(now), _channel_words, check, write
        )


def _channel_json(form: ChannelForm) -> dict[str, Any]:
    return {
        "offered": form.is_offered,
        "clock": form.clock.value,
        "minutes": form.minutes,
        "soon": form.soon,
        "urgent": form.urgent,
    }


def _channel_form(value: Any) -> ChannelForm:
    need(value, dict)
    need(value["offered"], bool)
    need(value["minutes"], int)
    return ChannelForm(
        value["offered"], ClockKind(value["clock"]), value["minutes"], float(value["soon"]), float(value["urgent"])
    )


def _channel_words(value: Any) -> str:
    form = _channel_form(value)
    offered = "开通" if form.is_offered else "不开通"
    minutes = f" {form.minutes} 分钟" if form.minutes else ""
    return f"{offered}，{form.clock.label}{minutes}，{form.soon:.0%} 将到期，{form.urgent:.0%} 紧急"


def _prices(ground: Ground) -> Iterator[Item]:
    for key, (label, _guidance) in priced_matters(ground.catalogue).items():
        now = published_price(ground.session, key, ground.today)

        def check(value: Any, key: str = key) -> None:
            need(value, str)
            check_prices(ground.catalogue, {key: parse_yuan(value)})

        def write(work: UnitOfWork, value: Any, key: str = key) -> None:
            write_price(work, key, parse_yuan(value), ground.today)

        text = None if now is None else yuan_text(now)
        words: Callable[[Any], str] = lambda value: f"{value} 元"  # noqa: E731 - one of the item's small functions
        yield Item("prices", key, f"公示价：{label}", text, words, check, write, Permission.SET_PRICES)
