"""Every include that is not allowed gets a clear answer in good time: a message with its place, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bad_includes import bad_includes
from chinese import english_left

from sim.experiments.questions.validate import faults_of

CASES = {name: (lay, said) for name, lay, said in bad_includes()}
OUTSIDE = "secret: {of: somebody}\n"


@pytest.mark.parametrize("name", CASES)
def test_what_may_not_be_included_is_refused_at_its_place(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay, said = CASES[name]
    (tmp_path / "outside.yaml").write_text(OUTSIDE, "utf-8")
    folder = tmp_path / "scenarios"
    folder.mkdir()
    monkeypatch.chdir(folder)
    lay(folder)
    begun = time.process_time()
    faults, warnings = faults_of("hall.yaml")
    assert time.process_time() - begun < 20
    lines = [str(fault) for fault in faults]
    assert warnings == ()
    assert any(said in line for line in lines), [line[:300] for line in lines[:5]]
    assert not any("secret" in line or "somebody" in line for line in lines)
    assert all(fault.line for fault in faults), [line[:300] for line in lines[:5]]
    assert [words for line in lines if (words := english_left(line))] == []


def test_a_folder_tree_is_that_of_its_sources(tmp_path: Path, lay_out: Callable[[Path], Path]) -> None:
    """What lies beside the sources.csv above may be included; without one only the scenario's own folder."""
    scenario = lay_out(tmp_path)
    faults, _ = faults_of(str(scenario))
    assert [str(fault) for fault in faults if "leads out" in str(fault)] == []
    (tmp_path / "sources.csv").unlink()
    faults, _ = faults_of(str(scenario))
    assert any("leads out of the folder" in str(fault) for fault in faults)


@pytest.fixture
def lay_out() -> Callable[[Path], Path]:
    def lay(folder: Path) -> Path:
        (folder / "sources.csv").write_text("key,kind,document\n", "utf-8")
        (folder / "parts").mkdir()
        (folder / "parts" / "a.yaml").write_text("jurisdiction: x\n", "utf-8")
        (folder / "mine").mkdir()
        path = folder / "mine" / "hall.yaml"
        path.write_text("onewindow: 1\ntitle: x\ninclude: [../parts/a.yaml]\n", "utf-8")
        return path

    return lay


def test_one_file_that_several_include_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("include: [c.yaml]\n", "utf-8")
    (tmp_path / "b.yaml").write_text("include: [c.yaml, ./c.yaml]\n", "utf-8")
    (tmp_path / "c.yaml").write_text("jurisdiction: x\n", "utf-8")
    (tmp_path / "hall.yaml").write_text("onewindow: 1\ntitle: x\ninclude: [a.yaml, b.yaml]\n", "utf-8")
    faults, _ = faults_of(str(tmp_path / "hall.yaml"))
    assert not [fault for fault in faults if "stands already" in str(fault) or "jurisdiction" in str(fault)]
