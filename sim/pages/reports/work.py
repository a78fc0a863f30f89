"""The chapters of how the work goes: where the days go, staff and windows with their calendar, one case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.engine.compile.times import times_of
from sim.model.study_dates import workdays_of
from sim.pages.case_stories import page_of as story_page
from sim.pages.overviews import Overview
from sim.pages.page import Section
from sim.pages.reports.document import Chapter, Picture, Piece
from sim.pages.runs import page_of as run_page
from sim.pages.verdict_details import pool_table
from sim.words import formats
from sim.words.marks import marked
from sim.words.report import REPORT
from sim.words.runs import RUN

if TYPE_CHECKING:
    from sim.experiments.reports.report import Report
    from sim.words.language import Lang

SATURDAY = 5
MOST_MOMENTS = 40
"""A longer story is folded: the picture tells it."""


def days(made: Report, lang: Lang) -> Chapter:
    """The time of a case on the promise's clock by cause and step, the process, and what came and went by date."""
    w, page = REPORT[lang], run_page(made.made, lang)
    steps = tuple(section for section in page.sections if section.heading in _step_headings(made, lang))
    pictures = (Picture("where_days_go"), Picture("process_map"), Picture("throughput"))
    return Chapter("days", w["days"], pictures, steps)


def _step_headings(made: Report, lang: Lang) -> list[str]:
    """What the page of a run calls its tables of steps."""
    program = made.made.program
    services = [
        program.names.label("service", name)[0 if lang == "zh" else 1] for name in program.names.services
    ]
    return [RUN[lang]["steps_title"].format(service=service) for service in services]


def staff(made: Report, lang: Lang) -> Chapter:
    """Every pool: how busy, how many units at which hours, and which days of the judged dates are closed."""
    w = REPORT[lang]
    view = Overview(made.whatif, lang)
    page = view.page()
    facts = Section(w["calendar"], (*page.sections[0].parts, *_closed(made, lang)))
    pools = Section("", (pool_table(made.verdicts[0], lang),))
    stated = next(section for section in page.sections if section.heading == view.w["pools"])
    return Chapter("staff", w["staff"], (Picture("utilisation"), pools, facts), (stated,))


def _closed(made: Report, lang: Lang) -> Iterator[str]:
    """Days of the judged dates that are closed but no plain weekend, and make-up workdays."""
    w, workdays = REPORT[lang], workdays_of(made.whatif.scenario.calendar)
    study = times_of(made.whatif.scenario).study
    closed, makeup = [], []
    for day in _dates(study.judged_from, study.judged_until):
        found = workdays.closure(day)
        if found is not None and found.kind != "weekend":
            name = found.name.zh if lang == "zh" else found.name.en
            closed.append(w["day_named"].format(day=formats.day(day, lang), name=name))
        elif found is None and day.weekday() >= SATURDAY:
            makeup.append(formats.day(day, lang))
    yield w["closed_days"].format(days=w["and"].join(closed)) if closed else w["weekends_only"]
    if makeup:
        yield w["makeup_days"].format(days=w["and"].join(makeup))


def _dates(first: date, after: date) -> Iterator[date]:
    while first < after:
        yield first
        first += timedelta(days=1)


def case(made: Report, lang: Lang) -> Chapter:
    """One case that was late, told instant by instant."""
    w = REPORT[lang]
    if made.story is None:
        return Chapter("case", w["case"], (w["story_none"],))
    page = story_page(made.story, lang)
    why = marked("faint", w["story_why"].format(r=made.story.story.replication + 1))
    told, moments = page.sections[:-1], page.sections[-1:]
    first: tuple[Piece, ...] = (marked("strong", page.answer), why, Picture("case_gantt"), *told)
    if len(made.story.story.moments) > MOST_MOMENTS:
        return Chapter("case", w["case"], first, moments)
    return Chapter("case", w["case"], (*first, *moments))
