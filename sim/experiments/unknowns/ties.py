"""Which uncertain numbers can move alone, and which only together.

A lever may insist that two blocks state the same: papers handed in together follow one rule. Such a figure is one
number that the file states in several places. It is found out by trying: what is refused alone is moved with the
other refused numbers of the same name, value and range.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.unknowns.number_line import NumberLine, number_line
from sim.model import ModelError, Setting
from sim.model.provenance import NumberAt, uncertain_numbers


@dataclass(frozen=True)
class _Trial:
    """Whether a question can be put with settings; small enough to send to a worker."""

    whatif: WhatIf
    settings: tuple[Setting, ...]

    def refusal(self) -> str:
        try:
            _ = self.whatif.with_settings(self.settings).scenario
        except ModelError as error:
            return error.faults[0].message
        return ""


def number_lines(whatif: WhatIf, crew: Crew) -> tuple[list[NumberLine], list[tuple[NumberLine, str]]]:
    """(every uncertain number that can move, tied ones once; those that cannot, and why), in the file's order."""
    hours = whatif.scenario.wd_hours
    known = [number for number in uncertain_numbers(whatif.stated) if number.favourable is not None]
    lines = [number_line(number, hours) for number in known]
    refusals = _refusals(whatif, lines, crew)
    fixed = [line for line, why in zip(lines, refusals, strict=True) if why]
    joined = _joined(fixed)
    joint = dict(zip((line.path for line in joined), _refusals(whatif, joined, crew), strict=True))
    together = {line.path: line for line in joined if not joint[line.path]}
    covered = {number.path for line in together.values() for number in (line.number, *line.tied)}
    movable: list[NumberLine] = []
    refused: list[tuple[NumberLine, str]] = []
    for line, why in zip(lines, refusals, strict=True):
        if not why:
            movable.append(line)
        elif line.path in together:
            movable.append(together[line.path])
        elif line.path not in covered:
            refused.append((line, why))
    return movable, refused


def _refusals(whatif: WhatIf, lines: Sequence[NumberLine], crew: Crew) -> list[str]:
    """Why each cannot leave its stated value; "" where it can."""
    plain = replace(whatif)  # without what it has worked out, which a worker would only have to read
    trials = [_Trial(plain, tuple(line.settings(_elsewhere(line)))) for line in lines]
    return list(crew.map(_Trial.refusal, trials))


def _elsewhere(line: NumberLine) -> int:
    return line.last if line.stated != line.last else 0


def alike(numbers: Iterable[NumberAt]) -> list[list[NumberAt]]:
    """Numbers of the same name, value, range and good end: they may be one figure in several places."""
    groups: dict[object, list[NumberAt]] = defaultdict(list)
    for number in numbers:
        groups[number.path.rpartition(".")[2], number.value, number.range, number.favourable].append(number)
    return list(groups.values())


def _joined(fixed: Sequence[NumberLine]) -> list[NumberLine]:
    lines = {line.path: line for line in fixed}
    return [
        lines[first.path].with_tied(others)
        for first, *others in alike(line.number for line in fixed)
        if others
    ]
