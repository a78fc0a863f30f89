"""Judged cases with who they are: counted as `judge` counts, and matched by identity."""

from __future__ import annotations

import numpy as np
from engine.office import play, scenario, target, task, wait

from sim.results.case_values import NO_VALUE, CaseValues, case_values, matched, together
from sim.results.judged import judge
from sim.worktime import HOUR

TARGETS = {"t": target("arrived", "decided", "2 h", "elapsed")}


def test_counts_and_values_are_those_of_judge() -> None:
    way = {
        "choice": "way",
        "options": [
            {"when": "channel == 'hall'", "do": [wait("w", "3 h"), {"end": "refused"}]},
            {"otherwise": True, "do": [task("a")]},
        ],
    }
    channels = {"hall": {"rate": "1 /wd"}, "post": {"rate": "1 /wd"}}
    raw = scenario([way, {"milestone": "decided"}], channels=channels, targets=TARGETS)
    played = play(raw, "Mon 09:00", *[("Mon 09:00", "main.post")] * 3)
    clock = played.program.names.clocks.index("t")
    found, counted = (
        case_values(played.program, played.outcome, clock),
        judge(played.program, played.outcome, clock),
    )
    assert found.case.tolist() == [0, 1, 2, 3]
    assert found.value.tolist() == [NO_VALUE, HOUR, 2 * HOUR, 3 * HOUR]
    assert found.on_time.tolist() == [False, True, True, False]
    assert (len(found.case), int(found.on_time.sum()), int((~found.valued).sum())) == (
        counted.judged, counted.on_time, counted.missing,
    )  # fmt: skip
    assert sorted(found.value[found.valued].tolist()) == counted.values.tolist()
    assert [played.program.names.streams[stream] for stream in found.stream] == [
        "main.hall",
        *["main.post"] * 3,
    ]
    assert found.epoch.tolist() == played.outcome.epoch.tolist()


def test_a_case_that_is_not_judged_is_not_there() -> None:
    raw = scenario([wait("w", "1 h"), {"end": "refused"}, {"milestone": "decided"}], targets=TARGETS)
    played = play(raw, "Mon 09:00")
    assert (
        case_values(played.program, played.outcome, played.program.names.clocks.index("t")).case.tolist()
        == []
    )


def cases(*who: tuple[int, int, int, int]) -> CaseValues:
    """Judged cases given as (replication, stream, epoch, member); their rows mean nothing."""
    replication, stream, epoch, member = np.array(who, dtype=np.int64).reshape(-1, 4).T
    rows = np.arange(len(who))[::-1].copy()
    return CaseValues(replication, rows, stream, epoch, member, rows, rows, rows > 0)


def test_matched_by_replication_stream_name_epoch_and_member() -> None:
    before = cases((0, 0, 5, 0), (0, 1, 5, 0), (0, 1, 6, 0), (0, 1, 6, 1), (1, 0, 5, 0))
    after = cases((1, 1, 5, 0), (0, 0, 6, 1), (0, 0, 5, 0), (0, 2, 6, 0), (0, 1, 7, 0))
    left, right = matched(before, ["hall", "online"], after, ["online", "hall", "post"])
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(1, 2), (3, 1), (4, 0)]
    none = matched(before, ["hall", "online"], after, ["a", "b", "c"])
    assert [len(side) for side in none] == [0, 0]


def test_together_keeps_the_order() -> None:
    both = together([cases((0, 0, 5, 0)), cases((1, 0, 5, 0), (1, 0, 6, 0))])
    assert both.replication.tolist() == [0, 1, 1]
    assert both.on_time.dtype == bool
