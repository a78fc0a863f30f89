"""The page of a staffing that suffices: how many people, against how many there are, and why no one can be spared."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from sim.experiments.questions.alternatives import typed
from sim.experiments.running.sample_problem import required
from sim.pages.page import Column, Page, Part, Section, table
from sim.pages.rules import when
from sim.words.amounts import bracketed, found_amount, natural_time
from sim.words.marks import marked
from sim.words.staffing import STAFFING

if TYPE_CHECKING:
    from sim.experiments.searches.seats import Seat
    from sim.experiments.searches.staffing import Staffing, Tried


def page_of(made: Staffing, lang: str) -> Page:
    """The page of a search for a staffing."""
    w = STAFFING[lang]
    title = w["head"].format(
        scenario=made.whatif.label,
        load=made.whatif.load_text,
        seed=made.whatif.seed,
        n=made.replications,
        tried=len(made.tried),
    )
    heads = w["columns"].format(people=w[counted_in(made)]).split("|")
    rows = [_row(w["as_asked"], made, made.asked, lang)]
    if made.found is not None and made.found.units != made.asked.units:
        rows.append(_row(w["found"], made, made.found, lang))
    if made.found is None and made.most.units != made.asked.units:
        rows.append(_row(w["the_most"], made, made.most, lang))
    for seat, one in zip(made.seats, made.fewer, strict=False):
        name = pool_name(made, seat, lang)
        if one is None:
            rows.append((w["at_least"].format(pool=name), "", "", ""))
        else:
            rows.append(_row(w["less"].format(pool=name), made, one, lang))
    said: list[Part] = [table([Column(heads[0]), heads[1], Column(heads[2]), Column(heads[3])], rows)]
    return Page(
        title,
        answer_of(made, lang),
        (Section(w["certificate"] if made.found is not None else "", tuple(said)),),
        (Section("", tuple(_notes(made, lang))),),
        (w["try"].format(asked=typed(made.whatif), settings=_typed(made)),) if made.settings else (),
    )


def answer_of(made: Staffing, lang: str) -> str:
    """How many people keep the promises, and whether that is confirmed."""
    w = STAFFING[lang]
    if made.found is None:
        why = [
            w["why"].format(target=target, value=_value(made, target, value, lang))
            for target, value, kept in zip(made.targets, made.most.values, made.most.kept, strict=True)
            if value is not None and not kept
        ] or [w["over"].format(pool=_pool(made, name, lang)) for name in made.most.overloaded]
        pools = w["comma"].join(pool_name(made, seat, lang) for seat in made.seats)
        return w["none"].format(pools=pools, why=w["comma"].join(why)) + not_tried(made, lang)
    now, then = sum(made.asked.units), sum(made.found.units)
    same = "same" if made.found.units == made.asked.units else "moved"
    kind = same if now == then else "fewer" if then < now else "more"
    whole = all(_is_whole(seat) for seat in made.seats) or len(made.seats) == 1  # else no sum says anything
    told = enough_text(made, lang) + (w[kind].format(asked=now, n=abs(now - then)) if whole else "")
    unsure = [t for t, verdict in zip(made.targets, made.confirmed, strict=True) if verdict == "undecided"]
    wrong = [t for t, verdict in zip(made.targets, made.confirmed, strict=True) if verdict == "not_met"]
    sure = w["not_confirmed" if wrong else "unsure" if unsure else "sure"]
    window = [t for t, grows in zip(made.targets, made.found.growing, strict=False) if grows]
    lasts = w["window_only"].format(targets=w["comma"].join(window)) if window else ""
    return (
        told + w["stop"] + sure.format(targets=w["comma"].join(wrong or unsure)) + lasts + waits(made, lang)
    )


def waits(made: Staffing, lang: str) -> str:
    """Where the staffing found lets cases wait longer before the clock begins: the most of it."""
    grown = [one for one in made.before_acceptance if one.grows]
    if not grown:
        return ""
    most = max(grown, key=lambda one: one.found - one.now)
    told = STAFFING[lang]["waits" if len(made.targets) == 1 else "waits_of"]
    return told.format(
        now=natural_time(most.now, lang), then=natural_time(most.found, lang), target=most.target
    )


def not_tried(made: Staffing, lang: str) -> str:
    """Which pools stayed as they are, and why; nothing where all that work for the promises were tried."""
    w = STAFFING[lang]
    told = (_pool(made, name, lang) + bracketed(w[f"left_{why}"], lang) for name, why in made.left_out)
    return w["not_tried"].format(pools=w["comma"].join(told)) if made.left_out else ""


def enough_text(made: Staffing, lang: str) -> str:
    """What was found, as a clause: so many people keep so many promises."""
    w = STAFFING[lang]
    assert made.found is not None
    units = w["comma"].join(
        w["unit"].format(pool=pool_name(made, seat, lang), n=n)
        for seat, n in zip(made.seats, made.found.units, strict=True)
    )
    what = (
        w["one_promise"].format(target=made.targets[0])
        if len(made.targets) == 1
        else w["promises"].format(n=len(made.targets))
    )
    return w["enough"].format(units=units, what=what)


def pool_name(made: Staffing, seat: Seat, lang: str) -> str:
    """A seat's pool, with the path where it is not its number of units."""
    name = _pool(made, seat.pool, lang)
    if _is_whole(seat):
        return name
    below = seat.path.removeprefix(f"pools.{seat.pool}.")
    rule = re.fullmatch(r"rules\.(\d+)\.\w+", below)
    return name + bracketed(
        below if rule is None else when(made.whatif.scenario.pools[seat.pool].rules[int(rule[1])], lang), lang
    )


def counted_in(made: Staffing) -> str:
    """The word for what staffings are compared by: people, people for a part of the hours too, or money."""
    if any(pool.cost is not None for pool in made.whatif.scenario.pools.values()):
        return "money"
    return "people" if all(seat.cost == 1 for seat in made.seats) else "part_people"


def _is_whole(seat: Seat) -> bool:
    """Whether its units are there as long as the pool is."""
    return seat.path == f"pools.{seat.pool}.capacity"


def _pool(made: Staffing, pool: str, lang: str) -> str:
    stated = made.whatif.scenario.pools.get(pool)
    return pool if stated is None else stated.name.in_language(lang)  # type: ignore[arg-type]


def _row(label: str, made: Staffing, one: Tried, lang: str) -> tuple[str, ...]:
    w = STAFFING[lang]
    told = [w["over"].format(pool=_pool(made, name, lang)) for name in one.overloaded]
    told += [
        f"{target} {_value(made, target, value, lang)}"
        for target, value in zip(made.targets, one.values, strict=True)
        if value is not None
    ]
    enough = (
        marked("good", w["yes"])
        if one.lasts
        else marked("doubtful", w["growing"])
        if one.suffices
        else marked("bad", w["no"])
    )
    units = w["comma"].join(
        f"{pool_name(made, seat, lang)} {n}" for seat, n in zip(made.seats, one.units, strict=True)
    )
    name = label if one not in (made.asked, made.found, made.most) else f"{label}  {units}"
    return name, f"{made.cost(one.units):.4g}", enough, w["comma"].join(told)


def _value(made: Staffing, target: str, value: float | None, lang: str) -> str:
    if value is None or math.isnan(value):
        return "–"
    needed = required(made.whatif, target)
    if needed.share is None:
        return found_amount(value, needed.unit_name, lang)
    return f"{value:.1%}"


def _notes(made: Staffing, lang: str) -> list[str]:
    w = STAFFING[lang]
    notes = []
    if made.found is not None:
        notes.append(w["minimal"])
        size = math.prod(seat.high - seat.low + 1 for seat in made.seats)
        checked = w["hurt"].format(n=len(made.hurt)) if made.hurt else w["checked"]
        pattern = w["cheapest" if made.cheapest else "not_cheapest"]
        notes.append(pattern.format(checked=checked, size=f"{size:,}"))
        notes.append(not_tried(made, lang).strip())
    return [one for one in (*notes, w["other_work"]) if one]


def _typed(made: Staffing) -> str:
    return " ".join(f"--set {setting}" for setting in made.settings)
