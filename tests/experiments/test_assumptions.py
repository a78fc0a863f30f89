"""The verdict at the ends of what is assumed, and what it hangs on."""

from __future__ import annotations

from pathlib import Path

from small_hall import hall

from sim.experiments.assumptions import Dependence
from sim.experiments.check import check
from sim.experiments.verdict import TargetVerdict
from sim.experiments.whatif import WhatIf
from sim.model import parse_setting

KEPT = "kept: {service: main, from: submitted, to: decided, limit: 2 wh, clock: working, required_share: 0.9}"
GUESSED = "- {task: work, pool: desk, work: {fixed: 60 min, source: guess, range: [0.5, 4]}}"
DESKS = "desk: {name: desk, kind: reviewer, capacity: {value: 90, range: [80, 100], source: elsewhere}}"
WORK = "services.main.flow.work.work"


def verdicts(asked: WhatIf) -> dict[str, TargetVerdict]:
    return {verdict.target: verdict for verdict in check(asked)}


def test_a_verdict_that_hangs_on_one_number(tmp_path: Path) -> None:
    asked = hall(tmp_path, task=GUESSED, desk=DESKS, kept=KEPT)
    assert sorted(one.path for one in asked.assumptions) == ["pools.desk.capacity", WORK]
    kept = verdicts(asked)["kept"]
    dependence = kept.dependence
    assert dependence is not None
    assert (kept.verdict, dependence.favourable.verdict, dependence.unfavourable.verdict) == (
        "met",
        "met",
        "not_met",
    )
    assert dependence.hangs
    assert kept.hangs_on == WORK
    first = dependence.first  # ten desks more or less change nothing
    assert first is not None
    assert (first.path, first.kind, first.moved_to) == (WORK, "assumed", "× 4")
    assert (first.before, first.after) == (0.5, 2.0)  # 1 h, then 4 h, against a limit of 2 h
    assert first.flips
    assert first.certain
    told = kept.to_dict()
    assert (told["hangs_on"], told["hangs_on_assumptions"]) == (WORK, True)
    assert [one["path"] for one in told["assumptions"]] == [WORK]


def test_a_verdict_that_hangs_on_none(tmp_path: Path) -> None:
    generous = KEPT.replace("2 wh", "4 wd")
    kept = verdicts(hall(tmp_path, task=GUESSED, desk=DESKS, kept=generous))["kept"]
    assert kept.dependence is not None
    assert (kept.dependence.favourable.verdict, kept.dependence.unfavourable.verdict) == ("met", "met")
    assert not kept.dependence.hangs
    assert (kept.hangs_on, kept.to_dict()["hangs_on_assumptions"]) == (None, False)


def test_a_verdict_not_met_is_moved_to_the_favourable_end(tmp_path: Path) -> None:
    hopeful = KEPT.replace("2 wh", "0.8 wh")
    kept = verdicts(hall(tmp_path, task=GUESSED, desk=DESKS, kept=hopeful))["kept"]
    assert kept.verdict == "not_met"
    assert kept.hangs_on == WORK
    assert kept.dependence is not None
    assert kept.dependence.first is not None
    assert kept.dependence.first.moved_to == "× 0.5"
    assert (kept.dependence.first.before, kept.dependence.first.after) == (1.25, 0.625)


def test_the_required_share_may_be_what_it_hangs_on(tmp_path: Path) -> None:
    uncertain_share = KEPT.replace(
        "required_share: 0.9", "required_share: {value: 0.5, range: [0.4, 0.999], source: guess}"
    )
    kept = verdicts(hall(tmp_path, kept=uncertain_share.replace("2 wh", "1.6 wh")))["kept"]
    assert kept.verdict == "met"
    assert kept.hangs_on == "targets.kept.required_share"
    assert kept.dependence is not None
    assert kept.dependence.first is not None
    assert kept.dependence.first.after > kept.dependence.first.before


def test_a_number_the_user_set_is_theirs(tmp_path: Path) -> None:
    asked = hall(tmp_path, task=GUESSED, desk=DESKS, kept=KEPT)
    asked = asked.with_settings([parse_setting(f"{WORK}=90 min")])
    assert [one.path for one in asked.assumptions] == ["pools.desk.capacity"]
    assert verdicts(asked)["kept"].hangs_on is None


def test_without_assumptions_there_is_nothing_to_hang_on(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    assert asked.assumptions == ()
    assert verdicts(asked)["kept"].dependence is None


def test_too_small_a_budget_tells_that_it_hangs_but_not_on_what(tmp_path: Path) -> None:
    asked = hall(tmp_path, task=GUESSED, desk=DESKS, kept=KEPT)
    (kept,) = check(asked, ["kept"], budget=0.001)
    assert isinstance(kept.dependence, Dependence)
    assert kept.dependence.hangs
    assert kept.hangs_on is None


def test_nobody_judged_at_the_ends(tmp_path: Path) -> None:
    rate = "channels: {hall: {rate: {value: 0.0001 /wd, range: [0 /wd, 8 /wd], source: guess}}}"
    kept = verdicts(hall(tmp_path, channels=rate))["kept"]
    assert (kept.verdict, kept.cases) == ("undecided", 0)
    assert kept.to_dict()["at_favourable"]["on_time_share"] is None
