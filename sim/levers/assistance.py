"""Assistance 帮办代办: a helper goes through the file with the applicant before it is handed in.

Mechanism: helpers (代办员, 项目管家) are a pool of their own and look at the file before its first intake; fewer files
then lack a paper, by a factor with a source, and intake takes less time, by another. The rule a scenario follows is
that of its `source`.

Modelling choices: everybody who hands in these papers is helped, once, before the first attempt, and queues for a
helper like for anybody else; that time lies before acceptance. A paper is missing for a part of those it was missing
for before, wherever it is asked for. Whoever is sent back all the same is sent back again as often as before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal, Work
from sim.levers.tools.flows import blocks_of, check_named, check_new, check_pool, services_with, with_flows
from sim.levers.tools.papers import check_asked
from sim.model.blocks import Block, Documents, Flow, Task, find, rewritten, walk
from sim.model.documents import Paper
from sim.model.faults import listed, wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare


class Parameters(Model):
    """Before `documents` a unit of `helper` does `work`; papers are missing in a part of the cases they were."""

    documents: Annotated[tuple[Id, ...], Field(min_length=1)]
    helper: Id
    work: Work
    """Going through one file."""
    missing: SourcedShare
    """Factor on the share of cases that lack a paper."""
    papers: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """Papers that are helped with; all of these documents unless stated."""
    intake: tuple[Id, ...] = ()
    shorter: SourcedShare = SourcedShare(value=1.0)
    """Factor on the work of these intake tasks."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _help(self) -> Self:
        if self.missing.value >= 1:
            raise wrong("missing 1 helps nobody; allowed: a factor from 0 to below 1")
        if bool(self.intake) != (self.shorter.value < 1):
            said = (
                "intake needs shorter, a factor below 1" if self.intake else "shorter needs intake, the tasks"
            )
            raise wrong(said)
        if self.shorter.value <= 0:
            raise wrong("shorter 0 leaves no intake; allowed: a factor above 0 to 1")
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Help before the papers are handed in, in every service that asks for them."""
    check_pool(scenario, "helper", parameters.helper)
    check_named(blocks_of(scenario), "intake", parameters.intake, (Task,))
    flows = services_with(scenario, "documents", parameters.documents, (Documents,))
    helped = {name: _helped(flow, parameters) for name, flow in flows.items()}
    if parameters.intake:
        intakes = {block.id for flow in flows.values() for block in walk(flow) if isinstance(block, Task)}
        for step in parameters.intake:
            if step not in intakes:
                message = f'"{step}" stands in no service that hands in {listed(parameters.documents)}'
                raise Refusal("intake", message)
    return with_flows(scenario, "documents", helped)


def _helped(flow: Flow, parameters: Parameters) -> Flow:
    blocks = [block for name in parameters.documents if isinstance(block := find(flow, name), Documents)]
    asked = {paper for block in blocks for paper in block.papers}
    for paper in parameters.papers or ():
        if paper not in asked:
            check_asked(blocks[0], "papers", [paper])
    for block in blocks:
        check_new(flow, "documents", f"{block.id}.help")
    papers = asked if parameters.papers is None else set(parameters.papers)
    return rewritten(flow, lambda block: _changed(block, papers, parameters))


def _changed(block: Block, papers: Collection[str], parameters: Parameters) -> Sequence[Block]:
    if isinstance(block, Task) and block.id in parameters.intake:
        return (block.model_copy(update={"work": block.work.scaled(parameters.shorter.value)}),)
    if not isinstance(block, Documents):
        return (block,)
    asked = {
        name: _scarcer(paper, parameters.missing.value) if name in papers else paper
        for name, paper in block.papers.items()
    }
    block = block.model_copy(update={"papers": asked})
    if block.id not in parameters.documents:
        return (block,)
    whose = block.name or Name(zh=block.id, en=block.id)
    helper = Task.model_construct(
        id=f"{block.id}.help",
        name=Name(zh=f"帮办代办：{whose.zh}", en=f"Help with: {whose.en}"),
        pool=parameters.helper,
        work=parameters.work,
        source=parameters.source,
    )
    return (helper, block)


def _scarcer(paper: Paper, factor: float) -> Paper:
    """A paper missing in a part of the cases; its range no longer applies."""
    share = round(paper.missing.value * factor, 12)
    return paper.model_copy(
        update={"missing": paper.missing.model_copy(update={"value": share, "range": None})}
    )


LEVER = Lever(
    "assistance",
    Name(zh="帮办代办", en="Assistance"),
    Name(
        zh="申报前由帮办代办人员预先核对材料：缺件减少，接件变快，多一道受理前的等候。",
        en="Helpers go through the file before it is handed in: fewer papers are missing and intake is shorter, at "
        "the price of one more queue before acceptance.",
    ),
    Parameters,
    apply,
    About(
        clauses="U11, 46, 52; G23, 40; Y7, 11",
        documented=Name(
            zh="各方案设代办员、项目管家；三明2025年称拿地即开工项目材料一次通过率95%。",
            en="The plans appoint helpers and project stewards; Sanming (2025) claims that 95% of files pass the first "
            "time.",
        ),
        assumed=Name(
            zh="帮办用时、人数、缺件减少的倍数；人人接受帮办。",
            en="How long help takes, how many help, by what factor fewer papers are missing; everybody is helped.",
        ),
    ),
)
