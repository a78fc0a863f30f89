"""What one replication leaves behind, as plain columns; `sim.results` makes frames of it."""

from __future__ import annotations

from typing import NamedTuple

from sim.engine.nodes import Ints
from sim.frozen import dataclass


class Row(NamedTuple):
    """One event row, numbered by its place in the table (SEMANTICS 7.1)."""

    case: int
    node: int
    visit: int
    alternative: int
    """-1 for a timer, or for a task withdrawn before it started."""
    enqueued: int
    started: int
    completed: int
    withdrawn: int
    enabled_by: int


class UnderWay(NamedTuple):
    """A task, session, wait or require that a case is at when the simulation ends."""

    case: int
    node: int
    visit: int
    enqueued: int
    """NEVER at a require, which has no row."""
    started: int


@dataclass(frozen=True, eq=False)
class Outcome:
    """One replication. Instants that never came are NEVER; every array has one entry a case."""

    replication: int
    seed: int
    ended_at: int
    """How far the simulation went: the horizon, or earlier when every judged case was finished."""
    rows: Ints | None
    """(rows, 9): event rows, columns as in `Row`; None unless the detail level is `events`."""
    under_way: Ints
    """(rows, 5): what cases are at when the simulation ends, columns as in `UnderWay`, by case, step and visit."""

    service: Ints
    stream: Ints
    epoch: Ints
    member: Ints
    stamps: Ints
    """(cases, stamps)."""
    outcome: Ints
    later_outcome: Ints
    attempts: Ints
    finished_by: Ints
    attributes: tuple[Ints, ...]
    """By attribute: fixed-point values of the cases of its service, -1 for others."""
    clock_value: Ints
    """(cases, clocks): µs, or dates for a statutory clock; -1 where the clock never began."""
    clock_late_at: Ints
    """(cases, clocks): instant the limit was reached, NEVER if it was not."""

    stamped_again: Ints
    """(cases, clocks): 1 where the stamp a clock ended with came once more, at a later instant."""

    busy: Ints
    """By pool: working µs spent in the judged window."""
    overtime: Ints
    """By pool: µs worked after closing in the judged window."""
    held: Ints
    """By pool: µs in open hours in which a unit was kept without work being done at it, in the judged window."""
    served: Ints
    """By pool: tasks completed in the judged window."""
    session_taken: Ints
    """By session: cases its meetings took in the judged window."""
    session_short: Ints
    """By session: places that stayed empty for lack of staff while cases in time waited."""
    visitors: Ints
    """(steps in person, 5): in the judged window, visitors that came, went away at the sight of the queue, gave up
    waiting, went away to come back, and were called while they were elsewhere."""
    tasks: int
    """Event rows there are, kept or not: the measure of how much was simulated."""
    void_work: int
    """Completions that came too late to matter to their case, although units had worked on them."""

    def row(self, number: int) -> Row:
        """One event row. Raises ValueError if rows were not kept."""
        if self.rows is None:
            raise ValueError("event rows were not kept: run with detail 'events'")
        return Row(*self.rows[number].tolist())
