"""A hall of two counters and two back offices, as a file: where the levers of these tests are switched on.

Hand-worked with one case at Mon 09:00 (office 9–17): `a_intake` 20 min, `a_review` 60 min, a walk of 30 min,
`b_intake` 10 min, `b_review` 90 min; before any lever it is done at 12:30.
"""

from __future__ import annotations

from sim.experiments.questions.whatif import WhatIf
from sim.levers import REGISTRY
from sim.model.blocks import walk
from sim.model.reading import read_text
from sim.model.scenario import Scenario

FILE = "hall.yaml"
HALL = """\
onewindow: 1
title: hall
jurisdiction: testland
default_variant: after
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 10 wd, follow_up: 20 wd}
pools:
  counter_a: {name: a, kind: window, capacity: 1}
  counter_b: {name: b, kind: window, capacity: 1}
  window: {name: one, kind: window, capacity: 2}
  office_a: {name: oa, kind: reviewer, capacity: 1}
  office_b: {name: ob, kind: reviewer, capacity: 1}
services:
  main:
    name: main
    channels: {hall: {rate: 1 /wd}}
    flow:
      - item: part_a
        do:
          - task: a_intake
            pool: counter_a
            work: 20 min
          - task: a_review
            pool: office_a
            work: 60 min
      - item: part_b
        do:
          - wait: walk
            for: 30 min
          - task: b_intake
            pool: counter_b
            work: 10 min
          - task: b_review
            pool: office_b
            work: 90 min
      - milestone: decided
variants:
  before: {}
  after:
    levers:
ONE_WINDOW
PARALLEL
"""
ONE_WINDOW = """\
      - one_window:
          pools: [counter_a, counter_b]
          into: window
          drop: [walk]
          intake: [a_intake]
          longer: 1.5
          hand_over: 15 min"""
PARALLEL = """\
      - parallel_approval:
          id: together
          steps: [part_a, part_b]"""


def hall(one_window: str = ONE_WINDOW, parallel: str = PARALLEL, **changes: str) -> str:
    """The file's text with these levers in `after`; `changes` replace words of it, old by new."""
    text = HALL.replace("ONE_WINDOW", one_window).replace("PARALLEL", parallel).replace("\n\n", "\n")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def ask(
    text: str, variant: str = "after", with_: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> WhatIf:
    return WhatIf(FILE, read_text(text, FILE), variant=variant, with_=with_, without=without)


def applied(lever: str, text: str, variant: str = "after") -> tuple[Scenario, Scenario]:
    """The scenario before and after one of the variant's levers alone."""
    others = tuple(name for name in REGISTRY if name != lever)
    asked = ask(text, variant, without=tuple(name for name in others if f"- {name}:" in text))
    return asked.stated, asked.scenario


def ids(scenario: Scenario, service: str = "main") -> list[str]:
    """Ids of all blocks of a service, outer before inner."""
    return [block.id for block in walk(scenario.services[service].flow)]


def place(text: str, words: str) -> str:
    """`file:line:column` of a key with its value: a list stands where its key does, anything else at its value."""
    line, begin = next(
        (number, line.index(words) + 1) for number, line in enumerate(text.splitlines(), 1) if words in line
    )
    return f"{FILE}:{line}:{begin if '[' in words else begin + words.index(': ') + 2}"
