"""Which files become items: folders, single files, faulty files, and what stands beside them on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from two_desks import SHORT, expects_nothing, outcomes, results, two_desks

pytest_plugins = ["pytester"]
ORDINARY = "def test_ordinary(): pass\n"


def collected(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line]


def test_scenario_files_at_any_depth_and_no_others(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path / "all" / "north" / "deep")
    two_desks(pytester.path / "all", name="south.yml")
    two_desks(pytester.path / "all" / ".hidden")
    two_desks(pytester.path / "all" / "drafts")
    (pytester.path / "all" / "compose.yaml").write_text("services:\n  onewindow: {image: x}\n", "utf-8")
    (pytester.path / "all" / "notes.txt").write_text("onewindow: 1\n", "utf-8")
    result = pytester.runpytest(
        "--onewindow", "all", "--ignore", "all/drafts", "--collect-only", "-q", "-k", "kept"
    )
    assert result.ret == 0
    assert collected(result) == ["all/south.yml::kept", "all/north/deep/hall.yaml::kept"]


def test_several_folders_and_a_file_in_two_of_them(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path / "a")
    two_desks(pytester.path / "b")
    result = pytester.runpytest(
        "--onewindow", "a", "--onewindow", "b/hall.yaml", "--onewindow", ".", *SHORT, "-v", "-k", "kept"
    )
    assert results(result) == {"a/hall.yaml::kept": "PASSED", "b/hall.yaml::kept": "PASSED"}
    assert outcomes(result) == {"passed": 2, "deselected": 4}


def test_alone_it_leaves_ordinary_tests_out(pytester: pytest.Pytester) -> None:
    """Neither testpaths, nor the folder pytest stands in, nor tests beside the scenarios."""
    two_desks(pytester.path / "scenarios")
    (pytester.path / "scenarios" / "test_beside.py").write_text(ORDINARY, "utf-8")
    pytester.makepyfile(test_here=ORDINARY)
    pytester.runpytest("--onewindow", "scenarios", *SHORT).assert_outcomes(passed=3)
    pytester.makeini("[pytest]\ntestpaths = scenarios\n")
    result = pytester.runpytest("--onewindow", "scenarios", *SHORT)
    result.assert_outcomes(passed=3)
    assert "testpaths" not in result.stdout.str()


@pytest.mark.parametrize("named", ["test_here.py", "."])
def test_together_with_ordinary_tests(pytester: pytest.Pytester, named: str) -> None:
    two_desks(pytester.path / "scenarios")
    two_desks(pytester.path / ".hidden")
    pytester.makepyfile(test_here=ORDINARY)
    pytester.runpytest(named, "--onewindow", "scenarios", *SHORT).assert_outcomes(passed=4)
    pytester.runpytest(named, "--onewindow", ".hidden", *SHORT).assert_outcomes(passed=4)
    pytester.runpytest(named).assert_outcomes(passed=1)


def test_a_file_among_the_arguments_narrows_the_folder(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path / "a")
    two_desks(pytester.path / "b")
    result = pytester.runpytest("--onewindow", ".", "a/hall.yaml::kept", "b/hall.yaml::broken", *SHORT, "-v")
    assert results(result) == {"a/hall.yaml::kept": "PASSED", "b/hall.yaml::broken": "PASSED"}
    assert outcomes(result) == {"passed": 2}
    pytester.makepyfile(test_here=ORDINARY)
    whole = pytester.runpytest("--onewindow", ".", "a/hall.yaml::kept", "a/hall.yaml", "test_here.py", *SHORT)
    assert outcomes(whole) == {"passed": 4}


@pytest.mark.parametrize("rootdir", ["other", "."])
def test_from_another_folder(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, rootdir: str
) -> None:
    path = two_desks(pytester.path / "scenarios", ("verdict: not_met", "verdict: met"))
    other = pytester.mkdir("other")
    monkeypatch.chdir(other)
    result = pytester.runpytest(
        "--rootdir", str(pytester.path / rootdir), "--onewindow", "../scenarios", *SHORT
    )
    assert outcomes(result) == {"passed": 2, "failed": 1}
    assert "onewindow check ../scenarios/hall.yaml --no-ends" in result.stdout.str()
    named = str(path) if rootdir == "other" else "../scenarios/hall.yaml"
    assert f"FAILED {named}::broken" in result.stdout.str()
    again = pytester.runpytest(
        "--rootdir", str(pytester.path / rootdir), "--onewindow", str(path.parent), f"{path}::broken", *SHORT
    )
    assert outcomes(again) == {"failed": 1}


def test_faults_are_told_with_their_places_and_other_files_are_collected(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path, ("capacity: 2}", "capacty: 2}"), ("pool: desk", "pool: dsk"), name="a.yaml")
    two_desks(pytester.path, name="b.yaml")
    result = pytester.runpytest("--onewindow", ".", *SHORT)
    text = result.stdout.str()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert "ERROR collecting a.yaml" in text
    assert 'a.yaml:7:36  "capacty"' in text
    assert 'a.yaml:15:30  there is no pool "dsk"' in text
    assert "Traceback" not in text
    assert ".py" not in text
    went_on = pytester.runpytest("--onewindow", ".", *SHORT, "--continue-on-collection-errors")
    assert outcomes(went_on) == {"passed": 3, "error": 1}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("onewindow: 1\n  title: x\n", "a.yaml:2:8  this is not YAML"),
        ("onewindow：1\n", "a.yaml:1:"),
        ("onewindow: 1\n", "a.yaml:1:1"),
        ("\ufeffonewindow: 2\n", "a.yaml:1:"),
    ],
)
def test_a_file_that_is_no_scenario_yet(pytester: pytest.Pytester, text: str, told: str) -> None:
    Path("a.yaml").write_text(text, "utf-8")
    result = pytester.runpytest("--onewindow", ".")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert told in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_what_only_compiling_finds_is_told_when_collecting(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path, ("{mean: 40 min, p90: 70 min}", "{mean: 40 min, p90: 700 min}"))
    result = pytester.runpytest("--onewindow", ".")
    assert outcomes(result) == {"error": 1}
    assert "hall.yaml:15:36  p90 is 17.5 times the mean" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_file_named_that_does_not_say_onewindow(pytester: pytest.Pytester) -> None:
    Path("compose.yaml").write_text("services: {}\n", "utf-8")
    result = pytester.runpytest("--onewindow", "compose.yaml")
    assert outcomes(result) == {"error": 1}
    assert "compose.yaml:1:" in result.stdout.str()


@pytest.mark.parametrize("beside", [[], ["test_here.py"]])
def test_a_folder_that_expects_nothing_fails(pytester: pytest.Pytester, beside: list[str]) -> None:
    pytester.makepyfile(test_here=ORDINARY)
    two_desks(pytester.path / "good")
    expects_nothing(pytester.path / "bare")
    result = pytester.runpytest("--onewindow", "good", "--onewindow", "bare", *SHORT, *beside)
    assert result.ret not in (0, pytest.ExitCode.INTERNAL_ERROR)
    assert outcomes(result)["error"] == 1
    assert "bare: no target carries `expected` (1 scenario file)" in result.stdout.str()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--onewindow", "scenarois"],
            '--onewindow scenarois: there is no such folder or file; did you mean "scenarios"?',
        ),
        (["--onewindow", "far/away"], "--onewindow far/away: there is no such folder or file"),
        (["--onewindow", "empty"], "--onewindow empty: no scenario file lies below this folder"),
        (["--onewindow", "scenarios", "--onewindow-budget", "soon"], "--onewindow-budget soon"),
        (["--onewindow", "scenarios", "--onewindow-seed", "-1"], "--onewindow-seed -1: a seed is"),
        (["--onewindow-seed", "2"], "--onewindow-seed has no use without --onewindow FOLDER"),
    ],
)
@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_wrong_usage(pytester: pytest.Pytester, arguments: list[str], told: str, workers: list[str]) -> None:
    two_desks(pytester.path / "scenarios")
    pytester.mkdir("empty")
    result = pytester.runpytest(*arguments, *workers)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in result.stderr.str()
    assert "Traceback" not in result.stderr.str() + result.stdout.str()


@pytest.mark.parametrize("name", ["kpt", "silent", "kept::more"])
def test_a_target_that_is_not_there(pytester: pytest.Pytester, name: str) -> None:
    two_desks(pytester.path)
    result = pytester.runpytest("--onewindow", ".", f"hall.yaml::{name}")
    assert outcomes(result) == {"error": 1}
    said = f'hall.yaml:17:1  there is no target with `expected` "{name}"; allowed: kept, broken, open'
    assert said in result.stdout.str()


def test_folders_of_the_ini_file(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """They belong to a run without arguments in the root folder, as testpaths do."""
    two_desks(pytester.path / "scenarios")
    (pytester.mkdir("tests") / "test_it.py").write_text(ORDINARY, "utf-8")
    pytester.makeini("[pytest]\ntestpaths = tests\nonewindow = scenarios\n")
    pytester.runpytest(*SHORT).assert_outcomes(passed=4)
    pytester.runpytest(*SHORT, "-n", "1").assert_outcomes(passed=4)
    pytester.runpytest("tests").assert_outcomes(passed=1)
    pytester.runpytest("--onewindow", "scenarios/hall.yaml", *SHORT).assert_outcomes(passed=3)
    monkeypatch.chdir("tests")
    pytester.runpytest().assert_outcomes(passed=1)
