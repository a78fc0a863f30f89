"""Functions of the kernel, said in LLVM's language.

They are plain Python, of the little that needs no Python objects: whole numbers of 64 bits, flags, floats, records and
vectors; assignments, `if`, `while`, `for … in range(…)`, `return`; calls of each other and of an `Operation`. Names
that are not their own are numbers, functions and modules of the file they stand in. All means what it means in Python,
but that numbers wrap. A function is said once for each kinds of arguments it is called with; whatever else it says is
refused, at its place. LLVM makes the rest of it: variables become registers, short functions part of their callers.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from llvmlite import ir

from sim.engine.compiled.kinds import (
    FLAG,
    INTS,
    NOTHING,
    REAL,
    VOID,
    WORD,
    Kind,
    Operation,
    Untranslatable,
    Value,
    several,
    word,
)
from sim.engine.compiled.shapes import item_at, load_field, put_item, store_field

_ON_WORDS = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.LShift: "shl", ast.RShift: "ashr", ast.BitAnd: "and_",
    ast.BitOr: "or_", ast.BitXor: "xor",
}  # fmt: skip
_ON_REALS = {ast.Add: "fadd", ast.Sub: "fsub", ast.Mult: "fmul", ast.Div: "fdiv"}
_COMPARED = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


class Translation:
    """A module of LLVM, and the functions that have been said in it."""

    def __init__(self) -> None:
        self.module = ir.Module("kernel")
        self._said: dict[tuple[Callable[..., Any], tuple[Kind, ...]], tuple[Any, Kind]] = {}

    def function(self, function: FunctionType, kinds: tuple[Kind, ...], name: str = "") -> tuple[Any, Kind]:
        """A function for arguments of these kinds, and the kind of what it gives. `name`: for Python to call."""
        key = function, kinds
        if key not in self._said:
            self._said[key] = _Function(self, function, kinds, name).said()
        return self._said[key]


@cache
def _definitions(path: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(Path(path).read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


class _Function:
    """One function while it is being said."""

    def __init__(
        self, translation: Translation, function: FunctionType, kinds: tuple[Kind, ...], name: str
    ) -> None:
        self._translation = translation
        self._path = function.__code__.co_filename
        self._names = function.__globals__
        self._tree = _definitions(self._path)[function.__name__]
        module = translation.module
        name = name or module.get_unique_name(f"{function.__module__}.{function.__name__}")
        self._made = ir.Function(module, ir.FunctionType(NOTHING.llvm, [kind.llvm for kind in kinds]), name)
        self._made.attributes.add("nounwind")
        if getattr(function, "apart", False):
            self._made.attributes.add("noinline")
        if getattr(function, "rare", False):
            self._made.attributes.add("cold")
        self._entry = self._made.append_basic_block("entry")
        self._exit = ir.Block(self._made, "exit")
        self._builder = ir.IRBuilder(self._made.append_basic_block())
        self._variables: dict[str, tuple[Kind, Any]] = {}
        self._loops: list[tuple[Any, Any]] = []
        self._gives: tuple[Kind, Any] | None = None
        for argument, kind, given in zip(self._tree.args.args, kinds, self._made.args, strict=True):
            self._assign_name(argument.arg, Value(kind, given))

    def said(self) -> tuple[Any, Kind]:
        self._statements(self._tree.body)
        if not self._builder.block.is_terminated:
            self._builder.branch(self._exit)
        ir.IRBuilder(self._entry).branch(self._made.blocks[1])
        self._made.blocks.append(self._exit)
        end = ir.IRBuilder(self._exit)
        if self._gives is None:
            end.ret_void()
            return self._made, NOTHING
        kind, place = self._gives
        end.ret(end.load(place))
        # What it gives is known only now; nobody has called it yet.
        self._made.ftype = ir.FunctionType(kind.llvm, [argument.type for argument in self._made.args])
        self._made.type = self._made.ftype.as_pointer()
        self._made.return_value.type = kind.llvm
        return self._made, kind

    def _fault(self, node: ast.AST, what: str) -> Untranslatable:
        return Untranslatable(f"{self._path}:{getattr(node, 'lineno', '?')}: {what}: {ast.unparse(node)}")

    # -- statements ----------------------------------------------------------------------------------------

    def _statements(self, nodes: Sequence[ast.stmt]) -> None:
        for node in nodes:
            if self._builder.block.is_terminated:
                return
            self._statement(node)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Expr(ast.Constant()) | ast.Pass():
                pass
            case ast.Expr(value):
                self._value(value)
            case ast.Assign(targets, value):
                self._assign(targets, value)
            case ast.AugAssign(target, operator, value):
                self._assign([target], ast.copy_location(ast.BinOp(target, operator, value), node))
            case ast.Return(value):
                self._return(node, VOID if value is None else self._value(value))
            case ast.If(test, body, otherwise):
                self._if(test, body, otherwise)
            case ast.While(test, body, otherwise):
                self._while(test, body, otherwise)
            case ast.For(ast.Name(name), ast.Call(ast.Name("range"), bounds), body, []):
                self._for(name, [self._word(bound) for bound in bounds], body)
            case ast.Break():
                self._builder.branch(self._loops[-1][1])
            case ast.Continue():
                self._builder.branch(self._loops[-1][0])
            case _:
                raise self._fault(node, "the kernel cannot do this")

    def _assign(self, targets: Sequence[ast.expr], value: ast.expr) -> None:
        if len(targets) == 1 and isinstance(targets[0], ast.Tuple) and isinstance(value, ast.Tuple):
            values = [self._value(part) for part in value.elts]
            for target, part in zip(targets[0].elts, values, strict=True):
                self._assign_to(target, part)
            return
        made = self._value(value)
        for target in targets:
            self._assign_to(target, made)

    def _assign_to(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name(name):
                self._assign_name(name, value, target)
            case ast.Attribute(owner, field):
                store_field(self._builder, self._value(owner), field, self._as_word(value))
            case ast.Subscript(vector, place):
                put_item(self._builder, self._value(vector), self._word(place), self._as_word(value))
            case ast.Tuple(parts):
                for index, part in enumerate(parts):
                    got = self._builder.extract_value(value.llvm, index)
                    self._assign_to(part, Value(value.kind.parts[index], got))
            case _:
                raise self._fault(target, "the kernel cannot assign to this")

    def _assign_name(self, name: str, value: Value, node: ast.AST | None = None) -> None:
        if name not in self._variables:
            self._variables[name] = value.kind, self._room(value.kind)
        kind, place = self._variables[name]
        if kind != value.kind:
            if kind != WORD or value.kind != FLAG:
                raise self._fault(node or self._tree, f"{name} is {kind.name} and {value.kind.name}")
            value = self._as_word(value)
        self._builder.store(value.llvm, place)

    def _room(self, kind: Kind) -> Any:
        """A place for a variable, on entry."""
        return ir.IRBuilder(self._entry).alloca(kind.llvm)

    def _return(self, node: ast.stmt, value: Value) -> None:
        if value.kind != NOTHING:
            if self._gives is None:
                self._gives = value.kind, self._room(value.kind)
            kind, place = self._gives
            if kind != value.kind:
                raise self._fault(node, f"it gives {kind.name} and {value.kind.name}")
            self._builder.store(value.llvm, place)
        self._builder.branch(self._exit)

    def _block(self) -> Any:
        return ir.Block(self._made, self._made.scope.deduplicate("b"))

    def _go_on_at(self, block: Any) -> None:
        self._made.blocks.append(block)
        self._builder.position_at_end(block)

    def _go_to(self, block: Any) -> None:
        if not self._builder.block.is_terminated:
            self._builder.branch(block)

    def _if(self, test: ast.expr, body: Sequence[ast.stmt], otherwise: Sequence[ast.stmt]) -> None:
        yes, after = self._block(), self._block()
        no = self._block() if otherwise else after
        self._branch(test, yes, no)
        self._go_on_at(yes)
        self._statements(body)
        self._go_to(after)
        if otherwise:
            self._go_on_at(no)
            self._statements(otherwise)
            self._go_to(after)
        self._go_on_at(after)

    def _while(self, test: ast.expr, body: Sequence[ast.stmt], otherwise: Sequence[ast.stmt]) -> None:
        again, inside, over, after = (self._block() for _ in range(4))
        self._builder.branch(again)
        self._go_on_at(again)
        self._branch(test, inside, over)
        self._loops.append((again, after))
        self._go_on_at(inside)
        self._statements(body)
        self._go_to(again)
        self._loops.pop()
        self._go_on_at(over)
        self._statements(otherwise)
        self._go_to(after)
        self._go_on_at(after)

    def _for(self, name: str, bounds: Sequence[Any], body: Sequence[ast.stmt]) -> None:
        first, last = (word(0).llvm, *bounds)[-2:] if len(bounds) < 3 else bounds[:2]
        step = bounds[2] if len(bounds) == 3 else word(1).llvm
        again, inside, following, after = (self._block() for _ in range(4))
        counter = self._room(WORD)
        self._builder.store(first, counter)
        self._builder.branch(again)
        self._go_on_at(again)
        now = self._builder.load(counter)
        sign = ">" if isinstance(step, ir.Constant) and step.constant < 0 else "<"
        self._builder.cbranch(self._builder.icmp_signed(sign, now, last), inside, after)
        self._go_on_at(inside)
        self._assign_name(name, Value(WORD, now))
        self._loops.append((following, after))
        self._statements(body)
        self._go_to(following)
        self._loops.pop()
        self._go_on_at(following)
        self._builder.store(self._builder.add(self._builder.load(counter), step), counter)
        self._builder.branch(again)
        self._go_on_at(after)

    # -- conditions ----------------------------------------------------------------------------------------

    def _branch(self, test: ast.expr, yes: Any, no: Any) -> None:
        """Go on at one of two blocks; what the answer does not need is not looked at."""
        match test:
            case ast.Constant(bool(constant)):
                self._builder.branch(yes if constant else no)
            case ast.BoolOp(operator, parts):
                for part in parts[:-1]:
                    following = self._block()
                    if isinstance(operator, ast.And):
                        self._branch(part, following, no)
                    else:
                        self._branch(part, yes, following)
                    self._go_on_at(following)
                self._branch(parts[-1], yes, no)
            case ast.UnaryOp(ast.Not(), part):
                self._branch(part, no, yes)
            case ast.Compare(left, comparisons, others) if len(comparisons) > 1:
                below = self._value(left)
                for comparison, other in zip(comparisons, others, strict=True):
                    above = self._value(other)
                    following = self._block() if other is not others[-1] else yes
                    self._builder.cbranch(self._compared(test, comparison, below, above), following, no)
                    below = above
                    if other is not others[-1]:
                        self._go_on_at(following)
            case _:
                self._builder.cbranch(self._flag(self._value(test)), yes, no)

    def _answer(self, test: ast.expr) -> Value:
        """The flag a condition gives."""
        yes, no, after = self._block(), self._block(), self._block()
        self._branch(test, yes, no)
        for block in (yes, no):
            self._go_on_at(block)
            self._builder.branch(after)
        self._go_on_at(after)
        answer = self._builder.phi(FLAG.llvm)
        answer.add_incoming(ir.Constant(FLAG.llvm, 1), yes)
        answer.add_incoming(ir.Constant(FLAG.llvm, 0), no)
        return Value(FLAG, answer)

    def _compared(self, node: ast.expr, operator: ast.cmpop, left: Value, right: Value) -> Any:
        if type(operator) not in _COMPARED or not {left.kind, right.kind} <= {WORD, FLAG}:
            raise self._fault(node, f"the kernel cannot compare {left.kind.name} with {right.kind.name} so")
        left, right = self._as_word(left), self._as_word(right)
        return self._builder.icmp_signed(_COMPARED[type(operator)], left.llvm, right.llvm)

    # -- values --------------------------------------------------------------------------------------------

    def _value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(bool(constant)):
                return Value(FLAG, ir.Constant(FLAG.llvm, int(constant)))
            case ast.Constant(int(constant)):
                return word(constant)
            case ast.Name(name) if name in self._variables:
                kind, place = self._variables[name]
                return Value(kind, self._builder.load(place))
            case ast.Attribute(owner, field) if self._outside(owner) is None:
                return load_field(self._builder, self._value(owner), field)
            case ast.Name() | ast.Attribute():
                number = self._outside(node)
                if isinstance(number, int):
                    return word(number)
            case ast.BoolOp() | ast.UnaryOp(ast.Not()):
                return self._answer(node)
            case ast.Compare(left, [ast.In()], [ast.Tuple(parts)]):
                sought = self._value(left)
                found = [self._compared(node, ast.Eq(), sought, self._value(part)) for part in parts]
                for other in found[1:]:
                    found[0] = self._builder.or_(found[0], other)
                return Value(FLAG, found[0])
            case ast.Compare(left, [operator], [right]):
                return Value(FLAG, self._compared(node, operator, self._value(left), self._value(right)))
            case ast.Compare():
                return self._answer(node)
            case ast.UnaryOp(ast.USub(), ast.Constant(int(constant))):
                return word(-constant)
            case ast.UnaryOp(ast.USub(), part):
                return Value(WORD, self._builder.neg(self._word(part)))
            case ast.BinOp(left, operator, right):
                return self._calculated(node, operator, self._value(left), self._value(right))
            case ast.IfExp(test, left, right):
                return self._either(node, test, left, right)
            case ast.Tuple(parts):
                return self._together([self._value(part) for part in parts])
            case ast.Subscript(vector, place):
                return item_at(self._builder, self._value(vector), self._word(place))
            case ast.Call(ast.Attribute(owner, "bit_length"), [], []):
                return self._bit_length(self._word(owner))
            case ast.Call(function, arguments, []):
                return self._called(node, function, [self._value(argument) for argument in arguments])
        raise self._fault(node, "the kernel does not know this")

    def _outside(self, node: ast.expr) -> Any:
        """What a name means that is not a variable, or a name of a module; None if it is neither."""
        match node:
            case ast.Name(name) if name not in self._variables:
                return self._names.get(name, getattr(builtins, name, None))
            case ast.Attribute(owner, name) if isinstance(module := self._outside(owner), ModuleType):
                return getattr(module, name)
        return None

    def _word(self, node: ast.expr) -> Any:
        return self._as_word(self._value(node)).llvm

    def _as_word(self, value: Value) -> Value:
        return Value(WORD, self._builder.zext(value.llvm, WORD.llvm)) if value.kind == FLAG else value

    def _flag(self, value: Value) -> Any:
        if value.kind == FLAG:
            return value.llvm
        return self._builder.icmp_signed("!=", value.llvm, word(0).llvm)

    def _together(self, values: Sequence[Value]) -> Value:
        kind = several(tuple(value.kind for value in values))
        made: Any = ir.Constant(kind.llvm, ir.Undefined)
        for place, value in enumerate(values):
            made = self._builder.insert_value(made, value.llvm, place)
        return Value(kind, made)

    def _calculated(self, node: ast.expr, operator: ast.operator, left: Value, right: Value) -> Value:
        if left.kind == right.kind == REAL and type(operator) in _ON_REALS:
            return Value(REAL, getattr(self._builder, _ON_REALS[type(operator)])(left.llvm, right.llvm))
        a, b = self._as_word(left), self._as_word(right)
        if a.kind == b.kind == WORD and type(operator) in _ON_WORDS:
            return Value(WORD, getattr(self._builder, _ON_WORDS[type(operator)])(a.llvm, b.llvm))
        if a.kind == b.kind == WORD and isinstance(operator, ast.FloorDiv | ast.Mod):
            return Value(WORD, self._divided(operator, a.llvm, b.llvm))
        raise self._fault(node, f"the kernel cannot do this with {left.kind.name} and {right.kind.name}")

    def _divided(self, operator: ast.operator, left: Any, right: Any) -> Any:
        """Rounded down, as in Python, where LLVM rounds towards 0."""
        build, none = self._builder, word(0).llvm
        rest = build.srem(left, right)
        apart = build.icmp_signed("<", build.xor(rest, right), none)
        down = build.and_(build.icmp_signed("!=", rest, none), apart)
        if isinstance(operator, ast.Mod):
            return build.add(rest, build.select(down, right, none))
        return build.sub(build.sdiv(left, right), build.zext(down, WORD.llvm))

    def _bit_length(self, number: Any) -> Value:
        """Of a number that is not negative."""
        zeros = self._builder.ctlz(number, ir.Constant(FLAG.llvm, 0))
        return Value(WORD, self._builder.sub(word(64).llvm, zeros))

    def _either(self, node: ast.expr, test: ast.expr, left: ast.expr, right: ast.expr) -> Value:
        yes, no, after = self._block(), self._block(), self._block()
        self._branch(test, yes, no)
        found = []
        for block, part in ((yes, left), (no, right)):
            self._go_on_at(block)
            found.append((self._value(part), self._builder.block))
            self._builder.branch(after)
        self._go_on_at(after)
        kind = found[0][0].kind
        if kind != found[1][0].kind:
            raise self._fault(node, f"either {kind.name} or {found[1][0].kind.name}")
        made = self._builder.phi(kind.llvm)
        for value, block in found:
            made.add_incoming(value.llvm, block)
        return Value(kind, made)

    def _called(self, node: ast.expr, name: ast.expr, arguments: list[Value]) -> Value:
        function = self._outside(name)
        if isinstance(function, Operation):
            return function.emit(self._builder, *map(self._as_word, arguments))
        if isinstance(function, FunctionType):
            arguments = [self._as_word(argument) for argument in arguments]
            kinds = tuple(argument.kind for argument in arguments)
            made, gives = self._translation.function(function, kinds)
            called = self._builder.call(made, [argument.llvm for argument in arguments])
            return Value(gives, called)
        given = [argument.llvm for argument in arguments]
        if function in (min, max) and all(argument.kind == WORD for argument in arguments):
            least = given[0]
            for other in given[1:]:
                first = self._builder.icmp_signed("<=" if function is min else ">=", least, other)
                least = self._builder.select(first, least, other)
            return Value(WORD, least)
        if function is len and arguments[0].kind == INTS:
            return Value(WORD, self._builder.extract_value(given[0], 1))
        if function is float and arguments[0].kind == WORD:
            return Value(REAL, self._builder.sitofp(given[0], REAL.llvm))
        if function is int and arguments[0].kind == REAL:
            return Value(WORD, self._builder.fptosi(given[0], WORD.llvm))
        if function is int and arguments[0].kind in (WORD, FLAG):
            return self._as_word(arguments[0])
        if function is bool:
            return Value(FLAG, self._flag(arguments[0]))
        raise self._fault(node, "the kernel cannot call this")
