"""Loads and validates the data files under resources/."""

from app.catalogue.calendars import Holiday, HolidayYear, parse_year
from app.catalogue.catalogue import Catalogue
from app.catalogue.regions import Region
from app.catalogue.scheme_files import Clause

__all__ = ["Catalogue", "Clause", "Holiday", "HolidayYear", "Region", "parse_year"]
