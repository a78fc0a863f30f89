"""A verdict is made of what was simulated: the statistics that stand beside the decision on one target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from sim.engine.compile.times import Times
from sim.engine.nodes import Ints
from sim.experiments.questions.next_searches import what_would_change
from sim.experiments.questions.origin import calendar_status, package_version
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import requirement, unit_in_clock
from sim.experiments.statistics.looks import ALPHAS, Decision
from sim.experiments.verdicts.verdict import TIMES_CONFIDENCE, Quantile, TargetVerdict
from sim.model.provenance import uncertain_numbers, unsourced_numbers
from sim.model.scenario import Target
from sim.model.staff import pools_as_run
from sim.model.target import Superseded
from sim.results.by_construction import by_construction
from sim.results.judged import Judged
from sim.worktime import HOUR


def verdict_of(
    whatif: WhatIf, evidence: Evidence, target: str, decision: Decision, times: Times
) -> TargetVerdict:
    """The record of a decision: share, counts and times over the replications it used, so that they never disagree."""
    stated = whatif.scenario.targets[target]
    used = decision.replications
    judged = evidence.of(target, used)
    cases = sum(j.judged for j in judged)
    needed = requirement(whatif.scenario, target)
    unit = unit_in_clock(stated, times.wd_hours)

    def quantile(p: float) -> Quantile:
        found = evidence.quantile(target, p, 1 - TIMES_CONFIDENCE, used)
        return Quantile(*(None if v is None else v / unit for v in (found.estimate, found.low, found.high)))

    unfinished = sum(j.not_finished for j in judged)
    not_judged: dict[str, int] = {}
    for j in judged:
        for outcome, count in j.not_judged:
            not_judged[outcome] = not_judged.get(outcome, 0) + count
    return replace(
        _frame(whatif, evidence, target, times, used),
        verdict=decision.verdict,
        on_time_share=decision.value if needed.statistic == "share" else None,
        mean=decision.value if needed.statistic == "mean" else None,
        low=decision.low,
        high=decision.high,
        confidence=1 - decision.alpha,
        p50=quantile(0.5),
        p90=quantile(0.9),
        p95=quantile(0.95),
        cases=cases,
        replications=used,
        replications_below=decision.replications_below,
        unseen=decision.unseen,
        open=sum(j.open for j in judged),
        open_over_limit=sum(j.open_over_limit for j in judged),
        undetermined=sum(needed.counted(j)[2] for j in judged),
        deemed_share=sum(j.deemed for j in judged) / cases if cases else None,
        backwards_share=sum(j.backwards for j in judged) / cases if cases else None,
        stamped_again_share=sum(j.stamped_again for j in judged) / cases if cases else None,
        not_judged=tuple(sorted(not_judged.items())),
        before_acceptance_p50=hours_at(
            [j.before_acceptance for j in judged], 0.5, sum(j.not_accepted for j in judged)
        ),
        paused_p50=hours_at([j.paused for j in judged], 0.5),
        elapsed_p50=hours_at([j.elapsed for j in judged], 0.5, unfinished),
        elapsed_p90=hours_at([j.elapsed for j in judged], 0.9, unfinished),
        elapsed_p95=hours_at([j.elapsed for j in judged], 0.95, unfinished),
        attempts=_attempts(judged),
        by_month=evidence.months(target, used) if needed.statistic == "share" else (),
    )


def _attempts(judged: Sequence[Judged]) -> float | None:
    cases = sum(j.judged for j in judged)
    return sum(j.attempts for j in judged) / cases if cases else None


def undecidable(whatif: WhatIf, evidence: Evidence, target: str, times: Times) -> TargetVerdict:
    """Nobody was judged: no share, the widest interval, undecided."""
    return _frame(whatif, evidence, target, times, len(evidence.summaries))


def _frame(whatif: WhatIf, evidence: Evidence, target: str, times: Times, used: int) -> TargetVerdict:
    stated = whatif.scenario.targets[target]
    start, to = stated.scope
    limit = stated.limit.value
    use = evidence.pools(used)
    in_hours = limit.working and stated.clock == "working" and not stated.at_once
    hours = limit.micros(times.wd_hours) / HOUR if in_hours else None
    nothing = Quantile(None, None, None)
    return TargetVerdict(
        target=target,
        scenario=whatif.label,
        name=stated.name,
        reading=stated.reading,
        verdict="undecided",
        expected=stated.expected.verdict if stated.expected is not None and whatif.as_stated else None,
        start=start,
        to=to,
        to_called=whatif.program.names.label("step", to, stated.service),
        limit=limit,
        unit=stated.unit,
        clock=stated.measure if stated.counted else "at_once" if stated.at_once else stated.clock,
        limit_working_hours=hours,
        limit_office_days=None if hours is None else hours / _office_day_hours(times),
        required_share=None if stated.required_share is None else stated.required_share.value,
        on_time_share=None,
        judged=stated.judged,
        low=0.0,
        high=math.inf if stated.judged == "mean" else 1.0,
        confidence=1 - ALPHAS[0],
        p50=nothing,
        p90=nothing,
        p95=nothing,
        cases=0,
        replications=used,
        replications_below=0,
        unseen=None,
        open=0,
        open_over_limit=0,
        undetermined=0,
        deemed_share=None,
        not_judged=(),
        before_acceptance_p50=None,
        paused_p50=None,
        elapsed_p50=None,
        elapsed_p90=None,
        elapsed_p95=None,
        attempts=None,
        judged_dates=(str(times.study.judged_from), str(times.study.judged_until - timedelta(days=1))),
        load=whatif.load_text,
        worth_asking=what_would_change(whatif),
        uncertain=len(uncertain_numbers(whatif.stated)) + len(unsourced_numbers(whatif.stated)),
        construction=by_construction(evidence.program, evidence.program.names.clocks.index(target)),
        superseded=_superseded(stated, times),
        seed=whatif.seed,
        engine=whatif.engine_name,
        pools=tuple(use),
        windows=tuple(
            name for name, pool in pools_as_run(whatif.scenario.pools).items() if pool.kind == "window"
        ),
        calendar=calendar_status(times),
        digest=evidence.program.digest,
        version=package_version(),
    )


def _superseded(target: Target, times: Times) -> Superseded | None:
    later = target.superseded
    return later if later is not None and later.since <= times.study.judged_from else None


def _office_day_hours(times: Times) -> float:
    """Office hours of the study's first working day."""
    day = next(day for day in times.days() if times.works(day))
    return sum(end - start for start, end in times.office.spans(day)) / HOUR


def hours_at(spans: list[Ints], p: float, longer: int = 0) -> float | None:
    """Quantile in hours of all spans and of so many longer ones; None when it falls among these, or of nothing."""
    pooled = np.sort(np.concatenate(spans)) if spans else np.zeros(0)
    rank = math.ceil(p * (len(pooled) + longer))
    return float(pooled[rank - 1]) / HOUR if 0 < rank <= len(pooled) else None
