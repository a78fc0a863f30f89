"""Who is judged, and how: late, excused, undetermined, deemed (SEMANTICS 8)."""

from engine.office import Played, Raw, play, scenario, service, target, task, wait

from sim.results.judged import Judged, judge
from sim.worktime import HOUR


def verdict(played: Played, name: str = "t") -> Judged:
    return judge(played.program, played.outcome, played.program.names.clocks.index(name))


def two_ways(hall: list[Raw], post: list[Raw], limit: str = "2 h", to: str = "decided") -> Raw:
    """Cases of the channels `hall` and `post` go different ways; the promise is arrival to `decided`."""
    way = {
        "choice": "way",
        "options": [{"when": "channel == 'hall'", "do": hall}, {"otherwise": True, "do": post}],
    }
    return scenario(
        [way, {"milestone": "decided"}],
        channels={"hall": {"rate": "1 /wd"}, "post": {"rate": "1 /wd"}},
        targets={"t": target("arrived", to, limit, "elapsed")},
    )


POST = ("Mon 09:00", "main.post")


def test_on_time_late_and_their_values() -> None:
    raw = scenario([task("a")], targets={"t": target("arrived", "finished", "2 wh")})
    found = verdict(play(raw, *["Mon 09:00"] * 3))
    assert (found.judged, found.on_time, found.undetermined, found.open, found.missing) == (3, 2, 0, 0, 0)
    assert found.values.tolist() == [HOUR, 2 * HOUR, 3 * HOUR]
    assert found.elapsed.tolist() == found.values.tolist()
    assert found.not_judged == ()


def test_in_time_on_a_last_day_that_moved_on_counts_as_the_limit() -> None:
    """From Friday: two days end on Sunday, so on Monday, which is the third."""
    raw = scenario([task("a", work="7 h")], targets={"t": target("arrived", "finished", "2 cd", "statutory")})
    found = verdict(play(raw, "Fri 10:00", "Fri 10:01", "Fri 10:02"))  # done on Friday, Monday, Tuesday
    assert (found.judged, found.on_time) == (3, 2)
    assert (found.values.tolist(), found.against_limit.tolist()) == ([0, 3, 4], [0, 2, 4])


def test_ended_without_the_milestone() -> None:
    raw = two_ways([wait("long", "3 h"), {"end": "refused"}], [wait("short", "1 h"), {"end": "refused"}])
    found = verdict(play(raw, "Mon 09:00", POST, POST))
    assert (found.judged, found.on_time, found.missing) == (1, 0, 1)
    assert found.not_judged == (("refused", 2),)
    assert found.values.tolist() == []
    assert found.elapsed.tolist() == [3 * HOUR]


def test_ended_at_its_limit_is_late() -> None:
    found = verdict(play(two_ways([wait("w", "2 h"), {"end": "refused"}], []), "Mon 09:00"))
    assert (found.judged, found.on_time, found.not_judged) == (1, 0, ())


def test_open_cases_are_undetermined_until_their_limit() -> None:
    raw = two_ways([wait("w", "9 h")], [wait("v", "1 h")])
    early = verdict(play(raw, "Mon 09:00", POST, until="Mon 10:30"))
    assert (early.judged, early.on_time, early.undetermined, early.open, early.open_over_limit) == (
        2,
        1,
        1,
        1,
        0,
    )
    assert early.missing == 1
    past = verdict(play(raw, "Mon 09:00", POST, until="Mon 11:00"))
    assert (past.judged, past.on_time, past.undetermined, past.open, past.open_over_limit) == (2, 1, 0, 1, 1)


def test_the_window_has_its_first_instant_and_not_its_last() -> None:
    raw = scenario(
        [wait("w", "1 h")],
        study={"lead_in": "1 wd", "window": "1 wd"},
        targets={"t": target("arrived", "finished", "2 h", "elapsed")},
    )
    found = verdict(play(raw, "Mon 23:59", "Tue 00:00", "Tue 23:59", "Wed 00:00"))
    assert found.judged == 2


def test_what_counts_is_when_the_clock_began() -> None:
    raw = scenario(
        [wait("before", "30 h"), {"milestone": "accepted"}, wait("w", "1 h")],
        study={"lead_in": "1 wd", "window": "1 wd"},
        targets={"t": target("accepted", "finished", "2 h", "elapsed")},
    )
    found = verdict(play(raw, "Mon 09:00", "Tue 09:00"))
    assert found.judged == 1
    assert found.before_acceptance.tolist() == [30 * HOUR]


def test_deemed_is_late_even_within_the_limit() -> None:
    for limit in ("2 h", "99 h"):
        raw = two_ways([wait("limit", "3 h"), {"end": "deemed"}], [wait("v", "1 h")], limit=limit)
        found = verdict(play(raw, "Mon 09:00", POST))
        assert (found.judged, found.on_time, found.deemed, found.not_judged) == (2, 1, 1, ())


def test_deemed_with_the_stamp_at_the_end_is_late_too() -> None:
    raw = two_ways([wait("limit", "3 h"), {"milestone": "decided"}, {"end": "deemed"}], [], limit="99 h")
    found = verdict(play(raw, "Mon 09:00"))
    assert (found.judged, found.on_time, found.deemed) == (1, 0, 1)


def test_what_was_kept_before_a_deemed_end_was_kept() -> None:
    raw = two_ways(
        [wait("intake", "1 h"), {"milestone": "accepted"}, wait("limit", "3 h"), {"end": "deemed"}],
        [],
        to="accepted",
    )
    found = verdict(play(raw, "Mon 09:00"))
    assert (found.judged, found.on_time, found.deemed) == (1, 1, 0)


def test_pauses_attempts_and_other_services() -> None:
    loop = {"repeat": "loop", "do": [{"milestone": "submitted"}, wait("a", "1 h"), wait("p", "2 h", pause="notice")],
            "again": 1, "maximum": 2, "restart": ["submitted"]}  # fmt: skip
    raw = scenario(
        [loop], targets={"t": target("submitted", "finished", "2 h", "elapsed")},
        others={"other": service([{"milestone": "submitted"}, wait("w", "9 h")])},
    )  # fmt: skip
    found = verdict(play(raw, "Mon 09:00", ("Mon 09:00", "other.hall")))
    assert (found.judged, found.on_time, found.attempts) == (1, 1, 2)
    assert found.paused.tolist() == [4 * HOUR]
    assert found.values.tolist() == [HOUR]


def test_nobody_came() -> None:
    found = verdict(play(two_ways([], [])))
    assert (found.judged, found.on_time, found.values.tolist()) == (0, 0, [])


def test_arrivals_are_judged_excused_or_outside() -> None:
    raw = two_ways([wait("w", "1 h"), {"end": "refused"}], [wait("v", "3 h")])
    found = verdict(play(raw, "Mon 09:00", POST, "Tue 09:00", ("Wed 09:00", "main.post")))
    assert found.judged + sum(number for _, number in found.not_judged) == 4
