"""Yellow and red cards 黄牌、红牌: waiting requests get a better queue class as a clock uses up its limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.model.blocks import Background, Block, Flow, Task, rewritten, walk
from sim.model.faults import wrong
from sim.model.quantities import Integer, Model
from sim.model.scenario import Scenario
from sim.model.steps import PartOfLimit, Urgency

Classes = Annotated[Mapping[PartOfLimit, Integer], Field(min_length=1)]

YELLOW_AND_RED: Mapping[float, int] = {0.5: -1, 0.9: -2}
"""Yellow card at half of the limit, red card at nine tenths: the Enshi rule."""


class Carded(Model):
    """`cards` are queue classes by the part of the limit that is used up; a later card is never the lower one."""

    cards: Classes = Field(default_factory=lambda: dict(YELLOW_AND_RED))

    @model_validator(mode="after")
    def _rising(self) -> Self:
        ranks = [rank for _, rank in sorted(self.cards.items())]
        if any(later >= sooner for sooner, later in pairwise(ranks)):
            raise wrong(f"cards must get more urgent (a lower class) as the limit is used up; got {ranks}")
        return self


def with_cards(
    scenario: Scenario, flow: Flow, clock: str, cards: Mapping[float, int]
) -> tuple[Flow, tuple[str, ...]]:
    """The flow whose government tasks watch this clock, and their ids. Tasks that watch one keep theirs.

    What goes on after the end, such as a check of what was granted on trust, is not part of what the limit is for.
    """
    given: list[str] = []
    afterwards = {
        block.id
        for part in walk(flow)
        if isinstance(part, Background) and part.after == "continue"
        for block in walk(part.do)
    }

    def change(block: Block) -> Sequence[Block]:
        if not isinstance(block, Task) or block.urgency is not None or block.id in afterwards:
            return (block,)
        if not _by_government(scenario, block):
            return (block,)
        classes = {part: rank for part, rank in cards.items() if rank < block.queue_class}
        if not classes:
            return (block,)
        given.append(block.id)
        return (block.model_copy(update={"urgency": Urgency(clock=clock, classes=classes)}),)

    return rewritten(flow, change), tuple(given)


def at_least(urgency: Urgency | None, rank: int) -> Urgency | None:
    """The cards that are ahead of a class; a card never sets a request back."""
    if urgency is None:
        return None
    classes = {part: own for part, own in urgency.classes.items() if own < rank}
    return urgency.model_copy(update={"classes": classes}) if classes else None


def _by_government(scenario: Scenario, task: Task) -> bool:
    """Whether only the government's staff does it: a due date is an order to them, and to nobody else."""
    pools = [
        pool
        for name, pool in scenario.pools.items()
        if name in (task.pool, *task.any_of, *task.all_of)
        or (task.skill is not None and task.skill in pool.skills)
    ]
    return all(pool.party == "government" and pool.kind != "system" for pool in pools)
