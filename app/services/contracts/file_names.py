"""File names for papers that leave the program."""

_REFUSED = frozenset('\\/:*?"<>|')
_LONGEST = 80


def file_stem(number: str, client_name: str, title: str) -> str:
    """Return a file name without ending that every system accepts."""
    stem = f"{number} {client_name} {title}".strip()
    plain = "".join("_" if char in _REFUSED or ord(char) < 32 else char for char in stem)
    return plain[:_LONGEST].rstrip(" .")
