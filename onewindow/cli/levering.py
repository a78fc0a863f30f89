"""`onewindow levers`: what every lever of a scenario does, alone and together; or which levers there are."""

from __future__ import annotations

from typing import Annotated

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import ScenarioName, Targets, how_many


@takes_what_if
def levers(
    scenario: ScenarioName,
    replications: Annotated[int | None, how_many("How many replications of each. [default: 48]")] = None,
    target: Targets = None,
    *,
    asked: Asked,
) -> int:
    from sim.experiments.comparing.compare import REPLICATIONS
    from sim.experiments.comparing.lever_effects import lever_effects

    made = lever_effects(
        asked.question(scenario),
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        progress=on_terminal,
    )
    asked.answer(made)
    return 0
