"""Many halls: how they are divided up, that each is the hall described but for its size, and that they add up."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_hall import hall

from sim.engine import reference
from sim.engine.summary import JUDGED, ON_TIME, VALUE, counted_clocks
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.runs.hall_classes import HallClass, hall_classes, program_of
from sim.experiments.runs.many_halls import run_halls
from sim.model import ModelError, parse_setting
from sim.results.judged import judge

HALLS = """\
variants:
  plain: {}
  busy: {set: {services.main.channels.hall.rate: 20 /wd}}
halls:
  number: 7
  sizes: {0.5: 0.6, 1.75: 0.4}
  staffing: {0.5: 0.25, 1: 0.75}
  pools: [desk]
"""


def many(folder: Path, **changes: str) -> WhatIf:
    """The small hall, seven times."""
    asked = hall(folder, **changes)
    path = folder / "hall.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("variants:")] + HALLS, "utf-8")
    return replace(asked, source=hall_source(path))


def hall_source(path: Path):  # type: ignore[no-untyped-def]
    from sim.model import read

    return read(path)


def test_halls_are_divided_by_largest_remainder(tmp_path: Path) -> None:
    assert hall_classes(many(tmp_path).scenario) == [
        HallClass(0.5, 0.5, 1, 0, (("desk", 1),)),  # 7 × 0.6 × 0.25 = 1.05
        HallClass(0.5, 1.0, 3, 1, (("desk", 2),)),  # 3.15; 3 desks × 0.5 = 1.5, rounded up
        HallClass(1.75, 0.5, 1, 4, (("desk", 3),)),  # 0.7
        HallClass(1.75, 1.0, 2, 5, (("desk", 5),)),  # 2.1
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 10, 99, 3058])
def test_no_hall_is_lost(tmp_path: Path, number: int) -> None:
    asked = many(tmp_path).with_settings([parse_setting(f"halls.number={number}")])
    classes = hall_classes(asked.scenario)
    assert sum(one.halls for one in classes) == number
    assert [one.first for one in classes] == np.cumsum([0, *(one.halls for one in classes)])[:-1].tolist()
    for one in classes:
        share = {0.5: 0.6, 1.75: 0.4}[one.size] * {0.5: 0.25, 1.0: 0.75}[one.staffing]
        assert abs(one.halls - number * share) < 1


def test_a_hall_is_the_one_described_under_its_load_and_with_its_units(tmp_path: Path) -> None:
    asked = many(tmp_path)
    for one in hall_classes(asked.scenario):
        units = dict(one.units)["desk"]
        typed = replace(asked, load=(("", one.size),)).with_settings(
            [parse_setting(f"pools.desk.capacity={units}")]
        )
        assert program_of(asked, one).digest == typed.program.digest


def test_halls_add_up(tmp_path: Path) -> None:
    asked = many(tmp_path)
    made = run_halls(asked)
    assert made.halls == 7
    judged = on_time = arrived = 0
    values = []
    for one in made.classes:
        assert one.judged.shape == (one.hall.halls, len(counted_clocks(one.program)))
        for place in range(one.hall.halls):
            outcome = reference.simulate(
                one.program, seed=1, replication=one.hall.first + place, events=False
            )
            found = judge(one.program, outcome, one.program.names.clocks.index("kept"))
            row = made.row_of("kept")
            assert (one.judged[place, row], one.on_time[place, row]) == (found.judged, found.on_time)
            judged, on_time, arrived = (
                judged + found.judged,
                on_time + found.on_time,
                arrived + len(outcome.service),
            )
            values.append(found.values)
    kept = made.targets[0]
    assert (kept.target, kept.judged, kept.on_time) == ("kept", judged, on_time)
    counts = made.summary.counts[made.row_of("kept")]
    assert counts[[JUDGED, ON_TIME]].tolist() == [judged, on_time]
    assert made.summary.total(made.row_of("kept"), VALUE) == int(np.concatenate(values).sum())
    told = made.to_dict()
    assert told["arrived"] == arrived == told["ended"] + told["open"]
    json.dumps(told, allow_nan=False)
    sizes = {(one["size"], one["cases_a_day"]) for one in told["classes"]}
    assert all(2 < a_day / size < 16 for size, a_day in sizes), "8 a day at size 1"


def test_the_engines_agree(tmp_path: Path) -> None:
    asked = many(tmp_path)
    one, other = (run_halls(replace(asked, engine=engine)).to_dict() for engine in ("compiled", "reference"))
    assert one == {**other, "engine": "compiled"}


def test_every_year_and_every_hall_has_its_own_luck(tmp_path: Path) -> None:
    asked = many(tmp_path).with_settings([parse_setting("halls.number=40")])
    made = run_halls(asked, years=2)
    row = made.row_of("kept")
    for one in made.classes:
        assert len(one.judged) == 2 * one.hall.halls
        assert len(np.unique(one.judged[:, row])) > 2
        assert one.judged[: one.hall.halls, row].tolist() != one.judged[one.hall.halls :, row].tolist()
    for one, alone in zip(made.classes, run_halls(asked).classes, strict=True):
        assert one.judged[: one.hall.halls].tolist() == alone.judged.tolist()


def test_a_folder_goes_on_to_the_same_bytes(tmp_path: Path) -> None:
    asked, out = many(tmp_path), tmp_path / "out"
    made = run_halls(asked, out=out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(before) == ["halls-00000.json", "halls-00001.json", "halls-00002.json", "halls-00003.json",
                              "halls.csv", "manifest.json"]  # fmt: skip
    (out / "halls-00002.json").unlink()
    (out / "halls.csv").unlink()
    again = run_halls(asked, out=out, resume=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert again.to_dict() == made.to_dict()
    with (out / "halls.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 4 * 2
    assert sum(int(line["judged"]) for line in lines if line["target"] == "kept") == made.targets[0].judged
    with pytest.raises(ModelError, match="another run"):
        run_halls(asked, years=2, out=out, resume=True)
    (out / "halls-00001.json").write_text("{}")  # changed since it was written: made again
    run_halls(asked, out=out, resume=True)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_load_and_bad_requests(tmp_path: Path) -> None:
    asked = many(tmp_path)
    once, twice = (run_halls(replace(asked, load=load)).summary.arrived.sum() for load in ((), (("", 2),)))
    assert twice == pytest.approx(2 * once, rel=0.2)
    with pytest.raises(ModelError, match="1 to 1,000,000"):
        run_halls(asked, years=0)
    with pytest.raises(ModelError, match="no folder"):
        run_halls(asked, resume=True)
    with pytest.raises(ModelError, match="load mains=2"):
        run_halls(replace(asked, load=(("mains", 2),)))
    with pytest.raises(ValueError, match="states no halls"):
        hall_classes(hall(tmp_path).scenario)
