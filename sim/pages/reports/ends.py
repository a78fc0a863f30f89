"""The last chapters: what the report cannot say, how it was made and why that is enough, and how to make it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from sim.engine.compile.times import times_of
from sim.experiments.statistics.looks import LOOKS
from sim.model.blocks import Session, Task, Wait, walk
from sim.pages.page import Column, Entry, Table
from sim.pages.reports.document import Chapter
from sim.pages.reports.numbers import numbers_of, sources_of
from sim.pages.verdicts import value_of
from sim.words.amounts import duration
from sim.words.checklist import ITEMS, STRESS
from sim.words.promises import called
from sim.words.provenance import provenance
from sim.words.report import LIMITS, METHOD, REPORT

if TYPE_CHECKING:
    from sim.experiments.reports.report import Report
    from sim.experiments.reports.told import Told
    from sim.experiments.verdicts.verdict import TargetVerdict
    from sim.words.language import Lang


def limits(made: Told, lang: Lang) -> Chapter:
    """What the model cannot say, and which parts are not in the report."""
    w = REPORT[lang]
    parts = [*(w[f"part_{part}"] for part in made.left_out), w["robustness"]]
    told = w["left_out"].format(what=w["semicolon"].join(parts))
    return Chapter("limits", w["limits"], (*(f"• {line}" for line in LIMITS[lang]), told))


def method(made: Told, lang: Lang) -> Chapter:
    """How it was simulated, and why so many replications are enough, promise by promise."""
    w, m = REPORT[lang], METHOD[lang]
    study = times_of(made.whatif.scenario).study
    last = study.judged_until - timedelta(days=1)
    looks = m["looks"].format(looks=w["and"].join(map(str, LOOKS)))
    lines = [
        m["what"],
        m["judged"].format(first=study.judged_from, last=last, start=study.start),
        looks,
        *(f"• {_enough(one, lang)}" for one in made.verdicts),
        m["open"],
        m["pairs"],
    ]
    doubt = next((one.doubt for one in made.verdicts if one.doubt is not None), None)
    lines += [m["draws"].format(n=doubt.draws)] if doubt is not None else []
    return Chapter("method", w["method"], tuple(lines))


def _enough(v: TargetVerdict, lang: Lang) -> str:
    m = METHOD[lang]
    if not v.judged_any:
        return m["nobody"].format(target=called(v, lang))
    pattern = "not_enough" if v.verdict == "undecided" else "enough"
    return m[pattern].format(
        target=called(v, lang), n=v.replications, cases=f"{v.cases:,}", found=value_of(v, lang)
    )


def checklist(made: Report, lang: Lang) -> Chapter:
    """The twenty items of STRESS-DES, each with what is said here or where it stands."""
    w = STRESS[lang]
    told = _facts(made, lang)
    chapters = {
        "2.1": "days", "2.5": "staff", "3.1": "assumptions", "3.3": "assumptions", "3.4": "assumptions",
        "4.3": "method", "6.1": "again",
    }  # fmt: skip
    rows = []
    for item in ITEMS:
        chapter = REPORT[lang][chapters[item]] if item in chapters else ""
        rows.append((item, w[f"ask_{item}"], w[item].format(**told, chapter=chapter)))
    table = Table((Column(w["item"]), Column(w["asked"]), Column(w["said"])), tuple(rows))
    return Chapter("checklist", REPORT[lang]["checklist"], (table,))


def _facts(made: Report, lang: Lang) -> dict[str, object]:
    w, whatif, first = REPORT[lang], made.whatif, made.verdicts[0]
    scenario, study = whatif.scenario, times_of(whatif.scenario).study
    found = numbers_of(whatif)
    steps = [
        block
        for service in scenario.services.values()
        for block in walk(service.flow)
        if isinstance(block, (Task, Session, Wait))
    ]
    others = () if made.comparison is None else made.comparison.alternatives
    doubt = next((one.doubt for one in made.verdicts if one.doubt is not None), None)
    return {
        "title": scenario.title.in_language(lang),
        "promises": len(made.verdicts),
        "alternatives": len(others),
        "levers": 0 if made.levers is None else len(made.levers.comparison.alternatives),
        "draws": 0 if doubt is None else doubt.draws,
        "services": len(scenario.services),
        "steps": len(steps),
        "pools": len(scenario.pools),
        "scenario": whatif.label,
        "what": w["semicolon"].join(one.options for one in others) or w["none"],
        "sources": len(sources_of(whatif.stated, found)),
        "numbers": len(found.all),
        "uncertain": len(found.uncertain),
        "lead_in": duration(scenario.study.lead_in, lang),
        "start": study.start,
        "end": study.horizon - timedelta(days=1),
        "first": study.judged_from,
        "last": study.judged_until - timedelta(days=1),
        "n": " / ".join(dict.fromkeys(str(one.replications) for one in made.verdicts)),
        "version": first.version,
        "engine": first.engine,
        "seed": first.seed,
    }


def again(made: Report, command: str, lang: Lang) -> Chapter:
    """The command, and all that makes it give the same bytes."""
    w = REPORT[lang]
    table = Table((Column(""), Column("")), tuple(facts_of(made, lang)))
    return Chapter("again", w["again"], (Entry(w["reproduced"], (command,)), table))


def facts_of(made: Told, lang: Lang) -> Iterator[tuple[str, str]]:
    """What was run, so that anyone can run it again."""
    w, first = REPORT[lang], made.verdicts[0]
    settings = [setting.text for setting in made.whatif.source.settings]
    yield w["scenario"], made.whatif.label
    yield w["version"], f"onewindow {first.version}"
    yield w["digest"], first.digest
    yield w["seed"], str(first.seed)
    yield w["load"], first.load
    yield w["engine"], first.engine
    yield w["levers_in_force"], w["and"].join(use.name for use in made.whatif.levers) or w["none"]
    yield w["settings"], w["semicolon"].join(settings) or w["none"]
    yield w["status"], provenance(made.whatif, lang).rpartition(" · ")[2]
