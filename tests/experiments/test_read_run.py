"""A run that is read back from its folder is the one that was simulated, to the last field, and simulates nothing."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from small_hall import hall, written

from sim.engine.outcome import Outcome
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.replications import Simulated, Summarised
from sim.experiments.runs.backlog import backlog
from sim.experiments.runs.read_run import read_run
from sim.experiments.runs.run import Result, run
from sim.model import ModelError
from sim.results.outcome_file import outcome_frame, outcome_of
from sim.results.story import story


def assert_equal(read: Outcome, simulated: Outcome) -> None:
    """Field by field: values, shapes and kinds."""
    for field in dataclasses.fields(Outcome):
        here, there = getattr(read, field.name), getattr(simulated, field.name)
        assert type(here) is type(there), field.name
        for a, b in zip(here, there, strict=True) if isinstance(there, tuple) else [(here, there)]:
            np.testing.assert_array_equal(a, b, err_msg=field.name, strict=isinstance(b, np.ndarray))


@pytest.fixture
def nothing_simulated(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def simulated(*_: object, **__: object) -> None:
        raise AssertionError("this simulates")

    with monkeypatch.context() as patched:
        for way in (Simulated, Summarised):
            patched.setattr(way, "__call__", simulated)
        patched.setattr(
            "sim.experiments.running.crew.make_ready", lambda engine: engine == "compiled" and simulated()
        )
        yield


@pytest.fixture(scope="module")
def startup(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Two replications of the start-up scenario, with events, and their folder."""
    return run("gedian/startup", replications=2, out=tmp_path_factory.mktemp("startup") / "run")


@pytest.mark.usefixtures("nothing_simulated")
def test_every_outcome_is_read_as_it_was_simulated(startup: Result) -> None:
    assert startup.folder is not None
    read = read_run(startup.folder)
    assert len(read.outcomes) == 2
    for here, there in zip(read.outcomes, startup.outcomes, strict=True):
        assert there.rows is not None
        assert len(there.under_way) > 0
        assert_equal(here, there)
    assert read.to_dict() == startup.to_dict()


def test_a_folder_keeps_the_tables_of_values(tmp_path: Path) -> None:
    """Tables of values are read from the folder, wherever the scenario file has gone."""
    table = "- {task: work, pool: desk, work: {table: {file: times.csv, unit: min}, source: rule}}"
    path = written(tmp_path, task=table)
    (tmp_path / "times.csv").write_text("value,weight\n15,3\n35,1\n", "utf-8")
    made = run(str(path), replications=1, out=tmp_path / "run")
    (tmp_path / "times.csv").unlink()
    assert made.folder is not None
    assert read_run(made.folder).program.digest == made.program.digest


@pytest.mark.usefixtures("nothing_simulated")
def test_a_copied_folder_gives_tables_and_stories(startup: Result, tmp_path: Path) -> None:
    assert startup.folder is not None
    read = read_run(shutil.copytree(startup.folder, tmp_path / "elsewhere"))
    assert read.program.digest == startup.program.digest
    assert read.whatif.label == startup.whatif.label
    for name in ("cases", "events", "statuses"):
        assert getattr(read, name).equals(getattr(startup, name)), name
    case = int(startup.outcomes[1].service.argmin())
    one, two = (story(made.program, made.outcomes[1], case) for made in (read, startup))
    assert one == two


def test_resume_reads_what_is_finished(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    asked, out = replace(hall(tmp_path), engine="compiled"), tmp_path / "run"
    first = run(asked, replications=3, out=out)
    run(asked, replications=2, detail="summary", out=tmp_path / "short")
    request.getfixturevalue("nothing_simulated")
    again = run(asked, replications=2, out=out, resume=True)
    for here, there in zip(again.outcomes, first.outcomes, strict=False):
        assert_equal(here, there)
    assert len(again.outcomes) == 2
    run(asked, replications=2, detail="summary", out=tmp_path / "short", resume=True)
    assert again.cases.equals(first.cases.filter(pl.col("replication") < 2))


def test_resume_simulates_only_what_is_missing(tmp_path: Path) -> None:
    asked, out = hall(tmp_path), tmp_path / "run"
    whole = run(asked, replications=4, out=out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (out / "outcome-00001.parquet").unlink()
    (out / "events-00003.parquet").write_bytes(b"changed")
    with pytest.raises(ModelError, match=r"events-00003.parquet is missing, or not as it was written"):
        read_run(out)
    again = run(asked, replications=4, out=out, resume=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    for here, there in zip(again.outcomes, whole.outcomes, strict=True):
        assert_equal(here, there)


def test_without_cases_events_or_attributes_it_is_read_as_well(tmp_path: Path) -> None:
    empty = hall(tmp_path, channels="channels: {hall: {rate: 0 /wd}}")
    (made,) = run(empty, out=tmp_path / "empty").outcomes
    assert len(made.service) == 0
    assert_equal(outcome_of(outcome_frame(made)), made)
    assert_equal(read_run(tmp_path / "empty").outcomes[0], made)
    largest = dataclasses.replace(made, seed=2**64 - 1)
    assert outcome_of(outcome_frame(largest)).seed == 2**64 - 1


def test_detail_cases_keeps_no_rows_anywhere(tmp_path: Path) -> None:
    made = run(hall(tmp_path), detail="cases", out=tmp_path / "run")
    read = read_run(tmp_path / "run")
    assert made.outcomes[0].rows is read.outcomes[0].rows is None
    assert read.cases.equals(made.cases)
    assert read.to_dict() == made.to_dict()
    with pytest.raises(ValueError, match="rows were not kept"):
        read.outcomes[0].row(0)


def test_summaries_are_read_back(tmp_path: Path) -> None:
    made = run(hall(tmp_path), replications=3, detail="summary", out=tmp_path / "run")
    assert read_run(tmp_path / "run").to_dict() == made.to_dict()


OPTIONS = {
    "as it stands": {},
    "a variant and settings": {"variant": "busy", "set": ["pools.desk.capacity+=1"], "start": "2025-03-10"},
    "loads that no decimal says": {"load": ["main=4/3"], "seed": 2**63 + 1, "engine": "compiled"},
}


@pytest.mark.parametrize("options", OPTIONS)
def test_the_question_is_kept_with_its_files(tmp_path: Path, options: str) -> None:
    (tmp_path / "here").mkdir()
    asked = load(str(written(tmp_path / "here")), **OPTIONS[options])  # type: ignore[arg-type]
    made = run(asked, out=tmp_path / "run")
    shutil.rmtree(tmp_path / "here")
    read = read_run(tmp_path / "run")
    assert read.to_dict() == made.to_dict()
    assert read.whatif.load == asked.load
    assert [one.path for one in read.whatif.assumptions] == [one.path for one in asked.assumptions]
    assert_equal(read.outcomes[0], made.outcomes[0])
    assert str(tmp_path) not in (tmp_path / "run" / "manifest.json").read_text("utf-8")


@pytest.mark.parametrize("in_the_file", [True, False])
def test_a_backlog_travels_along(tmp_path: Path, in_the_file: bool) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    table = backlog(hall(folder), "2025-03-06").write(folder / "open.csv")
    study = "study: {start: 2025-03-06, lead_in: 0 wd, window: 5 wd, follow_up: 5 wd"
    if in_the_file:
        asked = hall(folder, study=study + ", backlog: open.csv}")
    else:
        asked = load(str(written(folder, study=study + "}")), set=[f"study.backlog={table}"])
    made = run(asked, out=tmp_path / "run")
    assert asked.program.backlog_count.sum() > 0
    shutil.rmtree(folder)
    assert_equal(read_run(tmp_path / "run").outcomes[0], made.outcomes[0])


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    asked, out = hall(tmp_path), tmp_path / "run"
    with pytest.raises(ModelError, match=r"not the folder of a run: it holds no manifest.json"):
        read_run(out)
    run(asked, out=out)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    for change, told in (
        ({"digest": "0" * 32}, "another program than this version makes"),
        ({"halls": 3}, "not the folder of a run of one hall"),
        ({"question": {}}, "does not say what was asked"),
    ):
        (out / "manifest.json").write_text(json.dumps({**manifest, **change}), "utf-8")
        with pytest.raises(ModelError, match=told):
            read_run(out)
    (out / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (out / "scenario.yaml").unlink()
    with pytest.raises(ModelError, match="keeps no scenario file"):
        read_run(out)


def test_another_frame_is_no_outcome() -> None:
    with pytest.raises(ValueError, match="not the outcome"):
        outcome_of(pl.DataFrame({"a": [1]}))


def test_a_question_from_no_file_is_given_again(tmp_path: Path) -> None:
    from sim.model.reading import read_text

    path = written(tmp_path)
    asked = WhatIf("typed", read_text(path.read_text("utf-8"), "typed"))
    made = run(asked, out=tmp_path / "run")
    assert not (tmp_path / "run" / "scenario.yaml").exists()
    assert_equal(read_run(tmp_path / "run", asked).outcomes[0], made.outcomes[0])
