"""Area assessment 区域评估、区域统一评价: what was assessed for the whole area is not assessed for each project.

Mechanism: projects inside an assessed area (`when` tells which, or a `share`) pass the single assessments, `steps`
at one place or several, in a row or side by side; or enter one `record` in their stead (承诺备案). Others do them as
before. The rule is that of the scenario's `source`.

Modelling choices: a project lies inside for all its assessments or for none; the assessment of the area itself is
made before any project comes, by others, and is not in the flow.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever
from sim.levers.record_instead import recorded
from sim.levers.tools.bypass import AtPool, bypassed, share_of
from sim.levers.tools.routing import Selecting
from sim.model.quantities import Id, Name, SourceKey
from sim.model.scenario import Scenario

LABEL = Name(zh="区域评估", en="Area assessment")


class Parameters(Selecting):
    """`steps` fall away inside an assessed area, or become one `record`."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    record: AtPool | None = None
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """No single assessment inside an assessed area, in every service that has the steps."""
    name, record = parameters.id, parameters.record
    return bypassed(
        scenario,
        name,
        LABEL,
        parameters.steps,
        (parameters.when, share_of(parameters)),
        first=() if record is None else recorded(scenario, name, record, LABEL),
    )


LEVER = Lever(
    "area_assessment",
    LABEL,
    Name(
        zh="已完成区域评估范围内的项目不再单独做环评、节能、水保等评估，或改为承诺备案。",
        en="A project inside an assessed area does no assessment of its own (environment, energy, soil and "
        "water), or records a promise in its stead.",
    ),
    Parameters,
    apply,
    About(
        clauses="C三(二); U31; G17; Y42",
        documented=Name(
            zh="《优化营商环境条例》第四十二条；葛店第17条：园区内单个项目不再审批，节能承诺备案；营口第42条：原则上不再单独评估",
            en="Business environment ordinance, Art. 42; Gedian, clause 17: no approvals of single projects in two "
            "parks, energy on a recorded promise; Yingkou, clause 42: in principle no assessment of single projects",
        ),
        assumed=Name(zh="位于评估区域内的项目比例", en="Share of projects inside assessed areas"),
    ),
)
