"""Which stamp of `to` counts, clocks that never ran, and who is judged at all (SEMANTICS 8, 9.7)."""

import numpy as np
import pytest
from engine.office import Played, Raw, compiled, play, scenario, target, task, wait

from sim.engine import compiled as kernel
from sim.engine.summary import BACKWARDS, COUNTS, JUDGED, STAMPED_AGAIN
from sim.results.judged import Judged, judge
from sim.results.summarised import summary_of
from sim.worktime import HOUR

ACCEPTED: Raw = {"milestone": "accepted"}
DECIDED: Raw = {"milestone": "decided"}
POST = ("Mon 09:00", "main.post")


def reopened(between: Raw, work: str = "3 h", **more: object) -> list[Raw]:
    """Decided twice, with something in between."""
    again = {"again": [1, 0], "maximum": 2, "between": [between], **more}
    return [ACCEPTED, {"repeat": "r", "do": [task("review", work=work), DECIDED], **again}]


def judged(played: Played, name: str = "t") -> Judged:
    """What the tables say of a target; the kernel's own sums say the same."""
    made = kernel.summarise(played.program, seed=1, replication=0)
    told = summary_of(played.program, kernel.simulate(played.program, seed=1, replication=0, events=False))
    assert np.array_equal(made.counts, told.counts)
    assert np.array_equal(made.sums, told.sums)
    assert made.counts.shape[1] == COUNTS
    clocks = played.program.names.clocks
    row = [clocks[c] for c in range(len(clocks)) if played.program.clock_judged[c] == 1].index(name)
    found = judge(played.program, played.outcome, clocks.index(name))
    assert made.counts[row, [JUDGED, BACKWARDS, STAMPED_AGAIN]].tolist() == [
        found.judged, found.backwards, found.stamped_again,
    ]  # fmt: skip
    return found


def test_a_promise_kept_by_the_first_decision_tells_of_the_second() -> None:
    # Decided at 12:00 and, after an hour at the applicant's, again at 16:00.
    raw = scenario(reopened(wait("w", "1 h")), targets={"t": target("accepted", "decided", "4 h", "elapsed")})
    played = play(raw, "Mon 09:00")
    found = judged(played)
    assert (found.judged, found.on_time, found.stamped_again) == (1, 1, 1)
    assert found.values.tolist() == [3 * HOUR]
    assert played.stamp("decided") == "Mon 12:00"


def test_stamped_again_at_the_same_instant_is_not_later() -> None:
    raw = scenario(
        [ACCEPTED, task("a"), DECIDED, DECIDED], targets={"t": target("accepted", "decided", "4 wh")}
    )
    assert judged(play(raw, "Mon 09:00")).stamped_again == 0


@pytest.mark.parametrize(
    ("clock", "limit", "value"),
    [("elapsed", "4 h", 7 * HOUR), ("working", "4 wh", 7 * HOUR)],
)
def test_the_last_stamp_counts(clock: str, limit: str, value: int) -> None:
    raw = scenario(
        reopened(wait("w", "1 h")), targets={"t": target("accepted", "decided", limit, clock, stamp="last")}
    )
    played = play(raw, "Mon 09:00")
    found = judged(played)
    assert (found.judged, found.on_time, found.stamped_again) == (1, 0, 0)
    assert found.values.tolist() == [value]
    assert played.late_at("t") == "Mon 13:00"
    assert played.stamp("decided") == "Mon 12:00"


def test_the_last_stamp_counts_whole_days_and_nights_between() -> None:
    flow = reopened(wait("w", "1 cd"), work="3 h")
    targets = {
        "t": target("accepted", "decided", "1 wd", "statutory", stamp="last"),
        "wh": target("accepted", "decided", "40 wh", "working", stamp="last"),
    }
    played = play(scenario(flow, targets=targets), "Mon 09:00")
    # Monday 9-12, back on Tuesday at 12:00, reviewed until 15:00.
    assert judged(played).values.tolist() == [1]
    assert judged(played).on_time == 1
    assert judged(played, "wh").values.tolist() == [(8 + 6) * HOUR]


def test_a_pause_stops_the_clock_between_two_stamps() -> None:
    flow = reopened(wait("w", "1 h", pause="correction"))
    raw = scenario(flow, targets={"t": target("accepted", "decided", "7 h", "elapsed", stamp="last")})
    found = judged(play(raw, "Mon 09:00"))
    assert (found.values.tolist(), found.on_time) == ([6 * HOUR], 1)


def test_who_is_stamped_once_is_judged_as_ever() -> None:
    flow = [ACCEPTED, task("a", work="3 h"), DECIDED, task("b", work="4 h")]
    raw = scenario(flow, targets={"t": target("accepted", "decided", "4 h", "elapsed", stamp="last")})
    assert judged(play(raw, "Mon 09:00")).values.tolist() == [3 * HOUR]


def test_a_restart_takes_the_last_stamp_back_too() -> None:
    options = [{"when": "stamped.reopened", "do": [{"end": "refused"}]}, {"otherwise": True}]
    refused = {"choice": "c", "options": options}
    flow = [
        ACCEPTED,
        {
            "repeat": "r", "again": [1, 0], "maximum": 2, "restart": ["decided"],
            "between": [{"milestone": "reopened"}],
            "do": [task("a", work="3 h"), refused, DECIDED],
        },
    ]  # fmt: skip
    targets = {
        name: target("accepted", "decided", "5 h", "elapsed", stamp=name) for name in ("first", "last")
    }
    played = play(scenario(flow, targets=targets), "Mon 09:00")
    # Decided at 12:00, taken back, refused at 15:00: past the limit at 14:00.
    for name in targets:
        found = judged(played, name)
        assert (found.judged, found.on_time, found.missing) == (1, 0, 1)
        assert played.late_at(name) == "Mon 14:00"


def test_the_last_stamp_before_the_end_of_the_case() -> None:
    after = {"background": "b", "after": "continue", "do": [wait("later", "9 h"), DECIDED]}
    flow = [ACCEPTED, after, task("a", work="3 h"), DECIDED]
    raw = scenario(flow, targets={"t": target("accepted", "decided", "4 h", "elapsed", stamp="last")})
    assert judged(play(raw, "Mon 09:00")).values.tolist() == [3 * HOUR]


def test_sums_add_up_to_the_last_stamp() -> None:
    parts = {
        party: target("accepted", "decided", "9 h", "elapsed", stamp="last", parties=[party])
        for party in ("government", "applicant")
    }
    both = target("accepted", "decided", "9 h", "elapsed", stamp="last", sum_of=list(parts))
    played = play(scenario(reopened(wait("w", "1 h")), targets={**parts, "t": both}), "Mon 09:00")
    assert judged(played, "government").values.tolist() == [6 * HOUR]
    assert judged(played, "applicant").values.tolist() == [HOUR]
    assert judged(played).values.tolist() == [7 * HOUR]


# -- clocks that never ran ---------------------------------------------------------------------------------


def two_ways(hall: list[Raw], post: list[Raw], **more: object) -> Raw:
    way = [{"when": "channel == 'hall'", "do": hall}, {"otherwise": True, "do": post}]
    return scenario(
        [{"choice": "way", "options": way}],
        channels={"hall": {"rate": "1 /wd"}, "post": {"rate": "1 /wd"}},
        targets={"t": target("accepted", "decided", "2 h", "elapsed", **more)},
    )


def test_decided_before_accepted_is_undetermined() -> None:
    raw = two_ways([ACCEPTED, task("a"), DECIDED], [DECIDED, wait("w", "1 h"), ACCEPTED])
    found = judged(play(raw, "Mon 09:00", POST))
    assert (found.judged, found.on_time, found.undetermined, found.backwards, found.missing) == (
        2,
        1,
        1,
        1,
        1,
    )
    assert found.values.tolist() == [HOUR]
    assert found.open == 0


def test_decided_again_after_accepted_counts_where_the_last_stamp_does() -> None:
    post = [DECIDED, wait("w", "1 h"), ACCEPTED, wait("v", "1 h"), DECIDED]
    found = judged(play(two_ways([ACCEPTED, DECIDED], post), POST))
    assert (found.judged, found.on_time, found.backwards) == (1, 0, 1)
    found = judged(play(two_ways([ACCEPTED, DECIDED], post, stamp="last"), POST))
    assert (found.on_time, found.backwards, found.values.tolist()) == (1, 0, [HOUR])


# -- who is judged -----------------------------------------------------------------------------------------


def test_only_cases_for_which_the_condition_holds_are_judged() -> None:
    ways = [ACCEPTED, wait("w", "1 h"), DECIDED], [ACCEPTED, wait("v", "3 h"), DECIDED]
    coming = ("Mon 09:00", POST, POST)
    found = judged(play(two_ways(*ways), *coming))
    assert (found.judged, found.on_time) == (3, 1)
    found = judged(play(two_ways(*ways, when="channel == 'post'"), *coming))
    assert (found.judged, found.on_time, found.values.tolist()) == (2, 0, [3 * HOUR] * 2)
    found = judged(play(two_ways(*ways, when="not channel == 'post'"), *coming))
    assert (found.judged, found.on_time) == (1, 1)


def test_a_condition_may_ask_for_papers_and_attributes() -> None:
    file = {
        "documents": "file", "mode": "correct", "papers": {"plan": {"missing": 1, "supply": "1 h"}},
        "do": [task("look")],
    }  # fmt: skip
    for when, cases in (("missing.plan and size > 3", 1), ("not missing.plan", 0), ("size <= 3", 0)):
        raw = scenario(
            [ACCEPTED, file, DECIDED],
            attributes={"size": {"number": {"fixed": 5}}},
            targets={"t": target("accepted", "decided", "9 h", "elapsed", when=when)},
        )
        assert judged(play(raw, "Mon 09:00")).judged == cases


def test_programs_without_such_targets_are_what_they_were() -> None:
    plain = compiled(
        scenario([ACCEPTED, task("a"), DECIDED], targets={"t": target("accepted", "decided", "4 wh")})
    )
    asked = compiled(
        scenario(
            [ACCEPTED, task("a"), DECIDED],
            targets={"t": target("accepted", "decided", "4 wh", stamp="last", when="channel == 'hall'")},
        )
    )
    assert (plain.clock_goes_on >= 0).sum() == 0
    assert plain.digest != asked.digest
