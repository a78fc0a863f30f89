"""Which uncertain numbers can move alone, and which only together.

A lever may insist that two blocks state the same: papers handed in together follow one rule. Such a figure is one
number that the file states in several places. It is found out by trying: what is refused alone is moved with the
other refused numbers of the same name, value and range; then with those whose range differs, within what all of their
ranges allow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.worker import Shared
from sim.experiments.store.kept import kept
from sim.experiments.unknowns.number_line import NumberLine, ends_of, number_line
from sim.model import ModelError, Setting
from sim.model.provenance import NumberAt, uncertain_numbers


@kept
def _refusal(whatif: Shared[WhatIf], settings: tuple[Setting, ...]) -> str:
    """Why the question cannot be put with settings; "" where it can."""
    try:
        _ = whatif.value.with_settings(settings).scenario
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
    together: dict[str, NumberLine] = {}
    covered: set[str] = set()
    for same_range in (True, False):
        groups = alike((line.number for line in fixed if line.path not in covered), same_range=same_range)
        joined = [_joined(group, hours) for group in groups if len(group) > 1]
        for line, why in zip(joined, _refusals(whatif, joined, crew), strict=True):
            if not why:
                together[line.path] = line
                covered |= {number.path for number in (line.number, *line.tied)}
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
    trials = [tuple(line.settings(_elsewhere(line))) for line in lines]
    return list(crew.map_shared(_refusal, plain, trials))


def _elsewhere(line: NumberLine) -> int:
    return line.last if line.stated != line.last else 0


def alike(numbers: Iterable[NumberAt], *, same_range: bool = True) -> list[list[NumberAt]]:
    """Numbers of the same name, value, good end and, unless not asked, range: they may be one figure in many places."""
    groups: dict[object, list[NumberAt]] = defaultdict(list)
    for number in numbers:
        ends = number.range if same_range else None
        groups[number.path.rpartition(".")[2], number.value, ends, number.favourable].append(number)
    return list(groups.values())


def _joined(group: Sequence[NumberAt], wd_hours: float) -> NumberLine:
    """One line for all of a group, within what all of their ranges allow."""
    first, *others = group
    ends = {number.range: ends_of(number, wd_hours)[1:3] for number in group}
    highest_low = max(ends, key=lambda range_: ends[range_][0])
    lowest_high = min(ends, key=lambda range_: ends[range_][1])
    assert highest_low is not None
    assert lowest_high is not None
    within = replace(first, range=(highest_low[0], lowest_high[1]))
    return number_line(within, wd_hours).with_tied(others)
