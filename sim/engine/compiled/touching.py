"""Groups of pools at which something has changed."""

from __future__ import annotations

from sim.engine.compiled.shapes import put


def touch(w, group):
    """The group is looked at in the next dispatch."""
    if not group.touched:
        group.touched = 1
        put(w.touched_groups, w.touched, group.number)
        w.touched += 1
