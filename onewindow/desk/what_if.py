"""The answer to a what-if, as a job gives it: the promise that is asked of first, then what stands beside it.

Parts, in this order: `first` (the verdict, how long cases take), `others` (the scenario's other promises), `charts`
(who is busy, the process, where the days go, one case). Every number is that of `check --json` for the same question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from onewindow.desk.asked import Asked, from_request
from onewindow.desk.kinds import Part
from plots.results.charted import chart_of
from plots.results.verdicts import micros_of, unit_of
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.reports.report import Report, told_case
from sim.experiments.running.crew import crew_for
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.progress import Progress
from sim.experiments.runs.run import run
from sim.experiments.verdicts.check import check, chosen
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.model import ModelError
from sim.pages.html import part_html, text_html
from sim.pages.page import Entry
from sim.pages.reports.document import Picture, PictureKind
from sim.pages.verdicts import page_of
from sim.words.language import Lang
from sim.words.number_names import NumberWords

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
CHARTS: tuple[PictureKind, ...] = ("utilisation", "process_map", "case_gantt", "where_days_go")
REPLICATIONS = 8
"""Of the run whose events are told: enough for who is busy, quick enough to wait for."""
VALUES = 50_000
"""Values of a clock that are handed out at most: every so many of them, in order."""


def answer(request: Mapping[str, Any], progress: Progress, part: Part) -> Mapping[str, Any]:
    """The parts by their names. Raises ModelError."""
    asked = from_request(request)
    whatif = asked.question()
    names = chosen(whatif, None)
    target = asked.target if asked.target in names else names[0]
    made: dict[str, Any] = {}

    def done(name: str, value: Any) -> None:
        made[name] = value
        part(name, value)

    with crew_for(whatif.engine_name, None) as crew:
        evidence = Evidence(whatif.program, whatif.seed, crew, whatif.engine_name)
        told = check(whatif, [target], ends=False, progress=progress, crew=crew, evidence=evidence)
        done("first", _told(whatif, told) | {"finish": _finish(whatif, told[0], evidence)})
        shown = run(whatif, replications=REPLICATIONS, progress=progress, crew=crew)
        judged = {target: evidence.of(target, told[0].replications)}
        report = Report(whatif, shown, tuple(told), judged, None, None, None, told_case(shown, target), ())
        with progress(whatif.label, "charts", len(CHARTS) * len(LANGUAGES)) as bar:
            done("charts", {kind: _chart(kind, report, bar.advance) for kind in CHARTS})
        others = [name for name in names if name != target]
        found = (
            check(whatif, others, ends=False, progress=progress, crew=crew, evidence=evidence)
            if others
            else []
        )
        done("others", _told(whatif, found))
    return made


def first_answer(scenario: str) -> None:
    """Answer a question as quickly as can be, for a worker to be warm."""
    whatif = Asked(scenario).question()
    with crew_for(whatif.engine_name, None) as crew:
        evidence = Evidence(whatif.program, whatif.seed, crew, whatif.engine_name)
        told = check(whatif, chosen(whatif, None)[:1], ends=False, budget=0, crew=crew, evidence=evidence)
        _told(whatif, told)
        _finish(whatif, told[0], evidence)


def _told(whatif: WhatIf, verdicts: Sequence[TargetVerdict]) -> dict[str, Any]:
    """Verdicts as `check --json` has them, and what the terminal says of them, as HTML by language."""
    said = {}
    for lang in LANGUAGES if verdicts else ():
        page = page_of(verdicts, lang, NumberWords(whatif.stated, lang))
        entries = [one for one in page.sections[0].parts if isinstance(one, Entry)]
        said[lang] = {
            "answer": text_html(page.answer),
            "promises": "".join(line for one in entries for line in part_html(one)),
            "lines": "".join(f"<li>{text_html(line)}</li>" for line in entries[0].lines[1:]),
        }
    return {"verdicts": [one.to_dict() for one in verdicts], "said": said}


def _finish(whatif: WhatIf, verdict: TargetVerdict, evidence: Evidence) -> dict[str, Any] | None:
    """The clock's values in ms, ascending, as many as a picture can tell apart; None where nobody was judged."""
    if not verdict.judged_any:
        return None
    target, wd_hours = whatif.scenario.targets[verdict.target], whatif.scenario.wd_hours
    judged = evidence.of(verdict.target, verdict.replications)
    values = np.sort(micros_of(target, judged, wd_hours))
    each = max(1, -(-len(values) // VALUES))
    missing = sum(one.missing for one in judged)
    return {
        "values": (values[each // 2 :: each] // 1000).astype(int).tolist(),
        "open": round(missing / each),
        "thinned": each > 1,
        "limit": target.limit.value.micros(wd_hours) // 1000,
        "unit": unit_of(target, wd_hours),
        "wd_hours": wd_hours,
    }


def _chart(kind: PictureKind, report: Report, drawn: Callable[[], None]) -> dict[str, Any]:
    """By language; None where there is nothing to show."""
    made: dict[str, Any] = {}
    for lang in LANGUAGES:
        try:
            chart = chart_of(Picture(kind), report, lang)
        except (ModelError, ValueError):
            chart = None
        made[lang] = None if chart is None else chart.to_dict()
        drawn()
    return made
