"""What is stored: one file per aggregate. Importing the package registers every mapped class."""

from app.models.attachment import Attachment
from app.models.base import Base, new_uid
from app.models.blob_key import BlobKey
from app.models.calendar import CalendarYear, FirmDay
from app.models.client import Client, ClientRelief, ClientState, SignUp
from app.models.consultation import Consultation, ConsultationEvent, ConsultationState
from app.models.contract import Contract
from app.models.draft import Draft
from app.models.firm import ChannelPolicy, Firm, FirmSetting, PublishedPrice
from app.models.journal import ChangeSet
from app.models.past_matter import PastMatter
from app.models.staff import Appointment, FailedSignIn, Staff, StaffLeave

__all__ = [
    "Appointment",
    "Attachment",
    "Base",
    "BlobKey",
    "CalendarYear",
    "ChangeSet",
    "ChannelPolicy",
    "Client",
    "ClientRelief",
    "ClientState",
    "Consultation",
    "ConsultationEvent",
    "ConsultationState",
    "Contract",
    "Draft",
    "FailedSignIn",
    "Firm",
    "FirmDay",
    "FirmSetting",
    "PastMatter",
    "PublishedPrice",
    "SignUp",
    "Staff",
    "StaffLeave",
    "new_uid",
]
