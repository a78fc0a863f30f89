"""Merged stages 阶段合并: stages that followed one another become one, with one intake and one set of papers.

Mechanism: the blocks of the stages stand in one stage, in their order; the later intake (`drop`) falls away; the papers
of the later stages are handed in with the first, each stated once. The rule a scenario follows is that of its `source`.
Modelling choices: a paper is missing as often as it was before, and is then treated as the first stage treats its
papers, so that papers of other rules (again, prepare, maximum, restart) are refused; a paper of both stages keeps what
the first says of it. Limits of the single stages fall away with them, so a
target that judges one of these stages is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import DROPPED, blocks_of, check_named, check_new, with_flows, without
from sim.levers.tools.papers import check_stands, papers_joined
from sim.levers.tools.places import first_changed
from sim.model.block import ClockKind
from sim.model.blocks import Block, Flow, Stage, find, walk
from sim.model.faults import listed
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration
from sim.model.target import check_limit


class Parameters(Model):
    """`stages` become the stage `into`; `drop` falls away; papers of the later `documents` join the first."""

    stages: Annotated[tuple[Id, ...], Field(min_length=2)]
    into: Id
    name: Name | None = None
    drop: tuple[Id, ...] = ()
    documents: Annotated[tuple[Id, ...], Field(min_length=2)] | None = None
    promised: SourcedDuration | None = None
    clock: ClockKind = "statutory"
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _limit_fits(self) -> Self:
        if self.promised is not None:
            check_limit(self.promised.value, self.clock)
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """One stage in place of several, in every service that has them."""
    if parameters.into in parameters.stages or len(set(parameters.stages)) < len(parameters.stages):
        twice = parameters.into in parameters.stages
        message = f'"{parameters.into}" is one of the stages to be merged; name the stage they become'
        raise Refusal("into" if twice else "stages", message if twice else "a stage stands there twice")
    flows: dict[str, Flow] = {}
    for name, service in scenario.services.items():
        if not all(isinstance(find(service.flow, stage), Stage) for stage in parameters.stages):
            continue
        check_new(service.flow, "into", parameters.into)
        check_named(walk(service.flow), "drop", parameters.drop, DROPPED)
        flow = without(service.flow, parameters.drop)
        if parameters.documents is not None:
            check_stands(flow, parameters.stages, parameters.documents)
            flow = papers_joined(flow, parameters.documents)
        merged = first_changed(flow, lambda blocks: _merged(blocks, parameters))
        if merged is None:
            raise Refusal(
                "stages",
                f"{listed(parameters.stages)} do not directly follow one another in one list; "
                "name under drop what stands between them and falls away",
            )
        flows[name] = merged
    if not flows:
        check_named(blocks_of(scenario), "stages", parameters.stages, (Stage,))
        raise Refusal("stages", f"no service has all of {listed(parameters.stages)}")
    return with_flows(scenario, "stages", flows)


def _merged(blocks: Flow, parameters: Parameters) -> Sequence[Block] | None:
    """A list with the run of stages as one; None if they do not stand in it."""
    count = len(parameters.stages)
    for first in range(len(blocks) - count + 1):
        run = blocks[first : first + count]
        stages = [block for block in run if isinstance(block, Stage)]
        if {stage.id for stage in stages} == set(parameters.stages):
            return (*blocks[:first], _stage(stages, parameters), *blocks[first + count :])
    return None


def _stage(stages: Sequence[Stage], parameters: Parameters) -> Stage:
    departments = {stage.department for stage in stages}
    return Stage.model_construct(
        id=parameters.into,
        name=parameters.name,
        do=tuple(block for stage in stages for block in stage.do),
        promised=parameters.promised,
        clock=parameters.clock,
        department=departments.pop() if len(departments) == 1 else None,
        source=parameters.source,
    )


LEVER = Lever(
    "merged_stages",
    Name(zh="阶段合并", en="Merged stages"),
    Name(
        zh="两个或几个阶段合为一个：一次接件，材料合并收取，共有材料只收一次。",
        en="Several stages become one: a single intake, their papers taken in together, shared papers once.",
    ),
    Parameters,
    apply,
    About(
        clauses="U36; G18",
        documented=Name(
            zh="合并办理的阶段与范围由文件写明。",
            en="The documents say which stages are merged and for whom.",
        ),
        assumed=Name(
            zh="哪些材料共有、合并后接件要多久。",
            en="Which papers are shared, and how long the one intake takes.",
        ),
    ),
)
