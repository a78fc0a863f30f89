"""Compare: two to six ways of working side by side, colour only where a difference is certain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote

from nicegui import ui

from onewindow.desk.about import About, named_versions
from onewindow.desk.asked import MOST as FIELDS
from onewindow.desk.asked import Asked, from_query
from onewindow.desk.compare import MOST, Side, command, request_of
from onewindow.desk.job import Job
from onewindow.page import draw, jobs
from onewindow.page.chart import ChartElement
from onewindow.page.choosing import choosing
from onewindow.page.here import Here
from sim.experiments.questions.library import split_variant
from sim.words.page_compare import COMPARE


def compare(here: Here) -> None:
    """What is picked stands in the address: `pick` for each, the base first."""
    w, asked = COMPARE[here.lang], from_query(here.query)
    draw.html(w["title"], "h1")
    ui.label(w["explains"]).classes("soft")

    def known(about: About) -> None:
        scenario, _ = split_variant(asked.scenario)
        sides = sides_of(here, asked, about)
        picked = [one for one in picks(here.query) if one in sides] or _usual(sides, about)
        draw.html(w["pick"], "h2")
        _picking(here, asked, scenario, sides, picked)
        if len(picked) > 1:
            chosen = [sides[one] for one in picked[:MOST]]
            _compared(here, asked, chosen)

    choosing(here, asked, known)


def picks(query: str) -> list[str]:
    """What an address picks, each once."""
    found = (value for name, value in parse_qsl(query, max_num_fields=FIELDS) if name == "pick")
    return list(dict.fromkeys(found))


def sides_of(here: Here, asked: Asked, about: About) -> dict[str, Side]:
    """What may be picked, by what the address calls it: versions of the scenario, this what-if, what was saved."""
    scenario, _ = split_variant(asked.scenario)
    found: dict[str, Side] = {}
    for name, said in about.variants.items():
        reference = scenario if name == about.variant else f"{scenario}@{name}"
        found[f"@{name}"] = Side(said, Asked(reference))
    if not found:
        found["@"] = Side({lang: COMPARE[lang]["as_stated"] for lang in COMPARE}, Asked(scenario))
    for key, (name, own) in named_versions(here.desk, scenario).items():
        found[key] = Side({"zh": name, "en": name}, own)
    return found


def _usual(sides: dict[str, Side], about: About) -> list[str]:
    """The version in force as the base, and the others beside it."""
    base = f"@{about.variant}" if f"@{about.variant}" in sides else next(iter(sides))
    return [base, *(one for one in sides if one != base)][:MOST]


def _picking(here: Here, asked: Asked, scenario: str, sides: dict[str, Side], picked: list[str]) -> None:
    w = COMPARE[here.lang]
    base, boxes, buttons = [picked[0]], dict[str, ui.checkbox](), dict[str, ui.button]()

    def take(key: str) -> None:
        """Make it the base."""
        base[0] = key
        for one, button in buttons.items():
            button.props(f'aria-pressed="{str(one == key).lower()}"')
            button.set_text(w["base" if one == key else "make_base"])
            button.props(remove="flat") if one == key else button.props("flat")

    with ui.element("table").classes("picking"), ui.element("tbody"):
        for key, side in sides.items():
            with ui.element("tr"):
                with ui.element("td"):
                    boxes[key] = ui.checkbox(side.name[here.lang], value=key in picked)
                with ui.element("td"):
                    buttons[key] = ui.button(w["base"], on_click=lambda key=key: take(key)).props(
                        "no-caps dense"
                    )
                with ui.element("td"):
                    ui.label(side.asked.command().partition(" check ")[2]).classes("code small")
                with ui.element("td"):
                    if not key.startswith("@"):
                        _naming(here, key, side)
    take(picked[0])
    if all(key.startswith("@") for key in sides):
        with ui.row().classes("soft"):
            ui.label(w["none_saved"])
            ui.link(w["go"], f"/what-if?{asked.query()}")

    def go() -> None:
        chosen = [base[0], *(key for key, box in boxes.items() if box.value and key != base[0])]
        if len(chosen) < 2 or len(chosen) > MOST:
            ui.notify(w["too_few" if len(chosen) < 2 else "too_many"])
            return
        ui.navigate.to(address(Asked(scenario, asked.target), chosen))

    ui.button(w["compare"], on_click=go).props("no-caps").classes("go")


def address(asked: Asked, picked: list[str]) -> str:
    """The address of a comparison."""
    return "/compare?" + "&".join([asked.query(), *(f"pick={quote(one)}" for one in picked)])


def _naming(here: Here, key: str, side: Side) -> None:
    w, studies = COMPARE[here.lang], here.desk.studies

    def rename() -> None:
        with ui.dialog() as dialog, ui.card():
            name = ui.input(w["name"], value=side.name[here.lang]).props("maxlength=80")

            def save() -> None:
                studies.named(key, str(name.value or ""))
                dialog.close()
                ui.navigate.reload()

            ui.button(w["save"], on_click=save).props("no-caps")
        dialog.open()

    def forget() -> None:
        studies.named(key, "")
        ui.notify(w["forgotten"].format(name=side.name[here.lang]))
        ui.navigate.reload()

    with ui.row().classes("tight"):
        ui.button(w["rename"], on_click=rename).props("no-caps flat dense")
        ui.button(w["forget"], on_click=forget).props("no-caps flat dense")


def _compared(here: Here, asked: Asked, chosen: list[Side]) -> None:
    base, others = chosen[0], chosen[1:]
    request = request_of(base, others, asked.target)
    with ui.element("section"):
        place = ui.element("div")
        show = _shower(place, command(base, others, here.lang), here)

        def changed(job: Job) -> None:
            found = job.result or job.parts.get("compared")
            if found is not None:
                show(found)

        jobs.follow(here.desk.ask("compare", request, here.owner), here, changed)


def _shower(place: ui.element, asked: str, here: Here) -> Callable[[Any], None]:
    """Shows what is known, and then the whole."""
    w = COMPARE[here.lang]

    def show(found: Any) -> None:
        said = found["said"][here.lang]
        place.clear()
        with place:
            draw.html(f"<p>{said['answer']}</p>").classes("gist")
            draw.html(found["tables"][here.lang]).classes("page compared")
            ui.label(w["legend"]).classes("soft")
            if chart := found["charts"][here.lang]:
                ChartElement(chart, here.lang)
            with ui.element("details"):
                draw.html(w["all"], "summary")
                draw.html(said["body"] + said["details"]).classes("page")
                if asked:
                    ui.label(w["command"]).classes("soft")
                    draw.command(asked)

    return show
