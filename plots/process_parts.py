"""What a process map is drawn from: the flow as a tree of steps, forks, loops and groups, with what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

StepKind = Literal["task", "session", "wait", "stage"]
ForkKind = Literal["all", "first", "choice", "side"]
"""all: every branch, then on. first: the quickest. choice: one of them. side: the first is the main way, the
others run beside it."""


@dataclass(frozen=True)
class StepBox:
    """One step: `who` does it, the share of cases that come there, and the mean times of a visit.

    Work is hands-on; waiting is in the queue while the pool is open; nights are in neither. A wait has work only: its
    own length. A stage drawn as one box as well: from its first step to its last, nights and all; 0 where nobody knows.
    """

    name: str
    who: str
    kind: StepKind
    share: float
    waiting_us: float
    work_us: float
    cause: str = "work"
    """Of a wait: wait_<party>, wait, or a pause's reason."""


@dataclass(frozen=True)
class Branch:
    """One way through a fork: its parts, the share of all cases that take it, and how often it came last."""

    name: str
    parts: tuple[Part, ...]
    share: float
    ends: bool = False
    """The case ends here, with the outcome that names the branch."""
    last: float | None = None
    """Of the cases that joined here, the share in which this branch came last; None where that says nothing."""


@dataclass(frozen=True)
class Fork:
    kind: ForkKind
    branches: tuple[Branch, ...]
    joined: bool = True
    """False: the side branches go on to the end of the process."""


@dataclass(frozen=True)
class Loop:
    """`body`, and back through `back` for `share` of the cases, at least once."""

    body: tuple[Part, ...]
    back: tuple[Part, ...]
    share: float


@dataclass(frozen=True)
class Group:
    """A stage or an item: a name around its parts, the share of all cases that come there, and how long they take.

    `elapsed_us` is the mean from its first step to its last, nights and all; 0 where nobody knows.
    """

    name: str
    body: tuple[Part, ...]
    share: float = 1.0
    elapsed_us: float = 0.0


Part: TypeAlias = StepBox | Fork | Loop | Group


def boxes(parts: tuple[Part, ...]) -> list[StepBox]:
    """Every step of a tree, in order."""
    found: list[StepBox] = []
    for part in parts:
        match part:
            case StepBox():
                found.append(part)
            case Fork():
                for branch in part.branches:
                    found += boxes(branch.parts)
            case Loop():
                found += boxes(part.body) + boxes(part.back)
            case Group():
                found += boxes(part.body)
            case _:
                assert_never(part)
    return found
