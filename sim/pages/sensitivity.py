"""The page of a sensitivity: which number moves a promise most, then every number with what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from sim.experiments.questions.alternatives import typed
from sim.experiments.searches.sensitivity import Sensitivity, TargetSensitivity
from sim.experiments.statistics.morris import Effects
from sim.experiments.statistics.sobol import Index
from sim.pages.page import Column, Page, Part, Section, table
from sim.words.amounts import found_amount
from sim.words.comparing import COMPARED
from sim.words.counted import words_for
from sim.words.number_names import NUMBERS, NumberWords
from sim.words.sensitivity import SENSITIVITY

SHOWN = 8
"""Numbers that stand on the page itself."""
NEXT = 6
"""Numbers that are divided among next."""
SURE = 2.0
"""A change shows nothing where it is less than so many standard errors of luck."""

Direction = Literal["up", "down", "mixed", "none"]


def page_of(made: Sensitivity, lang: str) -> Page:
    """The page of a sensitivity."""
    w = SENSITIVITY[lang]
    title = w["head"].format(
        scenario=made.whatif.label,
        load=made.whatif.load_text,
        seed=made.whatif.seed,
        numbers=len(made.numbers),
        points=f"{made.points:,}",
        n=made.replications,
    )
    names = NumberWords(made.whatif.stated, lang)
    answers = [answer_of(made, one, lang) for one in made.targets[:3]]
    shown = tuple(
        Section(w["most"].format(target=one.target), _table(made, one, lang, SHOWN)) for one in made.targets
    )
    everything = tuple(
        Section(one.target, _table(made, one, lang, len(made.numbers)))
        for one in made.targets
        if len(made.numbers) > SHOWN
    )
    notes: list[Part] = [w[f"{made.method}_method"]]
    if made.held:
        notes.append(w["held"].format(list=w["comma"].join(map(names.name, made.held))))
    if made.refused:
        notes.append(w["refused"].format(n=made.refused))
    space = "" if lang == "zh" else " "
    return Page(title, space.join(answers), shown, (*everything, Section("", tuple(notes))), _next(made))


def answer_of(made: Sensitivity, one: TargetSensitivity, lang: str) -> str:
    """The number that moves a promise most, and the two after it."""
    w = words_of(made, one.target, lang)
    moving = telling(one)
    if not moving:
        return w["nothing"].format(target=one.target)
    first, *others = moving[:3]
    others_told = w["comma"].join(
        w["other"].format(name=name_of(made, n, one.target, lang), by=_by(one, n, lang)) for n in others
    )
    alone = "" if one.indices is None else _part(one.indices.first[first])
    return w[f"{made.method}_answer"].format(
        target=one.target,
        first=name_of(made, first, one.target, lang),
        what=w[one.statistic],
        by=_by(one, first, lang),
        alone=alone,
        then=w["then"].format(others=others_told) if others else "",
    )


def words_of(made: Sensitivity, target: str, lang: str) -> Mapping[str, str]:
    """Words of a target: of a share on time, or of a share that keeps it where something is counted."""
    return words_for(SENSITIVITY[lang], lang, [made.whatif.scenario.targets[target].limit.value.unit])


def telling(one: TargetSensitivity) -> list[int]:
    """Numbers that do more than luck, most first."""
    if one.indices is not None:
        return [n for n in one.order() if one.indices.total[n].low > 0]
    found = []
    for number in one.order():
        effect = one.effects[number] if one.effects else None
        if effect is not None and effect.strength > SURE * effect.noise / effect.count**0.5:
            found.append(number)
    return found


def name_of(made: Sensitivity, number: int, target: str, lang: str) -> str:
    """What a number is called where a target is spoken of."""
    return NumberWords(made.whatif.stated, lang).name(made.numbers[number].path, target)


def direction(effect: Effects) -> Direction:
    """Whether what is judged rises or falls with the number."""
    if not effect.strength:
        return "none"
    if abs(effect.mean) < 0.5 * effect.strength:
        return "mixed"
    return "up" if effect.mean > 0 else "down"


def scale(one: TargetSensitivity) -> float:
    """Shares are told in points."""
    return 100.0 if one.statistic == "share" else 1.0


def _table(made: Sensitivity, one: TargetSensitivity, lang: str, most: int) -> tuple[Part, ...]:
    w = words_of(made, one.target, lang)
    order = one.order() if made.method == "morris" else (one.order() if one.indices is not None else [])
    if not order:
        return (w["nothing"].format(target=one.target),)
    if made.method == "morris":
        unit = w["in_points"] if one.statistic == "share" else COMPARED[lang][f"in_{one.unit}"]
        names = w["morris_columns"].format(unit=unit).split("|")
        rows = [_effect_row(made, one, number, lang) for number in order[:most]]
        columns: list[str | Column] = [*map(Column, names[:2]), *names[2:4], Column(names[4]), *names[5:]]
    else:
        names = w["sobol_columns"].format(unit="").split("|")
        rows = [_index_row(made, one, number, lang) for number in order[:most]]
        columns = [*map(Column, names[:2]), *names[2:]]
    told: list[Part] = [table(columns, rows)]
    if one.indices is None and any(map(made.stays, order[:most])):
        told.append(w["stays_is"])
    if len(order) > most:
        told.append(w["more"].format(n=len(order) - most))
    if one.indices is not None:
        deviation = one.indices.deviation
        said = (
            w["points"].format(x=f"{100 * deviation:.1f}")
            if one.statistic == "share"
            else found_amount(deviation, one.unit, lang)
        )
        noise = f"{one.indices.noise:.0%}"
        told.append(w["whole"].format(what=w[one.statistic], deviation=said, noise=noise))
    return tuple(told)


def _named(made: Sensitivity, number: int, target: str, lang: str) -> tuple[str, str]:
    one = made.numbers[number]
    unit = NUMBERS[lang].get(f"unit.{one.unit}", one.unit)
    span = SENSITIVITY[lang]["range"].format(low=_end(one.low, ""), high=_end(one.high, unit))
    if one.number.sort == "share":
        span = SENSITIVITY[lang]["range"].format(low=f"{one.low:.3g}", high=f"{one.high:.3g}")
    return name_of(made, number, target, lang), f"×{span}" if one.number.by_factor else span


def _end(value: float, unit: str) -> str:
    return f"{value:.4g} {unit}".rstrip()


def _effect_row(made: Sensitivity, one: TargetSensitivity, number: int, lang: str) -> Sequence[str]:
    w, effect, by = SENSITIVITY[lang], one.effects[number], scale(one)
    name, span = _named(made, number, one.target, lang)
    if effect is None or made.stays(number):
        return name, span, "–", "–", w["unknown" if effect is None else "stays"], "–", "–"
    return (
        name, span, _digits(by * effect.strength), f"{_digits(by * effect.low)}–{_digits(by * effect.high)}",
        w[direction(effect)], _digits(by * effect.spread), _digits(by * effect.noise),
    )  # fmt: skip


def _index_row(made: Sensitivity, one: TargetSensitivity, number: int, lang: str) -> Sequence[str]:
    assert one.indices is not None
    first, total = one.indices.first[number], one.indices.total[number]
    return (*_named(made, number, one.target, lang), _part(first), _span(first), _part(total), _span(total))


def _by(one: TargetSensitivity, number: int, lang: str) -> str:
    if one.indices is not None:
        return _part(one.indices.total[number])
    effect = one.effects[number]
    assert effect is not None
    if one.statistic == "share":
        return SENSITIVITY[lang]["points"].format(x=_digits(100 * effect.strength))
    return found_amount(effect.strength, one.unit, lang)


def _part(index: Index) -> str:
    return f"{min(max(index.value, 0.0), 1.0):.0%}"


def _span(index: Index) -> str:
    return f"{max(index.low, 0.0):.0%}–{min(max(index.high, 0.0), 1.0):.0%}"


def _digits(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 0.95 else f"{value:.2g}"


def _next(made: Sensitivity) -> tuple[str, ...]:
    if made.method == "sobol" or len(made.numbers) < 2:
        return ()
    moving = telling(made.targets[0])[:NEXT]
    if not moving:
        return ()
    named = " ".join(f"--number {made.numbers[number].path}" for number in moving)
    target = f" --target {made.targets[0].target}" if len(made.targets) == 1 else ""
    return (f"onewindow sensitivity {typed(made.whatif)}{target} --method sobol {named}",)
