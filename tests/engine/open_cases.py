"""The office with open cases: each row of the backlog, and what became of it.

The study begins on Monday 3 March at 00:00 and the office opens at 9; "Fri0" is the Friday before.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engine.office import Coming, Played, Raw, play, pool, scenario, task, wait
from sim.engine.compile.faults import CompileError

WIDE = {"desk": pool(9)}
"""Nobody queues."""

ABC = [task("a"), {"milestone": "m"}, task("b"), task("c")]
PARALLEL = {
    "parallel": "all",
    "branches": {"x": [task("x1"), task("x2")], "y": [task("y1"), task("y2")], "z": [task("z1")]},
}
SIDE = {"background": "side", "do": [wait("s1", "3 h"), task("s2")]}
KINDS: Raw = {
    "channels": {"hall": {"rate": "1 /wd"}, "post": {"rate": "3 /wd"}},
    "attributes": {"kind": {"values": {"x": 0.5, "y": 0.5}}, "size": {"number": {"min": 1, "max": 9}}},
}


def row(at: str, **more: object) -> Raw:
    return {"service": "main", "at": at, **more}


def begun(
    flow: Sequence[Raw], *rows: Raw, coming: Sequence[Coming] = (), study: Raw | None = None, **more: object
) -> Played:
    """The office with these open cases, at a desk wide enough unless stated; nobody else comes unless stated."""
    pools = more.pop("pools", WIDE)
    raw = scenario(flow, study={"backlog": list(rows), **(study or {})}, pools=pools, **more)  # type: ignore[arg-type]
    return play(raw, *coming)


def done(played: Played, case: int = 0) -> list[tuple[str, str]]:
    """(step, completed) of a case."""
    return [(row[0], row[3]) for row in played.rows(case)]


def refused(flow: Sequence[Raw], *rows: Raw, **more: object) -> list[str]:
    with pytest.raises(CompileError) as raised:
        begun(flow, *rows, **more)  # type: ignore[arg-type]
    return [f"{fault.path}  {fault.message}" for fault in raised.value.all]
