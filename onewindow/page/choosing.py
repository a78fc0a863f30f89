"""Which scenario and which promise a part is about: two choices, and what was changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from onewindow.desk.about import About, about_of, request_of, scenarios
from onewindow.desk.asked import Asked
from onewindow.desk.brought import brought_of
from onewindow.desk.job import Job
from onewindow.page import jobs
from onewindow.page.here import Here
from sim.experiments.questions.library import split_variant
from sim.words.page_ask import ASK


def choosing(here: Here, asked: Asked, known: Callable[[About], None]) -> None:
    """Show the choices; `known` builds the rest, once it is known what there is to choose."""
    w, (name, _) = ASK[here.lang], split_variant(asked.scenario)
    offered = scenarios(here.desk, here.lang)
    if name not in offered and (own := brought_of(name)) is not None:
        offered = {name: own.main, **offered}
    row = ui.row().classes("filters")
    with row:
        scenario = ui.select(
            offered, value=name if name in offered else None, label=w["scenario"], with_input=True
        ).classes("wide")
        scenario.on_value_change(lambda: _go(here, Asked(str(scenario.value or ""))))
    rest = ui.element("div")
    if not asked.scenario:
        with rest:
            ui.label(w["choose"]).classes("soft")
        return

    def told(job: Job) -> None:
        if job.result is None:
            return
        about = about_of(job.result)
        with row:
            targets = {"": w["every"]} | {key: said[here.lang] for key, said in about.targets.items()}
            chosen = asked.target if asked.target in targets else ""
            target = ui.select(targets, value=chosen, label=w["promise"]).classes("wide")
            target.on_value_change(lambda: _go(here, replace(asked, target=str(target.value or ""))))
        with rest:
            if changed := changes(asked, about, here):
                with ui.row().classes("changed"):
                    ui.label(w["changed"].format(what=changed))
                    ui.link(w["change"], f"/what-if?{asked.query()}")
            known(about)

    with rest:
        jobs.follow(here.desk.ask("about", request_of(asked), here.owner), here, told)


def changes(asked: Asked, about: About, here: Here) -> str:
    """What was changed, as one types it; "" where nothing was."""
    _, variant = split_variant(asked.scenario)
    said = [about.variants[variant][here.lang]] if variant and variant in about.variants else []
    said += [f"--load {asked.load}"] if asked.load else []
    said += [f"--with {one}" for one in asked.with_] + [f"--without {one}" for one in asked.without]
    said += [*asked.set, *([f"--start {asked.start}"] if asked.start else [])]
    return " · ".join(said)


def _go(here: Here, asked: Asked) -> None:
    ui.navigate.to(f"{here.path}?{asked.query()}")
