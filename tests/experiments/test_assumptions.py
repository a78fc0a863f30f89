"""The verdict at the two ends of what is assumed, and the number to measure first."""

from __future__ import annotations

from pathlib import Path

from small_hall import hall

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.verdicts.check import check
from sim.experiments.verdicts.two_ends import AtEnd, Dependence
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.model import parse_setting

KEPT = "kept: {service: main, from: submitted, to: decided, limit: 2 wh, clock: working, required_share: 0.9}"
GUESSED = "- {task: work, pool: desk, work: {fixed: 60 min, source: guess, range: [0.5, 4]}}"
DESKS = "desk: {name: desk, kind: reviewer, capacity: {value: 90, range: [80, 100], source: elsewhere}}"
WORK = "services.main.flow.work.work"


def verdicts(asked: WhatIf) -> dict[str, TargetVerdict]:
    return {verdict.target: verdict for verdict in check(asked)}


def test_a_verdict_that_depends_on_one_number(tmp_path: Path) -> None:
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
    assert kept.doubt is not None
    first = kept.doubt.first  # ten desks more or less change nothing
    assert first is not None
    assert (first.path, first.kind, first.range) == (WORK, "assumed", ("0.5", "4"))
    assert (first.kept_low, first.kept_high) == (1.0, 0.0)  # 1 h, up to 4 h, against a limit of 2 h
    told = kept.to_dict()
    assert (told["hangs_on"], told["hangs_on_assumptions"]) == (WORK, True)
    assert [one["path"] for one in told["assumptions"]] == [WORK]


def test_a_verdict_that_depends_on_none(tmp_path: Path) -> None:
    generous = KEPT.replace("2 wh", "4 wd")
    kept = verdicts(hall(tmp_path, task=GUESSED, desk=DESKS, kept=generous))["kept"]
    assert kept.dependence is not None
    assert (kept.dependence.favourable.verdict, kept.dependence.unfavourable.verdict) == ("met", "met")
    assert not kept.dependence.hangs
    assert (kept.hangs_on, kept.to_dict()["hangs_on_assumptions"]) == (None, False)


def test_a_required_share_is_a_decision_that_nobody_can_measure(tmp_path: Path) -> None:
    uncertain_share = KEPT.replace(
        "required_share: 0.9", "required_share: {value: 0.5, range: [0.4, 0.999], source: guess}"
    )
    kept = verdicts(hall(tmp_path, kept=uncertain_share.replace("2 wh", "1.3 wh")))["kept"]
    assert kept.doubt is not None
    assert kept.doubt.measures[0].path == "targets.kept.required_share"
    assert kept.doubt.measures[0].policy
    assert kept.hangs_on is None


def test_an_undecided_end_shows_no_dependence() -> None:
    """Unfavourable end undecided, with every case on time so far: nothing says the verdict would turn."""
    assert Dependence(AtEnd("met", 1.0), AtEnd("undecided", 1.0)).hangs is None
    assert Dependence(AtEnd("met", 1.0), AtEnd("not_met", 0.2)).hangs is True
    assert Dependence(AtEnd("met", 1.0), AtEnd("met", 0.99)).hangs is False


def test_a_number_the_user_set_is_theirs(tmp_path: Path) -> None:
    asked = hall(tmp_path, task=GUESSED, desk=DESKS, kept=KEPT)
    asked = asked.with_settings([parse_setting(f"{WORK}=90 min")])
    assert [one.path for one in asked.assumptions] == ["pools.desk.capacity"]
    assert verdicts(asked)["kept"].hangs_on is None


def test_without_uncertain_numbers_there_is_no_doubt(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    assert asked.assumptions == ()
    kept = verdicts(asked)["kept"]
    assert (kept.dependence, kept.doubt) == (None, None)


def test_nobody_judged_at_the_ends(tmp_path: Path) -> None:
    rate = "channels: {hall: {rate: {value: 0.0001 /wd, range: [0 /wd, 8 /wd], source: guess}}}"
    kept = verdicts(hall(tmp_path, channels=rate))["kept"]
    assert (kept.verdict, kept.cases) == ("undecided", 0)
    assert kept.to_dict()["at_favourable"]["on_time_share"] is None
