"""本所设置: its services in one place."""

from app.services.core import Office
from app.services.firm_settings.channels import Channels
from app.services.firm_settings.details import FirmDetails
from app.services.firm_settings.numbers import Numbering
from app.services.firm_settings.prices import Prices
from app.services.firm_settings.transfer import Transfer


class FirmSettingServices:
    """本所设置."""

    def __init__(self, office: Office) -> None:
        self.details = FirmDetails(office)
        self.channels = Channels(office)
        self.numbering = Numbering(office)
        self.prices = Prices(office)
        self.transfer = Transfer(office)
