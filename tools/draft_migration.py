"""Print the Alembic operations that lead from the last released schema (or, with --initial, from nothing) to the models.

Usage: `.venv/bin/python -m tools.draft_migration [--initial]`
"""

import sys
import tempfile
from pathlib import Path

from app.storage import migrate
from app.storage.drafting import upgrade_code

KEY = bytes(32)


def main() -> None:
    """Print the body of `upgrade()`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "draft.db")
        if "--initial" not in sys.argv[1:]:
            migrate.create(path, KEY)
        print(upgrade_code(path, KEY) or "# the models match the last schema")


if __name__ == "__main__":
    main()
