"""What the compiled engine promises besides the reference's tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.agreement import differences
from engine.office import compiled, pool, scenario, task, wait
from sim.engine import engines
from sim.engine.compiled import keeping, simulate, world
from sim.engine.compiled import records as r
from sim.engine.compiled.machine_code import kernel
from sim.experiments.questions.whatif import load


def test_threads_run_replications_side_by_side() -> None:
    program = load("gedian/startup").program
    alone = [simulate(program, seed=1, replication=number) for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        beside = list(pool.map(lambda number: simulate(program, seed=1, replication=number), range(6)))
    assert [differences(a, b) for a, b in zip(alone, beside, strict=True)] == [[]] * 6


def test_slices_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    program = load("urumqi/small_low_risk").program
    whole = simulate(program, seed=1, replication=0)
    monkeypatch.setattr(world, "SLICE", 7)
    assert differences(whole, simulate(program, seed=1, replication=0)) == []


def test_the_cache_belongs_to_the_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = keeping.cache_folder()
    assert folder is not None
    assert folder.parent == tmp_path / "onewindow"
    assert folder.parent.is_dir()
    monkeypatch.setattr(keeping, "SOURCES", (*keeping.SOURCES, "results"))
    assert keeping.cache_folder() != folder


def test_without_a_place_to_keep_it_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(occupied))
    assert keeping.cache_folder() is None


def test_what_auto_means() -> None:
    assert engines.engine_name("auto") == "compiled"
    assert engines.engine_name("auto", replications=24) == "compiled"
    assert engines.engine_name("auto", replications=1) == "reference"
    assert engines.engine_name("reference") == "reference"
    assert engines.engine_name("compiled", replications=1) == "compiled"


def test_stale_entries_are_swept() -> None:
    """Deadlines that pauses put off a hundred times over leave no hundred entries behind."""
    again = {"repeat": "often", "do": [wait("w", "30 min", pause="hearing"), task("t", work="1 min")], "again": 1,
             "maximum": 200}  # fmt: skip
    until = {
        "until": "answer",
        "clock": "slow",
        "limit": "100%",
        "do": [{"item": "i", "do": [again]}],
        "then": [],
    }
    targets = {"slow": {"service": "main", "from": "arrived", "to": "finished", "limit": "15 wd", "clock": "working",
                        "required_share": 0.95, "rules": "licensing"}}  # fmt: skip
    hall = {"channels": {"hall": {"rate": "12 /wd"}}, "pools": {"desk": pool(40)}}
    program = compiled(scenario([until], targets=targets, **hall))
    w = world.World(program, seed=1, replication=0, rows=False, stop_when_judged=False)
    try:
        while kernel().run_slice(w.address) == r.GOES_ON:
            pass
        assert w["row_count"] > 10_000  # each a pause or a task, at which the deadline was noted anew
        assert w["future_room"] == 1024  # which is where it begins
    finally:
        kernel().give_back(w.address)
