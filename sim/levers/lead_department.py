"""Lead department with due dates 牵头部门限时办结: one department owns a stage, and its limit makes the others hurry.

Mechanism: the stage's owner gives the stage, or each item in it, a due date; every desk of the government that works
on it sees how much of the limit is used up, and takes a waiting file first once it shows a yellow or a red card. The
order in which files are taken changes, and nothing else: no limit is a duration, and nobody works faster.

Source: Chengdu 三(二) and Urumqi 3 (one lead, each within its limit); cards at 50% and 90% are the Enshi rule.
Modelling choices: the queue classes of the cards; intermediaries and utilities see no cards; a task that watches a
clock already keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.cards import Carded, with_cards
from sim.levers.tools.flows import check_named, services_with, with_flows
from sim.model.block import ClockKind
from sim.model.blocks import Block, Item, Part, Stage, rewritten, walk
from sim.model.faults import listed
from sim.model.quantities import Id, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration
from sim.model.target import check_limit


class Parameters(Carded):
    """The stage `stage` is led by `department`; tasks in it watch its clock, or each its item's (`watch`)."""

    stage: Id
    watch: Literal["stage", "items"] = "stage"
    due: Mapping[Id, SourcedDuration] = Field(default_factory=dict)
    """Limits the owner sets, for the stage or items in it that promise none themselves."""
    clock: ClockKind = "statutory"
    """The clock of these limits."""
    department: Name | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _limits_fit(self) -> Self:
        for limit in self.due.values():
            check_limit(limit.value, self.clock)
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Set due dates and cards, in every service that has the stage.

    Refuses an unknown stage, due dates of what is not in it or promises a limit itself, a watched part without a
    limit, and a stage in which no task of the government would watch.
    """
    flows = services_with(scenario, "stage", (parameters.stage,), (Stage,))
    for name, flow in flows.items():
        inside = [part for part in walk(flow) if isinstance(part, Stage) and part.id == parameters.stage]
        _check_due(list(walk(inside)), parameters)
        flows[name] = rewritten(
            flow,
            lambda block: (
                (_led(scenario, block, parameters),)
                if isinstance(block, Stage) and block.id == parameters.stage
                else (block,)
            ),
        )
    return with_flows(scenario, "stage", flows)


def _check_due(blocks: Sequence[Block], parameters: Parameters) -> None:
    check_named(blocks, "due", tuple(parameters.due), (Stage, Item))
    for block in blocks:
        if isinstance(block, Part) and block.id in parameters.due and block.promised is not None:
            raise Refusal(
                "due",
                f'"{block.id}" promises {block.promised.value} itself; take it away from due, or change it there',
            )


def _led(scenario: Scenario, stage: Stage, parameters: Parameters) -> Stage:
    def due(block: Block) -> Sequence[Block]:
        if not isinstance(block, Part) or block.id not in parameters.due:
            return (block,)
        limit = {"promised": parameters.due[block.id], "clock": parameters.clock}
        return (block.model_copy(update=limit),)

    (dated,) = rewritten((stage,), due)
    assert isinstance(dated, Stage)
    given: list[str] = []

    def cards(part: Part) -> Part:
        flow, ids = with_cards(scenario, part.do, part.id, parameters.cards)
        given.extend(ids)
        return part.model_copy(update={"do": flow})

    def of_item(block: Block) -> Sequence[Block]:
        promised = isinstance(block, Item) and block.promised is not None
        return (cards(block),) if isinstance(block, Item) and promised else (block,)

    if parameters.watch == "stage":
        if dated.promised is None:
            raise Refusal("stage", f'"{stage.id}" promises no limit; state it under due, or watch: items')
        led: Part = cards(dated)
    else:
        items = [block for block in walk(dated.do) if isinstance(block, Item)]
        if not any(item.promised for item in items):
            message = f"none of {listed(item.id for item in items)} promises a limit; state them under due"
            raise Refusal("watch", message)
        led = dated.model_copy(update={"do": rewritten(dated.do, of_item)})
    if not given:
        raise Refusal(
            "stage", f'no task of the government in "{stage.id}" is without cards: nothing would change'
        )
    assert isinstance(led, Stage)
    return led.model_copy(update={"department": parameters.department or led.department})


LEVER = Lever(
    "lead_department",
    Name(zh="牵头部门限时", en="Lead department with due dates"),
    Name(
        zh="一个阶段由一家牵头，统一限时，各部门见黄牌、红牌优先办理。",
        en="One department leads a stage and sets due dates; the others take files with yellow or red cards first.",
    ),
    Parameters,
    apply,
    About(
        clauses="C三(二); U3, 29",
        documented=Name(zh="每个阶段一家牵头、限时办结。", en="Each stage has one lead and a limit."),
        assumed=Name(
            zh="黄牌、红牌促使窗口和后台提前到什么次序（牌的时点借自恩施）。",
            en="How far a card moves a file forward (the moments of the cards are borrowed from Enshi).",
        ),
    ),
)
