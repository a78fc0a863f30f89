"""Own choice of a name, and a promise of the address 名称自主申报和住所承诺.

Mechanism: the approval of a name before registration falls away with its waiting (the system compares names while
the form is filled in); the proof of address is replaced by a signed promise, so that the paper is no longer asked
for and no file goes back for it. Afterwards the address may be checked, if the scenario says so. The rule a scenario
follows is that of its `source`.

Modelling choices: nobody's name is refused and the promise takes no time of its own. A file that asks for no other
paper can lack nothing any more. The check is that of `later_check`, started at the decision.
"""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.levers.lever import About, Lever
from sim.levers.tools.flows import DROPPED, blocks_of, check_named, services_with, with_flows, without
from sim.levers.tools.later_check import LaterCheck, checked_later
from sim.levers.tools.papers import check_asked, not_asked
from sim.levers.tools.places import place_of, put_behind
from sim.model.blocks import Documents, Flow, Milestone, find
from sim.model.faults import wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario


class Parameters(Model):
    """`drop` are the steps of the name's approval; `papers` of `documents` become a promise that may be checked."""

    drop: tuple[Id, ...] = ()
    documents: Id | None = None
    papers: tuple[Id, ...] = ()
    check: LaterCheck | None = None
    decided: Id | None = None
    """The milestone after which the check begins."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if (self.documents is None) != (not self.papers):
            lacking = (
                "papers, those the promise replaces" if self.documents else "documents, the file they are in"
            )
            raise wrong(f"state {lacking}")
        if self.documents is None and not self.drop:
            raise wrong("state drop (steps of the name's approval), documents and papers, or both")
        if self.check is not None and (self.documents is None or self.decided is None):
            raise wrong("check needs documents and papers, and decided, the milestone after which it begins")
        if self.check is None and self.decided is not None:
            raise wrong("decided needs check, what is done then")
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """No approval of the name, no proof of address, in every service that has what is named."""
    check_named(blocks_of(scenario), "drop", parameters.drop, DROPPED)
    if parameters.documents is None:
        flows = services_with(scenario, "drop", parameters.drop, DROPPED)
    else:
        flows = services_with(scenario, "documents", [parameters.documents], (Documents,))
    # Names are approved in other services too, which may ask for no address.
    changed = {name: service.flow for name, service in scenario.services.items()}
    for name, flow in changed.items():
        flow = without(flow, parameters.drop)
        changed[name] = _promised(scenario, flow, parameters) if name in flows else flow
    return with_flows(scenario, "drop" if parameters.documents is None else "papers", changed)


def _promised(scenario: Scenario, flow: Flow, parameters: Parameters) -> Flow:
    block = None if parameters.documents is None else find(flow, parameters.documents)
    if not isinstance(block, Documents):
        return flow
    check_asked(block, "papers", parameters.papers)
    flow = not_asked(flow, "papers", {block.id: parameters.papers})
    if parameters.check is None or parameters.decided is None:
        return flow
    place_of(flow, "decided", parameters.decided, (Milestone,), once=True)
    check = checked_later(scenario, parameters.check, f"{block.id}.promise", LEVER.label)
    return put_behind(flow, parameters.decided, check)


LEVER = Lever(
    "name_and_address",
    Name(zh="名称自主申报和住所承诺", en="Own choice of a name, promise of the address"),
    Name(
        zh="取消名称预先核准；住所证明改为承诺，不再因此退件，可事后核查。",
        en="No name is approved beforehand; the proof of address is a promise, so no file goes back for it; it may "
        "be checked later.",
    ),
    Parameters,
    apply,
    About(
        clauses="U20, 22; C三; G25; Y41",
        documented=Name(
            zh="名称自主申报、住所（经营场所）申报承诺制写在各方案中；国办发〔2018〕32号将名称并入登记。",
            en="The plans name both; State Council note 2018/32 made the name part of the registration.",
        ),
        assumed=Name(
            zh="事后核查的比例、时间和不合格率由情景给出。",
            en="Share, time and failures of a later check are the scenario's numbers.",
        ),
    ),
)
