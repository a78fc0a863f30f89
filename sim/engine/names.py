"""What the numbers of a program are called."""

from __future__ import annotations

from sim.frozen import dataclass


@dataclass(frozen=True)
class Names:
    """What the numbers are called. `identities` (ids, no labels) are part of the digest."""

    services: tuple[str, ...]
    streams: tuple[str, ...]
    channels: tuple[str, ...]
    steps: tuple[str, ...]
    """Id of each step, by step number."""
    pools: tuple[str, ...]
    sessions: tuple[str, ...]
    alternatives: tuple[str, ...]
    """Pool (or pools, joined by ' + ') of each alternative."""
    stamps: tuple[str, ...]
    outcomes: tuple[str, ...]
    attributes: tuple[str, ...]
    attribute_values: tuple[tuple[str, ...], ...]
    """Names of a categorical attribute's values; empty for a number."""
    clocks: tuple[str, ...]
    """Target id of a target's clock, `<service>.<part>` of a promised item or stage; `held_<party>` and `paused`
    for the ledgers every case has."""
    items: tuple[str, ...]
    parties: tuple[str, ...]
    step_parties: tuple[str, ...]
    pauses: tuple[str, ...]
    """Reason of the pause at each step, or ''."""
    labels: dict[str, tuple[str, str]]
    """(zh, en) of services, pools and sessions, keyed `kind:id`, and of steps, keyed `step:service/id`."""

    def label(self, kind: str, known_as: str, service: str = "") -> tuple[str, str]:
        """What people call it in Chinese and English; its id where nobody named it. Steps are named by service."""
        key = f"step:{service}/{known_as}" if kind == "step" else f"{kind}:{known_as}"
        return self.labels.get(key, (known_as, known_as))

    @property
    def identities(self) -> tuple[str, ...]:
        return (
            *self.services, *self.streams, *self.steps, *self.pools, *self.sessions, *self.alternatives, *self.stamps,
            *self.outcomes, *self.attributes, *self.clocks, *self.items,
        )  # fmt: skip
