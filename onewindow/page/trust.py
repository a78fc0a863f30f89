"""Trust: what an answer rests on, and what it cannot say."""

from __future__ import annotations

from html import escape
from typing import Any

from nicegui import ui

from onewindow.desk.about import About
from onewindow.desk.asked import from_query
from onewindow.desk.job import Job
from onewindow.page import draw, jobs
from onewindow.page.choosing import choosing
from onewindow.page.here import Here
from sim.words.formats import share
from sim.words.page_trust import TRUST


def trust(here: Here) -> None:
    """Numbers at once; how it was simulated when that is done."""
    w, asked = TRUST[here.lang], from_query(here.query)
    draw.html(w["title"], "h1")
    ui.label(w["explains"]).classes("soft")

    def known(_: About) -> None:
        numbers, method = ui.element("div"), ui.element("section")
        shown = set[str]()

        def changed(job: Job) -> None:
            found = job.result or job.parts
            if "numbers" in found and "numbers" not in shown:
                shown.add("numbers")
                with numbers:
                    _numbers(found["numbers"][here.lang], here)
            if job.result is not None:
                how.set_content(job.result["method"][here.lang])
                waits.delete()

        with method:
            draw.html(w["method"], "h2")
            waits, how = ui.label(w["method_waits"]).classes("soft"), draw.html("").classes("page")
            jobs.follow(here.desk.ask("trust", asked.request(), here.owner), here, changed)

    choosing(here, asked, known)


def _numbers(told: Any, here: Here) -> None:
    w = TRUST[here.lang]
    draw.html(f"<p>{told['answer']}</p>").classes("gist")
    draw.html(_shares(told["shares"], here)).classes("shares")
    with ui.element("div").classes("halves"):
        with ui.element("section"):
            draw.html(w["first_title"], "h2")
            draw.html("".join(f"<p>{one}</p>" for one in told["first"]))
        with ui.element("section"):
            draw.html(w["calendar"], "h2")
            draw.html(f"<p class='strong'>{told['calendar']}</p>")
            ui.label(w["calendar_explains"]).classes("soft")
    draw.html(w["limits"], "h2")
    draw.html(f"<ul class='columns'>{told['limits']}</ul>").classes("page")
    draw.html(w["whole"], "h2")
    draw.html(told["scenario"]).classes("page")
    for heading, content in ((w["uncertain"], "uncertain"), (w["certain"], "certain"), (w["all"], "whole")):
        with ui.element("details").props("open" if content == "uncertain" else ""):
            draw.html(heading, "summary")
            draw.html(told[content]).classes("page scrolls").props(
                f'tabindex="0" role="region" aria-label="{escape(heading)}"'
            )


def _shares(shares: Any, here: Here) -> str:
    """How much of what a scenario states is documented, counted, borrowed, assumed: a strip, and in words."""
    w, at, parts, words = TRUST[here.lang], 0.0, [], []
    for one in shares:
        parts.append(
            f'<rect class="is-{one["kind"]}" x="{100 * at:.2f}" y="0" width="{100 * one["share"]:.2f}" height="10"/>'
        )
        at += one["share"]
        words.append(
            f'<li><span class="key is-{one["kind"]}"></span>{escape(one["name"])} '
            f"{share(one['share'])} ({one['n']})</li>"
        )
    strip = (
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{escape(w["shares"])}">'
        f"{''.join(parts)}</svg>"
    )
    return f'{strip}<ul class="legend">{"".join(words)}</ul>'
