"""What chance decides for a case (SEMANTICS 2); mirrors `sim.engine.reference.draws`."""

from __future__ import annotations

from sim.chance import TABLE_LENGTH, beyond, look_up, pick, uniform52, visit_word
from sim.engine.compiled.nouns import (
    attribute_of,
    calendar_of,
    closes,
    code_of,
    opens,
    service_of,
    stream_of,
    vector,
    worked_before,
)
from sim.engine.compiled.records import WORD
from sim.engine.compiled.shapes import at, ints
from sim.engine.conditions import holds
from sim.engine.effort import times
from sim.engine.nodes import ALWAYS, TIMER
from sim.worktime import DAY
from sim.worktime.arithmetic import add_work, next_open


def working_end(w, calendar, start, work):
    """When work that begins at `start` is done, on a calendar."""
    on = calendar_of(w, calendar)
    return add_work(opens(on), closes(on), worked_before(on), start, work)


def uniform(w, case, draw, visit):
    """The uniform of (seed, replication, case, step, visit, purpose), in [0, 2^52)."""
    stream = stream_of(w, case.stream)
    hi = stream.words_hi ^ at(w.draw_words, 2 * draw)
    lo = stream.words_lo ^ at(w.draw_words, 2 * draw + 1)
    return uniform52(w.k0, w.k1, case.epoch, visit_word(case.member, visit), hi, lo)


def table_value(w, table, u):
    return look_up(vector(w.tables + table * TABLE_LENGTH * WORD), 0, u)


def draw_attributes(w, case):
    service = service_of(w, case.service)
    for place in range(service.attribute_count):
        number = at(w.service_attribute, service.attributes + place)
        attribute = attribute_of(w, number)
        if attribute.kind == 2:
            value = at(w.attribute_channel, attribute.channel + case.stream)
        else:
            u = uniform(w, case, attribute.draw, 0)
            if attribute.kind == 1:
                value = table_value(w, attribute.table, u)
            else:
                value = 1_000_000 * pick(u, vector(w.attribute_threshold), attribute.first, attribute.count)
        vector(case.attributes)[place] = value


def condition_holds(w, case, condition):
    code = code_of(w, condition)
    operation, value = vector(w.code_operation), vector(w.code_value)
    known, stamps, stack = vector(case.attributes), vector(case.stamps), vector(w.condition_stack)
    return holds(operation, value, code.first, code.count, known, stamps, stack) == 1


def work_of(w, case, token, node, table):
    """µs of hands-on work at a task or session, begun now."""
    work = table_value(w, table, uniform(w, case, node.draw, token.visit))
    if node.factors >= 0:
        for row in range(node.factors, node.factors + node.factor_count):
            if at(w.factor_from, row) <= w.now % DAY < at(w.factor_until, row):
                condition = at(w.factor_condition, row)
                if condition < 0 or condition_holds(w, case, condition):
                    work = times(work, at(w.factor_value, row))
    return work


def _at_the_counter(w, case, condition):
    """Whether a wait goes on until the office is open."""
    return condition == ALWAYS or (condition >= 0 and condition_holds(w, case, condition))


def end_of_wait(w, case, token, node, draw):
    """When a wait or somebody's patience ends: in working time where the node has a calendar, else in elapsed."""
    u = uniform(w, case, draw, token.visit)
    spent = node.first if node.kind == TIMER else -1
    if spent < 0:
        length = table_value(w, node.table, u)
    else:
        length = max(0, table_value(w, node.table, beyond(u, node.count)) - spent)
    if node.calendar >= 0:
        return working_end(w, node.calendar, w.now, length)
    if node.kind == TIMER and _at_the_counter(w, case, node.condition):
        office = calendar_of(w, w.office)
        return next_open(opens(office), closes(office), w.now + length)
    return w.now + length


def option(w, case, token, node):
    """The way a token takes at a choice: entry of an option, or what follows where none is taken."""
    if node.draw >= 0:
        u = uniform(w, case, node.draw, token.visit)
        for place in range(node.first, node.first + node.count):
            if u < at(w.option_threshold, place):
                return at(w.option_entry, place)
    else:
        for place in range(node.first, node.first + node.count):
            condition = at(w.option_condition, place)
            if condition == ALWAYS or condition_holds(w, case, condition):
                return at(w.option_entry, place)
    return node.following


def once_more(w, case, token, node, visits):
    """Whether a loop that has been gone through `visits` + 1 times is gone through once more."""
    shares = node.count
    if node.condition >= 0 and (visits == 0 or shares == 0):
        return condition_holds(w, case, node.condition)
    threshold = at(w.again_threshold, node.first + min(visits, shares - 1))
    return uniform(w, case, node.draw, token.visit) < threshold


def arrival_gap(w, stream):
    """How much of the expected arrivals passes until the stream's next one."""
    u = uniform52(w.k0, w.k1, stream.epoch, 0, stream.arrival_hi, stream.arrival_lo)
    return look_up(ints(w.exponential, TABLE_LENGTH), 0, u)
