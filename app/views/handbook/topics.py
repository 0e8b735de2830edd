"""Which chapter fits what is on show."""

FIRST_DAY, FRONT_DESK, LAWYER = "01-first-day.md", "02-front-desk.md", "03-lawyer.md"
ADMINISTRATOR, BACKUPS, QUESTIONS = "04-administrator.md", "05-backup-and-restore.md", "06-questions.md"

_AREAS = {"consultations": FRONT_DESK, "clients": FRONT_DESK, "contracts": LAWYER, "settings": ADMINISTRATOR}
_SECTIONS = {"backups": BACKUPS, "importing": FRONT_DESK, "past_matters": FRONT_DESK, "this_pc": FIRST_DAY}


def chapter_for(area: str, section: str = "") -> str:
    """Return the chapter for an area, or for a section of 设置; the first day where nothing fits.

    Args:
        area: id of the area on show.
        section: id of the section on show, in 设置 only.

    """
    return _SECTIONS.get(section, _AREAS["settings"]) if section else _AREAS.get(area, FIRST_DAY)
