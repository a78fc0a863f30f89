"""A run: sums and intervals by hand, conservation, frames, and the manifest."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from small_hall import hall

from sim.experiments.runs.run import run
from sim.model import ModelError

FIXED = {
    "task": "- {task: work, pool: desk, work: 30 min}",
    "desk": "desk: {name: desk, kind: reviewer, capacity: 90}",
}


def test_activities_of_work_that_never_waits(tmp_path: Path) -> None:
    made = run(hall(tmp_path, **FIXED), replications=3)
    (use,) = made.activities
    assert (use.service, use.activity) == ("main", "work")
    assert use.wait.estimate == 0
    events = made.events.filter(pl.col("started").is_not_null())
    inside = events.filter(
        pl.col("enqueued").is_between(datetime(2025, 3, 4), datetime(2025, 3, 11), closed="left")
    )
    assert use.count == pytest.approx(len(inside) / 3)


def test_conservation(tmp_path: Path) -> None:
    made = run(hall(tmp_path), replications=3)
    told = made.to_dict()
    (main,) = told["services"]
    assert main["arrived"] == pytest.approx(len(made.cases) / 3, abs=0.005)
    assert main["ended"] == pytest.approx(made.cases["finished"].is_not_null().sum() / 3, abs=0.005)
    assert main["open"] == pytest.approx(made.cases["finished"].is_null().sum() / 3, abs=0.005)
    assert sum(one.outcomes.sum() for one in made.sums) == len(made.cases)


def test_keeping_nothing_gives_the_same_sums(tmp_path: Path) -> None:
    kept, short = (run(hall(tmp_path), replications=2, keep=keep) for keep in (True, False))
    assert kept.to_dict() == short.to_dict()
    with pytest.raises(ValueError, match="kept no outcomes"):
        _ = short.cases


def test_a_folder_of_cases_still_tells_waits(tmp_path: Path) -> None:
    told = run(hall(tmp_path), detail="cases", keep=False, out=tmp_path / "out").to_dict()
    assert told["activities"] == run(hall(tmp_path)).to_dict()["activities"] != []


def test_the_frames_on_disk_are_those_in_memory(tmp_path: Path) -> None:
    made = run(hall(tmp_path), replications=2, out=tmp_path / "out")
    for table, frame in (("cases", made.cases), ("events", made.events)):
        stored = pl.concat(
            pl.read_parquet(file) for file in sorted((tmp_path / "out").glob(f"{table}-*.parquet"))
        )
        assert stored.equals(frame)


def test_the_manifest_says_what_and_never_when_or_where(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    run(asked, out=tmp_path / "out")
    text = (tmp_path / "out" / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    assert manifest["digest"] == asked.program.digest
    assert manifest["judged_dates"] == ["2025-03-04", "2025-03-10"]
    assert manifest["simulated_dates"] == ["2025-03-03", "2025-03-17"]
    assert socket.gethostname() not in text
    assert manifest["calendar"] == "published"


def test_the_json_is_finite(tmp_path: Path) -> None:
    json.dumps(run(hall(tmp_path)).to_dict(), allow_nan=False)
    empty = hall(tmp_path, channels="channels: {hall: {rate: 0 /wd}}")
    json.dumps(run(empty).to_dict(), allow_nan=False)


def test_a_run_has_replications(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="allowed: 1 to 1,000,000"):
        run(hall(tmp_path), replications=0)


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_summary_says_what_events_say(tmp_path: Path, engine: str) -> None:
    asked = replace(hall(tmp_path), engine=engine)
    whole, short = (run(asked, replications=3, detail=detail, keep=False) for detail in ("events", "summary"))
    told, events = short.to_dict(), whole.to_dict()
    for key in ("services", "pools", "promises", "sessions", "replications", "digest"):
        assert told[key] == events[key], key
    assert told["activities"] == []
    kept, broken = short.targets
    assert (kept.target, kept.judged, kept.late) == ("kept", broken.judged, kept.judged - kept.on_time)
    assert kept.share is not None
    assert broken.share is not None
    assert broken.share < kept.share
    assert kept.quantiles == broken.quantiles or kept.unit != broken.unit
    with pytest.raises(ValueError, match="detail 'cases' or 'events'"):
        _ = short.cases
    with pytest.raises(ValueError, match="detail 'summary'"):
        _ = whole.targets


def test_a_folder_of_summaries_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    asked, out = hall(tmp_path), tmp_path / "out"
    first = run(asked, replications=2, detail="summary", out=out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(before) == [
        "manifest.json",
        "scenario.yaml",
        "sources.csv",
        "summary-00000.json",
        "summary-00001.json",
    ]
    (out / "summary-00001.json").unlink()
    again = run(asked, replications=2, detail="summary", out=out, resume=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert again.to_dict() == first.to_dict()
    (out / "summary-00000.json").write_text("{}")  # changed since it was written: made again
    run(asked, replications=2, detail="summary", out=out, resume=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
