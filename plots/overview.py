"""A long process in short: its stages as boxes of their own, so that the map fits on a page.

What stands in a stage is left to a map of that stage. Where stages are not enough, forks and loops become boxes as
well, and at last runs of steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from plots.process_parts import Branch, Fork, Group, Loop, Part, StepBox, boxes

Fits = Callable[[Sequence[Part]], bool]
Counted = Callable[[int], str]
"""What a box of so many steps says of itself."""


def condensed(parts: Sequence[Part], fits: Fits, counted: Counted) -> tuple[Part, ...]:
    """The parts as they are if they fit, else shorter and shorter until they do."""
    found = tuple(parts)
    if fits(found):
        return found
    found = all_staged(found, counted)
    if fits(found):
        return found
    found = tuple(part if isinstance(part, StepBox) else _one([part], counted) for part in found)
    run = 2
    while not fits(found) and len(found) > 1:
        ends = range(0, len(parts), run)
        found = tuple(_one(parts[end : end + run], counted) for end in ends)
        run *= 2
    return found


def _staged(part: Part, counted: Counted) -> Part:
    """The outermost stages and items in a part as boxes."""
    match part:
        case Group():
            return _stage(part, counted)
        case Fork():
            branches = tuple(replace(one, parts=all_staged(one.parts, counted)) for one in part.branches)
            return replace(part, branches=branches)
        case Loop():
            return replace(part, body=all_staged(part.body, counted), back=all_staged(part.back, counted))
    return part


def all_staged(parts: Sequence[Part], counted: Counted) -> tuple[Part, ...]:
    """The outermost stages and items as boxes."""
    return tuple(_staged(part, counted) for part in parts)


def _stage(group: Group, counted: Counted) -> StepBox:
    steps = len(boxes(group.body))
    return StepBox(group.name, counted(steps), "stage", group.share, 0.0, group.elapsed_us)


def _one(parts: Sequence[Part], counted: Counted) -> StepBox:
    """A box for any parts: called after the first step and the last."""
    inside = boxes(tuple(parts))
    only = parts[0] if len(parts) == 1 else None
    if isinstance(only, StepBox):
        return only
    names = list(dict.fromkeys((inside[0].name, inside[-1].name))) if inside else [_branch_name(parts)]
    share = max((step.share for step in inside), default=1.0)
    return StepBox(" … ".join(names), counted(len(inside)), "stage", share, 0.0, 0.0)


def _branch_name(parts: Sequence[Part]) -> str:
    """Of a fork without a step: what its branches are called, which are ends."""
    named: list[Branch] = [
        one for part in parts if isinstance(part, Fork) for one in part.branches if one.name
    ]
    return named[0].name if named else "…"
