"""The pages of how a study begins: the cases open on a morning, and the lead-in an office needs."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from sim.pages.page import Column, Page, Section, table
from sim.words.amounts import unit_amount
from sim.words.number_names import NumberWords
from sim.words.starting import STARTING
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from sim.experiments.runs.backlog import Backlog
    from sim.experiments.runs.warm_up import WarmUp


def backlog_page(found: Backlog, lang: str, file: Path | None = None) -> Page:
    """The page of open cases. With the `file` they were written to, it says how to start from there."""
    w, said = STARTING[lang], WORDS[lang]
    names, spoken = found.whatif.program.names, 0 if lang == "zh" else 1
    rows = []
    for service, where, count in found.by_step:
        steps = [names.label("step", step.removeprefix("require "), service) for step in where.split("+")]
        at = " + ".join(label[spoken] for label in steps)
        rows.append((names.label("service", service)[spoken], at, f"{count:,}"))
    title = f"{found.scenario} · {said['seed']} {found.whatif.seed} · {w['replication']} {found.replication}"
    sections = (
        [Section("", (table((said["service"], Column(w["where"]), w["cases"]), rows),))] if rows else []
    )
    answer = w["open_at"].format(at=found.at, n=f"{len(found.cases):,}")
    return Page(title, answer, tuple(sections), next_steps=() if file is None else (_from(found, file),))


def _from(found: Backlog, file: Path) -> str:
    """What checks the same question from the cases taken down on."""
    from sim.experiments.questions.alternatives import typed

    words = shlex.split(typed(found.whatif))
    for option in ("--start", "--year"):
        while option in words:
            del words[words.index(option) : words.index(option) + 2]
    words += ["--start", str(found.at), "--set", f"study.backlog={file}", "--set", "study.lead_in=0 wd"]
    return shlex.join(["onewindow", "check", *words])


def warm_up_page(found: WarmUp, lang: str) -> Page:
    """The page of a lead-in: how long it must be and whether the stated one suffices, or why nobody can tell."""
    w, said, scenario = STARTING[lang], WORDS[lang], found.whatif.scenario
    profiles = NumberWords(scenario, lang)
    names = {name: one.name for some in (scenario.services, scenario.pools) for name, one in some.items()}

    def called(known_as: str) -> str:
        return names[known_as].in_language(lang) if known_as in names else profiles.name(known_as)  # type: ignore[arg-type]

    may_settle = all(reason.cause in ("second_half", "too_short") for reason in found.reasons)
    reasons = [w[reason.cause].format(what=called(reason.what)) for reason in found.reasons]
    if any(reason.cause == "second_half" for reason in found.reasons) and may_settle:
        reasons.append(w["longer"])
    word = "untold" if found.suffices is None else "suffices" if found.suffices else "too_little"
    stated, suggested = (unit_amount(days or 0, "wd", lang) for days in (found.stated_wd, found.suggested_wd))
    answer = w[word].format(stated=stated, wd=suggested)
    rows = [
        (
            called(one.service),
            *(f"{one.weekly[week]:,.1f}" for week in (0, found.weeks // 2, -1)),
            str(one.truncated),
        )
        for one in found.services
    ]
    columns = (said["service"], *(w[column] for column in ("first_week", "half_way", "last_week", "dropped")))
    watched = w["watched"].format(weeks=found.weeks, first=found.first)
    title = f"{found.scenario} · {watched} · n = {found.replications} · {said['seed']} {found.whatif.seed}"
    sections = [Section(w["why_not"], tuple(reasons))] if reasons else []
    return Page(title, answer, (*sections, Section(w["open_weekly"], (table(columns, rows),))))
