"""No application 免申即享: the authority finds who is entitled, and the applicant only confirms.

Mechanism: intake and papers fall away; in their place a system compares the data it has, and the applicant confirms.
What stands behind, the decision and the payment, stays. A share may decline, which ends the case.

Source: Karamay 22 and Gedian 52 (matching of shared data, approval by machine, 政策找人 of Urumqi 15). Modelling
choices: the same cases begin at the same times as they would have applied, for no source says when a system would
look; what it needs is never missing. An empty loop of attempts stays, so that visits of an outer loop keep their draws.
"""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.levers.lever import About, Lever
from sim.levers.tools.bypass import AtPool, named, task_at
from sim.levers.tools.flows import DROPPED, check_new, services_with, with_flows, without
from sim.levers.tools.papers import not_asked
from sim.levers.tools.places import place_of, put_before
from sim.levers.tools.routing import WORKING, by_share, check_system
from sim.model.block import one_time
from sim.model.blocks import Block, Documents, End, Flow, Milestone, Require, Wait, rewritten, walk
from sim.model.distribution import Distribution
from sim.model.faults import wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare

LABEL = Name(zh="免申即享", en="No application")


class Parameters(Model):
    """`documents` and `drop` fall away; the `system` matches, and the applicant takes `confirm` to agree."""

    id: Id
    documents: tuple[Id, ...] = ()
    drop: tuple[Id, ...] = ()
    system: AtPool
    confirm: Distribution
    declined: SourcedShare | None = None
    outcome: Id = "declined"
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.documents and not self.drop:
            raise wrong("state documents (papers no longer asked for), drop (steps of intake), or both")
        return one_time(self, "confirm", self.confirm)


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Match and confirm in place of the application, in every service that has all of what falls away.

    Refuses unknown blocks, a system that is none or closes, an application not every case goes through exactly once,
    and what needs the papers or stamps that fall away.
    """
    name = parameters.id
    matched = task_at(
        scenario, "system", parameters.system, f"{name}.matched", named(LABEL, "数据比对", "matched")
    )
    check_system(scenario, "system", parameters.system.pool)
    confirmed = Wait.model_construct(
        id=f"{name}.confirm",
        name=named(LABEL, "申请人确认", "confirmed"),
        length=parameters.confirm,
        party="applicant",
        pause=None,
        source=parameters.source,
    )
    first: list[Block] = [matched, confirmed]
    if parameters.declined is not None:
        end = End.model_construct(id=parameters.outcome, name=named(LABEL, "放弃", "declined"))
        label = named(LABEL, "是否接受", "accepted or not")
        first.append(by_share(f"{name}.declined", label, parameters.declined.value, (end,)))
    falls = (*parameters.documents, *parameters.drop)
    services_with(scenario, "documents", parameters.documents, (Documents,))
    services_with(scenario, "drop", parameters.drop, DROPPED)
    flows: dict[str, Flow] = {}
    for service, flow in services_with(scenario, "drop", falls, (*WORKING, Milestone)).items():
        for block in first:
            check_new(flow, "id", block.id)
        begin = next(block.id for block in walk(flow) if block.id in falls and isinstance(block, WORKING))
        place_of(flow, "documents" if begin in parameters.documents else "drop", begin, WORKING, once=True)
        flows[service] = _given(put_before(flow, begin, first), parameters)
    return with_flows(scenario, "drop", flows)


def _given(flow: Flow, parameters: Parameters) -> Flow:
    """The flow without what falls away, and without what waited for papers that were to follow."""
    asked = {
        block.id: tuple(block.papers)
        for block in walk(flow)
        if isinstance(block, Documents) and block.id in parameters.documents
    }
    left = not_asked(without(flow, parameters.drop), "documents", asked)
    return rewritten(left, lambda block: () if isinstance(block, Require) and block.id in asked else (block,))


LEVER = Lever(
    "no_application",
    LABEL,
    Name(
        zh="不再申请和交材料，系统比对找出符合条件者，本人确认即享受。",
        en="Nobody applies or hands in papers: a system finds who is entitled, and they only confirm.",
    ),
    Parameters,
    apply,
    About(
        clauses="K22; G52; U15",
        documented=Name(
            zh="数据共享、自动比对、智能审批，由“企业找政策”变为“政策找企业”。",
            en="Shared data, automatic matching, approval by machine: policies find their firms.",
        ),
        assumed=Name(
            zh="系统比对用时、确认用时、放弃比例；启动时间与原申请时间相同。",
            en="Times of matching and confirming, the share that declines; cases begin when they would have applied.",
        ),
    ),
)
