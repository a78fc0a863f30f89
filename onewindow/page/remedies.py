"""What would make the promise hold, and how much load it bears: two questions that take a little longer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from onewindow.desk.asked import from_request
from onewindow.desk.changes import Changes
from onewindow.desk.job import Job
from onewindow.desk.remedies import Told, told
from onewindow.page import draw, jobs
from onewindow.page.chart import ChartElement
from onewindow.page.here import Here
from sim.words.page_what_if import WHAT_IF


def remedies(changes: Changes, here: Here, taken: Callable[[], None]) -> None:
    """The steps to a promise that holds; `taken` is called when they were put into the what-if."""
    w = WHAT_IF[here.lang]
    draw.html(w["hold"], "h2")
    ui.label(w["hold_ask"]).classes("soft")
    start = ui.button(w["hold"]).props("unelevated no-caps").mark("hold")
    under_way = ui.element("div")
    found = ui.element("div")

    def ask() -> None:
        job = here.desk.ask("remedies", changes.asked.request(), here.owner)
        _follow(job, here, under_way, found, lambda: show(job))

    def show(job: Job) -> None:
        answer = job.result
        if answer is None:
            return
        made = told(answer, changes.inputs, here.lang)
        draw.text(made.sentence).classes("gist")
        if made.steps:
            draw.html(_table(made, here))
            ui.button(w["hold_take"], on_click=lambda: take(answer)).props("outline no-caps")

    def take(answer: Mapping[str, Any]) -> None:
        changes.take(from_request(answer["asked"]))
        taken()

    start.on_click(ask)


def loads(changes: Changes, here: Here) -> None:
    """The share on time against the load."""
    w = WHAT_IF[here.lang]
    draw.html(w["curve"], "h2")
    start = ui.button(w["ask_curve"]).props("outline no-caps").mark("curve")
    under_way = ui.element("div")
    found = ui.element("div")

    def ask() -> None:
        job = here.desk.ask("loads", changes.asked.request(), here.owner)
        _follow(
            job,
            here,
            under_way,
            found,
            lambda: job.result and ChartElement(job.result["chart"][here.lang], here.lang),
        )

    start.on_click(ask)


def _follow(
    job: Job, here: Here, under_way: ui.element, found: ui.element, show: Callable[[], object]
) -> None:
    """Show a job in one place, and what comes of it in another."""
    under_way.clear()
    found.clear()

    def came(_job: Job) -> None:
        found.clear()
        with found:
            show()

    with under_way:
        jobs.follow(job, here, came)


def _table(made: Told, here: Here) -> str:
    w = WHAT_IF[here.lang]
    rows = "".join(
        f"<tr><td>{draw.span('', one.said)}</td><td>{draw.span('', one.found)}</td>"
        f"<td>{draw.span(one.tone, one.verdict)}</td></tr>"
        for one in made.steps
    )
    heads = "".join(f"<th>{w[key]}</th>" for key in ("hold_step", "hold_after", "verdict"))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
