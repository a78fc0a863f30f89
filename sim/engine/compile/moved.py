"""Hours that are added, and who comes in them: people who would come in other hours of the same week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from sim.engine.compile.channel_hours import ChannelHours
from sim.engine.compile.faults import CompileError
from sim.worktime import HoursRule, Spans

Coming = tuple[date, list[tuple[int, int, float]]]
"""A date, and its parts (begin, end, expected arrivals)."""


def moved(days: Iterable[Coming], hours: ChannelHours, path: str) -> list[Coming]:
    """What comes, with the stated share of every week moved into the hours that rules add to it, evenly.

    A week goes from Monday to Sunday, as far as the study holds it; it keeps its sum. Raises CompileError where more
    than all would be moved.
    """
    found: list[Coming] = []
    for _, own in groupby(days, key=lambda coming: coming[0].isocalendar()[:2]):
        week = list(own)
        added = {day: hours.added(day) for day, _ in week}
        length: dict[HoursRule, int] = {}
        for by_rule in added.values():
            for rule, spans in by_rule.items():
                length[rule] = length.get(rule, 0) + _length(spans)
        shares = {rule: rule.moved for rule, micros in length.items() if micros > 0}
        stay = 1.0 - sum(shares.values())
        if stay < 0:
            raise CompileError(f"{path}.rules", f"in the week of {week[0][0]} more than all would be moved")
        total = sum(amount for _, parts in week for _, _, amount in parts)
        for day, parts in week:
            kept = [(begin, end, amount * stay) for begin, end, amount in parts]
            kept += [
                (begin, end, total * share * ((end - begin) / length[rule]))
                for rule, share in shares.items()
                for begin, end in added[day].get(rule, ())
            ]
            found.append((day, sorted(kept)))
    return found


def _length(spans: Spans) -> int:
    return sum(end - begin for begin, end in spans)
