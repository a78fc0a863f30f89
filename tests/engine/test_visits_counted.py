"""Targets that count visits, windows, and who gets somewhere; and targets of several services."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from engine.office import (
    Played,
    Raw,
    counted_target,
    play,
    pool,
    scenario,
    service,
    target,
    task,
    wait,
    window,
)
from sim.engine import compiled as kernel
from sim.engine.summary import counted_clocks
from sim.model.scenario import Scenario
from sim.results.judged import judge
from sim.results.summarised import summary_of

POOLS = {"desk": window(), "tax": window(), "back": pool(9)}
TWICE = [task("intake", work="10 min"), task("review", "back", "2 h"), task("collect", work="5 min")]


def on_time(played: Played, name: str) -> tuple[int, int]:
    """Cases that keep a target, and those judged."""
    found = judge(played.program, played.outcome, played.program.names.clocks.index(name))
    return found.on_time, found.judged


def counting(*flow: Raw, measure: str = "visits", limit: object = "1 visit", **more: object) -> Raw:
    return scenario(flow, pools=POOLS, targets={"t": counted_target(measure, limit, **more)})


@pytest.mark.parametrize(("apart", "visits"), [("1 h", 2), ("2 h", 1), ("119 min", 2)])
def test_who_is_needed_again_soon_has_waited(apart: str, visits: int) -> None:
    # 9:00 to 9:10 at the counter, two hours in the back office, and there again at 11:10.
    played = play(counting(*TWICE, apart=apart), "Mon 09:00")
    assert played.clock("t") == visits
    assert on_time(played, "t") == (int(visits == 1), 1)
    assert played.late_at("t") == ("-" if visits == 1 else "Mon 11:09:59.999999")


def test_without_a_word_an_hour_tells_visits_apart() -> None:
    assert play(counting(*TWICE), "Mon 09:00").clock("t") == 2
    assert play(counting(TWICE[0], task("review", "back", "1 h"), TWICE[2]), "Mon 09:00").clock("t") == 1


def test_steps_in_person_are_counted_where_a_service_has_any() -> None:
    online = [task("check", "desk", "10 min"), task("review", "back", "2 h")]
    shown = task("collect", work="5 min", in_person=True)
    assert play(counting(*online, shown), "Mon 09:00").clock("t") == 1
    waits = wait("photo", "3 h", in_person=True)
    assert play(counting(*online, waits, shown), "Mon 09:00").clock("t") == 1


def test_only_visits_between_the_milestones_count() -> None:
    flow = [TWICE[0], {"milestone": "in"}, *TWICE[1:], {"milestone": "out"}]
    assert play(counting(*flow, **{"from": "in", "to": "out"}), "Mon 09:00").clock("t") == 1


def test_time_in_the_queue_belongs_to_the_visit() -> None:
    # The second visitor waits from 9:00 to 12:00, and is then seen for three hours.
    flow = [task("intake", work="3 h")]
    played = play(counting(*flow), "Mon 09:00", "Mon 09:00")
    assert [played.clock("t", case) for case in (0, 1)] == [1, 1]


def test_windows_that_take_a_case_in_are_counted_once_each() -> None:
    flow = [
        task("intake", work="5 min", intake=True),
        task("tax", "tax", "5 min", intake=True),
        task("more", work="5 min", intake=True),
        task("back", "back", "5 min"),
        task("collect", "tax", "5 min"),
    ]
    played = play(counting(*flow, measure="windows", limit="1 window"), "Mon 09:00")
    assert played.clock("t") == 2
    assert on_time(played, "t") == (0, 1)
    one = play(counting(*flow[:1], *flow[2:], measure="windows", limit="1 window"), "Mon 09:00")
    assert one.clock("t") == 1
    assert on_time(one, "t") == (1, 1)


def test_who_ends_without_getting_there_has_not() -> None:
    flow = [
        {
            "choice": "which",
            "options": [{"when": "channel == 'hall'", "do": [{"milestone": "there"}]}, {"otherwise": True}],
        },
        task("work", "back", "10 min"),
    ]
    channels = {
        "hall": {"rate": "1 /wd"},
        "online": {"rate": "1 /wd", "around_the_clock": True, "off_days": 1},
    }
    raw = scenario(
        flow,
        pools=POOLS,
        channels=channels,
        targets={"t": counted_target("reached", to="there")},
    )
    played = play(raw, ("Mon 09:00", "main.hall"), ("Mon 09:00", "main.online"), ("Mon 10:00", "main.online"))
    assert on_time(played, "t") == (1, 3)


def pooled() -> Raw:
    """Two services judged together: the cases of the one come once, those of the other twice."""
    once = service([task("at_once", work="5 min")])
    both = ["main", "other"]
    return scenario(
        TWICE,
        pools=POOLS,
        others={"other": once},
        targets={
            "visits": counted_target("visits", "1 visit", service=both),
            "mean": counted_target("visits", "1.5 visits", service=both, judged="mean"),
            "time": target("arrived", "finished", "1 wh", service=both, when="channel == 'hall'"),
            "own": counted_target("visits", "1 visit", service="other"),
        },
    )


def test_cases_of_several_services_are_judged_together() -> None:
    played = play(
        pooled(), ("Mon 09:00", "main.hall"), ("Tue 09:00", "other.hall"), ("Wed 09:00", "other.hall")
    )
    assert on_time(played, "visits") == (2, 3)
    assert on_time(played, "time") == (2, 3)
    assert on_time(played, "own") == (2, 2)
    found = judge(played.program, played.outcome, played.program.names.clocks.index("mean"))
    assert found.values.tolist() == [1, 1, 2]


def test_a_summary_says_the_same_of_them() -> None:
    played = play(pooled(), ("Mon 09:00", "main.hall"), ("Tue 09:00", "other.hall"))
    program = played.program
    made = kernel.summarise(program, seed=1, replication=0)
    told = summary_of(program, played.outcome)
    assert len(counted_clocks(program)) == 4
    assert np.array_equal(made.counts, told.counts)
    assert np.array_equal(made.sums, told.sums)
    assert made.standing(0) == (1, 2, 0)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"measure": "visits", "limit": "2 h"}, 'limit "2 h" does not fit measure: visits; write "1 visit"'),
        (
            {"measure": "time", "limit": "1 visit"},
            'limit "1 visit" is no time; with measure: visits it counts them',
        ),
        (
            {"measure": "visits", "limit": "1.5 visits"},
            "a case makes whole visits; a part of one needs judged: mean",
        ),
        ({"measure": "windows", "limit": "1 window", "clock": "working"}, "counts no time; take clock away"),
        (
            {"measure": "windows", "limit": "1 window", "apart": "1 h"},
            "this target counts none; take it away",
        ),
        ({"measure": "visits", "limit": "1 visit", "apart": "1 wh"}, 'apart "1 wh" is time by the clock'),
        ({"measure": "visits", "limit": "5000 visits"}, "is too many; allowed: 0 to 1,000"),
        ({"service": ["main", "main"], "limit": "1 wd"}, "a service is named twice"),
        ({"statutory": "3 wd", "compressed": "73%"}, "the statutory clock counts whole working days"),
    ],
)
def test_what_does_not_fit_is_refused(stated: Raw, said: str) -> None:
    raw = scenario(TWICE, pools=POOLS)
    raw["targets"] = {
        "t": {"service": "main", "from": "arrived", "to": "finished", "required_share": 0.95, **stated}
    }
    with pytest.raises(ValidationError, match="(?s).*" + said.replace("(", r"\(")):
        Scenario.model_validate(raw)


def test_a_limit_below_that_of_the_law() -> None:
    made = Scenario.model_validate(
        scenario(
            TWICE,
            pools=POOLS,
            targets={
                "t": {
                    "service": "main", "from": "arrived", "to": "finished", "required_share": 0.95,
                    "statutory": "3 wd", "compressed": "73%", "clock": "working",
                }
            },
        )
    ).targets["t"]  # fmt: skip
    assert str(made.limit.value) == "0.81 wd"
