"""Export: what the lists show as .xlsx, text as text, nothing hidden in it, and noted in the access log."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.errors import AppError, CancelledError, NotAllowedError
from app.models.journal import AccessLog
from app.services.clients.types import ClientFilter
from app.services.container import Services
from app.services.exporting import ExportRequest
from app.storage.unit_of_work import UnitOfWork
from app.terms import AccessWay, ExportKind, ImportKind, Role, RowVerdict
from tests.factories import act_as
from tests.integration.services.support import create, register


def rows_in(path: Path) -> list[tuple[object, ...]]:
    """Return the rows of an exported file without the header."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return list(sheet.iter_rows(min_row=2, values_only=True))


def allow(services: Services, *roles: Role) -> None:
    """Let the person in the seat have these roles."""
    services.office.seat(replace(services.actor, roles=frozenset(roles)))


def test_an_exported_list_comes_back_as_the_same_people(peopled: Services, tmp_path: Path) -> None:
    act_as(peopled, "weidongming")
    path = tmp_path / "服务对象.xlsx"
    outcome = peopled.exporting.run(ExportRequest(ExportKind.CLIENT), path)
    everybody = peopled.clients.lists.counts().all
    assert outcome.rows == everybody > 0
    table = peopled.importing.table(peopled.importing.read(path), ImportKind.CLIENT)
    checked = peopled.importing.dry_run(table, table.columns)
    assert checked.counts[RowVerdict.SAME] == everybody, [row for row in checked.rows if row.verdict != "same"]


def test_only_what_the_list_shows_is_exported(peopled: Services, tmp_path: Path) -> None:
    act_as(peopled, "weidongming")
    create(peopled, name="独一示", phone="13000000555")
    path = tmp_path / "名单.xlsx"
    peopled.exporting.run(ExportRequest(ExportKind.CLIENT, clients=ClientFilter("独一示")), path)
    (row,) = rows_in(path)
    assert (row[2], row[8]) == ("独一示", "13000000555")


def test_a_name_that_is_a_formula_runs_nothing(staffed: Services, tmp_path: Path) -> None:
    act_as(staffed, "weidongming")
    create(staffed, name="=HYPERLINK(1)", phone="13000000555")
    path = tmp_path / "名单.xlsx"
    staffed.exporting.run(ExportRequest(ExportKind.CLIENT), path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cell = sheet["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_consultations_are_exported_with_their_answers(staffed: Services, tmp_path: Path) -> None:
    reference = register(staffed)
    staffed.consultations.answering.answer(reference.id, "先拍照固定证据。")
    act_as(staffed, "weidongming")
    path = tmp_path / "咨询.xlsx"
    staffed.exporting.run(ExportRequest(ExportKind.CONSULTATION), path)
    (row,) = rows_in(path)
    assert row[0] == reference.number
    assert row[11] == "先拍照固定证据。"
    assert row[14] == "时限内"


def test_sensitive_matters_are_not_in_the_file_of_those_who_may_not_see_them(staffed: Services, tmp_path: Path) -> None:
    hidden, seen = register(staffed), register(staffed, question="另一件事")
    staffed.sensitive.mark_consultation(hidden.id, "当事人要求")
    path = tmp_path / "咨询.xlsx"
    act_as(staffed, "hesiyuan")
    allow(staffed, Role.LAWYER, Role.SYSTEM_ADMIN)  # may export, may not see sensitive matters
    staffed.exporting.run(ExportRequest(ExportKind.CONSULTATION), path)
    assert [row[0] for row in rows_in(path)] == [seen.number]
    act_as(staffed, "weidongming")
    staffed.exporting.run(ExportRequest(ExportKind.CONSULTATION), path)
    assert [row[0] for row in rows_in(path)] == [hidden.number, seen.number]


def test_an_export_is_noted_without_what_is_in_it(staffed: Services, tmp_path: Path) -> None:
    act_as(staffed, "weidongming")
    create(staffed)
    staffed.exporting.run(ExportRequest(ExportKind.CLIENT), tmp_path / "名单.xlsx")
    with staffed.office.reading() as session:
        entry = session.scalars(select(AccessLog).order_by(AccessLog.number.desc()).limit(1)).one()
    assert (entry.way, entry.table_name, entry.note, entry.actor_name) == (
        AccessWay.EXPORTED,
        "client",
        "服务对象 1 行",
        "魏东明",
    )


def test_what_cannot_be_noted_is_not_taken_out(
    staffed: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_as(staffed, "weidongming")
    create(staffed)

    def full(_work: UnitOfWork, label: str, **_how: object) -> None:
        raise AppError(f"磁盘已满：{label}")

    monkeypatch.setattr(UnitOfWork, "commit", full)
    with pytest.raises(AppError, match="磁盘已满"):
        staffed.exporting.run(ExportRequest(ExportKind.CLIENT), tmp_path / "名单.xlsx")
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_cancelled_export_leaves_no_file(peopled: Services, tmp_path: Path) -> None:
    act_as(peopled, "weidongming")

    def stop(_done: int, _total: int, _text: str) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        peopled.exporting.run(ExportRequest(ExportKind.CLIENT), tmp_path / "名单.xlsx", stop)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_who_may_not_export_is_told_whom_to_ask(staffed: Services, tmp_path: Path) -> None:
    act_as(staffed, "hesiyuan")
    with pytest.raises(NotAllowedError, match="导出资料"):
        staffed.exporting.run(ExportRequest(ExportKind.CLIENT), tmp_path / "名单.xlsx")


def test_a_place_that_cannot_be_written_to_is_named(staffed: Services, tmp_path: Path) -> None:
    act_as(staffed, "weidongming")
    taken = tmp_path / "是个文件"
    taken.write_text("x")
    with pytest.raises(AppError, match=r"名单\.xlsx"):
        staffed.exporting.run(ExportRequest(ExportKind.CLIENT), taken / "名单.xlsx")
