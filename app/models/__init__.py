"""What is stored: one file per aggregate. Importing the package registers every mapped class."""

from app.models.attachment import Attachment
from app.models.base import Base, new_uid
from app.models.client import Client, ClientRelief, SignUp
from app.models.consultation import Consultation, ConsultationEvent, ConsultationState
from app.models.contract import Contract
from app.models.draft import Draft
from app.models.firm import Firm, PublishedPrice
from app.models.journal import ChangeSet
from app.models.staff import FailedSignIn, Staff

__all__ = [
    "Attachment",
    "Base",
    "ChangeSet",
    "Client",
    "ClientRelief",
    "Consultation",
    "ConsultationEvent",
    "ConsultationState",
    "Contract",
    "Draft",
    "FailedSignIn",
    "Firm",
    "PublishedPrice",
    "SignUp",
    "Staff",
    "new_uid",
]
