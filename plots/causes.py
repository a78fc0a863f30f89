"""Why time passed: the name, colour and hatch of every cause of a critical path, the same in all figures.

A pause is whatever is not one of the fixed causes: its reason is its name, and it is hatched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plots.palette import ARRIVED, FINISHED, OVERDUE
from sim.model.law import PAUSE_KINDS, kind_of
from sim.words.causes import NAMES
from sim.words.language import Lang

COLOURS = {
    "work": FINISHED,
    "session": "#936FB6",
    "queue": OVERDUE,
    "wait_government": ARRIVED,
    "wait_intermediary": "#41A579",
    "wait_utility": "#B4850C",
    "wait_applicant": "#EFD99E",
    "wait": "#72838F",
    "closed": "#DFE8F2",
    "before": "#3A2A1A",
}
"""In the order they are stacked and named."""

WAITING = "#F7ADB2"
"""A lighter queue: all the time before a start, closed hours included."""

"""Who holds a case that waits."""

PAUSE = "#8C3F68"
HATCHES = ("////", "\\\\\\\\", "xxxx", "....", "||||", "----", "++++", "oooo")
"""Every pause has one colour; its hatch says which kind it is, in every figure the same."""

_CHINESE = re.compile(r"[⺀-鿿＀-￯、。（）《》]+(?:\s*[⺀-鿿＀-￯]+)*")


@dataclass(frozen=True)
class Shade:
    """How a cause looks and what it is called."""

    cause: str
    name: str
    colour: str
    hatch: str = ""

    @property
    def dark(self) -> bool:
        """Whether text on it must be light."""
        red, green, blue = (int(self.colour[i : i + 2], 16) for i in (1, 3, 5))
        return not self.hatch and 0.3 * red + 0.59 * green + 0.11 * blue < 140


def shades(causes: Iterable[str], lang: Lang) -> dict[str, Shade]:
    """The shade of each cause that occurs, in stacking order: fixed causes, then pauses by name."""
    met = set(causes)
    found = {
        cause: Shade(cause, NAMES[lang][cause], colour) for cause, colour in COLOURS.items() if cause in met
    }
    free = list(HATCHES)
    for cause in sorted(met - COLOURS.keys(), key=lambda one: (PAUSE_KINDS.index(kind_of(one)), one)):
        own = HATCHES[PAUSE_KINDS.index(kind_of(cause)) % len(HATCHES)]
        hatch = own if own in free or not free else free[0]
        free = [one for one in free if one != hatch]
        pattern = "clock paused: {}" if lang == "en" else "暂停计时：{}"
        found[cause] = Shade(cause, pattern.format(reason(cause, lang)), PAUSE, hatch)
    return found


def reason(said: str, lang: Lang) -> str:
    """The Chinese or the English half of a reason written in both: 补正 supplement."""
    found = _CHINESE.search(said)
    if found is None:
        return said
    rest = (said[: found.start()] + said[found.end() :]).strip()
    return (found[0] if lang == "zh" else rest) or said
