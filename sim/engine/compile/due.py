"""Due dates that rule the work: which clock, and what of its limit, every task looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from sim.engine.compile.clocks import Clock, check_times
from sim.engine.compile.columns import ints
from sim.engine.compile.faults import CompileError
from sim.engine.compile.shared import Shared, Step
from sim.engine.compile.times import micros
from sim.engine.compile.work import work_table
from sim.engine.nodes import TASK, Ints
from sim.engine.program import DATES, DAYS, ELAPSED, FIXED_POINT, WORKING
from sim.frozen import dataclass
from sim.model.blocks import Part, Task, walk
from sim.model.due import Due
from sim.model.scenario import Pool, Scenario
from sim.worktime import DAY

COLUMNS = ("clock", "limit", "order", "draw", "table", "near", "effort")
UNITS = {WORKING: ("wh", "wd"), DATES: ("wd",), DAYS: ("cd",), ELAPSED: ("s", "min", "h", "cd")}
"""In what a part of a limit may be stated, by what its clock counts."""


@dataclass(frozen=True)
class _Ruled:
    """A task whose work due dates rule, and where that is stated."""

    node: int
    step: Step
    due: Due
    clock: str
    path: str


def due_columns(
    shared: Shared,
    clocks: Sequence[Clock],
    services: Sequence[str],
    scenario: Scenario,
    first_pools: Mapping[int, Pool],
) -> dict[str, Ints]:
    """The columns `due_*`, and in every node its row. `first_pools`: by need, the pool of its first alternative."""
    numbers = {(services[clock.service], clock.name): number for number, clock in enumerate(clocks)}
    rows: list[tuple[int, ...]] = []
    for one in _ruled(shared, scenario, first_pools, numbers):
        number = numbers[one.step.service, one.clock]
        clock = clocks[number]
        if clock.coordinate not in UNITS or clock.sum_of:
            said = f'"{one.clock}" has no due date: it counts time in queues, or adds up others; name another clock'
            raise CompileError(f"{one.path}.clock", said)
        check_times(clock, one.clock, f"{one.path}.clock")
        draw = table = near = effort = -1
        if one.due.left is not None:
            _fits(one.due.left.units, clock, f"{one.path}.left")
            per = {DATES: 1 / shared.times.wd, DAYS: 1 / DAY}.get(clock.coordinate, 1.0)
            key, made = work_table(one.due.left, shared.times, per, f"{one.path}.left", shared.quantiles)
            block = one.step.block
            assert isinstance(block, Task)
            draw, table = shared.draws.number(block.drawn_as, "left"), shared.tables.number(key, made)
        if one.due.hurry is not None:
            _fits((one.due.hurry.left.unit,), clock, f"{one.path}.hurry.left")
            left = micros(one.due.hurry.left, shared.times)
            whole = {DATES: shared.times.wd, DAYS: DAY}.get(clock.coordinate, 1)
            near = max(0, clock.limit - left // whole)
            effort = round(Fraction(str(one.due.hurry.factor.value)) * FIXED_POINT)
        shared.nodes.set(one.node, due=len(rows))
        rows.append((number, clock.limit, int(one.due.order), draw, table, near, effort))
    columns = ints(rows).reshape(-1, len(COLUMNS))
    return {f"due_{name}": columns[:, place] for place, name in enumerate(COLUMNS)}


def _ruled(
    shared: Shared, scenario: Scenario, first_pools: Mapping[int, Pool], clocks: Iterable[tuple[str, str]]
) -> list[_Ruled]:
    found: list[_Ruled] = []
    met: set[str] = set()
    known = set(clocks)
    for node in range(len(shared.nodes)):
        step = shared.steps[shared.nodes.get(node, "step")]
        if shared.nodes.get(node, "kind") != TASK or not isinstance(step.block, Task):
            continue
        due, path = step.block.due, f"services.{step.service}.flow.{step.block.id}.due"
        own = due is not None
        if due is None:
            due = first_pools[shared.nodes.get(node, "need")].due
            path = next((f"pools.{name}.due" for name, pool in scenario.pools.items() if pool.due is due), "")
        if due is None:
            continue
        clock = _named(due, step, known) or ("" if due.clock and own else _around(step, scenario))
        if clock:
            met.add(path)
            found.append(_Ruled(node, step, due, clock, path))
        elif own:
            said = "no item or stage around the task promises a limit; name a clock: a target of the service"
            raise CompileError(path, said)
    for name, pool in scenario.pools.items():
        path = f"pools.{name}.due"
        if pool.due is not None and path not in met:
            raise CompileError(
                path, f'no task of "{name}" has a due date: name a clock, or promise a limit for its items'
            )
    return found


def _named(due: Due, step: Step, known: set[tuple[str, str]]) -> str:
    """The clock that is named, where the service has it."""
    names = () if due.clock is None else (due.clock, f"{step.service}.{due.clock}")
    return next((name for name in names if (step.service, name) in known), "")


def _around(step: Step, scenario: Scenario) -> str:
    """The clock of the innermost item or stage around a step that promises a limit."""
    service = scenario.services.get(step.service)
    parts = {} if service is None else {b.id: b for b in walk(service.flow) if isinstance(b, Part)}
    for name in reversed(step.inside):
        if name in parts and parts[name].promised is not None:
            return f"{step.service}.{name}"
    return ""


def _fits(units: Iterable[str], clock: Clock, path: str) -> None:
    """Refuse a part of a limit in what its clock does not count."""
    allowed = UNITS[clock.coordinate]
    for unit in units:
        if unit not in allowed:
            raise CompileError(path, f"{unit} is not what its clock counts; allowed: {', '.join(allowed)}")
