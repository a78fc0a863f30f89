"""Items and stages stamp their start and end, and bound the clocks of their targets."""

import pytest

from engine.office import Raw, play, pool, scenario, target, task, wait
from sim.engine.compile.faults import CompileError
from sim.results.judged import judge


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


def test_a_promised_limit_has_a_clock_of_its_own() -> None:
    """It counts all parties of the item, is no target, and never enters as a duration."""
    promised = {**item("licence", [task("a", work="3 h")]), "promised": "2 wh", "clock": "working"}
    played = play(scenario([wait("w", "1 h"), promised]), "Mon 09:00")
    assert (played.clock("main.licence"), played.late_at("main.licence")) == (180, "Mon 12:00")
    assert played.program.clock_judged.tolist() == [0] * len(played.program.names.clocks)


def test_a_promised_limit_must_fit_its_clock() -> None:
    promised = {**item("licence", [task("a")]), "promised": "0.5 wd"}
    with pytest.raises(ValueError, match="whole working days"):
        play(scenario([promised]), "Mon 09:00")


def test_a_sum_counts_overlaps_in_each_clock() -> None:
    """Survey 9-13 and review 9-11 side by side: 4 + 2 hours against 4 on the critical path."""
    fork = {
        "parallel": "both",
        "branches": {
            "survey": [wait("survey", "4 h", party="intermediary")],
            "review": [task("review", work="2 h")],
        },
    }

    def clock(limit: str, **more: object) -> Raw:
        return target("arrived", "finished", limit, **more)

    targets = {
        "gov": clock("9 wh", parties=["government"]),
        "others": clock("9 wh", parties=["intermediary", "utility"]),
        "sum": clock("5 wh", sum_of=["gov", "others"]),
        "just": clock("6 wh", sum_of=["gov", "others"]),
        "path": clock("5 wh", parties=["government", "intermediary"]),
    }
    played = play(scenario([fork], targets=targets), "Mon 09:00")
    values = {name: played.clock(name) for name in targets}
    assert values == {"gov": 120, "others": 240, "sum": 360, "just": 360, "path": 240}
    on_time = {
        name: judge(played.program, played.outcome, played.program.names.clocks.index(name)).on_time
        for name in targets
    }
    assert on_time == {"gov": 1, "others": 1, "sum": 0, "just": 1, "path": 1}


@pytest.mark.parametrize("other", [{"to": "licence.done"}, {"clock": "elapsed", "limit": "9 h"}])
def test_only_clocks_between_the_same_stamps_can_be_added(other: Raw) -> None:
    targets = {
        "gov": {**target("arrived", "finished", "9 wh"), **other},
        "others": target("arrived", "finished", "9 wh"),
        "sum": target("arrived", "finished", "9 wh", sum_of=["gov", "others"]),
    }
    with pytest.raises(ValueError, match="sum_of adds clocks"):
        play(scenario([item("licence", [task("a")])], targets=targets), "Mon 09:00")


@pytest.mark.parametrize("parts", [[], ["gov"], ["gov", "gov"], ["gov", "sum"]])
def test_a_sum_is_of_two_or_more_other_clocks(parts: list[str]) -> None:
    targets = {
        "gov": target("arrived", "finished", "9 wh"),
        "sum": target("arrived", "finished", "9 wh", sum_of=parts),
    }
    with pytest.raises(ValueError, match=r"sum_of (adds|names)"):
        play(scenario([task("a")], targets=targets), "Mon 09:00")


def test_a_sum_at_its_limit_is_late_only_for_a_case_that_ends_elsewhere() -> None:
    def verdicts(flow: list[Raw], to: str) -> tuple[int, int]:
        targets = {
            "gov": target("arrived", to, "9 wh", parties=["government"]),
            "others": target("arrived", to, "9 wh", parties=["intermediary"]),
            "sum": target("arrived", to, "2 wh", sum_of=["gov", "others"]),
        }
        played = play(scenario(flow, targets=targets), "Mon 09:00")
        found = judge(played.program, played.outcome, played.program.names.clocks.index("sum"))
        return found.judged, found.on_time

    work = [task("a"), wait("b", "1 h", party="intermediary")]
    assert verdicts(work, "finished") == (1, 1)
    assert verdicts([*work, {"end": "refused"}, {"milestone": "decided"}], "decided") == (1, 0)


def test_both_stamps_of_a_part_are_cleared_or_none() -> None:
    def loop(*restart: str) -> Raw:
        promised = {**item("licence", [task("a", work="3 h")]), "promised": "4 wh", "clock": "working"}
        return {"repeat": "loop", "do": [promised], "again": 1, "maximum": 2, "restart": list(restart)}

    with pytest.raises(CompileError, match=r"restart licence\.started and licence\.done"):
        play(scenario([loop("licence.started")]), "Mon 09:00")
    again = play(scenario([loop("licence.started", "licence.done")]), "Mon 09:00")
    assert again.clock("main.licence") == 180  # the second time round
