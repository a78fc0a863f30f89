"""What a scenario may say and hardly means: parts that nothing can ever reach, and numbers that change nothing.

Each is found without running anything: where one would have to run it to know, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from pydantic import BaseModel

from sim.model.blocks import (
    Background,
    Block,
    Choice,
    Documents,
    End,
    Item,
    Milestone,
    Option,
    Parallel,
    Race,
    Repeat,
    Stage,
    Task,
    walk,
)
from sim.model.conditions import (
    CHANNEL,
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    IsValue,
    Not,
    Sum,
    Test,
    names_in,
)
from sim.model.distribution import Spread
from sim.model.faults import Fault, listed, shown
from sim.model.quantities import number_text
from sim.model.scenario import Pool, Scenario, Service
from sim.model.sourced import Sourced, magnitude
from sim.model.staff import pool_named, units_of
from sim.model.tree import Node

ACCEPTED = "accepted"
"""The milestone that the law stamps where the notice of missing papers does not come in time."""
Interval = tuple[float, float]
MOST_COMBINATIONS = 4096
"""Of attribute values that a condition is tried with."""


def oddities(scenario: Scenario) -> Iterator[Fault]:
    """Unused pools, means that a few cases make, steps behind an end, notices that come after acceptance, options
    that are never taken, weekday factors of days nobody works.
    """
    yield from _unused_pools(scenario)
    yield from _too_few(scenario)
    for path, spread in _spreads(scenario.services, ("services",)):
        yield from _mean_in_the_tail(scenario, path, spread)
    for name, service in scenario.services.items():
        path = f"services.{name}"
        for block, before in _behind_an_end(service.flow):
            message = f'"{block.id}" is never reached: before it, "{before.id}" ends the case on every way'
            yield scenario.fault_at(f"{path}.flow.{block.id}", message)
        for block in _accepted_before(service.flow):
            message = (
                f'"{ACCEPTED}" is stamped before the time for this notice is over, and the first stamp counts: no '
                f'notice in time changes nothing then; put {{milestone: {ACCEPTED}}} behind "{block.id}"'
            )
            yield scenario.fault_at(f"{path}.flow.{block.id}.notice", message)
        for choice in walk(service.flow):
            if isinstance(choice, Choice):
                for index, why in _never_taken(choice, service):
                    where = f"{path}.flow.{choice.id}.options.{index}"
                    yield scenario.fault_at(where, f"this option is never taken: {why}")
        for channel, stated in service.channels.items():
            days = [day for day in ("sat", "sun") if (stated.weekdays or {}).get(day)]
            if days and not scenario.calendar.rules and not stated.rules:
                closed = (
                    "; off_days is the factor of days the office is closed" if stated.around_the_clock else ""
                )
                message = (
                    f"the factors of {listed(days)} change nothing: at a weekend the office works only to make up for "
                    f"a holiday, and such a day takes the mean of Monday to Friday{closed}"
                )
                yield scenario.fault_at(f"{path}.channels.{channel}.weekdays.{days[0]}", message)


# -- pools ------------------------------------------------------------------------------------------------


def _unused_pools(scenario: Scenario) -> Iterator[Fault]:
    """Pools that no step, meeting or lever of any variant names, and whose skills nobody asks for."""
    if scenario.root is None:
        return
    named: set[object] = set()
    for key, part in scenario.root.value.items() if isinstance(scenario.root.value, Mapping) else ():
        if key not in ("pools", "targets", "halls"):
            named |= _texts(part)
    for service in scenario.services.values():
        for block in walk(service.flow):
            if isinstance(block, Task):
                named |= {block.pool, *block.any_of, *block.all_of}
    for name, pool in scenario.pools.items():
        skills = {skill for unit in units_of(name, pool).values() for skill in unit.skills}
        if not named & {name, *units_of(name, pool)} and not named & skills:
            yield scenario.fault_at(("pools", name), f'no step, meeting or lever asks for the pool "{name}"')


def _too_few(scenario: Scenario) -> Iterator[Fault]:
    """Tasks that need more units of a pool than it ever has."""
    for name, service in scenario.services.items():
        for block in walk(service.flow):
            if not isinstance(block, Task) or block.units == 1:
                continue
            for pool in block.any_of or ((block.pool,) if block.pool is not None else ()):
                most = sum(_most(unit) for unit in units_of(pool, pool_named(scenario, pool)).values())
                if most < block.units:
                    message = (
                        f'{block.units} units of "{pool}" are needed at once; it never has more than {most}'
                    )
                    yield scenario.fault_at(f"services.{name}.flow.{block.id}.units", message)


def _most(pool: Pool) -> int:
    return pool.capacity.value if pool.capacity else max((pool.profile or {0: 0}).values())


def _texts(part: Node) -> set[str]:
    """Every text in a part of the file, keys aside."""
    found: set[str] = set()
    left = [part]
    while left:
        value = left.pop().value
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            left += value.values()
        elif isinstance(value, (list, tuple)):
            left += value
    return found


# -- distributions ----------------------------------------------------------------------------------------

FAR = 0.9
"""A quantile that nearly all stay below."""


def _spreads(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, Spread[Any]]]:
    """Every distribution at or under a value, with its path; blocks are addressed from their service's flow."""
    match value:
        case Spread():
            yield ".".join(path), value
        case BaseModel():
            for field in value.model_fields_set:
                key = type(value).model_fields[field].alias or field
                yield from _spreads(getattr(value, field), (*path, key))
        case Mapping():
            for key, entry in value.items():
                yield from _spreads(entry, (*path, str(key)))
        case tuple():
            for index, entry in enumerate(value):
                below = (*path[:2], "flow", entry.id) if isinstance(entry, Block) else (*path, str(index))
                yield from _spreads(entry, below)


def _mean_in_the_tail(scenario: Scenario, path: str, spread: Spread[Any]) -> Iterator[Fault]:
    """A mean above what nearly all stay below: the few above it have a mean of (m - p q) / (1 - p) at least."""
    if spread.mean is None:
        return
    for key, value in spread.quantiles.items():
        p = float(key[1:]) / 100
        part = magnitude(value, scenario.wd_hours) / magnitude(spread.mean, scenario.wd_hours)
        if p >= FAR and part < 1:
            above = number_text(round(100 * (1 - p), 6))
            times = number_text(float(f"{(1 - p * part) / (1 - p):.3g}"))
            message = (
                f"{key} {value} is below the mean {spread.mean}: the {above}% above it then take at least {times} "
                f"times the mean on average; if that is not meant, raise {key} above the mean, or state median "
                f"and {key}"
            )
            yield scenario.fault_at(path, message)


# -- steps ------------------------------------------------------------------------------------------------


def _behind_an_end(flow: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """(block, the one before it) where the one before always ends the case; the first of each list."""
    for before, block in pairwise(flow):
        if _always_ends(before):
            yield block, before
            break
    for block in flow:
        for inner in block.inner().values():
            yield from _behind_an_end(inner)


def _always_ends(block: Block) -> bool:
    match block:
        case End():
            return True
        case Choice(options=options):
            return all(any(map(_always_ends, option.do)) for option in options)
        case Parallel(branches=branches):
            return any(any(map(_always_ends, branch)) for branch in branches.values())
        case Race(branches=branches):
            return all(any(map(_always_ends, branch)) for branch in branches.values())
        case Item(do=do) | Stage(do=do) | Repeat(do=do):
            return any(map(_always_ends, do))
        case Background():
            return False
    return False


def _accepted_before(flow: Sequence[Block], before: bool = False) -> Iterator[Documents]:
    """Files whose notice has nothing to say any more for some cases: they are accepted `before`, or while it is due."""
    for block in flow:
        if isinstance(block, Documents) and block.notice is not None:
            if before or any(map(_accepts, block.do[:-1])):
                yield block
        else:
            for inner in block.inner().values():
                yield from _accepted_before(inner, before)
        before = before or _accepts(block)


def _accepts(block: Block) -> bool:
    """Whether a milestone in it says `accepted` of some cases, whatever else is true of them."""
    match block:
        case Milestone(id=name):
            return name == ACCEPTED
        case Choice(options=options):
            return (any if block.by_share else all)(any(map(_accepts, option.do)) for option in options)
        case Parallel(branches=branches):
            return any(any(map(_accepts, branch)) for branch in branches.values())
        case Race(branches=branches):
            return all(any(map(_accepts, branch)) for branch in branches.values())
        case Item(do=do) | Stage(do=do) | Repeat(do=do) | Documents(do=do):
            return any(map(_accepts, do))
    return False


# -- options ----------------------------------------------------------------------------------------------


def _never_taken(choice: Choice, service: Service) -> Iterator[tuple[int, str]]:
    """(number of an option, why) of those nobody ever takes."""
    if choice.by_share:
        left = 1 - sum(_at_least(option) for option in choice.options)
        for index, option in enumerate(choice.options):
            if option.share is not None and _may_be(option.share) == 0:
                yield index, "its share is 0"
            elif option.otherwise and left < 1e-9:
                yield index, "the shares before it are 1 together"
        return
    earlier: list[Test] = []
    for index, option in enumerate(choice.options):
        before = "the options before it take every case"
        if option.when is None:
            if earlier and not _may_hold(Not(_any(earlier)), service):
                yield index, before
            continue
        test = option.when.tree
        if not _may_hold(test, service):
            yield index, f"{shown(option.when.text)} holds for no case"
        elif earlier and not _may_hold(Both(Not(_any(earlier)), test), service):
            yield index, before
        earlier.append(test)


def _at_least(option: Option) -> float:
    """The least a share may be; the chance of `otherwise` is what the others leave at most."""
    if option.share is None:
        return 0.0
    return option.share.range[0] if option.share.range is not None else option.share.value


def _may_be(stated: Sourced[float]) -> float:
    """The most a number may be."""
    return stated.range[1] if stated.range is not None else stated.value


def _any(tests: Sequence[Test]) -> Test:
    made = tests[0]
    for test in tests[1:]:
        made = Either(made, test)
    return made


def _may_hold(test: Test, service: Service) -> bool:
    """Whether some case could fit; True also where that cannot be seen."""
    values = {
        name: [value for value, share in attribute.values.items() if _may_be(share) > 0]
        for name, attribute in service.attributes.items()
        if attribute.values is not None
    }
    values[CHANNEL] = list(service.channels)
    asked = [name for name in dict.fromkeys(names_in(test)) if name in values]
    sizes = 1
    for name in asked:
        sizes *= len(values[name])
    if sizes > MOST_COMBINATIONS:
        return True
    numbers = {
        name: (stated.factor * stated.min, stated.factor * stated.max)
        for name, attribute in service.attributes.items()
        if (stated := attribute.number) is not None and stated.min is not None and stated.max is not None
        if stated.range is None and stated.family is None
    }
    return any(
        True in _truths(test, dict(zip(asked, case, strict=True)), numbers)
        for case in product(*(values[name] for name in asked))
    )


def _truths(test: Test, values: Mapping[str, str], numbers: Mapping[str, Interval]) -> set[bool]:
    """What a condition may come to, of a case with these values and numbers within these bounds."""
    match test:
        case IsValue(name, value, negated) if name in values:
            return {(values[name] == value) != negated}
        case Not(inner):
            return {not truth for truth in _truths(inner, values, numbers)}
        case Both(left, right):
            pairs = product(_truths(left, values, numbers), _truths(right, values, numbers))
            return {a and b for a, b in pairs}
        case Either(left, right):
            pairs = product(_truths(left, values, numbers), _truths(right, values, numbers))
            return {a or b for a, b in pairs}
        case Compare(operator, left, right):
            low, high = _bounds(Sum("-", left, right), numbers)
            return {
                "<": _below(low, high),
                "<=": {not truth for truth in _below(-high, -low)},
                ">": _below(-high, -low),
                ">=": {not truth for truth in _below(low, high)},
                "==": {low == high == 0} if low == high or low > 0 or high < 0 else {True, False},
                "!=": {low != 0 or high != 0} if low == high or low > 0 or high < 0 else {True, False},
            }[operator]
    return {True, False}


def _below(low: float, high: float) -> set[bool]:
    """Whether a number between two bounds is below 0."""
    return ({True} if low < 0 else set()) | ({False} if high >= 0 else set())


def _bounds(number: Arithmetic, numbers: Mapping[str, Interval]) -> Interval:
    match number:
        case Constant(value):
            return value, value
        case Sum(operator, left, right):
            a, b = _bounds(left, numbers)
            c, d = _bounds(right, numbers)
            return (a + c, b + d) if operator == "+" else (a - d, b - c)
    return numbers.get(number.name, (float("-inf"), float("inf")))
