"""What the numbers of a program are called: ids, and what people call them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.engine.compile.attributes import Attributes
from sim.engine.compile.needs import Needs
from sim.engine.compile.shared import PARTIES, Shared
from sim.engine.compile.streams import Stream
from sim.engine.names import Names
from sim.engine.nodes import SESSION, TASK, TIMER
from sim.model.scenario import Pool, Scenario, Service


def names_of(
    scenario: Scenario,
    services: Mapping[str, Service | Pool],
    shared: Shared,
    needs: Needs,
    streams: Sequence[Stream],
    attributes: Attributes,
    clocks: Sequence[str],
) -> Names:
    """The names of everything that was numbered; pools with other work count as services."""
    return Names(
        services=tuple(services),
        streams=tuple(stream.name for stream in streams),
        channels=tuple(stream.channel for stream in streams),
        steps=tuple(step.id for step in shared.steps),
        pools=tuple(needs.ids),
        sessions=tuple(needs.sessions),
        alternatives=tuple(
            " + ".join(needs.ids[p] for p in dict.fromkeys(pools)) for pools, _, _ in needs.alternatives
        ),
        stamps=tuple(shared.stamps.names),
        outcomes=tuple(shared.outcomes.names),
        attributes=attributes.names(list(services)),
        attribute_values=tuple(row.values for row in attributes.rows),
        clocks=tuple(clocks),
        items=tuple(shared.items.names),
        parties=PARTIES,
        step_parties=_parties(shared),
        pauses=tuple(getattr(step.block, "pause", None) or "" for step in shared.steps),
        labels=_labels(scenario, services, shared, needs),
    )


def _parties(shared: Shared) -> tuple[str, ...]:
    """By step, who has the case in hand there; '' where nobody does."""
    parties = ["" for _ in shared.steps]
    for node in range(len(shared.nodes)):
        if shared.nodes.get(node, "kind") in (TASK, SESSION, TIMER):
            bits = shared.nodes.get(node, "parties")
            parties[shared.nodes.get(node, "step")] = "+".join(
                party for i, party in enumerate(PARTIES) if bits >> i & 1
            )
    return tuple(parties)


def _labels(
    scenario: Scenario, services: Mapping[str, Service | Pool], shared: Shared, needs: Needs
) -> dict[str, tuple[str, str]]:
    labels = {}
    for key, one in services.items():
        own = isinstance(one, Service)
        zh, en = one.name.zh, one.name.en
        labels[f"service:{key}"] = (zh, en) if own else (f"{zh}·其他业务", f"{en}: other work")
    labels |= {f"pool:{key}": (pool.name.zh, pool.name.en) for key, pool in needs.pools.items()}
    labels |= {f"session:{key}": (held.name.zh, held.name.en) for key, held in scenario.sessions.items()}
    for step in shared.steps:
        if (name := getattr(step.block, "name", None)) is not None:
            labels[f"step:{step.service}/{step.id}"] = (name.zh, name.en)
    return labels
