"""Parallel approval 并联审批: parts that followed one another run at the same time and meet at the slowest."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.levers.lever import Lever, Refusal
from sim.model.blocks import Flow, Parallel, find, walk
from sim.model.faults import listed, nearest
from sim.model.quantities import Id, Model, Name, SourceKey
from sim.model.scenario import Scenario, Service


class Parameters(Model):
    """`steps` are blocks that stand one after another in one list; they become branches of `id`."""

    id: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=2)]
    source: SourceKey | None = None


def apply(scenario: Scenario, parameters: Parameters) -> Scenario:
    """Put the steps side by side, in every service where they stand.

    Refuses steps that are unknown or do not directly follow one another.
    """
    if len(set(parameters.steps)) < len(parameters.steps):
        raise Refusal("steps", f"{listed(parameters.steps)}: a step stands there twice")
    changed: dict[str, Service] = {}
    for name, service in scenario.services.items():
        flow = _side_by_side(service.flow, parameters)
        if flow is not None:
            if find(service.flow, parameters.id) is not None:
                raise Refusal("id", f'a block is called "{parameters.id}" already')
            changed[name] = service.model_copy(update={"flow": flow})
    if changed:
        return scenario.model_copy(update={"services": {**scenario.services, **changed}})
    known = [block.id for service in scenario.services.values() for block in walk(service.flow)]
    for step in parameters.steps:
        if step not in known:
            raise Refusal("steps", f'no block is called "{step}"{nearest(step, known)}')
    raise Refusal("steps", f"{listed(parameters.steps)} do not directly follow one another in one list")


def _side_by_side(flow: Flow, parameters: Parameters) -> Flow | None:
    """The flow with the run of steps as one parallel block; None if they do not stand in it."""
    ids = [block.id for block in flow]
    steps = set(parameters.steps)
    for first in range(len(ids) - len(steps) + 1):
        last = first + len(steps)
        if set(ids[first:last]) == steps:
            branches = {block.id: (block,) for block in flow[first:last]}
            joined = Parallel.model_construct(
                id=parameters.id,
                name=Name(zh="并联办理", en="At the same time"),
                branches=branches,
                source=parameters.source,
            )
            return (*flow[:first], joined, *flow[last:])
    for index, block in enumerate(flow):
        nested = dict(block.inner())
        for path, inner in nested.items():
            changed = _side_by_side(inner, parameters)
            if changed is not None:
                return (*flow[:index], block.with_inner({**nested, path: changed}), *flow[index + 1 :])  # type: ignore[arg-type]
    return None


LEVER = Lever("parallel_approval", Name(zh="并联审批", en="Parallel approval"), Parameters, apply)
