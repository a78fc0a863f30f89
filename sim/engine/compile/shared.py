"""What the flows of all services fill together: columns, numbering, and the names that have a meaning of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from sim.engine.compile.code import Codes
from sim.engine.compile.columns import Draws, NodeColumns, Numbered, Tables
from sim.engine.compile.times import Times
from sim.engine.compile.work import TableOf, quantiles
from sim.frozen import dataclass
from sim.model.blocks import Block

PARTIES = ("government", "intermediary", "utility", "applicant")
DEEMED = "deemed"
"""Milestone of a case something of which was granted by silence; and the outcome of one that ended so."""
LAST = " (last)"
"""Ends the name of a stamp that is set anew each time."""
COMPLETED = "completed"
"""Outcome of a case whose flow ran to its natural end."""


@dataclass(frozen=True)
class Step:
    """What a step number stands for."""

    service: str
    id: str
    block: Block
    inside: tuple[str, ...]
    """Items and stages around it, outermost first."""


@dataclass(frozen=True)
class Watched:
    """A clock some node looks at, and the part of its limit that matters there."""

    node: int
    clock: str
    part: float
    queue_class: int | None = None
    """The class a waiting request gets then; None: the node itself is a timer on the clock."""


@dataclass
class Shared:
    """Columns and numbering that all services fill together."""

    times: Times
    quantiles: TableOf = quantiles
    nodes: NodeColumns = field(default_factory=NodeColumns)
    steps: list[Step] = field(default_factory=list)
    stamps: Numbered = field(default_factory=lambda: Numbered("arrived", "finished"))
    outcomes: Numbered = field(default_factory=lambda: Numbered(COMPLETED))
    items: Numbered = field(default_factory=Numbered)
    tables: Tables = field(default_factory=Tables)
    draws: Draws = field(default_factory=Draws)
    options: list[tuple[int, int, int]] = field(default_factory=list)
    again_threshold: list[int] = field(default_factory=list)
    branch_entry: list[int] = field(default_factory=list)
    work_table: list[int] = field(default_factory=list)
    balks: list[tuple[int, int]] = field(default_factory=list)
    """(how many wait, threshold of who goes away then)."""
    in_person: int = 0
    """Steps that need the visitor, so far."""
    stays: int = 0
    """Tasks that keep their units for others, so far."""
    factors: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(condition, from, until, millionths) of what makes work longer or shorter."""
    clears: dict[int, list[int]] = field(default_factory=dict)
    stamped_anew: dict[str, set[str]] = field(default_factory=dict)
    """By service: milestones of which a target counts the last stamp."""
    conditions: dict[tuple[str, str], int] = field(default_factory=dict)
    """By target: what a case must fulfil to be judged on it."""
    codes: Codes = field(default_factory=Codes)
    background_continues: list[int] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)
    """Clocks by name, to be numbered once all clocks are known."""
    timed_steps: frozenset[tuple[str, str]] = frozenset()
    """(service, step) that a target looks at: they stamp when they are joined and done."""

    def branches(self, entries: list[int]) -> dict[str, int]:
        """Columns of a FORK with these branches."""
        first = len(self.branch_entry)
        self.branch_entry += entries
        return {"first": first, "count": len(entries)}


def last_of(milestone: str) -> str:
    """Name of the stamp that holds the last time a milestone was stamped."""
    return f"{milestone}{LAST}"


def party_bits(parties: Sequence[str]) -> int:
    """The parties of a node in one number."""
    return sum(1 << PARTIES.index(party) for party in set(parties))
