"""From a question to a figure in one line: run what the figure needs, draw it, save it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim import load, run
from sim.engine.compile.times import Study, times_of, workdays_of
from sim.experiments.check import check
from sim.experiments.progress import Progress, silent
from sim.experiments.verdict import calendar_status, package_version
from sim.experiments.whatif import WhatIf
from sim.model import Fault, ModelError
from sim.model.names import unknown
from sim.model.scenario import Scenario, Target
from sim.worktime import HOUR

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from plots import DayInfo

Lang = Literal["zh", "en"]
KINDS = ("throughput", "finish_time")
REPLICATIONS = 24


def plot(
    question: WhatIf | str,
    *,
    kind: str = "throughput",
    out: str | Path | None = None,
    lang: Lang = "en",
    service: str | None = None,
    target: str | None = None,
    replications: int = REPLICATIONS,
    progress: Progress = silent,
) -> Figure:
    """Draw `kind` for a scenario and save it (PNG, SVG, or both when `out` has no suffix).

    throughput: arrived, finished and open cases of a service on real dates. finish_time: a target's clock
    against its limit. `service` and `target` default to those of the first headline. Raises ModelError.
    """
    from plots import save

    whatif = load(question) if isinstance(question, str) else question
    if kind not in KINDS:
        raise ModelError([Fault(f"--kind {kind}", 0, 0, unknown("kind of figure", kind, KINDS))])
    scenario = whatif.scenario
    headline = _target(scenario, target)
    if kind == "throughput":
        figure = _throughput(whatif, _service(scenario, service, headline), lang, replications, progress)
    elif headline is None:
        raise ModelError(
            [Fault(whatif.reference, 0, 0, "the scenario states no targets; finish_time needs one")]
        )
    else:
        figure = _finish_time(whatif, headline, lang, progress)
    if out is not None:
        save(figure, out)
    return figure


def _target(scenario: Scenario, target: str | None) -> str | None:
    if target is not None:
        if target not in scenario.targets:
            raise ModelError([Fault(f"--target {target}", 0, 0, unknown("target", target, scenario.targets))])
        return target
    headlines = [name for name, stated in scenario.targets.items() if stated.headline]
    return next(iter([*headlines, *scenario.targets]), None)


def _service(scenario: Scenario, service: str | None, target: str | None) -> str:
    if service is not None:
        if service not in scenario.services:
            raise ModelError(
                [Fault(f"--service {service}", 0, 0, unknown("service", service, scenario.services))]
            )
        return service
    return scenario.targets[target].service if target else next(iter(scenario.services))


def _throughput(whatif: WhatIf, service: str, lang: Lang, replications: int, progress: Progress) -> Figure:
    import polars as pl

    from plots import throughput

    made = run(whatif, replications=replications, detail="cases", progress=progress)
    cases = made.cases.filter(pl.col("service") == service)
    study = times_of(whatif.scenario).study
    name = whatif.scenario.services[service].name.in_language(lang)
    return throughput(
        cases,
        days_of(whatif.scenario, study),
        lang=lang,
        title=f"{name} · {whatif.scenario.title.in_language(lang)}"
        if name != whatif.scenario.title.in_language(lang)
        else name,
        window=(study.judged_from, study.judged_until),
        replications=replications,
        provenance=provenance(whatif),
    )


def _finish_time(whatif: WhatIf, target: str, lang: Lang, progress: Progress) -> Figure:
    import numpy as np

    from plots import time_to_finish
    from sim.experiments.evidence import Evidence
    from sim.experiments.replicate import workers

    verdict = check(whatif, [target], ends=False, progress=progress)[0]
    with workers() as executor:
        evidence = Evidence(whatif.program, whatif.seed, executor, whatif.engine_name)
        evidence.grow(min(REPLICATIONS, verdict.replications))
    if verdict.on_time_share is None:
        raise ModelError(
            [Fault(target, 0, 0, "no case was judged: nothing to draw; widen the window or raise the load")]
        )
    judged = evidence.of(target)
    stated = whatif.scenario.targets[target]
    wd_hours = whatif.scenario.wd_hours
    values = np.concatenate([j.values for j in judged])
    if stated.clock == "statutory":
        values = values * round(wd_hours * HOUR)
    return time_to_finish(
        values,
        stated.limit.value.micros(wd_hours),
        unit=_unit(stated, wd_hours),
        wd_hours=wd_hours,
        name=(stated.name.in_language(lang) if stated.name else target),
        reading=stated.reading.in_language(lang) if stated.reading else "",
        verdict=verdict.verdict,
        share=verdict.on_time_share,
        interval=(verdict.low, verdict.high),
        required_share=verdict.required_share,
        lang=lang,
        open_cases=sum(j.missing for j in judged),
        confidence=verdict.confidence,
        provenance=provenance(whatif),
    )


def provenance(whatif: WhatIf) -> str:
    """The line every figure ends with: what was run, so that anyone can run it again."""
    status = calendar_status(times_of(whatif.scenario))
    return (
        f"onewindow {package_version()} · {whatif.label} · load {whatif.load_text} · seed {whatif.seed} · "
        f"program {whatif.program.digest[:12]} · calendar {status}"
    )


def _unit(target: Target, wd_hours: float) -> Literal["wh", "wd", "h"]:
    """Hours for short limits, days for long ones: what a reader can picture."""
    if target.clock == "elapsed":
        return "h"
    short = target.limit.value.micros(wd_hours) <= 2 * wd_hours * HOUR
    return "wh" if target.clock == "working" and short else "wd"


def days_of(scenario: Scenario, study: Study) -> list[DayInfo]:
    """Every date of the study with its kind and name, for figures on real dates."""
    from plots import DayInfo

    workdays = workdays_of(scenario.calendar)
    days = []
    day = study.start
    while day < study.horizon:
        closure = workdays.closure(day)
        if closure is not None:
            days.append(DayInfo(day, False, closure.kind, {"zh": closure.name.zh, "en": closure.name.en}))
        else:
            days.append(DayInfo(day, True, "makeup" if workdays.is_makeup(day) else "workday", None))
        day = _next(day)
    return days


def _next(day: date) -> date:
    return day + timedelta(days=1)
