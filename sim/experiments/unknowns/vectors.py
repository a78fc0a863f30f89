"""Vectors of everything that is not known: one value for each uncertain number, independent of each other.

Values are triangular on [low, stated, high]; numbers fitted to published figures take a row of the vectors their
calibration accepted, so that what the figures fix only together stays together. A draw belongs to its number's path
and the seed: a further number in the file changes no other's luck, and the first 100 of 400 vectors are those of 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.chance.keys import name_words
from sim.experiments.questions.accepted_vectors import fitted_settings, moves
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.unknowns.ties import alike, number_lines
from sim.experiments.unknowns.unknown import Reals, Unknown, unknown
from sim.model import ModelError, Setting
from sim.model.provenance import NumberAt, uncertain_numbers


@dataclass(frozen=True)
class Vectors:
    """The vectors of one question: numbered from 0, each with further attempts where the file's rules refuse one."""

    whatif: WhatIf
    unknowns: tuple[Unknown, ...]
    """Drawn from their ranges."""
    fixed: tuple[str, ...]
    """Uncertain numbers that the file's rules do not let move alone; they stay as stated."""

    @property
    def fitted(self) -> tuple[str, ...]:
        """Paths of numbers that take the values of accepted vectors."""
        variant = self.whatif.stated.variant
        return tuple(
            path
            for number, one in enumerate(self.whatif.stated.calibration)
            for paths in one.parameters
            for path in paths
            if not path.startswith("variants.") or path.startswith(f"variants.{variant}.")
            if moves(self.whatif.stated, number, path)
        )

    def values(self, count: int, attempt: int = 0) -> Reals:
        """Value of every unknown (columns) in the first so many vectors (rows)."""
        columns = [number.values(self._uniforms(number.path, count, attempt)) for number in self.unknowns]
        return np.column_stack(columns) if columns else np.zeros((count, 0))

    def settings(self, first: int, last: int, attempt: int = 0) -> list[list[Setting]]:
        """What puts the question at the vectors first … last − 1."""
        values = self.values(last, attempt)
        calibrations = [
            (self._uniforms(f"calibration {one.figures}", last, attempt) * len(one.accepted)).astype(np.int64)
            for one in self.whatif.stated.calibration
        ]
        rows = [[int(one[vector]) for one in calibrations] for vector in range(first, last)]
        made = fitted_settings(self.whatif, rows)
        for settings, own in zip(made, values[first:last].tolist(), strict=True):
            for number, value in zip(self.unknowns, own, strict=True):
                settings += number.settings(value)
        return made

    def _uniforms(self, path: str, count: int, attempt: int) -> Reals:
        return stream("unknown", str(self.whatif.seed), path, str(attempt)).random(count)


def stream(*names: str) -> np.random.Generator:
    """Random numbers that belong to a sequence of names."""
    high, low = name_words(*names)
    return np.random.Generator(np.random.Philox(key=(high << 32) | low))


def vectors_of(whatif: WhatIf, crew: Crew) -> Vectors:
    """The vectors of a question, with the numbers that only move together found out."""
    plain = replace(whatif)
    hours = whatif.scenario.wd_hours
    fitted = set(Vectors(plain, (), ()).fitted)
    known = [number for number in uncertain_numbers(whatif.stated) if number.path not in fitted]
    made = Vectors(plain, tuple(unknown(number, hours) for number in known), ())
    if _allowed(made):
        return made
    for together in (_ties(whatif, known), _lines(whatif, known, crew)):
        bound = {number.path for group in together for number in group[1:]}
        groups = {group[0].path: group for group in together if group[1:]}
        fixed = tuple(group[0].path for group in together if not group[1:])
        rest = [number for number in known if number.path not in bound and number.path not in fixed]
        drawn = (groups.get(number.path, [number]) for number in rest)
        made = Vectors(plain, tuple(unknown(first, hours, tied) for first, *tied in drawn), fixed)
        if _allowed(made):
            break
    return made


def _allowed(vectors: Vectors) -> bool:
    """Whether the file's rules allow the first vector: a rule that ties two numbers refuses every one."""
    try:
        _ = vectors.whatif.with_settings(vectors.settings(0, 1)[0]).scenario
    except ModelError:
        return False
    return True


def _ties(whatif: WhatIf, known: Sequence[NumberAt]) -> list[list[NumberAt]]:
    """Numbers of one name, value and range of which the first may not move alone: taken to be one figure."""
    hours = whatif.scenario.wd_hours
    return [
        group
        for group in alike(known)
        if len(group) > 1 and not _moves_alone(whatif, unknown(group[0], hours))
    ]


def _moves_alone(whatif: WhatIf, number: Unknown) -> bool:
    end = number.high if number.high > number.stated else number.low
    try:
        _ = whatif.with_settings(number.settings(end)).scenario
    except ModelError:
        return False
    return True


def _lines(whatif: WhatIf, known: Sequence[NumberAt], crew: Crew) -> list[list[NumberAt]]:
    """The same found out for every number; what cannot move at all is a group of one."""
    paths = {number.path for number in known}
    movable, refused = number_lines(whatif, crew)
    ties = [[line.number, *line.tied] for line in movable if line.tied and line.path in paths]
    return [*ties, *([line.number] for line, _ in refused if line.path in paths)]
