"""What a visitor does at a task besides being served: looks at the queue, gives up, comes back, stays at a window.

A task that its visitor may come back to is a loop of its own, with the nodes every loop has:

    REPEAT -> TASK -(served)-----> AGAIN that never goes round, and only takes the visit's digit off -> what follows
                |  (goes away)
                +----------------> AGAIN by the share that comes back -> TIMER until then -> TASK
                                     | (does not)
                                     +-> END
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

from sim.chance import VISIT_LIMIT, threshold
from sim.engine.compile.faults import CompileError
from sim.engine.compile.shared import Shared
from sim.engine.compile.work import work_table
from sim.engine.nodes import AGAIN, ALWAYS, END, EXPLICIT, REPEAT, TIMER
from sim.model.blocks import Block, Task, Wait
from sim.model.faults import listed
from sim.model.quantities import Name

APPLICANT = 1 << 3
"""The bit of the party that holds a case whose visitor is away."""
AWAY = Name(zh="改日再来", en="away, to come back")


class Away(Wait):
    """What lies between going away from a task and coming back to it."""

    task: Task


def visitor_row(shared: Shared, needed: bool) -> int:
    """The row of a step that needs the visitor, a new one; -1 of any other."""
    shared.in_person += needed
    return shared.in_person - 1 if needed else -1


def visits_of(block: Block) -> int:
    """How often a visitor may come to a task, or stay away from it; 1 where nobody comes back."""
    task = block.task if isinstance(block, Away) else block
    back = task.comes_back if isinstance(task, Task) else None
    return 1 if back is None else back.most.value + 1


def returning(task: Task) -> Away:
    """The step in which a visitor stays away before coming back."""
    assert task.comes_back is not None
    whose = task.name or Name(zh=task.id, en=task.id)
    return Away.model_construct(
        task=task,
        id=f"{task.id}.away",
        name=Name(zh=f"{whose.zh}：{AWAY.zh}", en=f"{whose.en}: {AWAY.en}"),
        length=task.comes_back.after,
        party="applicant",
        pause=None,
    )


class Kept:
    """Stays: tasks that keep their units for others, by the place where a flow is being compiled."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.numbers: dict[str, int] = {}
        """Of the stays, by task."""
        self._around: list[Task] = []

    def keeper(self, task: Task, path: str) -> tuple[Task, int]:
        """The task whose units do this one, and the number of its stay (-1: its own)."""
        if task.at is None:
            return task, -1
        for keeper in self._around:
            if keeper.id == task.at:
                return keeper, self.numbers[keeper.id]
        around = listed([keeper.id for keeper in self._around])
        message = f'"{task.at}" is no task whose stay this stands in, in no background; allowed: {around}'
        raise CompileError(f"{path}.at", message)

    @contextmanager
    def during(self, task: Task) -> Iterator[int]:
        """While its units are kept; the number of the stay."""
        self.numbers[task.id] = self.shared.stays
        self.shared.stays += 1
        self._around.append(task)
        yield self.numbers[task.id]
        self._around.pop()

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """In a background, which has no part in the stays around it."""
        around, self._around = self._around, []
        yield
        self._around = around


class Visits:
    """The nodes around one task, and what the task's own says of its visitor."""

    def __init__(
        self, shared: Shared, node: Callable[..., int], task: Task, step: int, away_step: int, path: str
    ) -> None:
        """`node` adds one to the flow: its kind, its step and columns; `away_step`: that of staying away, if any."""
        self.node = node
        self.shared, self.task, self.path = shared, task, path
        self.step, self.away_step = step, away_step
        self.back = task.comes_back
        self.radix = visits_of(task)
        self.row = visitor_row(shared, task.in_person)
        self.away = -1
        """The TIMER that sends a visitor to the task again, if any."""

    def served(self, following: int, around: int) -> int:
        """What follows the task where it is done; `around`: visits that the repeats around it allow."""
        if self.back is None:
            return following
        allowed = around * self.radix
        if allowed > VISIT_LIMIT:
            raise CompileError(
                f"{self.path}.comes_back.most",
                f"with the repeats around it allows {allowed:,} visits of one step; allowed: {VISIT_LIMIT:,}",
            )
        return self._loop(0, following, -1)

    def columns(self, *, limited: bool) -> dict[str, int]:
        """Columns of the task: who it counts, who goes away at the sight of the queue or gives up, and where to.

        `limited`: whether not everybody finds room to wait.
        """
        shared, task = self.shared, self.task
        made = {"in_person": self.row}
        if task.ticket is not None:
            made["ticket"] = int(task.ticket == "anew")
        if task.balks:
            made |= {
                "balk": shared.draws.number(task.drawn_as, "balk"),
                "balk_first": len(shared.balks),
                "balk_count": len(task.balks),
            }
            shared.balks += [
                (length, threshold(Fraction(str(share.value))))
                for length, share in sorted(task.balks.items())
            ]
        if task.patience is not None:
            key, table = work_table(task.patience, shared.times, 1, f"{self.path}.patience", shared.quantiles)
            made |= {
                "patience": shared.draws.number(task.drawn_as, "patience"),
                "table": shared.tables.number(key, table),
                "calendar": 0 if task.patience.working else -1,
            }
        if task.patience is not None or task.balks or (task.in_person and limited):
            made["target"] = self._gone()
        return made

    def asked(self, node: int) -> int:
        """Where a case comes to the task."""
        if self.back is None:
            return node
        if self.away >= 0:
            self.shared.nodes.set(self.away, following=node)
        return self.node(REPEAT, self.step, following=node, radix=self.radix)

    def _gone(self) -> int:
        """What becomes of who goes away."""
        shared = self.shared
        outcome = shared.outcomes.number(self.task.gives_up)
        end = self.node(END, self.step, outcome=outcome, mode=EXPLICIT)
        if self.back is None:
            return end
        after = self.back.after
        key, table = work_table(after, shared.times, 1, f"{self.path}.comes_back.after", shared.quantiles)
        self.away = self.node(
            TIMER,
            self.away_step,
            table=shared.tables.number(key, table),
            calendar=0 if after.working else -1,
            draw=shared.draws.number(self.task.drawn_as, "away"),
            condition=-1 if after.working else ALWAYS,
            parties=APPLICANT,
        )
        return self._loop(threshold(Fraction(str(self.back.share.value))), end, self.away)

    def _loop(self, reach: int, following: int, target: int) -> int:
        """An AGAIN that goes round by a share; with none it only takes the digit of the visit off."""
        shared = self.shared
        shared.again_threshold.append(reach)
        return self.node(
            AGAIN,
            self.step,
            following=following,
            target=target,
            radix=self.radix,
            first=len(shared.again_threshold) - 1,
            count=1,
            draw=shared.draws.number(self.task.drawn_as, "back"),
            mode=0,
            in_person=self.row if target >= 0 else -1,
        )
