"""Scenarios that read well and cannot run: compiling refuses them and names the place."""

from __future__ import annotations

import pytest

from sim.engine.compile import CompileError, compile_program
from sim.model.scenario import Scenario

NAME = {"zh": "x", "en": "x"}
TASK = {"task": "serve", "pool": "desk", "work": "10 min"}


def compiled(flow: list[object], **service: object) -> None:
    stated = {
        "onewindow": 1,
        "title": NAME,
        "jurisdiction": "x",
        "calendar": {"wd": "8 wh", "hours": "09:00-17:00"},
        "study": {"start": "2025-03-03", "lead_in": "0 wd", "window": "5 wd", "follow_up": "5 wd"},
        "pools": {"desk": {"name": NAME, "kind": "reviewer", "capacity": 1}},
        "services": {"s": {"name": NAME, "channels": {"hall": {"rate": "1 /h"}}, "flow": flow, **service}},
    }
    compile_program(Scenario.model_validate(stated))


def test_a_background_that_waits_for_itself() -> None:
    compiled([{"background": "later", "do": [TASK]}, {"require": "later"}])
    with pytest.raises(CompileError, match=r"services.s.flow.later.*inside the background it waits for"):
        compiled([{"background": "later", "do": [TASK, {"require": "later"}]}])


def test_an_attribute_called_channel() -> None:
    compiled([TASK], attributes={"way": {"values": {"a": 0.5, "b": 0.5}}})
    with pytest.raises(CompileError, match=r"services.s.attributes.channel.*take another name"):
        compiled([TASK], attributes={"channel": {"values": {"a": 0.5, "b": 0.5}}})
