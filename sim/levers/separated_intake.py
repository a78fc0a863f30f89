"""Separated intake and decision 受审分离: who takes a file in no longer decides it.

Mechanism: intake done by the deciding staff moves to a pool of counters, and what follows stays with the back office.
An intake that is a step of its own (`intake`) moves whole; a step in which one person took in and decided (`split`)
becomes two, of which the first is the stated share of its work. Between them the file is handed over: after a time,
or with the next batch that is picked up.

Source: one-window rules of all five plans (受审分离, 前台受理后台审批). Modelling choices: the share of a joint step
that is intake; both parts of a split step have the luck of the whole, so nothing is worked more or less. Staff does
not move by itself: the capacities of both pools are the planner's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import blocks_of, check_named, check_new, check_pool, with_flows
from sim.levers.tools.hand_over import HandOver, check_hand_over, handed_over
from sim.levers.tools.routing import twin
from sim.model.blocks import Block, Flow, Task, rewritten
from sim.model.faults import wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare

TAKEN_IN = "take_in"


class Parameters(Model):
    """Tasks under `intake` move to the pool `counter`; of tasks under `split` this share of the work does."""

    counter: Id
    intake: tuple[Id, ...] = ()
    split: Mapping[Id, SourcedShare] = Field(default_factory=dict)
    hand_over: HandOver | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.intake and not self.split:
            raise wrong("state intake (tasks that move to the counter), or split (tasks that become two)")
        for task, share in self.split.items():
            if task in self.intake:
                raise wrong(f'"{task}" stands under intake and under split; state it once')
            if not 0 < share.value < 1:
                raise wrong(
                    f'split of "{task}": share {share.value:g} leaves nothing to one side; allowed: between 0 and 1'
                )
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Move the intake to the counter, in every service that has the tasks.

    Refuses unknown pools, tasks and batches, tasks that are at the counter already or ask for several pools at once,
    and a counter that also decides.
    """
    check_pool(scenario, "counter", parameters.counter)
    check_hand_over(scenario, parameters.hand_over)
    blocks = blocks_of(scenario)
    check_named(blocks, "intake", parameters.intake, (Task,))
    check_named(blocks, "split", tuple(parameters.split), (Task,))
    for block in blocks:
        if isinstance(block, Task):
            _check_task(block, parameters)
    flows = {
        name: rewritten(service.flow, lambda block, flow=service.flow: _block(flow, block, parameters))  # type: ignore[misc]
        for name, service in scenario.services.items()
    }
    return with_flows(scenario, "intake", flows)


def _check_task(task: Task, parameters: Parameters) -> None:
    parameter = "intake" if task.id in parameters.intake else "split" if task.id in parameters.split else None
    pools = (task.pool, *task.any_of, *task.all_of)
    if parameter is None:
        if parameters.counter in pools and not task.intake:
            raise Refusal(
                "counter",
                f'task "{task.id}" at "{parameters.counter}" is no intake: whoever takes in there would decide too; '
                "name a pool that only takes in",
            )
        return
    if parameters.counter in pools:
        raise Refusal(parameter, f'"{task.id}" is done at "{parameters.counter}" already')
    if task.all_of:
        raise Refusal(parameter, f'"{task.id}" asks for several pools at once; a counter takes in alone')


def _block(flow: Flow, block: Block, parameters: Parameters) -> Sequence[Block]:
    if not isinstance(block, Task):
        return (block,)
    counter = {"pool": parameters.counter, "any_of": (), "skill": None, "intake": True}
    made: list[Block]
    if block.id in parameters.intake:
        made = [block.model_copy(update=counter)]
    elif block.id in parameters.split:
        share = parameters.split[block.id].value
        first = f"{block.id}.{TAKEN_IN}"
        check_new(flow, "split", first)
        whose = block.name or Name(zh=block.id, en=block.id)
        name = Name(zh=f"{whose.zh}（接件）", en=f"{whose.en} (taken in)")
        made = [twin(block, first, name=name, work=block.work.scaled(share), urgency=None, **counter)]
    else:
        return (block,)
    if parameters.hand_over is not None:
        made.append(handed_over(block.id, parameters.hand_over, parameters.source))
    if block.id in parameters.split:
        rest = block.work.scaled(1 - parameters.split[block.id].value)
        made.append(
            block.model_copy(
                update={"work": rest, "intake": False, "patience": None, "gives_up": "abandoned"}
            )
        )
    return made


LEVER = Lever(
    "separated_intake",
    Name(zh="受审分离", en="Intake apart from decision"),
    Name(
        zh="窗口只收件，审批在后台，同一人不再既收件又审批；材料按批次或即时流转。",
        en="Counters take in, back offices decide, never the same person; files go over at once or in batches.",
    ),
    Parameters,
    apply,
    About(
        clauses="C六(二十二); U3, 17; G37; Y3; K15",
        documented=Name(
            zh="前台受理、后台审批、统一出件。",
            en="The front desk takes in, the back office decides, one counter gives out.",
        ),
        assumed=Name(
            zh="收件占原环节用时的比例、流转时间、两边人数。",
            en="The share of a joint step that is intake, the time of hand-over, staff on both sides.",
        ),
    ),
)
