"""Keep docs/glossary.md true: the vocabulary of `app/terms` is written below its mark, and no word has two names."""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app import terms
from app.terms import Term
from tools.door.say import say

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
MARK = "<!-- Everything below is written by `dev.py docs` from app/terms. -->"

ONE_WORD_TWO_THINGS = {
    "工作时间": "the clock that runs while the firm is open, and the state of being open",
}
"""Labels that two vocabularies share under different identifiers, and why that is right."""

ROW = re.compile(r"^\| ([^|]*[\u4e00-\u9fff][^|]*?) \| `([^`]+)` \|", re.MULTILINE)


def vocabularies() -> list[type[Term]]:
    """Return the vocabularies in the order they stand in `app/terms`."""
    return [
        thing
        for thing in vars(terms).values()
        if isinstance(thing, type) and issubclass(thing, Term) and thing is not Term
    ]


def written(found: Sequence[type[Term]]) -> str:
    """Return the generated part."""
    return (
        "\n".join([MARK, "", "## Vocabularies", "", *(line for one in found for line in _section(one))]).rstrip() + "\n"
    )


def _section(vocabulary: type[Term]) -> Iterator[str]:
    meaning = " ".join((vocabulary.__doc__ or "").split())
    yield f"### `{vocabulary.__name__}`"
    yield ""
    yield meaning
    yield ""
    yield "| 中文 | identifier | stored as |"
    yield "| --- | --- | --- |"
    yield from (f"| {member.label} | `{member.name}` | `{member.value}` |" for member in vocabulary)
    yield ""


def problems_of(text: str, found: Sequence[type[Term]]) -> list[str]:
    """Return what is wrong with the words of a glossary: labels missing, or words with two identifiers.

    Args:
        text: the glossary.
        found: the vocabularies.

    """
    hand_written, _, _ = text.partition(MARK)
    names: dict[str, set[str]] = {}
    for word, identifier in ROW.findall(hand_written):
        names.setdefault(word, set()).add(identifier)
    for member in (member for vocabulary in found for member in vocabulary):
        names.setdefault(member.label, set())
        if member.label not in ONE_WORD_TWO_THINGS:
            names[member.label].add(member.value.lower() if _is_id(member.value) else member.name.lower())
    twice = [f"{word}: {', '.join(sorted(ids))}" for word, ids in names.items() if len(ids) > 1]
    shown = {word for word, _ in ROW.findall(text)}
    return twice + [f"{word}: missing" for word in names if word not in shown]


def _is_id(value: str) -> bool:
    return bool(re.fullmatch(r"[a-z_]+", value))


def main(check: bool) -> int:
    """Write the generated part, or only compare; return 1 when it differs or a word is wrong."""
    text = GLOSSARY.read_text(encoding="utf-8")
    found = vocabularies()
    fresh = text.partition(MARK)[0] + written(found)
    if not check and fresh != text:
        GLOSSARY.write_text(fresh, encoding="utf-8")
    problems = problems_of(fresh, found)
    if problems:
        listed = "; ".join(problems)
        say(f"docs/glossary.md 有用词问题：{listed}", f"docs/glossary.md: {listed}")
    return 1 if problems or (check and fresh != text) else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
