"""`python -m app import FILE --kind KIND --login NAME [--profile DIR] [--confirm]`: judge a spreadsheet, then take it in."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli import passwords
from app.cli.entering import enter
from app.errors import AppError
from app.paths import Profile
from app.services.container import Services
from app.services.importing.service import fields_of
from app.services.importing.types import DryRun, ImportTable
from app.terms import ImportKind, RowVerdict

MOST_TOLD = 50


def main(arguments: Sequence[str]) -> int:
    """Judge every row and say so; with --confirm write. Exit 0; 1 when rows are faulty; 2 when it cannot be done."""
    parser = argparse.ArgumentParser(
        prog="python -m app import", description="从表格导入；不写 --confirm 只核对，什么都不写。"
    )
    parser.add_argument("file", type=Path, help="表格：.xlsx .xls .ods .csv")
    kinds = "、".join(f"{kind.value}（{kind.label}）" for kind in ImportKind)
    parser.add_argument("--kind", choices=[kind.value for kind in ImportKind], default="client", help=kinds)
    parser.add_argument("--sheet", default="", help="工作表的名字，默认为最像的那张")
    parser.add_argument("--faulty", type=Path, help="把有误的行连同原因存成这个 .xlsx")
    parser.add_argument("--confirm", action="store_true", help="核对后写入")
    parser.add_argument("--profile", type=Path, help="资料所在的文件夹")
    parser.add_argument("--login", required=True, help="登录名；密码会提示输入，也可从标准输入读取")
    options = parser.parse_args(list(arguments))
    profile = Profile(options.profile.resolve()) if options.profile else Profile.default()
    try:
        services = enter(profile, options.login, passwords.ask("密码"))
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    try:
        return _import(services, options)
    except AppError as error:
        print(error.text, file=sys.stderr)
        return 2
    finally:
        services.close()


def _import(services: Services, options: argparse.Namespace) -> int:
    importing = services.importing
    source = importing.read(options.file.resolve())
    table = importing.table(source, ImportKind(options.kind), options.sheet)
    _say_columns(table)
    checked = importing.dry_run(table, table.columns, passwords.progress)
    _say_rows(checked)
    faulty = checked.counts[RowVerdict.FAULTY]
    if options.faulty and faulty:
        print(f"有误的行：{importing.save_faulty(checked, options.faulty.resolve())}")
    if options.confirm:
        print(importing.run(table, table.columns, passwords.progress).sentence)
    else:
        print("还没有写入。核对无误后加上 --confirm。")
    return 1 if faulty else 0


def _say_columns(table: ImportTable) -> None:
    titles = {field.id: field.title for field in fields_of(table.kind)}
    print(f"{table.source}，工作表“{table.sheet}”，表头在第 {table.header_line} 行，{len(table.records)} 行")
    for place, header in enumerate(table.headers):
        print(f"  {header} → {titles.get(table.columns.get(place, ''), '不导入')}")


def _say_rows(checked: DryRun) -> None:
    told = [row for row in checked.rows if row.verdict is RowVerdict.FAULTY]
    for row in told[:MOST_TOLD]:
        print(f"  第 {row.line} 行 {row.name}：{row.said}")
    if len(told) > MOST_TOLD:
        print(f"  另有 {len(told) - MOST_TOLD} 行有误。")
    print("，".join(f"{verdict.label} {count}" for verdict, count in checked.counts.items()))
