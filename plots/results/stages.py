"""The stages and items of a service: the steps that lie in them, and the one a figure is asked of."""

from __future__ import annotations

from collections.abc import Sequence

from plots.results.asked import Asked, flow_of, named
from sim.experiments.questions.whatif import WhatIf
from sim.model import Fault, ModelError
from sim.model.blocks import Block, Item, Session, Stage, Task, Wait, walk
from sim.model.names import unknown
from sim.words.language import Lang

ALL = "all"
"""Not one stage but all of them, step by step."""


def stages_of(whatif: WhatIf, service: str) -> dict[str, Item | Stage]:
    """Every stage and item that holds more than one step, by its id, in the order of the flow."""
    found = [block for block in walk(flow_of(whatif.scenario, service)) if isinstance(block, (Item, Stage))]
    return {block.id: block for block in found if len(steps_of(block.do)) > 1}


def asked_stage(asked: Asked, whatif: WhatIf) -> Item | Stage | None:
    """The stage a figure shows inside; None for a figure of the whole. Raises ModelError for an unknown one."""
    if asked.stage is None or asked.stage == ALL:
        return None
    found = stages_of(whatif, asked.service)
    if asked.stage not in found:
        raise ModelError([Fault.of("stage", asked.stage, unknown("stage", asked.stage, [*found, ALL]))])
    return found[asked.stage]


def steps_of(flow: Sequence[Block]) -> list[str]:
    return [block.id for block in walk(flow) if isinstance(block, (Task, Session, Wait))]


def outermost(flow: Sequence[Block], lang: Lang) -> dict[str, str]:
    """By step, the stage or item around it that lies in no other."""
    found: dict[str, str] = {}
    for block in flow:
        if isinstance(block, (Item, Stage)):
            found |= dict.fromkeys(steps_of(block.do), named(block.name, block.id, lang))
            continue
        for inner in block.inner().values():
            found |= outermost(inner, lang)
    return found
