"""The status history of each case and item, in the states of the national standard for exchanging
construction-approval data (工程建设项目审批管理系统数据共享交换标准).

Case (item null)                                        Item
 1  `submitted` where the flow has it, else the arrival  `<item>.started`
 3  `accepted`                                           `<item>.started`
 5  ended otherwise than passed before `accepted`
 8  first government task started from `accepted` on     first government task started in the item
 6, 7   a pause whose reason begins with 补正, outside items | inside the item: its begin and end
 9, 10  any other pause, the same way
11  `decided`, else the end of a case that passed        `<item>.done`
12  instead of 11, when a paper that may follow later was missing still
13  instead of 11, when the case ended otherwise than passed; for an item: while it was open
15  `later_outcome: revoked`: the end of the case's last row

Pauses of one kind that overlap in one item are one stay in its state. While 6 or 9 is open nothing counts for
the clocks of that item.

What the tables cannot tell is left out: 2 撤件, 4 不受理 and 14 撤回 (no block says who withdrew or why), what is
still under way when the simulation ends (it has no row yet), stamps that a later attempt cleared, and
government tasks of an item nested in the item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sim.engine.nodes import FORK, MILESTONE, TASK
from sim.engine.outcome import Outcome, Row
from sim.engine.program import ARRIVED, FINISHED, Program
from sim.frozen import dataclass
from sim.results.pauses import Pause, Pauses, end_of
from sim.worktime import NEVER

STATES: Mapping[int, tuple[str, str]] = {
    1: ("接件", "received"),
    2: ("撤件", "withdrawn by the applicant"),
    3: ("受理", "accepted"),
    4: ("不受理", "not for acceptance"),
    5: ("不予受理", "acceptance refused"),
    6: ("补正(开始)", "correction begins"),
    7: ("补正(结束)", "correction ends"),
    8: ("部门开始办理", "department begins"),
    9: ("特别程序(开始)", "special procedure begins"),
    10: ("特别程序(结束)", "special procedure ends"),
    11: ("办结(通过)", "closed: passed"),
    12: ("办结(容缺通过)", "closed: passed with papers to follow"),
    13: ("办结(不通过)", "closed: not passed"),
    14: ("撤回", "retracted"),
    15: ("撤销", "revoked"),
}
"""Chinese and English name of each state."""

PASSED = ("completed", "deemed", "granted", "approved")
"""Outcomes that mean the application was successful; every other one means it was not."""
REVOKED = "revoked"

_GOVERNMENT = 1
"""Bit of the government among the parties of a node."""
_RANK = {state: rank for rank, state in enumerate((1, 3, 7, 10, 8, 6, 9, 2, 4, 5, 11, 12, 13, 14, 15))}
"""Order of states within one instant: a stay ends before the next one begins."""


@dataclass(frozen=True)
class Status:
    """A state was entered at an instant (µs), by the case (item None) or one of its items."""

    item: str | None
    state: int
    at: int

    @property
    def name_zh(self) -> str:
        return STATES[self.state][0]

    @property
    def name_en(self) -> str:
        return STATES[self.state][1]


class Histories:
    """Status histories of the cases of one program."""

    def __init__(self, program: Program) -> None:
        nodes, names = program.nodes, program.names
        self.program = program
        self.pauses = Pauses(program)
        self._stamp = {name: number for number, name in enumerate(names.stamps)}
        self._items = [_within(name, names.services) for name in names.items]
        """(service, own id) of each item."""
        self._government = (nodes.kind == TASK) & (nodes.parties & _GOVERNMENT != 0)
        self._stamped = {
            (service, stamp)
            for service, stamp, kind in zip(
                nodes.service.tolist(), nodes.stamp.tolist(), nodes.kind.tolist(), strict=True
            )
            if kind == MILESTONE
        }
        self._tolerated = _tolerated_supplies(program)

    def of(self, outcome: Outcome, case: int, rows: Sequence[tuple[int, Row]]) -> list[Status]:
        """The history of a case and its items, in order of time; `rows` are those of the case."""
        pauses = self.pauses.of(outcome, case, rows)
        service = self.program.names.services[outcome.service[case]]
        found = self._case(outcome, case, rows) + _stays(None, (p for p in pauses if p.item < 0))
        for number, (owner, item) in enumerate(self._items):
            if owner == service:
                found += self._item(outcome, case, rows, number, item)
                found += _stays(item, (p for p in pauses if p.item == number))
        return sorted(found, key=lambda status: (status.at, _RANK[status.state], status.item or ""))

    def _at(self, outcome: Outcome, case: int, stamp: str) -> int:
        number = self._stamp.get(stamp)
        return NEVER if number is None else int(outcome.stamps[case, number])

    def _has(self, outcome: Outcome, case: int, stamp: str) -> bool:
        """Whether the flow of the case's service can stamp this milestone."""
        return (int(outcome.service[case]), self._stamp.get(stamp, -1)) in self._stamped

    def _case(self, outcome: Outcome, case: int, rows: Sequence[tuple[int, Row]]) -> list[Status]:
        accepted = self._at(outcome, case, "accepted")
        decided = self._at(outcome, case, "decided")
        finished = int(outcome.stamps[case, FINISHED])
        received = "submitted" if self._has(outcome, case, "submitted") else "arrived"
        entered = [(1, self._at(outcome, case, received)), (3, accepted)]
        work_from = accepted if self._has(outcome, case, "accepted") else int(outcome.stamps[case, ARRIVED])
        entered.append((8, self._first_government(rows, None, work_from)))
        passed = self._passed(outcome, case)
        if passed is False and accepted == NEVER and self._has(outcome, case, "accepted"):
            entered.append((5, finished))
        elif decided != NEVER or finished != NEVER:
            closed = min(decided, finished)
            state = 13 if passed is False else 12 if self._lacks_papers(rows, closed) else 11
            entered.append((state, closed))
        later = int(outcome.later_outcome[case])
        if later >= 0 and self.program.names.outcomes[later] == REVOKED:
            entered.append((15, max((end_of(row) for _, row in rows), default=finished)))
        return [Status(None, state, at) for state, at in entered if at != NEVER]

    def _item(
        self, outcome: Outcome, case: int, rows: Sequence[tuple[int, Row]], number: int, item: str
    ) -> list[Status]:
        started = self._at(outcome, case, f"{item}.started")
        done = self._at(outcome, case, f"{item}.done")
        if started == NEVER:
            return []
        entered = [(1, started), (3, started), (8, self._first_government(rows, number, started))]
        if done != NEVER:
            entered.append((11, done))
        elif self._passed(outcome, case) is False:
            entered.append((13, int(outcome.stamps[case, FINISHED])))
        return [Status(item, state, at) for state, at in entered if at != NEVER]

    def _passed(self, outcome: Outcome, case: int) -> bool | None:
        """Whether the case was successful; None while it is open."""
        code = int(outcome.outcome[case])
        return None if code < 0 else self.program.names.outcomes[code] in PASSED

    def _first_government(self, rows: Sequence[tuple[int, Row]], item: int | None, since: int) -> int:
        """Start of the first government task, of an item or of the whole case, not before `since`."""
        items = self.program.nodes.item
        return min(
            (
                row.started
                for _, row in rows
                if self._government[row.node]
                and row.started >= since
                and item in (None, int(items[row.node]))
            ),
            default=NEVER,
        )

    def _lacks_papers(self, rows: Sequence[tuple[int, Row]], at: int) -> bool:
        """Whether a tolerated paper was still being supplied at an instant."""
        return any(row.node in self._tolerated and row.enqueued <= at < end_of(row) for _, row in rows)


def _within(name: str, services: Sequence[str]) -> tuple[str, str]:
    """Service and own id of "<service>.<item>"; the longest service that fits, as ids may hold dots."""
    owner = max((s for s in services if name.startswith(f"{s}.")), key=len)
    return owner, name.removeprefix(f"{owner}.")


def _stays(item: str | None, pauses: Iterable[Pause]) -> list[Status]:
    """Begin and end of each stay in correction, and in special procedure; overlapping pauses are one stay."""
    found: list[Status] = []
    spans: dict[bool, list[list[int]]] = {True: [], False: []}
    for pause in pauses:
        own = spans[pause.correction]
        if own and pause.begin <= own[-1][1]:
            own[-1][1] = max(own[-1][1], pause.end)
        else:
            own.append([pause.begin, pause.end])
    for correction, begins, ends in ((True, 6, 7), (False, 9, 10)):
        for begin, end in spans[correction]:
            found += [Status(item, begins, begin), Status(item, ends, end)]
    return found


def _tolerated_supplies(program: Program) -> set[int]:
    """Nodes in which a paper that may follow later is supplied: `<documents>.<paper>` of a tolerating block."""
    nodes, steps = program.nodes, program.names.steps
    blocks = {
        (int(nodes.service[node]), steps[nodes.step[node]])
        for node in range(len(nodes.kind))
        if nodes.kind[node] == FORK and nodes.background[node] >= 0
    }
    named = {(int(nodes.service[node]), steps[nodes.step[node]]): node for node in range(len(nodes.kind))}
    tolerating = [(service, step) for service, step in blocks if (service, f"{step}.deadline") in named]
    return {
        node
        for (service, step), node in named.items()
        for owner, block in tolerating
        if service == owner and step.startswith(f"{block}.") and step != f"{block}.deadline"
    }
