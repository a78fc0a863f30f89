"""Green channel 绿色通道: cases of a kind go first at named counters and desks; nobody's work is interrupted.

Mechanism: at each task, selected cases (a condition on the case, or a share that becomes an attribute of it) ask for
the same unit in a better queue class. Work under way is finished, so it is a non-preemptive priority. A case has the
same luck whether it is selected or not: the task in the better class draws the work of the one it stands for.

Source: Gedian 41, 42 and Chengdu 十七 name the channel, for small firms and matters done on arrival. Modelling
choices: who is selected, and how many; a channel takes time from everybody else, which the queue shows by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.cards import at_least
from sim.levers.tools.flows import blocks_of, check_named, check_new, check_pool, with_flows
from sim.levers.tools.routing import Selecting, either_way, selected, twin
from sim.model.blocks import Block, Flow, Task, rewritten, walk
from sim.model.conditions import Condition
from sim.model.faults import wrong
from sim.model.quantities import Id, Integer, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="绿色通道", en="Green channel")


class Parameters(Selecting):
    """Cases that `when` or `share` selects ask at the `tasks`, and at all tasks of the `pools`, in this `class`."""

    id: Id = "green"
    tasks: tuple[Id, ...] = ()
    pools: tuple[Id, ...] = ()
    queue_class: Integer = Field(-1, alias="class")
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not self.tasks and not self.pools:
            raise wrong("state tasks, or pools at all whose tasks these cases go first")
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Let the cases go first, in every service that has such a task and knows what the condition asks.

    Refuses unknown tasks and pools, pools nobody asks for, and a class that is not ahead of the task's own.
    """
    check_named(blocks_of(scenario), "tasks", parameters.tasks, (Task,))
    for pool in parameters.pools:
        check_pool(scenario, "pools", pool)
        if not any(_at(block, (pool,)) for block in blocks_of(scenario)):
            raise Refusal("pools", f'no task works at "{pool}": there is nobody to go before')
    services = dict(scenario.services)
    flows: dict[str, Flow] = {}
    unfit: Refusal | None = None
    for name, service in scenario.services.items():
        if not any(_chosen(block, parameters) for block in walk(service.flow)):
            continue
        try:
            services[name], condition = selected(service, parameters, parameters.id, LABEL, "id")
        except Refusal as refusal:
            unfit = unfit or refusal
            continue
        flows[name] = rewritten(service.flow, lambda b, c=condition: _block(service.flow, b, c, parameters))  # type: ignore[misc]  # noqa: B023
    if not flows:
        assert unfit is not None
        raise unfit
    return with_flows(scenario.model_copy(update={"services": services}), "tasks", flows)


def _at(block: Block, pools: Sequence[str]) -> bool:
    """Whether a task asks for one of these pools by name."""
    return isinstance(block, Task) and any(
        pool in pools for pool in (block.pool, *block.any_of, *block.all_of)
    )


def _chosen(block: Block, parameters: Parameters) -> bool:
    return isinstance(block, Task) and (block.id in parameters.tasks or _at(block, parameters.pools))


def _block(flow: Flow, block: Block, condition: Condition, parameters: Parameters) -> Sequence[Block]:
    if not isinstance(block, Task) or not _chosen(block, parameters):
        return (block,)
    rank = parameters.queue_class
    if rank >= block.queue_class:
        raise Refusal(
            "class",
            f'class {rank} is not ahead of class {block.queue_class} of "{block.id}"; '
            f"allowed: below {block.queue_class}",
        )
    name = f"{block.id}.{parameters.id}"
    check_new(flow, "id", name)
    whose = block.name or Name(zh=block.id, en=block.id)
    first = twin(
        block,
        name,
        name=Name(zh=f"{whose.zh}（绿色通道）", en=f"{whose.en} (green channel)"),
        queue_class=rank,
        urgency=at_least(block.urgency, rank),
    )
    question = Name(zh=f"{whose.zh}：走绿色通道", en=f"{whose.en}: in the green channel")
    return (either_way(f"{name}?", question, condition, (first,), (block,)),)


LEVER = Lever(
    "green_channel",
    LABEL,
    Name(
        zh="符合条件的办件在指定窗口和环节优先办理，不打断正在办理的。",
        en="Cases that qualify go first at named counters and desks; work under way is not interrupted.",
    ),
    Parameters,
    apply,
    About(
        clauses="G41, 42; C十七",
        documented=Name(zh="设有绿色通道及其对象。", en="That there is such a channel, and for whom."),
        assumed=Name(zh="走绿色通道的办件比例。", en="The share of cases that use it."),
    ),
)
