"""How long the cases took from the first of some steps to the last, by hand."""

import pytest
from engine.office import play, scenario, task, wait, window

from sim.results.traces import Traces
from sim.worktime import HOUR


def test_elapsed_by_hand() -> None:
    fork = {"parallel": "p", "branches": {"x": [wait("short", "1 h")], "y": [wait("long", "2 h")]}}
    raw = scenario([task("a", work="30 min"), fork, task("b")], pools={"desk": window(4)})
    played = play(raw, "Mon 09:00", "Mon 09:00", "Tue 16:00")
    traces = Traces.of(played.program, [played.outcome], "main")
    assert traces.elapsed(["short", "long"]) == 2 * HOUR
    # The third case: its fork is over at 18:30, when the office is shut until 9 the next day.
    own = (2.5 + 1, 2.5 + 1, 17 + 1)
    assert traces.elapsed(["a", "short", "long", "b"]) == pytest.approx(sum(own) / 3 * HOUR)
    assert traces.elapsed(["nowhere"]) == 0
