"""Every scenario of the library: valid, sourced, runnable, and free of limits that act as durations."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sim.engine.engines import ENGINES
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.questions.library_index import index, written
from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import WhatIf, load
from sim.library import INDEX, library, library_names, library_root
from sim.model import Setting
from sim.model.blocks import Item, Stage, walk
from sim.model.files import is_scenario
from sim.model.provenance import numbers

LIBRARY = library_names()
VERSIONS = [f"{name}@{variant}" for name, listed in library().items() for variant in listed.variants]
HALLS = ("whole_hall", "firm_counter")
IN_TURN = [
    pytest.param(
        f"{name}@{variant}",
        marks=pytest.mark.verification if name.endswith(HALLS) and variant != listed.default_variant else (),
    )
    for name, listed in library().items()
    for variant in listed.variants
]
"""Halls have many cases, and their levers stand elsewhere too: one variant of each in the ordinary run."""
BY_DUE_DATE = ("lead_department", "deemed_approval")
SHORT = (
    Setting("study.start", "=", "2025-03-03"),
    Setting("study.window", "=", "3 wd"),
    Setting("study.follow_up", "=", "2 wd"),
)


@cache
def read(version: str) -> WhatIf:
    """One reading for all that is asked of a version here."""
    return load(version)


def outcome(program: Program) -> Outcome:
    return ENGINES["compiled"](program, seed=1, replication=0, events=True, stop_when_judged=False)


def test_the_index_says_what_the_files_say() -> None:
    """If not: python -m sim.experiments.questions.library_index"""
    found = index()
    assert (library_root() / INDEX).read_text("utf-8") == written(found)
    assert dict(library()) == found


def test_a_scenario_file_is_short_and_parts_are_no_scenarios() -> None:
    for path in library_root().rglob("*.yaml"):
        assert len(path.read_text("utf-8").splitlines()) <= 150, path
    parts = [path for path in library_root().rglob("*.yaml") if not is_scenario(path)]
    assert len(parts) > len(LIBRARY)
    used = {Path(part.file).resolve() for name in LIBRARY for part in read(name).source.origin.files}
    assert {path.resolve() for path in parts} <= used


@pytest.mark.parametrize("name", LIBRARY)
def test_it_is_valid_and_every_number_has_its_source(name: str) -> None:
    faults, warnings = faults_of(name, strict=True)
    assert faults == ()
    assert [one for one in map(str, warnings) if "  by construction: " not in one] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_source_resolves_to_a_kind(version: str) -> None:
    found = numbers(read(version).stated)
    assert len(found) > 20
    assert [number.path for number in found if number.kind is None] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_it_compiles_to_the_same_program_every_time(version: str) -> None:
    assert load(version).program.digest == read(version).program.digest


def test_levers_alone_tell_the_variants_apart() -> None:
    """Where no variant is plain; tests/levers/test_library.py has those that differ from a plain one."""
    compared = 0
    for name, listed in library().items():
        if not listed.variants:
            continue
        stated = read(f"{name}@{listed.variants[0]}").stated.variants.values()
        if not all(variant.levers for variant in stated) or any(variant.set for variant in stated):
            continue
        one, other = (read(f"{name}@{variant}") for variant in listed.variants[:2])
        mine, theirs = ([use.name for use in version.levers] for version in (one, other))
        added = [lever for lever in theirs if lever not in mine]
        taken = [lever for lever in mine if lever not in theirs]
        made = load(f"{name}@{listed.variants[0]}", with_=added, without=taken)
        assert made.program.digest == other.program.digest, name
        compared += 1
    assert compared


@pytest.mark.parametrize("version", IN_TURN)
def test_no_limit_acts_as_a_duration(version: str) -> None:
    """Every target's limit and every promised limit another one: not one event moves, but other cases are late.

    Levers that act on due dates by their very rule are off (SEMANTICS 8.3).
    """
    due = [use.name for use in read(version).levers if use.name in BY_DUE_DATE]
    quiet = (
        0.2 if "whole_hall" in version else 1
    )  # a hall has many alike; the fast way through the slow engine
    short = load(version, without=due, load=quiet).with_settings(SHORT)
    changes = [
        Setting(f"targets.{name}.limit", "=", "1 cd" if target.clock == "elapsed" else "1 wd")
        for name, target in short.stated.targets.items()
        if target.measure == "time"
    ]
    for name, service in short.stated.services.items():
        for block in walk(service.flow):
            if isinstance(block, (Item, Stage)) and block.promised is not None:
                changes.append(Setting(f"services.{name}.flow.{block.id}.promised", "=", "1 wd"))
    assert changes
    moved = short.with_settings(changes)
    assert moved.program.digest != short.program.digest
    one, other = outcome(short.program), outcome(moved.program)
    assert one.rows is not None
    assert other.rows is not None
    assert len(one.rows) > 100
    assert one.rows.tobytes() == other.rows.tobytes()
    assert one.stamps.tobytes() == other.stamps.tobytes()
    assert one.clock_late_at.tobytes() != other.clock_late_at.tobytes()
