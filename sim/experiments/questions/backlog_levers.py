"""A backlog belongs to the flow it was drawn up in: does each row still mean the same under the levers in force?

A row says under which levers it was drawn up (`levers`, none unless stated). Where others are in force its cases must
have the same steps before them in both flows, apart from those a lever adds or takes away. Otherwise steps would be
skipped or done twice in silence: the second of two steps that a lever puts side by side counts as done for a case at
the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.compile import CompileError, compile_program
from sim.engine.compile.backlog import ROWS
from sim.engine.compile.faults import so_too
from sim.engine.compile.flow import without_documents
from sim.engine.compile.standing import places_in
from sim.engine.nodes import AGAIN, CHOICE, FORK, MILESTONE, SESSION, TASK, TIMER
from sim.engine.program import Program
from sim.levers import REGISTRY, apply_levers, levers_in_force
from sim.model import Fault, Scenario
from sim.model.backlog import OpenCases
from sim.model.faults import listed
from sim.model.names import unknown
from sim.model.scenario import LeverUse

Ahead = frozenset[str]
"""Steps and milestones, by id."""


@dataclass(frozen=True)
class InForce:
    """A scenario under levers."""

    stated: Scenario
    levers: tuple[LeverUse, ...]
    scenario: Scenario
    """With these levers."""

    @property
    def names(self) -> str:
        """The levers as a message names them."""
        return listed(dict.fromkeys(use.name for use in self.levers)) if self.levers else "none"


def moved(now: InForce, program: Program) -> tuple[Fault, ...]:
    """Rows of the backlog that mean something else than where they were drawn up; `program`: of the scenario now."""
    scenario = now.scenario
    in_force = frozenset(use.name for use in now.levers)
    by_levers: dict[frozenset[str], list[int]] = {}
    for number, row in enumerate(scenario.study.backlog):
        by_levers.setdefault(row.made_under, []).append(number)
    ahead = _ahead_of(program)
    faults: list[Fault] = []
    for made_under, rows in by_levers.items():
        strange = sorted(made_under - REGISTRY.keys())
        if strange:
            message = f"levers: {unknown('lever', strange[0], REGISTRY)}{so_too(len(rows))}"
            faults.append(scenario.fault_at(f"study.backlog.{rows[0]}.levers", message))
        elif made_under != in_force:
            met: dict[str, list[int]] = {}
            for number, message in _compared(now, program, made_under, rows, ahead):
                met.setdefault(message, []).append(number)
            for message, alike in met.items():
                faults.append(scenario.fault_at(f"study.backlog.{alike[0]}.at", message + so_too(len(alike))))
    return tuple(faults)


def taken_away(now: InForce, path: str) -> str:
    """The end of a message about a row whose step stands in the flow as stated, and no more under the levers."""
    parts = path.split(".")
    if not now.levers or parts[:2] != ["study", "backlog"] or parts[-1] != "at":
        return ""
    row = now.scenario.study.backlog[int(parts[2])]
    before, after = (_places(scenario, row) for scenario in (now.stated, now.scenario))
    gone = [position.place for position in row.positions if position.place in before - after]
    return f'; "{gone[0]}" was taken away by a lever in force: {now.names}' if gone else ""


def _places(scenario: Scenario, row: OpenCases) -> set[str]:
    service = scenario.services.get(row.service)
    return set() if service is None else set(places_in(without_documents(service.flow)))


def _compared(
    now: InForce,
    program: Program,
    made_under: frozenset[str],
    rows: Sequence[int],
    lies_ahead: dict[int, Ahead],
) -> Iterator[tuple[int, str]]:
    """Rows that mean something else now, each with the message."""
    uses = [use for use in levers_in_force(now.stated, sorted(made_under)) if use.name in made_under]
    then, known_rows = _drawn_up(apply_levers(now.stated, uses), rows)
    before, known = _ahead_of(then), (_steps(then), _steps(program))
    for place, ahead in before.items():
        number = known_rows[place]
        row = now.scenario.study.backlog[number]
        stamps = then.names.stamps
        skipped = sorted(
            (ahead - lies_ahead[number]) & known[1][row.service], key=lambda name: (name in stamps, name)
        )
        twice = sorted(
            (lies_ahead[number] - ahead) & known[0][row.service], key=lambda name: (name in stamps, name)
        )
        if not skipped and not twice:
            continue
        what = f'never come to "{skipped[0]}"' if skipped else f'do "{twice[0]}" once more'
        drawn = f"under {listed(sorted(made_under))}" if made_under else "without levers"
        message = (
            f'at: a case at "{row.at}" would {what}: the row was drawn up {drawn}, in force: {now.names}; draw it up '
            "under the levers in force and name them in the column levers"
        )
        yield number, message


def _drawn_up(scenario: Scenario, rows: Sequence[int]) -> tuple[Program, list[int]]:
    """The program of the flow the rows were drawn up in, and which rows it holds.

    Those that name what only the levers in force make are left out: they can mean nothing else.
    """
    left = list(rows)
    while True:
        own = tuple(scenario.study.backlog[number] for number in left)
        study = scenario.study.model_copy(update={"backlog": own})
        try:
            return compile_program(scenario.model_copy(update={"study": study})), left
        except CompileError as fault:
            wrong = {
                int(one.path.split(".")[2]) for one in fault.all if one.path.startswith("study.backlog.")
            }
            if not wrong:
                raise
            left = [number for place, number in enumerate(left) if place not in wrong]


def _ahead_of(program: Program) -> dict[int, Ahead]:
    """By row of the table: what still lies before its cases."""
    known: dict[int, Ahead] = {}
    found = {}
    for epoch, entry in zip(program.backlog_epoch.tolist(), program.backlog_entry.tolist(), strict=True):
        if entry not in known:
            known[entry] = _reached(program, entry)
        found[epoch % ROWS] = known[entry]
    return found


def _reached(program: Program, entry: int) -> Ahead:
    nodes = program.nodes
    seen, waiting = {entry}, [entry]
    while waiting:
        node = waiting.pop()
        kind = int(nodes.kind[node])
        following = [int(nodes.following[node])]
        rows = slice(int(nodes.first[node]), int(nodes.first[node]) + int(nodes.count[node]))
        if kind == CHOICE:
            following += program.option_entry[rows].tolist()
        elif kind == FORK:
            following += program.branch_entry[rows].tolist()
        elif kind == AGAIN:
            following.append(int(nodes.target[node]))
        fresh = {node for node in following if node >= 0} - seen
        seen |= fresh
        waiting += fresh
    return frozenset(_said(program, node) for node in seen) - {""}


def _said(program: Program, node: int) -> str:
    """A step that takes time, or a milestone; other nodes do nothing of their own."""
    nodes, names = program.nodes, program.names
    kind = int(nodes.kind[node])
    if kind == MILESTONE:
        return names.stamps[int(nodes.stamp[node])]
    return names.steps[int(nodes.step[node])] if kind in (TASK, TIMER, SESSION) else ""


def _steps(program: Program) -> dict[str, Ahead]:
    """Everything each service has."""
    nodes = program.nodes
    return {
        name: frozenset(_said(program, node) for node in np.flatnonzero(nodes.service == number).tolist())
        for number, name in enumerate(program.names.services)
    }
