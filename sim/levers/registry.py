"""Every lever there is, in the order in which they apply."""

from __future__ import annotations

from collections.abc import Mapping

from sim.levers import one_window, parallel_approval
from sim.levers.lever import Lever

REGISTRY: Mapping[str, Lever] = {
    lever.name: lever
    for lever in (
        one_window.LEVER,
        parallel_approval.LEVER,
    )
}
