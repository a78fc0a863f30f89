"""Targets on a mean: what they may say, who is judged, and what every experiment makes of them."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from engine.office import Raw, mean_target, play, scenario, target, task, wait
from experiments.small_hall import hall

from sim import ModelError, check
from sim.experiments.comparing.attribute import _measures, _Seen
from sim.experiments.comparing.compare import compare
from sim.experiments.load.loads import Loads, place_of
from sim.experiments.load.margin import margins
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.requirement import MeanRequired
from sim.experiments.running.sample_problem import Sample
from sim.experiments.runs.run import run
from sim.experiments.searches.robustness import robustness
from sim.pages.verdicts import page_of
from sim.results.judged import judge
from sim.worktime import HOUR

KEPT = "kept: {service: main, from: submitted, to: decided, limit: 3 wh, clock: working, judged: mean}"
BROKEN = "broken: {service: main, from: submitted, to: decided, limit: 0.2 wh, clock: working, judged: mean}"


@pytest.fixture(scope="module")
def on_mean(tmp_path_factory: pytest.TempPathFactory) -> WhatIf:
    rate = "channels: {hall: {rate: {value: 8 /wd, source: guess}}}"
    return hall(tmp_path_factory.mktemp("hall"), kept=KEPT, broken=BROKEN, channels=rate)


def text_of(verdicts: list, lang: str) -> str:
    page = page_of(verdicts, lang)
    return "\n".join(str(part) for section in (*page.sections, *page.details) for part in section.parts)


# -- what a file may say ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("limit: 2 wd, judged: mean, required_share: 0.9", "has no required_share"),
        ("limit: 2 wd", '"required_share" is missing'),
        ("limit: 2 wd, judged: median, required_share: 0.9", '"median" is not allowed; allowed: share, mean'),
        ("limit: 0 wd, judged: mean", "of which there is no mean"),
    ],
)
def test_what_does_not_go_together_is_refused_in_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        hall(tmp_path, kept=f"kept: {{service: main, from: submitted, to: decided, {line}}}")
    (fault,) = caught.value.faults
    assert said in fault.message
    assert fault.line == 18


def test_nothing_can_be_hurried_by_a_mean(tmp_path: Path) -> None:
    urgent = "task: work, pool: desk, work: 60 min, urgency: {clock: kept, classes: {50%: 1}}}"
    whatif = hall(tmp_path, kept=KEPT, task=f"- {{{urgent}")
    with pytest.raises(ModelError, match="judged on the mean, so no single case has a limit"):
        _ = whatif.program


# -- who is judged ------------------------------------------------------------------------------------------


def judged_of(raw: Raw, *arrivals: str | tuple[str, str]):
    played = play(raw, *arrivals)
    return judge(played.program, played.outcome, played.program.names.clocks.index("t")), played


def test_the_mean_is_that_of_all_who_came_there() -> None:
    found, _ = judged_of(
        scenario([task("a")], targets={"t": mean_target("arrived", "finished", "1 wh")}), *["Mon 09:00"] * 3
    )
    needed = MeanRequired(1.0, unit=HOUR)
    assert needed.counted(found) == (6 * HOUR, 3, 0)
    assert needed.value([found]) == 2.0


def test_open_cases_count_with_what_they_have_taken_and_keep_the_mean_open() -> None:
    """The first is done after an hour, the other has waited from Monday 10:00 to the end, some days."""
    raw = scenario(
        [task("a"), {"choice": "way", "options": [{"when": "channel == 'post'", "do": [wait("w", "300 cd")]},
                                                  {"otherwise": True, "do": []}]}],
        channels={"hall": {"rate": "1 /wd"}, "post": {"rate": "1 /wd"}},
        targets={"t": mean_target("arrived", "finished", "1 cd", "elapsed")},
    )  # fmt: skip
    found, played = judged_of(raw, "Mon 09:00", ("Mon 09:00", "main.post"))
    waited = int(found.so_far.sum())
    assert waited == played.outcome.ended_at - int(played.outcome.stamps[1, 0])
    assert MeanRequired(1.0, unit=24 * HOUR).counted(found) == (HOUR + waited, 2, 1)


def test_who_ends_otherwise_is_not_judged_however_long_it_took() -> None:
    raw = scenario(
        [wait("w", "5 h"), {"end": "refused"}],
        targets={"t": mean_target("arrived", "finished", "1 h", "elapsed"),
                 "late": target("arrived", "decided", "1 h", "elapsed")},
    )  # fmt: skip
    raw["services"]["main"]["flow"].insert(0, {"milestone": "accepted"})
    raw["services"]["main"]["flow"].insert(2, {"choice": "c", "options": [
        {"share": 1, "do": [{"end": "refused"}]}, {"share": 0, "do": [{"milestone": "decided"}]}]})  # fmt: skip
    raw["targets"]["t"]["to"] = "decided"
    found, _ = judged_of(raw, "Mon 09:00")
    assert (found.judged, found.not_judged) == (0, (("refused", 1),))


# -- what the experiments make of it ------------------------------------------------------------------------


def test_check_judges_the_mean(on_mean: WhatIf) -> None:
    kept, broken = check(on_mean, draws=8)
    assert (kept.verdict, broken.verdict) == ("met", "not_met")
    assert (kept.judged, kept.on_time_share, kept.required_share) == ("mean", None, None)
    assert kept.mean is not None
    assert kept.low <= kept.mean <= kept.high <= 3.0
    told = kept.to_dict()
    assert (told["on_time_share"], told["ci"], told["mean"]) == (None, [None, None], round(kept.mean, 4))
    assert told["mean_ci"] == [round(kept.low, 4), round(kept.high, 4)]
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert kept.doubt is not None
    assert broken.doubt is not None
    assert (kept.doubt.kept, broken.doubt.kept) == (1.0, 0.0)
    for lang, words in (("en", "at most 3 working hours required"), ("zh", "要求平均不超过 3 个工作小时")):
        assert words in text_of([kept, broken], lang)
    assert "on time" not in str(kept)


def test_the_mean_is_that_of_the_cases(on_mean: WhatIf) -> None:
    """The same from `run`, event by event and from the kernel's own sums."""
    made = run(on_mean, replications=3, detail="cases")
    summed = run(on_mean, replications=3, detail="summary")
    (whole,) = [one for one in summed.targets if one.target == "kept"]
    (own,) = [one for one in made.on_time if one.part == "kept"]
    assert own.on_time is None
    assert own.mean is not None
    assert whole.share is None
    assert whole.late is None
    assert whole.mean == pytest.approx(own.mean.estimate)
    assert whole.to_dict()["on_time"] is None


def test_cases_still_open_leave_it_undecided(tmp_path: Path) -> None:
    slow = "wait: w, for: {mean: 30 wd, p90: 60 wd}, party: applicant}"
    whatif = hall(tmp_path, kept=KEPT.replace("3 wh", "90 wd"), task=f"- {{{slow}")
    (found,) = check(whatif, ["kept"], budget=0.1, ends=False)
    assert (found.verdict, found.why_undecided) == ("undecided", "open_cases")
    assert found.undetermined > 0
    assert found.to_dict()["mean_ci"][1] is None
    for lang, words in (("en", "the mean has no upper end"), ("zh", "平均值就没有上限")):
        assert words in text_of([found], lang)


def test_loads_and_flips_turn_where_the_mean_crosses_the_limit(on_mean: WhatIf) -> None:
    sample = Sample(24, on_mean.seed, Crew(1))
    loads = Loads(on_mean)
    found = margins(loads, ["kept"], sample)["kept"]
    assert found.kind == "turns"
    assert found.kept is not None
    assert found.broken is not None
    for load, good in ((found.kept, True), (found.broken, False)):
        assert sample.keeps(loads[place_of(load)], "kept") == good
        assert (sample.value(loads[place_of(load)], "kept") <= 3.0) == good
    assert found.binding is not None
    assert found.binding.pool is not None
    assert found.binding.pool.unit_name == "wh"
    assert found.to_dict()["required_mean"] == 3.0


def test_robustness_moves_a_number_until_the_mean_crosses(on_mean: WhatIf) -> None:
    made = robustness(on_mean, targets=["kept"], replications=4, budget=20, draws=1)
    (found,) = made.targets
    assert found.kept
    assert found.value is not None
    assert found.required.unit_name == "wh"
    assert {"mean", "required_mean"} <= found.to_dict().keys()
    assert "working hours" in str(made) or "wh" in str(made)


def test_a_comparison_tells_the_mean_and_no_share(on_mean: WhatIf) -> None:
    made = compare(on_mean, {"more": on_mean.with_settings([])}, targets=["kept"], replications=4)
    change = made.change("more", "kept")
    assert change.of("on_time_share").before is None
    assert change.of("mean").before is not None


def test_levers_are_given_parts_of_the_mean_and_of_no_share() -> None:
    seen = [_Seen(2, 2, np.array([HOUR, 3 * HOUR])), _Seen(1, 1, np.array([2 * HOUR]))]
    assert _measures(seen)["on_time_share"].estimate == 1
    told = _measures(seen, "mean")
    assert told["mean"].estimate == 2 * HOUR
    assert math.isnan(told["on_time_share"].estimate)
    open_case = [*seen, _Seen(2, 1, np.array([HOUR]))]
    assert math.isnan(_measures(open_case, "mean")["mean"].estimate)
