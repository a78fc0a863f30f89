"""Build first, verify afterwards 先建后验: building starts on a filing and a promise; checks move to the acceptance.

Mechanism: the `steps` that stood before building fall in behind it, directly before the block `before` of the
acceptance; in their old place stands the promise (`promise`, if signing it takes time). For the projects `only`
names, or for all. What fails so late costs more to put right: rework in the loops of the steps takes `longer` times
as long, a sourced factor. The rule is that of the scenario's `source`.

Modelling choices: a check finds late what it would have found early, with the same luck; nobody is stopped from
building, and nothing is torn down: a failed check is put right as it was before, only longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.bypass import AtPool, named, task_at
from sim.levers.tools.flows import services_with, with_flows
from sim.levers.tools.moving import check_judged, check_needed, moved, standing
from sim.levers.tools.places import check_comes_after, place_of, put_before
from sim.levers.tools.routing import WORKING, Selecting, as_flow, either_way, selected
from sim.model.blocks import Block, Flow, Milestone, Repeat, Wait, rewritten, walk
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedPositive

LABEL = Name(zh="先建后验", en="Build first, verify afterwards")


class Parameters(Model):
    """`steps` are done directly before the block `before`, which stands behind the building."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    before: Id
    only: Selecting | None = None
    promise: AtPool | None = None
    longer: SourcedPositive = SourcedPositive(value=1.0)
    """Factor on the waits between two visits of the loops among the steps."""
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """The checks behind the building, in every service that has them."""
    name, steps = parameters.id, parameters.steps
    services = dict(scenario.services)
    flows: dict[str, Flow] = {}
    promise = _promise(scenario, parameters)
    for service_name in services_with(scenario, "steps", steps, WORKING):
        service, condition = services[service_name], None
        if parameters.only is not None:
            service, condition = selected(service, parameters.only, name, LABEL, "id")
        services[service_name] = service
        blocks = standing(service.flow, "steps", steps)
        until = place_of(service.flow, "before", parameters.before, WORKING, once=True)
        for step in steps:
            check_comes_after("before", place_of(service.flow, "steps", step, WORKING), until)
        check_needed(service.flow, "steps", blocks, until)
        check_judged(scenario, service_name, "steps", blocks, start=True)
        _check_longer(blocks, parameters)
        signed = promise if condition is None else (either_way(f"{name}.promise", LABEL, condition, promise),)
        flow = put_before(service.flow, blocks[0].id, signed)
        flows[service_name] = moved(
            flow,
            "steps",
            steps,
            condition,
            f"{name}.verified",
            LABEL,
            lambda rest, late: put_before(rest, parameters.before, late),
            lambda late: _longer(late, parameters.longer.value),
        )
    return with_flows(scenario.model_copy(update={"services": services}), "steps", flows)


def _promise(scenario: Scenario, parameters: Parameters) -> Flow:
    """The promise, and its stamp."""
    name = parameters.id
    stamp = Milestone.model_construct(id=f"{name}.promised", name=named(LABEL, "已承诺", "promised"))
    if parameters.promise is None:
        return as_flow((stamp,))
    label = named(LABEL, "备案并签署承诺书", "filed, and promise signed")
    return as_flow((task_at(scenario, "promise", parameters.promise, f"{name}.signing", label), stamp))


def _check_longer(blocks: Sequence[Block], parameters: Parameters) -> None:
    """Refuse a factor that nothing takes."""
    loops = [block for block in walk(as_flow(blocks)) if isinstance(block, Repeat)]
    if parameters.longer.value != 1 and not any(
        isinstance(block, Wait) for loop in loops for block in walk(loop.between)
    ):
        raise Refusal(
            "longer", "none of the steps is a loop with a wait between its visits: there is no rework"
        )


def _longer(blocks: Sequence[Block], factor: float) -> Sequence[Block]:
    """The blocks with the waits between visits of their loops scaled."""
    if factor == 1:
        return blocks

    def scaled(block: Block) -> Sequence[Block]:
        if isinstance(block, Wait):
            return (block.model_copy(update={"length": block.length.scaled(factor)}),)
        return (block,)

    def change(block: Block) -> Sequence[Block]:
        if isinstance(block, Repeat):
            return (block.model_copy(update={"between": rewritten(block.between, scaled)}),)
        return (block,)

    return rewritten(as_flow(blocks), change)


LEVER = Lever(
    "build_first",
    LABEL,
    Name(
        zh="备案并承诺后即可开工，原在开工前的审查核验移到竣工验收时进行。",
        en="Building starts once the project is filed and the promise signed; checks that stood before it are "
        "made at the acceptance.",
    ),
    Parameters,
    apply,
    About(
        clauses="G18",
        documented=Name(
            zh="葛店第18条：除房地产项目和重大基础设施外，推广“先建后验”",
            en='Gedian, clause 18: "build first, verify afterwards" for all but real estate and major '
            "infrastructure",
        ),
        assumed=Name(
            zh="哪些环节后移（条文未列）、适用项目比例、竣工后整改时间增加的倍数",
            en="Which steps move (the clause lists none), share of projects, how much longer late rework takes",
        ),
    ),
)
