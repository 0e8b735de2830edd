"""What is derived from journalled rows (search index, projection tables), kept up to date in the same transaction.

An area registers once which tables it derives from. Its function then runs at the end of every unit of work that
touched them, whether a service wrote, or undo, redo or a merge: nobody has to remember to.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from sqlalchemy.orm import Session

from app.storage.recorder import TouchedRow

Project: TypeAlias = Callable[[Session, Sequence[TouchedRow]], None]
"""Gets the unit's session and the touched rows of its tables; writes tables that are not journalled."""

_registered: dict[str, list[Project]] = {}


def register(tables: Iterable[str], project: Project) -> None:
    """Run `project` whenever rows of one of the tables were touched; registering it again changes nothing."""
    for table in tables:
        functions = _registered.setdefault(table, [])
        if project not in functions:
            functions.append(project)


def run(session: Session, touched: Sequence[TouchedRow]) -> None:
    """Run each concerned function once with the touched rows of all its tables."""
    concerned: dict[Project, list[TouchedRow]] = {}
    for row in touched:
        for project in _registered.get(row.table.name, ()):
            concerned.setdefault(project, []).append(row)
    for project, rows in concerned.items():
        project(session, rows)
    session.flush()
