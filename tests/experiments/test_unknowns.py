"""What is not known: draws against brute force, where every answer is plain arithmetic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from many_numbers import Step, many_numbers
from offices import asked as at_office
from offices import office, pool, service
from scipy import stats
from small_hall import hall

from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.searches.capacity import capacity
from sim.experiments.searches.robustness import robustness
from sim.experiments.unknowns.doubt import Doubt, doubt_of, wilson
from sim.experiments.unknowns.draws import doubts
from sim.experiments.unknowns.judging import BASE, MOST, Base, JudgedVectors, TargetCounts
from sim.experiments.unknowns.unknown import Unknown
from sim.experiments.unknowns.vectors import Vectors, vectors_of
from sim.experiments.verdicts.check import check
from sim.model import parse_setting
from sim.model.provenance import NumberAt

STEPS = [Step(60, 0.5, 3), Step(40, 0.8, 1.5), Step(20, 0.5, 2), Step(10, 0.9, 1.1)]
LIMITS = [100, 140, 160, 250]
BRUTE = 400_000


def doubted(asked: WhatIf, count: int = 400, crew: Crew | None = None) -> dict[str, Doubt]:
    evidence = Evidence(asked.program, asked.seed, Crew(1), asked.engine_name)
    evidence.grow(24)
    return doubts(asked, evidence, evidence.targets, count, crew or Crew(1))


def sums() -> tuple[np.ndarray, np.ndarray]:
    """(factor of every step, minutes of a case) in many independent draws of numpy's own triangular."""
    random = np.random.default_rng(7)
    factors = np.stack([random.triangular(step.low, 1.0, step.high, BRUTE) for step in STEPS])
    return factors, np.array([step.minutes for step in STEPS]) @ factors


def number(**changes: object) -> NumberAt:
    stated = {
        "path": "a.b", "value": "1", "source": "guess", "kind": "assumed", "range": ("0.5", "3"), "favourable": "low",
        "by_factor": True, "sort": "factor",
    }  # fmt: skip
    return NumberAt(**{**stated, **changes})  # type: ignore[arg-type]


def test_values_are_triangular_on_low_stated_high() -> None:
    drawn = Unknown(number(), (), 1.0, 0.5, 3.0, "", False).values(np.random.default_rng(3).random(20_000))
    exact = stats.triang((1.0 - 0.5) / 2.5, loc=0.5, scale=2.5)
    assert stats.kstest(drawn, exact.cdf).pvalue > 0.001
    assert drawn.min() >= 0.5
    assert drawn.max() <= 3.0


@pytest.mark.parametrize(("low", "high"), [(1.0, 3.0), (0.5, 1.0)])
def test_a_range_that_begins_or_ends_at_the_stated_value(low: float, high: float) -> None:
    drawn = Unknown(number(), (), 1.0, low, high, "", False).values(np.random.default_rng(3).random(20_000))
    exact = stats.triang((1.0 - low) / (high - low), loc=low, scale=high - low)
    assert stats.kstest(drawn, exact.cdf).pvalue > 0.001


def test_units_come_whole() -> None:
    units = Unknown(number(sort="count", by_factor=False), (), 2.0, 1.0, 4.0, "", True)
    drawn = units.values(np.random.default_rng(3).random(2000))
    assert set(drawn.tolist()) == {1.0, 2.0, 3.0, 4.0}
    assert [setting.text for setting in units.settings(3.0)] == ["a.b=3"]


def test_whole_numbers_are_rounded_so_that_ends_get_half_a_step() -> None:
    """The example of docs/background/what-is-not-known.md."""
    people = Unknown(number(sort="count", by_factor=False), (), 2.0, 1.0, 3.0, "", True)
    drawn = people.values((np.arange(10_000) + 0.5) / 10_000)
    assert [int((drawn == value).sum()) for value in (1, 2, 3)] == [1250, 7500, 1250]


def test_kept_as_often_as_brute_force_says(tmp_path: Path) -> None:
    found = doubted(many_numbers(tmp_path, STEPS, LIMITS))
    _, minutes = sums()
    for place, limit in enumerate(LIMITS):
        truth = float((minutes <= limit).mean())
        one = found[f"within_{place}"]
        assert one.draws == 400
        low, high = stats.binom.ppf([0.0005, 0.9995], 400, truth) / 400
        assert low <= one.kept <= high
        assert one.low <= one.kept <= one.high
        assert one.high - one.low == pytest.approx(2 * 1.96 * np.sqrt(truth * (1 - truth) / 400), abs=0.03)


def test_the_share_of_doubt_is_the_first_order_share_of_the_variance(tmp_path: Path) -> None:
    one = doubted(many_numbers(tmp_path, STEPS, [150]))["within_0"]
    factors, minutes = sums()
    kept = (minutes <= 150).astype(float)
    cells = np.argsort(np.argsort(factors[0])) * 200 // BRUTE
    means = np.bincount(cells, kept) / np.bincount(cells)
    exact = float(((means - kept.mean()) ** 2).mean() / kept.var())
    assert exact > 0.5
    assert one.first is not None
    assert one.first.path == "services.main.flow.step0.work"
    assert one.sure
    # Fifths cannot follow the mean of "kept" within a part, so they tell a little less than all of it.
    assert exact - 0.15 < one.first.explained < exact + 0.05
    assert one.first.kept_low > 0.95
    assert one.first.kept_high < 0.05


def test_where_every_vector_agrees_nothing_is_named(tmp_path: Path) -> None:
    found = doubted(many_numbers(tmp_path, STEPS, [40, 1000]), 100)
    assert (found["within_0"].kept, found["within_1"].kept) == (0.0, 1.0)
    assert found["within_0"].high == pytest.approx(wilson(0, 100)[1])
    assert all(one.measures == () for one in found.values())


def counted(on_time: np.ndarray, judged: np.ndarray, base: Base) -> TargetCounts:
    """Counts of vectors of which every replication with cases was run; the required share is 95%."""
    run = (judged > 0).sum(axis=1)
    return TargetCounts(np.full(len(judged), 0.95), on_time, judged, np.zeros_like(judged), run, base)


def base_of(on_time: np.ndarray, cases: int) -> Base:
    judged = np.full(len(on_time), cases)
    return Base(on_time, judged, np.zeros_like(judged))


def without_luck(cases: int) -> Base:
    """A base whose share is the same in all its replications."""
    return base_of(np.full(BASE, round(0.9 * cases)), cases)


def synthetic(seed: int, numbers: int, draws: int, effect: float) -> tuple[Vectors, JudgedVectors]:
    """Vectors of uniform numbers; "kept" is decided by the first of them and by luck alone."""
    random = np.random.default_rng(seed)
    values = random.random((draws, numbers))
    kept = (effect * values[:, 0] + (1 - effect) * random.random(draws)) < 0.5
    on_time = np.zeros((draws, MOST), dtype=np.int64)
    judged = np.zeros((draws, MOST), dtype=np.int64)
    judged[:, :4] = 50
    on_time[:, :4] = np.where(kept, 50, 40)[:, None]
    counts = counted(on_time, judged, without_luck(50))
    unknowns = tuple(
        Unknown(number(path=f"n{place}"), (), 0.5, 0.0, 1.0, "", False) for place in range(numbers)
    )
    asked = load("gedian/startup", seed=seed)
    return Vectors(asked, unknowns, ()), JudgedVectors(values, {"t": counts}, 0, 4 * draws)


@pytest.mark.verification
def test_chance_names_a_number_in_about_one_of_twenty() -> None:
    named = 0
    for seed in range(60):
        vectors, judged = synthetic(seed, 60, 200, 0.0)
        named += bool(doubt_of(vectors, judged, "t").measures)
    assert named <= stats.binom.ppf(0.9995, 60, 0.05)


def test_a_number_that_decides_much_is_found() -> None:
    found = [doubt_of(*synthetic(seed, 60, 200, 0.5), "t") for seed in range(10)]
    assert all(one.first is not None and one.first.path == "n0" and one.sure for one in found)


def test_the_interval_allows_for_the_cases_that_all_vectors_share() -> None:
    """Luck that all vectors have in common, and the base has not, must widen the interval."""
    draws = 400
    shares = np.linspace(0.85, 1.0, draws)[:, None]
    luck = np.where(np.arange(MOST) % 2, 0.06, -0.06)[None, :]
    judged = np.full((draws, MOST), 40)
    judged[:, 4:] = 0
    on_time = np.where(judged > 0, np.rint(40 * np.clip(shares + luck, 0, 1)), 0).astype(np.int64)
    counts = counted(on_time, judged, without_luck(40))
    vectors = Vectors(load("gedian/startup"), (), ())
    one = doubt_of(vectors, JudgedVectors(np.zeros((draws, 0)), {"t": counts}, 0, 4 * draws), "t")
    alone = wilson(round(one.kept * draws), draws)
    assert one.high - one.low > 1.5 * (alone[1] - alone[0])


def test_luck_that_the_base_has_too_is_taken_out() -> None:
    """In the first four replications half of the late cases are missing, in every vector and in the base."""
    draws = 400
    truth = np.linspace(0.85, 1.0, draws)[:, None]
    judged = np.full((draws, MOST), 1000)
    judged[:, 4:] = 0
    on_time = np.where(judged > 0, np.rint(1000 - 500 * (1 - truth)), 0).astype(np.int64)
    stated = np.full(BASE, 918)
    stated[:4] = 960  # all of them together: 92%
    found = []
    for base in (base_of(stated, 1000), without_luck(1000)):
        counts = counted(on_time, judged, base)
        judged_vectors = JudgedVectors(np.zeros((draws, 0)), {"t": counts}, 0, 4 * draws)
        found.append(doubt_of(Vectors(load("gedian/startup"), (), ()), judged_vectors, "t").kept)
    assert found == [pytest.approx(1 / 3, abs=0.02), pytest.approx(2 / 3, abs=0.02)]


def one_share(folder: Path, seed: int) -> tuple[WhatIf, float]:
    """An office at which a share of the cases is late for certain, and how often that share keeps the promise."""
    late = "{wait: w, for: 9 cd, party: applicant}"
    split = f"{{choice: c, options: [{{share: 0.10, do: [{late}]}}, {{otherwise: true, do: []}}]}}"
    kept = "  q: {service: main, from: arrived, to: finished, limit: 2 wd, clock: working, required_share: 0.88}\n"
    file = office(
        folder, pools=pool("desk", 4), services=service("main", 20, split), targets=kept, window="20 wd"
    )
    stated = ["services.main.channels.hall.rate=20 /wd", "services.main.flow.w.for=9 cd"]
    low, likely, high = (0.1 / 0.9 * factor / (1 + 0.1 / 0.9 * factor) for factor in (2 / 3, 1, 3 / 2))
    return at_office(file, set=stated, seed=seed), 1 - (high - 0.12) ** 2 / ((high - low) * (high - likely))


def test_the_cases_have_little_say_in_how_often_it_is_kept(tmp_path: Path) -> None:
    for seed in (1, 2, 3):
        asked, truth = one_share(tmp_path, seed)
        (one,) = doubted(asked, 60).values()
        assert one.low <= truth <= one.high
        assert one.kept == pytest.approx(truth, abs=0.16)


@pytest.mark.verification
def test_the_interval_holds_the_exact_chance(tmp_path: Path) -> None:
    held = 0
    for seed in range(1, 41):
        asked, truth = one_share(tmp_path, seed)
        (one,) = doubted(asked, 200).values()
        held += one.low <= truth <= one.high
    assert held >= stats.binom.ppf(0.001, 40, 0.95)


def test_a_target_is_judged_alike_whatever_is_asked_beside_it(tmp_path: Path) -> None:
    asked, crew = many_numbers(tmp_path, STEPS, LIMITS), Crew(1)
    evidence = Evidence(asked.program, asked.seed, crew, asked.engine_name)
    together = doubts(asked, evidence, evidence.targets, 40, crew)
    for target in evidence.targets:
        assert doubts(asked, evidence, [target], 40, crew)[target] == together[target]


def test_one_ranking_wherever_it_is_asked_for(tmp_path: Path) -> None:
    asked = many_numbers(tmp_path, STEPS, [150])
    (verdict,) = check(asked, draws=100)
    assert verdict.doubt is not None
    assert verdict.doubt.first is not None
    assert capacity(asked, draws=100).doubts == {"within_0": verdict.doubt}
    assert robustness(asked, draws=100).doubts == {"within_0": verdict.doubt}


def test_equal_whatever_the_workers(tmp_path: Path) -> None:
    asked = many_numbers(tmp_path, STEPS, LIMITS)
    with Crew(2) as crew:
        assert doubted(asked, 30, crew) == doubted(asked, 30)


def test_a_further_number_changes_no_others_luck(tmp_path: Path) -> None:
    one, more = (vectors_of(many_numbers(tmp_path, steps, LIMITS), Crew(1)) for steps in (STEPS[:2], STEPS))
    drawn = dict(zip([u.path for u in one.unknowns], one.values(50).T, strict=True))
    again = dict(zip([u.path for u in more.unknowns], more.values(50).T, strict=True))
    assert all((again[path] == values).all() for path, values in drawn.items())
    assert (more.values(20) == more.values(50)[:20]).all()


def test_a_number_the_user_set_is_certain(tmp_path: Path) -> None:
    asked = many_numbers(tmp_path, STEPS, LIMITS)
    asked = asked.with_settings([parse_setting("services.main.flow.step0.work=60 min")])
    assert "services.main.flow.step0.work" not in {one.path for one in vectors_of(asked, Crew(1)).unknowns}


def test_shares_that_would_add_up_to_more_than_all_are_drawn_again(tmp_path: Path) -> None:
    """Two options of 55% and 42% without a source: by default up to 65% and 52%, more than all together."""
    ways = "{share: 0.55, do: []}, {share: 0.42, do: []}, {otherwise: true, do: []}"
    one = doubted(hall(tmp_path, task=f"- {{choice: way, options: [{ways}]}}"), 60)["kept"]
    assert (one.draws, one.refused) == (60, 0)


def test_without_sources_a_verdict_is_no_surer(tmp_path: Path) -> None:
    """The same hall with an assumed time of the default range, and with one that names no source."""
    known = "- {task: work, pool: desk, work: {fixed: 100 min%s}}"
    sourced = hall(tmp_path, task=known % ", source: guess, range: [0.6667, 1.5]")
    limit = parse_setting("targets.kept.limit=2 wh")
    first = doubted(sourced.with_settings([limit]), 200)["kept"]
    unsourced = hall(tmp_path, task=known % "")
    second = doubted(unsourced.with_settings([limit]), 200)["kept"]
    assert 0 < second.kept < 1
    assert second.kept == first.kept  # the same number, the same range, the same luck
    assert second.without_source == first.without_source + 1
    assert second.without_range == first.without_range + 1
    (verdict,) = check(unsourced.with_settings([limit]), ["kept"], draws=20)
    assert verdict.to_dict()["doubt"]["without_source"] == second.without_source


def test_numbers_tied_by_a_lever_move_together() -> None:
    vectors = vectors_of(load("urumqi/small_low_risk"), Crew(1))
    tied = [one for one in vectors.unknowns if one.tied]
    assert tied
    assert all(len({(n.value, n.range) for n in (one.number, *one.tied)}) == 1 for one in tied)
    settings = vectors.settings(0, 3)
    assert all(vectors.whatif.with_settings(one).program for one in settings)


def test_fitted_numbers_come_from_their_accepted_vectors() -> None:
    asked = load("gedian/startup")
    vectors = vectors_of(asked, Crew(1))
    fitted = set(vectors.fitted)
    assert fitted
    assert not fitted & {one.path for one in vectors.unknowns}
    accepted = {
        (path, str(row[place]))
        for one in asked.stated.calibration
        for row in one.accepted
        for place, paths in enumerate(one.parameters)
        for path in paths
    }
    drawn = {(s.path, s.value) for one in vectors.settings(0, 8) for s in one if s.path in fitted}
    assert drawn <= accepted


@pytest.mark.verification
def test_coverage_where_cases_are_drawn_too() -> None:
    """Vectors whose true shares are spread around the requirement, judged on replications with luck of their own."""
    held = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        truth = random.uniform(0.85, 1.0, 400)
        luck = random.normal(0, 0.02, 8)
        judged = np.full((400, MOST), 60)
        judged[:, 8:] = 0
        chance = np.clip(truth[:, None] + np.pad(luck, (0, MOST - 8))[None, :], 0, 1)
        on_time = np.where(judged > 0, random.binomial(60, chance), 0)
        many = np.concatenate([luck, random.normal(0, 0.02, BASE - 8)])
        counts = counted(on_time, judged, base_of(random.binomial(60, np.clip(0.93 + many, 0, 1)), 60))
        vectors = Vectors(load("gedian/startup", seed=seed), (), ())
        one = doubt_of(vectors, JudgedVectors(np.zeros((400, 0)), {"t": counts}, 0, 3200), "t")
        held += one.low <= 1 / 3 <= one.high
    assert held >= stats.binom.ppf(0.001, 200, 0.95)
