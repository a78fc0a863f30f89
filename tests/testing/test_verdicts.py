"""Targets as items: a verdict other than the expected one fails exactly its item, and says what happened."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from two_desks import SHORT, WRONG, message, outcomes, results, two_desks

from onewindow.cli.app import run
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.verdicts.check import check

pytest_plugins = ["pytester"]


def test_one_item_for_every_target_that_says_what_it_expects(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path / "scenarios")
    result = pytester.runpytest("--onewindow", "scenarios", *SHORT, "-v")
    assert result.ret == 0
    assert results(result) == {
        f"scenarios/hall.yaml::{name}": "PASSED" for name in ("kept", "broken", "open")
    }


@pytest.mark.parametrize("target", ["kept", "broken"])
def test_a_wrong_expected_fails_exactly_its_item(pytester: pytest.Pytester, target: str) -> None:
    two_desks(pytester.path, WRONG[target])
    result = pytester.runpytest("--onewindow", ".", *SHORT, "-v")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert outcomes(result) == {"passed": 2, "failed": 1}
    assert results(result)[f"hall.yaml::{target}"] == "FAILED"


def test_met_where_undecided_is_expected_is_a_failure(pytester: pytest.Pytester) -> None:
    two_desks(
        pytester.path,
        ("expected: {verdict: met, reason: two days", "expected: {verdict: undecided, reason: two days"),
    )
    assert outcomes(pytester.runpytest("--onewindow", ".", *SHORT)) == {"passed": 2, "failed": 1}


def test_what_a_failure_says(pytester: pytest.Pytester) -> None:
    path = two_desks(pytester.path, WRONG["broken"])
    result = pytester.runpytest("--onewindow", "hall.yaml", *SHORT)
    said = message(result, "broken")
    (verdict,) = check(str(path), ["broken"], budget=0.001, ends=False)
    assert verdict.on_time_share is not None
    for part in (
        "broken: expected met, found not_met",
        "从严 · read strictly",
        "met: the work alone takes longer",
        f"{verdict.on_time_share:.1%} on time [{verdict.low:.1%}, {verdict.high:.1%}] at 99.9% confidence",
        f"80% required; {verdict.cases:,} cases, 24 of 24 simulated periods missed it",
        "0.1 wh from submitted to decided, working clock",
        f"P50 {verdict.p50.estimate:.3g} [{verdict.p50.low:.3g}, {verdict.p50.high:.3g}], P90 ",
        " wh (95% confidence)",
        f"arrival to end P50 {verdict.elapsed_p50:.3g} h, P90",
        f"desk is the busiest: at work {verdict.pools[0].utilisation:.0%}",
        "no earlier pass is known here",
        "onewindow check hall.yaml --no-ends --seed 1 --budget 0.001s",
    ):
        assert part in said
    assert "Traceback" not in result.stdout.str()
    assert "runtest" not in result.stdout.str()


def test_the_command_gives_the_same_verdict(
    pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]
) -> None:
    two_desks(pytester.path / "my halls", WRONG["broken"])
    result = pytester.runpytest("--onewindow", "my halls", *SHORT, "--onewindow-seed", "7")
    said = message(result, "broken")
    again = shlex.split(said[said.index("onewindow check") :].splitlines()[0])
    assert again[2] == "my halls/hall.yaml"
    capsys.readouterr()
    run([*again[1:], "--json"])
    found = {one["target"]: one for one in json.loads(capsys.readouterr().out)["verdicts"]}["broken"]
    assert found["seed"] == 7
    assert f"{found['on_time_share']:.1%} on time [{found['ci'][0]:.1%}, {found['ci'][1]:.1%}]" in said


@pytest.mark.parametrize(("here", "name"), [("halls", "hall.yaml"), ("tests", "../halls/hall.yaml")])
def test_undecided_where_the_current_folder_is_not_the_root(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, here: str, name: str
) -> None:
    """The last lines name the item as it would be typed there."""
    pytester.makeini("[pytest]")
    two_desks(pytester.path / "halls", ("{verdict: undecided}", "{verdict: met}"))
    (pytester.path / "tests").mkdir()
    monkeypatch.chdir(pytester.path / here)
    result = pytester.runpytest("--onewindow", name, *SHORT)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert outcomes(result) == {"passed": 2, "undecided": 1}
    assert f"UNDECIDED {name}::open" in result.stdout.str().splitlines()
    assert "AttributeError" not in result.stdout.str() + result.stderr.str()


def test_undecided_is_a_failure_of_its_own_kind(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path, ("{verdict: undecided}", "{verdict: met}"), WRONG["broken"])
    result = pytester.runpytest("--onewindow", ".", *SHORT)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert outcomes(result) == {"failed": 1, "passed": 1, "undecided": 1}
    assert "hall.yaml .FU" in result.stdout.str()
    assert "= UNDECIDED =" in result.stdout.str()
    assert "UNDECIDED hall.yaml::open" in result.outlines[-2]
    said = message(result, "open")
    assert "found       undecided: 65.6% on time [53.6%, 76.4%]" in said
    assert "about 72 more replications would likely decide it: raise --onewindow-budget, now 0.001s" in said


def test_only_undecided_fails_the_run_too(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path, ("{verdict: undecided}", "{verdict: met}"))
    result = pytester.runpytest("--onewindow", ".", *SHORT)
    assert (result.ret, outcomes(result)) == (pytest.ExitCode.TESTS_FAILED, {"passed": 2, "undecided": 1})


def test_a_larger_budget_decides_it(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path, ("{verdict: undecided}", "{verdict: met}"))
    result = pytester.runpytest("--onewindow", ".", "--onewindow-budget", "2s")
    assert outcomes(result) == {"passed": 3}


def test_nobody_judged_is_undecided_and_says_so(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path, ("rate: 8 /wd", "rate: 0 /wd"))
    result = pytester.runpytest("--onewindow", ".", "-k", "kept")
    assert outcomes(result) == {"undecided": 1, "deselected": 2}
    assert "undecided: no case was judged in 24 replications" in message(result, "kept")


def test_cases_of_which_nobody_can_tell_are_not_called_late(pytester: pytest.Pytester) -> None:
    """The follow-up ends before the limit of what is still open: neither on time nor late, as `check` says."""
    slow = "{wait: rest, for: 30 cd, party: applicant}"
    two_desks(
        pytester.path,
        ("- milestone: decided", f"- {slow}\n      - milestone: decided"),
        ("limit: 2 wd", "limit: 60 wd"),
    )
    result = pytester.runpytest("--onewindow", ".", *SHORT, "-k", "kept")
    said = message(result, "kept")
    assert "of them undetermined" in said
    assert "missed it" not in said
    assert "cannot be decided: cases still open at the end would tip it; a longer study.follow_up" in said


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (["-k", "kept"], {"kept"}),
        (["-k", "not broken and hall.yaml"], {"kept", "open"}),
        (["-k", "north and open"], {"open"}),
        (["-k", "south"], set()),
        (["-m", "onewindow"], {"kept", "broken", "open"}),
        (["-m", "not onewindow"], set()),
        (["north/hall.yaml::open"], {"open"}),
        (["--deselect", "north/hall.yaml::open"], {"kept", "broken"}),
    ],
)
def test_items_are_chosen_as_any_test_is(
    pytester: pytest.Pytester, selection: list[str], chosen: set[str]
) -> None:
    two_desks(pytester.path / "north")
    result = pytester.runpytest("--onewindow", ".", *SHORT, "-v", "--strict-markers", *selection)
    assert results(result) == {f"north/hall.yaml::{name}": "PASSED" for name in chosen}
    assert result.ret == (0 if chosen else pytest.ExitCode.NO_TESTS_COLLECTED)


def test_last_failed(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path / "a", WRONG["broken"], ("{verdict: undecided}", "{verdict: met}"))
    two_desks(pytester.path / "b")
    pytester.runpytest("--onewindow", ".", *SHORT)
    result = pytester.runpytest("--onewindow", ".", *SHORT, "--lf", "-v")
    assert results(result) == {"a/hall.yaml::broken": "FAILED", "a/hall.yaml::open": "UNDECIDED"}
    assert "error" not in outcomes(result)


def test_a_file_is_computed_once(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def noted(question: WhatIf, targets: list[str], **options: object) -> object:
        asked.append(tuple(targets))
        return check(question, targets, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("onewindow.testing.questions.check", noted)
    two_desks(pytester.path)
    two_desks(pytester.path, name="other.yml")
    pytester.runpytest_inprocess("--onewindow", ".", *SHORT, "-k", "kept or broken").assert_outcomes(
        passed=4, deselected=2
    )
    assert [set(targets) for targets in asked] == [{"kept", "broken"}] * 2


def test_what_was_found_stands_in_the_junit_file(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    pytester.runpytest("--onewindow", ".", *SHORT, "-k", "broken", "--junit-xml", "out.xml")
    written = Path("out.xml").read_text("utf-8")
    assert 'name="verdict" value="not_met"' in written
    assert 'name="on_time_share"' in written


def test_a_target_of_the_library_is_called_by_its_name(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = two_desks(pytester.path / "library" / "testland", WRONG["kept"]).parents[1]
    monkeypatch.setattr("onewindow.testing.message.library_root", lambda: library)
    result = pytester.runpytest_inprocess("--onewindow", "library", *SHORT)
    assert "onewindow check kept --no-ends --seed 1 --budget 0.001s" in message(result, "kept")
