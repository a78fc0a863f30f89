"""Several loops of review and rework as one: what joint acceptance and joint drawing review share.

A round is a repeat that ends once it has passed:

    repeat: fire_rounds
    again_when: not stamped.fire_passed
    maximum: 3
    do: [.., task, .., choice that stamps fire_passed]
    between: [rework]

The joint loop holds each step of its rounds exactly once, under its own id, so that the same case keeps its luck:

    repeat: <id>
    again_when: one round's or another's
    maximum: theirs, which must agree
    do:
      - what stands before the tasks, side by side          (each only while its round has not passed)
      - the joint visit
      - what stands behind the tasks, side by side          (each only while its round has not passed)
    between: all rework side by side                        (each only while its round has not passed)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sim.levers.lever import Refusal
from sim.levers.tools.flows import DROPPED, blocks_of, check_named, check_new, without
from sim.levers.tools.routing import as_flow, either_way
from sim.model.blocks import (
    Block,
    Documents,
    Flow,
    Milestone,
    Parallel,
    Part,
    Party,
    Repeat,
    Task,
    find,
    walk,
)
from sim.model.conditions import Condition, Either, Not, Stamped
from sim.model.faults import listed
from sim.model.quantities import Name
from sim.model.scenario import Scenario

ROUNDS = "rounds"
"""Name of the levers' parameter."""
SAME_FOR_ALL = (
    "queue_class", "at_close", "last_start", "pause", "commissioned_by", "urgency", "patience", "gives_up",
)  # fmt: skip
"""What a joint task can only have once."""

BEFORE = Name(zh="到场前的准备", en="What comes before")
ASKED = Name(zh="尚未通过的先办", en="done first if it has not passed")
RESULTS = Name(zh="各项结论", en="Results")
RESULT = Name(zh="结论", en="result")
REWORK = Name(zh="未通过事项的整改", en="Rework of what failed")
REWORKED = Name(zh="未通过的整改", en="put right if it failed")


@dataclass(frozen=True)
class Round:
    """One loop, taken apart around its task. `open` holds while it has not passed."""

    id: str
    name: Name | None
    before: Flow
    task: Task
    behind: Flow
    between: Flow
    open: Condition
    maximum: int


@dataclass(frozen=True)
class Joining:
    """Which rounds become one, what the loop is called, and how it is made of them."""

    new: str
    rounds: tuple[str, ...]
    join: Callable[[tuple[Round, ...]], Block]


def joined_flows(scenario: Scenario, joining: Joining, drop: Sequence[str]) -> dict[str, Flow]:
    """By service that has the rounds: its flow with the joint loop in their place.

    Refuses rounds that are unknown, no loops of this pattern, or neither adjacent nor branches of one parallel.
    """
    rounds = joining.rounds
    if len(set(rounds)) < len(rounds):
        raise Refusal(ROUNDS, f"{listed(rounds)}: a round stands there twice")
    flows: dict[str, Flow] = {}
    for name, service in scenario.services.items():
        if not all(isinstance(find(service.flow, one), Repeat) for one in rounds):
            continue
        check_named(walk(service.flow), "drop", drop, DROPPED)
        check_new(service.flow, "id", joining.new)
        whole = without(service.flow, drop)
        flow = _replaced(whole, joining, whole, ())
        if flow is None:
            raise Refusal(
                ROUNDS,
                f"{listed(rounds)} stand neither one after another in one list nor as whole branches of one "
                "parallel; name under drop what stands between them and falls away",
            )
        flows[name] = flow
    if not flows:
        check_named(blocks_of(scenario), ROUNDS, rounds, (Repeat,))
        raise Refusal(ROUNDS, f"no service has all of {listed(rounds)}")
    return flows


def one_loop(
    new: str,
    name: Name,
    rounds: Sequence[Round],
    visit: Sequence[Block],
    own: Callable[[Round], Sequence[Block]],
    between: Sequence[Block],
    source: str | None,
    after: Sequence[Block] = (),
) -> Repeat:
    """The joint loop. `visit` is what all rounds share, `own` what each does of its own in a visit."""
    before = {one.id: _while_open(one, "asked", ASKED, one.before) for one in rounds if one.before}
    behind = {one.id: _while_open(one, "result", RESULT, (*own(one), *one.behind)) for one in rounds}
    tests = [one.open for one in rounds]
    return Repeat.model_construct(
        id=new,
        name=name,
        do=as_flow(
            (
                *side_by_side(f"{new}.before", BEFORE, before),
                *visit,
                *side_by_side(f"{new}.results", RESULTS, behind),
                *after,
            )
        ),
        again_when=Condition(
            " or ".join(test.text for test in tests),
            reduce(lambda tree, test: Either(test, tree), (t.tree for t in reversed(tests))),
        ),
        maximum=rounds[0].maximum,
        between=as_flow(between),
        source=source,
    )


def rework(new: str, rounds: Sequence[Round], change: Callable[[Flow], Flow] = lambda flow: flow) -> Flow:
    """The rework of every round that has not passed, side by side."""
    return side_by_side(
        f"{new}.between",
        REWORK,
        {one.id: _while_open(one, "rework", REWORKED, change(one.between)) for one in rounds if one.between},
    )


def shared(tasks: Sequence[Task], said: str, parameter: str = ROUNDS) -> dict[str, Any]:
    """What the tasks agree in, and a joint one keeps. Refuses where they differ."""
    return {
        field: _agreed(tasks, field, [getattr(task, field) for task in tasks], said, parameter)
        for field in SAME_FOR_ALL
    }


def shared_parties(tasks: Sequence[Task], said: str, parameter: str = ROUNDS) -> tuple[Party, ...]:
    """The parties all tasks state, none if none states any. Refuses where they differ."""
    stated = [task.stated_parties for task in tasks]
    parties: tuple[Party, ...] = _agreed(tasks, "party", stated, said, parameter)
    return parties


def side_by_side(block_id: str, name: Name, branches: Mapping[str, Flow]) -> Flow:
    """The branches as one parallel block; nothing if there are none."""
    return (Parallel.model_construct(id=block_id, name=name, branches=dict(branches)),) if branches else ()


def _agreed(tasks: Sequence[Task], field: str, stated: Sequence[Any], said: str, parameter: str) -> Any:
    if any(value != stated[0] for value in stated):
        word = "class" if field == "queue_class" else field
        raise Refusal(parameter, f"{listed(task.id for task in tasks)} differ in {word}; {said} has only one")
    return stated[0]


def _while_open(one: Round, word: str, said: Name, do: Sequence[Block]) -> Flow:
    """Only while the round has not passed; named after the round."""
    whose = one.name or Name(zh=one.id, en=one.id)
    name = Name(zh=f"{whose.zh}：{said.zh}", en=f"{whose.en}: {said.en}")
    return (either_way(f"{one.id}.{word}", name, one.open, do),)


def _replaced(flow: Flow, joining: Joining, whole: Flow, around: tuple[Block, ...]) -> Flow | None:
    """The flow with the rounds joined; None if they do not stand together in it. `around` are the blocks around."""
    carried = [_carried(block, joining.rounds) for block in flow]
    count = len(joining.rounds)
    for first in range(len(flow) - count + 1):
        run = [one for one in carried[first : first + count] if one is not None]
        if {one.id for one in run} == set(joining.rounds):
            joint = _joint(run, joining, whole, around)
            return as_flow((*flow[:first], joint, *flow[first + count :]))
    for index, block in enumerate(flow):
        changed = _branches_joined(block, joining, whole, around)
        nested = dict(block.inner())
        for path, inner in nested.items() if changed is None else ():
            if (found := _replaced(inner, joining, whole, (*around, block))) is not None:
                changed = block.with_inner({**nested, path: found})
                break
        if changed is not None:
            return as_flow((*flow[:index], changed, *flow[index + 1 :]))
    return None


def _branches_joined(block: Block, joining: Joining, whole: Flow, around: Sequence[Block]) -> Block | None:
    """A parallel some of whose branches are the rounds: one branch in their place, or the joint loop alone."""
    if not isinstance(block, Parallel):
        return None
    carried = {
        branch: _carried(flow[0], joining.rounds) if len(flow) == 1 else None
        for branch, flow in block.branches.items()
    }
    run = [one for one in carried.values() if one is not None]
    if {one.id for one in run} != set(joining.rounds):
        return None
    joint = _joint(run, joining, whole, around)
    others = {branch: flow for branch, flow in block.branches.items() if carried[branch] is None}
    return block.model_copy(update={"branches": {joining.new: (joint,), **others}}) if others else joint


def _carried(block: Block, rounds: Sequence[str]) -> Repeat | None:
    """The round a block is, or holds and nothing else (as an item of its own does)."""
    while isinstance(block, Part) and len(block.do) == 1:
        block = block.do[0]
    return block if isinstance(block, Repeat) and block.id in rounds else None


def _joint(run: Sequence[Repeat], joining: Joining, whole: Flow, around: Sequence[Block]) -> Block:
    for block in around:
        if isinstance(block, (Repeat, Documents)):
            message = (
                f'they stand inside {block.keyword} "{block.id}"; a joint loop is gone through once a case'
            )
            raise Refusal(ROUNDS, message)
    rounds = tuple(_round(one, whole) for one in run)
    for one in rounds:
        if one.maximum != rounds[0].maximum:
            message = (
                f'"{rounds[0].id}" is gone through {rounds[0].maximum} times at most, "{one.id}" {one.maximum}; '
                "a joint loop has one maximum"
            )
            raise Refusal(ROUNDS, message)
    return joining.join(rounds)


def _round(loop: Repeat, whole: Flow) -> Round:
    """Take a loop apart. Refuses one that is not of the pattern."""
    if loop.again is not None or loop.again_when is None:
        passed = None
    else:
        tree = loop.again_when.tree
        passed = tree.test.milestone if isinstance(tree, Not) and isinstance(tree.test, Stamped) else None
    if passed is None or loop.again_when is None:
        message = 'is no loop of rounds; it must end by "again_when: not stamped.<milestone>" alone'
        raise Refusal(ROUNDS, f'"{loop.id}" {message}')
    inside, everywhere = (
        sum(isinstance(block, Milestone) and block.id == passed for block in walk(flow))
        for flow in (loop.do, whole)
    )
    if not inside or everywhere > inside:
        where = "is not stamped in its do" if not inside else "is stamped outside it too"
        raise Refusal(ROUNDS, f'"{loop.id}" ends by the milestone "{passed}", which {where}')
    if loop.restart:
        raise Refusal(ROUNDS, f'"{loop.id}" clears {listed(loop.restart)}; a joint loop clears no stamps')
    tasks = [(at, block) for at, block in enumerate(loop.do) if isinstance(block, Task)]
    if len(tasks) != 1:
        advice = "; name under drop those that fall away" if tasks else ""
        raise Refusal(
            ROUNDS,
            f'"{loop.id}" must hold exactly one task at the top of its do; '
            f"it has {listed(task.id for _, task in tasks)}{advice}",
        )
    ((at, task),) = tasks
    return Round(
        loop.id, loop.name, loop.do[:at], task, loop.do[at + 1 :], loop.between, loop.again_when, loop.maximum
    )
