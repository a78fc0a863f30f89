"""Ask: the questions a planner asks next, as buttons; each ends in a sentence and a figure."""

from __future__ import annotations

import json
from typing import Any

from nicegui import ui

from onewindow.desk.about import About
from onewindow.desk.ask import KINDS, command
from onewindow.desk.asked import Asked, from_query
from onewindow.desk.job import Job
from onewindow.page import draw, jobs
from onewindow.page.chart import ChartElement
from onewindow.page.choosing import choosing
from onewindow.page.here import Here
from onewindow.page.taking import taking
from sim.words.page_ask import ASK


def ask(here: Here) -> None:
    """A card for every question; what was asked before is shown at once.

    Without a scenario in the address it begins with the one looked at last, or with the first headline.
    """
    w, asked = ASK[here.lang], from_query(here.query)
    if not asked.scenario:
        asked = here.desk.begins_with(here.owner)
        address = json.dumps(f"{here.path}?{asked.query()}")
        ui.run_javascript(f"history.replaceState(null, '', {address})")
    draw.html(w["title"], "h1")
    ui.label(w["explains"]).classes("soft")

    def known(about: About) -> None:
        for kind in questions(asked, about):
            _question(kind, asked, here)
        taking(here, asked)

    choosing(here, asked, known)


def questions(asked: Asked, about: About) -> list[str]:
    """The kinds that fit: where no source tells the process, only what would have to be true."""
    if asked.target in about.turned or set(about.turned) == set(about.targets):
        return ["requirement"]
    return [kind for kind in KINDS if kind != "requirement" or about.turned]


def _question(kind: str, asked: Asked, here: Here) -> None:
    w = ASK[here.lang]
    request = asked.request()
    with ui.element("section").classes("question"):
        with ui.row().classes("asked"):
            draw.html(w[kind], "h2")
            button = ui.button(w["ask"]).props(f'no-caps outline aria-label="{w["ask"]}: {w[kind]}"')
        ui.label(w[f"{kind}_is"]).classes("soft")
        place = ui.element("div")

    def shown(job: Job) -> None:
        if job.result is not None:
            with place:
                answered(job.result, command(kind, asked), here)

    def go() -> None:
        button.disable()
        place.clear()
        with place:
            jobs.follow(here.desk.ask(kind, request, here.owner), here, ended)

    def ended(job: Job) -> None:
        shown(job)
        if job.state in ("failed", "cancelled"):
            button.enable()

    button.on_click(go)
    stored = here.desk.stored(kind, request)
    working = any(job.kind == kind and job.request == request for job in here.desk.runner.jobs(here.owner))
    if stored is not None or working:
        go()


def answered(result: Any, asked: str, here: Here) -> None:
    """The sentence, the figure, what supports it; details folded, and the command."""
    w, said = ASK[here.lang], result["said"][here.lang]
    draw.html(f"<p>{said['answer']}</p>").classes("gist")
    if chart := result["charts"].get(here.lang):
        ChartElement(chart, here.lang)
    elif still := result["stills"].get(here.lang):
        draw.html(still, "figure").classes("still")
    draw.html(said["body"]).classes("page")
    with ui.element("details"):
        draw.html(w["details"], "summary")
        draw.html(f"<p class='soft'>{said['title']}</p>{said['details']}").classes("page")
        ui.label(w["command"]).classes("soft")
        draw.command(asked)
