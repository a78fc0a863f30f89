"""What comes of a what-if, beside what the scenario states: from the stored answers of both, nothing simulated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from plots.charts.promises import finish_time
from plots.tally import Tally
from sim.pages import whole_table
from sim.words.formats import required
from sim.words.language import Lang
from sim.words.page_what_if import WHAT_IF
from sim.words.promises import SIGNS, TONES
from sim.words.verdicts import WORDS

Answer = Mapping[str, Any]
"""As `what_if.answer` gives it, or the parts of it that are there already."""


@dataclass(frozen=True)
class Headline:
    """The promise in one line: what holds now, what would hold, and what is required."""

    sign: str
    tone: str
    verdict: str
    found: str
    """The share or the mean, with its interval."""
    now: str
    """The same as stated; nothing where nothing was changed."""
    change: str
    """In percentage points; of two shares only."""
    required: str
    share: float | None
    low: float
    high: float
    needed: float | None
    line: str
    """What was simulated: replications, seed, version, digest."""


def headline(answer: Answer, base: Answer | None, lang: Lang) -> Headline:
    """Of the promise that was asked of first."""
    w, told = WHAT_IF[lang], answer["first"]["verdicts"][0]
    other = None if base is None else base["first"]["verdicts"][0]
    share, before = told["on_time_share"], None if other is None else other["on_time_share"]
    steady = told["verdict"] != "met" or told["steady"] is not False
    change = ""
    if share is not None and before is not None:
        change = w["by_points"].format(points=f"{100 * (share - before):+.1f}")
    needed = told["required_share"]
    low, high = told["ci"] if share is not None else (0.0, 1.0)
    return Headline(
        sign=SIGNS[told["verdict"]],
        tone=TONES[told["verdict"] if steady else "undecided"],
        verdict=WORDS[lang][told["verdict"]],
        found=whole_table.found(told, lang),
        now="" if other is None else whole_table.found(other, lang),
        change=change,
        required="" if needed is None else w["required"].format(share=required(needed)),
        share=share,
        low=low,
        high=high,
        needed=needed,
        line=w["numbers_from"].format(
            n=told["replications"], seed=told["seed"], version=told["version"], digest=told["digest"][:12]
        ),
    )


def finish_chart(answer: Answer, base: Answer | None, name: str, lang: Lang) -> dict[str, Any] | None:
    """How long cases take, now and changed laid over each other; None where nobody was judged."""
    own = answer["first"]["finish"]
    if own is None:
        return None
    other = None if base is None else base["first"]["finish"]
    same = other is not None and (other["unit"], other["wd_hours"]) == (own["unit"], own["wd_hours"])
    beside = Tally(_micros(other), other["open"], own["limit"] * 1000) if other is not None and same else None
    chart = finish_time(
        _micros(own), own["limit"] * 1000, own["open"], own["unit"], own["wd_hours"], name, lang, beside
    )
    told = chart.to_dict()
    return told | {"note": ""} if own["thinned"] else told


def _micros(finish: Mapping[str, Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.asarray(finish["values"], dtype=np.int64) * 1000
