"""Why time passed: the name, colour and hatch of every cause of a critical path, the same in all figures.

A pause is whatever is not one of the fixed causes: its reason is its name, and it is hatched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plots.palette import ARRIVED, FINISHED, OPEN, OVERDUE
from sim.words.language import Lang

COLOURS = {
    "work": FINISHED,
    "session": OPEN,
    "queue": OVERDUE,
    "wait_government": ARRIVED,
    "wait_intermediary": "#2E7D6B",
    "wait_utility": "#B98A2F",
    "wait_applicant": "#EBCF94",
    "wait": "#7F8A93",
    "closed": "#CDD3D8",
}
"""In the order they are stacked and named."""

WAITING = "#E2A596"
"""A lighter queue: all the time before a start, closed hours included."""

NAMES: dict[Lang, dict[str, str]] = {
    "zh": {
        "work": "办理", "session": "候会（会议、踏勘、集中交接）", "queue": "排队", "wait_government": "政府内部流转",
        "wait_intermediary": "中介机构用时", "wait_utility": "市政公用单位用时", "wait_applicant": "申请人用时",
        "wait": "等待期限届满", "closed": "非办公时间",
    },
    "en": {
        "work": "work", "session": "until a meeting, visit or pick-up", "queue": "queue",
        "wait_government": "passing on inside government", "wait_intermediary": "intermediary",
        "wait_utility": "utility", "wait_applicant": "applicant", "wait": "a deadline",
        "closed": "office closed",
    },
}  # fmt: skip

PARTIES: dict[Lang, dict[str, str]] = {
    "zh": {
        "government": "政府部门",
        "intermediary": "中介机构",
        "utility": "市政公用单位",
        "applicant": "申请人",
    },
    "en": {
        "government": "government",
        "intermediary": "intermediary",
        "utility": "utility",
        "applicant": "applicant",
    },
}
"""Who holds a case that waits."""

PAUSES = (("#C9A3B6", "////"), ("#A9BFA0", "\\\\\\\\"), ("#B7AED1", "xxxx"), ("#D3B79C", "...."))
"""Colour and hatch of the pauses, in the order they are met; more begin again."""

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
    for number, cause in enumerate(sorted(met - COLOURS.keys())):
        colour, hatch = PAUSES[number % len(PAUSES)]
        pattern = "clock paused: {}" if lang == "en" else "暂停计时：{}"
        found[cause] = Shade(cause, pattern.format(reason(cause, lang)), colour, hatch)
    return found


def reason(said: str, lang: Lang) -> str:
    """The Chinese or the English half of a reason written in both: 补正 supplement."""
    found = _CHINESE.search(said)
    if found is None:
        return said
    rest = (said[: found.start()] + said[found.end() :]).strip()
    return (found[0] if lang == "zh" else rest) or said
