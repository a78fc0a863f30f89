"""Saving a what-if under a name, taking it along as YAML, and the command that asks the same."""

from __future__ import annotations

from nicegui import ui

from onewindow.commands import typed
from onewindow.desk.asked import from_request
from onewindow.desk.changes import Changes
from onewindow.desk.scenario_text import yaml_of
from onewindow.page import draw
from onewindow.page.here import Here
from sim.words.page_what_if import WHAT_IF


def saving(changes: Changes, here: Here) -> None:
    w = WHAT_IF[here.lang]
    studies = here.desk.studies

    @ui.refreshable
    def saved() -> None:
        own = [one for one in studies.all() if one.kind == "what_if" and one.name]
        ui.label(w["save_hint"] if own else w["no_saved"]).classes("soft")
        with ui.element("ul").classes("plain"):
            for one in own:
                with ui.element("li"):
                    ui.link(one.name, f"/what-if?{from_request(one.request).query()}")
                    ui.button(w["forget"], on_click=lambda key=one.key: forget(key)).props(
                        "flat dense no-caps"
                    )

    def save() -> None:
        job = changes.work(here.desk, here.owner)
        studies.asked(job)
        if studies.named(job.key, str(name.value or "")) is not None and name.value:
            ui.notify(w["saved"].format(name=name.value))
            saved.refresh()

    def forget(key: str) -> None:
        studies.named(key, "")
        saved.refresh()

    draw.html(w["save"], "h2")
    with ui.row().classes("actions"):
        name = ui.input(w["name"]).props("dense outlined maxlength=80").mark("alternative")
        ui.button(w["save"], on_click=save).props("outline no-caps").mark("save")
        ui.button(
            w["yaml"], on_click=lambda: ui.download(yaml_of(changes.asked).encode(), "what-if.yaml")
        ).props("flat no-caps")
        tell = ui.button(w["command"]).props("flat no-caps")
    command = draw.command("")
    tell.on_click(lambda: command.set_text(typed(changes.asked.command())))
    saved()
