"""Draft migrations: print the operations from the last schema to the models, or write the first migration anew.

Usage: `.venv/bin/python -m tools.draft_migration` prints the body of the next `upgrade()`;
`… --initial` rewrites r0001_initial.py, which is allowed only until its schema is released;
`… --keep` stores a database at the present schema under tests/databases/, with a row in every table.
"""

import re
import sys
import tempfile
from pathlib import Path

from app.storage import migrate, migrations
from app.storage.drafting import upgrade_code
from tests.storage_support import KEY, fill_every_table

INITIAL = Path(migrations.__file__).with_name("r0001_initial.py")
KEPT = Path(__file__).resolve().parent.parent / "tests" / "databases"

HEAD = '''"""0001: the first schema."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime


def upgrade() -> None:
    """Make every table and the full-text index of each kind."""
{calls}
    _search()


def _search() -> None:
    for kind in ("client", "consultation", "contract"):
        op.execute(
            f"CREATE VIRTUAL TABLE search_{{kind}} USING fts5("
            "nm, py, ini, ph, content='', contentless_delete=1, tokenize='ascii', prefix='1')"
        )
'''


def initial_module(code: str) -> str:
    """Return the first migration's module: one function for each table with its indexes."""
    tables = re.split(r"(?m)^    (?=op\.create_table\()", code)[1:]
    names = [found[1] for table in tables if (found := re.match(r"op\.create_table\('(\w+)'", table))]
    functions = [
        f"\n\ndef _{name}() -> None:\n    {_without_batches(table)}" for name, table in zip(names, tables, strict=True)
    ]
    return HEAD.format(calls="\n".join(f"    _{name}()" for name in names)) + "".join(functions)


def _without_batches(code: str) -> str:
    """Write indexes of a new table directly: nothing has to be rebuilt for them."""
    lines: list[str] = []
    table = ""
    for line in code.splitlines():
        if batch := re.match(r"    with op\.batch_alter_table\('(\w+)'", line):
            table = batch[1]
        elif index := re.match(
            r"        batch_op\.create_index\((?:batch_op\.f\()?('\w+')\)?, (\[.*\]), unique=(\w+)\)", line
        ):
            unique = ", unique=True" if index[3] == "True" else ""
            lines.append(f"    op.create_index({index[1]}, '{table}', {index[2]}{unique})")
        elif "# ###" not in line:
            lines.append(re.sub(r"name=op\.f\(('\w+')\)", r"name=\1", line))
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Do what the command line asks for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "draft.db")
        if "--initial" in sys.argv[1:]:
            INITIAL.write_text(initial_module(upgrade_code(path, KEY)), encoding="utf-8")
        elif "--keep" in sys.argv[1:]:
            fill_every_table(Path(folder))
            KEPT.mkdir(exist_ok=True)
            (KEPT / f"{migrate.HEAD}.db").write_bytes(Path(folder, "lvgutai.db").read_bytes())
        else:
            migrate.create(path, KEY)
            print(upgrade_code(path, KEY) or "# the models match the last schema")


if __name__ == "__main__":
    main()
