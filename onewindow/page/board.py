"""The board: the landing page."""

from __future__ import annotations

from html import escape

from nicegui import ui

from onewindow.desk.board import VERDICTS, Board, Line, stored_board
from onewindow.page import draw
from onewindow.page.here import Here
from sim.pages.html import text_html
from sim.words.formats import required
from sim.words.page_board import BOARD
from sim.words.verdicts import WORDS


def board(here: Here) -> None:
    """Every promise; a click opens its story."""
    w, made = BOARD[here.lang], stored_board(here.lang)
    draw.html(w["title"], "h1")
    draw.text(made.answer).classes("gist")
    ui.label(w["explains"]).classes("soft")
    with ui.row().classes("filters"):
        kinds = {"": w["any"]} | {kind: WORDS[here.lang][kind] for kind in VERDICTS}
        kinds |= {one.kind: one.said for one in made.lines if one.kind not in kinds}
        place = ui.select(
            {"": w["everywhere"]} | {one: one for one in made.places}, value="", label=w["place"]
        )
        kind = ui.select(kinds, value="", label=w["verdict"])
        count = ui.label().classes("soft").props('role="status"')
    listed = draw.html("")

    def show() -> None:
        lines = made.shown(str(place.value or ""), str(kind.value or ""))
        key = "shown_one" if len(lines) == 1 and "shown_one" in w else "shown"
        count.set_text(w[key].format(n=len(lines)))
        listed.set_content(_listed(lines, made, here) if lines else f"<p>{escape(w['none'])}</p>")

    place.on_value_change(show)
    kind.on_value_change(show)
    show()


def _listed(lines: list[Line], made: Board, here: Here) -> str:
    """The lines by place: those that are judged, and the others folded below them."""
    told = []
    for place in made.places:
        own = [one for one in lines if one.place == place]
        if own:
            cards = "".join(_card(one, here) for one in own if one.on_a_card)
            others = [_other(one) for one in own if not one.on_a_card]
            listed = f'<ul class="board">{"".join(others)}</ul>' if others else ""
            if cards and others:
                w = BOARD[here.lang]["others_one" if len(others) == 1 else "others"].format(n=len(others))
                listed = f"<details><summary>{escape(w)}</summary>{listed}</details>"
            cards = f'<ul class="board">{cards}</ul>' if cards else ""
            told.append(f"<section><h2>{text_html(place)}</h2>{cards}{listed}</section>")
    return "".join(told)


def _card(one: Line, here: Here) -> str:
    w = BOARD[here.lang]
    assert one.asked is not None
    found = draw.span("found", one.found)
    if one.share is not None and one.required is not None:
        needed = required(one.required)
        bar = draw.bar(one.share, one.low, one.high, one.required, one.tone, one.found)
        found = bar + found + draw.span("soft", w["required"].format(share=needed))
    beside = "".join(draw.span("holds", line) for line in one.holds)
    beside += "".join(draw.span("", line) for line in one.beside)
    basis = draw.span("soft", w["basis"].format(what=one.basis)) if one.basis else ""
    head = (
        draw.span(f"{one.tone} sign", one.sign)
        + draw.span("name", one.name)
        + draw.span("promise", one.promise)
        + draw.span(f"{one.tone} said", one.said)
    )
    return (
        f'<li class="card"><a href="/what-if?{escape(one.asked.query())}"><span class="head">{head}</span>'
        f'<span class="share">{found}</span><span class="beside">{beside}{basis}</span></a></li>'
    )


def _other(one: Line) -> str:
    name = draw.span("name", one.name)
    if one.asked is not None:
        name = f'<a href="/ask?{escape(one.asked.query())}">{name}</a>'
    told = [
        ("promise", one.promise),
        ("faint said", one.said),
        ("soft", " ".join(one.beside)),
    ]
    said = "".join(draw.span(kind, text) for kind, text in told if text)
    return f'<li class="other">{name}{said}</li>'
