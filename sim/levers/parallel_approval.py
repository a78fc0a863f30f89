"""Parallel approval 并联审批: parts that followed one another run at the same time and meet at the slowest.

With `pre_review` 预审 a part that needs its predecessor's result stays behind it, but a share of its work is done on
the draft meanwhile. The part is the one directly behind the steps, or the last of the steps themselves; what is done
beforehand lies outside its item, so no clock of that item counts it. Modelling choices: the part done beforehand and
the rest are drawn on their own (their means add up to the mean of the whole), and no pre-review is ever in vain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import check_named, check_new, needed_by, stamps_of
from sim.levers.tools.places import IDLE, first_changed
from sim.model.blocks import (
    Block,
    Flow,
    Item,
    Parallel,
    Stage,
    Task,
    rewritten,
    walk,
)
from sim.model.faults import listed, nearest, wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario, Service
from sim.model.sourced import SourcedShare


class PreReview(Model):
    """Tasks of which `share` of the work is done while the predecessor is still under way."""

    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    share: SourcedShare

    @model_validator(mode="after")
    def _a_part(self) -> Self:
        if not 0 < self.share.value < 1:
            raise wrong(
                f"share {self.share.value:g} leaves nothing to do before, or after; allowed: between 0 and 1"
            )
        return self


class Parameters(Model):
    """`steps` are blocks that stand one after another in one list; they become branches of `id`."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=2)]
    pre_review: PreReview | None = None
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Put the steps side by side, in every service where they stand.

    Refuses steps that are unknown, do not directly follow one another or need each other's stamps, and a
    pre-review of a task that stands neither in the steps nor directly behind them, or is not done exactly once.
    """
    if len(set(parameters.steps)) < len(parameters.steps):
        raise Refusal("steps", f"{listed(parameters.steps)}: a step stands there twice")
    changed: dict[str, Service] = {}
    for name, service in scenario.services.items():
        flow = first_changed(service.flow, lambda blocks: _side_by_side(blocks, parameters))
        if flow is not None:
            check_new(service.flow, "id", parameters.id)
            changed[name] = service.model_copy(update={"flow": flow})
    if changed:
        return scenario.model_copy(update={"services": {**scenario.services, **changed}})
    blocks = [block for service in scenario.services.values() for block in walk(service.flow)]
    known = [block.id for block in blocks if not isinstance(block, IDLE)]
    for step in parameters.steps:
        if step not in known:
            if (idle := next((block for block in blocks if block.id == step), None)) is not None:
                raise Refusal("steps", f'"{step}" is of the kind {idle.keyword}; it does nothing of its own')
            raise Refusal("steps", f'no block is called "{step}"{nearest(step, known)}')
    raise Refusal("steps", f"{listed(parameters.steps)} do not directly follow one another in one list")


def _side_by_side(blocks: Flow, parameters: Parameters) -> Sequence[Block] | None:
    """A list with the run of steps as one parallel block; None if they do not stand in it."""
    ids = [None if isinstance(block, IDLE) else block.id for block in blocks]
    steps = set(parameters.steps)
    for first in range(len(ids) - len(steps) + 1):
        last = first + len(steps)
        if set(ids[first:last]) == steps:
            return (*blocks[:first], *_joined(blocks[first:last], blocks[last:], parameters))
    return None


def _joined(run: Flow, behind: Flow, parameters: Parameters) -> Sequence[Block]:
    """The parallel block and what follows it."""
    before: dict[str, Flow] = {}
    following: Sequence[Block] = behind
    if parameters.pre_review is not None:
        tasks = _pre_reviewed(run, behind, parameters.pre_review)
        run, held = _held_back(run, tasks)
        share = parameters.pre_review.share.value
        before = {f"{task.id}.pre_review": (_part_before(task, share),) for task in tasks}
        named = [task.id for task in tasks]
        rest = rewritten(
            (*held, *behind[:1]),
            lambda block: (
                (block.model_copy(update={"work": block.work.scaled(1 - share)}),)
                if isinstance(block, Task) and block.id in named
                else (block,)
            ),
        )
        following = (*rest, *behind[1:])
    check_beside("steps", {block.id: (block,) for block in run})
    joined = Parallel.model_construct(
        id=parameters.id,
        name=Name(zh="并联办理", en="At the same time"),
        branches={**{block.id: (block,) for block in run}, **before},
        source=parameters.source,
    )
    return (joined, *following)


def check_beside(parameter: str, branches: Mapping[str, Flow]) -> None:
    """Refuse a branch that asks for a stamp of another: side by side nothing says which comes first."""
    for asking, flow in branches.items():
        needed = {stamp for block in walk(flow) for stamp in needed_by(block)}
        for other, beside in branches.items():
            if other != asking and (both := sorted(needed & stamps_of(beside))):
                message = f'"{asking}" needs the milestone "{both[0]}" of "{other}"; it cannot run beside it'
                raise Refusal(parameter, message)


def _pre_reviewed(run: Flow, behind: Flow, pre_review: PreReview) -> list[Task]:
    """The tasks named. Refuses one that is not done exactly once in the steps or the block behind them."""
    reach = (*run, *behind[:1])
    check_named(walk(reach), "pre_review", pre_review.steps, (Task,))
    once = {block.id: block for block in _done_once(reach) if isinstance(block, Task)}
    for step in pre_review.steps:
        if step not in once:
            raise Refusal("pre_review", f'"{step}" stands in a choice or a loop: it is not done exactly once')
    return [task for name, task in once.items() if name in pre_review.steps]


def _done_once(flow: Flow) -> list[Block]:
    found: list[Block] = []
    for block in flow:
        found.append(block)
        if isinstance(block, (Item, Stage, Parallel)):
            for nested in block.inner().values():
                found += _done_once(nested)
    return found


def _held_back(run: Flow, tasks: Sequence[Task]) -> tuple[Flow, Flow]:
    """The steps that run at the same time, and those behind them that wait for their result."""
    waiting = [any(inner is task for inner in walk((block,)) for task in tasks) for block in run]
    first = waiting.index(True) if any(waiting) else len(run)
    if first == 0:
        raise Refusal("pre_review", f'nothing stands before "{run[0].id}" that its pre-review could wait for')
    if not all(waiting[first:]):
        other = run[first + waiting[first:].index(False)].id
        raise Refusal(
            "pre_review", f'"{run[first].id}" stands before "{other}"; it can only wait for steps before it'
        )
    return run[:first], run[first:]


def _part_before(task: Task, share: float) -> Task:
    name = task.name or Name(zh=task.id, en=task.id)
    return task.model_copy(
        update={
            "id": f"{task.id}.pre_review",
            "name": Name(zh=f"{name.zh}（预审）", en=f"{name.en} (pre-review)"),
            "work": task.work.scaled(share),
            "intake": False,
        }
    )


LEVER = Lever(
    "parallel_approval",
    Name(zh="并联审批", en="Parallel approval"),
    Name(
        zh="一个阶段的事项同时办理，最慢的一项办完即汇合；可含后续事项的提前预审。",
        en="The items of a stage run side by side and meet when the slowest is done; a successor may review "
        "in advance.",
    ),
    Parameters,
    apply,
    About(
        clauses="C三(二); U31; G15, 19; K13, 14",
        documented=Name(
            zh="一表申请、并联审批；浙江一处受理视为各部门受理，滨州后项可提前预审。",
            en="One form and parallel approval; in Zhejiang one intake counts for all, in Binzhou a successor "
            "may pre-review.",
        ),
        assumed=Name(
            zh="可提前预审的份额。",
            en="How much of a successor's work can be done in advance.",
        ),
    ),
)
