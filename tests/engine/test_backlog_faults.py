"""Places no case can stand at, and rows that cannot be."""

from __future__ import annotations

import pytest

from engine.office import target, task, wait
from engine.open_cases import ABC, KINDS, PARALLEL, SIDE, begun, done, refused, row


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (
            "bb",
            'at: service "main" has no step "bb"; allowed: a, x1, x2, y1, y2, z1, s1, s2, require side, b, f1',
        ),
        ("all", 'at: "all" is of the kind parallel; a case stands at a task, session, wait or require'),
        ("require sde", 'at: service "main" has no require of a background "sde"'),
        ("a+b", 'at: "a" and "b" follow one another; a case stands at one of them'),
        ("x1+x2", 'at: "x1" and "x2" follow one another; a case stands at one of them'),
        ("x1+b", 'at: "x1" and "b" follow one another; a case stands at one of them'),
        ("s1+s2+b", 'at: "s1" and "s2" follow one another; a case stands at one of them'),
        ("s2", 'at: "s2": only backgrounds; add where the case itself stands, as in "require NAME"'),
        ("f1+f2", 'at: "f1" and "f2" exclude each other in "way"'),
        ("r1#4", 'at: "r1#4": 4 is no round of "rounds"; allowed for a round: 1 to 3'),
        (
            "r2#1",
            'at: "r2#1": 1 is no round of "rounds"; allowed for what is done before a further round: 2 to 3',
        ),
        ("r1#2.1", 'at: "r1#2.1" states 2 rounds; the loops around "r1": rounds'),
        ("a#2", 'at: "a#2" states 1 rounds; the loops around "a": (none)'),
        ("p1#1+q1#2", 'at: "p1#1", "q1#2" stand in different rounds of "rounds"'),
        ("r1#1+r1#2", 'at: "r1#1", "r1#2" stand in different rounds of "rounds"'),
        ("finished", "at: a case that is finished is not open; name the background that goes on"),
        ("a+finished", 'at: the case is finished and stands at "a"; only backgrounds go on'),
        ("s1+finished", 'at: background "side" does not go on after the end of its case'),
    ],
)
def test_places_no_case_can_stand_at(at: str, said: str) -> None:
    fork = {"parallel": "fork", "branches": {"p": [task("p1")], "q": [task("q1")]}}
    rounds = {
        "repeat": "rounds",
        "do": [task("r1"), fork],
        "again": 0.5,
        "maximum": 3,
        "between": [wait("r2", "1 h")],
    }
    way = {
        "choice": "way",
        "options": [{"share": 0.5, "do": [task("f1")]}, {"otherwise": True, "do": [task("f2")]}],
    }
    (message,) = refused([task("a"), PARALLEL, SIDE, {"require": "side"}, task("b"), way, rounds], row(at))
    assert message.startswith(f"study.backlog.0.at  {said}")


def test_only_a_background_of_a_branch_of_a_race() -> None:
    race = {"race": "race", "branches": {"u": [SIDE, task("u1")], "v": [task("v1", work="5 h")]}}
    (message,) = refused([race], row("s1+v1"))
    assert message.endswith('at: "s1": only backgrounds of a branch; add where the branch itself stands')
    played = begun([race], row("s1+u1+v1"))
    assert (played.row("u1")[2], played.row("s2")[2], played.row("v1")[2]) == (
        "Mon 10:00",
        "Mon 10:00",
        "x Mon 10:00",
    )


def test_a_case_under_a_deadline_is_refused() -> None:
    """Nothing says how much of the clock it has used; what comes before the block, or after it, is as usual."""
    until = {"until": "answer", "clock": "t", "do": [task("u1")], "then": [task("u2")], "deemed": True}
    flow = [task("a"), until, task("b")]
    clocks = {"t": target("arrived", "finished", "2 wh")}
    (message,) = refused(flow, row("u1"), targets=clocks)
    assert message == (
        'study.backlog.0.at  at: "u1" stands under the deadline "answer"; a backlog cannot say how much of the clock '
        '"t" is used'
    )
    assert done(begun(flow, row("u2"), targets=clocks)) == [("u2", "Mon 10:00"), ("b", "Mon 11:00")]
    assert done(begun(flow, row("b", stamped="deemed"), targets=clocks)) == [("b", "Mon 10:00")]
    assert done(begun(flow, row("a"), targets=clocks))[0] == ("a", "Mon 10:00")


def test_every_faulty_row_is_named() -> None:
    rows = [
        row("b", arrived="2025-03-03"),
        row("b", since="2025-04-01 10:00"),
        {"service": "mian", "at": "b"},
        row("b", channel="hal"),
        row("b"),
        row("b", attributes={"kin": "x"}),
        row("b", attributes={"kind": "z"}),
        row("b", attributes={"size": "large"}),
        row("b", attributes={"size": -1}),
        row("b", stamped="mm"),
        row("b", arrived="1969-12-31"),
    ]
    late = "is not before the study, which begins on 2025-03-03; cases that come later are arrivals"
    assert refused(ABC, *rows, **KINDS) == [
        f"study.backlog.0.arrived  arrived: 2025-03-03 00:00:00 {late}",
        f"study.backlog.1.since  since: 2025-04-01 10:00:00 {late}",
        'study.backlog.2.service  service: there is no service "mian"; allowed: main; did you mean "main"?',
        'study.backlog.3.channel  channel: there is no channel "hal"; allowed: hall, post; did you mean "hall"?',
        'study.backlog.5.attributes.kin  attributes.kin: there is no attribute or column "kin"; allowed: kind, size; '
        'did you mean "kind"?',
        'study.backlog.6.attributes.kind  attributes.kind: "z" is not allowed; allowed: x, y',
        'study.backlog.7.attributes.size  attributes.size: "large" is not a number',
        "study.backlog.8.attributes.size  attributes.size: -1 is not allowed; allowed: numbers from 0 to 2^40",
        'study.backlog.9.stamped  stamped: there is no milestone "mm"; allowed: finished, m; did you mean "m"?',
        "study.backlog.10.arrived  arrived: 1969-12-31 00:00:00 is too long ago; allowed: from 1970 on",
    ]
