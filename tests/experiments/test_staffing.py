"""The staffing that suffices: against Erlang's formula and against trying everything."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from mmc_hall import REQUIRED, mmc, on_time

from sim.experiments.questions.whatif import load
from sim.experiments.searches.staffing import Tried, _Search, settings_of, staffing
from sim.experiments.verdicts.check import check
from sim.model import ModelError, parse_setting
from sim.pages.staffing import answer_of, page_of

TANDEM = """\
onewindow: 1
title: {{zh: 前后台, en: Front and back}}
jurisdiction: theory
calendar: {{wd: 8 wh, hours: "09:00-17:00"}}
study: {{start: 2025-03-03, lead_in: 1 wd, window: 10 wd, follow_up: 5 wd}}
pools:
  front: {{name: {{zh: 窗口, en: Front}}, kind: window, capacity: 2, cost: {front} 元/h{other}}}
  back: {{name: {{zh: 后台, en: Back}}, kind: reviewer, capacity: 2, cost: {back} 元/h}}
services:
  main:
    name: main
    channels: {{door: {{rate: 60 /wd}}}}
    flow:
      - milestone: submitted
      - {{task: serve, pool: front, work: {{mean: 15 min, p90: 30 min}}}}
      - {{task: decide, pool: back, work: {{mean: 14 min, p90: 30 min}}}}
      - milestone: decided
targets:
  kept: {{service: main, from: submitted, to: decided, limit: 1.25 wh, clock: working, required_share: 0.8}}
"""


def tandem(folder: Path, front=1, back=1, other=""):
    path = folder / "tandem.yaml"
    path.write_text(TANDEM.format(front=front, back=back, other=other), "utf-8")
    return load(str(path))


@pytest.mark.parametrize("offered", [2.0, 5.5])
def test_as_many_servers_as_erlang_says(tmp_path: Path, offered: float) -> None:
    """The fewest of which the closed form keeps the share, well away from it on either side."""
    fewest = next(c for c in range(int(offered) + 1, 20) if on_time(offered, c) >= REQUIRED)
    assert on_time(offered, fewest) - REQUIRED > 0.02 < REQUIRED - on_time(offered, fewest - 1)
    asked = replace(mmc(tmp_path, days=6), load=mmc(tmp_path).load)
    made = staffing(replace(asked, load=load(asked.reference, load=offered).load), {"desk": (1, 9)})
    assert made.found is not None
    assert made.found.units == (fewest,)
    assert made.cheapest
    assert made.sure
    (less,) = made.fewer
    assert less is not None
    assert not less.suffices


@pytest.mark.parametrize(("front", "back"), [(1, 1), (1, 3), (5, 1)])
def test_the_cheapest_is_what_trying_everything_finds(tmp_path: Path, front: int, back: int) -> None:
    asked, bounds = tandem(tmp_path, front, back), {"front": (1, 5), "back": (1, 5)}
    made = staffing(asked, bounds, replications=8)
    search = _Search(asked, made.targets, made.seats, _sample(asked))
    enough = [u for u in product(range(1, 6), repeat=2) if search.tried(u).suffices]
    cost = min(front * a + back * b for a, b in enough)
    assert made.found is not None
    assert made.cost(made.found.units) == cost
    assert made.found.units in enough
    assert len(made.tried) < 25
    assert made.hurt == ()


def _sample(asked):
    from sim.experiments.running.crew import Crew
    from sim.experiments.running.sample_problem import Sample

    return Sample(8, asked.seed, Crew(1, engine=asked.engine_name, on="here"))


def test_an_overloaded_office_does_not_suffice(tmp_path: Path) -> None:
    """Two in front have a tenth more work than they can do; ten working days hide it, the search does not."""
    asked = tandem(tmp_path).with_settings(
        [
            parse_setting("services.main.channels.door.rate=70 /wd"),
            parse_setting("pools.back.capacity=4"),
            parse_setting("targets.kept.limit=80 wh"),
        ]
    )
    search = _Search(asked, ("kept",), (), _sample(asked))
    assert search.sample.keeps(asked, "kept")
    made = staffing(asked, {"front": (1, 5)}, replications=4)
    assert made.asked.overloaded == ("front",)
    assert made.found is not None
    assert made.found.units == (3,)


def test_more_units_that_hurt_are_told(tmp_path: Path) -> None:
    asked = tandem(tmp_path)
    search = _Search(asked, ("kept",), (), _sample(asked))
    for units, kept in {(1, 1): False, (2, 1): True, (2, 2): False, (3, 2): True}.items():
        search.known[units] = Tried(units, (0.5,), (kept,), ())
    assert list(search.hurt()) == [((2, 1), (2, 2))]


def test_other_work_keeps_its_amount(tmp_path: Path) -> None:
    asked = tandem(tmp_path, other=", other_work: {share: 0.3, work: 10 min}")
    made = staffing(asked, {"front": (1, 4)}, replications=4)
    assert settings_of(asked, made.seats, (4,)) == [
        "pools.front.capacity=4", "pools.front.other_work.share=0.15",
    ]  # fmt: skip
    assert settings_of(asked, made.seats, (2,)) == []
    full = asked.with_settings([parse_setting("pools.front.other_work.share=0.9")])
    assert settings_of(full, made.seats, (1,)) is None
    assert settings_of(asked, made.seats, (0,)) is None


def test_a_part_of_the_day_is_a_seat(tmp_path: Path) -> None:
    rules = ', rules: [{weekdays: mon, during: "14:00-17:00", units: 5}]'
    enough = [parse_setting(f"pools.{pool}.capacity=4") for pool in ("front", "back")]
    asked = tandem(tmp_path, other=rules).with_settings(enough)
    made = staffing(asked, {"pools.front.rules.0.units": (1, 5)}, replications=4)
    assert made.found is not None
    assert made.found.units[0] < 5
    assert made.settings == [f"pools.front.rules.0.units={made.found.units[0]}"]


def test_a_part_of_the_day_needs_no_rule_in_the_file(tmp_path: Path) -> None:
    enough = [parse_setting(f"pools.{pool}.capacity=4") for pool in ("front", "back")]
    asked = tandem(tmp_path).with_settings(enough)
    made = staffing(asked, {"front@mon 14:00-17:00": (1, 5), "front": (3, 4)}, replications=4)
    assert made.found is not None
    assert [seat.path for seat in made.seats] == ["pools.front.rules.0.units", "pools.front.capacity"]
    assert [seat.cost for seat in made.seats] == pytest.approx([3 / 40, 37 / 40])
    assert made.asked.units == (4, 4)
    units = made.found.units[0]
    assert units < 4
    (rule,) = made.whatif.with_settings(map(parse_setting, made.settings)).scenario.pools["front"].rules
    assert (rule.weekdays, rule.during, rule.units.value) == (("mon",), "14:00-17:00", units)
    for name, why in (
        ("front@14", "is not a part of the day"),
        ("fornt@14:00-17:00", 'there is no pool "fornt"'),
        ("front@mon 14:00-17:00", "the pool has rules already"),
    ):
        with pytest.raises(ModelError, match=why):
            staffing(made.whatif, {name: None})


def test_as_many_people_at_other_places_are_not_as_many_as_now(tmp_path: Path) -> None:
    made = staffing(tandem(tmp_path), {"front": (1, 4), "back": (1, 4)}, replications=4)
    assert made.found is not None
    first, second = made.found.units
    moved = replace(made, asked=replace(made.asked, units=(first + 1, second - 1)))
    assert "(as many in all as now, at other places)" in answer_of(moved, "en")
    assert "(as many as now)" in answer_of(replace(made, asked=made.found), "en")


def test_nothing_within_the_bounds(tmp_path: Path) -> None:
    made = staffing(tandem(tmp_path), {"front": (0, 1)}, replications=4)
    assert (made.found, made.cheapest, made.settings) == (None, False, [])
    assert [row[0].split("  ")[0] for row in page_of(made, "en").sections[0].parts[0].rows] == [
        "now", "with the most people",
    ]  # fmt: skip
    assert "Front overloaded" in answer_of(made, "en")
    assert "窗口超负荷" in answer_of(made, "zh")
    assert page_of(made, "zh").sections


def test_the_document(tmp_path: Path) -> None:
    made = staffing(tandem(tmp_path), {"front": (1, 4), "back": (1, 4)}, replications=4)
    told = json.loads(json.dumps(made.to_dict()))
    assert told["minimal"]
    assert told["cheapest"]
    assert len(told["one_fewer"]) == 2
    assert told["found"]["suffices"]
    assert "people" not in answer_of(made, "zh")


@pytest.mark.parametrize(
    ("pools", "said"),
    [
        (["frnt"], 'there is no pool "frnt".*did you mean "front"'),
        (["pools.front.rules.0.units"], "states no number of units"),
        ({"front": (4, 2)}, "from 4 to 2"),
    ],
)
def test_refusals(tmp_path: Path, pools, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        staffing(tandem(tmp_path), pools, replications=4)


def test_pools_that_were_not_tried_are_named_with_why(tmp_path: Path) -> None:
    """The back is too few whatever the front has: nobody is to read that as impossible."""
    path = tmp_path / "tandem.yaml"
    text = TANDEM.format(front=1, back=1, other="").replace(
        "kind: reviewer,", "kind: reviewer, party: intermediary,"
    )
    path.write_text(text, "utf-8")
    made = staffing(load(str(path), load=1.3), replications=4)
    assert made.found is None
    assert made.left_out == (("back", "party"),)
    assert made.to_dict()["left_out"] == {"back": "party"}
    assert answer_of(made, "en").endswith(" Not tried: Back (not the government's to staff).")
    assert answer_of(made, "zh").endswith("没有试增减：后台（不由政府配人）。")
    tandem(tmp_path)
    named = staffing(load(str(path), load=0.3), {"back": (1, 5)}, replications=4)
    assert named.found is not None
    assert named.left_out == (("front", "not_named"),)
    assert "Not tried: Front (not named)." in str(page_of(named, "en").details)
    assert staffing(tandem(tmp_path), replications=4).left_out == ()


FRONT_FIRST = """\
onewindow: 1
title: {zh: 先接件, en: Intake first}
jurisdiction: theory
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 5 wd, window: 20 wd, follow_up: 5 wd}
pools:
  front: {name: {zh: 窗口, en: Front}, kind: window, capacity: 2}
services:
  main:
    name: main
    channels: {door: {rate: 20 /wd}}
    flow:
      - {task: serve, pool: front, work: {mean: 20 min, p90: 40 min}}
      - milestone: accepted
      - {wait: post, for: 10 min}
      - milestone: decided
targets:
  kept: {service: main, from: accepted, to: decided, limit: 1 wd, clock: working, required_share: 0.8}
  whole: {service: main, from: arrived, to: decided, limit: 9 wd, clock: working, required_share: 0.8}
"""


def test_a_wait_moved_before_the_clock_is_told(tmp_path: Path) -> None:
    """One window less keeps the promise, as its queue then stands where no clock runs."""
    path = tmp_path / "front_first.yaml"
    path.write_text(FRONT_FIRST, "utf-8")
    made = staffing(load(str(path)), {"front": (1, 3)}, targets=["kept"], replications=8)
    assert made.found is not None
    assert made.found.units == (1,)
    (wait,) = made.before_acceptance
    asked = check(load(str(path)), ["kept"], replications=24, ends=False)[0].before_acceptance_p50
    assert wait.now == pytest.approx(asked, rel=0.1)
    assert wait.found > 2 * wait.now
    assert made.to_dict()["before_acceptance"]["kept"]["grows"]
    english, chinese = answer_of(made, "en"), answer_of(made, "zh")
    assert f"which no clock counts, grows from a median of {wait.now:.3g} h to {wait.found:.3g} h." in english
    assert f"中位数由 {wait.now:.3g} 小时增至 {wait.found:.3g} 小时。" in chinese


def test_nothing_is_told_of_a_wait_that_a_promise_counts_or_that_hardly_grows(tmp_path: Path) -> None:
    path = tmp_path / "front_first.yaml"
    path.write_text(FRONT_FIRST, "utf-8")
    both = staffing(load(str(path)), {"front": (1, 3)}, replications=4)
    assert both.found is not None
    assert (both.found.units, both.before_acceptance) == ((1,), ())
    many = load(str(path), set=["pools.front.capacity=8"])
    fewer = staffing(many, {"front": (7, 8)}, targets=["kept"], replications=4)
    (wait,) = fewer.before_acceptance
    assert not wait.grows
    assert "before acceptance" not in answer_of(fewer, "en")
