"""Every lever on random scenarios: it refuses, or what it makes is valid, runs, and loses nobody.

Parameters are drawn from what the scenario has, so that levers meet blocks nobody thought of when they were written.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from engine.random_scenarios import scenarios
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.engine.compile import CompileError, compile_program
from sim.engine.reference import simulate
from sim.levers import REGISTRY, Refusal
from sim.model.blocks import Block, Documents, Item, Milestone, Repeat, Session, Stage, Task, Wait, walk
from sim.model.scenario import Scenario

Raw = dict[str, Any]
CHECK: Raw = {
    "pool": "a", "work": "30 min", "after": "1 wd", "within": "60 wd", "failed": 0.5, "rectify": "1 cd",
    "still_failing": 0.5,
}  # fmt: skip
SYSTEM: Raw = {"name": "system", "kind": "system", "capacity": 1, "hours": "24h"}


class Parameters:
    """Draws the parameters of one lever from the ids of one scenario."""

    def __init__(self, draw: st.DrawFn, scenario: Scenario) -> None:
        self.draw = draw
        blocks = list(walk(scenario.services["main"].flow))
        self.tasks = self._ids(blocks, Task)
        self.steps = self._ids(blocks, Task, Wait, Session)
        self.items = self._ids(blocks, Item) or ["none"]
        self.stages = self._ids(blocks, Stage) or ["none"]
        self.documents = self._ids(blocks, Documents) or ["none"]
        self.repeats = self._ids(blocks, Repeat) or ["none"]
        self.milestones = self._ids(blocks, Milestone)

    def _ids(self, blocks: list[Block], *kinds: type[Block]) -> list[str]:
        return list(dict.fromkeys(block.id for block in blocks if isinstance(block, kinds)))

    def pair(self) -> tuple[str, str]:
        """Two steps in the order they stand."""
        if len(self.steps) < 2:
            return "none", "none"
        last = self.draw(st.integers(1, len(self.steps) - 1))
        return self.steps[self.draw(st.integers(0, last - 1))], self.steps[last]

    def one(self, words: list[str]) -> str:
        return self.draw(st.sampled_from(words or ["none"]))

    def some(self, words: list[str], least: int = 1) -> list[str]:
        return self.draw(
            st.lists(st.sampled_from(words or ["none"]), min_size=least, max_size=3, unique=True)
        )

    def of(self, lever: str) -> Raw:
        earlier, later = self.pair()
        at_system = {"pool": "machine", "work": "2 min"}
        who: Raw = self.draw(st.sampled_from([{"share": 0.4}, {"when": "size > 3"}]))
        made: dict[str, Raw] = {
            "extended_hours": {"pools": ["b"], "hours": "08:00-20:00"},
            "green_channel": {"id": "green", "tasks": self.some(self.tasks), **who},
            "deemed_approval": {"items": self.some(self.items)},
            "record_instead": {"id": "rec", "steps": self.some(self.steps), "check": CHECK, **who},
            "area_assessment": {"id": "area", "steps": self.some(self.steps), **who},
            "parallel_approval": {"id": "par", "steps": [self.one(self.steps), self.one(self.steps)]},
            "notice_and_commitment": {
                "id": "pro", "steps": self.some(self.steps), "share": 0.4, "check": CHECK,
            },
            "automatic_approval": {
                "id": "auto", "steps": self.some(self.steps), "system": at_system, "share": 0.5,
            },
            "standard_land": {"id": "land", "steps": self.some(self.steps), **who},
            "one_time_notice": {"documents": self.some(self.documents, 0), "repeats": self.some(self.repeats, 0)},
            "assistance": {
                "documents": self.some(self.documents), "helper": "a", "work": "5 min", "missing": 0.3,
            },
            "sampled_drawing_review": {
                "id": "dr", "steps": [earlier], "sample": 0.3, "at": later,
                "defect": 0.3, "repair": "1 cd",
            },
            "classified_acceptance": {
                "id": "cl", "steps": self.some(self.steps), "self_inspection": "2 h", **who,
            },
            "lead_department": {"stage": (stage := self.one(self.stages)), "due": {stage: "2 wd"}},
            "land_ready_start": {"id": "ready", "steps": [later], "milestone": "middle"},
            "supervisor_window": {
                "documents": self.one(self.documents), "supervisor": {"pool": "a", "work": "5 min"}, "share": 0.5,
            },
            "credit_approval": {
                "id": "cr", "steps": self.some(self.steps), "attribute": "kind", "instant": ["x"], "check": CHECK,
            },
            "early_utilities": {
                "start": "middle", "lines": {"water": {"early": [earlier], "hook_up": later}},
            },
        }  # fmt: skip
        return made[lever]


DRAWN = (
    "extended_hours", "green_channel", "deemed_approval", "record_instead", "area_assessment", "parallel_approval",
    "notice_and_commitment", "automatic_approval", "standard_land", "one_time_notice", "assistance",
    "sampled_drawing_review", "classified_acceptance", "lead_department", "land_ready_start", "supervisor_window",
    "credit_approval", "early_utilities",
)  # fmt: skip


def with_promises(raw: Any) -> Any:
    """The flow with a limit promised for every item."""
    if isinstance(raw, list):
        return [with_promises(entry) for entry in raw]
    if not isinstance(raw, dict):
        return raw
    promised = {"promised": "1 wd"} if "item" in raw else {}
    return {**promised, **{key: with_promises(value) for key, value in raw.items()}}


@st.composite
def levered(draw: st.DrawFn, lever: str) -> tuple[Scenario, Raw]:
    raw = draw(scenarios())
    flow = with_promises(raw["services"]["main"]["flow"])
    place = draw(st.integers(0, 1))
    raw["services"]["main"]["flow"] = [*flow[:place], {"milestone": "middle"}, *flow[place:]]
    raw["targets"]["from_there"] = {**raw["targets"]["working"], "from": "middle"}
    scenario = Scenario.model_validate({**raw, "pools": {**raw["pools"], "machine": SYSTEM}})
    return scenario, Parameters(draw, scenario).of(lever)


def outcome_of(lever: str, scenario: Scenario, parameters: Raw) -> str:
    """ "refused", or "applied" once what it made has run."""
    before = scenario.model_dump_json()
    try:
        stated = REGISTRY[lever].parameters.model_validate(parameters)
        made = REGISTRY[lever].apply(scenario, stated)
    except (Refusal, ValidationError):
        return "refused"
    finally:
        assert scenario.model_dump_json() == before
    program = compile_program(made)
    ids = [block.id for block in walk(made.services["main"].flow) if isinstance(block, (Task, Wait, Session))]
    assert not [name for name, count in Counter(ids).items() if count > 1], "a step stands twice"
    outcome = simulate(program, seed=3, replication=0)
    ended = int((outcome.outcome >= 0).sum())
    assert len(outcome.outcome) >= ended
    parent = simulate(compile_program(scenario), seed=3, replication=0)
    own = outcome.service == 0
    assert int(own.sum()) == int((parent.service == 0).sum()), "a lever neither brings nor takes cases"
    return "applied"


RELAXED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def run(lever: str, examples: int, derandomize: bool) -> Counter[str]:
    counted: Counter[str] = Counter()

    @given(levered(lever))
    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=RELAXED,
        derandomize=derandomize,
        database=None,
    )
    def on_random_scenarios(drawn: tuple[Scenario, Raw]) -> None:
        try:
            counted[outcome_of(lever, *drawn)] += 1
        except CompileError as fault:
            pytest.fail(f"{lever} made what cannot be compiled: {fault}")

    on_random_scenarios()
    return counted


@pytest.mark.parametrize("lever", DRAWN)
def test_it_refuses_or_what_it_makes_runs(lever: str) -> None:
    run(lever, 12, derandomize=True)


@pytest.mark.verification
@pytest.mark.parametrize("lever", DRAWN)
def test_it_refuses_or_what_it_makes_runs_in_hundreds(lever: str) -> None:
    counted = run(lever, 400, derandomize=False)
    assert counted["applied"], "this lever never fitted a random scenario: the test says nothing"
