"""Draft migrations: print the operations from the last schema to the models, or write the first migration anew.

Usage: `.venv/bin/python -m tools.draft_migration` prints the body of the next `upgrade()`;
`… --latest` rewrites the newest migration from the kept database of the schema before it, allowed only until its schema
is released (a database of it kept under tests/databases/);
`… --keep` stores a database at the present schema under tests/databases/, with a row in every table.
"""

import re
import sys
import tempfile
from pathlib import Path

from app.storage import migrate, migrations
from app.storage.drafting import upgrade_code
from tests.storage_support import KEY, fill_every_table

KEPT = Path(__file__).resolve().parent.parent / "tests" / "databases"

HEAD = '''"""{revision}: {title}."""

import sqlalchemy as sa
from alembic import op

from app.models.base import UtcDateTime


def upgrade() -> None:
    """Bring the schema before to this one."""
{calls}
'''

MODELS = "from app.models.base import UtcDateTime"
MARK = "# --- by hand ---\n"

DEFAULTS = {"sa.Boolean()": "sa.false()", "sa.Text()": '"[]"', "sa.Integer()": '"0"'}
"""What rows that exist get in a new column that must not be empty; a text is the empty JSON list, a string empty."""
NAMED = {"way": '"opened"'}
"""What they get in a column of this name instead."""


def module(revision: str, title: str, code: str, also: str = "") -> str:
    """Return a migration's module: one function for each table made or changed, each new one with its indexes.

    Args:
        revision: e.g. "0002".
        title: what it is about, as its docstring says.
        code: the operations as Alembic renders them.
        also: what no mapped class describes, e.g. `_search()`; written by hand below the generated functions.

    """
    steps = re.split(r"(?m)^    (?=op\.create_table\(|with op\.batch_alter_table\()", code)[1:]
    bodies: dict[str, str] = {}
    for step in steps:
        name = re.match(r"(?:op\.create_table|with op\.batch_alter_table)\('(\w+)'", step)
        if name is not None:
            bodies[name[1]] = bodies.get(name[1], "") + f"    {step.rstrip()}\n"
    functions = [
        f"\n\ndef _{name}() -> None:\n{_with_defaults(_without_batches(body))}" for name, body in bodies.items()
    ]
    calls = [*(f"    _{name}()" for name in bodies), *([f"    {also}"] if also else [])]
    return HEAD.format(revision=revision, title=title, calls="\n".join(calls)) + "".join(functions)


def _with_defaults(code: str) -> str:
    """Give columns that are added to existing rows and must not be empty a value for those rows."""
    pattern = r"(batch_op\.add_column\(sa\.Column\('(\w+)', )(sa\.\w+\([^()]*\))(, nullable=False)"

    def default(name: str, kind: str) -> str:
        return NAMED.get(name) or DEFAULTS.get(kind, '""')

    return re.sub(pattern, lambda m: f"{m[1]}{m[3]}, server_default={default(m[2], m[3])}{m[4]}", code)


def _without_batches(code: str) -> str:
    """Write indexes of a new table directly: nothing has to be rebuilt for them."""
    if "op.create_table" not in code:
        return "\n".join(line for line in code.splitlines() if "# ###" not in line).rstrip() + "\n"
    lines: list[str] = []
    table = ""
    for line in code.splitlines():
        if batch := re.match(r"    with op\.batch_alter_table\('(\w+)'", line):
            table = batch[1]
        elif index := re.match(
            r"        batch_op\.create_index\((?:batch_op\.f\()?('\w+')\)?, (\[.*\]), unique=(\w+)(.*)\)", line
        ):
            unique = ", unique=True" if index[3] == "True" else ""
            lines.append(f"    op.create_index({index[1]}, '{table}', {index[2]}{unique}{index[4]})")
        elif "# ###" not in line:
            lines.append(re.sub(r"name=op\.f\(('\w+')\)", r"name=\1", line))
    return "\n".join(lines).rstrip() + "\n"


def latest(path: Path) -> None:
    """Write the generated part of the newest migration anew; what stands below its marker is kept."""
    before, revision = migrations.REVISIONS[-2:]
    path.write_bytes((KEPT / f"{before}.db").read_bytes())
    target = next(Path(migrations.__file__).parent.glob(f"r{revision}_*.py"))
    old = target.read_text(encoding="utf-8")
    _, mark, by_hand = old.partition(MARK)
    title = target.stem.split("_", 1)[1].replace("_", " ")
    made = module(revision, title, upgrade_code(path, KEY), "_by_hand()" if by_hand.strip() else "")
    imports = sorted({line for line in old.splitlines() if line.startswith("from app.")} | {MODELS})
    made = made.replace(MODELS, "\n".join(imports), 1)
    target.write_text(made.rstrip() + "\n" + (f"\n\n{mark}{by_hand}" if by_hand.strip() else ""), encoding="utf-8")


def main() -> None:
    """Do what the command line asks for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "draft.db")
        if "--latest" in sys.argv[1:]:
            latest(path)
        elif "--keep" in sys.argv[1:]:
            fill_every_table(Path(folder))
            KEPT.mkdir(exist_ok=True)
            (KEPT / f"{migrate.HEAD}.db").write_bytes(Path(folder, "lvgutai.db").read_bytes())
        else:
            migrate.create(path, KEY)
            print(upgrade_code(path, KEY) or "# the models match the last schema")


if __name__ == "__main__":
    main()
