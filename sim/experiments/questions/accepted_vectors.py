"""Accepted vectors: what a calibration found to fit the published figures, as settings of a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.experiments.questions.whatif import WhatIf
from sim.model import Fault, ModelError, Scenario, Setting
from sim.model.calibrated import Calibrated
from sim.model.faults import Place
from sim.model.provenance import SET_BY_USER, NumberAt, numbers
from sim.model.quantities import number_text
from sim.model.tree import at


def vectors(whatif: WhatIf) -> list[list[Setting]]:
    """The settings of each parameter vector of a scenario. Raises ModelError where it has none, or they do not fit.

    A number the user set stays as set; a factor the user put on a distribution is kept and varies with it. Several
    calibrations of one scenario are independent: their rows are shuffled and taken side by side, as many as the fewest.
    """
    stated = whatif.stated.calibration
    if not stated:
        message = "the scenario has no calibrated parameters; `onewindow calibrate` writes them"
        raise ModelError([Fault.of("parameters", "sampled", message)])
    orders = [
        np.random.default_rng(number).permutation(len(one.accepted)) for number, one in enumerate(stated)
    ]
    return fitted_settings(whatif, [[int(row) for row in rows] for rows in zip(*orders, strict=False)])


def fitted_settings(whatif: WhatIf, vectors: Sequence[Sequence[int]]) -> list[list[Setting]]:
    """What sets every fitted number to a row of its calibration; a vector has one row for each calibration."""
    stated = whatif.stated.calibration
    known = {number.path: number for number in numbers(whatif.stated)} if stated else {}
    return [
        [
            setting
            for number, (one, row) in enumerate(zip(stated, rows, strict=True))
            for setting in _row(whatif, number, one, row, known)
        ]
        for rows in vectors
    ]


def _row(
    whatif: WhatIf, number: int, one: Calibrated, row: int, known: Mapping[str, NumberAt]
) -> list[Setting]:
    made = []
    for place, (paths, value) in enumerate(zip(one.parameters, one.accepted[row], strict=True)):
        for path in paths:
            if not moves(whatif.stated, number, path):
                continue
            if path not in known:
                if _elsewhere(whatif, path):
                    continue
                message = f'there is no number at "{path}" in this variant'
                raise ModelError(
                    [whatif.stated.fault_at(("calibration", number, "parameters", place), message)]
                )
            own = known[path]
            if own.kind == SET_BY_USER:
                continue
            text = value if isinstance(value, str) else number_text(value)
            factor = (own.by_factor or own.sort in ("duration", "rate")) and not isinstance(value, str)
            made.append(Setting(path, "*=" if factor else "=", text, Place(f"calibration {one.figures}")))
    return made


def moves(stated: Scenario, number: int, path: str) -> bool:
    """Whether the vectors of a calibration move a number: not one that another file than theirs overrides."""
    over = [
        one.place.file
        for one in stated.origin.overridden
        if path == one.path or path.startswith(f"{one.path}.")
    ]
    if not over or stated.root is None:
        return True
    block = at(stated.root, ("calibration", number))
    return block is not None and block.place.file == over[-1]


def _elsewhere(whatif: WhatIf, path: str) -> bool:
    """Whether a path leads to a lever of a variant that is not asked: its number is not in force."""
    words = path.split(".")
    return words[0] == "variants" and words[1] in whatif.source.variants and words[1] != whatif.stated.variant
