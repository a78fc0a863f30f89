"""A job under way, as every page shows it: its place in the queue, how far it is, a button to stop it."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from onewindow.desk.job import Job
from onewindow.page.here import Here
from sim.words.language import said_in
from sim.words.progress import STAGES

OFTEN = 0.2
"""Seconds between two looks."""


def follow(job: Job, here: Here, changed: Callable[[Job], None]) -> None:
    """Show a job until it is over. `changed` is called when a part of its answer has come, and at its end."""
    if job.over:
        changed(job)
        return
    seen: set[str] = set()
    with ui.row().classes("job").props('role="status"') as row:
        said = ui.label()
        progress = ui.linear_progress(value=0, show_value=False).props(f'aria-label="{here.said("warming")}"')
        stop = ui.button(here.said("cancel")).props("flat dense")

    def look() -> None:
        said.set_text(told(job, here))
        share = job.share_done()
        progress.set_value(share or 0)
        progress.props(remove="indeterminate") if share is not None else progress.props("indeterminate")
        if job.over or set(job.parts) - seen:
            seen.update(job.parts)
            changed(job)
        if job.over:
            timer.cancel()
            if job.state == "done":
                row.delete()
            else:
                progress.delete()
                stop.delete()

    timer = ui.timer(OFTEN, look)
    stop.on_click(lambda: here.desk.runner.cancel(job, here.owner))


def told(job: Job, here: Here) -> str:
    """Where a job stands, in a sentence."""
    if job.state == "waiting":
        return here.said("waiting", n=max(0, here.desk.runner.place(job) - 1))
    if job.state == "cancelled":
        return here.said("cancelled")
    if job.state == "failed":
        said = said_in(here.lang)
        return "\n".join(said(one.message) for one in job.faults) or here.said("broke")
    if not job.stage:
        return here.said("warming")
    text = here.said("running", stage=STAGES[here.lang][job.stage])
    left = job.seconds_left()
    return text if left is None else f"{text} · {here.said('left', time=_time(left, here))}"


def _time(seconds: float, here: Here) -> str:
    if seconds < 90:
        return here.said("seconds", n=max(1, round(seconds)))
    return here.said("minutes", n=round(seconds / 60))
