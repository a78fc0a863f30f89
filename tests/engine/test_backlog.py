"""A study that begins with open cases: each goes on from where it stands (SEMANTICS 8.1).

The study begins on Monday 3 March at 00:00 and the office opens at 9; "Fri0" is the Friday before.
"""

from __future__ import annotations

from collections import Counter

import pytest

from engine.office import Raw, play, pool, scenario, target, task, wait
from engine.open_cases import ABC, PARALLEL, SIDE, begun, done, row
from sim.worktime import HOUR

# -- sequences and queues -----------------------------------------------------------------------------


def test_a_case_goes_on_from_its_step() -> None:
    played = begun(ABC, row("b"))
    assert played.rows() == [
        ("b", "Mon 00:00", "Mon 09:00", "Mon 10:00"),
        ("c", "Mon 10:00", "Mon 10:00", "Mon 11:00"),
    ]
    assert played.ends() == ("completed", "Mon 11:00")
    assert [row.enabled_by for row in played.events] == [-1, 0]


def test_who_came_first_stands_first_then_the_order_of_the_table_then_who_comes() -> None:
    played = begun(
        [task("a")],
        row("a", arrived="2025-02-28"),
        row("a", cases=2),
        row("a", arrived="2025-02-27 15:00"),
        row("a", arrived="2025-02-28"),
        coming=["Mon 09:00"],
        pools={"desk": pool()},
    )
    assert [played.stamp("arrived", case) for case in range(6)] == [
        "Thu0 15:00",
        "Fri0 00:00",
        "Fri0 00:00",
        "Sun0 23:59:59.999999",
        "Sun0 23:59:59.999999",
        "Mon 09:00",
    ]
    assert [row[1:] for row in played.rows()] == [
        ("Mon 00:00", "Mon 09:00", "Mon 10:00"),
        ("Mon 00:00", "Mon 10:00", "Mon 11:00"),
        ("Mon 00:00", "Mon 11:00", "Mon 12:00"),
        ("Mon 00:00", "Mon 12:00", "Mon 13:00"),
        ("Mon 00:00", "Mon 13:00", "Mon 14:00"),
        ("Mon 09:00", "Mon 14:00", "Mon 15:00"),
    ]
    assert [row.case for row in played.events] == list(range(6))


def test_who_has_stood_there_longer_goes_first() -> None:
    """Case 0 came first, but case 1 has been at the desk for a week."""
    played = begun(
        ABC,
        row("b", arrived="2025-02-10"),
        row("b", arrived="2025-02-11", since="2025-02-24 09:00"),
        pools={"desk": pool()},
    )
    assert played.row("b", 1) == ("Mon0 09:00", "Mon 09:00", "Mon 10:00")
    assert played.row("b", 0) == ("Mon 00:00", "Mon 10:00", "Mon 11:00")


def test_a_class_still_goes_before_a_place_in_the_queue() -> None:
    flow = [
        {
            "choice": "kind",
            "options": [
                {"when": "channel == 'hall'", "do": [task("slow")]},
                {"otherwise": True, "do": [task("fast", rank=-1)]},
            ],
        }
    ]
    played = begun(
        flow,
        row("slow", since="2025-02-03"),
        row("fast"),
        pools={"desk": pool()},
        channels={"hall": {"rate": "1 /wd"}, "post": {"rate": "1 /wd"}},
    )
    assert (played.row("fast", 1)[1], played.row("slow", 0)[1]) == ("Mon 09:00", "Mon 10:00")


# -- branches, choices, parts -------------------------------------------------------------------------


def test_branches_that_are_not_named_are_done() -> None:
    played = begun([task("a"), PARALLEL, task("b")], row("x2+y1"))
    assert done(played) == [
        ("x2", "Mon 10:00"),
        ("y1", "Mon 10:00"),
        ("y2", "Mon 11:00"),
        ("b", "Mon 12:00"),
    ]
    assert done(begun([PARALLEL, task("b")], row("z1"))) == [("z1", "Mon 10:00"), ("b", "Mon 11:00")]


def test_branches_inside_branches() -> None:
    outer = {
        "parallel": "outer",
        "branches": {"p": [task("p1"), PARALLEL, task("p2")], "q": [task("q1"), task("q2")]},
    }
    played = begun([outer, task("b")], row("y2+q2"))
    assert done(played) == [("y2", "Mon 10:00"), ("q2", "Mon 10:00"), ("p2", "Mon 11:00"), ("b", "Mon 12:00")]


def test_the_rest_of_the_option_it_stands_in() -> None:
    way = {
        "choice": "way",
        "options": [
            {"share": 0, "do": [task("rare"), task("after_rare")]},
            {"otherwise": True, "do": [task("usual")]},
        ],
    }
    assert done(begun([way, task("b")], row("rare"))) == [
        ("rare", "Mon 10:00"),
        ("after_rare", "Mon 11:00"),
        ("b", "Mon 12:00"),
    ]


def test_the_rest_of_items_and_stages() -> None:
    flow = [
        {
            "stage": "permits",
            "promised": "2 wd",
            "do": [
                task("a"),
                {"item": "licence", "promised": "1 wd", "do": [task("b"), task("c")]},
                task("d"),
            ],
        },
        task("e"),
    ]
    played = begun(flow, row("c", arrived="2025-02-27 10:00"))
    assert done(played) == [("c", "Mon 10:00"), ("d", "Mon 11:00"), ("e", "Mon 12:00")]
    stamps = [played.stamp(f"{part}.{end}") for part in ("permits", "licence") for end in ("started", "done")]
    assert stamps == ["Thu0 10:00", "Mon 11:00", "Thu0 10:00", "Mon 10:00"]


# -- loops --------------------------------------------------------------------------------------------

LOOP = {
    "repeat": "loop",
    "do": [task("a"), task("b")],
    "again": 1,
    "maximum": 3,
    "between": [wait("w", "1 h")],
}


def test_the_rest_of_a_round_and_then_the_ordinary_loop() -> None:
    played = begun([LOOP, task("c")], row("b#2"))
    assert done(played) == [
        ("b", "Mon 10:00"),
        ("w", "Mon 11:00"),
        ("a", "Mon 12:00"),
        ("b", "Mon 13:00"),
        ("c", "Mon 14:00"),
    ]
    assert [row.visit for row in played.events] == [1, 2, 2, 2, 0]
    assert len(begun([LOOP], row("b")).rows()) == 7
    assert done(begun([LOOP, task("c")], row("b#3"))) == [("b", "Mon 10:00"), ("c", "Mon 11:00")]


def test_what_is_done_between_belongs_to_the_next_round() -> None:
    played = begun([LOOP], row("w"), row("w#3"))
    assert [row.visit for row in played.events if row.case == 0] == [1, 1, 1, 2, 2, 2]
    assert [row.visit for row in played.events if row.case == 1] == [2, 2, 2]


def test_rounds_of_loops_inside_loops() -> None:
    outer = {"repeat": "outer", "do": [LOOP, wait("o", "1 h")], "again": 1, "maximum": 2}
    played = begun([outer, task("c")], row("a#2.3"))
    assert [(played.activity(row), row.visit) for row in played.events] == [
        ("a", 5),
        ("b", 5),
        ("o", 1),
        ("c", 0),
    ]


def test_shares_by_visit_go_on_from_the_round() -> None:
    loop = {"repeat": "loop", "do": [task("a")], "again": [0, 1, 0], "maximum": 9}
    assert [len(begun([loop], row(f"a#{n}")).rows()) for n in (1, 2, 3)] == [1, 2, 1]


def test_two_branches_of_a_loop_in_the_same_round() -> None:
    loop = {"repeat": "loop", "do": [PARALLEL], "again": [0, 1, 0], "maximum": 4}
    played = begun([loop], row("x2#2+z1#2"))
    assert Counter(row.visit for row in played.events) == {1: 2, 2: 5}


# -- races --------------------------------------------------------------------------------------------

RACE = {
    "race": "answer",
    "branches": {
        "reply": [task("read"), task("reply", work="20 h")],
        "silence": [wait("silence", "2 wd"), wait("grace", "1 wd")],
    },
}


def test_branches_of_a_race_that_are_not_named_begin_anew() -> None:
    """Two working days from Monday 00:00 end on Tuesday at closing, the third on Wednesday."""
    played = begun([RACE, task("b")], row("reply"))
    assert played.row("silence") == ("Mon 00:00", "Mon 00:00", "Tue 17:00")
    assert played.row("reply")[2] == "Wed 13:00"
    assert played.row("grace") == ("Tue 17:00", "Tue 17:00", "x Wed 13:00")
    assert played.ends() == ("completed", "Wed 14:00")


def test_both_branches_of_a_race() -> None:
    played = begun([RACE, task("b")], row("reply+grace"))
    assert played.row("grace") == ("Mon 00:00", "Mon 00:00", "Mon 17:00")
    assert played.row("reply") == ("Mon 00:00", "Mon 09:00", "x Mon 17:00")
    assert played.ends() == ("completed", "Tue 10:00")


# -- backgrounds --------------------------------------------------------------------------------------

WITH_SIDE = [SIDE, task("a"), task("b"), {"require": "side"}, task("c")]


def test_a_background_beside_the_case() -> None:
    played = begun(WITH_SIDE, row("a+s2"))
    assert done(played) == [("s2", "Mon 10:00"), ("a", "Mon 10:00"), ("b", "Mon 11:00"), ("c", "Mon 12:00")]


def test_a_background_that_is_not_named_is_done() -> None:
    assert done(begun(WITH_SIDE, row("b"))) == [("b", "Mon 10:00"), ("c", "Mon 11:00")]


def test_a_background_that_stands_behind_is_still_to_come() -> None:
    assert ("s1", "Mon 13:00") in done(begun([task("a"), SIDE, {"require": "side"}], row("a")))


def test_a_case_that_waits_for_its_background() -> None:
    played = begun(WITH_SIDE, row("require side+s2", since="2025-02-28"))
    assert done(played) == [("s2", "Mon 10:00"), ("c", "Mon 11:00")]


def test_which_of_two_places_that_require() -> None:
    flow = [SIDE, task("a"), {"require": "side"}, task("b"), {"require": "side"}, task("c")]
    assert done(begun(flow, row("s2+require side"))) == [
        ("s2", "Mon 10:00"),
        ("b", "Mon 11:00"),
        ("c", "Mon 12:00"),
    ]
    assert done(begun(flow, row("s2+require side 2"))) == [("s2", "Mon 10:00"), ("c", "Mon 11:00")]


def test_instances_of_several_rounds() -> None:
    """Two surveys of earlier rounds still run; `require` waits for both."""
    loop = {"repeat": "loop", "do": [SIDE, task("a")], "again": 0, "maximum": 5}
    played = begun([loop, {"require": "side"}, task("c")], row("s1#1+s2#2+a#3"))
    assert done(played) == [
        ("s1", "Mon 03:00"),
        ("s2", "Mon 10:00"),
        ("s2", "Mon 10:00"),
        ("a", "Mon 10:00"),
        ("c", "Mon 11:00"),
    ]
    assert sorted((played.activity(row), row.visit) for row in played.events) == [
        ("a", 2),
        ("c", 0),
        ("s1", 0),
        ("s2", 0),
        ("s2", 1),
    ]


def test_instances_of_several_rounds_in_a_loop_of_their_own() -> None:
    """One survey is being done a second time, another one is between: neither says where the other stands."""
    inner = {
        "repeat": "inner",
        "do": [task("i"), {"milestone": "seen"}],
        "between": [task("j")],
        "again": 0,
        "maximum": 3,
    }
    side = {"background": "side", "do": [inner]}
    loop = {"repeat": "loop", "do": [side, task("a")], "again": 0, "maximum": 5}
    played = begun([loop, {"require": "side"}, task("c")], row("i#1.2+j#2.2+a#3", arrived="2025-02-20"))
    assert done(played) == [
        ("i", "Mon 10:00"),
        ("j", "Mon 10:00"),
        ("a", "Mon 10:00"),
        ("i", "Mon 11:00"),
        ("c", "Mon 12:00"),
    ]
    assert played.stamp("seen") == "Thu-1 00:00"


def test_branches_of_a_background() -> None:
    flow = [{"background": "side", "do": [PARALLEL, task("s")]}, task("a"), {"require": "side"}, task("b")]
    played = begun(flow, row("x2+y2+require side"))
    assert done(played) == [("x2", "Mon 10:00"), ("y2", "Mon 10:00"), ("s", "Mon 11:00"), ("b", "Mon 12:00")]


def test_a_background_inside_a_finished_background() -> None:
    inner = {"background": "inner", "do": [task("i")]}
    flow = [{"background": "side", "do": [inner, task("s")]}, task("a"), {"require": "inner"}, task("b")]
    assert done(begun(flow, row("i+require inner"))) == [("i", "Mon 10:00"), ("b", "Mon 11:00")]


def test_a_case_whose_background_goes_on_after_its_end() -> None:
    check = {"background": "check", "after": "continue", "later_outcome": "revoked", "do": [task("k")]}
    played = begun([task("a"), check], row("k+finished", arrived="2025-02-20 10:00"))
    assert done(played) == [("k", "Mon 10:00")]
    assert (played.ends(), played.later()) == (("completed", "Thu-1 10:00"), "revoked")


def test_a_background_of_a_race_that_is_over() -> None:
    """No branch of the race is named, so it has been won; what its winner left running goes on beside the case."""
    check = {
        "background": "check",
        "after": "continue",
        "later_outcome": "revoked",
        "do": [task("k", work="9 h")],
    }
    race = {"race": "race", "branches": {"u": [check, task("u1")], "v": [task("v1")]}}
    played = begun([race, {"milestone": "won"}, task("b")], row("k+b", arrived="2025-02-20"))
    assert done(played) == [("b", "Mon 10:00"), ("k", "Tue 10:00")]
    assert (played.ends(), played.later()) == (("completed", "Mon 10:00"), "revoked")
    assert played.stamp("won") == "Thu-1 00:00"
    ended = begun([race, task("b")], row("k+finished"))
    assert done(ended) == [("k", "Tue 10:00")]


# -- documents ----------------------------------------------------------------------------------------


def test_a_file_that_comes_back() -> None:
    """At the applicant for the second time: its third attempt is the last allowed."""
    file: Raw = {
        "documents": "file",
        "mode": "return",
        "papers": {"lease": {"missing": 0.5}},
        "prepare": "1 h",
        "again": 1,
        "maximum": 4,
        "restart": ["submitted"],
        "do": [{"milestone": "submitted"}, task("look")],
    }
    played = begun(
        [file, {"milestone": "decided"}],
        row("file.prepare#3"),
        targets={"t": target("submitted", "decided", "8 wh")},
    )
    assert done(played) == [
        ("file.prepare", "Mon 09:00"),  # ready at 01:00, brought when the office opens
        ("look", "Mon 10:00"),
        ("file.prepare", "Mon 11:00"),
        ("look", "Mon 12:00"),
    ]
    assert played.stamp("submitted") == "Mon 11:00"
    assert played.outcome.attempts[0] == 4
    assert played.clock("t") == 60
    assert begun([file], row("look#4", attempts=7)).outcome.attempts[0] == 7


def test_a_paper_that_is_still_missing() -> None:
    file: Raw = {
        "documents": "file",
        "mode": "correct",
        "papers": {"map": {"missing": 0.5, "supply": "5 h"}, "lease": {"missing": 0.5, "supply": "9 h"}},
    }
    played = begun(
        [file, task("b")], row("file.map", attributes={"missing.map": "yes", "missing.lease": "no"})
    )
    assert done(played) == [("file.map", "Mon 05:00"), ("b", "Mon 10:00")]
    assert played.clock("paused") == 5 * 60


def test_papers_that_follow_and_their_deadline() -> None:
    """Unless it is named the deadline begins anew, which is the last thing one wants: so name it."""
    file: Raw = {
        "documents": "file",
        "mode": "tolerate",
        "deadline": "2 wd",
        "late": "refuse",
        "gate": "decision",
        "papers": {"plan": {"missing": 1, "deferrable": True, "supply": "6 cd"}},
    }
    flow = [file, task("b"), {"require": "file"}, task("c")]
    anew = begun(flow, row("file.plan+require file"))
    assert anew.ends() == ("refused", "Tue 17:00")
    named = begun(flow, row("file.plan+file.deadline+require file", since="2025-02-28 09:00"))
    assert named.ends() == ("refused", "Mon 17:00")
    supplied = begun(flow, row("file.plan+file.deadline+b", since="2025-02-25 11:00+2025-02-28 17:00+"))
    assert supplied.row("file.plan")[2] == "Mon 11:00"
    assert supplied.ends() == ("completed", "Mon 12:00")


# -- since when ---------------------------------------------------------------------------------------


def test_a_wait_goes_on_from_when_it_began() -> None:
    played = begun([wait("notice", "20 cd"), task("c")], row("notice", since="2025-02-20 10:00"))
    assert played.row("notice") == ("Thu-1 10:00", "Thu-1 10:00", "Wed2 10:00")
    assert begun([wait("notice", "20 cd")], row("notice")).row("notice")[2] == "Sun3 00:00"


def test_a_wait_in_working_time_goes_on_in_it() -> None:
    """Friday from 14:00 to 17:00 are 3 of the 16 hours; 13 are left."""
    played = begun([wait("w", "2 wd")], row("w", since="2025-02-28 14:00"))
    assert played.row("w")[2] == "Tue 14:00"


def test_a_wait_that_should_be_over_is_over_at_once() -> None:
    played = begun([wait("w", "3 cd"), task("c")], row("w", since="2025-02-10"))
    assert played.row("w")[2] == "Mon 00:00"
    assert played.row("c") == ("Mon 00:00", "Mon 09:00", "Mon 10:00")


def test_a_drawn_wait_is_longer_than_it_has_lasted() -> None:
    length = {"min": "1 h", "max": "100 h"}
    played = begun([wait("w", length)], row("w", cases=500, since="2025-03-01 00:00"))
    lasted = [row.completed - row.started for row in played.events]
    assert min(lasted) > 48 * HOUR
    assert max(lasted) <= 100 * HOUR
    assert sum(lasted) / 500 == pytest.approx(74 * HOUR, rel=0.03)


def test_who_joined_a_session_in_time_is_taken() -> None:
    panel = {"name": "panel", "at": "10:00", "places": 1, "cutoff": "1 wd"}
    raw = scenario(
        [{"session": "hearing", "of": "panel", "work": "1 h"}],
        study={
            "backlog": [
                row("hearing"),
                row("hearing", since="2025-02-27 09:00"),
                row("hearing", since="2025-02-26"),
            ]
        },
    )
    played = play({**raw, "sessions": {"panel": panel}})
    assert [(row[1], row[2]) for row in played.rows()] == [
        ("Wed0 00:00", "Mon 10:00"),
        ("Thu0 09:00", "Tue 10:00"),
        ("Mon 00:00", "Wed 10:00"),
    ]
