"""Which levers are in force, and applying them: the file's and the variant's, plus `--with`, less `--without`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pydantic import ValidationError

from sim.levers.lever import Lever, Refusal
from sim.levers.registry import REGISTRY
from sim.model.faults import Fault, ModelError, Place, in_our_words, listed, nearest
from sim.model.scenario import LeverUse, Scenario


def levers_in_force(
    scenario: Scenario, with_: Sequence[str] = (), without: Collection[str] = ()
) -> tuple[LeverUse, ...]:
    """Lever uses in registry order. `with_` takes its parameters from where the file states them.

    Raises ModelError for a lever that does not exist, is not in force (`without`), or is never parametrised.
    """
    faults: list[Fault] = []
    uses = {use.name: use for use in scenario.lever_uses}
    for name in (*with_, *without, *uses):
        if name not in REGISTRY:
            option = "--with" if name in with_ else "--without" if name in without else None
            place = Place(f"{option} {name}") if option else Place(scenario.file)
            fault = f'no lever is called "{name}"; allowed: {listed(REGISTRY, 50)}{nearest(name, REGISTRY)}'
            faults.append(Fault.at(place, fault) if option else scenario.fault_at(uses[name].path, fault))
    stated = _stated(scenario)
    for name in with_:
        if name in REGISTRY and name not in uses:
            uses[name] = stated.get(name) or LeverUse(name=name, parameters={})
    for name in without:
        if name in REGISTRY and name not in uses:
            message = f'"{name}" is not in force here; in force: {listed(uses)}'
            faults.append(Fault.at(Place(f"--without {name}"), message))
        uses.pop(name, None)
    if faults:
        raise ModelError(faults)
    return tuple(uses[name] for name in REGISTRY if name in uses)


def apply_levers(scenario: Scenario, uses: Sequence[LeverUse]) -> Scenario:
    """The scenario with the levers applied in order. Raises ModelError where one does not fit."""
    for use in uses:
        lever = REGISTRY[use.name]
        parameters = _parameters(scenario, lever, use)
        try:
            scenario = lever.apply(scenario, parameters)
        except Refusal as refusal:
            path = (*use.path, refusal.parameter) if refusal.parameter else use.path
            raise ModelError([_fault(scenario, use, path, f"{use.name}: {refusal.message}")]) from None
    return scenario


def _stated(scenario: Scenario) -> dict[str, LeverUse]:
    """Levers any variant of the file parametrises, the first one winning."""
    stated: dict[str, LeverUse] = {}
    for variant, version in scenario.variants.items():
        for index, use in enumerate(version.levers):
            path = ("variants", variant, "levers", index, use.name)
            stated.setdefault(use.name, use.model_copy(update={"path": path}))
    return stated


def _parameters(scenario: Scenario, lever: Lever, use: LeverUse) -> object:
    try:
        return lever.parameters.model_validate(dict(use.parameters))
    except ValidationError as error:
        worded = in_our_words(error, lever.name, list(lever.parameters.model_fields))
        raise ModelError(
            _fault(
                scenario,
                use,
                (*use.path, *(str(step) for step in detail["loc"])),
                f"{use.name}: {detail['msg']}",
            )
            for detail in worded.errors(include_url=False)
        ) from None


def _fault(scenario: Scenario, use: LeverUse, path: Sequence[str | int], message: str) -> Fault:
    if not use.path:
        return Fault.at(Place(f"--with {use.name}"), message)
    return scenario.fault_at(path, message)
