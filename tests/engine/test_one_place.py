"""One person is in one place at a time; numbers that are taken and called (docs/reference/visitors.md)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.agreement import both
from engine.office import Raw, compiled, play, pool, scenario, task
from sim.worktime import NEVER

POOLS = {"desk": pool(1), "cashier": pool(1), "back": pool(1)}


def there(name: str, where: str = "desk", work: str = "30 min", **more: object) -> Raw:
    return task(name, where, work, in_person=True, **more)


def beside(**branches: Raw | list[Raw]) -> Raw:
    lists = {name: flow if isinstance(flow, list) else [flow] for name, flow in branches.items()}
    return {"parallel": "beside", "branches": lists}


def test_steps_of_the_visitor_follow_one_another_and_those_of_the_file_do_not() -> None:
    flow = [beside(a=there("a"), b=there("b", "cashier"), file=task("file", "back", "30 min"))]
    played = play(scenario(flow, pools=POOLS), "Mon 09:00")
    assert played.row("a") == ("Mon 09:00", "Mon 09:00", "Mon 09:30")
    assert played.row("b") == ("Mon 09:30", "Mon 09:30", "Mon 10:00")
    assert played.row("file") == ("Mon 09:00", "Mon 09:00", "Mon 09:30")


def test_the_visitor_stands_in_one_queue_at_a_time() -> None:
    flow = [beside(a=there("a"), b=there("b", "cashier"))]
    raw = scenario(flow, pools={"desk": pool(1), "cashier": pool(1)})
    played = play(raw, "Mon 09:00", "Mon 09:10")
    assert played.row("a", 1) == ("Mon 09:10", "Mon 09:30", "Mon 10:00")
    assert played.row("b", 1) == ("Mon 10:00", "Mon 10:00", "Mon 10:30")


def test_what_has_waited_longer_goes_before_what_follows() -> None:
    flow = [beside(a=[there("a"), there("then")], b=there("b", "cashier"))]
    played = play(scenario(flow, pools={"desk": pool(1), "cashier": pool(1)}), "Mon 09:00")
    assert played.row("b") == ("Mon 09:30", "Mon 09:30", "Mon 10:00")
    assert played.row("then") == ("Mon 10:00", "Mon 10:00", "Mon 10:30")


def test_a_wait_in_person_has_the_visitor() -> None:
    form = {"wait": "form", "for": "20 min", "in_person": True}
    played = play(scenario([beside(a=form, b=there("b"))]), "Mon 09:00")
    assert played.row("b") == ("Mon 09:20", "Mon 09:20", "Mon 09:50")


def test_who_stays_at_a_window_is_nowhere_else_but_goes_to_what_the_stay_holds() -> None:
    stay = [
        there("pay", "cashier"),
        task("decide", "back", "1 h"),
        {"task": "hand", "at": "sit", "work": "10 min"},
    ]
    flow = [beside(a=there("sit", stay=stay), b=there("b", "cashier"))]
    played = play(scenario(flow, pools=POOLS), "Mon 09:00")
    assert played.row("pay") == ("Mon 09:30", "Mon 09:30", "Mon 10:00")
    assert played.row("hand") == ("Mon 11:00", "Mon 11:00", "Mon 11:10")
    assert played.row("b") == ("Mon 11:10", "Mon 11:10", "Mon 11:40")


def test_who_gives_up_one_queue_goes_to_the_next() -> None:
    flow = [
        beside(
            a=there("a", patience="10 min", comes_back={"share": 1, "after": "1 wd"}), b=there("b", "cashier")
        )
    ]
    played = play(scenario(flow, pools={"desk": pool(1), "cashier": pool(1)}), "Mon 09:00", "Mon 09:05")
    assert played.rows(1)[0] == ("a", "Mon 09:05", "-", "x Mon 09:15")
    assert played.row("b", 1)[0] == "Mon 09:15"


def test_a_lost_race_frees_the_visitor() -> None:
    race = {
        "race": "r",
        "branches": {"sit": [there("sit", work="3 h")], "late": [{"wait": "late", "for": "1 h"}]},
    }
    played = play(scenario([beside(a=race, b=there("b", "cashier"))], pools={"desk": pool(1), "cashier": pool(1)}),
                  "Mon 09:00")  # fmt: skip
    assert played.row("b") == ("Mon 10:00", "Mon 10:00", "Mon 10:30")


def test_a_number_is_called_in_vain_and_counts_when_the_visitor_is_back() -> None:
    flow = [beside(a=there("a"), b=there("b", "cashier", ticket="kept"))]
    raw = scenario(flow, pools={"desk": pool(1), "cashier": pool(1)})
    played = play(raw, "Mon 09:00", "Mon 09:10")
    # The first visitor's number at the cashier is called at once, in vain; back at half past nine it is served. The
    # second one's is called at ten, while that visitor is at the desk until ten: both end together.
    assert played.row("b", 0) == ("Mon 09:00", "Mon 09:30", "Mon 10:00")
    assert played.row("b", 1) == ("Mon 09:10", "Mon 10:00", "Mon 10:30")
    # The second is called in vain as well, at ten past nine: the visitor stands in the queue of the desk.
    assert played.outcome.visitors.tolist() == [[2, 0, 0, 0, 0], [2, 0, 0, 0, 2]]


def test_a_number_taken_anew_is_behind_those_that_came_meanwhile() -> None:
    def second(ticket: str) -> str:
        flow = [beside(a=there("a"), b=there("b", "cashier", ticket=ticket))]
        raw = scenario(
            flow, pools={"desk": pool(1), "cashier": pool(1)},
            others={"pay": {"name": "pay", "channels": {"hall": {"rate": "1 /wd"}},
                            "flow": [there("only", "cashier", "25 min")]}},
        )  # fmt: skip
        played = play(raw, "Mon 09:00", ("Mon 09:10", "pay.hall"), ("Mon 09:20", "pay.hall"))
        return played.row("b", 0)[1]

    # Back at half past nine, while the cashier serves until 9:35; another one waits since 9:20.
    assert second("kept") == "Mon 09:35"
    assert second("anew") == "Mon 10:00"


@pytest.mark.parametrize("ticket", ["kept", "anew"])
def test_engines_agree_where_many_numbers_are_called_in_vain(ticket: str) -> None:
    short: Raw = {"min": "5 min", "max": "25 min"}
    sit = there(
        "sit", work=short, stay=[task("decide", "back", short), {"task": "hand", "at": "sit", "work": short}]
    )
    pay = there("pay", "cashier", short, ticket=ticket, patience="3 h", balks={"4": "50%"})
    seal = there(
        "seal", "back", short, ticket=ticket, comes_back={"share": 0.5, "after": "1 wd"}, patience="2 h"
    )
    raw = scenario(
        [beside(a=sit, b=pay, c=seal, d={"wait": "form", "for": "10 min", "in_person": True})],
        pools={"desk": pool(2), "cashier": pool(1, room=6), "back": pool(3)},
        channels={"hall": {"rate": "20 /wd", "batch": {"mean": 1.5}}},
    )
    outcome = both(compiled(raw), seed=5)
    came, away, gave_up, back, missed = outcome.visitors.sum(axis=0).tolist()
    assert min(came, away, gave_up, back) > 0
    assert missed > 50
    assert outcome.held.max() > 0
    assert outcome.rows is not None
    # Nobody is at work with one visitor in two places: in person, rows of one case that were served do not overlap.
    person = compiled(raw).nodes.in_person >= 0
    spans: dict[int, list[tuple[int, int]]] = {}
    for case, node, _, _, _, started, completed, *_ in outcome.rows.tolist():
        if person[node] and completed != NEVER:
            spans.setdefault(case, []).append((started, completed))
    for own in spans.values():
        own.sort()
        assert all(end <= begin for (_, end), (begin, _) in pairwise(own))
