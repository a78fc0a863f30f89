"""Approval by credit 信用审批、信易批: those of good standing are approved at once and checked afterwards.

Mechanism: cases whose credit class is one of `instant` pass by the `steps` of review; an instant task may stand in
their place, and a check follows behind the decision. All others go as before. The class is an attribute the cases
have already, or one that is added with the shares of its `classes`.

Source: Yingkou 5 and Urumqi 155. Modelling choices: the shares of the classes; what a later check finds does not
depend on what the review would have found.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever
from sim.levers.tools.bypass import AtPool, bypassed, check_harmless, task_at
from sim.levers.tools.flows import services_with
from sim.levers.tools.later_check import LaterCheck, checked_later
from sim.levers.tools.routing import WORKING, check_condition, has, with_attribute
from sim.model.faults import wrong
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedShare

LABEL = Name(zh="信用审批", en="Approval by credit")
CLASS = Name(zh="信用等级", en="Credit class")


class Parameters(Model):
    """Cases whose `attribute` is one of `instant` pass by the `steps`; `classes` adds the attribute by shares."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    attribute: Id
    classes: Annotated[Mapping[Id, SourcedShare], Field(min_length=2)] | None = None
    instant: Annotated[tuple[Id, ...], Field(min_length=1)]
    at_once: AtPool | None = None
    check: LaterCheck
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.classes is None:
            return self
        total = sum(share.value for share in self.classes.values())
        if abs(total - 1) > 1e-9:
            raise wrong(f"the shares of classes sum to {round(total, 6):g}; allowed: exactly 1")
        if any(share.range is not None for share in self.classes.values()):
            raise wrong("a share of classes has no range: the shares must sum to 1")
        return self


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Those of good standing pass by the steps, in every service that has them.

    Refuses unknown steps, an attribute the cases have already (with `classes`) or lack (without), and classes it has
    not.
    """
    condition = has(parameters.attribute, parameters.instant)
    services = dict(scenario.services)
    for name, flow in services_with(scenario, "steps", parameters.steps, WORKING).items():
        check_harmless(flow, parameters.steps, "nobody's standing replaces its review")
        if parameters.classes is not None:
            shares = {value: share.value for value, share in parameters.classes.items()}
            services[name] = with_attribute(services[name], "attribute", parameters.attribute, shares, CLASS)
        check_condition(services[name], "instant" if parameters.classes else "attribute", condition)
    id_ = parameters.id
    at_once = parameters.at_once
    return bypassed(
        scenario.model_copy(update={"services": services}),
        id_,
        LABEL,
        parameters.steps,
        (condition, None),
        first=() if at_once is None else (task_at(scenario, "at_once", at_once, f"{id_}.at_once", LABEL),),
        last=checked_later(scenario, parameters.check, id_, LABEL),
    )


LEVER = Lever(
    "credit_approval",
    LABEL,
    Name(
        zh="信用等级高的即时办结、事后核查，其余照常办理。",
        en="Applicants of good standing are approved at once and checked afterwards; the others go as before.",
    ),
    Parameters,
    apply,
    About(
        clauses="Y5; U155",
        documented=Name(zh="按信用等级差别化审批。", en="That approval differs by credit class."),
        assumed=Name(
            zh="各信用等级的比例、事后核查的比例和不合格率。",
            en="The shares of the classes; how many are checked later, and fail.",
        ),
    ),
)
