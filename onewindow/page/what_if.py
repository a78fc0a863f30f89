"""What-if: inputs on the left, what comes of them on the right."""

from __future__ import annotations

from nicegui import ui

from onewindow.desk.asked import from_query
from onewindow.desk.job import Job
from onewindow.page import draw, jobs
from onewindow.page.here import Here


def what_if(here: Here) -> None:
    """The story of one promise."""
    asked = from_query(here.query)
    draw.html(asked.target or asked.scenario, "h1")
    with ui.element("section"):
        shown = draw.html("")

        def changed(job: Job) -> None:
            first = (job.result or job.parts).get("first")
            if first is not None:
                shown.set_content(first["said"][here.lang]["promises"])

        jobs.follow(here.desk.ask("what_if", asked.request(), here.owner), here, changed)
