"""The small language of `when`: comparisons of a case's attributes, `channel` and `missing.<paper>`.

    kind == 'enterprise' and area - 100 >= 500
    missing.lease or not channel == 'hall'

Numbers, quoted values, == != < <= > >=, and, or, not, + and -. The text is parsed by Python's `ast` against a
whitelist and never evaluated; the result is a frozen tree. Attribute names and values are checked against the
service they belong to, in the order the tree is read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from sim.frozen import dataclass
from sim.model.bounds import CONDITION, TESTS
from sim.model.faults import listed, nearest, shown, wrong
from sim.model.names import ServiceNames, names_of, unknown
from sim.model.quantities import number

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

Operator = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Constant:
    """A number."""

    value: float


@dataclass(frozen=True)
class Attribute:
    """The value of a numeric attribute of the case."""

    name: str


@dataclass(frozen=True)
class Sum:
    """left + right, or left - right."""

    operator: Literal["+", "-"]
    left: Arithmetic
    right: Arithmetic


@dataclass(frozen=True)
class Compare:
    """A comparison of two numbers."""

    operator: Operator
    left: Arithmetic
    right: Arithmetic


@dataclass(frozen=True)
class IsValue:
    """Whether an attribute (or the channel, named "channel") has a value; `negated` for !=."""

    attribute: str
    value: str
    negated: bool = False


@dataclass(frozen=True)
class Missing:
    """Whether a paper was missing when the case arrived."""

    paper: str


@dataclass(frozen=True)
class Stamped:
    """Whether a milestone is stamped by now."""

    milestone: str


@dataclass(frozen=True)
class Both:
    left: Test
    right: Test


@dataclass(frozen=True)
class Either:
    left: Test
    right: Test


@dataclass(frozen=True)
class Not:
    test: Test


Arithmetic: TypeAlias = Constant | Attribute | Sum
Test: TypeAlias = Compare | IsValue | Missing | Stamped | Both | Either | Not

CHANNEL = "channel"
"""The attribute that every case has: the way it came in."""
_OPERATORS: Mapping[type[ast.cmpop], Operator] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_MIRRORED: Mapping[Operator, Operator] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ALLOWED = (
    "attribute names, missing.<paper>, stamped.<milestone>, channel, numbers, 'quoted values', "
    "== != < <= > >=, and or not, + -"
)


@dataclass(frozen=True)
class Condition:
    """A condition as written, and its tree."""

    text: str
    tree: Test

    @classmethod
    def parse(cls, raw: object, service: ServiceNames | None = None) -> Condition:
        """Raises a validator's fault for anything outside the language, or unknown to `service`."""
        if isinstance(raw, Condition):
            return raw
        if not isinstance(raw, str) or not raw.strip():
            raise wrong(f"{shown(raw)} is not a condition; write one as in \"kind == 'enterprise'\"")
        if len(raw) > CONDITION:
            raise wrong(f"the condition {shown(raw)} is too long; allowed: up to {CONDITION:,} characters")
        try:
            body = ast.parse(raw.strip(), mode="eval").body
            if (parts := sum(map(_parts, ast.walk(body)))) > TESTS:
                raise wrong(
                    f"the condition {shown(raw)} has {parts:,} comparisons, sums and nots; allowed: up to {TESTS}"
                )
            return cls(raw, _Reader(raw, service).test(body))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            if type(error).__module__.startswith("pydantic"):
                raise
            raise wrong(f"condition {shown(raw)} cannot be read; allowed: {_ALLOWED}") from None

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def check(raw: object, info: ValidationInfo) -> Condition:
            names = names_of(info)
            return cls.parse(raw, names.current if names is not None else None)

        return core_schema.with_info_plain_validator_function(
            check, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "examples": ["kind == 'enterprise'"]}


def _parts(node: ast.AST) -> int:
    """Levels that a node adds to the tree of a condition at most."""
    if isinstance(node, ast.Compare):
        return len(node.ops)
    return int(isinstance(node, (ast.UnaryOp, ast.BinOp, ast.Attribute)))


def names_in(tree: Test | Arithmetic) -> Iterator[str]:
    """Names of all attributes in a tree; papers as `missing.<paper>`."""
    match tree:
        case Attribute(name):
            yield name
        case IsValue(name):
            yield name
        case Missing(paper):
            yield f"missing.{paper}"
        case Not(test):
            yield from names_in(test)
        case Both(left, right) | Either(left, right):
            yield from names_in(left)
            yield from names_in(right)
        case Compare(_, first, second) | Sum(_, first, second):
            yield from names_in(first)
            yield from names_in(second)


def stamps_in(tree: Test | Arithmetic) -> Iterator[str]:
    """Milestones a tree asks for."""
    match tree:
        case Stamped(milestone):
            yield milestone
        case Not(test):
            yield from stamps_in(test)
        case Both(left, right) | Either(left, right):
            yield from stamps_in(left)
            yield from stamps_in(right)


class _Reader:
    """Turns Python's syntax tree into ours. Without a service, names are not checked."""

    def __init__(self, text: str, service: ServiceNames | None) -> None:
        self.text = text
        self.service = service

    def test(self, node: ast.expr) -> Test:
        match node:
            case ast.BoolOp(op=op, values=values):
                tests = [self.test(value) for value in values]
                tree = tests[-1]
                for left in reversed(tests[:-1]):
                    tree = Both(left, tree) if isinstance(op, ast.And) else Either(left, tree)
                return tree
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.test(operand))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.compare(left, op, right)
            case ast.Compare(left=left, ops=[op, *ops], comparators=[right, *rest]):
                chain = ast.Compare(left=right, ops=ops, comparators=rest)
                return Both(self.compare(left, op, right), self.test(chain))
            case ast.Attribute(value=ast.Name(id="missing"), attr=paper):
                if self.service is not None and paper not in self.service.papers:
                    raise wrong(unknown("paper", paper, self.service.papers))
                return Missing(paper)
            case ast.Attribute() if (milestone := _dotted(node).removeprefix("stamped.")) != _dotted(node):
                if self.service is not None and milestone not in self.service.milestones:
                    raise wrong(unknown("milestone", milestone, self.service.milestones))
                return Stamped(milestone)
            case _:
                raise self.refused(node)

    def compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Test:
        operator = _OPERATORS.get(type(op))
        if operator is None:
            raise wrong(
                f"condition {shown(self.text)} uses a comparison that is not allowed; allowed: {_ALLOWED}"
            )
        if isinstance(left, ast.Constant) and isinstance(left.value, str):
            left, right, operator = right, left, _MIRRORED[operator]
        if isinstance(right, ast.Constant) and isinstance(right.value, str):
            return self.has_value(left, operator, right.value)
        return Compare(operator, self.arithmetic(left), self.arithmetic(right))

    def has_value(self, left: ast.expr, operator: Operator, value: str) -> Test:
        if not isinstance(left, ast.Name):
            raise self.refused(left)
        name = left.id
        if self.service is not None:
            values = self.service.channels if name == CHANNEL else self.values_of(name)
            if values is None:
                raise wrong(f'attribute "{name}" is a number and cannot be compared with {shown(value)}')
            if value not in values:
                raise wrong(
                    f'"{name}" has no value {shown(value)}; allowed: {listed(values)}{nearest(value, values)}'
                )
        if operator not in ("==", "!="):
            raise wrong(f"\"{name} {operator} '{value}'\": a named value has no order; allowed: ==, !=")
        return IsValue(name, value, negated=operator == "!=")

    def values_of(self, name: str) -> tuple[str, ...] | None:
        assert self.service is not None
        known = [*self.service.attributes, CHANNEL]
        if name not in known:
            raise wrong(unknown("attribute", name, known))
        return self.service.attributes[name]

    def arithmetic(self, node: ast.expr) -> Arithmetic:
        match node:
            case ast.Constant(value=value) if isinstance(value, (int, float)) and not isinstance(value, bool):
                return Constant(number(value))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)) if isinstance(
                value, (int, float)
            ):
                return Constant(-number(value))
            case ast.Name(id=name):
                if self.service is not None:
                    values = self.service.channels if name == CHANNEL else self.values_of(name)
                    if values is not None:
                        raise wrong(f'"{name}" is not a number; compare it with one of: '
                                    + ", ".join(f"'{value}'" for value in values))  # fmt: skip
                return Attribute(name)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
                sign: Literal["+", "-"] = "+" if isinstance(op, ast.Add) else "-"
                return Sum(sign, self.arithmetic(left), self.arithmetic(right))
            case _:
                raise self.refused(node)

    def refused(self, node: ast.expr) -> Exception:
        part = ast.get_source_segment(self.text.strip(), node) or self.text
        return wrong(f"{shown(part)} is not allowed in the condition {shown(self.text)}; allowed: {_ALLOWED}")


def _dotted(node: ast.expr) -> str:
    """`a.b.c` as text; "" for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr) if _dotted(value):
            return f"{_dotted(value)}.{attr}"
    return ""
