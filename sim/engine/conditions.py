"""Conditions on a case's attributes and milestones: a stack machine over fixed-point numbers (1e-6).

Shared by all engines.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence

from sim.engine.program import (
    ADD,
    AT_MOST,
    ATTRIBUTE,
    BOTH,
    CONSTANT,
    EITHER,
    EQUAL,
    LESS,
    NOT,
    NOT_EQUAL,
    STAMPED,
    SUBTRACT,
)
from sim.worktime import NEVER


def holds(
    operation: Sequence[int],
    value: Sequence[int],
    first: int,
    count: int,
    attributes: Sequence[int],
    stamps: Sequence[int],
    stack: MutableSequence[int],
) -> int:
    """1 if the condition in rows `first … first + count` holds for these attributes and stamps, else 0.

    `stack` is room to work in: a place a row.
    """
    top = -1
    for row in range(first, first + count):
        code = operation[row]
        if code == CONSTANT:
            top += 1
            stack[top] = value[row]
        elif code == ATTRIBUTE:
            top += 1
            stack[top] = attributes[value[row]]
        elif code == STAMPED:
            top += 1
            stack[top] = 1 if stamps[value[row]] != NEVER else 0
        elif code == NOT:
            stack[top] = 1 - stack[top]
        else:
            right = stack[top]
            top -= 1
            left = stack[top]
            if code == ADD:
                stack[top] = left + right
            elif code == SUBTRACT:
                stack[top] = left - right
            elif code == LESS:
                stack[top] = 1 if left < right else 0
            elif code == AT_MOST:
                stack[top] = 1 if left <= right else 0
            elif code == EQUAL:
                stack[top] = 1 if left == right else 0
            elif code == NOT_EQUAL:
                stack[top] = 1 if left != right else 0
            elif code == BOTH:
                stack[top] = left & right
            elif code == EITHER:
                stack[top] = left | right
    return stack[0]
