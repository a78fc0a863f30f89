"""Times a scenario leaves to the law of its jurisdiction on the first judged day, filled in with their source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.model.blocks import Block, Documents, rewritten, walk
from sim.model.documents import BY_LAW
from sim.model.faults import UnfitError, listed
from sim.model.law import RULES, LegalTimeKind, legal_time
from sim.model.scenario import Scenario
from sim.model.sourced import SourcedDuration


def time_by_law(scenario: Scenario, kind: LegalTimeKind, path: str) -> SourcedDuration:
    """What the law in force says, the law as its note; `path` is what asks.

    Raises UnfitError where no rule set of the place says it, and for a study without dates.
    """
    # The calendar libraries are loaded only where a scenario asks for this.
    from sim.model.study_dates import study_dates

    day = study_dates(scenario).judged_from
    found = legal_time(scenario.jurisdiction, day, kind)
    if found is None:
        elsewhere = [name for name, rules in RULES.items() if kind in rules.times]
        raise UnfitError(
            path,
            f'no rule set of "{scenario.jurisdiction}" on {day} states it; state a time; rule sets that know one: '
            f"{listed(elsewhere)}",
        )
    return SourcedDuration(value=found.limit, note=found.source)


def filled_in(scenario: Scenario) -> Scenario:
    """The scenario with every `notice: by_law` written out; itself where there is none.

    Raises UnfitError.
    """
    asking = next(_asking(scenario), None)
    if asking is None:
        return scenario
    notice = time_by_law(scenario, "notice", asking)

    def change(block: Block) -> tuple[Block, ...]:
        if isinstance(block, Documents) and block.notice == BY_LAW:
            return (block.model_copy(update={"notice": notice}),)
        return (block,)

    services = {
        name: service.model_copy(update={"flow": rewritten(service.flow, change)})
        for name, service in scenario.services.items()
    }
    return scenario.model_copy(update={"services": services})


def left_to_law(scenario: Scenario) -> list[tuple[str, SourcedDuration]]:
    """(path, time with its law) of what a scenario leaves to the law: notices, and checks afterwards of its levers."""
    found = [(path, time_by_law(scenario, "notice", path)) for path in _asking(scenario)]
    for use in scenario.lever_uses:
        check = use.parameters.get("check")
        if isinstance(check, Mapping) and "after" in check and "within" not in check:
            path = ".".join(map(str, (*use.path, "check", "within")))
            found.append((path, time_by_law(scenario, "check", path)))
    return found


def _asking(scenario: Scenario) -> Iterator[str]:
    """Paths of the notices that are left to the law."""
    for name, service in scenario.services.items():
        for block in walk(service.flow):
            if isinstance(block, Documents) and block.notice == BY_LAW:
                yield f"services.{name}.flow.{block.id}.notice"
