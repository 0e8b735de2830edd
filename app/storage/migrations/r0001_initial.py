"""0001: the first schema."""

from alembic import op

import app.models  # noqa: F401
from app.models import journal  # noqa: F401
from app.models.base import Base


def upgrade() -> None:
    """Make every table."""
    Base.metadata.create_all(op.get_bind())
