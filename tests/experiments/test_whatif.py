"""A question: variant, load, settings, start and seed, each used and each in the digest where it belongs."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest
from small_hall import written

from sim.experiments.questions.library import scenario_file, split_variant
from sim.experiments.questions.whatif import load
from sim.model import ModelError, parse_setting


def test_the_variant_is_named_in_the_reference(tmp_path: Path) -> None:
    path = str(written(tmp_path))
    assert load(path).label == "hall.yaml@plain"
    assert load(f"{path}@busy").label == "hall.yaml@busy"
    assert load(path, variant="busy").program.digest == load(f"{path}@busy").program.digest
    assert load(path).program.digest != load(f"{path}@busy").program.digest


@pytest.mark.parametrize(
    ("reference", "name", "variant"),
    [
        ("gedian/startup", "gedian/startup", None),
        ("gedian/startup@before", "gedian/startup", "before"),
        ("my@home/a.yaml", "my@home/a.yaml", None),
        ("my@home/a.yaml@before", "my@home/a.yaml", "before"),
        ("a@b.yaml", "a@b.yaml", None),
    ],
)
def test_split_variant(reference: str, name: str, variant: str | None) -> None:
    assert split_variant(reference) == (name, variant)


def test_an_unknown_scenario() -> None:
    with pytest.raises(ModelError, match='did you mean "gedian/startup"'):
        scenario_file("gedian/startp")
    with pytest.raises(ModelError, match="of that name: karamay/construction, karamay/"):
        scenario_file("Karamay")
    with pytest.raises(ModelError, match="of that name: gedian/startup, urumqi/whole_hall"):
        scenario_file("开办")
    with pytest.raises(ModelError, match="allowed: chengdu/construction"):
        scenario_file("ka")


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (1.5, "1.5"),
        ("1.5", "1.5"),
        (["1.5", "main=2"], "1.5, main=2"),
        ({"main": 2}, "main=2"),
        ((), "1"),
        ("3/2", "1.5"),
    ],
)
def test_load_is_told_as_it_would_be_typed(tmp_path: Path, stated: object, said: str) -> None:
    assert load(str(written(tmp_path)), load=stated).load_text == said  # type: ignore[arg-type]


def test_load_moves_arrivals_and_nothing_else(tmp_path: Path) -> None:
    path = str(written(tmp_path))
    one, two, named = (load(path, load=x).program for x in ((), 2, {"main": 2}))
    assert two.digest == named.digest != one.digest
    assert load(path, load={"main": 1}).program.digest == one.digest
    assert two.judged_from == one.judged_from


@pytest.mark.parametrize("stated", ["0", "-1", "much", "nan", "inf", "1/0", "", {"main": 0}])
def test_a_load_is_a_factor_above_0(tmp_path: Path, stated: object) -> None:
    with pytest.raises(ModelError, match="write a factor above 0"):
        load(str(written(tmp_path)), load=stated)  # type: ignore[arg-type]


STAGES = """
load_stages:
  quiet: {name: Quiet, factor: 0.5}
  peak: {name: Peak, factor: 1.5, services: {main: 2}}
"""


def staged(folder: Path) -> str:
    path = written(folder)
    path.write_text(path.read_text(encoding="utf-8") + STAGES, encoding="utf-8")
    return str(path)


def test_a_load_stage_is_its_factors(tmp_path: Path) -> None:
    path = staged(tmp_path)
    assert load(path, load="quiet").program.digest == load(path, load=0.5).program.digest
    peak = load(path, load="peak")
    assert peak.program.digest == load(path, load=["1.5", "main=2"]).program.digest
    assert load(path, load="main=peak").program.digest == load(path, load="main=2").program.digest
    assert load(path, load=["main=3", "peak"]).load_of_services["main"] == 3, "what is named wins"
    assert peak.load_text == "1.5 (peak)"
    assert load(path, load="peak", set="load_stages.peak.services.main=4").load_of_services["main"] == 4


def test_an_unknown_load_stage(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r'there is no load stage "paek"; did you mean "peak"\? allowed: '):
        load(staged(tmp_path), load="paek")


def test_a_load_stage_called_by_its_name(tmp_path: Path) -> None:
    """The fault says which stage is meant, and lists all by id and name; full-width figures are figures."""
    stages = load("gedian/startup").stated.load_stages
    for called in (stages["peak"].name.zh, stages["peak"].name.en):
        with pytest.raises(ModelError, match=r'did you mean "peak"\? allowed: quiet \(淡季, Quiet\), '):
            load("gedian/startup", load=called)
    assert load(staged(tmp_path), load="１．５").load_text == "1.5"


def test_the_load_of_an_unknown_service(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as failed:
        _ = load(str(written(tmp_path)), load={"mian": 2}).program
    assert str(failed.value) == 'load mian=2  there is no service "mian"; allowed: main; did you mean "main"?'


def test_start_moves_the_study(tmp_path: Path) -> None:
    moved = load(str(written(tmp_path)), start="2025-04-07")
    assert moved.scenario.study.start == date(2025, 4, 7)


def test_settings_make_another_question_and_leave_the_first(tmp_path: Path) -> None:
    first = load(str(written(tmp_path)))
    second = first.with_settings([parse_setting("pools.desk.capacity-=2")])
    third = load(str(written(tmp_path)), set=["pools.desk.capacity-=2"])
    values = [one.scenario.pools["desk"].capacity for one in (first, second, third)]
    assert [value and value.value for value in values] == [3, 1, 1]
    assert second.program.digest == third.program.digest != first.program.digest


def test_seed_and_engine_are_not_part_of_the_program(tmp_path: Path) -> None:
    path = str(written(tmp_path))
    assert load(path, seed=1).program.digest == load(path, seed=2).program.digest
    for seed in (-1, 2**64):
        with pytest.raises(ModelError, match="a seed is a whole number"):
            load(path, seed=seed)


def test_a_question_travels(tmp_path: Path) -> None:
    asked = load(str(written(tmp_path)), load=2, seed=3)
    before = asked.program.digest
    there = pickle.loads(pickle.dumps(asked))
    assert (there.program.digest, there.seed, there.label) == (before, 3, asked.label)


def test_faults_of_the_file_all_come_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path, desk="desk: {name: desk, kind: reviewer, capacity: -3}", kept="kept: {service: man}"
    )
    with pytest.raises(ModelError) as failed:
        _ = load(str(path)).stated
    assert len(failed.value.faults) >= 2
    assert {fault.line for fault in failed.value.faults} == {8, 18}
