"""Targets that can be judged once the levers are in force: a lever may add the milestone one needs, or not be there."""

from __future__ import annotations

from sim.levers.tools.flows import judged_stamps, watched
from sim.model.blocks import walk
from sim.model.faults import ModelError
from sim.model.names import STAMPED_ALWAYS
from sim.model.scenario import Scenario


def judged_here(scenario: Scenario) -> Scenario:
    """The scenario without the targets of which no step stamps a milestone.

    Raises ModelError where a step looks at the clock of one of them: what it should do then, nobody can say.
    """
    stamps = {
        name: {*STAMPED_ALWAYS, *judged_stamps(service.flow)} for name, service in scenario.services.items()
    }
    unjudged = {
        name: missing
        for name, target in scenario.targets.items()
        if (
            missing := next(
                (
                    stamp
                    for service in target.services
                    for stamp in target.scope
                    if stamp not in stamps[service]
                ),
                None,
            )
        )
    }
    faults = []
    for service, stated in scenario.services.items():
        for block in walk(stated.flow):
            name = watched(block)
            if name in unjudged and service in scenario.targets[name].services:
                message = f'watches the clock of target "{name}", and no step stamps "{unjudged[name]}" here'
                faults.append(scenario.fault_at(f"services.{service}.flow.{block.id}", message))
    if faults:
        raise ModelError(faults)
    return scenario.judged_without(unjudged)
