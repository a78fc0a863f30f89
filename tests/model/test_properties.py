"""Random small scenarios build; a random corruption of one field gives placed faults, never a traceback."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import ModelError, read_text
from sim.model.blocks import rewritten, walk
from sim.model.faults import Fault

UNITS = ("s", "min", "h", "wh", "wd")
amounts = st.integers(1, 90).map(lambda n: n / 2)
durations = st.builds(lambda n, unit: f"{n:g} {unit}", amounts, st.sampled_from(UNITS))
shares = st.integers(0, 100).map(lambda n: n / 100) | st.integers(0, 100).map(lambda n: f"{n}%")
spreads = durations | st.builds(
    lambda mean, cv: {"mean": mean, "cv": cv}, durations, st.integers(1, 30).map(lambda n: n / 10)
)


def named(flow: list[Any], numbers: Any = None) -> list[Any]:
    """Distinct ids for all blocks, in order."""
    count = iter(range(10_000)) if numbers is None else numbers
    for block in flow:
        keyword = next(iter(block))
        block[keyword] = f"b{next(count)}"
        for inner in (block.get("do"), *(block.get("branches") or {}).values()):
            named(inner or [], count)
        for option in block.get("options") or []:
            named(option["do"], count)
    return flow


def flows(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(inner, min_size=1, max_size=3)


tasks = st.builds(
    lambda work, pool: {"task": "", "pool": pool, "work": work}, spreads, st.sampled_from(["p", "q"])
)
waits = st.builds(lambda time: {"wait": "", "for": time}, durations)
leaves = tasks | waits | st.builds(lambda: {"milestone": ""})
blocks = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: {"parallel": "", "branches": {"a": a, "b": b}}, flows(inner), flows(inner)),
        st.builds(
            lambda a, again: {"repeat": "", "do": a, "again": again, "maximum": 3}, flows(inner), shares
        ),
        st.builds(lambda a: {"item": "", "do": a}, flows(inner)),
        st.builds(
            lambda a, b, s: {"choice": "", "options": [{"share": s, "do": a}, {"otherwise": True, "do": b}]},
            flows(inner),
            flows(inner),
            shares,
        ),
    ),
    max_leaves=6,
)


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    flow = named(json.loads(json.dumps(draw(flows(blocks)))))
    return {
        "onewindow": 1,
        "title": "x",
        "jurisdiction": "here",
        "calendar": {"wd": "7 wh", "hours": "09:00-12:00 13:00-17:00"},
        "study": {"start": "2025-03-03", "lead_in": "5 wd", "window": "20 wd", "follow_up": "5 wd"},
        "pools": {
            "p": {"name": "p", "kind": "window", "capacity": draw(st.integers(0, 9))},
            "q": {"name": "q", "kind": "reviewer", "profile": {"09:00": 2}, "availability": 0.5},
        },
        "services": {"s": {"name": "s", "channels": {"hall": {"rate": "3 /wd"}}, "flow": flow}},
        "targets": {
            "t": {"service": "s", "from": "arrived", "to": "finished", "limit": "3 wd", "required_share": 0.9}
        },
    }


def build(data: object) -> Any:
    return read_text(json.dumps(data), "x.yaml").build()


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_random_scenarios_build(data: dict[str, Any]) -> None:
    flow = build(data).services["s"].flow
    assert rewritten(flow, lambda block: [block]) == flow
    ids = [block.id for block in walk(flow)]
    assert len(ids) == len(set(ids))


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(data, dict):
        return [path, *(p for key, value in data.items() for p in places(value, (*path, key)))]
    if isinstance(data, list):
        return [path, *(p for index, value in enumerate(data) for p in places(value, (*path, index)))]
    return [path]


BAD = st.sampled_from(
    [[[]], {"nonsense": 1}, "", "-3 min", -1.5, "3 lightyears", [None], {"task": "x"}, {"": 1}]
)


@settings(max_examples=150, deadline=None)
@given(scenarios(), st.data())
def test_a_corrupted_field_gives_positioned_faults(data: dict[str, Any], draw: st.DataObject) -> None:
    # A name or title may be any text, so those are left alone.
    path = draw.draw(
        st.sampled_from([p for p in places(data)[1:] if p[-1] not in ("name", "title", "jurisdiction")])
    )
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = draw.draw(BAD)
    try:
        build(data)
    except ModelError as error:
        assert error.faults  # noqa: PT017 - either outcome is right
        for fault in error.faults:
            assert isinstance(fault, Fault)
            assert fault.line >= 1
            assert fault.column >= 1
            assert "pydantic" not in fault.message
            assert "nput should" not in fault.message
    else:
        # These places take the odd value: a name may be any text, an inner flow may be written otherwise.
        raise AssertionError(f"{path} took {inner[path[-1]]!r}")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_fault_or_a_scenario(text: str) -> None:
    try:
        read_text(text, "x.yaml").build()
    except ModelError as error:
        assert error.faults  # noqa: PT017 - either outcome is right
