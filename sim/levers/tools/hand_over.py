"""Handing a file over from the front desk to the back office: after a time, or with the next batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Discriminator, Tag

from sim.levers.tools.flows import check_session
from sim.model.blocks import Block, Session, Wait
from sim.model.distribution import Distribution
from sim.model.quantities import Id, Model, Name
from sim.model.scenario import Scenario

LABEL = Name(zh="材料流转", en="Hand-over to the back office")


class PickUp(Model):
    """Files wait for the next batch of a session of the scenario."""

    session: Id


def _sort(raw: object) -> str:
    picked = isinstance(raw, PickUp) or (isinstance(raw, Mapping) and "session" in raw)
    return "<session>" if picked else "<time>"


HandOver = Annotated[
    Annotated[Distribution, Tag("<time>")] | Annotated[PickUp, Tag("<session>")], Discriminator(_sort)
]


def check_hand_over(scenario: Scenario, stated: Distribution | PickUp | None) -> None:
    """Refuse a batch of a session that is not declared."""
    if isinstance(stated, PickUp):
        check_session(scenario, "hand_over", stated.session)


def handed_over(after: str, stated: Distribution | PickUp, source: str | None) -> Block:
    """The step `<after>.hand_over`, held by the government."""
    name = f"{after}.hand_over"
    if isinstance(stated, PickUp):
        return Session.model_construct(
            id=name, name=LABEL, meeting=stated.session, party="government", source=source
        )
    return Wait.model_construct(
        id=name, name=LABEL, length=stated, party="government", pause=None, source=source
    )
