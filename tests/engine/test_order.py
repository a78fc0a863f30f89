"""Targets whose end cannot come after their start are refused; where only some ways are backwards, they stand."""

import pytest

from engine.office import Raw, compiled, scenario, target, task, wait
from sim.engine.compile import CompileError

IN: Raw = {"milestone": "in"}
OUT: Raw = {"milestone": "out"}


def why(flow: list[Raw], start: str = "out", to: str = "in", **more: object) -> str:
    """The message of a refused target, "" for one that stands."""
    try:
        compiled(scenario(flow, targets={"t": target(start, to, "1 h", "elapsed", **more)}))
    except CompileError as fault:
        return fault.message
    return ""


def either(*ways: list[Raw]) -> Raw:
    options = [{"share": 1 / len(ways), "do": way} for way in ways[:-1]]
    return {"choice": f"c{len(str(ways))}", "options": [*options, {"otherwise": True, "do": ways[-1]}]}


def loop(do: list[Raw], maximum: int = 3, **more: object) -> Raw:
    return {"repeat": "r", "do": do, "again": 0.5, "maximum": maximum, **more}


BACKWARDS: dict[str, list[Raw]] = {
    "a list": [IN, task("a"), OUT],
    "the other side of an item": [{"item": "i", "do": [IN]}, OUT],
    "a loop, where the first stamp of each round counts": [loop([IN, task("a"), OUT])],
    "a loop with both taken back": [loop([IN, task("a"), OUT], restart=["in", "out"])],
    "one branch of several": [{"parallel": "p", "branches": {"x": [IN, task("a"), OUT], "y": [task("b")]}}],
    "one branch of a race": [{"race": "p", "branches": {"x": [IN, task("a"), OUT], "y": [task("b")]}}],
    "a background that holds both": [{"background": "b", "do": [IN, wait("w", "1 h"), OUT]}, task("a")],
    "every option": [either([IN], [task("a"), IN]), OUT],
    "the work under a deadline": [
        {"item": "i", "promised": "5 wd", "do": [{"until": "u", "clock": "i", "do": [IN, task("a"), OUT]}]}
    ],
    "papers sent back": [
        {
            "documents": "d", "mode": "return", "papers": {"p": {"missing": 0.5}}, "do": [IN, task("a"), OUT],
            "prepare": "1 h", "again": 0.5, "maximum": 3,
        }
    ],
}  # fmt: skip

POSSIBLE: dict[str, list[Raw]] = {
    "one option": [either([IN, OUT], [OUT, IN])],
    "the second round, where the end may be missed in the first": [loop([either([IN], []), OUT])],
    "the second round, where the end is taken back": [loop([IN, OUT], restart=["in"])],
    "branches side by side": [{"parallel": "p", "branches": {"x": [IN], "y": [OUT]}}],
    "a background beside": [{"background": "b", "do": [wait("w", "1 h"), IN]}, task("a"), OUT],
    "a background that goes on": [{"background": "b", "after": "continue", "do": [wait("w", "1 h"), IN]}, OUT],
    "what is done when the deadline passes": [
        {"item": "i", "promised": "5 wd", "do": [
            {"until": "u", "clock": "i", "do": [OUT, task("a")], "then": [IN]}, OUT,
        ]}
    ],
    "a stamp that is dated back": [{"milestone": "come"}, IN, {"milestone": "out", "as_of": "come"}],
}  # fmt: skip


@pytest.mark.parametrize("name", BACKWARDS)
def test_backwards(name: str) -> None:
    assert why(BACKWARDS[name]) == (
        '"in" always comes before "out", so this clock cannot run; did you mean from "in" to "out"?'
    )
    assert why(BACKWARDS[name], "in", "out") == ""


@pytest.mark.parametrize("name", POSSIBLE)
def test_possible(name: str) -> None:
    assert why(POSSIBLE[name]) == ""


def test_the_last_stamp_may_come_after_all() -> None:
    flow = [loop([IN, task("a"), OUT])]
    assert why(flow, stamp="last") == ""
    assert why(flow, stamp="first") != ""


def test_from_a_milestone_to_itself() -> None:
    assert (
        why([IN, OUT], "in", "in")
        == 'from and to are both "in"; nothing lies between them, so name two milestones'
    )


def test_a_clock_that_never_stops_counts_nobody_as_on_time_and_may_stand() -> None:
    assert why([either([IN], [OUT])]) == ""
    assert why([OUT, {"end": "refused"}, IN]) == ""


def test_arrival_and_end() -> None:
    assert why([IN, OUT], "arrived", "finished") == ""
    assert "did you mean" in why([IN, OUT], "finished", "arrived")
    assert "did you mean" in why([IN, OUT], "in", "arrived")
    assert "did you mean" in why([IN, OUT], "finished", "in")
    goes_on = {"background": "b", "after": "continue", "do": [wait("w", "1 h"), IN]}
    assert why([goes_on, OUT], "finished", "in") == ""


def test_every_fault_is_told() -> None:
    raw = scenario([IN, OUT], targets={n: target("out", "in", "1 h", "elapsed") for n in ("a", "b")})
    with pytest.raises(CompileError) as caught:
        compiled(raw)
    assert [fault.path for fault in caught.value.all] == ["targets.a.to", "targets.b.to"]
