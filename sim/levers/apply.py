"""Which levers are in force, and applying them: the file's and the variant's, plus `--with`, less `--without`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pydantic import ValidationError

from sim.levers.judged import judged_here
from sim.levers.lever import Lever, Refusal
from sim.levers.registry import REGISTRY
from sim.levers.tools.flows import blocks_of
from sim.model.faults import Fault, ModelError, in_our_words, listed, meant
from sim.model.names import Names
from sim.model.scenario import LeverUse, Scenario


def levers_in_force(
    scenario: Scenario, with_: Sequence[str] = (), without: Collection[str] = ()
) -> tuple[LeverUse, ...]:
    """Lever uses in registry order, those of one lever as they stand in the file.

    A lever may be used several times. `with_` takes the uses from where the file states them, `without` takes all
    away. Raises ModelError for a lever that does not exist, is not in force (`without`), or is never parametrised.
    """
    faults: list[Fault] = []
    uses: dict[str, list[LeverUse]] = {}
    for use in scenario.lever_uses:
        uses.setdefault(use.name, []).append(use)
    for name in dict.fromkeys((*with_, *without, *uses)):
        if name not in REGISTRY:
            parameter = "with" if name in with_ else "without" if name in without else None
            fault = f'no lever is called "{name}"{_meant(name)} allowed: {listed(REGISTRY, 50)}'
            if parameter:
                faults.append(Fault.of(parameter, name, fault))
            else:
                faults += [scenario.fault_at(use.path, fault) for use in uses[name]]
    stated = stated_levers(scenario)
    for name in with_:
        if name in REGISTRY and name not in uses:
            uses[name] = stated.get(name) or [LeverUse(name=name, parameters={})]
    for name in dict.fromkeys(without):
        if name in REGISTRY and name not in uses:
            message = f'"{name}" is not in force here; in force: {listed(uses)}'
            faults.append(Fault.of("without", name, message))
        uses.pop(name, None)
    if faults:
        raise ModelError(faults)
    return tuple(use for name in REGISTRY for use in uses.get(name, ()))


def _meant(name: str) -> str:
    """ "did you mean" for a lever that is called so in Chinese or English, or nearly as its id."""
    called = (known for known in REGISTRY if name in (REGISTRY[known].label.zh, REGISTRY[known].label.en))
    return meant(next(called, name), REGISTRY)


def apply_levers(scenario: Scenario, uses: Sequence[LeverUse]) -> Scenario:
    """The scenario with the levers applied in order. Raises ModelError where one does not fit.

    A step that a lever would `drop` may be gone by an earlier one already: it needs no dropping any more.
    """
    stood = {block.id for block in blocks_of(scenario)}
    for use in uses:
        lever = REGISTRY[use.name]
        parameters = _parameters(scenario, lever, _still_there(scenario, use, stood))
        try:
            scenario = lever.apply(scenario, parameters)
        except Refusal as refusal:
            path = (*use.path, refusal.parameter) if refusal.parameter else use.path
            raise ModelError([_fault(scenario, use, path, f"{use.name}: {refusal.message}")]) from None
    return judged_here(scenario)


def stated_levers(scenario: Scenario) -> dict[str, list[LeverUse]]:
    """Levers any variant of the file parametrises, all uses of the first variant that does."""
    stated: dict[str, list[LeverUse]] = {}
    for variant, version in scenario.variants.items():
        own: dict[str, list[LeverUse]] = {}
        for index, use in enumerate(version.levers):
            path = ("variants", variant, "levers", index, use.name)
            own.setdefault(use.name, []).append(use.model_copy(update={"path": path}))
        stated = own | stated
    return stated


def _still_there(scenario: Scenario, use: LeverUse, stood: Collection[str]) -> LeverUse:
    """The use without what it drops that stood there before any lever, and stands there no more.

    A use that would do nothing else stays as it is: its lever says that there is nothing to drop.
    """
    drop = use.parameters.get("drop")
    if not isinstance(drop, Sequence) or isinstance(drop, str):
        return use
    stands = {block.id for block in blocks_of(scenario)}
    kept = [step for step in drop if not isinstance(step, str) or step in stands or step not in stood]
    if len(kept) == len(drop) or not (kept or set(use.parameters) - {"drop", "source"}):
        return use
    return use.model_copy(update={"parameters": {**use.parameters, "drop": kept}})


def _parameters(scenario: Scenario, lever: Lever, use: LeverUse) -> object:
    try:
        names = Names(
            pools=tuple(scenario.pools),
            sessions=tuple(scenario.sessions),
            sources=scenario.sources,
            wd_hours=scenario.calendar.wd_hours,
        )
        return lever.parameters.model_validate(dict(use.parameters), context=names)
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
        return Fault.of("with", use.name, message)
    return scenario.fault_at(path, message)
