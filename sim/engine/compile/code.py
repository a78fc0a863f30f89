"""Conditions to stack code over fixed-point numbers."""

from __future__ import annotations

from fractions import Fraction

from sim.engine.compile.columns import Numbered
from sim.engine.program import (
    ADD,
    AT_MOST,
    ATTRIBUTE,
    BOTH,
    CONSTANT,
    EITHER,
    EQUAL,
    FIXED_POINT,
    LESS,
    NOT,
    NOT_EQUAL,
    STAMPED,
    SUBTRACT,
)
from sim.model.conditions import (
    Arithmetic,
    Attribute,
    Both,
    Compare,
    Condition,
    Constant,
    Either,
    IsValue,
    Missing,
    Not,
    Stamped,
    Sum,
    Test,
)

MISSING = "missing."
"""Attributes of this prefix say whether a paper is missing (1) or not (0)."""


class Codes:
    """The code of every condition of a program, one after another."""

    def __init__(self) -> None:
        self.first: list[int] = []
        self.count: list[int] = []
        self.operation: list[int] = []
        self.value: list[int] = []
        self.values: dict[str, dict[str, int]] = {}
        """Codes of the values of each categorical attribute of the service being compiled."""
        self._stamps = Numbered()

    def number(self, condition: Condition, attributes: Numbered, stamps: Numbered) -> int:
        """Append the code of `condition`; attributes are numbered within their service."""
        self._stamps = stamps
        self.first.append(len(self.operation))
        self._test(condition.tree, attributes)
        self.count.append(len(self.operation) - self.first[-1])
        return len(self.first) - 1

    def _emit(self, operation: int, value: int = 0) -> None:
        self.operation.append(operation)
        self.value.append(value)

    def _test(self, test: Test, attributes: Numbered) -> None:
        match test:
            case Compare(operator, left, right):
                if operator in (">", ">="):
                    left, right = right, left
                self._number(left, attributes)
                self._number(right, attributes)
                self._emit(
                    {"==": EQUAL, "!=": NOT_EQUAL, "<": LESS, ">": LESS, "<=": AT_MOST, ">=": AT_MOST}[
                        operator
                    ]
                )
            case IsValue(attribute, value, negated):
                self._emit(ATTRIBUTE, attributes.known(attribute))
                self._emit(CONSTANT, FIXED_POINT * self.values[attribute][value])
                self._emit(NOT_EQUAL if negated else EQUAL)
            case Missing(paper):
                self._emit(ATTRIBUTE, attributes.known(MISSING + paper))
                self._emit(CONSTANT, FIXED_POINT)
                self._emit(EQUAL)
            case Stamped(milestone):
                self._emit(STAMPED, self._stamps.number(milestone))
            case Both(one, other) | Either(one, other):
                self._test(one, attributes)
                self._test(other, attributes)
                self._emit(BOTH if isinstance(test, Both) else EITHER)
            case Not(inner):
                self._test(inner, attributes)
                self._emit(NOT)

    def _number(self, tree: Arithmetic, attributes: Numbered) -> None:
        match tree:
            case Constant(value):
                self._emit(CONSTANT, round(Fraction(str(value)) * FIXED_POINT))
            case Attribute(name):
                self._emit(ATTRIBUTE, attributes.known(name))
            case Sum(operator, left, right):
                self._number(left, attributes)
                self._number(right, attributes)
                self._emit(ADD if operator == "+" else SUBTRACT)
