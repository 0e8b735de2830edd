"""The developers' tools behind the door: locks, generated documents, benches, packaging."""

import sys
import types
from pathlib import Path

import pytest

from tools import bench, docs, locks, package

PYPROJECT = """
[project]
dependencies = ["Some_Thing>=2,<3"]
[dependency-groups]
dev = ["checker"]
"""
RUNTIME = "some-thing==2.1 \\\n    --hash=sha256:aa\n"
DEVELOPMENT = "checker==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:bb\n" + RUNTIME


class TestLocks:
    def test_locks_in_step_have_no_problem(self) -> None:
        assert locks.problems_of(PYPROJECT, RUNTIME, DEVELOPMENT) == []

    @pytest.mark.parametrize(
        ("pyproject", "runtime", "development", "problem"),
        [
            (PYPROJECT.replace(">=2,<3", ">=2.2"), RUNTIME, DEVELOPMENT, "locked at 2.1, wanted"),
            (PYPROJECT.replace("checker", "linter"), RUNTIME, DEVELOPMENT, "linter is not locked"),
            (PYPROJECT, "", DEVELOPMENT, "requirements.lock: Some_Thing is not locked"),
            (PYPROJECT, RUNTIME, DEVELOPMENT.replace("2.1", "2.2"), "some-thing is 2.1 in requirements.lock, 2.2 in"),
            (PYPROJECT, "# from https:/" + "/x\n" + RUNTIME, DEVELOPMENT, "names an address"),
            (PYPROJECT, "some-thing==2.1\n", DEVELOPMENT, "some-thing has no hash"),
        ],
    )
    def test_what_is_out_of_step_is_named(self, pyproject: str, runtime: str, development: str, problem: str) -> None:
        assert any(problem in found for found in locks.problems_of(pyproject, runtime, development))


class TestDocs:
    @pytest.mark.parametrize(("answer", "code"), [(0, 0), (1, 1)])
    def test_an_outdated_document_fails_the_check(
        self, monkeypatch: pytest.MonkeyPatch, answer: int, code: int, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked: list[bool] = []
        generator = types.ModuleType("tools.docs_sample")

        def main(check: bool) -> int:
            asked.append(check)
            return answer

        generator.main = main  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "tools.docs_sample", generator)
        monkeypatch.setattr(docs, "generators", lambda _: ["docs_sample"])
        assert docs.main(["--check"]) == code
        assert asked == [True]
        assert ("docs_sample" in capsys.readouterr().out) is bool(code)

    def test_generators_are_found_by_their_names(self, tmp_path: Path) -> None:
        for name in ("docs_terms.py", "docs_clauses.py", "docs.py", "bench_x.py"):
            (tmp_path / name).touch()
        assert docs.generators(tmp_path) == ["docs_clauses", "docs_terms"]


class TestBench:
    def test_percentiles_are_measurements(self) -> None:
        values = [float(number) for number in range(1, 101)]
        assert (bench.percentile(values, 95), bench.percentile(values, 99), bench.percentile([7.0], 99)) == (95, 99, 7)

    def test_the_ratio_is_ours_to_the_peers(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert bench.compare("ours", [1, 2, 3], "peer", [4, 4, 4]) == 0.5
        assert "ratio of medians 0.50" in capsys.readouterr().out

    def test_an_unknown_bench_is_refused_with_the_known_ones(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert bench.main(["nosuch"]) == 2
        assert "nosuch" in capsys.readouterr().err

    def test_a_failing_bench_does_not_keep_others_from_running(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bad, good = types.ModuleType("tools.bench_bad"), types.ModuleType("tools.bench_good")
        bad.main = lambda: 1 / 0  # type: ignore[attr-defined]
        good.main = lambda: print("measured")  # type: ignore[attr-defined]  # noqa: T201
        monkeypatch.setitem(sys.modules, "tools.bench_bad", bad)
        monkeypatch.setitem(sys.modules, "tools.bench_good", good)
        monkeypatch.setattr(bench, "names", lambda _: ["bad", "good"])
        assert bench.main([]) == 1
        shown = capsys.readouterr()
        assert "measured" in shown.out
        assert "ZeroDivisionError" in shown.err


class TestPackage:
    def test_the_packaged_program_is_tried_without_anything_of_this_machine(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PYTHONPATH", "/somewhere")
        monkeypatch.setenv("LD_LIBRARY_PATH", "/somewhere")
        given = package.bare_environment(tmp_path)
        assert given["PATH"] == ""
        assert given["HOME"] == str(tmp_path)
        assert "/somewhere" not in given.values()
