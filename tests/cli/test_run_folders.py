"""A finished run in place of a scenario: the same figures, story and comparison, and nothing simulated."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from small_office import Command
from test_plot_command import RICH

from onewindow.pictures import KINDS, OF_A_TARGET, plot
from sim import compare, load, read_run, run
from sim.experiments.runs.run import Result
from sim.model import ModelError

RUNS = 3


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("run")
    (folder / "rich.yaml").write_text(RICH, "utf-8")
    return run(load(str(folder / "rich.yaml")), replications=RUNS, out=folder / "made")


@pytest.fixture
def copied(made: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder elsewhere; whoever simulates from now on fails."""
    assert made.folder is not None
    copy = shutil.copytree(made.folder, tmp_path / "elsewhere")

    def simulated(*_: object, **__: object) -> None:
        raise AssertionError("this simulates")

    for name in ("sim.experiments.running.replications.Simulated.__call__", "plots.results.asked.run"):
        monkeypatch.setattr(name, simulated)
    monkeypatch.setattr("sim.experiments.runs.case_story.ENGINES", {})
    return copy


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in OF_A_TARGET])
def test_every_figure_of_a_run_is_drawn_from_its_folder(
    made: Result, copied: Path, kind: str, tmp_path: Path
) -> None:
    here, there = tmp_path / "here.svg", tmp_path / "there.svg"
    plot(made, kind=kind, out=here)
    plot(str(copied), kind=kind, out=there)
    assert here.read_bytes() == there.read_bytes()


@pytest.mark.parametrize("kind", ["throughput", "case_gantt"])
def test_it_is_the_figure_of_the_scenario(made: Result, kind: str, tmp_path: Path) -> None:
    here, there = tmp_path / "here.svg", tmp_path / "there.svg"
    plot(made, kind=kind, out=here)
    plot(made.whatif, kind=kind, out=there, replications=RUNS)
    assert here.read_bytes() == there.read_bytes()


def test_all_figures_and_a_story_by_the_command(
    command: Command, copied: Path, made: Result, tmp_path: Path
) -> None:
    said = command("plot", copied, "--kind", "all", "--out", tmp_path / "figures" / "rich.png")
    assert (said.code, said.err) == (0, "")
    assert len(list((tmp_path / "figures").iterdir())) == len(KINDS) - len(OF_A_TARGET)
    told = json.loads(command("show", copied, "--case", 0, "--replication", 1, "--json").out)
    assert told["digest"] == made.program.digest
    assert command("show", copied, "--case", 0).out.startswith("Case 0, ")


def test_the_story_is_that_of_the_scenario(command: Command, made: Result) -> None:
    options = ("--case", 2, "--replication", 1, "--json")
    stories = [
        json.loads(command("show", one, *options).out) for one in (made.folder, made.whatif.source.file)
    ]
    for told in stories:
        told.pop("scenario")  # a folder does not keep the path of its scenario
    assert stories[0] == stories[1]


def test_runs_are_compared_as_they_are(made: Result, copied: Path, command: Command, tmp_path: Path) -> None:
    other = shutil.copytree(copied, tmp_path / "twin")
    said = command("compare", copied, "--vs", f"the same again: {other}", "--json")
    assert said.code == 0
    told = json.loads(said.out)
    assert told["replications"] == RUNS
    assert [one["identical"] for one in told["alternatives"]] == [True]
    here = compare(made, {"the same again": made})
    assert repr(here.changes) == repr(compare(read_run(copied), {"the same again": read_run(other)}).changes)


def test_two_runs_that_differ(made: Result, tmp_path: Path) -> None:
    more = load(made.whatif.source.file, set=["pools.tax.capacity=3"])
    other = run(more, replications=RUNS, out=tmp_path / "more")
    found = compare(read_run(made.folder or ""), {"more": read_run(tmp_path / "more")})
    assert repr(found.changes) == repr(compare(made, {"more": other}).changes)
    assert not found.alternatives[0].identical


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["show", "--case", 0, "--load", 2],
            "--load  a run is taken as it was asked; ask its scenario instead",
        ),
        (
            ["show", "--case", 0, "--replication", 9],
            "--replication 9  the run has no such replication; allowed: 0 to 2",
        ),
        (["plot", "--kind", "finish_time"], "--kind finish_time  shows verdicts, which a run does not hold"),
        (["plot", "-n", 3], "--replications 3  a run is drawn as it is; leave it out"),
        (["compare", "--vs", "more: --load 2"], "--load 2: "),
        (["compare"], "--vs  a run is compared with runs; name their folders"),
    ],
)
def test_what_a_run_cannot_give(
    command: Command, made: Result, arguments: list[object], message: str
) -> None:
    name, *options = arguments
    said = command(name, made.folder, *options)
    assert said.code == 2
    assert message.rstrip(": ") in said.err
    assert "Traceback" not in said.err


def test_a_run_without_events_says_what_it_lacks(made: Result, tmp_path: Path) -> None:
    run(made.whatif, detail="cases", out=tmp_path / "cases")
    plot(str(tmp_path / "cases"), kind="throughput")
    with pytest.raises(ModelError, match="keeps cases only; this needs a run with --detail events"):
        plot(str(tmp_path / "cases"), kind="utilisation")
