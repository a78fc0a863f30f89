"""What changed since an item's last pass on this machine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from two_desks import SHORT, WRONG, message, outcomes, two_desks

from onewindow.testing.changes import MOST, changes
from onewindow.testing.last_pass import Standing, standing
from sim.experiments.questions.whatif import load
from sim.experiments.verdicts.check import check

pytest_plugins = ["pytester"]

SLOW = ("{mean: 40 min, p90: 70 min}", "{mean: 600 min, p90: 700 min}")
"""Work that makes `kept` fail."""


def changed(result: pytest.RunResult, target: str) -> list[str]:
    """The lines of a message under "changed"."""
    said = message(result, target)
    part = said[said.index("\n  changed") : said.index("\n  again")]
    return [line.strip().removeprefix("changed").strip() for line in part.strip().splitlines()]


def test_an_edited_number_is_named(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    assert outcomes(pytester.runpytest("--onewindow", ".", *SHORT)) == {"passed": 3}
    two_desks(pytester.path, SLOW, ("capacity: 2", "capacity: {value: 2, range: [1, 3]}"))
    result = pytester.runpytest("--onewindow", ".", *SHORT, "-k", "kept")
    assert changed(result, "kept") == [
        "since its last pass here (met, 100.0% on time):",
        "services.main.flow.intake.work  mean 40 min, p90 70 min → mean 600 min, p90 700 min",
    ]


def test_the_last_pass_stays_until_the_next(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    pytester.runpytest("--onewindow", ".", *SHORT)
    two_desks(pytester.path, SLOW)
    first, second = (changed(pytester.runpytest("--onewindow", ".", *SHORT), "kept") for _ in range(2))
    assert first == second
    assert len(first) == 2


def test_an_edited_expectation_is_named(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    pytester.runpytest("--onewindow", ".", *SHORT)
    two_desks(pytester.path, WRONG["broken"])
    lines = changed(pytester.runpytest("--onewindow", ".", *SHORT), "broken")
    assert lines[1:] == ["expected  not_met → met", "the scenario is the same"]


def test_another_version_is_named(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    pytester.runpytest("--onewindow", ".", *SHORT)
    for file in Path(".pytest_cache/d/onewindow").iterdir():
        kept = json.loads(file.read_text("utf-8"))
        kept["versions"]["onewindow"], kept["digest"], kept["verdict"] = "0.0.1", "another", "met"
        file.write_text(json.dumps(kept), "utf-8")
    two_desks(pytester.path, WRONG["broken"])
    lines = changed(pytester.runpytest("--onewindow", ".", *SHORT), "broken")
    assert lines[1] == "the scenario is the same"
    assert lines[2].startswith("the program's version changed  0.0.1 → ")


def test_another_seed_is_named(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    pytester.runpytest("--onewindow", ".", *SHORT, "--onewindow-seed", "5")
    two_desks(pytester.path, WRONG["broken"])
    assert "the seed  5 → 1" in changed(pytester.runpytest("--onewindow", ".", *SHORT), "broken")


@pytest.mark.parametrize("spoilt", ["", "{}", "[1]", '{"verdict": "met"}'])
def test_a_spoilt_file_is_no_earlier_pass(pytester: pytest.Pytester, spoilt: str) -> None:
    two_desks(pytester.path)
    pytester.runpytest("--onewindow", ".", *SHORT)
    for file in Path(".pytest_cache/d/onewindow").iterdir():
        file.write_text(spoilt, "utf-8")
    two_desks(pytester.path, SLOW)
    result = pytester.runpytest("--onewindow", ".", *SHORT)
    assert changed(result, "kept") == ["no earlier pass is known here"]


def test_without_the_cache(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path, WRONG["kept"])
    result = pytester.runpytest("--onewindow", ".", *SHORT, "-p", "no:cacheprovider")
    assert changed(result, "kept") == ["no earlier pass is known here (pytest's cache is off)"]
    assert outcomes(result) == {"passed": 2, "failed": 1}


def test_a_cache_that_cannot_be_written_is_a_warning(pytester: pytest.Pytester) -> None:
    two_desks(pytester.path)
    Path(".pytest_cache").write_text("a file where the folder should be", "utf-8")
    result = pytester.runpytest("--onewindow", ".", *SHORT)
    assert outcomes(result) == {"passed": 3}
    assert "this pass of kept could not be kept" in result.stdout.str()


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    return stands(tmp_path_factory.mktemp("before"))


def stands(folder: Path, *edits: tuple[str, str]) -> Standing:
    question = load(str(two_desks(folder, *edits)))
    (verdict,) = check(question, ["kept"], budget=0.001, ends=False)
    return standing(question, verdict, "0.001s")


STEP = "      - {task: sign, pool: spare, work: 5 min}\n      - milestone: decided\n"
LEVER = "levers: [{one_window: {pools: [desk], into: spare, longer: 1.2}}]\ntargets:\n"


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (("pool: desk, work", "pool: spare, work"), ["services.main.flow.intake.pool  desk → spare"]),
        (("      - milestone: decided\n", STEP), ["+ services.main.flow.sign  task"]),
        (("task: intake", "task: take_in"), [
            "+ services.main.flow.take_in  task", "- services.main.flow.intake  task",
        ]),
        (("rate: 8 /wd", "rate: 8 /wd, batch: 2"), ["+ services.main.channels.hall.batch  2"]),
        (("  spare: {name: spare, kind: window, capacity: 9}\n", ""), [
            "- pools.spare.capacity  9", "- pools.spare.kind  window",
        ]),
        (("targets:\n", LEVER), ["+ levers.one_window  in force"]),
        (("limit: 1 wd", "limit: 3 wd"), ["targets.silent.limit  1 wd → 3 wd"]),
    ],
)  # fmt: skip
def test_every_kind_of_edit_is_told(
    before: Standing, tmp_path: Path, edit: tuple[str, str], lines: list[str]
) -> None:
    assert sorted(changes(before, stands(tmp_path, edit), "met")) == sorted(lines)


@pytest.mark.parametrize(
    "edit",
    [
        ("en: Small hall", "en: A small hall"),
        ("capacity: 2", "capacity: {value: 2, range: [1, 3], source: nowhere}"),
        ("reason: two days are plenty", "reason: for another reason"),
        ("verdict: undecided", "verdict: met"),
    ],
)
def test_what_has_no_say_is_not_told(before: Standing, tmp_path: Path, edit: tuple[str, str]) -> None:
    told = changes(before, stands(tmp_path, edit), "met")
    assert told[0] == "the scenario is the same"


def test_steps_in_another_order(before: Standing) -> None:
    order = {"services.main.flow": ["intake", "submitted", "decided"]}
    assert changes(before, replace(before, orders=order), "met") == [
        "services.main.flow  its steps stand in another order"
    ]


def test_long_lists_are_cut(before: Standing) -> None:
    many = {**before.said, **{f"pools.new_{number}": "1" for number in range(20)}}
    told = changes(before, replace(before, said=many), "met")
    assert (len(told), told[-1]) == (MOST + 1, f"… and {20 - MOST} more")


def test_code_under_development_is_what_is_left(before: Standing) -> None:
    assert changes(before, before, "met")[1].endswith("the code of onewindow changed")
    assert "the program made of it differs" in changes(before, replace(before, digest="another"), "met")[1]


def test_a_library_s_version(before: Standing) -> None:
    other = replace(before, versions={**before.versions, "holidays": "0.1"})
    told = changes(other, before, "met")
    assert told[1] == f"the version of holidays changed  0.1 → {before.versions['holidays']}"
