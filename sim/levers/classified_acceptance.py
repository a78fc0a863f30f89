"""Classified acceptance 分类验收: simple low-risk projects are accepted by their builder, no department attends.

Mechanism: for projects `when` holds for (or a share of all, where nothing tells them apart) the departments' `steps`
fall away; the builder inspects with his own firms (`self_inspection`, the owner's time), and what the steps stamp
is stamped then. A spot check may follow (`check`). The rule is that of the scenario's `source`.

Modelling choices: a self-inspection always ends with a pass, and whatever it repairs is part of its time.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever
from sim.levers.tools.bypass import bypassed, named, share_of
from sim.levers.tools.later_check import LaterCheck, checked_later
from sim.levers.tools.routing import Selecting
from sim.model.block import one_time
from sim.model.blocks import Wait
from sim.model.distribution import Distribution
from sim.model.quantities import Id, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="分类验收", en="Classified acceptance")


class Parameters(Selecting):
    """`steps` of the departments' acceptance become the builder's `self_inspection`."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    self_inspection: Distribution
    check: LaterCheck | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _length(self) -> Self:
        return one_time(self, "self_inspection", self.self_inspection)


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Self-inspection for the simple ones, in every service that has the steps."""
    name, check = parameters.id, parameters.check
    own = Wait.model_construct(
        id=f"{name}.self_inspection",
        name=named(LABEL, "建设单位组织自验", "inspected by the builder"),
        length=parameters.self_inspection,
        party="applicant",
        pause=None,
        source=parameters.source,
    )
    return bypassed(
        scenario,
        name,
        LABEL,
        parameters.steps,
        (parameters.when, share_of(parameters)),
        first=(own,),
        last=() if check is None else checked_later(scenario, check, name, LABEL),
    )


LEVER = Lever(
    "classified_acceptance",
    LABEL,
    Name(
        zh="简易低风险项目由建设单位组织自验，主管部门不再参加；自验通过即发证，事后可抽查。",
        en="The builder of a simple low-risk project inspects it himself and no department attends; the "
        "certificate follows at once, a spot check may come later.",
    ),
    Parameters,
    apply,
    About(
        clauses="Y47",
        documented=Name(
            zh="营口片区第47条：小型简易低风险项目由建设单位组织自验，建设管理部门不再参加，通过后当场核发",
            en="Yingkou, clause 47: simple low-risk projects are inspected by the builder, departments no longer take "
            "part, certificates are issued on the spot",
        ),
        assumed=Name(
            zh="自验所需时间、抽查比例、抽查不合格率和整改时间（条文未提抽查）",
            en="Time of the self-inspection; share of spot checks, of failures, and time to repair (the clause names "
            "no spot check)",
        ),
    ),
)
