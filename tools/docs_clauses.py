"""Write docs/clauses.md: each clause of the schemes, the code that names it, the tests that prove it, and what is open."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.catalogue.scheme_files import Clause, load_schemes

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "clauses.md"
NAMED = re.compile(r"(?<![\w.])([SB]\d{1,2}(?:\.\d)?)(?![\w]|\.\d)")
KINDS = {
    "counted": "so many in a period",
    "timed": "an instant to keep",
    "guarded": "a wrong act is stopped or flagged",
    "recorded": "leaves a complete record",
    "attested": "the firm confirms it",
}
PARTLY = {
    "S2.2": "a question by that channel is due in the half day; the check-ins themselves are not kept yet",
    "S6.1": "a call is to be answered at once; where the numbers are published is not kept yet",
    "S9.2": "the screen is asked for before a mandate is filed; a referral is not kept yet",
}
"""Clauses with tests that prove a part only, and which."""
HEAD = """# Clauses

Every duty of the schemes in `resources/schemes/`, the code that names its id, and the tests marked `@pytest.mark.clause`
that prove it. Written by `dev.py docs`; `dev.py check` fails when it is out of date.
"""


@dataclass
class Places:
    """Where a clause is named: screens, other code, tests; paths in the checkout."""

    screens: set[str] = field(default_factory=set)
    code: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)


def named_in(source: str) -> set[str]:
    """Return what looks like clause ids in a module's source, checks switched off by `noqa` left out."""
    return set(NAMED.findall(re.sub(r"#\s*noqa:.*", "", source)))


def marked_in(source: str) -> set[str]:
    """Return the clause ids written out in the marks of a test module."""
    return {
        str(node.args[0].value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("mark.clause")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def _sources(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def places(clauses: Sequence[str]) -> dict[str, Places]:
    """Return where each clause is named."""
    found = {clause: Places() for clause in clauses}
    for path, source in _sources(ROOT / "app"):
        for clause in named_in(source) & found.keys():
            (found[clause].screens if path.startswith("app/views/") else found[clause].code).add(path)
    for path, source in _sources(ROOT / "tests"):
        for clause in marked_in(source) & found.keys():
            found[clause].tests.add(path)
    return found


def written(clauses: Mapping[str, Clause], found: Mapping[str, Places]) -> str:
    """Return the document."""
    lines = [HEAD]
    for scheme in dict.fromkeys(clause.scheme for clause in clauses.values()):
        own = [clause for clause in clauses.values() if clause.scheme is scheme]
        tested = [clause.id for clause in own if found[clause.id].tests]
        part = len(PARTLY.keys() & set(tested))
        lines += [
            f"## {scheme.label}",
            "",
            f"{len(tested)} of {len(own)} have tests, {part} of them for a part only.",
            "",
        ]
        lines += [line for clause in own if (line := _entry(clause, found[clause.id]))]
    lines += ["## Not covered yet", "", "No test proves these:", ""]
    lines += [f"- {one.id} {one.title}{_state(found[one.id])}" for one in clauses.values() if not found[one.id].tests]
    return "\n".join(lines).rstrip() + "\n"


def _state(where: Places) -> str:
    return " (code names it)" if where.code or where.screens else ""


def _entry(clause: Clause, where: Places) -> str:
    if not (where.screens or where.code or where.tests):
        return ""
    parts = [f"### {clause.id} {clause.title}", "", f"{clause.duty} ({clause.kind}: {KINDS[clause.kind]})", ""]
    for label, paths in (("Screens", where.screens), ("Code", where.code), ("Tests", where.tests)):
        if paths:
            parts.append(f"- {label}: " + ", ".join(f"`{path}`" for path in sorted(paths)))
    if clause.id in PARTLY:
        parts.append(f"- So far: {PARTLY[clause.id]}.")
    return "\n".join([*parts, ""])


def main(check: bool) -> int:
    """Write the document, or only compare; return 1 when it differs."""
    clauses, _ = load_schemes(ROOT / "resources" / "schemes")
    fresh = written(clauses, places(list(clauses)))
    present = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    if not check and fresh != present:
        DOCUMENT.write_text(fresh, encoding="utf-8")
    return int(check and fresh != present)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
