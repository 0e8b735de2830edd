"""All services of an opened firm, in one place."""

from app.services.access import Access
from app.services.areas import Area
from app.services.attachments import Attachments
from app.services.audit.service import Audit
from app.services.backups.service import Backups
from app.services.calendars.service import Calendars
from app.services.calendars.working_hours import WorkingHours
from app.services.clients.details import Details as ClientDetails
from app.services.clients.details import sign_up_entries
from app.services.clients.files import Files
from app.services.clients.lists import Lists
from app.services.clients.sign_ups import SignUps
from app.services.consultations.answering import Answering
from app.services.consultations.detail import Details as ConsultationDetails
from app.services.consultations.inbox import Inbox
from app.services.consultations.intake import Intake
from app.services.consultations.timeline import consultation_entries
from app.services.contracts.conflicts import Conflicts
from app.services.contracts.drafting import Drafting
from app.services.contracts.papers import Papers
from app.services.contracts.quotes import Quotes
from app.services.contracts.register import Register, contract_entries
from app.services.core import Actor, Office
from app.services.countdowns import Countdowns
from app.services.drafts import Drafts
from app.services.exporting import Exporting
from app.services.firm import FirmInfo
from app.services.firm_settings.services import FirmSettingServices
from app.services.fonts import Fonts
from app.services.history import History
from app.services.importing.service import Importing
from app.services.past_matters import PastMatters, past_matter_entries, past_matter_hits
from app.services.permissions import Permissions
from app.services.searching import Searching, client_hits, consultation_hits, contract_hits
from app.services.sensitive import Sensitive
from app.services.staff.appointments import Appointments
from app.services.staff.files import StaffFiles
from app.services.staff.leaves import Leaves
from app.services.staff.leaving import Leaving
from app.services.staff.lists import StaffList
from app.services.staff.logins import Logins
from app.services.warnings import Warnings

AREAS = (
    Area("clients", "服务对象", timeline=sign_up_entries, search=client_hits),
    Area("consultations", "咨询", timeline=consultation_entries, search=consultation_hits),
    Area("contracts", "合同", timeline=contract_entries, search=contract_hits),
    Area("past_matters", "以往案件", timeline=past_matter_entries, search=past_matter_hits),
)


class ConsultationServices:
    """咨询."""

    def __init__(self, office: Office) -> None:
        self.inbox = Inbox(office)
        self.intake = Intake(office)
        self.answering = Answering(office)
        self.details = ConsultationDetails(office)


class ClientServices:
    """服务对象."""

    def __init__(self, office: Office) -> None:
        self.lists = Lists(office)
        self.files = Files(office)
        self.sign_ups = SignUps(office)
        self.details = ClientDetails(office, AREAS)


class ContractServices:
    """合同."""

    def __init__(self, office: Office) -> None:
        self.register = Register(office)
        self.quotes = Quotes(office)
        self.papers = Papers(office)
        self.drafting = Drafting(office)
        self.conflicts = Conflicts(office)


class StaffServices:
    """员工; `everyone` and `lawyers` are what other areas ask for."""

    def __init__(self, office: Office) -> None:
        self.lists = StaffList(office)
        self.everyone, self.lawyers = self.lists.everyone, self.lists.lawyers
        self.files = StaffFiles(office)
        self.leaves = Leaves(office)
        self.logins = Logins(office)
        self.leaving = Leaving(office)
        self.appointments = Appointments(office)


class Services:
    """The services of one opened firm and one signed-in person.

    Args:
        office: the opened firm.

    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self.firm = FirmInfo(office)
        self.firm_settings = FirmSettingServices(office)
        self.fonts = Fonts(office)
        self.staff = StaffServices(office)
        self.consultations = ConsultationServices(office)
        self.clients = ClientServices(office)
        self.contracts = ContractServices(office)
        self.attachments = Attachments(office)
        self.drafts = Drafts(office)
        self.searching = Searching(office, AREAS)
        self.history = History(office)
        self.access = Access(office)
        self.backups = Backups(office)
        self.sensitive = Sensitive(office)
        self.audit = Audit(office)
        self.permissions = Permissions(office)
        self.calendars = Calendars(office)
        self.working_hours = WorkingHours(office)
        self.warnings = Warnings(office)
        self.importing = Importing(office, self.backups.before)
        self.exporting = Exporting(office)
        self.past_matters = PastMatters(office)

    @property
    def actor(self) -> Actor:
        """Who is signed in."""
        return self.office.actor

    def countdowns(self) -> Countdowns:
        """Return what computes countdowns from the firm's present hours."""
        return Countdowns(self.office.clock, self.office.hours())

    def close(self) -> None:
        """Let go of the database."""
        self.office.database.close()
