"""What the architecture tests look for, as functions from text to findings, so that the guards themselves are tested."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

MOST_LINES = 400
"""A module over this has to be split by meaning; 200 is the aim."""

# Written so that this file does not find itself.
ADDRESS = re.compile(
    r"https?://[^ /\"'<>)]*(?:reg[i]stry|py[p]i|pythonho[s]ted|mir[r]or|np[m]js|hosted\.or[g])[^ \"'<>)]*"
)
ONE_MACHINE = re.compile(r"/wor[k]/|/roo[t]/|/hom[e]/[a-z]|C:\\User[s]\\")

TIME_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "monotonic_ns"),
    ("time", "perf_counter"),
    ("QDateTime", "currentDateTime"),
    ("QDateTime", "currentDateTimeUtc"),
    ("QDate", "currentDate"),
    ("QTime", "currentTime"),
}
WAITS = {("time", "sleep"), ("qtbot", "wait"), ("QTest", "qWait"), ("QThread", "sleep"), ("QThread", "msleep")}

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NOT_FOR_USERS = re.compile(
    r"traceback|exception|errno|\bSQL\b|sqlite|stack ?trace|\bNone\b|\bnull\b|\bUUID\b|堆栈|异常代码|回溯",
    re.IGNORECASE,
)

DOOR_COMMAND = re.compile(r"(?:python3|py) dev\.py ([a-z][a-z-]*)")
APP_COMMAND = re.compile(r"python3? -m app ([a-z][a-z-]*)")


def tracked() -> list[Path]:
    """Return the files of the checkout: what git tracks, or without git what a copy would hold."""
    git = shutil.which("git")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False) if git else None
    if listed is not None and listed.returncode == 0:
        files = [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]
    else:
        left_out = {".git", ".venv", "build", "dist", "out", "__pycache__"}
        files = [file for file in ROOT.rglob("*") if not left_out & set(file.relative_to(ROOT).parts)]
        files = [file for file in files if not any(part.endswith("_cache") for part in file.parts)]
    return [file for file in files if file.is_file()]


def texts(suffixes: set[str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield (path in the checkout, text) of the tracked text files, of some suffixes or of all."""
    for file in tracked():
        if suffixes is not None and file.suffix not in suffixes:
            continue
        data = file.read_bytes()
        if b"\0" not in data[:8000]:
            yield file.relative_to(ROOT).as_posix(), data.decode("utf-8", errors="replace")


def modules(folder: str) -> Iterator[tuple[str, str]]:
    """Yield (path in the checkout, source) of the Python modules under a folder, tracked or not yet."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def tied_to_a_place(text: str) -> list[str]:
    """Return the registries' addresses and the paths of one machine in a text."""
    return [found.group() for pattern in (ADDRESS, ONE_MACHINE) for found in pattern.finditer(text)]


def calls(source: str, wanted: set[tuple[str, str]]) -> list[str]:
    """Return the wanted `object.method` calls or mentions of a module's source, with their lines."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (name, node.attr) in wanted:
                found.append(f"line {node.lineno}: {name}.{node.attr}")
        elif isinstance(node, ast.ImportFrom):
            taken = [
                f"line {node.lineno}: {node.module}.{a.name}" for a in node.names if (node.module, a.name) in wanted
            ]
            found += taken
    return found


def unfit_for_users(source: str) -> list[str]:
    """Return a module's Chinese texts (not its docstrings) that speak a programmer's language."""
    tree = ast.parse(source)
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    documented = [node.body[0] for node in ast.walk(tree) if isinstance(node, holders) and ast.get_docstring(node)]
    docstrings = {id(first.value) for first in documented if isinstance(first, ast.Expr)}
    return [
        f"line {node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if CHINESE.search(node.value) and NOT_FOR_USERS.search(node.value)
    ]


def commands_named(text: str) -> tuple[set[str], set[str]]:
    """Return the commands of dev.py and of the program that a document names."""
    return set(DOOR_COMMAND.findall(text)), set(APP_COMMAND.findall(text))
