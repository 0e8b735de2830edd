"""员工: who works here, how they sign in, when they are away, who holds the programme's post, and leaving."""

from app.services.staff.types import StaffView

__all__ = ["StaffView"]
