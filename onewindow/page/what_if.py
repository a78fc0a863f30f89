"""What-if: inputs on the left, what comes of them on the right."""

from __future__ import annotations

import json

from nicegui import run, ui

from onewindow.desk.about import scenarios
from onewindow.desk.asked import Asked, from_query
from onewindow.desk.changes import Changes
from onewindow.page import draw
from onewindow.page.changing import changing
from onewindow.page.here import Here
from onewindow.page.outcome import Outcome
from sim.library import library
from sim.model import ModelError
from sim.words.language import said_in
from sim.words.page_what_if import WHAT_IF

PATIENCE = 60.0
"""Seconds that a browser may take to come back for the rest of the page."""


async def what_if(here: Here) -> None:
    """The story of one promise; without one in the address, a choice of scenarios."""
    w, asked = WHAT_IF[here.lang], from_query(here.query)
    if not asked.scenario:
        _choice(here)
        return
    waiting = ui.label(here.said("warming")).classes("soft")
    await ui.context.client.connected(timeout=PATIENCE)  # reading a scenario takes longer than a page may
    waiting.delete()
    try:
        changes = await run.io_bound(Changes, asked, here.lang)
    except ModelError as error:
        draw.html(w["fault"].format(why=""), "h1")
        said = said_in(here.lang)
        for fault in error.faults:
            ui.label(fault.told(str, said)).classes("bad")
        ui.link(here.said("back"), "/")
        return
    if changes is None:  # the server is ending
        return
    draw.text(changes.inputs.title, "h1")
    with ui.element("div").classes("two"):
        left = ui.element("section").classes("left").props(f'aria-label="{w["change"]}"')
        with ui.element("section").classes("right").props(f'aria-label="{w["result"]}" aria-live="polite"'):
            outcome = Outcome(changes, here, lambda: ui.navigate.to(f"/what-if?{changes.asked.query()}"))

    def changed() -> None:
        address = json.dumps(f"/what-if?{changes.asked.query()}")
        ui.run_javascript(f"history.replaceState(null, '', {address})")
        if not changes.stored(here.desk, here.owner):
            outcome.show()
        else:
            outcome.follow()

    with left:
        changing(changes, here, changed, outcome.work)
    outcome.work()


def _choice(here: Here) -> None:
    draw.html(WHAT_IF[here.lang]["choose"], "h1")
    with ui.element("ul").classes("plain"):
        for name, title in scenarios(here.desk, here.lang).items():
            listed = library().get(name)
            target = "" if listed is None else (listed.headlines or listed.targets)[0]
            with ui.element("li"):
                ui.link(title, f"/what-if?{Asked(name, target).query()}")
                if listed is not None:
                    ui.label(name).classes("faint")
