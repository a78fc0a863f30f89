"""First certificate counts 首证通 (证证联办): papers the first licence took in are not asked for again by later ones.

Mechanism: the agency of the first licence takes in and checks the full papers; agencies of the licences after it use
them and only look whether the case complies. Papers the first one took fall away from the later `documents`, and
with them their returns; steps of the later licences that took them in or read them become a compliance check of a
stated length. The rule a scenario follows is that of its `source`.

Modelling choices: a paper is the same if it bears the same id; papers only a later licence asks for stay. Every case
that comes to a later licence has the first one, so the first must come before the later ones and be done once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal, Work
from sim.levers.tools.flows import check_named, services_with, with_flows
from sim.levers.tools.papers import not_asked
from sim.levers.tools.places import check_first, place_of
from sim.model.blocks import Block, Documents, Flow, Task, rewritten, walk
from sim.model.faults import listed
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario


class Parameters(Model):
    """Papers of `first` fall away from the `later` documents; `compliance` gives the work that is left of tasks."""

    first: Id
    later: Annotated[tuple[Id, ...], Field(min_length=1)]
    compliance: Mapping[Id, Work] = Field(default_factory=dict)
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Ask for no paper twice, in every service that has these documents."""
    if parameters.first in parameters.later:
        raise Refusal("later", f'"{parameters.first}" is the first of them; name those after it')
    names = (parameters.first, *parameters.later)
    flows = services_with(scenario, "first", names, (Documents,))
    return with_flows(scenario, "later", {name: _reused(flow, parameters) for name, flow in flows.items()})


def _reused(flow: Flow, parameters: Parameters) -> Flow:
    first = place_of(flow, "first", parameters.first, (Documents,))
    taken = first[-1].block
    assert isinstance(taken, Documents)
    known: dict[str, list[str]] = {}
    for name in parameters.later:
        place = place_of(flow, "later", name, (Documents,))
        check_first("later", first, place)
        block = place[-1].block
        assert isinstance(block, Documents)
        known[name] = [paper for paper in block.papers if paper in taken.papers]
        if not known[name]:
            message = (
                f'"{name}" asks for none of the papers of "{taken.id}": {listed(block.papers)}; '
                f"allowed: documents with some of {listed(taken.papers)}"
            )
            raise Refusal("later", message)
    check_named(walk(flow), "compliance", list(parameters.compliance), (Task,))
    for step in parameters.compliance:
        check_first("compliance", first, place_of(flow, "compliance", step, (Task,)))
    flow = rewritten(flow, lambda block: (_complies(block, parameters),))
    return not_asked(flow, "later", known)


def _complies(block: Block, parameters: Parameters) -> Block:
    if not isinstance(block, Task) or block.id not in parameters.compliance:
        return block
    name = block.name or Name(zh=block.id, en=block.id)
    changes = {
        "work": parameters.compliance[block.id],
        "name": Name(zh=f"{name.zh}（合规性审查）", en=f"{name.en} (compliance check)"),
    }
    return block.model_copy(update=changes)


LEVER = Lever(
    "first_certificate_reuse",
    Name(zh="首证通", en="First certificate counts"),
    Name(
        zh="首个证照收取全套材料，后续证照不再重复收取，只作合规性审查。",
        en="The first licence takes in the papers; later ones do not ask for them again and only check compliance.",
    ),
    Parameters,
    apply,
    About(
        clauses="C六(二十三)",
        documented=Name(
            zh="成都高新区“首证通”：后证机关只作合规性审查；2017年报道最快由一个月缩至一天。",
            en="Chengdu Hi-tech: later agencies only check compliance; at best one month became a day (2017 report).",
        ),
        assumed=Name(
            zh="合规性审查的用时由情景给出；同名材料视为同一材料。",
            en="How long a compliance check takes is the scenario's number; papers of one id are one paper.",
        ),
    ),
)
