"""Notice and commitment 告知承诺: the applicant is told what the law asks for, promises in writing to meet it, and gets
the decision at the counter; what was reviewed before is checked afterwards.

Mechanism: for cases that may (`when`) and do (`share`) promise, the `steps` of review fall away. In their place
stand the signing (`signing`, unless the intake that is there already takes the promise in), what the steps stamp,
and a check behind the decision (`later_check`): who fails rectifies, who fails again is revoked. The rule is that of
the scenario's `source`; the time for the check is Zhejiang's 60 working days in its regulation of 2018, Article 14.

Never for safety or health: refused where a step lies in an item that bears `safety: true`, holds one, or stands in
or around a block that `safety` names.

Modelling choices: promising is decided once a case; a promise replaces the review whole, and no application fails
at the counter; the check is work of its own with draws of its own, whatever the review would have found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever
from sim.levers.tools.bypass import AtPool, bypassed, check_harmless, named, task_at
from sim.levers.tools.flows import blocks_of, check_named
from sim.levers.tools.later_check import LaterCheck, checked_later
from sim.levers.tools.routing import WORKING, check_part
from sim.model.blocks import Block, Milestone
from sim.model.conditions import Condition
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare

LABEL = Name(zh="告知承诺", en="Notice and commitment")


class Parameters(Model):
    """`steps` fall away for the `share` that promises among those `when` holds for; `check` comes afterwards."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    share: SourcedShare
    when: Condition | None = None
    signing: AtPool | None = None
    check: LaterCheck
    safety: tuple[Id, ...] = ()
    """Blocks that touch safety or health, beside items that bear the flag."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        check_part("share", self.share.value)
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """A promise in place of the review, in every service that has the steps."""
    check_named(blocks_of(scenario), "safety", parameters.safety, WORKING)
    for service in scenario.services.values():
        check_harmless(
            service.flow, parameters.steps, "a promise cannot stand for its review", parameters.safety
        )
    name = parameters.id
    signed = Milestone.model_construct(id=f"{name}.promised", name=named(LABEL, "已承诺", "promised"))
    signing: Sequence[Block] = ()
    if parameters.signing is not None:
        label = named(LABEL, "签署承诺书", "promise signed")
        signing = (task_at(scenario, "signing", parameters.signing, f"{name}.signing", label),)
    return bypassed(
        scenario,
        name,
        LABEL,
        parameters.steps,
        (parameters.when, parameters.share.value),
        first=(*signing, signed),
        last=checked_later(scenario, parameters.check, name, LABEL),
    )


LEVER = Lever(
    "notice_and_commitment",
    LABEL,
    Name(
        zh="申请人书面承诺符合条件的，当场作出决定；原审查改为事后核查，不符合的限期整改，仍不符合的撤销。",
        en="An applicant who promises in writing to meet the conditions gets the decision at once; the review becomes "
        "a later check, and whoever fails it twice loses the permit.",
    ),
    Parameters,
    apply,
    About(
        clauses="C三(一)(二)(三); G17–19, 25, 27; K2, 37; Y2, 46, 65, 66; U20, 154",
        documented=Name(
            zh="承诺代替审查；浙江2018年规定第十四条：60个工作日内核查；涉及安全、健康、环保的事项不适用（北京、上海条例）",
            en="A promise in place of the review; Zhejiang 2018, Art. 14: checked within 60 working days; not for "
            "safety, health and environment (ordinances of Beijing and Shanghai)",
        ),
        assumed=Name(
            zh="可承诺并选择承诺的比例、核查的时间与工时、不合格率、整改时间、整改后仍不合格的比例",
            en="Share that may and does promise; when a check is planned and its work; shares that fail, and fail "
            "again; time to put it right",
        ),
    ),
)
