"""Other work that changes with a pool's units, because it is stated as a share of their time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sim.experiments.questions.whatif import WhatIf

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class MovedAlong:
    """One pool whose number of units was set, and whose share of other work was not."""

    pool: str
    label: tuple[str, str]
    before: float
    after: float
    """Units in the base and in what is asked."""
    keeps: str | None
    """The setting that keeps the amount of other work; None: not even all their time would be enough."""

    @property
    def told(self) -> tuple[str, dict[str, Any]]:
        """The sentence of `sim.words.engine`, and its values."""
        name = dict(zip(("zh", "en"), self.label, strict=True))
        values = {
            "pool": name,
            "before": f"{self.before:g}",
            "after": f"{self.after:g}",
            "setting": self.keeps,
        }
        return "along" if self.keeps is None else "along_kept", values


def moved_along(base: WhatIf, other: WhatIf) -> Iterator[MovedAlong]:
    """Pools of the base that `other` has more or fewer units of, by settings that the base has not."""
    new = [setting.path for setting in other.source.settings if setting not in base.source.settings]
    for name, pool in other.scenario.pools.items():
        stated = base.scenario.pools.get(name)
        if f"pools.{name}.capacity" not in new or stated is None or stated.capacity is None:
            continue
        if pool.capacity is None or pool.other_work is None or stated.other_work is None:
            continue
        before, after = stated.capacity.value, pool.capacity.value
        if before == after or after == 0 or pool.other_work.share != stated.other_work.share:
            continue
        share = round(pool.other_work.share.value * before / after, 4)
        keeps = f"--set pools.{name}.other_work.share={share:g}" if share <= 1 else None
        yield MovedAlong(name, (pool.name.zh, pool.name.en), before, after, keeps)


def as_stated(whatif: WhatIf) -> WhatIf:
    """The question without its settings."""
    return replace(whatif, source=replace(whatif.source, settings=()))


def tell_moved_along(whatif: WhatIf) -> None:
    """Say (WARNING) what changes with the units that a question sets."""
    if any(setting.path.endswith(".capacity") for setting in whatif.source.settings):
        for one in moved_along(as_stated(whatif), whatif):
            said = f"{one.pool}: {one.after:g} units instead of {one.before:g}; its other work changes along"
            LOG.warning("%s", said, extra={"told": one.told})
