"""Where visitors are needed, and which windows take a case in: what targets count (`measure: visits`, `windows`)."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.compile.needs import Needs
from sim.engine.compile.shared import Shared
from sim.engine.nodes import TASK, TIMER
from sim.model.blocks import Block, Task, Wait


def in_person(shared: Shared, needs: Needs, service: str) -> frozenset[int]:
    """Nodes at which the visitor has to be there: steps that say `in_person`; where none does, tasks at windows."""
    said = {
        node for node, block in _steps(shared, service) if isinstance(block, (Task, Wait)) and block.in_person
    }
    return frozenset(said or _at_windows(shared, needs, service))


def counters(shared: Shared, needs: Needs, service: str) -> list[frozenset[int]]:
    """Nodes at which a case is taken in, by the window they are at: tasks that say `intake`; where none does, all
    tasks at windows. Tasks that ask for the same pools are at one window."""
    said = {
        node for node, block in _steps(shared, service) if isinstance(block, Task) and block.intake
    } & set(_tasks(shared, service))
    by_window: dict[tuple[str, ...], set[int]] = {}
    for node in sorted(said or _at_windows(shared, needs, service)):
        by_window.setdefault(needs.names_of(shared.nodes.get(node, "need")), set()).add(node)
    return [frozenset(nodes) for nodes in by_window.values()]


def _steps(shared: Shared, service: str) -> Iterator[tuple[int, Block]]:
    for node in range(len(shared.nodes)):
        if shared.nodes.get(node, "kind") in (TASK, TIMER):
            step = shared.steps[shared.nodes.get(node, "step")]
            if step.service == service:
                yield node, step.block


def _tasks(shared: Shared, service: str) -> Iterator[int]:
    return (node for node, _ in _steps(shared, service) if shared.nodes.get(node, "kind") == TASK)


def _at_windows(shared: Shared, needs: Needs, service: str) -> set[int]:
    return {node for node in _tasks(shared, service) if needs.at_window(shared.nodes.get(node, "need"))}
