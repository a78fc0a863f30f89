"""Merged stages 阶段合并: stages that followed one another become one, with one intake and one set of papers.

Mechanism: the blocks of the stages stand in one stage, in their order; the later intake (`drop`) falls away; the papers
of the later stages are handed in with the first, each stated once. The rule a scenario follows is that of its `source`.
Modelling choices: a paper is missing as often as it was before, and is then treated as the first stage treats its
papers, so that papers of other rules (again, prepare, maximum, restart) are refused; a paper of both stages keeps what
the first says of it. Limits of the single stages fall away with them, so a
target that judges one of these stages is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from sim.levers.flows import DROPPED, blocks_of, check_named, check_new, not_once, with_flows, without
from sim.levers.lever import Lever, Refusal
from sim.model.block import ClockKind
from sim.model.blocks import Block, Documents, Flow, Stage, find, rewritten, walk
from sim.model.documents import Paper
from sim.model.faults import listed
from sim.model.quantities import Id, Model, Name, SourcedDuration, SourceKey, number_text
from sim.model.scenario import Scenario
from sim.model.target import check_limit

RULES = ("prepare", "again", "maximum", "restart")
"""What papers of one set share."""


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
            _check_stands(flow, parameters.stages, parameters.documents)
            flow = _papers_joined(flow, parameters.documents)
        merged = _merged(flow, parameters)
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


def _merged(flow: Flow, parameters: Parameters) -> Flow | None:
    """The flow with the run of stages as one; None if they do not stand in it."""
    count = len(parameters.stages)
    for first in range(len(flow) - count + 1):
        run = flow[first : first + count]
        if {block.id for block in run if isinstance(block, Stage)} == set(parameters.stages):
            return (
                *flow[:first],
                _stage([b for b in run if isinstance(b, Stage)], parameters),
                *flow[first + count :],
            )
    for index, block in enumerate(flow):
        nested = dict(block.inner())
        for path, inner in nested.items():
            changed = _merged(inner, parameters)
            if changed is not None:
                return (*flow[:index], block.with_inner({**nested, path: changed}), *flow[index + 1 :])  # type: ignore[arg-type]
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


def _check_stands(flow: Flow, stages: Sequence[Id], names: Sequence[str]) -> None:
    """Refuse papers that are not handed in exactly once within the stages."""
    check_named(walk(flow), "documents", names, (Documents,))
    within = [block for block in walk(flow) if isinstance(block, Stage) and block.id in stages]
    loose: dict[str, Block | None] = {
        block.id: around for stage in within for block, around in _loose(stage.do)
    }
    for name in names:
        if name not in loose:
            raise Refusal("documents", f'"{name}" stands in none of {listed(stages)}')
        around = loose[name]
        if around is not None:
            message = f'"{name}" stands in {around.keyword} "{around.id}": its papers are not asked for exactly once'
            raise Refusal("documents", message)


def _loose(flow: Flow, around: Block | None = None) -> Iterator[tuple[Documents, Block | None]]:
    """Every documents block, and the innermost block around it that does not do it exactly once."""
    for block in flow:
        if isinstance(block, Documents):
            yield block, around
        for inner in block.inner().values():
            yield from _loose(inner, block if not_once(block) else around)


def _check_rules(first: Documents, later: Documents) -> None:
    """Refuse papers that would now be sent back, or put right, by other rules than their own."""
    if later.mode == "tolerate":
        message = f'"{later.id}" takes papers later by rules of its own; allowed: mode return, correct'
        raise Refusal("documents", message)
    one, other = first.core_handling, later.core_handling
    if one != other:
        raise Refusal(
            "documents",
            f'"{first.id}" and "{later.id}" treat a missing paper differently: {one or first.mode} and {other}',
        )
    for rule in RULES:
        said, differs = _stated(first, rule), _stated(later, rule)
        if differs and differs != said:
            raise Refusal(
                "documents",
                f'"{first.id}" and "{later.id}" differ in {rule}: {said or "(none)"} and {differs}; '
                "papers handed in together follow one rule",
            )


def _stated(block: Documents, rule: str) -> str:
    """A rule of the block as text, without its range and source; "" if it states none."""
    value = getattr(block, rule)
    if isinstance(value, tuple):
        return listed(value) if value else ""
    if rule == "prepare" or value is None:
        return "" if value is None else str(value)
    return number_text(getattr(value, "value", value))


def _papers_joined(flow: Flow, names: Sequence[str]) -> Flow:
    """The flow with all papers asked for by the first of these blocks; of the others their `do` stays."""
    found = [block for block in walk(flow) if isinstance(block, Documents) and block.id in names]
    first = next(block for block in found if block.id == names[0])
    later = [block for block in found if block is not first]
    if found[0] is not first:
        raise Refusal("documents", f'"{found[0].id}" stands before "{first.id}"; name the first one first')
    papers: dict[str, Paper] = {}
    for block in later:
        _check_rules(first, block)
    for block in (first, *later):
        papers = {**block.papers, **papers}
    ordered = {paper: papers[paper] for block in (first, *later) for paper in block.papers}
    _check_papers(first, ordered)

    def change(block: Block) -> Sequence[Block]:
        if not isinstance(block, Documents) or block.id not in names:
            return (block,)
        return (block.model_copy(update={"papers": ordered}),) if block.id == first.id else block.do

    return rewritten(flow, change)


def _check_papers(block: Documents, papers: dict[str, Paper]) -> None:
    """Refuse papers that the block's mode cannot treat."""
    stated = {field: getattr(block, field) for field in Documents.model_fields} | {"papers": papers}
    try:
        Documents.model_validate(stated)
    except ValidationError as error:
        raise Refusal("documents", error.errors(include_url=False)[0]["msg"]) from None


LEVER = Lever("merged_stages", Name(zh="阶段合并", en="Merged stages"), Parameters, apply)
