"""A later check whose every wait and work is fixed, and levers tried on small scenarios."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from engine.office import Played, Raw, play
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.model.scenario import Scenario

CHECK: Raw = {
    "pool": "inspector",
    "work": "60 min",
    "after": "2 cd",
    "within": "3 cd",
    "failed": 0,
    "rectify": "1 cd",
    "still_failing": 0,
}
YES_NO: Raw = {"kind": {"values": {"simple": 0.5, "other": 0.5}}}
"""An attribute `kind` of the cases."""


def timeline(scenario: Scenario, *coming: str) -> Played:
    return play(compile_program(scenario), *(coming or ("Mon 09:00",)))


def steps_of(played: Played, case: int = 0) -> list[str]:
    return [row[0] for row in played.rows(case)]


def by_kind(scenario: Scenario, value: str) -> Scenario:
    """The scenario all of whose cases are of one kind."""
    service = scenario.services["main"]
    shares = {name: {"value": float(name == value)} for name in ("simple", "other")}
    kind = service.attributes["kind"].model_validate({"values": shares})
    changed = service.model_copy(update={"attributes": {**service.attributes, "kind": kind}})
    return scenario.model_copy(update={"services": {**scenario.services, "main": changed}})


def refused(attempt: Callable[[], object]) -> tuple[str, str]:
    """The parameter and the message of a refusal."""
    with pytest.raises(Refusal) as caught:
        attempt()
    return caught.value.parameter, caught.value.message


def not_valid(model: type[Any], stated: Raw) -> str:
    """The message of parameters that do not fit each other."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(stated)
    return str(caught.value.errors(include_url=False)[0]["msg"])
