"""The flow as an engine sees it: nodes, and what each kind of them says.

Nodes (columns of `Nodes`; a missing value is -1):

| kind      | first, count                | other columns                                              |
|-----------|-----------------------------|------------------------------------------------------------|
| TASK      | work tables of its `need`   | need, queue class, draw, pause, since; urgency; patience:  |
|           |                             | its draw, table and calendar, and target, the END it leads |
|           |                             | to                                                         |
| TIMER     | µs spent, draws within (*)  | table (work), calendar (-1: elapsed time), draw, pause; if |
|           |                             | its condition holds, it goes on until the office is open;  |
|           |                             | or clock and limit: over when that clock reaches the limit |
| SESSION   | its work table              | session, draw, pause, since                                |
| CHOICE    | options                     | draw (-1: by condition)                                    |
| REPEAT    | count: rounds behind it (*) | radix: enters a loop, the visit gets a new digit           |
| AGAIN     | shares by visit             | radix, target, condition, draw, mode: 1 a new attempt      |
| FORK      | branch entries              | target (its JOIN), or background (-1: has a join)          |
| JOIN      |                             | mode: 0 all, 1 first; what follows the branch that ends it |
| HOLD      |                             | background it waits for, pause                             |
| MILESTONE |                             | stamp, as of another one (-1: of now), mode: 1 each time   |
|           |                             | anew, else the first time alone                            |
| RELEASE   |                             | keeps: frees what the TASK with this number has kept       |
| DONE      |                             | background that ends here, outcome it gives a finished case|
| END       |                             | outcome, mode: 0 natural end of the flow, 1 `end` block    |

(*) Only of nodes that the backlog enters by: a wait that has lasted `first` µs already, longer than `count` of the
2**52 draws; a loop entered in a later round than the first.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.frozen import dataclass

Ints: TypeAlias = NDArray[np.int64]

TASK, TIMER, CHOICE, REPEAT, AGAIN, FORK, JOIN, HOLD, MILESTONE, DONE, END, SESSION, RELEASE = range(13)
NODE_KINDS = (
    "task", "timer", "choice", "repeat", "again", "fork", "join", "hold", "milestone", "done", "end", "session",
    "release",
)  # fmt: skip

ALL, FIRST = 0, 1
"""Modes of a JOIN: every branch must arrive, or the first one wins and the others are withdrawn."""

ANEW = 1
"""Mode of a MILESTONE whose last stamp counts."""

NATURAL, EXPLICIT = 0, 1
"""Modes of an END: the flow ran out (continuing backgrounds live on), or an `end` block was reached."""

NODES_LATER = (
    "since", "factors", "factor_count", "due", "in_person", "balk", "balk_first", "balk_count",
    "keeps", "at", "ticket",
)  # fmt: skip
"""Columns that came later than others: they enter the digest where they say something."""

ALWAYS = -2
"""Condition of an option that is always taken, or of a wait that always ends in office hours."""


@dataclass(frozen=True)
class Nodes:
    """The flow as columns of equal length, one row a node."""

    kind: Ints
    following: Ints
    """Node after this one; every path ends in JOIN, DONE or END, which have none (-1)."""
    step: Ints
    """Declared order of the block, over the whole scenario: the tie rank and the row's name."""
    service: Ints
    item: Ints
    """Innermost item of the node (its index), or -1: what a pause affects."""
    first: Ints
    count: Ints
    target: Ints
    need: Ints
    session: Ints
    queue_class: Ints
    table: Ints
    calendar: Ints
    draw: Ints
    radix: Ints
    condition: Ints
    background: Ints
    patience: Ints
    """Draw of the time a TASK may wait; -1: it waits for ever."""
    clock: Ints
    limit: Ints
    urgency_first: Ints
    urgency_count: Ints
    """Of a TASK: rows of `urgency_*`, by rising limit."""
    pause: Ints
    """1: a pause while this TASK, SESSION, TIMER or HOLD lasts."""
    pause_kind: Ints
    """Its kind, by number; 0 where there is none."""
    stamp: Ints
    as_of: Ints
    outcome: Ints
    mode: Ints
    parties: Ints
    """Bit set of the parties that hold the case here."""
    factors: Ints
    factor_count: Ints
    """Of a TASK: rows of `factor_*`, all of which multiply its work where they hold; -1: none."""
    due: Ints
    """Of a TASK: row of `due_*`, where due dates rule the work; -1: they do not."""
    in_person: Ints
    """Of a step that needs the visitor, and of the AGAIN that sends one back to it: its row of what visitors do; -1."""
    ticket: Ints
    """Of a TASK for which visitors take a number: 0 where one called in vain is kept, 1: taken anew; -1."""
    balk: Ints
    """Draw of who goes away from a TASK because of those who wait there already; -1: nobody."""
    balk_first: Ints
    balk_count: Ints
    """Of such a TASK: rows of `balk_*`, by rising length."""
    keeps: Ints
    """Number of the stay for which a TASK keeps its units when it is done, until the RELEASE of it; -1: none."""
    at: Ints
    """Number of the stay whose units do a TASK; -1: it asks for units of its own."""
    since: Ints
    """Of a backlog's TASK, SESSION or TIMER: the instant it was joined, before the study; else -1."""

    @property
    def by_kind(self) -> dict[str, int]:
        """How many there are of each kind; those that occur."""
        kinds = self.kind.tolist()
        return {word: kinds.count(number) for number, word in enumerate(NODE_KINDS) if number in kinds}
