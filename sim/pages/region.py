"""The page of what a promise requires: the answer, the hours for each number of sign-offs, and what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.pages.page import Column, Entry, Page, Section, Table
from sim.words.formats import number
from sim.words.marks import marked, strong
from sim.words.promises import called
from sim.words.regions import REGION, answer, cell, part_of_day, times

if TYPE_CHECKING:
    from sim.experiments.searches.region import Region


def page_of(made: Region, lang: str) -> Page:
    """The page of one promise."""
    w, asked = REGION[lang], made.whatif
    title = w["title"].format(
        scenario=asked.label, load=asked.load_text, seed=asked.seed, n=made.replications
    )
    head = f"{strong(called(made, lang))}  {marked('faint', made.target)}"
    load = w["load"].format(
        cases=number(made.cases_a_day), day=number(made.day_hours), part=part_of_day(made.availability)
    )
    used_up = any(bound.used_up and bound.kept is not None for one in made.boundaries for bound in one.bounds)
    sections = (
        Section("", (Entry(head, (w["no_verdict"], load)),)),
        Section(w["most"], (_table(made, lang), *([marked("faint", w["star"])] if used_up else []))),
    )
    details = (Section("", tuple(_staff(made, lang))), Section("", (*_confirmed(made, lang), w["note"])))
    return Page(title, answer(made, lang), sections, details, (f"onewindow show {asked.label}",))


def _table(made: Region, lang: str) -> Table:
    """A row a number of cases, a column a number of sign-offs."""
    w = REGION[lang]
    columns = (
        Column(""),
        *(Column(times(one.sign_offs, lang), number=True) for one in made.boundaries),
    )
    rows = [
        (
            w["each_one" if bound.cases == 1 else "each"].format(cases=number(bound.cases)),
            *(cell(one.bounds[place], lang) for one in made.boundaries),
        )
        for place, bound in enumerate(made.boundaries[0].bounds)
    ]
    return Table(columns, tuple(rows))


def _staff(made: Region, lang: str) -> list[str]:
    """How many people each number of cases means."""
    return [
        REGION[lang]["people"].format(
            cases=number(bound.cases), people=bound.people, part=part_of_day(bound.share_of_day)
        )
        for bound in made.boundaries[0].bounds
    ]


def _confirmed(made: Region, lang: str) -> list[str]:
    """What fresh seeds say in the middle of each boundary."""
    w = REGION[lang]
    return [
        w["confirmed"].format(
            cases=number(one.middle.cases),
            times=times(one.sign_offs, lang),
            met=w["unknown"] if one.middle.met is None else number(one.middle.met),
            not_met=w["unknown"] if one.middle.not_met is None else number(one.middle.not_met),
        )
        for one in made.boundaries
        if one.middle.asked and one.middle.kept is not None
    ]
