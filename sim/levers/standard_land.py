"""Standard land 标准地: the conditions of use are fixed before the land is sold, so the scheme need not settle them.

Mechanism: for projects on such land (`when` tells which, or a `share`) the `steps` of the scheme fall away, and the
`loops` lose their rework: they are gone through once. The rule is that of the scenario's `source`.

Modelling choices: a scheme that keeps to the conditions passes at its first review, so the milestone a loop waits
for is stamped when its first visit ends, whatever the visit found; the first visit itself takes what it took.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.bypass import bypassed, named, share_of
from sim.levers.tools.flows import services_with, with_flows
from sim.levers.tools.routing import Selecting, both, either_way, selected
from sim.model.blocks import Block, Flow, Milestone, Repeat, rewritten
from sim.model.conditions import Condition, Not, Stamped
from sim.model.faults import wrong
from sim.model.quantities import Id, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="标准地", en="Standard land")


class Parameters(Selecting):
    """`steps` fall away and `loops` are gone through once, for projects on standard land."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    loops: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.steps is None and self.loops is None:
            raise wrong("state steps (that fall away), loops (that are gone through once), or both")
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """A shorter scheme for projects on standard land, in every service that has what is named."""
    steps, loops = parameters.steps or (), parameters.loops or ()
    once = services_with(scenario, "loops", loops, (Repeat,)) if loops else {}
    made = scenario
    if steps:
        who = (parameters.when, share_of(parameters))
        made = bypassed(scenario, parameters.id, LABEL, steps, who)
    services = dict(made.services)
    flows: dict[str, Flow] = {}
    for name in once:
        service, condition = selected(scenario.services[name], parameters, parameters.id, LABEL, "id")
        services[name] = service.model_copy(update={"flow": services[name].flow})

        def change(block: Block, condition: Condition = condition) -> Sequence[Block]:
            return _once(block, condition) if isinstance(block, Repeat) and block.id in loops else (block,)

        flows[name] = rewritten(services[name].flow, change)
    return with_flows(made.model_copy(update={"services": services}), "loops", flows)


def _once(loop: Repeat, condition: Condition) -> Sequence[Block]:
    """The loop, gone through once by who is chosen, and the stamp it would have ended by."""
    if loop.again is not None or loop.again_when is None:
        message = (
            "goes again by share; to lose its rework for some cases it must go again by again_when alone"
        )
        raise Refusal("loops", f'"{loop.id}" {message}')
    other = Condition(f"not ({condition.text})", Not(condition.tree))
    changed = loop.model_copy(update={"again_when": both(loop.again_when, other)})
    tree = loop.again_when.tree
    if not (isinstance(tree, Not) and isinstance(tree.test, Stamped)):
        return (changed,)
    stamp = Milestone.model_construct(id=tree.test.milestone)
    name = named(LABEL, "符合既定条件", "keeps to the conditions")
    return (changed, either_way(f"{loop.id}.conditions_met", name, condition, (stamp,)))


LEVER = Lever(
    "standard_land",
    LABEL,
    Name(
        zh="供地前已明确准入、规划等条件，设计方案阶段相应环节取消，或一次审查通过、不再返工。",
        en="Access and planning conditions are fixed before the land is sold: steps of the scheme fall away, or "
        "its review is passed at the first go.",
    ),
    Parameters,
    apply,
    About(
        clauses="G1, 18; U60",
        documented=Name(
            zh="葛店第1条、第18条：标准地供给及“区域评估+标准地+告知承诺”；乌鲁木齐第60条：产业定制地",
            en="Gedian, clauses 1 and 18: land made ready, with area assessment and promises; Urumqi, clause 60: land "
            "made to measure for an industry",
        ),
        assumed=Name(
            zh="标准地项目比例、取消哪些环节（条文未列）",
            en="Share of projects on such land; which steps fall away (the clauses list none)",
        ),
    ),
)
