"""Factors as they are typed, the points of grids and hypercubes; a point is the question with its factors set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_hall import hall

from sim.experiments.questions.factors import grid, hypercube, parse_factor, question_at
from sim.experiments.questions.whatif import load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import requirement
from sim.experiments.searches import sweep as sweeping
from sim.experiments.searches.sweep import sweep
from sim.experiments.store.store import Store
from sim.model import ModelError
from sim.pages.sweep import notes_of, page_of

LOOSE = (
    "kept: {service: main, from: submitted, to: decided, limit: 2 wh, clock: working, required_share: 0.5}"
)
"""A promise that some offices keep by more than others."""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("pools.desk.capacity=2:5", ("2", "3", "4", "5")),
        ("pools.desk.capacity=2:8:4", ("2", "4", "6", "8")),
        ("pools.desk.capacity=1:4:3", ("1", "2", "4")),
        ("load=0.8:1.2:5", ("0.8", "0.9", "1", "1.1", "1.2")),
        ("load=1:2:3", ("1", "1.5", "2")),
        ("load.main=1,peak", ("1", "peak")),
        ("lever.one_window=on,off", ("on", "off")),
        ("a.b=10:30:3 min", ("10 min", "20 min", "30 min")),
        ("a.b=10 min:30 min:3", ("10 min", "20 min", "30 min")),
        ("a.b=60%:90%:4", ("60%", "70%", "80%", "90%")),
        ("a.b*=-1:1:3", ("-1", "0", "1")),
        ("a.b=[1, 2],{c: 1, d: 2},x", ("[1, 2]", "{c: 1, d: 2}", "x")),
    ],
)
def test_factors(text: str, values: tuple[str, ...]) -> None:
    factor = parse_factor(text)
    assert [point for (point,) in grid([factor])] == list(values)
    assert (
        factor.label + ("=" if factor.operation == "=" else "")
        == text[: len(text) - len(text.partition("=")[2])]
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("load", "is not a factor"), ("load=", "is not a factor"), ("load*=1,2", "takes = only"),
        ("lever.x=yes", "a lever is on or off"), ("a=1,1", "every value stands once"), ("a=1,,2", "none is empty"),
        ("a=2:1:3", "from the smaller"), ("a=1 min:2 wd:3", "two units"), ("a=1:2:1", "two values"),
        ("load=0.5:1.5", "how many values"),
    ],
)  # fmt: skip
def test_what_is_no_factor(text: str, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        grid([parse_factor(text)])


def test_a_hypercube_goes_through_every_range_evenly() -> None:
    factors = [parse_factor(text) for text in ("load=0.5:1.5", "p.capacity=1:4", "lever.x=on,off")]
    points = hypercube(factors, 40, 1)
    loads = sorted(float(point[0]) for point in points)
    assert all(0.5 + n / 40 - 1e-6 <= one <= 0.5 + (n + 1) / 40 + 1e-6 for n, one in enumerate(loads))
    assert [sum(point[1] == str(n) for point in points) for n in range(1, 5)] == [10] * 4
    assert sum(point[2] == "on" for point in points) == 20
    assert hypercube(factors, 40, 1) == points != hypercube(factors, 40, 2)


def test_a_point_is_the_question_as_one_would_type_it(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    factors = [parse_factor(text) for text in ("pools.desk.capacity=2,4", "load=2,3")]
    typed = load(asked.reference, set="pools.desk.capacity=4", load=3)
    assert question_at(asked, factors, ("4", "3")).program.digest == typed.program.digest
    startup = load("gedian/startup")
    off = question_at(startup, [parse_factor("lever.parallel_approval=on,off")], ("off",))
    on = question_at(startup, [parse_factor("lever.parallel_approval=on,off")], ("on",))
    assert off.program.digest == load("gedian/startup", without="parallel_approval").program.digest
    assert on.program.digest == startup.program.digest


def test_what_a_sweep_says_of_a_point_is_what_its_replications_say(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    made = sweep(asked, ["pools.desk.capacity=1,3", "load=1,6"], replications=4, crew=Crew(1))
    assert made.points == (("1", "1"), ("1", "6"), ("3", "1"), ("3", "6"))
    typed = load(asked.reference, set="pools.desk.capacity=3", load=6)
    evidence = Evidence(typed.program, typed.seed, Crew(1), typed.engine_name)
    evidence.grow(4)
    at = made.of("broken")[3]
    assert at is not None
    assert at.value == evidence.value("broken", requirement(typed.scenario, "broken"))
    assert at.cases == sum(one.judged for one in evidence.of("broken"))
    assert [one is not None and one.overloaded for one in made.of("kept")] == [("desk",)] * 2 + [
        (),
        ("desk",),
    ]
    row = made.table()[-2]
    assert (row["pools.desk.capacity"], row["load"], row["target"], row["cases"]) == (3, 6, "kept", at.cases)


def test_the_point_that_is_named_keeps_the_promise_by_the_least(tmp_path: Path) -> None:
    asked = hall(tmp_path, kept=LOOSE)
    over = ["pools.desk.capacity=2:4", "load=0.5,1,9"]
    made = sweep(asked, over, targets=["kept"], replications=8, crew=Crew(1))
    known = [one for one in made.of("kept") if one is not None and one.value is not None]
    kept = [one.value or 0.0 for one in known if one.kept]
    assert 0 < len(kept) < len(known)
    assert min(kept) < max(kept)
    said = page_of(made, "en").answer
    assert "Just kept at: " in said
    assert said.endswith(f"with {min(kept):.1%}.")
    over = ["pools.desk.capacity=1,2", "load=8,9"]
    none = sweep(asked, over, targets=["kept"], replications=4, crew=Crew(1))
    assert "kept at none of the 4 points. Best point: " in page_of(none, "en").answer


def test_other_work_that_goes_along_is_told() -> None:
    over = ["pools.registrar.capacity=2,3"]
    made = sweep("gedian/startup", over, targets=["gd-startup-total"], replications=2, crew=Crew(1))
    assert made.whatif.scenario.pools["registrar"].other_work is not None
    along = "Registrars: other work is stated as a share of their time, and changes with their number."
    assert along in notes_of(made, "en")
    assert along not in notes_of(replace(made, factors=()), "en")


def test_a_refused_point_says_why_and_the_others_are_tried(tmp_path: Path) -> None:
    made = sweep(hall(tmp_path), ["targets.kept.required_share=0.5,1.5"], replications=2, crew=Crew(1))
    assert [bool(one.refused) for one in made.tried] == [False, True]
    assert "1.5" in made.tried[1].refused
    for over, why in (
        (["pools.dsk.capacity=1,2"], "desk"),
        ([], "nothing is varied"),
        (["load=1,2"] * 2, "twice"),
    ):
        with pytest.raises(ModelError, match=why):
            sweep(hall(tmp_path), over, crew=Crew(1))


def test_shards_and_a_store_make_one_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, over = hall(tmp_path), ["pools.desk.capacity=1:3", "load=1,2"]
    whole = sweep(asked, over, replications=2, crew=Crew(1))
    with Crew(1, store=Store(tmp_path / "store")) as crew:
        parts = [sweep(asked, over, replications=2, shard=(n, 4), crew=crew) for n in (1, 2, 3, 4)]
        assert sorted(point for part in parts for point in part.points) == sorted(whole.points)
        monkeypatch.setattr(sweeping, "summarising", None)
        assert sweep(asked, over, replications=2, crew=crew).to_dict() == whole.to_dict()
