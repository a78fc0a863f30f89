"""The plain flow that a requirement is asked of, found in a service by the names of its steps.

A task `handling`, with a pool of its own, and waits `sign_1`, `sign_2`, … for one signature each; what stands around
them is as stated. `services/intake_handling_decision.yaml` of the library is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property

from sim.experiments.questions.whatif import WhatIf
from sim.model import ModelError, Scenario
from sim.model.block import Block
from sim.model.blocks import Task, Wait, rewritten, walk
from sim.model.distribution import Distribution
from sim.model.quantities import Duration
from sim.model.sourced import SourcedShare, SourcedSize

HANDLING = "handling"
NOTHING = Distribution(fixed=Duration(0.0, "min"))
_SIGN_OFF = re.compile(r"(?:.*\.)?sign_(\d+)")


@dataclass(frozen=True)
class PlainFlow:
    """Where the numbers of a requirement stand in a scenario."""

    service: str
    handling: str
    """Id of the task."""
    stated_hours: float
    """Its mean work."""
    pool: str
    availability: float
    sign_offs: tuple[str, ...]
    """Ids of the waits, the first one first."""
    one_sign_off: Distribution
    """How long the first one takes; each that is asked about takes as long."""

    def asked(self, whatif: WhatIf, hours: float, people: int, share_of_day: float, sign_offs: int) -> WhatIf:
        """The question about this service alone, with so many hours a case, so many people and sign-offs."""
        scenario = whatif.scenario
        service = scenario.services[self.service]

        def with_numbers(block: Block) -> tuple[Block, ...]:
            if isinstance(block, Task) and block.id == self.handling and block.work is not None:
                longer = block.work.scaled(hours / self.stated_hours)
                return (block.model_copy(update={"work": longer}),)
            if isinstance(block, Wait) and block.id in self.sign_offs:
                number = self.sign_offs.index(block.id)
                return (
                    block.model_copy(update={"length": self.one_sign_off if number < sign_offs else NOTHING}),
                )
            return (block,)

        pool = scenario.pools[self.pool].model_copy(
            update={"capacity": SourcedSize(value=people), "availability": SourcedShare(value=share_of_day)}
        )
        made = scenario.model_copy(
            update={
                "services": {
                    self.service: service.model_copy(update={"flow": rewritten(service.flow, with_numbers)})
                },
                "pools": {**scenario.pools, self.pool: pool},
                "targets": {
                    name: one for name, one in scenario.targets.items() if one.services == (self.service,)
                },
            }
        )
        stated = {field.name: getattr(whatif, field.name) for field in fields(WhatIf)}
        load = tuple((name, factor) for name, factor in whatif.factors if name in ("", self.service))
        return _Settled(**{**stated, "load": load}, settled=made)


@dataclass(frozen=True, repr=False)
class _Settled(WhatIf):
    """A question whose scenario is known already: built from the file a hundred times over, it would take most time."""

    settled: Scenario | None = field(default=None, compare=False)

    @cached_property
    def scenario(self) -> Scenario:
        assert self.settled is not None
        return self.settled

    @property
    def factors(self) -> tuple[tuple[str, Fraction], ...]:
        """The load, which is in figures already."""
        return tuple((name, factor) for name, factor in self.load if isinstance(factor, Fraction))


def plain_flow(whatif: WhatIf, target: str) -> PlainFlow:
    """The plain flow of a target's service. Raises ModelError where there is none."""
    scenario = whatif.scenario
    name = scenario.targets[target].service
    blocks = list(walk(scenario.services[name].flow))
    tasks = [b for b in blocks if isinstance(b, Task) and b.id.rpartition(".")[2] == HANDLING]
    waits = {
        int(found[1]): block
        for block in blocks
        if isinstance(block, Wait) and (found := _SIGN_OFF.fullmatch(block.id))
    }

    def refused(message: str) -> ModelError:
        return ModelError([scenario.fault_at(f"services.{name}.flow", message)])

    if len(tasks) != 1 or tasks[0].pool is None:
        raise refused(
            f'a requirement is asked of a flow with one task "{HANDLING}" at a pool of its own; '
            "the library has one: services/intake_handling_decision.yaml"
        )
    task, pool_name = tasks[0], tasks[0].pool
    hours = _mean_hours(task)
    if hours is None:
        raise refused(f'the work of "{task.id}" needs a mean in wh or min, beside its spread')
    pool = scenario.pools[pool_name]
    others = [b.id for b in blocks if isinstance(b, Task) and b is not task and b.pool == task.pool]
    if others or pool.other_work is not None or pool.profile is not None:
        raise refused(
            f'pool "{task.pool}" must do nothing but "{task.id}", with a capacity, to tell cases a person'
        )
    ordered = [waits[number] for number in sorted(waits)]
    return PlainFlow(
        service=name,
        handling=task.id,
        stated_hours=hours,
        pool=pool_name,
        availability=pool.availability.value if pool.availability is not None else 1.0,
        sign_offs=tuple(block.id for block in ordered),
        one_sign_off=ordered[0].length if ordered else NOTHING,
    )


def _mean_hours(task: Task) -> float | None:
    mean = None if task.work is None else task.work.mean if task.work.fixed is None else task.work.fixed
    if not isinstance(mean, Duration) or mean.unit not in ("wh", "h", "min", "s"):
        return None
    return mean.micros(8.0) / 3.6e9 or None
