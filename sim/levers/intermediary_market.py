"""Intermediary market 中介超市: an intermediary is picked from a listed market, and works to a published time.

Mechanism: instead of a tender of one's own (notice, bids, opening: `drop`) the owner picks a firm on the market's
platform, which takes the time `selection`; firms that are rated there work faster, by a factor with a source. The
rule a scenario follows is that of its `source`.

Modelling choices: selection stands where the first of the dropped steps stood, or directly before the first of the
`steps` if nothing is dropped. It is the owner's time unless `party` says otherwise, and is commissioned by whoever
commissions the steps. The factor applies to the whole distribution; how many firms there are stays.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.levers.lever import About, Lever, Refusal
from sim.levers.tools.flows import check_named, check_new, services_with, with_flows
from sim.levers.tools.places import check_first, check_follows, place_of, put_before, taken_out
from sim.model.block import Party, one_time
from sim.model.blocks import Block, Documents, Flow, Repeat, Session, Task, Wait, find, rewritten, walk
from sim.model.distribution import Distribution
from sim.model.faults import listed
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedPositive
from sim.model.staff import pool_named, skilled

WORKS = (Task, Wait)
TENDERS = (Task, Session, Wait)
SELECTION = Name(zh="中介超市选取", en="Picked from the market")


class Parameters(Model):
    """The selection `id` in place of `drop`; `steps` of intermediaries take `factor` times as long."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    selection: Distribution
    factor: SourcedPositive = SourcedPositive(value=1.0)
    drop: tuple[Id, ...] = ()
    party: Party = "applicant"
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        return one_time(self, "selection", self.selection)


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Pick from the market, in every service that has these steps."""
    flows = services_with(scenario, "steps", parameters.steps, WORKS)
    changed = {name: _picked(scenario, flow, parameters) for name, flow in flows.items()}
    return with_flows(scenario, "drop", changed)


def _picked(scenario: Scenario, flow: Flow, parameters: Parameters) -> Flow:
    check_new(flow, "id", parameters.id)
    check_named(walk(flow), "drop", parameters.drop, TENDERS)
    order = [block.id for block in walk(flow)]
    steps = sorted(parameters.steps, key=order.index)
    tenders = sorted(parameters.drop, key=order.index)
    for step in steps:
        if step in tenders:
            raise Refusal("drop", f'"{step}" is work of an intermediary; only its selection falls away')
        _check_intermediary(scenario, find(flow, step))
    anchor = place_of(flow, "drop" if tenders else "steps", (tenders or steps)[0], TENDERS)
    for stands in anchor[:-1]:
        if isinstance(stands.block, (Repeat, Documents)):
            around = f'{stands.block.keyword} "{stands.block.id}"'
            message = f'"{anchor[-1].block.id}" stands in {around}: a firm would be picked anew at each visit'
            raise Refusal("drop" if tenders else "steps", message)
    for step in steps if tenders else steps[1:]:
        check_first("steps", anchor, place_of(flow, "steps", step, WORKS))
    for tender in tenders[1:]:
        check_follows("drop", anchor, place_of(flow, "drop", tender, TENDERS))
    selection = Wait.model_construct(
        id=parameters.id,
        name=SELECTION,
        length=parameters.selection,
        party=parameters.party,
        pause=None,
        commissioned_by=_commissioned_by(flow, steps),
        source=parameters.source,
    )
    flow = put_before(flow, anchor[-1].block.id, (selection,))
    flow, _ = taken_out(flow, tenders)
    return rewritten(flow, lambda block: (_faster(block, parameters),))


def _check_intermediary(scenario: Scenario, block: Block | None) -> None:
    """Refuse work of others: nobody picks the government on a market."""
    parties: tuple[str, ...] = ()
    if isinstance(block, Wait):
        parties = (block.party,)
    if isinstance(block, Task):
        pools = [pool for pool in (block.pool, *block.any_of, *block.all_of) if pool is not None]
        pools += skilled(scenario.pools, block.skill)
        parties = block.stated_parties or tuple(pool_named(scenario, pool).party for pool in pools)
    if block is not None and set(parties) != {"intermediary"}:
        said = listed(sorted(set(parties)))
        raise Refusal("steps", f'"{block.id}" is work of {said}; allowed: work of the party intermediary')


def _commissioned_by(flow: Flow, steps: list[str]) -> Party | None:
    """Who commissions all of the steps."""
    found = [block for step in steps if isinstance(block := find(flow, step), WORKS)]
    if len({block.commissioned_by for block in found}) > 1:
        message = f"{listed(steps)} are commissioned by different parties; pick for each of them on its own"
        raise Refusal("steps", message)
    return found[0].commissioned_by


def _faster(block: Block, parameters: Parameters) -> Block:
    factor = parameters.factor.value
    if block.id not in parameters.steps or factor == 1:
        return block
    if isinstance(block, Task):
        return block.model_copy(update={"work": block.work.scaled(factor)})
    if isinstance(block, Wait):
        return block.model_copy(update={"length": block.length.scaled(factor)})
    return block


LEVER = Lever(
    "intermediary_market",
    Name(zh="中介超市", en="Intermediary market"),
    Name(
        zh="中介服务在中介超市公开选取，取代逐项招标；入驻机构按公开时限服务。",
        en="Intermediaries are picked on a listed market instead of by a tender each; its firms work to published "
        "times.",
    ),
    Parameters,
    apply,
    About(
        clauses="K6; Y51; U10",
        documented=Name(
            zh="方案要求建立中介超市、规范中介服务；营口称中介服务时间压缩50%。",
            en="The plans set up such markets; Yingkou claims that intermediary time fell by half.",
        ),
        assumed=Name(
            zh="选取所需时间；压缩倍数对全部作业时间同样适用。",
            en="How long picking takes; the factor applies to all of the work alike.",
        ),
    ),
)
