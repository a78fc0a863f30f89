"""Window for what could not be done “办不成事”反映窗口: a file that would be sent back is heard by a supervisor first.

Mechanism: when papers are missing at the first hand-in, the case goes to a supervisor's pool before it is sent back.
A `share` of these cases is settled there (a paper is fetched from another office, or is not needed after all), and
the file goes on as it is; the rest is sent back as before. Each case is heard once.

Source: Karamay 36 names the window, Yingkou 13 forbids counters to refuse. Modelling choices: the share that is
settled; whoever would be sent back turns to the window; missing papers that were settled stay settled.
"""

from __future__ import annotations

from functools import reduce

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.bypass import AtPool, named, task_at
from sim.levers.tools.flows import check_new, services_with, with_flows
from sim.levers.tools.places import place_of
from sim.levers.tools.routing import as_flow, both, by_share, check_part, either_way
from sim.model.blocks import Block, Documents, Flow, Milestone, Repeat, rewritten
from sim.model.conditions import Condition, Either, Missing, Not, Stamped, Test
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare

LABEL = Name(zh="“办不成事”反映窗口", en="Supervisor's window")


class Parameters(Model):
    """Files the block `documents` would send back are heard by the `supervisor`, who settles this `share`."""

    documents: Id
    supervisor: AtPool
    share: SourcedShare
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Hear files before they are sent back, in every service that has the block.

    Refuses papers that send no file back, those in a loop, and those settled somewhere already.
    """
    check_part("share", parameters.share.value)
    name = parameters.documents
    flows: dict[str, Flow] = {}
    for service, flow in services_with(scenario, "documents", (name,), (Documents,)).items():
        place = place_of(flow, "documents", name, (Documents,))
        block = place[-1].block
        assert isinstance(block, Documents)
        _check(block)
        for stands in place[:-1]:
            if isinstance(stands.block, (Repeat, Documents)):
                message = (
                    f'"{name}" stands in {stands.block.keyword} "{stands.block.id}"; a case is heard once'
                )
                raise Refusal("documents", message)
        check_new(flow, "documents", f"{name}.supervisor")
        heard = _heard(scenario, block, parameters)
        flows[service] = rewritten(flow, lambda b, h=heard: (h,) if b.id == h.id else (b,))  # type: ignore[misc]
    return with_flows(scenario, "documents", flows)


def _check(block: Documents) -> None:
    if block.sends_back != "return":
        how = f"mode {block.mode}" + (f", core {block.core}" if block.core else "")
        raise Refusal(
            "documents", f'"{block.id}" sends no file back ({how}); allowed: mode return, or core return'
        )
    if block.settled is not None:
        raise Refusal("documents", f'"{block.id}" is settled by the milestone "{block.settled}" already')


def _heard(scenario: Scenario, block: Documents, parameters: Parameters) -> Documents:
    name = f"{block.id}.supervisor"
    settled, heard = f"{name}.settled", f"{name}.heard"
    steps: tuple[Block, ...] = (
        task_at(scenario, "supervisor", parameters.supervisor, name, LABEL),
        Milestone.model_construct(id=heard, name=named(LABEL, "已反映", "heard")),
        by_share(
            f"{name}.result",
            named(LABEL, "处理结果", "outcome"),
            parameters.share.value,
            [Milestone.model_construct(id=settled, name=named(LABEL, "已解决", "settled"))],
        ),
    )
    not_heard = Condition(f"not stamped.{heard}", Not(Stamped(heard)))
    asked = either_way(
        f"{name}?", named(LABEL, "将被退回", "would be sent back"), both(_lacking(block), not_heard), steps
    )
    return block.model_copy(update={"do": as_flow((*block.do, asked)), "settled": settled})


def _lacking(block: Documents) -> Condition:
    """A paper is missing for which the file goes back."""
    papers = [name for name, paper in block.papers.items() if block.mode == "return" or not paper.deferrable]
    tests: list[Test] = [Missing(paper) for paper in papers]
    text = " or ".join(f"missing.{paper}" for paper in papers)
    return Condition(text, reduce(Either, tests))


LEVER = Lever(
    "supervisor_window",
    LABEL,
    Name(
        zh="窗口将退回的件先转“办不成事”窗口，能解决的直接受理，其余仍退回补齐。",
        en="A file that would be sent back is heard first; what can be settled goes on, the rest is sent back.",
    ),
    Parameters,
    apply,
    About(
        clauses="K36; Y13",
        documented=Name(
            zh="设“办不成事”反映窗口；窗口无否决权。",
            en="That there is such a window; that counters may not refuse.",
        ),
        assumed=Name(
            zh="解决比例、处理时间、凡被退回者均去反映。",
            en="The share that is settled, the time it takes; that all who would be sent back go there.",
        ),
    ),
)
