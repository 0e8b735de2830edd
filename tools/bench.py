"""Run benches: `python3 dev.py bench [NAME...]`, each a module tools/bench_NAME.py with `main() -> None`.

A bench prints its figures with `compare`: ours and the peer's, measured in the same run, median and ratio, since
ratios hold better than absolute times.
"""

import importlib
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path


def names(folder: Path) -> list[str]:
    """Return the benches in a folder."""
    return sorted(path.stem.removeprefix("bench_") for path in folder.glob("bench_*.py"))


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile of some measurements, in their unit."""
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * percent // 100))
    return ordered[int(rank) - 1]


def summary(values: Sequence[float], unit: str = "ms") -> str:
    """Return median, p95, p99 and count of some measurements in words."""
    middle, p95, p99 = statistics.median(values), percentile(values, 95), percentile(values, 99)
    return f"median {middle:.3g} {unit}, p95 {p95:.3g}, p99 {p99:.3g}, n={len(values)}"


def compare(name: str, ours: Sequence[float], peer_name: str, peer: Sequence[float], unit: str = "ms") -> float:
    """Print our measurements beside a peer's and the ratio of the medians (ours / peer's); return that ratio."""
    ratio = statistics.median(ours) / statistics.median(peer)
    print(f"  {name}: {summary(ours, unit)}")
    print(f"  {peer_name}: {summary(peer, unit)}")
    print(f"  ratio of medians {ratio:.2f}", flush=True)
    return ratio


def machine() -> str:
    """Return what the figures were measured on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def main(arguments: Sequence[str]) -> int:
    """Run the named benches, or all; return 2 for a name that is none, 1 if a bench failed."""
    known = names(Path(__file__).parent)
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print(
            f"没有这个性能项 / no such bench: {', '.join(unknown)}\n可用 / known: {', '.join(known)}", file=sys.stderr
        )
        return 2
    print(machine(), flush=True)
    failed = []
    for name in arguments or known:
        print(f"== {name}", flush=True)
        try:
            outcome = importlib.import_module(f"tools.bench_{name}").main()
        except Exception as error:  # noqa: BLE001 - one bench's failure does not keep the others from running
            outcome = f"{type(error).__name__}: {error}"
        if outcome:
            print(f"  failed: {outcome}", file=sys.stderr, flush=True)
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
