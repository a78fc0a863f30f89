"""Steps that are done earlier or later than they stand, by every case or by those that are chosen.

Every case: the steps themselves move. Chosen cases: the steps stay for the others, and stand a second time, under
their own ids, where the chosen ones come to them: whoever does a step, early or late, has the same luck with it.
Only a part with a promised limit takes another id there (`<lever's id>.<part>`), as a limit belongs to one place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.levers.lever import Refusal
from sim.levers.tools.flows import check_new, needed_by, stamps_of, watched
from sim.levers.tools.places import Place, check_comes_after, place_of, places, taken_out
from sim.levers.tools.routing import WORKING, as_flow, either_way
from sim.model.blocks import (
    Background,
    Block,
    Documents,
    Flow,
    Milestone,
    Part,
    Require,
    Session,
    Task,
    Wait,
    rewritten,
    walk,
)
from sim.model.conditions import Condition
from sim.model.faults import listed
from sim.model.quantities import Name
from sim.model.scenario import Scenario

Arranged = Callable[[Sequence[Block]], Sequence[Block]]


def as_they_are(blocks: Sequence[Block]) -> Sequence[Block]:
    """One after another."""
    return blocks


def moved(
    flow: Flow,
    parameter: str,
    steps: Sequence[str],
    condition: Condition | None,
    block_id: str,
    label: Name,
    put: Callable[[Flow, Sequence[Block]], Flow],
    arranged: Arranged = as_they_are,
) -> Flow:
    """The flow with the steps, in its order, where `put` puts them; without a condition every case does them there."""
    blocks = standing(flow, parameter, steps)
    if condition is None:
        rest, _ = taken_out(flow, steps)
        return put(rest, arranged(blocks))
    check_new(flow, "id", block_id)
    copies = arranged(_copied(blocks, parameter, block_id, label))

    def change(block: Block) -> Sequence[Block]:
        if block.id not in steps or not isinstance(block, WORKING):
            return (block,)
        return (either_way(f"{block_id}.{block.id}", label, condition, (), (block,)),)

    return put(rewritten(flow, change), (either_way(block_id, label, condition, copies),))


def standing(flow: Flow, parameter: str, steps: Sequence[str]) -> list[Block]:
    """The blocks of these ids in the flow's order. Refuses one that not every case comes to exactly once."""
    if len(set(steps)) < len(steps):
        raise Refusal(parameter, f"{listed(steps)}: a step stands there twice")
    found = [place_of(flow, parameter, step, WORKING, once=True) for step in steps]
    for place in found:
        if any(stands.block.id in steps and isinstance(stands.block, WORKING) for stands in place[:-1]):
            message = f'"{place[-1].block.id}" stands inside another of the steps; name the outer one only'
            raise Refusal(parameter, message)
    ids = [place[-1].block.id for place in found]
    return [block for block in walk(flow) if block.id in ids and isinstance(block, WORKING)]


def check_needed(flow: Flow, parameter: str, blocks: Sequence[Block], until: Place) -> None:
    """Refuse steps that move behind what needs their stamps, or waits for what they start."""
    inside = {id(block) for block in walk(as_flow(blocks))}
    stamps = stamps_of(as_flow(blocks))
    started = {block.id for block in walk(as_flow(blocks)) if isinstance(block, (Background, Documents))}
    for place in places(flow):
        block = place[-1].block
        if id(block) in inside or _not_before(place, until):
            continue
        asked = sorted(stamps.intersection(needed_by(block)))
        if asked:
            message = (
                f'{block.keyword} "{block.id}" needs the milestone "{asked[0]}" before the steps are done'
            )
            raise Refusal(parameter, message)
        if isinstance(block, Require) and block.id in started:
            raise Refusal(
                parameter, f'require "{block.id}" waits for what the steps start, before they are done'
            )


def _not_before(place: Place, until: Place) -> bool:
    """Whether a block stands in `until` or behind it."""
    if place[: len(until)] == until:
        return True
    try:
        check_comes_after("", until, place)
    except Refusal:
        return False
    return True


def check_ready(flow: Flow, parameter: str, blocks: Sequence[Block], by: Place) -> None:
    """Refuse steps that move before what stamps they need."""
    known = {"arrived", *stamps_of(as_flow(blocks))}
    for place in places(flow):
        block = place[-1].block
        around = place == by[: len(place)]
        if isinstance(block, Part) and (around or _not_before(by, place)):
            known |= {f"{block.id}.started"} if around else {f"{block.id}.started", f"{block.id}.done"}
        if isinstance(block, Milestone) and not around and _not_before(by, place):
            known.add(block.id)
    for block in walk(as_flow(blocks)):
        for stamp in needed_by(block):
            if stamp not in known:
                said = f'{block.keyword} "{block.id}" needs the milestone "{stamp}"'
                raise Refusal(parameter, f'{said}, which is not stamped before "{by[-1].block.id}"')


def check_judged(
    scenario: Scenario, service: str, parameter: str, blocks: Sequence[Block], *, start: bool
) -> None:
    """Refuse stamps that a target begins with (`start`) or ends with, and that would now come on its other side."""
    stamps = stamps_of(as_flow(blocks))
    for name, target in scenario.targets.items():
        first, last = target.scope
        moves, stays = (first, last) if start else (last, first)
        if service in target.services and moves in stamps and stays not in stamps:
            word = "begins" if start else "ends"
            message = f'target "{name}" {word} with "{moves}", which moves; state it by milestones that stay'
            raise Refusal(parameter, message)


def _copied(blocks: Sequence[Block], parameter: str, block_id: str, label: Name) -> Flow:
    """The blocks anew, so that they can stand at a second place."""
    limited = {b.id for b in walk(as_flow(blocks)) if isinstance(b, Part) and b.promised is not None}
    for block in walk(as_flow(blocks)):
        tolerant = isinstance(block, Documents) and block.mode == "tolerate"
        if isinstance(block, (Background, Require)) or tolerant:
            message = f'{block.keyword} "{block.id}" can stand at one place only; move it for every case'
            raise Refusal(parameter, message)
        if watched(block) in limited:
            message = f'"{block.id}" watches the clock of "{watched(block)}", which it would leave'
            raise Refusal(parameter, message)

    def change(block: Block) -> Sequence[Block]:
        changed: dict[str, object] = {}
        if isinstance(block, (Task, Session, Wait)):
            whose = block.name or Name(zh=block.id, en=block.id)
            changed["name"] = Name(zh=f"{whose.zh}（{label.zh}）", en=f"{whose.en} ({label.en})")
        if isinstance(block, Part) and block.id in limited:
            changed["id"] = f"{block_id}.{block.id}"
        return (block.model_copy(update=changed),)

    return rewritten(as_flow(blocks), change)
