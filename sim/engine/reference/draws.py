"""What chance decides for a case: its attributes, how long work and waiting take, which way it goes (SEMANTICS 2).

Every answer is a function of who asks: (seed, replication, case, step, visit, purpose). Nothing is drawn in order.
"""

from __future__ import annotations

from sim.chance import beyond, look_up, pick, uniform52, visit_word
from sim.engine.conditions import holds
from sim.engine.effort import times
from sim.engine.nodes import ALWAYS, TIMER
from sim.engine.prepared import Prepared
from sim.engine.reference.tokens import Case, Token
from sim.worktime import DAY
from sim.worktime.arithmetic import add_work, next_open


class Draws:
    """The draws of one replication."""

    def __init__(self, prepared: Prepared, key: tuple[int, int]) -> None:
        self.prepared = prepared
        self.key = key

    def uniform(self, case: Case, draw: int, visit: int) -> int:
        """The uniform of (seed, replication, case, step, visit, purpose), in [0, 2^52)."""
        hi, lo = self.prepared.draws[case.stream][draw]
        k0, k1 = self.key
        return uniform52(k0, k1, case.epoch, visit_word(case.member, visit), hi, lo)

    def attribute(self, case: Case, attribute: int) -> int:
        """Fixed-point value of an attribute."""
        prepared = self.prepared
        kind = prepared.attribute_kind[attribute]
        if kind == 2:
            return prepared.attribute_channel[attribute][case.stream]
        u = self.uniform(case, prepared.attribute_draw[attribute], 0)
        if kind == 1:
            return look_up(prepared.tables, prepared.attribute_table[attribute], u)
        first, count = prepared.attribute_first[attribute], prepared.attribute_count[attribute]
        return 1_000_000 * pick(u, prepared.attribute_threshold, first, count)

    def work(self, token: Token, table: int, now: int) -> int:
        """µs of hands-on work at the token's task or session, begun now."""
        prepared, node = self.prepared, token.node
        work = look_up(prepared.tables, table, self.uniform(token.case, prepared.draw[node], token.visit))
        first = prepared.factors[node]
        for row in range(first, first + prepared.factor_count[node]) if first >= 0 else ():
            if prepared.factor_from[row] <= now % DAY < prepared.factor_until[row]:
                condition = prepared.factor_condition[row]
                if condition < 0 or self.holds(condition, token.case):
                    work = times(work, prepared.factor_value[row])
        return work

    def end_of_wait(self, token: Token, draw: int, now: int) -> int:
        """When a wait or somebody's patience ends: in working time where the node has a calendar, else in elapsed."""
        prepared, node = self.prepared, token.node
        u = self.uniform(token.case, draw, token.visit)
        spent = prepared.first[node] if prepared.kind[node] == TIMER else -1
        if spent < 0:
            length = look_up(prepared.tables, prepared.table[node], u)
        else:
            # A case of the backlog: the wait has lasted a while, so it is one of the longer draws.
            length = look_up(prepared.tables, prepared.table[node], beyond(u, prepared.count[node]))
            length = max(0, length - spent)
        if prepared.calendar[node] >= 0:
            calendar = prepared.calendars[prepared.calendar[node]]
            return add_work(calendar.open_at, calendar.close_at, calendar.worked_before, now, length)
        condition = prepared.condition[node]
        if prepared.kind[node] == TIMER and (
            condition == ALWAYS or (condition >= 0 and self.holds(condition, token.case))
        ):
            office = prepared.calendars[prepared.program.office_calendar]
            return next_open(office.open_at, office.close_at, now + length)
        return now + length

    def option(self, token: Token) -> int:
        """The way a token takes at a choice: entry of an option, or what follows where none is taken."""
        prepared, node = self.prepared, token.node
        first, count = prepared.first[node], prepared.count[node]
        if prepared.draw[node] >= 0:
            u = self.uniform(token.case, prepared.draw[node], token.visit)
            for threshold, _, entry in prepared.options[first : first + count]:
                if u < threshold:
                    return entry
        else:
            for _, condition, entry in prepared.options[first : first + count]:
                if condition == ALWAYS or self.holds(condition, token.case):
                    return entry
        return prepared.following[node]

    def goes_away(self, token: Token, waiting: int, seated: int) -> bool:
        """Whether a visitor who finds so many waiting goes away: no place is left, or the line is too long."""
        prepared, node = self.prepared, token.node
        if 0 <= prepared.line_room[prepared.need[node]] <= seated:
            return True
        reach, first = 0, prepared.balk_first[node]
        for row in range(first, first + max(0, prepared.balk_count[node])):
            if prepared.balk_length[row] <= waiting:
                reach = prepared.balk_threshold[row]
        return reach > 0 and self.uniform(token.case, prepared.balk[node], token.visit) < reach

    def again(self, token: Token, visits: int) -> bool:
        """Whether a loop that has been gone through `visits` + 1 times is gone through once more."""
        prepared, node = self.prepared, token.node
        condition, shares = prepared.condition[node], prepared.count[node]
        if condition >= 0 and (visits == 0 or shares == 0):
            return self.holds(condition, token.case)
        threshold = prepared.again_threshold[prepared.first[node] + min(visits, shares - 1)]
        return self.uniform(token.case, prepared.draw[node], token.visit) < threshold

    def holds(self, condition: int, case: Case) -> bool:
        """A condition on the case's attributes and milestones; no chance in it."""
        prepared = self.prepared
        first, count = prepared.codes[condition]
        return (
            holds(
                prepared.code_operation,
                prepared.code_value,
                first,
                count,
                case.attributes,
                case.stamps,
                [0] * count,
            )
            == 1
        )
