"""One target's clock against its limit, and all targets side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from plots.finish_time import time_to_finish
from plots.results.asked import Asked, named
from plots.target_board import TargetRow, target_board
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import crew_for
from sim.experiments.running.evidence import Evidence
from sim.experiments.unknowns.doubt import Doubt
from sim.experiments.verdicts.check import check
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.model import Fault, ModelError
from sim.model.tally import counts
from sim.model.target import Target, in_natural_days
from sim.results.judged import Judged
from sim.words import formats
from sim.words.amounts import limit_text
from sim.words.counted import words_for
from sim.words.figures import FIGURES
from sim.words.formats import Unit, unit_us
from sim.words.language import Lang
from sim.words.means import mean_text
from sim.words.provenance import provenance
from sim.worktime import HOUR

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_finish_time(asked: Asked) -> Figure:
    """The clock of the target as a histogram of the cases its verdict rests on."""
    whatif, target = asked.whatif, asked.needed_target
    verdict = check(whatif, [target], draws=asked.draws, progress=asked.progress)[0]
    with crew_for(whatif.engine_name) as crew:
        evidence = Evidence(whatif.program, whatif.seed, crew, whatif.engine_name)
        evidence.grow(verdict.replications)
    return finish_time_of(whatif, verdict, evidence.of(target), asked.lang)


def finish_time_of(whatif: WhatIf, verdict: TargetVerdict, judged: Sequence[Judged], lang: Lang) -> Figure:
    """The clock of a target in the cases that its verdict rests on. Raises ModelError where nobody was judged."""
    target = verdict.target
    if not verdict.judged_any:
        raise ModelError(
            [Fault(target, 0, 0, "no case was judged: nothing to draw; widen the window or raise the load")]
        )
    stated = whatif.scenario.targets[target]
    wd_hours = whatif.scenario.wd_hours
    if stated.measure == "reached":
        raise ModelError(
            [
                Fault(
                    target,
                    0,
                    0,
                    "it counts who gets there, and no time: nothing to draw; allowed: other targets",
                )
            ]
        )
    unit = unit_of(stated, wd_hours)
    return time_to_finish(
        micros_of(stated, judged, wd_hours),
        limit_of(stated, wd_hours),
        unit=unit,
        wd_hours=wd_hours,
        name=named(stated.name, target, lang),
        reading=stated.reading.in_language(lang) if stated.reading else "",
        verdict=verdict.verdict,
        growing=verdict.growing,
        share=verdict.on_time_share,
        interval=_interval_us(verdict, wd_hours),
        required_share=verdict.required_share,
        mean_us=None if verdict.mean is None else verdict.mean * _each(verdict, wd_hours),
        lang=lang,
        open_cases=sum(j.missing for j in judged),
        confidence=verdict.confidence,
        kept=None if (doubt := _told(verdict)) is None else doubt.kept,
        provenance=provenance(whatif, lang),
    )


def limit_of(stated: Target, wd_hours: float) -> int:
    """The limit in µs; see `unit_us` for what is counted."""
    limit = stated.limit.value
    return round(limit.amount * unit_us("visit", wd_hours)) if stated.counted else limit.micros(wd_hours)


def micros_of(stated: Target, judged: Sequence[Judged], wd_hours: float) -> NDArray[np.int64]:
    """The clock's values in µs."""
    values = np.concatenate([j.against_limit for j in judged])
    if stated.clock == "statutory" and not stated.at_once:
        values = values * unit_us(unit_of(stated, wd_hours), wd_hours)
    return values


def _each(verdict: TargetVerdict, wd_hours: float) -> float:
    """µs of one of the limit's unit."""
    if counts(verdict.limit):
        return unit_us("visit", wd_hours)
    return verdict.limit.micros(wd_hours) / verdict.limit.amount


def _interval_us(verdict: TargetVerdict, wd_hours: float) -> tuple[float, float]:
    """The interval of a share, or that of a mean in µs."""
    each = _each(verdict, wd_hours) if verdict.on_mean else 1.0
    return verdict.low * each, verdict.high * each


def unit_of(target: Target, wd_hours: float) -> Unit:
    """Hours for short limits, days for long ones: what a reader can picture."""
    if target.counted:
        return "window" if target.measure == "windows" else "visit"
    if target.clock in ("elapsed", "queue") or target.at_once:
        return "h"
    if in_natural_days(target.clock, target.limit.value):
        return "cd"
    short = target.limit.value.micros(wd_hours) <= 2 * wd_hours * HOUR
    return "wh" if target.clock == "working" and short else "wd"


def draw_target_board(asked: Asked) -> Figure:
    """Every target of the scenario with its verdict, and how likely it is kept given what is not known."""
    asked.needed_target  # noqa: B018 - refuses a scenario without targets
    return board_of(asked.whatif, check(asked.whatif, draws=asked.draws, progress=asked.progress), asked.lang)


def board_of(whatif: WhatIf, verdicts: Sequence[TargetVerdict], lang: Lang) -> Figure:
    """Verdicts side by side."""
    return target_board(
        [row_of(verdict, lang) for verdict in verdicts],
        name=whatif.scenario.title.in_language(lang),
        lang=lang,
        confidence=_confidence(verdicts, lang),
        provenance=provenance(whatif, lang),
    )


def row_of(verdict: TargetVerdict, lang: Lang) -> TargetRow:
    """One line of the board."""
    doubt = _told(verdict)
    return TargetRow(
        name=named(verdict.name, verdict.target, lang),
        reading=verdict.reading.in_language(lang) if verdict.reading is not None else "",
        limit=limit_text(verdict.limit, lang),
        required=verdict.required_share,
        share=verdict.on_time_share,
        interval=(0.0, 1.0) if verdict.on_mean else (verdict.low, verdict.high),
        verdict=verdict.verdict,
        mean=""
        if verdict.mean is None
        else mean_text(verdict.mean, verdict.unit, lang, verdict.limit.amount),
        kept=None if doubt is None else (doubt.kept, doubt.low, doubt.high),
        growing=verdict.growing,
        counted=counts(verdict.limit),
    )


def _told(verdict: TargetVerdict) -> Doubt | None:
    """The doubt of a verdict whose draws all tell: a figure names one share, not from where to where it may lie."""
    return None if verdict.doubt is None or verdict.doubt.undetermined else verdict.doubt


def _confidence(verdicts: Sequence[TargetVerdict], lang: Lang) -> str:
    """The confidence of the intervals, which depends on how many replications each verdict took."""
    levels = sorted({verdict.confidence for verdict in verdicts})
    low, high = formats.required(levels[0]), formats.required(levels[-1])
    told = low if low == high else FIGURES[lang]["levels"].format(low=low, high=high)
    runs = formats.count(max(verdict.replications for verdict in verdicts))
    w = words_for(FIGURES[lang], lang, [verdict.unit for verdict in verdicts])
    return w["confidence"].format(level=told, runs=runs)
