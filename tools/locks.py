"""Lock files: written by uv without any address, checked against pyproject.toml."""

import re
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.door.say import ROOT, say

RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
COMPILE = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    """Return package -> version of a lock file's text."""
    return {canonicalize_name(found["name"]): found["version"] for found in PIN.finditer(text)}


def wanted(pyproject: str) -> tuple[list[Requirement], list[Requirement]]:
    """Return the runtime and the development requirements of a pyproject.toml's text."""
    table = tomllib.loads(pyproject)
    runtime = [Requirement(line) for line in table["project"]["dependencies"]]
    development = [Requirement(line) for line in table["dependency-groups"]["dev"]]
    return runtime, development


def unmet(requirements: Iterable[Requirement], locked: dict[str, str], lock: str) -> list[str]:
    """Return one sentence per requirement that a lock file does not hold as it should."""
    problems = []
    for requirement in requirements:
        version = locked.get(canonicalize_name(requirement.name))
        if version is None:
            problems.append(f"{lock}: {requirement.name} is not locked")
        elif not requirement.specifier.contains(version, prereleases=True):
            problems.append(f"{lock}: {requirement.name} is locked at {version}, wanted {requirement.specifier}")
    return problems


def without_hash(text: str) -> list[str]:
    """Return the packages of a lock file's text that carry no hash."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", text)
    return [match["name"] for entry in entries if (match := PIN.match(entry)) and "--hash=sha256:" not in entry]


def problems_of(pyproject: str, runtime_lock: str, development_lock: str) -> list[str]:
    """Return every way in which the locks are not what pyproject.toml asks for."""
    runtime, development = wanted(pyproject)
    locked, locked_development = pins(runtime_lock), pins(development_lock)
    found = unmet(runtime, locked, RUNTIME) + unmet([*runtime, *development], locked_development, DEVELOPMENT)
    for name, version in locked.items():
        if locked_development.get(name) != version:
            found.append(f"{name} is {version} in {RUNTIME}, {locked_development.get(name)} in {DEVELOPMENT}")
    for lock, text in ((RUNTIME, runtime_lock), (DEVELOPMENT, development_lock)):
        if "://" in text:
            found.append(f"{lock} names an address")
        found += [f"{lock}: {name} has no hash" for name in without_hash(text)]
    return found


def uv() -> Path | str:
    """Return uv: the one on the PATH, or one of its own in build/."""
    here = shutil.which("uv")
    if here:
        return here
    folder = ROOT / "build" / "uv"
    inside = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if not list(inside.glob("uv*")):
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([inside / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
    return inside / "uv"


def write() -> int:
    """Write both lock files anew; return the exit code."""
    for lock, group in ((RUNTIME, []), (DEVELOPMENT, ["--group", "dev"])):
        command = [uv(), "pip", "compile", "pyproject.toml", *group, *COMPILE, "--quiet", "-o", lock]
        if code := subprocess.run(command, cwd=ROOT, check=False).returncode:
            return code
    return check()


def check() -> int:
    """Print what is wrong with the locks; return the exit code."""
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", RUNTIME, DEVELOPMENT)]
    found = problems_of(*texts)
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        say("依赖锁定文件与 pyproject.toml 不一致，请运行 python3 dev.py lock。", "Run `python3 dev.py lock`.")
    return 1 if found else 0


def main(arguments: Sequence[str]) -> int:
    """Check the locks, or with --write make them anew."""
    return write() if "--write" in arguments else check()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
