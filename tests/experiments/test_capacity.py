"""Capacity: the load a target bears, found where theory has it; what binds there; and the curve on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from mmc_hall import LIMIT, REQUIRED, WORK, bearable, mmc, on_time, relaxation, share_at
from scipy.stats import binom  # type: ignore[attr-defined]
from small_hall import hall, written

from sim.engine import engines
from sim.experiments.load.binding import Binding, OneMore, binding, busiest, one_more, pools_asked
from sim.experiments.load.loads import AS_ASKED, HIGHEST, LOADS, LOWEST, Loads, cases_a_day, place_of, under
from sim.experiments.load.margin import Margin, margins
from sim.experiments.questions.whatif import WhatIf, load, load_factors
from sim.experiments.running.bracket import turn
from sim.experiments.running.crew import Crew
from sim.experiments.running.progress import Bar, Stage
from sim.experiments.running.requirement import ShareRequired
from sim.experiments.running.sample_problem import Sample
from sim.experiments.searches.capacity import Capacity, capacity, filled
from sim.experiments.verdicts.check import check
from sim.model import ModelError, parse_setting
from sim.model.scenario import Pool

SPAN = "service: main, from: submitted, to: decided"
FEW = 8
"""Replications of a sample where only the plumbing is looked at."""


class Counting:
    """A bar that only counts."""

    def __init__(self) -> None:
        self.done = 0.0

    def advance(self, units: float = 1) -> None:
        self.done += units

    def stage(self, name: Stage, units: int | None = None) -> None:
        pass


def margin_of(
    asked: WhatIf, target: str = "kept", replications: int = 24, service: str | None = None
) -> Margin:
    """Without the curve and without workers."""
    sample = Sample(replications, asked.seed, Crew(1))
    return margins(Loads(asked, service), [target], sample)[target]


# -- loads ------------------------------------------------------------------------------------------------


def test_loads_are_two_per_cent_apart_and_print_nicely() -> None:
    assert (LOADS[0], LOADS[AS_ASKED], LOADS[-1]) == (LOWEST, 1, HIGHEST)
    assert all(1.0099 < float(b / a) < 1.0251 for a, b in pairwise(LOADS))
    assert all(len(f"{float(one):g}".replace(".", "").strip("0")) <= 3 for one in LOADS)
    assert {Fraction(1, 2), Fraction("1.1"), Fraction("1.5"), 2, 3, 5} <= set(LOADS)


@pytest.mark.parametrize(
    ("load", "place"), [(0.001, 0), (1, AS_ASKED), (1.019, AS_ASKED), (99, len(LOADS) - 1)]
)
def test_place_of(load: float, place: int) -> None:
    assert place_of(load) == place


@pytest.mark.parametrize(
    ("asked", "service", "made"),
    [
        ((), None, "1.2"),
        ("1.5", None, "1.8"),
        (["1.5", "main=2"], None, "1.8, main=2.4"),
        (["main=2"], None, "1.2, main=2.4"),
        ((), "main", "main=1.2"),
        ("1.5", "main", "1.5, main=1.8"),
        (["1.5", "main=2"], "main", "1.5, main=2.4"),
    ],
)
def test_factors_multiply_what_was_asked(tmp_path: Path, asked: Any, service: str | None, made: str) -> None:
    question = load(str(written(tmp_path)), load=asked)
    changed = under(question, Fraction("1.2"), service)
    # The order of the factors is of no account.
    assert sorted(changed.load_text.split(", ")) == sorted(made.split(", "))
    assert under(question, Fraction(1), service).program.digest == question.program.digest
    assert cases_a_day(changed, "main") == pytest.approx(1.2 * cases_a_day(question, "main"))


def test_cases_a_day_are_those_the_file_states(tmp_path: Path) -> None:
    assert cases_a_day(hall(tmp_path), "main") == pytest.approx(8)
    assert cases_a_day(load(str(written(tmp_path)), load=1.5), "main") == pytest.approx(12)
    # Round the clock: 5 working days of the window have the cases of its 7 dates.
    online = "channels: {hall: {rate: 8 /wd, around_the_clock: true, off_days: 0.5, batch: 2}}"
    study = "study: {start: 2025-03-03, lead_in: 7 cd, window: 7 cd, follow_up: 5 wd}"
    assert cases_a_day(hall(tmp_path, channels=online, study=study), "main") == pytest.approx(2 * 8 * 6 / 5)


# -- theory -----------------------------------------------------------------------------------------------


def test_the_closed_form_is_that_of_one_server_too() -> None:
    """M/M/1: the sojourn is exponential with rate 1/work - rate."""
    from math import exp

    assert on_time(0.6, servers=1) == pytest.approx(1 - exp(-(1 - 0.6) * LIMIT / WORK))
    assert share_at(bearable()) == pytest.approx(REQUIRED)
    assert share_at(bearable() * 0.9) > REQUIRED > share_at(bearable() * 1.1)
    assert relaxation(1.1 * bearable()) < 24 * 60 / 4  # the lead-in of a day forgets the empty start


@cache
def borne(folder: Path) -> Capacity:
    return capacity(mmc(folder), draws=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mmc")


def test_capacity_brackets_the_analytic_load(folder: Path) -> None:
    (margin,) = borne(folder).margins
    assert margin.kind == "turns"
    assert margin.kept is not None
    assert margin.broken is not None
    assert margin.met is not None
    assert margin.not_met is not None
    assert margin.met <= margin.kept < margin.broken <= margin.not_met
    assert margin.broken / margin.kept < 1.026
    assert margin.kept == pytest.approx(bearable(), rel=0.08)
    assert margin.met < bearable() < margin.not_met
    assert margin.not_met / margin.met < 1.5
    assert margin.cases_a_day == pytest.approx(3 * 24)  # Monday to Tuesday; no closed day in the window
    assert margin.pool == "desk"


def test_the_curve_holds_the_analytic_shares(folder: Path) -> None:
    made = borne(folder)
    points = [point for point in made.curves["kept"] if point.load < 1.7]
    assert len(points) >= 10
    held = [point.low <= share_at(point.load) <= point.high for point in points]
    assert sum(held) >= 0.8 * len(held)  # the points share their draws, so they miss together
    assert all(point.value == pytest.approx(share_at(point.load), abs=0.05) for point in points)
    (margin,) = made.margins
    assert {1.0, margin.kept, margin.broken} <= {point.load for point in points}
    around = [p.load for p in points if 0.75 * bearable() <= p.load <= 1.2 * bearable()]
    assert max(b / a for a, b in pairwise(around)) < 1.15


def test_one_server_fewer_is_told_apart(folder: Path) -> None:
    """The test above can fail: a simulator with one server fewer bears another load."""
    wrong = margin_of(mmc(folder, servers=1), replications=FEW)
    assert wrong.not_met is not None
    assert wrong.not_met < bearable()


@pytest.mark.verification
def test_the_bracket_holds_the_truth_as_often_as_stated(folder: Path) -> None:
    """Each end is a verdict, wrong at most 2.5% of the time where the share is just the required one.

    60 seeds: the bracket misses at most as often as a rate of 5% would be exceeded once in a thousand times.
    """
    seeds = 60
    missed, widths, turns = 0, [], []
    with Crew() as crew:
        for seed in range(1, seeds + 1):
            asked = mmc(folder, seed=seed)
            sample = Sample(24, seed, crew)
            margin = margins(Loads(asked), ["kept"], sample)["kept"]
            assert margin.met is not None
            assert margin.not_met is not None
            assert margin.kept is not None
            missed += not margin.met <= bearable() <= margin.not_met
            widths.append(margin.not_met / margin.met)
            turns.append(margin.kept)
    mean = sum(turns) / seeds
    print(f"\nmissed {missed} of {seeds}; mean width {sum(widths) / seeds:.3f}, widest {max(widths):.3f}")
    print(f"turns of the samples: mean {mean:.3f}, theory {bearable():.3f}")
    assert missed <= binom.ppf(0.999, seeds, 0.05)
    assert sum(widths) / seeds < 1.5
    assert mean == pytest.approx(bearable(), rel=0.02)


def test_a_margin_and_a_check_of_one_promise_agree(tmp_path: Path) -> None:
    """Fresh seeds ask 96 times at most; a promise that a check takes longer to call is met at the load asked too."""
    asked = replace(mmc(tmp_path), load=load_factors(1.12))
    (verdict,) = check(asked, ["kept"], ends=False, margin=True)
    assert (verdict.verdict, verdict.replications > 96) == ("met", True)
    assert verdict.margin == margin_of(asked).met == 1


# -- kinds ------------------------------------------------------------------------------------------------


def test_never_met_is_told_from_an_empty_office(tmp_path: Path) -> None:
    found = margin_of(hall(tmp_path), "broken", FEW)
    assert (found.kind, found.kept, found.met) == ("never", None, None)
    assert found.broken == found.lowest < 0.2
    assert found.idle
    assert found.pool is None
    assert "the work itself takes too long" in str(found)


def test_never_met_in_a_busy_office_is_not_called_the_work_s_own_fault(tmp_path: Path) -> None:
    """Only the load of `other` changes; that of `main` overloads the desk by itself."""
    found = margin_of(two_services(tmp_path, main="12 /wd"), "kept", FEW, service="other")
    assert found.kind == "never"
    assert found.service == "other"
    assert not found.idle
    assert "work itself" not in str(found)


def test_always_met_says_where_the_search_ended(tmp_path: Path) -> None:
    found = margin_of(hall(tmp_path, desk="desk: {name: desk, kind: reviewer, capacity: 200}"), "kept", FEW)
    assert (found.kind, found.kept, found.broken, found.not_met) == ("always", 10.0, None, None)
    assert found.met == 10.0
    assert found.binding is None
    assert "still met at 10 times the load" in str(found)


def test_nobody_judged(tmp_path: Path) -> None:
    made = capacity(hall(tmp_path, channels="channels: {hall: {rate: 0 /wd}}"), replications=2, draws=0)
    assert [margin.kind for margin in made.margins] == ["nobody", "nobody"]
    assert made.curves["kept"] == ()
    assert made.frame.is_empty()
    json.dumps(made.to_dict(), allow_nan=False)


def test_a_load_at_which_hardly_anybody_is_judged_is_not_searched(tmp_path: Path) -> None:
    """8 replications of 5 days judge 320 cases: an eighth of the load judges 40."""
    found = margin_of(hall(tmp_path), "broken", FEW)
    assert 0.1 <= found.lowest <= 0.15


# -- what binds -------------------------------------------------------------------------------------------

TANDEM = """\
onewindow: 1
title: tandem
jurisdiction: testland
default_variant: plain
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 5 wd, follow_up: 5 wd}
pools:
  intake: {name: {zh: 窗口, en: Counter}, kind: window, capacity: 2}
  review: {name: {zh: 审核, en: Review}, kind: reviewer, CAPACITY}
  merged: {name: merged, kind: window, capacity: 1}
  aside: {name: aside, kind: reviewer, capacity: 1}
services:
  main:
    name: main
    channels: {hall: {rate: 8 /wd}}
    flow:
      - milestone: submitted
      - {task: take, pool: merged, work: 6 min}
      - {task: review, pool: review, work: {mean: 40 min, p90: 80 min}}
      - milestone: decided
  other:
    name: other
    channels: {hall: {rate: 7.2 /wd}}
    flow: [{task: aside, pool: aside, work: 60 min}]
targets:
  kept: {service: main, from: submitted, to: decided, limit: 0.5 wd, clock: working, required_share: 0.9}
variants:
  plain: {}
  pooled: {levers: [{one_window: {pools: [merged], into: intake}}]}
"""


def tandem(folder: Path, capacity: str = "capacity: 1") -> WhatIf:
    """A review that is the obvious bottleneck after a quick intake; `aside` is busier and in nobody's way."""
    path = folder / "tandem.yaml"
    path.write_text(TANDEM.replace("CAPACITY", capacity), "utf-8")
    return load(str(path))


@cache
def margin_of_tandem(folder: Path) -> Margin:
    return margin_of(tandem(folder))


def test_the_bottleneck_of_a_tandem_binds(folder: Path) -> None:
    found = margin_of_tandem(folder)
    assert found.pool == "review"
    binding = found.binding
    assert binding is not None
    assert binding.load == found.broken
    assert [one.pool for one in binding.tried] == ["review", "merged"]
    review, intake = binding.tried
    assert review.rise > 0.02
    assert 0 < review.low < review.rise < review.high
    assert review.utilisation > 0.6
    assert abs(intake.rise) < review.rise / 4


def test_the_rise_is_what_the_setting_does_on_the_same_replications(folder: Path) -> None:
    asked, margin = tandem(folder), margin_of_tandem(folder)
    sample = Sample(24, asked.seed, Crew(1))
    for found, at in ((margin.binding, margin.broken), (margin.as_asked, 1.0)):
        assert found is not None
        assert found.load == at
        under_load = under(asked, Fraction(str(at)))
        more = under_load.with_settings([parse_setting("pools.review.capacity+=1")])
        rise = sample.value(more, "kept") - sample.value(under_load, "kept")
        (review,) = [one for one in found.tried if one.pool == "review"]
        assert review.rise == pytest.approx(rise, abs=1e-12)


def test_pools_that_the_cases_do_not_ask_for_are_not_tried(tmp_path: Path) -> None:
    asked = tandem(tmp_path)
    sample = Sample(2, 1, Crew(1))
    evidence = sample.evidence(asked)
    assert pools_asked(asked.program, "main") == {"merged", "review"}
    assert pools_asked(asked.program, "other") == {"aside"}
    assert [use.pool for use in busiest(evidence, ["other"], 2)] == ["aside"]
    pooled = replace(asked, variant="pooled")
    assert pools_asked(pooled.program, "main") == {"intake", "review"}


def test_rules_that_state_units_get_one_more_too() -> None:
    stated = {"name": "w", "kind": "window", "capacity": 4, "rules": [
        {"weekdays": "mon", "units": 6}, {"weekdays": "tue", "fewer": 1}, {"weekdays": "wed", "units": 0},
    ]}  # fmt: skip
    assert [setting.text for setting in one_more("window", Pool.model_validate(stated))] == [
        "pools.window.capacity+=1",
        "pools.window.rules.0.units+=1",
    ]


def test_a_profile_gets_one_more_wherever_it_is_staffed(tmp_path: Path) -> None:
    asked = tandem(tmp_path, 'profile: {"09:00": 2, "12:00": 0, "13:00": 2}')
    settings = one_more("review", asked.scenario.pools["review"])
    assert [setting.text for setting in settings] == [
        'pools.review.profile={"09:00": 3, "12:00": 0, "13:00": 3}'
    ]
    profile = asked.with_settings(settings).scenario.pools["review"].profile
    assert profile is not None
    assert list(profile.values()) == [3, 0, 3]
    tried = binding(asked, 1.0, "kept", Sample(2, 1, Crew(1))).tried
    assert {one.pool for one in tried} == {"merged", "review"}


def test_no_pool_binds_where_the_time_is_a_wait(tmp_path: Path) -> None:
    """A wait beyond the limit in one case of eight, whatever the load: no unit helps."""
    waits = (
        "- {task: work, pool: desk, work: 6 min}\n"
        "      - {wait: post, for: {mean: 3 wh, family: exponential}}"
    )
    late = f"kept: {{{SPAN}, limit: 1 wd, clock: working, required_share: 0.95}}"
    asked = hall(tmp_path, task=waits, kept=late, desk="desk: {name: desk, kind: reviewer, capacity: 20}")
    found = margin_of(asked, replications=24)
    assert found.kind == "never"
    assert found.idle
    assert found.binding is not None
    assert found.binding.pool is None
    assert all(one.low <= 0 <= one.high for one in found.binding.tried)


def one(pool: str, rise: float, low: float) -> OneMore:
    return OneMore(pool, (pool, pool), 1, 0.9, rise, low, 2 * rise - low)


def test_a_rise_that_may_be_chance_binds_nothing() -> None:
    assert Binding(1.2, (one("a", 0.03, -0.001), one("b", 0.01, -0.02))).pool is None
    sure = Binding(1.2, (one("a", 0.03, -0.001), one("b", 0.01, 0.002)))
    assert sure.pool is not None
    assert sure.pool.pool == "b"
    assert Binding(1.2, ()).pool is None


# -- the whole --------------------------------------------------------------------------------------------

TWO = """\
onewindow: 1
title: two
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 5 wd, follow_up: 5 wd}
pools:
  desk:
    name: desk
    kind: reviewer
    capacity: 1
    other_work: {share: 0.1, work: 10 min}
services:
  main:
    name: main
    channels: {hall: {rate: MAIN}}
    flow: [{milestone: submitted}, {task: work, pool: desk, work: 60 min}, {milestone: decided}]
  other:
    name: other
    channels: {hall: {rate: 2 /wd}}
    flow: [{milestone: submitted}, {task: look, pool: desk, work: 30 min}, {milestone: decided}]
targets:
  kept: {service: main, from: submitted, to: decided, limit: 4 wh, clock: working, required_share: 0.9}
"""


def two_services(folder: Path, main: str = "3 /wd") -> WhatIf:
    path = folder / "two.yaml"
    path.write_text(TWO.replace("MAIN", main), "utf-8")
    return load(str(path))


def test_the_load_of_one_service_may_grow_further(tmp_path: Path) -> None:
    asked, sample = two_services(tmp_path), Sample(FEW, 1, Crew(1))
    found = [
        turn(Loads(asked, service).line(), sample, "kept", AS_ASKED).kept
        for service in (None, "main", "other", "desk.other")
    ]
    everybody, own, others, else_ = (-1 if place is None else place for place in found)
    assert AS_ASKED < everybody < own < others
    assert everybody < else_


def test_the_cases_counted_are_those_whose_load_changes(tmp_path: Path) -> None:
    asked = two_services(tmp_path)
    found = margin_of(asked, "kept", 2, "other")
    assert found.service == "other"
    assert found.cases(1.5) == pytest.approx(2 * 1.5)
    assert found.cases(None) is None


@cache
def of_two_services(folder: Path) -> Capacity:
    """By two workers."""
    with Crew(2) as two:
        return capacity(two_services(folder), replications=FEW, draws=0, crew=two)


def test_the_workers_do_not_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiments.searches.capacity.crew_of", lambda *_: nullcontext(Crew(1)))
    alone = capacity(two_services(folder), replications=FEW, draws=0)
    assert json.dumps(alone.to_dict()) == json.dumps(of_two_services(folder).to_dict())


def test_no_replication_is_simulated_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search, confirmation, pools and curve of two targets, and every replication of every program once."""
    run = engines.ENGINES["compiled"]
    simulated: list[tuple[str, int, int]] = []

    def noted(program: Any, *, seed: int, replication: int, **how: Any) -> Any:
        simulated.append((program.digest, seed, replication))
        return run(program, seed=seed, replication=replication, **how)

    monkeypatch.setitem(engines.ENGINES, "compiled", noted)  # type: ignore[arg-type]
    bar = Counting()

    @contextmanager
    def counted(_what: str, _stage: Stage, _units: int | None) -> Iterator[Bar]:
        yield bar

    monkeypatch.setattr("sim.experiments.searches.capacity.crew_of", lambda *_: nullcontext(Crew(1)))
    short = "study: {start: 2025-03-03, lead_in: 1 wd, window: 3 wd, follow_up: 5 wd}"
    two = "desk: {name: desk, kind: reviewer, capacity: 2}"
    made = capacity(hall(tmp_path, study=short, desk=two), replications=FEW, draws=0, progress=counted)
    assert len(simulated) > 10 * FEW
    assert len(set(simulated)) == len(simulated)
    assert bar.done == len(simulated), "the bar has told of each"
    assert [margin.target for margin in made.margins] == ["kept", "broken"]


def test_the_result_prints_and_turns_into_json_and_a_frame(folder: Path) -> None:
    made = of_two_services(folder)
    told = json.loads(json.dumps(made.to_dict(), allow_nan=False))
    (target,) = told["targets"]
    (margin,) = made.margins
    assert (target["met"], target["not_met"]) == (margin.met, margin.not_met)
    assert target["sample"] == {"kept": margin.kept, "broken": margin.broken}
    assert target["cases_per_working_day"]["at_load_1"] == 3
    assert target["binding_pool"] == "desk"
    assert target["curve"][0]["ci"][0] <= target["curve"][0]["on_time_share"] <= target["curve"][0]["ci"][1]
    frame = made.frame
    assert frame.columns == ["target", "required", "load", "share", "low", "high", "cases", "limit", "mean"]
    assert frame.height == len(target["curve"])
    assert frame["load"].is_sorted()
    assert "met … not met at loads" in str(made)
    assert "binds: desk" in str(made)


def test_the_curve_is_filled_around_the_turns_only() -> None:
    margin = Margin(
        target="t", name=None, required=ShareRequired(0.9), kept=1.2, broken=1.22, met=1.1, not_met=1.3, lowest=0.02,
        highest=10.0, service="s", cases_a_day=1.0, busiest=None,
    )  # fmt: skip
    known = [place_of(x) for x in (0.02, 1.0, 1.1, 1.2, 1.22, 1.3, 9.0)]
    added = filled(known, [margin])
    assert not set(added) & set(known)
    loads = sorted(float(LOADS[place]) for place in {*added, *known})
    around = [one for one in loads if 0.7 <= one <= 1.62]
    assert around[0] == 0.7
    assert 1.58 <= around[-1] <= 1.62
    assert max(b / a for a, b in pairwise(around)) < 1.15
    assert all(0.7 <= float(LOADS[place]) <= 1.62 for place in added)
    assert filled(known, [replace(margin, broken=None, not_met=None)]) == []
    wide = replace(margin, kept=9.0, broken=9.1, met=8.0, not_met=9.5)
    assert len(filled(known, [wide, replace(margin, met=0.05, kept=0.06, broken=0.061)])) <= 24


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"service": "mian"}, 'did you mean "main"'),
        ({"targets": ["kpt"]}, 'did you mean "kept"'),
        ({"replications": 1}, "allowed: 2 to 1,000,000"),
    ],
)
def test_bad_input(tmp_path: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        capacity(hall(tmp_path), **options)


def test_a_check_tells_the_same_margin(tmp_path: Path) -> None:
    asked = two_services(tmp_path)
    (verdict,) = check(asked, ends=False, margin=True)
    expected = margin_of(asked)
    assert verdict.load_margin == expected
    assert verdict.verdict == "met"
    assert verdict.margin == expected.met
    assert verdict.margin is not None
    assert verdict.margin >= 1
    assert verdict.binding_pool == "desk"
    told = verdict.to_dict()
    assert (told["margin"], told["margin_not_met"]) == (expected.met, expected.not_met)
    assert told["load_margin"] == expected.to_dict()
