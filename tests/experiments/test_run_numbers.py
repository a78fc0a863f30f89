"""The numbers of a run under their right names: waits in office time, hands-on work, outcomes, who is judged."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sim.experiments.questions.whatif import load
from sim.experiments.runs.run import Result, run
from sim.experiments.runs.run_counts import ActivityUse
from sim.model import ModelError

HEAD = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 20 wd, follow_up: 5 wd}
"""


def ran(folder: Path, text: str, n: int = 1, **options: object) -> Result:
    path = folder / "office.yaml"
    path.write_text(HEAD + text, "utf-8")
    return run(load(str(path), **options), replications=n)  # type: ignore[arg-type]


def only(made: Result) -> ActivityUse:
    (use,) = made.activities
    return use


def mean(found: object) -> float:
    assert found is not None
    return float(found.estimate)  # type: ignore[attr-defined]


def test_four_hours_of_work_are_four_hours_whatever_nights_lie_between(tmp_path: Path) -> None:
    made = ran(tmp_path, """\
pools: {desk: {name: desk, kind: reviewer, capacity: 9}}
services: {s: {name: s, channels: {hall: {rate: 3 /wd}}, flow: [{task: t, pool: desk, work: 4 h}]}}
""")  # fmt: skip
    use = only(made)
    assert mean(use.worked) == pytest.approx(4, abs=1e-9)
    assert mean(use.wait) == mean(use.rested) == 0
    rows = made.events.filter(
        pl.col("enqueued").is_between(datetime(2025, 3, 5), datetime(2025, 4, 2), closed="left")
    )
    spans = (rows["completed"] - rows["enqueued"]).dt.total_microseconds() / 3.6e9
    assert mean(use.elapsed) == pytest.approx(spans.mean())
    assert mean(use.elapsed) > 10


def test_a_file_of_the_night_rests_and_does_not_queue(tmp_path: Path) -> None:
    """With desks for everybody nobody queues; those who come while it is closed rest until it opens."""
    made = ran(tmp_path, """\
pools: {desk: {name: desk, kind: window, capacity: 500}}
services:
  s: {name: s, channels: {net: {rate: 9 /wd, around_the_clock: true, off_days: 1}},
      flow: [{task: t, pool: desk, work: 1 min}]}
""", n=2)  # fmt: skip
    use = only(made)
    assert mean(use.wait) == 0
    # The week is open 40 of 168 hours. From Friday 17:00 it rests 64 hours, on four other evenings 16: over a week the
    # mean rest of an arrival is (64 x 64 + 4 x 16 x 16) / 2 / 168 = 15.2 hours.
    assert mean(use.rested) == pytest.approx(15.24, abs=2)


def test_who_gives_up_is_told_apart(tmp_path: Path) -> None:
    made = ran(tmp_path, """\
pools: {desk: {name: desk, kind: window, capacity: 2}}
services:
  s: {name: s, channels: {hall: {rate: 64 /wd}}, flow: [
    {task: t, pool: desk, work: {family: exponential, mean: 10 min}, patience: 5 min, gives_up: went_home}]}
""", n=4)  # fmt: skip
    (count,) = made.services
    outcomes = dict(count.window.outcomes)
    frame = made.cases.filter(
        pl.col("arrived").is_between(datetime(2025, 3, 5), datetime(2025, 4, 2), closed="left")
    )
    home = frame.filter(pl.col("outcome") == "went_home").height / 4
    assert outcomes["went_home"] == home
    assert 0.1 < home / count.window.arrived < 0.25
    assert count.window.arrived == frame.height / 4 == outcomes["completed"] + home + count.window.open
    assert count.simulated.arrived == made.cases.height / 4 > count.window.arrived
    use = only(made)
    assert use.left == pytest.approx(home, abs=2)
    assert mean(use.wait) < 5 / 60
    told = made.to_dict()["services"][0]
    assert told["arrived"] == told["ended"] + told["open"]
    assert told["ended"] == sum(told["outcomes"].values())


def test_numbers_are_means_of_a_replication(tmp_path: Path) -> None:
    text = """\
pools: {desk: {name: desk, kind: reviewer, capacity: 3}}
services: {s: {name: s, channels: {hall: {rate: 3 /wd}}, flow: [{task: t, pool: desk, work: 1 h}]}}
"""
    one, four = (ran(tmp_path, text, n=n).to_dict() for n in (1, 4))
    for path in (("services", "arrived"), ("activities", "per_replication")):
        table, number = path
        assert four[table][0][number] == pytest.approx(one[table][0][number], rel=0.3)


@pytest.mark.parametrize("staff", ["capacity: 0", 'profile: {"09:00": 0}'])
def test_nobody_on_duty_leaves_every_case_open(tmp_path: Path, staff: str) -> None:
    try:
        made = ran(tmp_path, f"""\
pools: {{desk: {{name: desk, kind: window, {staff}}}}}
services: {{s: {{name: s, channels: {{hall: {{rate: 20 /wd}}}}, flow: [{{task: t, pool: desk, work: 20 min}}]}}}}
""")  # fmt: skip
    except ModelError:
        pytest.skip("a pool without staff is refused before it runs")
    (count,) = made.services
    assert (count.window.outcomes, made.activities) == ((), [])
    assert count.window.open == count.window.arrived > 300


PROMISED = """\
pools: {{desk: {{name: desk, kind: window, capacity: {capacity}}}}}
services:
  s:
    name: s
    channels: {{hall: {{rate: {rate} /wd}}}}
    flow:
      - choice: way
        options:
          - {{share: {rare}, do: [{{item: seldom, promised: 2 wd, do: [{{task: t, pool: desk, work: {work}}}]}}]}}
          - {{otherwise: true, do: []}}
"""


@pytest.mark.parametrize(("stated", "why"), [
    ({"rate": 20, "rare": "0.000001", "work": "20 min", "capacity": 1}, "nobody_came"),
    ({"rate": 0, "rare": "0.5", "work": "20 min", "capacity": 1}, "nobody_came"),
    ({"rate": 20, "rare": "1", "work": "20 min", "capacity": 1}, None),
    ({"rate": 20, "rare": "1", "work": "2000 h", "capacity": 1}, None),
])  # fmt: skip
def test_a_promise_of_which_nobody_is_judged_says_why(
    tmp_path: Path, stated: dict[str, object], why: str
) -> None:
    made = ran(tmp_path, PROMISED.format(**stated), n=2)
    (kept,) = made.promises
    assert kept.nobody == why
    assert (kept.on_time is None) == (why is not None)
    told = json.loads(json.dumps(made.to_dict(), allow_nan=False))["promises"][0]
    assert (told["nobody_judged"], told["on_time_share"] is None) == (why, why is not None)
    if stated["work"] == "2000 h":
        assert (mean(kept.on_time), kept.mean) == (0, None)


def test_within_the_limit_at_the_end_is_not_judged_yet(tmp_path: Path) -> None:
    text = PROMISED.format(rate=20, rare="1", work="2000 h", capacity=1).replace("2 wd", "90 wd")
    (kept,) = ran(tmp_path, text).promises
    assert (kept.nobody, kept.on_time) == ("all_open", None)


@pytest.mark.parametrize("load_", ["20", "0.001"])
def test_a_library_scenario_under_any_load_is_told(load_: str) -> None:
    made = run(load("gedian/startup", load=load_), keep=False)
    json.dumps(made.to_dict(), allow_nan=False)


def test_a_rate_may_count_cases_or_batches(tmp_path: Path) -> None:
    """1.5 batches of 3 are 4.5 cases a day; 4.5 cases in batches of 3 are the same stream, to the last row."""
    text = """\
pools: {{desk: {{name: desk, kind: window, capacity: 1}}}}
services: {{s: {{name: s, channels: {{net: {{{how}, batch: 3}}}}, flow: [{{task: t, pool: desk, work: 3 min}}]}}}}
"""
    batches, cases = (
        ran(tmp_path, text.format(how=how), n=40)
        for how in ("rate: 1.5 /wd", "rate: 4.5 /wd, rate_of: cases")
    )
    assert batches.program.digest == cases.program.digest
    assert np.mean([one.arrived.sum() for one in batches.sums]) / 27 == pytest.approx(4.5, rel=0.1)
    fewer = ran(tmp_path, text.format(how="rate: 1.5 /wd, rate_of: cases"), n=40)
    assert np.mean([one.arrived.sum() for one in fewer.sums]) / 27 == pytest.approx(1.5, rel=0.2)


def test_steps_of_one_fragment_keep_their_own_names(tmp_path: Path) -> None:
    made = ran(tmp_path, """\
pools: {w: {name: w, kind: window, capacity: 2}}
fragments: {v: {parameters: [zh], do: [{task: t, name: $zh, pool: w, work: 10 min}]}}
services:
  a: {name: a, channels: {hall: {rate: 3 /wd}}, flow: [{use: v, with: {zh: first}}]}
  b: {name: b, channels: {hall: {rate: 3 /wd}}, flow: [{use: v, with: {zh: second}}]}
""")  # fmt: skip
    names = made.program.names
    assert [names.label("step", use.activity, use.service)[0] for use in made.activities] == [
        "first",
        "second",
    ]
