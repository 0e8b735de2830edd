"""0001: the first schema."""

from alembic import op

import app.models  # noqa: F401
from app.models import journal  # noqa: F401
from app.models.base import Base


def upgrade() -> None:
    """Make every table and the full-text index of each kind."""
    Base.metadata.create_all(op.get_bind())
    for kind in ("client", "consultation", "contract"):
        op.execute(
            f"CREATE VIRTUAL TABLE search_{kind} USING fts5("
            "nm, py, ini, ph, content='', contentless_delete=1, tokenize='ascii')"
        )
