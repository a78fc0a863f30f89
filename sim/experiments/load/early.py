"""An office that is offered more than it can do for ever is told before the long work, not after it."""

from __future__ import annotations

import logging

from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.size import size_of

LOG = logging.getLogger(__name__)

LONG = 5e7
"""Events from which on the work takes long enough that it is told beforehand: some seconds."""


def tell_overload(whatif: WhatIf, replications: int) -> None:
    """Say (WARNING) what is overloaded for some target, if simulating it will take long."""
    if size_of(whatif.program).events * replications < LONG:
        return
    work = OfferedWork(whatif)
    over = {one.key: one for target in whatif.scenario.targets for one in work.over(target)}
    if not over:
        return
    worst = max(over.values(), key=lambda one: one.load)
    name = {
        lang: " + ".join(label[place] for label in worst.labels) for place, lang in enumerate(("zh", "en"))
    }
    LOG.warning(
        "%s: offered %.0f%% of what can be done; its queue grows for ever", name["en"], 100 * worst.load,
        extra={"told": ("overloads", {"name": name, "load": f"{worst.load:.0%}"})},
    )  # fmt: skip
