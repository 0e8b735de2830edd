"""The shared vocabulary: one English identifier per notion of the field, with its Chinese label.

The labels here are what users see. `docs/glossary.md` explains the notions and is checked against this file.
"""

from app.terms.base import Fen, Term, Uid
from app.terms.clients import (
    AttachmentKind,
    ClientKind,
    GroupKind,
    IdentityKind,
    ReliefGroup,
    Sex,
    SignUpChannel,
    SignUpState,
)
from app.terms.consultations import (
    Category,
    Channel,
    ClockKind,
    ConsultationEventKind,
    Scheme,
    Stage,
    Urgency,
    WorkState,
)
from app.terms.contracts import (
    Authority,
    ContractState,
    FactStatus,
    FeeMethod,
    FeeVerdict,
    LegalAidScreen,
    MatterClass,
    MatterStage,
    ReliefReason,
)
from app.terms.firm import CalendarStatus, DayKind, LeaveKind, Permission, Post, Role, Theme
from app.terms.records import AccessWay, ExportKind, ImportKind, JournalAction, RowVerdict

__all__ = [
    "AccessWay",
    "AttachmentKind",
    "Authority",
    "CalendarStatus",
    "Category",
    "Channel",
    "ClientKind",
    "ClockKind",
    "ConsultationEventKind",
    "ContractState",
    "DayKind",
    "ExportKind",
    "FactStatus",
    "FeeMethod",
    "FeeVerdict",
    "Fen",
    "GroupKind",
    "IdentityKind",
    "ImportKind",
    "JournalAction",
    "LeaveKind",
    "LegalAidScreen",
    "MatterClass",
    "MatterStage",
    "Permission",
    "Post",
    "ReliefGroup",
    "ReliefReason",
    "Role",
    "RowVerdict",
    "Scheme",
    "Sex",
    "SignUpChannel",
    "SignUpState",
    "Stage",
    "Term",
    "Theme",
    "Uid",
    "Urgency",
    "WorkState",
]
