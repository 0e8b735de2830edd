"""One single setting as the search in settings knows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A setting of a section's page.

    Args:
        key: handed to the section page's `open_record`, which goes there and marks it.
        label: the words above the setting.
        words: further words to find it by.

    """

    key: str
    label: str
    words: str = ""
