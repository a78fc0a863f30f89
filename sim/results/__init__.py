"""What happened, as tables: cases, events and pools as Polars frames (`frames`), who is judged, and critical paths.

Everything here is a pure function of what an engine returned. Nothing here runs a simulation or draws a picture.
"""

from sim.results.critical_path import Part, critical_path
from sim.results.judged import Judged, judge
from sim.results.pools import PoolUse, pool_use
from sim.results.status import history
from sim.results.story import story

__all__ = ["Judged", "Part", "PoolUse", "critical_path", "history", "judge", "pool_use", "story"]
