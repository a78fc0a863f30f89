"""Levers of the hall together: in registry order on one scenario, each changes what runs, and no id stands twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from engine.office import Raw, pool, scenario, target, task, wait, window

from sim.engine.compile import compile_program
from sim.engine.reference import simulate
from sim.levers import REGISTRY
from sim.model.blocks import End, Milestone, Require, walk
from sim.model.scenario import Scenario

SYSTEM: Raw = {"name": "system", "kind": "system", "capacity": 50, "hours": "24h"}
POOLS: dict[str, Raw] = {
    **{name: window(2) for name in ("counter", "elsewhere")},
    **{name: pool(2) for name in ("desk", "tax", "chief", "supervisor", "inspector")},
    "system": SYSTEM,
}
FLOW: list[Raw] = [
    {
        "documents": "file",
        "mode": "return",
        "papers": {"plan": {"missing": 0.3}},
        "do": [task("intake", "counter", "20 min", intake=True)],
        "prepare": "1 cd",
        "again": 0.1,
        "maximum": 3,
    },
    {"milestone": "accepted"},
    {"stage": "permits", "promised": "4 wd", "do": [
        {"item": "permit", "promised": "2 wd", "do": [task("review", work="3 h")]},
        {"item": "tax", "promised": "2 wd",
         "do": [task("tax_review", "tax", "2 h"), task("tax_entry", "tax", "10 min")]},
    ]},
    task("handle", "desk", "30 min"),
    {"milestone": "decided"},
    wait("later", "1 h"),
]  # fmt: skip
CHECK: Raw = {
    "pool": "inspector", "work": "1 h", "after": "5 cd", "within": "60 wd", "failed": 0.1, "rectify": "2 cd",
    "still_failing": 0.2,
}  # fmt: skip
USES: dict[str, Raw] = {
    "separated_intake": {"counter": "elsewhere", "split": {"handle": 0.2}},
    "supervisor_window": {"documents": "file", "supervisor": {"pool": "supervisor", "work": "20 min"}, "share": 0.4},
    "automatic_approval": {
        "id": "auto", "steps": ["review"], "system": {"pool": "system", "work": "3 min"}, "share": 0.4,
    },
    "credit_approval": {
        "id": "trusted", "steps": ["tax_entry"], "attribute": "credit", "classes": {"A": 0.3, "B": 0.7},
        "instant": ["A"], "check": CHECK,
    },
    "chief_representative": {"items": {"tax": {"pool": "chief", "work": "20 min", "share": 0.5}}},
    "cross_region": {
        "id": "wuhan", "of": "hall", "share": 0.2, "transfer": "1 wd", "mail": {"time": "2 cd", "after": "decided"},
    },
    "appointment": {"tasks": ["intake"], "session": "slots", "who": {"share": 0.5}, "class": -1},
    "green_channel": {"tasks": ["review", "tax_review"], "share": 0.2},
    "hour_list": {"targets": ["kept"], "parts": ["permit"]},
    "lead_department": {"stage": "permits"},
    "deemed_approval": {"items": ["permit", "tax"]},
    "extended_hours": {"pools": ["counter"], "hours": "09:00-19:00", "weekend": "09:00-12:00"},
}  # fmt: skip


def built() -> Scenario:
    targets = {"kept": target("accepted", "decided", "3 wd", "statutory")}
    raw = scenario(FLOW, pools=POOLS, targets=targets, channels={"hall": {"rate": "6 /wd"}})
    raw["sessions"] = {"slots": {"name": "slots", "at": ["09:30", "14:00"], "places": 3}}
    return Scenario.model_validate(raw)


def applied(without: str = "") -> Scenario:
    made = built()
    for name, lever in REGISTRY.items():
        if name in USES and name != without:
            stated: Any = lever.parameters.model_validate(USES[name])
            made = lever.apply(made, stated)
    return made


def test_all_together_run_and_no_id_stands_twice() -> None:
    before, made = built(), applied()
    found = Counter(
        block.id
        for block in walk(made.services["main"].flow)
        if not isinstance(block, (Milestone, End, Require))
    )
    assert [name for name, count in found.items() if count > 1] == []
    outcome = simulate(compile_program(made), seed=1, replication=0, events=True, stop_when_judged=False)
    assert outcome.rows is not None
    assert len(outcome.rows) > 300
    assert before == built()


@pytest.mark.parametrize("name", USES)
def test_each_changes_what_runs(name: str) -> None:
    assert compile_program(applied(without=name)).digest != compile_program(applied()).digest
