"""Under pytest-xdist: the same results and messages whatever the distribution, and no more processes than cores."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from two_desks import SHORT, WRONG, expects_nothing, message, outcomes, results, two_desks

from onewindow.testing.cores import crew_of

pytest_plugins = ["pytester"]

NAMES_GROUPS = """
def pytest_itemcollected(item):
    print(item.name, "goes with", item.get_closest_marker("xdist_group").kwargs["name"])
"""


def workers_of(result: pytest.RunResult) -> dict[str, set[str]]:
    """By file, the workers that ran its items."""
    found: dict[str, set[str]] = {}
    for line in result.outlines:
        if ran := re.match(r"\[(gw\d)\] .*?(\S+)::", line):
            found.setdefault(ran[2], set()).add(ran[1])
    return found


@pytest.mark.parametrize(
    "distribution",
    ["load", *(pytest.param(other, marks=pytest.mark.verification) for other in ("loadfile", "loadgroup"))],
)
def test_the_same_results_whoever_runs_them(pytester: pytest.Pytester, distribution: str) -> None:
    two_desks(pytester.path, WRONG["broken"], ("{verdict: undecided}", "{verdict: met}"))
    two_desks(pytester.path, name="other.yaml")
    alone = pytester.runpytest("--onewindow", ".", *SHORT, "-v")
    shared = pytester.runpytest("--onewindow", ".", *SHORT, "-v", "-n", "2", "--dist", distribution)
    assert shared.ret == alone.ret == pytest.ExitCode.TESTS_FAILED
    assert outcomes(shared) == outcomes(alone) == {"passed": 4, "failed": 1, "undecided": 1}
    assert {name.partition("@")[0]: word for name, word in results(shared).items()} == results(alone)
    for target in ("broken", "open"):
        assert message(shared, target) == message(alone, target)
    grouped = any(
        "@" in name for name in results(shared)
    )  # not by xdist 3.8 under pytest 9.2: its issue 1386
    if distribution == "loadfile" or grouped:
        assert [len(workers) for workers in workers_of(shared).values()] == [1, 1]


def test_the_targets_of_a_file_are_one_group(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path / "scenarios")
    pytester.makeconftest(NAMES_GROUPS)
    said = pytester.runpytest(
        "--onewindow", "scenarios", "--collect-only", "-s", "--strict-markers"
    ).stdout.str()
    assert said.count("goes with scenarios/hall.yaml") == 3


def test_without_xdist_nothing_is_grouped(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    result = pytester.runpytest("--onewindow", ".", *SHORT, "-p", "no:xdist", "--strict-markers")
    assert outcomes(result) == {"passed": 3}


def test_passes_of_workers_are_kept(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    pytester.runpytest("--onewindow", ".", *SHORT, "-n", "2")
    assert [file.suffix for file in Path(".pytest_cache/d/onewindow").iterdir()] == [".json"] * 3
    two_desks(pytester.path, WRONG["kept"])
    said = message(pytester.runpytest("--onewindow", ".", *SHORT), "kept")
    assert "since its last pass here (met, 100.0% on time):" in said


def test_what_cannot_be_collected_is_told_once(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path, name="good.yaml")
    two_desks(pytester.path, ("pool: desk", "pool: dsk"), name="faulty.yaml")
    expects_nothing(pytester.path / "bare")
    result = pytester.runpytest("--onewindow", ".", "--onewindow", "bare", *SHORT, "-n", "2")
    text = result.stdout.str()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert outcomes(result) == {"passed": 3, "error": 2}
    assert len(re.findall(r'^faulty.yaml:15:30  there is no pool "dsk"', text, re.MULTILINE)) == 1
    assert len(re.findall("^bare: no target carries", text, re.MULTILINE)) == 1
    assert "Traceback" not in text


@pytest.mark.parametrize(("workers", "processes"), [(1, 8), (2, 4), (5, 1), (20, 1)])
def test_cores_are_shared(monkeypatch: pytest.MonkeyPatch, workers: int, processes: int) -> None:
    monkeypatch.setattr("onewindow.testing.cores.available_cores", lambda: 8)
    config = SimpleNamespace(workerinput={"workercount": workers})
    with crew_of(config) as crew:  # type: ignore[arg-type]
        assert crew is not None
        assert crew.workers == processes
        assert list(crew.map(abs, [-3, -4])) == [3, 4]


def test_alone_a_check_takes_what_it_likes() -> None:
    with crew_of(SimpleNamespace()) as crew:  # type: ignore[arg-type]
        assert crew is None
