"""Who the open cases of a study are: clocks and stamps behind them, attributes, channels, and their luck."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from engine.office import Coming, Raw, compiled, play, pool, scenario, service, target, task, wait
from engine.open_cases import ABC, KINDS, WIDE, begun, row
from sim.engine.arrivals import backlog
from sim.engine.program import ARRIVED, DATES
from sim.results.critical_path import critical_path
from sim.results.judged import judge
from sim.worktime import HOUR, instant

# -- clocks, stamps, conservation ---------------------------------------------------------------------

CLOCKS = {
    "whole": target("arrived", "finished", "8 wh"),
    "rest": target("m", "finished", "8 wh"),
    "days": target("m", "finished", "3 wd", "statutory"),
}


def test_who_is_judged() -> None:
    """Case 0 is past `m` and case 1 before it: only its clocks from `m` begin in the window."""
    played = begun(ABC, row("b", arrived="2025-02-20"), row("a", arrived="2025-02-21"), targets=CLOCKS)
    names = played.program.names.clocks
    counts = {name: judge(played.program, played.outcome, names.index(name)).judged for name in CLOCKS}
    assert counts == {"whole": 0, "rest": 1, "days": 1}
    assert (played.stamp("m", 0), played.stamp("m", 1)) == ("Thu-1 00:00", "Mon 10:00")
    assert (played.clock("rest", 1), played.clock("days", 1)) == (120, 0)
    assert played.program.clock_coordinate[names.index("days")] == DATES


def test_a_milestone_behind_the_case_is_not_stamped_again() -> None:
    """In the second round `m` is passed once more; it is long stamped, so nobody is judged from it."""
    loop = {"repeat": "loop", "do": [{"milestone": "m"}, task("a"), task("b")], "again": 1, "maximum": 2}
    played = begun([loop], row("b", arrived="2025-02-20"), targets={"t": CLOCKS["rest"]})
    assert played.stamp("m") == "Thu-1 00:00"
    assert judge(played.program, played.outcome, 0).judged == 0


def test_a_milestone_that_a_further_round_takes_back() -> None:
    loop = {
        "repeat": "loop",
        "do": [task("a"), {"milestone": "m"}, task("b")],
        "again": 1,
        "maximum": 3,
        "restart": ["m"],
        "between": [wait("w", "1 h"), {"milestone": "n"}],
    }
    rows = [row("a"), row("b"), row("w"), row("a#2"), row("b#2")]
    program = compiled(scenario([loop], study={"backlog": rows}, pools=WIDE, targets={"t": CLOCKS["rest"]}))
    names = program.names.stamps
    passed = [
        [names[n] for n in program.backlog_stamp[first : first + count].tolist()]
        for first, count in zip(
            program.backlog_stamp_first.tolist(), program.backlog_stamp_count.tolist(), strict=True
        )
    ]
    assert passed == [[], ["m"], [], ["n"], ["m", "n"]]
    assert program.backlog_attempts.tolist() == [1, 1, 2, 2, 2]


def test_what_only_some_ways_pass_is_not_stamped() -> None:
    either: Raw = {
        "choice": "way",
        "options": [
            {"share": 0.5, "do": [{"milestone": "m"}, {"milestone": "n"}]},
            {"share": 0.2, "do": [{"milestone": "o"}, {"end": "refused"}]},
            {"otherwise": True, "do": [{"milestone": "n"}]},
        ],
    }
    both = {
        "parallel": "p",
        "branches": {"x": [{"milestone": "x"}], "y": [task("a"), {"milestone": "y"}, task("b")]},
    }
    side = {"background": "side", "do": [{"milestone": "s"}]}
    flow = [either, side, both, {"race": "r", "branches": {"u": [{"milestone": "u"}], "v": []}}, task("c")]

    def passed(at: str, **more: object) -> set[str]:
        played = begun(flow, row(at, arrived="2025-02-20", **more))
        stamps = zip(played.program.names.stamps, played.outcome.stamps[0].tolist(), strict=True)
        return {name for name, at in stamps if at == arrival} - {"arrived"}

    arrival = instant(date(2025, 2, 20))
    assert passed("a") == {"n", "s", "x"}
    assert passed("b") == {"n", "s", "x", "y"}
    assert passed("c") == {"n", "s", "x", "y"}
    assert passed("c", stamped="u+m") == {"n", "s", "x", "y", "u", "m"}


def test_conservation_and_the_number_open() -> None:
    played = begun(
        [
            task("a", work="20 h"),
            {
                "choice": "end",
                "options": [{"share": 0.5, "do": [{"end": "refused"}]}, {"otherwise": True, "do": []}],
            },
        ],
        row("a", cases=30),
        coming=["Mon 09:00"] * 10,
        pools={"desk": pool(2)},
    )
    outcomes = Counter(played.ends(case)[0] for case in range(len(played.outcome.outcome)))
    assert sum(outcomes.values()) == 40
    assert set(outcomes) == {"completed", "refused", "open"}
    assert len(played.outcome.under_way) == outcomes["open"] > 0


def test_the_path_of_a_case_begins_before_the_study() -> None:
    played = begun(
        ABC, row("b", arrived="2025-02-28 12:00"), row("b", arrived="2025-02-27", since="2025-02-28")
    )
    parts = [
        (part.step, part.cause, part.length // HOUR)
        for part in critical_path(played.program, played.outcome, 1)
    ]
    assert parts == [("b", "before", 60), ("b", "closed", 9), ("b", "work", 1), ("c", "work", 1)]
    first = critical_path(played.program, played.outcome, 0)[0]
    assert (first.cause, first.length) == ("before", 24 * HOUR)


# -- who they are: channels, attributes, luck ---------------------------------------------------------

SORTED = [
    {
        "choice": "kinds",
        "options": [
            {"when": "kind == 'x' and size > 4.5", "do": [task("big")]},
            {"otherwise": True, "do": [task("small")]},
        ],
    },
]


def test_stated_attributes_and_channel() -> None:
    played = begun(
        [task("a"), *SORTED],
        row("a", cases=20, attributes={"kind": "x", "size": "4.51"}, channel="hall"),
        row("a", cases=20, attributes={"kind": "y", "size": 8}, channel="post"),
        **KINDS,
    )
    ways = Counter((played.activity(row), row.case < 20) for row in played.events)
    assert (ways["big", True], ways["small", False]) == (20, 20)
    streams = [played.program.names.streams[stream] for stream in played.outcome.stream.tolist()]
    assert streams == ["main.hall:backlog"] * 20 + ["main.post:backlog"] * 20


def test_what_is_not_stated_is_drawn_or_dealt_out_by_the_rates() -> None:
    played = begun([task("a"), *SORTED], row("a", cases=401), row("a", cases=3), **KINDS)
    ways = Counter(played.activity(row) for row in played.events)
    assert 60 < ways["big"] < 160
    assert Counter(played.outcome.stream.tolist()) == {2: 101, 3: 303}


def test_a_row_keeps_its_luck_whatever_else_there_is() -> None:
    """More rows behind it, more arrivals, another channel: the same lengths and attributes."""
    length = {"min": "1 h", "max": "9 h"}
    flow = [wait("w", length), wait("v", length)]

    def lengths(*rows: Raw, coming: Sequence[Coming] = ()) -> list[tuple[int, ...]]:
        played = begun(flow, *rows, coming=coming, **KINDS)
        own = {int(case): [] for case in range(5)}  # type: ignore[var-annotated]
        for event in played.events:
            if event.case < 5:
                own[event.case].append(event.completed - event.started)
        return [(*own[case], int(played.outcome.attributes[2][case])) for case in range(5)]

    first = row("w", cases=5, arrived="2025-02-03")
    alone = lengths(first)
    assert len(set(alone)) == 5
    assert lengths(first, row("v", cases=9), coming=["Mon 09:00"]) == alone
    assert lengths({**first, "channel": "hall"}) == alone


def test_arrivals_keep_their_luck_beside_a_backlog() -> None:
    length = {"min": "1 h", "max": "9 h"}
    raw = scenario([wait("w", length)], **KINDS)
    came = ["Mon 09:00", "Tue 09:00"]
    with_backlog = {**raw, "study": {**raw["study"], "backlog": [row("w", cases=3)]}}
    one, two = play(raw, *came), play(with_backlog, *came)
    assert [one.row("w", case) for case in (0, 1)] == [two.row("w", case) for case in (3, 4)]


def test_more_cases_in_a_row_than_a_batch_has_members() -> None:
    program = compiled(scenario([task("a")], study={"backlog": [row("a"), row("a", cases=2500)]}))
    cases = [case for _, case in backlog(program)]
    assert len({(case.epoch, case.member) for case in cases}) == 2501
    assert max(case.member for case in cases) == 1023


def test_cases_of_other_work() -> None:
    desk = pool(1, other_work={"share": 0.5, "work": "30 min"})
    rows = [{"service": "desk.other", "at": "desk.other_work", "cases": 2}]
    played = begun([task("a")], *rows, pools={"desk": desk}, coming=[("Mon 09:00", "main.hall")])
    assert [row[2] for row in played.rows()] == ["Mon 09:00", "Mon 09:30", "Mon 10:00"]
    assert [int(played.outcome.service[case]) for case in range(3)] == [1, 1, 0]
    words = played.program.stream_words.tolist()
    assert len({tuple(pair) for pair in words}) == len(words) == 3, "open cases have luck of their own"


def test_two_services_share_the_desk() -> None:
    others = {"beside": service([task("d", work="30 min")])}
    played = begun(
        [task("a")],
        {"service": "beside", "at": "d", "arrived": "2025-02-20"},
        row("a"),
        others=others,
        pools={"desk": pool()},
    )
    assert [(row[0], row[2]) for row in played.rows()] == [("d", "Mon 09:00"), ("a", "Mon 09:30")]


def test_an_empty_backlog_is_none() -> None:
    """A program without a backlog has the digest of one that never heard of backlogs."""
    raw = scenario(ABC)
    program = compiled(raw)
    assert len(program.backlog_stream) == 0
    assert compiled({**raw, "study": {**raw["study"], "backlog": []}}).digest == program.digest
    somebody = {**raw, "study": {**raw["study"], "backlog": [row("b")]}}
    assert compiled(somebody).digest != program.digest
    assert program.backlog_attribute.shape[0] == 0
    assert (play(raw, "Mon 09:00").outcome.stamps[:, ARRIVED] >= program.start).all()
