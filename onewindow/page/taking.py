"""Files to take away of a what-if: each made on demand, with the command that writes the same."""

from __future__ import annotations

from nicegui import ui

from onewindow.desk.asked import Asked
from onewindow.desk.files import KINDS, command, request_of
from onewindow.desk.job import Job
from onewindow.page import draw, jobs
from onewindow.page.here import Here
from sim.words.page_ask import ASK


def taking(here: Here, asked: Asked) -> None:
    """A line for every file."""
    w = ASK[here.lang]
    with ui.element("section").classes("taking"):
        draw.html(w["take"], "h2")
        ui.label(w["take_is"]).classes("soft")
        for kind in KINDS:
            _file(kind, asked, here)


def _file(kind: str, asked: Asked, here: Here) -> None:
    w, request = ASK[here.lang], request_of(kind, asked, here.lang)
    with ui.row().classes("file"):
        ui.label(w[kind]).classes("strong")
        place = ui.row()
        draw.command(command(kind, asked, here.lang))

    def shown(job: Job) -> None:
        path = here.desk.studies.file(job.key)
        if job.result is None or path is None:
            return
        name, size = str(job.result["name"]), job.result["bytes"]
        said = w["download"].format(size=f"{max(1, round(size / 1000)):,} kB")
        with place:
            ui.button(said, on_click=lambda: ui.download.file(path, name)).props("no-caps flat dense")

    def go() -> None:
        place.clear()
        with place:
            jobs.follow(here.desk.ask(kind, request, here.owner), here, shown)

    if here.desk.stored(kind, request) is not None:
        go()
    else:
        with place:
            ui.button(w["make"], on_click=go).props(
                f'no-caps outline dense aria-label="{w["make"]}: {w[kind]}"'
            )
