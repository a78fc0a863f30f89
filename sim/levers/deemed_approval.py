"""Deemed approval 超时默认: at the end of the promised limit the system grants what nobody has decided.

Mechanism: an item's work runs until all of its promised limit is used up; then what is under way is void, its unit
stays busy until that is over, and the flow goes on as after a decision. Before that the waiting file shows a yellow
card at half of the limit and a red card at nine tenths, and moves forward in the queue. Pauses move all of it on. What
silence granted counts late against every target that holds the moment, and is shown on its own.

Source: Gedian 52; the rule of Enshi (cards at 50% and 90%, default notice at 100%, matters of safety and secrecy
excluded). Modelling choices: the queue classes of the cards; milestones in the item are stamped when it is granted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.cards import Carded, with_cards
from sim.levers.tools.flows import check_new, services_with, with_flows
from sim.levers.tools.routing import as_flow, kept_stamps
from sim.model.blocks import Block, Flow, Item, Until, find, rewritten
from sim.model.quantities import Id, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="超时默认", en="Deemed approval")


class Parameters(Carded):
    """Silence grants these items at the end of their promised limit; `cards` are shown before."""

    items: Annotated[tuple[Id, ...], Field(min_length=1)]
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Put the deadline around the items, in every service that has them.

    Refuses unknown items, items of safety, items without a promised limit, and items silence grants already.
    """
    made = scenario
    for item in parameters.items:
        flows: dict[str, Flow] = {}
        for name, flow in services_with(made, "items", (item,), (Item,)).items():
            block = find(flow, item)
            assert isinstance(block, Item)
            _check(block)
            deemed = _deemed(made, name, block, parameters)
            check_new(flow, "items", deemed.id)
            around = block.model_copy(update={"do": as_flow((deemed,))})
            flows[name] = rewritten(flow, lambda b, i=item, a=around: _replaced(b, i, a))  # type: ignore[misc]
        made = with_flows(made, "items", flows)
    return made


def _replaced(block: Block, item: str, made: Item) -> Sequence[Block]:
    return (made,) if isinstance(block, Item) and block.id == item else (block,)


def _check(item: Item) -> None:
    if item.safety:
        raise Refusal("items", f'"{item.id}" is a matter of safety or secrecy: silence grants nothing there')
    if item.promised is None:
        raise Refusal("items", f'"{item.id}" promises no limit, so there is nothing to run out')
    if any(isinstance(block, Until) and block.clock == item.id and block.deemed for block in item.do):
        raise Refusal("items", f'"{item.id}" is granted by silence already')


def _deemed(scenario: Scenario, service: str, item: Item, parameters: Parameters) -> Until:
    do, _ = with_cards(scenario, item.do, item.id, parameters.cards)
    return Until.model_construct(
        id=f"{item.id}.deemed",
        name=LABEL,
        clock=item.id,
        do=do,
        then=kept_stamps(scenario, service, item.do, "items"),
        deemed=True,
        source=parameters.source,
    )


LEVER = Lever(
    "deemed_approval",
    LABEL,
    Name(
        zh="到承诺时限自动默认通过，50%亮黄牌、90%亮红牌；安全类事项除外，超时默认计为逾期。",
        en="At the promised limit approval is automatic, yellow card at 50%, red card at 90%; safety is excluded, "
        "and what silence granted counts late.",
    ),
    Parameters,
    apply,
    About(
        clauses="G52",
        documented=Name(
            zh="葛店：超时默认、自动用印；恩施：50%、90%、100%三个时点，安全保密事项除外。",
            en="Gedian: default after the limit, automatic seal. Enshi: the moments 50%, 90%, 100%; safety excluded.",
        ),
        assumed=Name(
            zh="黄牌、红牌使排队提前的程度。", en="How far a card moves a file forward in the queue."
        ),
    ),
)
