"""Joint drawing review 联合审图: one body reviews the drawings for every department and sends one list of comments.

Mechanism: the rounds of the single reviews (fire, civil defence, structure …) become one loop. Each visit is one
task of the reviewing body, drawn anew; each review gives its own result; what was found is put right side by
side, and the drawings come back together. The rule this follows is that of the scenario's `source`.

Modelling choices: a review that has passed stays passed, and the time of a later visit does not depend on how
much is left. What the single reviews share (party, class, pause …) the joint one keeps. An `item` or `stage`
block that held nothing but its round is dissolved, and its own clock with it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.levers.lever import About, Lever, Work
from sim.levers.tools.flows import check_pool, with_flows
from sim.levers.tools.rounds import (
    ROUNDS,
    Joining,
    Round,
    joined_flows,
    one_loop,
    rework,
    shared,
    shared_parties,
)
from sim.model.blocks import Block, Task
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario


class Parameters(Model):
    """`rounds` become the loop `id`, reviewed at the pool `into`; `drop` are hand-ins that fall away."""

    id: Id
    rounds: Annotated[tuple[Id, ...], Field(min_length=2)]
    into: Id
    work: Work
    """One joint review."""
    drop: tuple[Id, ...] = ()
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """One joint loop in place of the rounds, in every service that has them."""
    check_pool(scenario, "into", parameters.into)

    def join(rounds: tuple[Round, ...]) -> Block:
        tasks = [one.task for one in rounds]
        review = Task.model_construct(
            id=f"{parameters.id}.review",
            name=LEVER.label,
            pool=parameters.into,
            work=parameters.work,
            parties=shared_parties(tasks, "a joint review"),
            source=parameters.source,
            **shared(tasks, "a joint review"),
        )
        return one_loop(
            parameters.id,
            LEVER.label,
            rounds,
            visit=(review,),
            own=lambda _: (),
            between=rework(parameters.id, rounds),
            source=parameters.source,
        )

    flows = joined_flows(scenario, Joining(parameters.id, parameters.rounds, join), parameters.drop)
    return with_flows(scenario, ROUNDS, flows)


LEVER = Lever(
    "joint_drawing_review",
    Name(zh="联合审图", en="Joint drawing review"),
    Name(
        zh="消防、人防、结构等审查并入一家，一份意见，一轮修改。",
        en="Fire, civil defence, structure and other reviews become one body's, with one list of comments "
        "and one loop of changes.",
    ),
    Parameters,
    apply,
    About(
        clauses="G16, 18; U28",
        documented=Name(
            zh="多审合一；消防技术审查并入（第51号令第二十四条）。",
            en="Reviews joined; the fire review is folded in (Order 51, art. 24).",
        ),
        assumed=Name(
            zh="联合审查一次的时间；通过的专业不再审。",
            en="The time of one joint review; what has passed is not reviewed again.",
        ),
    ),
)
