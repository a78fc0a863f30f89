"""Steps that some cases no longer come to, at one place or several, and what is done there instead.

Who they are is decided once a case: a share becomes an attribute of the case, named after the lever's `id`, so that
the same case takes the same way at every place. What the steps would have stamped is stamped on the way around.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.levers.lever import Refusal, Work
from sim.levers.tools.flows import check_new, check_pool, services_with, with_flows
from sim.levers.tools.places import IDLE, place_of, places
from sim.levers.tools.routing import (
    NO,
    WORKING,
    YES,
    Selecting,
    around,
    both,
    check_condition,
    either_way,
    has,
    with_attribute,
)
from sim.model.blocks import Background, Block, Documents, Flow, Item, Race, Repeat, Task, Until, walk
from sim.model.conditions import Condition
from sim.model.faults import listed
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario, Service


class AtPool(Model):
    """A short task of its own: a promise signed at a window, an entry made by a system."""

    pool: Id
    work: Work
    source: SourceKey | None = None


def task_at(scenario: Scenario, parameter: str, stated: AtPool, block_id: str, name: Name) -> Task:
    """The task, at a pool that is declared."""
    check_pool(scenario, parameter, stated.pool)
    return Task.model_construct(
        id=block_id, name=name, pool=stated.pool, work=stated.work, source=stated.source
    )


def chosen(
    service: Service, name: str, when: Condition | None, share: float | None, label: Name
) -> tuple[Service, Condition]:
    """The service, and the condition of the cases that `when` holds for and that are in this share of them."""
    if when is not None:
        check_condition(service, "when", when)
    if share is None:
        assert when is not None
        return service, when
    rest = {YES: share, NO: round(1 - share, 12)}
    return with_attribute(service, "id", name, rest, label), both(when, has(name))


def share_of(selecting: Selecting) -> float | None:
    """The share that is selected; None where a condition selects."""
    return None if selecting.share is None else selecting.share.value


def bypassed(
    scenario: Scenario,
    name: str,
    label: Name,
    steps: Sequence[str],
    who: tuple[Condition | None, float | None],
    first: Sequence[Block] = (),
    last: Sequence[Block] = (),
) -> Scenario:
    """The scenario whose cases that are chosen pass by the steps, in every service that has all of them.

    Where they come to the first of the steps they do `first`, then get the stamps of the steps, then do `last`.
    """
    if len(set(steps)) < len(steps):
        raise Refusal("steps", f"{listed(steps)}: a step stands there twice")
    services = dict(scenario.services)
    flows: dict[str, Flow] = {}
    for service_name in services_with(scenario, "steps", steps, WORKING):
        service, condition = chosen(services[service_name], name, *who, label)
        services[service_name] = service
        runs = list(_runs(service.flow, steps))
        _check_apart(runs, steps)
        if first or last:
            _check_comes_once(service.flow, runs[0][0])
        flow = service.flow
        for number, run in enumerate(runs):
            block_id = f"{name}.{run[0]}"
            check_new(flow, "id", block_id)

            def way(
                stands: Flow,
                kept: Flow,
                block_id: str = block_id,
                leads: bool = number == 0,
                condition: Condition = condition,
            ) -> Sequence[Block]:
                instead = (*first, *kept, *last) if leads else kept
                return (either_way(block_id, label, condition, instead, stands),)

            alone = scenario.model_copy(
                update={"services": {service_name: service.model_copy(update={"flow": flow})}}
            )
            flow = around(alone, "steps", run, way)[service_name]
        flows[service_name] = flow
    return with_flows(scenario.model_copy(update={"services": services}), "steps", flows)


def check_harmless(flow: Flow, steps: Sequence[str], said: str, marked: Sequence[str] = ()) -> None:
    """Refuse steps of a matter of safety: in, or around, an item that bears the flag or a block that is `marked`."""
    for place in places(flow):
        step = place[-1].block
        if step.id not in steps or not isinstance(step, WORKING):
            continue
        outside = [stands.block for stands in place[:-1]]
        for block in (*outside, *walk((step,))):
            if block.id in marked or (isinstance(block, Item) and block.safety):
                verb = "belongs to" if block in outside else "holds"
                where = "is" if block is step else f'{verb} {block.keyword} "{block.id}", which is'
                raise Refusal("steps", f'"{step.id}" {where} a matter of safety or health: {said}')


def _runs(flow: Flow, steps: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Steps that directly follow one another, in the flow's order; not those inside other steps."""
    run: list[str] = []
    for block in flow:
        if block.id in steps and not isinstance(block, IDLE):
            run.append(block.id)
            continue
        if run:
            yield tuple(run)
            run = []
        for inner in block.inner().values():
            yield from _runs(inner, steps)
    if run:
        yield tuple(run)


def _check_apart(runs: Sequence[tuple[str, ...]], steps: Sequence[str]) -> None:
    reached = [step for run in runs for step in run]
    for step in steps:
        if step not in reached:
            raise Refusal("steps", f'"{step}" stands inside another of the steps; name the outer one only')
        if reached.count(step) > 1:
            raise Refusal("steps", f'"{step}" stands at {reached.count(step)} places; it must stand at one')


def _check_comes_once(flow: Flow, step: str) -> None:
    """Refuse a step a case may come to several times: what is done instead is done once."""
    for stands in place_of(flow, "steps", step, WORKING)[:-1]:
        block = stands.block
        again = isinstance(block, Documents) and block.core_handling == "return"
        if again or isinstance(block, (Repeat, Race, Until, Background)):
            message = f'"{step}" stands in {block.keyword} "{block.id}"; what stands in its place is done once a case'
            raise Refusal("steps", message)


def named(whose: Name, zh: str, en: str) -> Name:
    """A step's name after the lever's label."""
    return Name(zh=f"{whose.zh}：{zh}", en=f"{whose.en}: {en}")
