"""What is too large says so before it begins, and an office that cannot keep up is told of."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_hall import hall
from test_many_halls import many

from sim.experiments.load import early
from sim.experiments.questions.whatif import load
from sim.experiments.running import size
from sim.experiments.running.progress import Bar, Stage
from sim.experiments.running.size import memory_left, refuse_too_large, size_of
from sim.experiments.runs.many_halls import run_halls
from sim.experiments.runs.run import run
from sim.experiments.searches.sweep import sweep
from sim.experiments.verdicts.check import check
from sim.model import ModelError, parse_setting


def test_an_estimate_is_of_the_right_size(tmp_path: Path) -> None:
    for asked in (hall(tmp_path), load("gedian/startup")):
        made = run(asked, replications=1, detail="events", keep=True)
        (outcome,) = made.outcomes
        assert outcome.rows is not None
        told = size_of(asked.program)
        assert 0.5 < told.cases / len(outcome.stamps) < 2
        assert 0.5 < told.events / len(outcome.rows) < 4
        arrays = (outcome.stamps, outcome.clock_value, outcome.clock_late_at, outcome.stamped_again)
        assert 0.5 < told.case_bytes / sum(array.nbytes for array in arrays) < 4
        assert told.bytes(events=True) > told.case_bytes


def test_too_many_events_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    asked = load(hall(tmp_path).reference, load=100_000)
    with pytest.raises(
        ModelError, match=r"about .*\^11 events .* more than 1·10\^11: ask for a shorter study"
    ):
        run(asked, replications=20_000, detail="summary", out=tmp_path / "run")
    assert not (tmp_path / "run").exists()
    with pytest.raises(ModelError, match="events"):
        check(asked, replications=20_000)


def test_points_and_halls_are_refused_before_the_first(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    with pytest.raises(ModelError, match=r"about .*·10\^1[1-5] events .* 20,000 replications"):
        sweep(asked, ["load=1:200000:20"], replications=20_000, progress=never)
    halls = many(tmp_path).with_settings([parse_setting("halls.number=1000000")])
    with pytest.raises(ModelError, match=r"about .*·10\^1[1-5] events .* 20,000 replications"):
        run_halls(halls, years=20_000, out=tmp_path / "halls", progress=never)
    assert not (tmp_path / "halls").exists()


@contextmanager
def never(_what: str, _stage: Stage, _units: int | None) -> Iterator[Bar]:
    raise AssertionError("it began")
    yield


def test_more_memory_than_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = hall(tmp_path)
    there = memory_left()
    assert there is None or there > 10_000_000
    monkeypatch.setattr(size, "memory_left", lambda: 100_000)
    with pytest.raises(ModelError, match=r"GB of memory .* --detail summary"):
        run(asked, replications=50)
    refuse_too_large(asked.program, 50)
    monkeypatch.setattr(size, "memory_left", lambda: None)
    refuse_too_large(asked.program, 50, 50, events=True)


def test_an_office_that_cannot_keep_up_is_told_before_long_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    calm, crowded = hall(tmp_path), load(hall(tmp_path).reference, load=4)
    early.tell_overload(crowded, 24)
    assert caplog.records == []  # it takes a moment: the result says so soon enough
    monkeypatch.setattr(early, "LONG", 10)
    early.tell_overload(calm, 24)
    assert caplog.records == []
    early.tell_overload(crowded, 24)
    (record,) = caplog.records
    assert record.getMessage() == "desk: offered 133% of what can be done; its queue grows for ever"
