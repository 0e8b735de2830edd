"""The search in settings: sections by title and words, single settings by their label."""

from collections.abc import Callable
from dataclasses import dataclass

from app.terms import Permission
from app.views.settings.entry import Entry
from app.views.settings.sections import Section, sections


@dataclass(frozen=True)
class Found:
    """A section, or one setting of it."""

    section: Section
    entry: Entry | None = None

    @property
    def title(self) -> str:
        """The words shown first."""
        return self.entry.label if self.entry else self.section.title

    @property
    def line(self) -> str:
        """Where it stands."""
        return f"{self.section.group} › {self.section.title}" if self.entry else self.section.group

    @property
    def target(self) -> tuple[str, str]:
        """What the settings page opens: section, and the setting's key or ""."""
        return self.section.id, self.entry.key if self.entry else ""


def open_sections(may: Callable[[Permission], bool]) -> list[Section]:
    """Return the sections a person may open, in the order of the rail."""
    return [section for section in sections() if may(section.permission)]


def find_settings(text: str, may: Callable[[Permission], bool]) -> list[Found]:
    """Return the sections and settings whose words contain every word typed; titles before further words."""
    wanted = text.casefold().split()
    if not wanted:
        return []
    found: list[tuple[int, Found]] = []
    for section in open_sections(may):
        candidates = [(Found(section), section.words)] + [(Found(section, one), one.words) for one in section.entries]
        for candidate, words in candidates:
            in_title = all(word in candidate.title.casefold() for word in wanted)
            if in_title or all(word in f"{candidate.title} {words}".casefold() for word in wanted):
                found.append((0 if in_title else 1, candidate))
    return [candidate for _rank, candidate in sorted(found, key=lambda one: one[0])]
