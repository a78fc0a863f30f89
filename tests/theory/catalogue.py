"""Every system under its name, in the sizes of the ordinary run; `SYSTEMS[name]()` builds it once a process."""

from __future__ import annotations

from collections.abc import Callable

from .networks import fork_join, infinite, tandem, two_halls, two_halves
from .stations import batches, cut, gim1, listed, mg1, mmc, overnight, priorities, random_batches
from .systems import System

SYSTEMS: dict[str, Callable[[], System]] = {
    "mm1": lambda: mmc(1, 0.7, 4),
    "mm3": lambda: mmc(3, 0.8, 2),
    "md1": lambda: mg1("fixed", 0.0, 0.7, 4),
    "mg1-lognormal": lambda: mg1("lognormal", 1.2, 0.6, 4),
    "mg1-gamma": lambda: mg1("gamma", 0.5, 0.7, 4),
    "dm1": lambda: gim1(0.0, 0.7, 4),
    "gamma-m1-even": lambda: gim1(0.5, 0.7, 4),
    "gamma-m1-uneven": lambda: gim1(1.6, 0.6, 4),
    "mg1-cut": lambda: cut(2.0, 0.7, 4),
    "mg1-listed": lambda: listed(0.7, 4),
    "batches": lambda: batches(4, 0.6, 4),
    "random-batches": lambda: random_batches(0.5, 4),
    "priorities": lambda: priorities(0.3, 0.4, 4),
    "overnight": lambda: overnight(0.6, 14),
    "tandem": lambda: tandem(0.6, 0.7, 4),
    "fork-join": lambda: fork_join(0.5, 1),
    "infinite": lambda: infinite("lognormal", 1.5, 0.5, 2),
    "two-halves": lambda: two_halves(0.5, 60.0, 2),
    "apart": lambda: two_halls(2, 0.8, 2, pooled=False),
    "pooled": lambda: two_halls(2, 0.8, 2, pooled=True),
}
