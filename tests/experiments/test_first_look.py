"""What the reference engine finds while the other one is compiled."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from sim.engine import engines
from sim.experiments.questions.whatif import load
from sim.experiments.running import crew as crews
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.first_look import Seen, crew_of
from sim.experiments.running.requirement import MeanRequired, requirement
from sim.experiments.running.worker import CAN_FORK
from sim.experiments.verdicts.check import check
from sim.words.engine import told

TARGET = "gd-startup-total"
SAID = "sim.experiments.running.first_look"

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="the first look is taken by a forked process")


@pytest.fixture
def compiles(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Have the engine compiled until so much has been told."""

    def until(lines: int) -> None:
        enough = Event()

        class Hears(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                said.append(record)
                if len(said) >= lines:
                    enough.set()

        def make_ready(engine: str) -> None:
            assert engine == "reference" or lines == 0 or enough.wait(60)
            engines.make_ready(engine)

        said: list[logging.LogRecord] = []
        monkeypatch.setattr(logging.getLogger(SAID), "handlers", [Hears()])
        monkeypatch.setattr(crews, "make_ready", make_ready)
        monkeypatch.setattr(crews, "at_hand", lambda engine: engine == "reference")
        monkeypatch.setattr("sim.experiments.running.first_look.available_cores", lambda: 2)

    return until


def first_looks(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [one.told[1] for one in caplog.records if one.name == SAID]  # type: ignore[attr-defined]


def test_what_is_told_is_what_those_replications_give(
    compiles: Callable[[int], None], caplog: pytest.LogCaptureFixture
) -> None:
    compiles(2)
    caplog.set_level(logging.INFO, "sim")
    whatif = load("gedian/startup")
    with crew_of(whatif, None, [TARGET]) as crew:
        evidence = Evidence(whatif.program, whatif.seed, crew, whatif.engine_name)
        evidence.grow(4)
    needed = requirement(whatif.scenario, TARGET)
    looks = first_looks(caplog)[:2]
    assert [(one["n"], one["asked"]) for one in looks] == [(n, "gedian/startup@after") for n in (1, 4)]
    assert [[(seen.target, seen.value) for seen in one["seen"]] for one in looks] == [
        [(TARGET, evidence.value(TARGET, needed, first))] for first in (1, 4)
    ]


@pytest.mark.parametrize("reason", ["nobody listens", "one core", "at hand"])
def test_no_look_is_taken_in_vain(
    reason: str,
    compiles: Callable[[int], None],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiles(0)
    caplog.set_level(logging.WARNING if reason == "nobody listens" else logging.INFO, "sim")
    if reason == "one core":
        monkeypatch.setattr("sim.experiments.running.first_look.available_cores", lambda: 1)
    if reason == "at hand":
        monkeypatch.setattr(crews, "at_hand", lambda _engine: True)
    monkeypatch.setattr("sim.experiments.running.first_look.Crew", None)  # it would be called
    (verdict,) = check("gedian/startup", [TARGET], ends=False)
    assert verdict.replications >= 24


def test_a_look_that_takes_longer_than_compiling_is_given_up(
    compiles: Callable[[int], None], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiles(0)
    caplog.set_level(logging.INFO, "sim")
    monkeypatch.setattr("sim.experiments.running.first_look.TOLD_AFTER", (100_000,))
    (verdict,) = check("gedian/startup", [TARGET], ends=False)
    assert verdict.replications >= 24
    assert first_looks(caplog) == []


def test_the_look_in_words() -> None:
    whatif = load("gedian/startup")
    share, mean = requirement(whatif.scenario, TARGET), MeanRequired(10.0, unit_name="wd")
    seen = [Seen(f"t{n}", None, None, share if n else mean, 0.705 if n else 9.5) for n in range(5)]
    assert told("first_look", {"n": 1, "asked": "hall.yaml", "seen": seen[1:2]}, "en") == (
        "Meanwhile, by the reference engine, one replication of hall.yaml:\n  t1: 70.5% on time (95% required)"
    )
    assert told("first_look", {"n": 4, "asked": "hall.yaml", "seen": seen}, "en").split("\n  ") == [
        "Meanwhile, by the reference engine, 4 replications of hall.yaml:",
        "t0: mean 9.5 working days (at most 10 working days required)",
        "t1: 70.5% on time (95% required)",
        "t2: 70.5% on time (95% required)",
        "and 2 more",
    ]
    assert told("first_look", {"n": 4, "asked": "hall.yaml", "seen": seen[:2]}, "zh").split("\n  ") == [
        "编译期间先用参考引擎模拟 4 次（hall.yaml）：",
        "t0：平均 9.5 个工作日（要求不超过 10 个工作日）",
        "t1：按时 70.5%（要求不低于 95%）",
    ]
