"""Fee schedules and the contingency rules from resources/fees: 元 and decimal rates in, 分 and fractions out."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import msgspec

from app.catalogue.reading import read_toml
from app.errors import DataFileError
from app.rules.contingency import ContingencyRules
from app.rules.fee_schedule import Band, FeeItem, FeeSchedule
from app.terms import FactStatus, FeeMethod, Fen, MatterClass

CONTINGENCY_FILE = "contingency.toml"
FEN_PER_YUAN = 100


class BandRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A band as written: 元, included; no `upto` means without end."""

    rate: str
    upto: int | None = None


class ItemRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A matter as written, amounts in 元."""

    key: str
    label: str
    method: FeeMethod
    source: str
    matter_class: MatterClass | None = None
    has_property: bool | None = None
    in_guidance: bool = True
    article: str = ""
    status: FactStatus = FactStatus.UNVERIFIED
    per_stage: bool = False
    minimum: int | None = None
    maximum: int | None = None
    bands: tuple[BandRecord, ...] = ()
    note: str = ""


class ScheduleRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fee document as written."""

    id: str
    region: str
    title: str
    short_title: str
    doc_no: str
    regime: str
    status: FactStatus
    enabled: bool
    item: tuple[ItemRecord, ...]
    issued: date | None = None


class ContingencyRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The contingency rules as written."""

    doc_no: str
    title: str
    issued: date
    source: str
    cap_bands: tuple[BandRecord, ...]
    forbidden: dict[str, str]


def load_schedules(folder: Path) -> dict[str, FeeSchedule]:
    """Return all fee schedules of a folder by id, in the order of their files."""
    found: dict[str, FeeSchedule] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == CONTINGENCY_FILE:
            continue
        schedule = _schedule(read_toml(path, ScheduleRecord), path.name)
        if schedule.id in found:
            raise DataFileError(path.name, "id", f"{schedule.id} 已经用过")
        found[schedule.id] = schedule
    return found


def load_contingency(folder: Path) -> ContingencyRules:
    """Return the contingency rules of a folder."""
    record = read_toml(folder / CONTINGENCY_FILE, ContingencyRecord)
    bands = _bands(record.cap_bands, CONTINGENCY_FILE, "cap_bands")
    return ContingencyRules(record.doc_no, bands, dict(record.forbidden), record.source)


def _schedule(record: ScheduleRecord, file: str) -> FeeSchedule:
    if record.enabled and record.status is FactStatus.UNVERIFIED:
        raise DataFileError(file, "enabled", "待核实的收费表不能启用")
    keys = [item.key for item in record.item]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            raise DataFileError(file, f"item[{number}].key", f"{key} 写了两次")
    return FeeSchedule(
        id=record.id,
        region=record.region,
        title=record.title,
        short_title=record.short_title,
        doc_no=record.doc_no,
        issued=record.issued,
        regime=record.regime,
        status=record.status,
        enabled=record.enabled,
        items=tuple(_item(item, file, f"item[{number}]") for number, item in enumerate(record.item)),
    )


def _item(record: ItemRecord, file: str, key: str) -> FeeItem:
    if (record.method is FeeMethod.PIECEWISE) != bool(record.bands):
        raise DataFileError(file, f"{key}.bands", "按标的额分段的才有分段，且必须有")
    if record.method in (FeeMethod.RANGE_PER_ITEM, FeeMethod.HOURLY) and None in (record.minimum, record.maximum):
        raise DataFileError(file, f"{key}.minimum", "区间要有下限和上限")
    if record.minimum is not None and record.maximum is not None and record.minimum > record.maximum:
        raise DataFileError(file, f"{key}.maximum", "上限低于下限")
    return FeeItem(
        key=record.key,
        label=record.label,
        method=record.method,
        matter_class=record.matter_class,
        has_property=record.has_property,
        in_guidance=record.in_guidance,
        article=record.article,
        status=record.status,
        source=record.source,
        per_stage=record.per_stage,
        bands=_bands(record.bands, file, f"{key}.bands"),
        minimum_fen=_fen(record.minimum),
        maximum_fen=_fen(record.maximum),
        note=record.note,
    )


def _bands(records: tuple[BandRecord, ...], file: str, key: str) -> tuple[Band, ...]:
    bands: list[Band] = []
    for number, record in enumerate(records):
        try:
            rate = Fraction(record.rate)
        except (ValueError, ZeroDivisionError) as fault:
            raise DataFileError(file, f"{key}[{number}].rate", f"“{record.rate}”不是小数") from fault
        if not 0 <= rate <= 1:
            raise DataFileError(file, f"{key}[{number}].rate", "费率应在 0 到 1 之间")
        if (record.upto is None) != (number == len(records) - 1):
            raise DataFileError(file, f"{key}[{number}].upto", "只有最后一段没有上限")
        upto, last = _fen(record.upto), bands[-1].upto_fen if bands else 0
        if upto is not None and last is not None and upto <= last:
            raise DataFileError(file, f"{key}[{number}].upto", "分段应从低到高")
        bands.append(Band(upto, rate))
    return tuple(bands)


def _fen(yuan: int | None) -> Fen | None:
    return None if yuan is None else yuan * FEN_PER_YUAN
