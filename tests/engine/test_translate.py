"""What the kernel is compiled from means what it means in Python, and nothing else is compiled."""

from __future__ import annotations

import ctypes
import inspect
import itertools
from collections.abc import Callable

import pytest

from sim.chance import philox4x32, uniform52
from sim.engine.compiled import records as r
from sim.engine.compiled.jit import machine_code
from sim.engine.compiled.kinds import WORD, Operation, Untranslatable
from sim.engine.compiled.machine_code import linked
from sim.engine.compiled.shapes import at, ints, pointer, put
from sim.engine.compiled.translate import Translation
from sim.worktime.arithmetic import add_work

NUMBERS = (-7, -3, -1, 0, 1, 2, 3, 8, 41)


def division(a, b):
    return (a // b) * 1000 + a % b if b != 0 else -1


def division_by_two(a, b):
    return a // 2 + (a % 2) * 10 + (b % -3) * 100


def chains(a, b):
    return (a < b < 3) + 2 * (a <= 0 <= b) + 4 * (a in (1, b)) + 8 * (not a)


def short_circuit(a, b):
    if b != 0 and a // b > 1:
        return 1
    return 2 if b == 0 or a // b < -1 else 3


def loops(a, b):
    total, taken = 0, 0
    for number in range(min(a, b), max(a, b)):
        if number == 2:
            continue
        if number == 7:
            break
        total += number
    while total > 0:
        total -= 3
        if total == 4:
            break
    else:
        taken += 100
    for number in range(5, a, -2):
        taken = taken - 1 if number == b else taken + 1
    return total + taken


def pair(a, b):
    return a + b, a * b


def tuples(a, b):
    first, (second, third) = b, pair(a, b)
    first, second = second, first
    return first * 100 + second * 10 + third


def bits(a, b):
    low = max(0, a) & 5 | max(0, b) ^ 3
    return (low << 3 >> 1) + low.bit_length() + int(a < b) + (-a)


def reals(a, b):
    return int(float(a) * float(b) / float(4))


def luck(a, b):
    x, y, z, t = philox4x32(a & 255, b & 255, 3, 4, 5, 6)
    return (x ^ y ^ z ^ t) + uniform52(1, 2, a & 7, b & 7, 3, 4)


PLAIN = (
    division, division_by_two, chains, short_circuit, loops, tuples, bits, reals, luck,
)  # fmt: skip


def compiled(*functions: Callable[..., int]) -> dict[str, Callable[..., int]]:
    word = ctypes.c_int64
    found = linked(machine_code(functions), [function.__name__ for function in functions])
    return {
        function.__name__: ctypes.CFUNCTYPE(word, *[word] * function.__code__.co_argcount)(
            found[function.__name__]
        )
        for function in functions
    }


def test_it_means_what_it_means_in_python() -> None:
    made = compiled(*PLAIN)
    for function, (a, b) in itertools.product(PLAIN, itertools.product(NUMBERS, NUMBERS)):
        assert made[function.__name__](a, b) == function(a, b), (function.__name__, a, b)


_Stay = pointer(r.STAY)


def vectors(address, count):
    put(address, 0, at(address, 1) + 1)
    vector = ints(address, count)
    vector[2] = len(vector)
    return add_work(vector, vector, vector, 0, 0) + vector[0]


def test_vectors_are_memory() -> None:
    memory = (ctypes.c_int64 * 4)(1, 20, 3, 4)
    assert compiled(vectors)["vectors"](ctypes.addressof(memory), 4) == 21
    assert list(memory) == [21, 20, 4, 4]


def test_records_are_memory() -> None:
    names = r.STAY.names or ()
    memory = (ctypes.c_int64 * len(names))(*range(len(names)))
    assert compiled(more)["more"](ctypes.addressof(memory)) == names.index("owner") + 5
    assert memory[names.index("owner")] == names.index("owner") + 5


def more(stay):
    _Stay(stay).owner += 5
    return _Stay(stay).owner


def asks_for_a_list(a):
    return [a]


def is_two_things(a):
    stay = _Stay(a)
    if a:
        stay = 3
    return stay.owner


def gives_two_things(a):
    if a:
        return 1
    return a < 2


def has_no_such_field(a):
    return _Stay(a).colour


def calls_print(a):
    print(a)
    return a


def with_a_statement(a):
    del a


@pytest.mark.parametrize(
    ("function", "what"),
    [
        (asks_for_a_list, "does not know this: [a]"),
        (is_two_things, "stay is STAY and word"),
        (gives_two_things, "it gives word and flag"),
        (has_no_such_field, "STAY has no field colour"),
        (calls_print, "cannot call this: print(a)"),
        (with_a_statement, "cannot do this: del a"),
    ],
)
def test_anything_else_is_refused(function: Callable[..., int], what: str) -> None:
    with pytest.raises(Untranslatable) as refused:
        Translation().function(function, (WORD,))  # type: ignore[arg-type]
    assert what in str(refused.value)
    if "field" not in what:
        lines, first = inspect.getsourcelines(function)
        assert int(str(refused.value).split(":")[1]) in range(first + 1, first + len(lines))


def test_what_is_done_in_memory_is_not_for_python() -> None:
    assert isinstance(at, Operation)
    with pytest.raises(TypeError, match="only the compiled kernel"):
        at(0, 0)
