"""Items and stages stamp their start and end, and bound the clocks of their targets."""

from engine.office import Raw, play, pool, scenario, task, wait


def item(name: str, do: list[Raw]) -> Raw:
    return {"item": name, "do": do}


def of_part(kind: str, name: str, limit: str = "8 wh", clock: str = "working", **more: object) -> Raw:
    return {"service": "main", kind: name, "limit": limit, "clock": clock, "required_share": 0.95, **more}


def test_start_and_end_are_stamped() -> None:
    played = play(scenario([wait("w", "1 h"), item("licence", [task("a")]), wait("v", "1 h")]), "Mon 09:00")
    assert (played.stamp("licence.started"), played.stamp("licence.done")) == ("Mon 10:00", "Mon 11:00")


def test_a_stage_holds_items() -> None:
    stage = {"stage": "permits", "do": [{"parallel": "all", "branches": {
        "x": [item("x", [task("x", pool="a", work="2 h")])], "y": [item("y", [task("y", pool="b", work="4 h")])],
    }}]}  # fmt: skip
    targets = {"x": of_part("item", "x"), "all": of_part("stage", "permits")}
    played = play(
        scenario([stage, task("z", pool="a")], pools={"a": pool(), "b": pool()}, targets=targets), "Mon 09:00"
    )
    assert (played.stamp("x.done"), played.stamp("permits.done")) == ("Mon 11:00", "Mon 13:00")
    assert (played.clock("x"), played.clock("all")) == (120, 240)


def test_only_work_inside_counts() -> None:
    """A parallel branch outside the item does not make the item's clock run while the item waits at a join."""
    inside = {
        "parallel": "in",
        "branches": {"p": [task("p", pool="a")], "q": [wait("q", "3 h", party="applicant")]},
    }
    fork = {
        "parallel": "out",
        "branches": {"i": [item("licence", [inside])], "o": [task("o", pool="b", work="5 h")]},
    }
    targets = {"t": of_part("item", "licence", parties=["government"]), "whole": {
        **of_part("item", "licence", parties=["government"]), "item": None, "from": "arrived", "to": "finished"
    }}  # fmt: skip
    played = play(scenario([fork], pools={"a": pool(), "b": pool()}, targets=targets), "Mon 09:00")
    assert played.clock("t") == 60
    assert played.clock("whole") == 300


def test_in_a_loop_the_first_stamps_stay() -> None:
    loop = {"repeat": "loop", "do": [item("licence", [task("a")])], "again": 1, "maximum": 2}
    played = play(scenario([loop]), "Mon 09:00")
    assert (played.stamp("licence.started"), played.stamp("licence.done")) == ("Mon 09:00", "Mon 10:00")


def test_nested_items_share_the_clock_of_the_outer_one() -> None:
    flow = [item("outer", [task("a"), item("inner", [task("b")]), task("c")])]
    targets = {"outer": of_part("item", "outer"), "inner": of_part("item", "inner")}
    played = play(scenario(flow, targets=targets), "Mon 09:00")
    assert (played.clock("outer"), played.clock("inner")) == (180, 60)
