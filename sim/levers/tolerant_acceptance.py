"""Tolerant acceptance 容缺受理: a file is accepted though secondary papers are missing; they are promised for later.

Mechanism: papers named here no longer send the file back (mode return) or stop its clock (mode correct); they
follow by `deadline`, counted from there, while the office goes on. With `gate: decision` the block `before`
waits until they are there; with `gate: after_delivery` the decision is given first. `late` says what becomes of
a case that misses the deadline. Core papers are treated as before. The rule is that of the scenario's `source`.

Modelling choices: a paper is missing as often as before; the time to supply it is that of its own, or the one
given here; the applicant supplies all missing papers side by side while the office works, and that stops no
clock. A case that misses no paper takes exactly the steps it took before, at the same instants.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import blocks_of, check_named, not_once, with_flows
from sim.levers.tools.papers import check_asked
from sim.levers.tools.places import places
from sim.model.blocks import (
    Background,
    Block,
    Documents,
    End,
    Flow,
    Milestone,
    Require,
    find,
    rewritten,
    walk,
)
from sim.model.distribution import Distribution
from sim.model.faults import wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration

HELD = Name(zh="等待容缺材料补齐", en="Waits for the papers to follow")


class Parameters(Model):
    """`papers` of the block `documents` may follow by `deadline`; each with its time of supply, or null to keep it."""

    documents: Id
    papers: Annotated[Mapping[Id, Distribution | None], Field(min_length=1)]
    deadline: SourcedDuration
    late: Literal["refuse", "correct", "revoke"]
    gate: Literal["decision", "after_delivery"]
    before: Id | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _gate_fits(self) -> Self:
        if (self.gate == "decision") != (self.before is not None):
            need = (
                "needs before, the block that waits for the papers"
                if self.before is None
                else "has no before"
            )
            raise wrong(f"gate {self.gate} {need}")
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Let the papers follow, in every service that has the block."""
    flows: dict[str, Flow] = {}
    for name, service in scenario.services.items():
        block = find(service.flow, parameters.documents)
        if not isinstance(block, Documents):
            continue
        tolerant = _tolerant(block, parameters)
        if parameters.before is not None:
            _check_before(service.flow, parameters.documents, parameters.before)
        flows[name] = rewritten(service.flow, lambda found, t=tolerant: _changed(found, t, parameters))  # type: ignore[misc]
    if not flows:
        check_named(blocks_of(scenario), "documents", [parameters.documents], (Documents,))
    return with_flows(scenario, "documents", flows)


def _changed(block: Block, tolerant: Documents, parameters: Parameters) -> Sequence[Block]:
    if isinstance(block, Documents) and block.id == tolerant.id:
        return (tolerant,)
    if block.id == parameters.before and not isinstance(block, (Milestone, End, Require)):
        held = Require.model_construct(id=tolerant.id, name=HELD, source=parameters.source)
        return (held, block)
    return (block,)


def _tolerant(block: Documents, parameters: Parameters) -> Documents:
    """The block in the mode tolerate. Refuses papers it does not ask for, and one without a time of supply."""
    if block.mode == "tolerate":
        raise Refusal("documents", f'"{block.id}" is of the mode tolerate already; allowed: return, correct')
    check_asked(block, "papers", list(parameters.papers))
    papers = {
        name: paper
        if name not in parameters.papers
        else paper.model_copy(update={"deferrable": True, "supply": parameters.papers[name] or paper.supply})
        for name, paper in block.papers.items()
    }
    # Nothing is sent back once every paper may follow, but the loop stays: an outer repeat numbers its visits by it.
    core = block.mode if len(parameters.papers) < len(papers) or block.mode == "return" else None
    stated: dict[str, object] = {
        "mode": "tolerate",
        "core": core,
        "deadline": parameters.deadline,
        "late": parameters.late,
        "gate": parameters.gate,
    }
    if core is None:
        stated["maximum"] = None
    try:
        return block.with_papers(papers, **stated)
    except ValueError as error:
        raise Refusal("papers", str(error)) from None


def _check_before(flow: Flow, documents: str, before: str) -> None:
    """Refuse a block that does not come after the papers: nothing would wait for them."""
    check_named((b for b in walk(flow) if not isinstance(b, (Milestone, End))), "before", [before], (Block,))
    standing = {
        place[-1].block.id: place
        for place in places(flow)
        if not isinstance(place[-1].block, (Milestone, End, Require))
    }
    first, other = standing[documents], standing.get(before, ())
    for depth, (one, two) in enumerate(zip(first, other, strict=False)):
        if one == two:
            continue
        if one.path != two.path or one.at > two.at or isinstance(one.block, Background):
            break
        for stands in other[depth:-1]:
            if not_once(stands.block):
                message = (
                    f'"{before}" stands in {stands.block.keyword} "{stands.block.id}": not every case that hands in '
                    f'"{documents}" reaches it exactly once'
                )
                raise Refusal("before", message)
        return
    raise Refusal("before", f'"{before}" does not come after the papers of "{documents}"')


LEVER = Lever(
    "tolerant_acceptance",
    Name(zh="容缺受理", en="Tolerant acceptance"),
    Name(
        zh="要件齐全、次要材料缺件的先受理，时限即起算，材料在期限内后补；逾期按规定处理。",
        en="With the core papers complete, minor papers may follow: the clock starts at once, and the "
        "supplement has a deadline.",
    ),
    Parameters,
    apply,
    About(
        clauses="U9, 41; K12, 15, 37; G8; Y13",
        documented=Name(
            zh="先受理后补；滨州、河南须补齐后方可办结，葛店供水可先办结；补齐期限 3 个工作日或 7 天。",
            en="Accept first, supplement later; Binzhou and Henan hold the decision, Gedian's water service "
            "does not; deadlines of 3 working days or 7 days are seen.",
        ),
        assumed=Name(
            zh="各材料缺件比例与补齐时间。",
            en="How often each paper is missing, and how long its supply takes.",
        ),
    ),
)
