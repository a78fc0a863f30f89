"""Drawing review dropped, or kept for a sample 取消或抽查施工图审查: designers answer for their drawings for life.

Mechanism: of the projects `when` holds for (all, if it is not stated) only the share `sample` is still reviewed; the
others pass the `steps` by at once. The risk moves to the end of the building: an unreviewed project shows a defect
of its design, with the chance `defect`, at the acceptance `at`; it is repaired, and the same inspectors come again.
The rule is that of the scenario's `source`.

Modelling choices: the defect shows at the first inspection of `at` and is repaired once; it comes on top of what the
inspection finds anyway; a reviewed project has no more defects than before, and looking at a sample deters nobody.
The repair is the owner's time and stops the clock of the item around it, as rework of an acceptance does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever
from sim.levers.tools.bypass import bypassed, named
from sim.levers.tools.flows import services_with, with_flows
from sim.levers.tools.places import check_comes_after, place_of
from sim.levers.tools.routing import WORKING, by_share, either_way
from sim.model.block import one_time
from sim.model.blocks import Block, Flow, Milestone, Task, Wait, rewritten
from sim.model.conditions import Both, Condition, Not, Stamped
from sim.model.distribution import Distribution
from sim.model.faults import wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare
from sim.model.steps import Pause

LABEL = Name(zh="取消或抽查施工图审查", en="Drawing review dropped or sampled")


class Parameters(Model):
    """`steps` are done for the share `sample` only; the others show a defect at `at` with the chance `defect`."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    when: Condition | None = None
    sample: SourcedShare = SourcedShare(value=0.0)
    """Share still reviewed among those `when` holds for; 0: the review is dropped."""
    at: Id
    """Task of the acceptance that finds the defect."""
    defect: SourcedShare
    repair: Distribution
    pause: Pause = "整改 rectification"
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _drops(self) -> Self:
        if self.sample.value == 1:
            raise wrong("sample 1 drops no review; allowed: 0 to below 1")
        return one_time(self, "repair", self.repair)


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """The review for a sample, the defect at the acceptance, in every service that has the steps."""
    name = parameters.id
    unreviewed = f"{name}.unreviewed"
    flows = services_with(scenario, "steps", parameters.steps, WORKING)
    for flow in flows.values():
        _check_at(flow, parameters)
    stamp = Milestone.model_construct(id=unreviewed, name=named(LABEL, "未经审查", "not reviewed"))
    share = round(1 - parameters.sample.value, 12)
    made = bypassed(scenario, name, LABEL, parameters.steps, (parameters.when, share), last=(stamp,))

    def change(block: Block) -> Sequence[Block]:
        if isinstance(block, Task) and block.id == parameters.at:
            return (block, _defect(block, parameters, unreviewed))
        return (block,)

    changed = {service: rewritten(made.services[service].flow, change) for service in flows}
    return with_flows(made, "at", changed)


def _check_at(flow: Flow, parameters: Parameters) -> None:
    """Refuse an acceptance that does not come after the review."""
    at = place_of(flow, "at", parameters.at, (Task,))
    for step in parameters.steps:
        check_comes_after("at", place_of(flow, "steps", step, WORKING), at)


def _defect(task: Task, parameters: Parameters, unreviewed: str) -> Block:
    """What follows the inspection: once, for who was not reviewed."""
    name, source = parameters.id, parameters.source
    looked = f"{name}.looked"
    first = Condition(
        f"stamped.{unreviewed} and not stamped.{looked}", Both(Stamped(unreviewed), Not(Stamped(looked)))
    )
    repair = Wait.model_construct(
        id=f"{name}.repair",
        name=named(LABEL, "设计缺陷整改", "defect of the design repaired"),
        length=parameters.repair,
        party="applicant",
        pause=parameters.pause,
        source=source,
    )
    again = task.model_copy(
        update={
            "id": f"{name}.reinspection",
            "name": named(LABEL, "复验", "inspected again"),
            "intake": False,
        }
    )
    defect = by_share(
        f"{name}.defect", named(LABEL, "验收发现设计缺陷", "defect found at acceptance"),
        parameters.defect.value, (repair, again),
    )  # fmt: skip
    stamp = Milestone.model_construct(id=looked, name=named(LABEL, "已查验", "looked at"))
    return either_way(
        f"{name}.risk", named(LABEL, "未审项目的风险", "risk of the unreviewed"), first, (stamp, defect)
    )


LEVER = Lever(
    "sampled_drawing_review",
    LABEL,
    Name(
        zh="符合条件的项目不再做施工图审查，或只抽查一部分；未审项目的设计缺陷到验收时才暴露，整改后复验。",
        en="Drawings of projects that qualify are reviewed only by sample or not at all; a defect that is missed comes "
        "to light at the acceptance, and is repaired and inspected again.",
    ),
    Parameters,
    apply,
    About(
        clauses="C三(二); G18",
        documented=Name(
            zh="葛店第18条：取消社会投资简易低风险项目施工图审查，实行告知承诺和设计人员终身负责；成都高新区：探索取消",
            en="Gedian, clause 18: no review of simple low-risk projects of private investors, designers promise and "
            "answer for life; Chengdu Hi-tech Zone: to be explored",
        ),
        assumed=Name(
            zh="抽查比例、未审项目验收时暴露缺陷的概率、整改时间；缺陷只在首次检查时暴露一次",
            en="The sample, the chance that an unreviewed project shows a defect at acceptance, the time to repair; "
            "it shows once, at the first inspection",
        ),
    ),
)
