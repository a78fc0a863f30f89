"""Checking a scenario: which targets, how much work, and what stands in the record."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from small_hall import hall

from onewindow.testing.message import to_decide
from sim.experiments.questions.headlines import headlines, questions_of
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import NOMINAL_TASKS_PER_SECOND, Evidence
from sim.experiments.statistics.looks import LOOKS
from sim.experiments.verdicts.check import check, parse_budget
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.model import ModelError
from sim.pages.verdict_details import why_undecided
from sim.words.faults import in_chinese

FIXED = {
    "task": "- {task: work, pool: desk, work: 30 min}",
    "desk": "desk: {name: desk, kind: reviewer, capacity: 90}",
}
"""Nobody queues, and every case takes half an hour of office time."""


SPAN = "service: main, from: submitted, to: decided"
BOUNDARY = f"kept: {{{SPAN}, limit: 1.13 wh, clock: working, required_share: 0.66}}"


def only(asked: WhatIf, target: str = "kept", budget: float = 1.0) -> TargetVerdict:
    (verdict,) = check(asked, [target], ends=False, budget=budget)
    return verdict


def test_targets_come_in_the_file_s_order(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    assert [v.target for v in check(asked, ["broken", "kept"], ends=False)] == ["kept", "broken"]
    assert [v.verdict for v in check(asked, ends=False)] == ["met", "not_met"]


def test_margins_are_looked_for_where_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def noted(_loads: object, targets: list[str], *_: object) -> dict[str, None]:
        asked.append(targets)
        return dict.fromkeys(targets)

    monkeypatch.setattr("sim.experiments.load.margin.margins", noted)
    for margin in (True, ("broken", "elsewhere"), (), False):
        assert len(check(hall(tmp_path), ends=False, margin=margin)) == 2
    assert asked == [["kept", "broken"], ["broken"]]


def test_the_cores_do_not_matter(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    with Crew(2) as two:
        shared = [v.to_dict() for v in check(asked, crew=two)]
    assert [v.to_dict() for v in check(asked, crew=Crew(1))] == shared


def test_a_target_of_another_scenario(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match='did you mean "broken"'):
        check(hall(tmp_path), ["brokn"])


def test_a_scenario_without_targets(tmp_path: Path) -> None:
    path = tmp_path / "bare.yaml"
    text = hall(tmp_path).source.file
    lines = Path(text).read_text("utf-8").splitlines()
    path.write_text(
        "\n".join(line for line in lines if "required_share" not in line and line != "targets:"), "utf-8"
    )
    from sim.experiments.questions.whatif import load

    with pytest.raises(ModelError, match="states no targets"):
        check(load(str(path)))


def test_the_budget_is_an_amount_of_work(tmp_path: Path) -> None:
    """A target at its boundary takes every look its budget pays for; the machine's pace plays no part."""
    boundary = hall(tmp_path, kept=BOUNDARY)
    evidence = Evidence(boundary.program, boundary.seed, Crew(1), boundary.engine_name)
    evidence.grow(LOOKS[0])
    for look in LOOKS[:3]:
        enough = (look + 0.5) * evidence.tasks_per_replication / NOMINAL_TASKS_PER_SECOND
        verdict = only(boundary, budget=enough)
        assert (verdict.verdict, verdict.replications) == ("undecided", look)
    assert only(boundary, budget=1e-9).replications == LOOKS[0]


def test_an_undecided_verdict_says_how_much_more_it_takes(tmp_path: Path) -> None:
    boundary = hall(tmp_path, kept=BOUNDARY)
    verdict = only(boundary, budget=0.001)
    assert verdict.verdict == "undecided"
    assert verdict.likely_more is None or verdict.likely_more + LOOKS[0] in LOOKS
    assert verdict.low < 0.66 < verdict.high


@pytest.mark.parametrize(
    ("text", "seconds"), [("60s", 60), ("2 min", 120), ("1h", 3600), ("0.5", 0.5), (" 3 s ", 3)]
)
def test_parse_budget(text: str, seconds: float) -> None:
    assert parse_budget(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "0", "-1s", "1 d", "1e3", "∞"])
def test_parse_budget_refuses(text: str) -> None:
    with pytest.raises(ModelError, match="is not a time"):
        parse_budget(text)


@pytest.mark.parametrize(
    ("limit", "clock", "value"),
    [
        ("1 wd", "working", 0.0625),
        ("2 wh", "working", 0.5),
        ("40 h", "elapsed", 0.5),
        ("90 min", "elapsed", 30),
        ("1 cd", "elapsed", 0.0208),
        ("1 wd", "statutory", 0),
        ("1 cd", "statutory", 0),
    ],
)
def test_quantiles_are_in_the_limit_s_unit(tmp_path: Path, limit: str, clock: str, value: float) -> None:
    target = f"kept: {{{SPAN}, limit: {limit}, clock: {clock}, required_share: 0.5}}"
    told = only(hall(tmp_path, kept=target, **FIXED)).to_dict()
    assert told["p50"] == value
    assert told["p50_ci"] == [value, value]
    assert (told["limit"], told["unit"], told["clock"]) == (float(limit.split()[0]), limit.split()[1], clock)
    assert told["elapsed_p50"] == 0.5
    assert told["elapsed_unit"] == "h"


def test_the_limit_in_working_hours_and_office_days(tmp_path: Path) -> None:
    short_day = 'calendar: {wd: 8 wh, hours: "09:00-13:00"}'
    told = only(hall(tmp_path, calendar=short_day, **FIXED)).to_dict()
    assert (told["limit_working_hours"], told["limit_office_days"]) == (16, 4)


def test_seeds_never_turn_met_into_not_met(tmp_path: Path) -> None:
    boundary = hall(tmp_path, kept=BOUNDARY)
    found: dict[str, set[str]] = {}
    for seed in range(1, 6):
        for verdict in check(replace(boundary, seed=seed), ends=False, budget=0.01):
            found.setdefault(verdict.target, set()).add(verdict.verdict)
    assert found["broken"] == {"not_met"}
    assert not {"met", "not_met"} <= found["kept"]


def test_no_interval_has_zero_width(tmp_path: Path) -> None:
    for verdict in check(hall(tmp_path, **FIXED), ends=False):
        assert verdict.on_time_share in (0.0, 1.0)
        assert verdict.high > verdict.low
        assert verdict.low <= verdict.on_time_share <= verdict.high


def test_nobody_judged_is_undecided(tmp_path: Path) -> None:
    asked = hall(tmp_path, channels="channels: {hall: {rate: 0 /wd}}")
    for verdict in check(asked):
        assert (verdict.verdict, verdict.cases, verdict.on_time_share) == ("undecided", 0, None)
        assert (verdict.low, verdict.high) == (0.0, 1.0)
        assert "nobody judged" in str(verdict)
        json.dumps(verdict.to_dict(), allow_nan=False)


def test_the_record_is_plain_json(tmp_path: Path) -> None:
    for verdict in check(hall(tmp_path)):
        told = json.loads(json.dumps(verdict.to_dict(), allow_nan=False))
        assert told["ci"] == [round(verdict.low, 6), round(verdict.high, 6)]
        assert (told["margin"], told["binding_pool"]) == (None, None)  # nobody looked
        assert told["hangs_on"] is None
        assert told["assumptions"] == []


def test_what_check_means() -> None:
    assert questions_of([]) == list(headlines())
    assert questions_of(["gedian/startup"]) == [("gedian/startup", None)]
    assert questions_of(["gedian/startup@before"]) == [("gedian/startup@before", None)]
    assert questions_of(["gd-startup-total"]) == [("gedian/startup", ["gd-startup-total"])]
    assert ("gedian/startup", None) in questions_of([], everything=True)
    with pytest.raises(ModelError, match="neither a scenario nor a target; scenarios: "):
        questions_of(["nonsense"])
    with pytest.raises(
        ModelError, match=r'a target; did you mean "gd-startup-total"\? scenarios: '
    ) as raised:
        questions_of(["gd-startup-totl"])
    assert '既不是方案也不是目标；是不是想写 "gd-startup-total"？方案：' in raised.value.told(str, in_chinese)


def test_headlines_are_the_targets_marked_so() -> None:
    from sim.experiments.questions.whatif import load

    for name, targets in headlines():
        stated = load(name).stated.targets
        assert targets == [target for target, one in stated.items() if one.headline]


@pytest.mark.parametrize(("since", "told"), [("2025-03-04", True), ("2025-03-05", False)])
def test_a_promise_that_later_law_replaced_says_so(tmp_path: Path, since: str, told: bool) -> None:
    later = f"superseded: {{since: {since}, by: 建筑法 第八条}}"
    target = f"kept: {{{SPAN}, limit: 2 wd, clock: working, required_share: 0.9, {later}}}"
    verdict = only(hall(tmp_path, kept=target))
    assert (verdict.superseded is not None) is told
    assert verdict.to_dict()["superseded"] == ({"since": since, "by": "建筑法 第八条"} if told else None)


def test_a_single_look_at_so_many_replications(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    (looked,) = check(asked, ["kept"], ends=False)
    (single,) = check(asked, ["kept"], ends=False, replications=100)
    assert (looked.replications, single.replications) == (24, 100)
    assert (round(looked.confidence, 6), round(single.confidence, 6)) == (0.999, 0.95)
    assert single.high - single.low < looked.high - looked.low
    for wrong in (23, 1_000_001):
        with pytest.raises(ModelError, match=f"replications {wrong}  allowed: 24 to 1,000,000"):
            check(asked, ["kept"], replications=wrong)


def test_an_undecided_single_look_does_not_speak_of_looks_never_taken(tmp_path: Path) -> None:
    asked = hall(tmp_path, kept=BOUNDARY)
    (single,) = check(asked, ["kept"], ends=False, replications=30)
    assert (single.verdict, single.why_undecided) == ("undecided", "replications")
    assert single.to_dict()["why_undecided"] == "replications"
    for lang, told in (("en", "30 replications do not decide it"), ("zh", "30 次模拟未能判定")):
        assert why_undecided(single, lang).startswith(told)
        assert "384" not in why_undecided(single, lang)
        assert "--replications" in why_undecided(single, lang)
    assert "30 replications do not decide it" in to_decide(single, "60s")
    many = replace(single, replications=1000)
    assert "--replications" not in why_undecided(many, "en")
