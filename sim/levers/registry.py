"""Every lever there is, in the order in which they apply."""

from __future__ import annotations

from collections.abc import Mapping

from sim.levers import (
    joint_acceptance,
    joint_drawing_review,
    merged_stages,
    one_window,
    parallel_approval,
    tolerant_acceptance,
)
from sim.levers.lever import Lever

REGISTRY: Mapping[str, Lever] = {
    lever.name: lever
    for lever in (
        merged_stages.LEVER,
        one_window.LEVER,
        tolerant_acceptance.LEVER,
        joint_drawing_review.LEVER,
        joint_acceptance.LEVER,
        parallel_approval.LEVER,
    )
}
