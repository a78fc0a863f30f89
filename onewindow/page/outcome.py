"""The outputs of a what-if: they look old as soon as an input is moved, and are never shown for another question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from onewindow.desk.changes import Changes
from onewindow.desk.job import Job
from onewindow.desk.outcome import Answer, finish_chart, headline
from onewindow.page import draw, jobs
from onewindow.page.chart import ChartElement
from onewindow.page.here import Here
from onewindow.page.remedies import loads, remedies
from onewindow.page.saving import saving
from sim.words.page_what_if import WHAT_IF

PICTURES = {"utilisation": "busy", "process_map": "map", "where_days_go": "days", "case_gantt": "case"}
"""Headings by kind of chart, in the order in which they stand."""


class Outcome:
    """The right-hand side."""

    def __init__(self, changes: Changes, here: Here, taken: Callable[[], None]) -> None:
        """`taken` is called when something else was put into the what-if than what the form shows."""
        self.changes, self.here, self.w = changes, here, WHAT_IF[here.lang]
        self.told = ui.label(self.w["old"]).classes("old-told").props('role="status"')
        self.progress = ui.element("div")
        self.first = ui.element("div").classes("outcome")
        remedies(changes, here, taken)
        self.charts = ui.element("div").classes("outcome")
        loads(changes, here)
        self.others = ui.element("div").classes("outcome")
        saving(changes, here)
        self.shown: dict[str, Any] = {}
        self.show()

    def work(self) -> None:
        """Have what is asked worked out."""
        self.changes.work(self.here.desk, self.here.owner)
        self.follow()

    def follow(self) -> None:
        """Show what comes, as it comes."""
        self.progress.clear()
        with self.progress:
            for job in (self.changes.job, self.changes.base):
                if job is not None and not job.over:
                    jobs.follow(job, self.here, self._came)
                elif job is not None and job.state == "failed":
                    ui.label(jobs.told(job, self.here)).classes("bad")
        self.show()

    def _came(self, _job: Job) -> None:
        self.show()

    def show(self) -> None:
        """What is known, marked as old where it belongs to something else."""
        answer, base, old = self.changes.answer(), self.changes.base_answer(), self.changes.old
        self.told.set_visibility(old and answer is not None)
        for place in (self.first, self.charts, self.others):
            place.classes(add="old") if old else place.classes(remove="old")
        there = answer or {}
        self._anew(
            self.first, "first", (there.get("first") and self.changes.worked, base is not None), answer, base
        )
        self._anew(self.charts, "charts", there.get("charts") and self.changes.worked, answer, base)
        self._anew(self.others, "others", there.get("others") and self.changes.worked, answer, base)

    def _anew(
        self, place: ui.element, name: str, seen: Any, answer: Answer | None, base: Answer | None
    ) -> None:
        """Fill a place anew, where what it shows is not what is there."""
        if self.shown.get(name, self) == seen:
            return
        self.shown[name] = seen
        place.clear()
        with place:
            if answer is None:
                if name == "first":
                    ui.label(self.w["nothing"]).classes("soft")
            elif name in answer:
                {"first": self._first, "charts": self._charts, "others": self._others}[name](answer, base)
            elif name == "charts":
                ui.label(self.w["coming"]).classes("soft")

    def _first(self, answer: Answer, base: Answer | None) -> None:
        asked, lang = self.changes.worked, self.here.lang
        assert asked is not None
        name = self.changes.inputs.targets.get(asked.target, asked.target)
        draw.html(_headline(answer, base, self.here, name)).classes("headline")
        chart = finish_chart(answer, base, name, lang)
        if chart is not None:
            draw.html(self.w["finish"], "h2")
            ChartElement(chart, lang)

    def _charts(self, answer: Answer, _base: Answer | None) -> None:
        lang = self.here.lang
        for kind, heading in PICTURES.items():
            if answer["charts"][kind][lang] is not None:
                draw.html(self.w[heading], "h2")
                ChartElement(answer["charts"][kind][lang], lang)

    def _others(self, answer: Answer, _base: Answer | None) -> None:
        said = answer["others"]["said"]
        if said:
            draw.html(self.w["other_promises"], "h2")
            draw.html(said[self.here.lang]["promises"]).classes("promises")


def _headline(answer: Answer, base: Answer | None, here: Here, name: str) -> str:
    w, made = WHAT_IF[here.lang], headline(answer, base, here.lang)
    head = draw.span("sign", made.sign) + " " + draw.span("", f"{name} — {made.verdict}")
    lines = [f'<h2 class="{made.tone}">{head}</h2>']
    if made.share is not None:
        told = f"{made.found} {made.required}"
        lines.append(draw.bar(made.share, made.low, made.high, made.needed, made.tone, told))
    found = draw.span("big", made.found)
    if made.now:
        found = f"{draw.span('soft', w['now'])} {draw.span('', made.now)} → {draw.span('soft', w['changed'])} {found} "
        found += draw.span("change", made.change)
    lines.append(f"<p>{found} {draw.span('soft', made.required)}</p>")
    lines.append(f"<ul>{answer['first']['said'][here.lang]['lines']}</ul>")
    lines.append(f"<p>{draw.span('soft', made.line)}</p>")
    return "".join(lines)
