"""The only place that knows everyone: profile, then storage, services and window."""

from app.bootstrap.opening import open_window
from app.bootstrap.program import Program

__all__ = ["Program", "open_window"]
