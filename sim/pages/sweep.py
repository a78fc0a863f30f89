"""The page of a sweep: where a promise is kept; then one factor by value, two against each other, or each alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean

from sim.experiments.questions.alternatives import typed
from sim.experiments.questions.factors import Factor, Point, question_at
from sim.experiments.searches.sweep import At, Sweep
from sim.pages.attribution import called
from sim.pages.page import Column, Page, Part, Section, Table, table
from sim.words.amounts import found_amount
from sim.words.comparing import COMPARED
from sim.words.counted import words_for
from sim.words.formats import number
from sim.words.marks import Tone, marked
from sim.words.number_names import NumberWords
from sim.words.sweep import SWEEP

WIDEST = 9
"""Columns of a table of two factors; a larger grid is told factor by factor."""
NAMED = 6
"""Values that a sentence lists."""
PARTS = 4
"""Parts into which a range is cut where it is told alone."""
TONES: Mapping[str, Tone] = {"met": "good", "not_met": "bad", "undecided": "faint", "growing": "doubtful"}


def page_of(made: Sweep, lang: str) -> Page:
    """The page of a sweep."""
    w = SWEEP[lang]
    title = w["head"].format(
        scenario=made.whatif.label,
        load=made.whatif.load_text,
        seed=made.whatif.seed,
        points=f"{len(made.points):,}",
        n=made.replications,
    )
    sections = tuple(Section(*_shown(made, target, lang)) for target in made.targets)
    answers = [answer_of(made, target, lang) for target in made.targets[:3]]
    return Page(
        title,
        ("" if lang == "zh" else " ").join(answers),
        (*sections, *_refused(made, lang)),
        (Section("", tuple(notes_of(made, lang))),),
        _next(made),
    )


def answer_of(made: Sweep, target: str, lang: str) -> str:
    """At how many points a promise is kept, and where."""
    w, found = SWEEP[lang], made.of(target)
    kept = [place for place, at in enumerate(found) if at is not None and at.kept]
    counts = Counter(verdict_of(at) for at in found if at is not None)
    window = counts["growing"]
    some = kept or window or counts["undecided"]
    said = w["all" if len(kept) == len(found) else "answer" if some else "none"].format(
        target=target,
        points=f"{len(found):,}",
        window=w["window"].format(n=window) if window else "",
        **{kind: counts[kind] for kind in ("met", "not_met", "undecided")},
    )
    space = "" if lang == "zh" else " "
    if 0 < len(kept) < len(found) and len(made.factors) == 1 and len(kept) <= NAMED:
        values = w["comma"].join(_point(made, made.points[place], lang) for place in kept)
        return said + space + w["at"].format(values=values)
    shown = _worth_naming(made, target)
    if shown is None or len(kept) == len(found):
        return said
    told = w["just" if kept else "best"].format(
        point=_point(made, made.points[shown], lang), value=value_text(made, target, found[shown], lang)
    )
    return said + space + told


def verdict_of(at: At) -> str:
    """A word for a point: what the window shows of an overloaded pool would not last."""
    return "growing" if at.verdict == "met" and at.overloaded else at.verdict


def factor_name(made: Sweep, factor: Factor, lang: str) -> str:
    """What is varied, as people call it."""
    w = SWEEP[lang]
    kind, _, name = factor.name.partition(".")
    if kind == "load":
        service = made.whatif.scenario.services.get(name)
        told = name if service is None else service.name.in_language(lang)  # type: ignore[arg-type]
        return w["load_of"].format(service=told) if name else w["load"]
    if kind == "lever" and name:
        return w["lever"].format(lever=called(name, lang))
    said = NumberWords(made.whatif.stated, lang).name(factor.name)
    sign = {"=": "", "*=": "×", "+=": "+", "-=": "−"}[factor.operation]
    return w["changed"].format(name=said, operation=sign) if sign else said


def value_told(factor: Factor, value: str, lang: str) -> str:
    """A value of a factor: levers are on or off."""
    return SWEEP[lang].get(value, value) if factor.name.startswith("lever.") else value


def value_text(made: Sweep, target: str, at: At | None, lang: str) -> str:
    """The share on time, or the mean with its unit."""
    if at is None or at.value is None:
        return "–"
    if made.statistic(target) == "share":
        return f"{at.value:.1%}"
    return found_amount(at.value, _unit(made, target), lang)


def value_column(made: Sweep, target: str, lang: str) -> str:
    """What stands over the values of a target: a share, or a mean with its unit."""
    unit = _unit(made, target)
    w = words_for(SWEEP[lang], lang, [unit])
    return w["share" if made.statistic(target) == "share" else "mean"].format(
        unit=COMPARED[lang][f"in_{unit}"]
    )


def _shown(made: Sweep, target: str, lang: str) -> tuple[str, tuple[Part, ...]]:
    """Heading and tables of one target."""
    w = SWEEP[lang]
    if len(made.factors) == 1 and not made.drawn:
        return w["values"].format(name=target), (_by_value(made, target, lang),)
    if len(made.factors) == 2 and not made.drawn and len(made.factors[1].values) <= WIDEST:
        rows, columns = (factor_name(made, factor, lang) for factor in made.factors)
        told = w["matrix"].format(target=target, rows=rows, columns=columns)
        return told, (_matrix(made, target, lang),)
    return w["marginal"].format(target=target), (_marginal(made, target, lang),)


def _by_value(made: Sweep, target: str, lang: str) -> Table:
    w, (factor,) = SWEEP[lang], made.factors
    unit = COMPARED[lang][f"in_{_unit(made, target)}"]
    value = value_column(made, target, lang)
    names = w["columns"].format(factor=factor_name(made, factor, lang), value=value, unit=unit).split("|")
    rows = []
    for (stated,), tried, at in zip(made.points, made.tried, made.of(target), strict=True):
        told = value_told(factor, stated, lang)
        if at is None:
            rows.append((told, w["refused"], "–", "–", "–", ""))
            continue
        pool = made.whatif.scenario.pools.get(tried.busiest)
        busiest = tried.busiest if pool is None else pool.name.in_language(lang)  # type: ignore[arg-type]
        rows.append(
            (
                told,
                _verdict(at, lang),
                _number(made, target, at.value),
                f"{_number(made, target, at.low)}–{_number(made, target, at.high)}",
                "–" if at.p90 is None or _unit(made, target) == "case" else number(at.p90),
                w["busy"].format(pool=busiest, share=f"{tried.busy:.0%}") if busiest else "",
            )
        )
    return table([Column(names[0]), Column(names[1]), *names[2:5], Column(names[5])], rows)


def _matrix(made: Sweep, target: str, lang: str) -> Table:
    first, second = made.factors
    found = dict(zip(made.points, zip(made.of(target), made.tried, strict=True), strict=True))
    rows = []
    for row in first.values:
        cells = []
        for column in second.values:
            at, _ = found.get((row, column), (None, None))
            cells.append(
                "–" if at is None else marked(TONES[verdict_of(at)], _number(made, target, at.value))
            )
        rows.append((value_told(first, row, lang), *cells))
    corner = value_column(made, target, lang)
    return table([Column(corner), *(value_told(second, one, lang) for one in second.values)], rows)


def _marginal(made: Sweep, target: str, lang: str) -> Table:
    """Each factor alone, over all values of the others."""
    w, found = SWEEP[lang], made.of(target)
    value = value_column(made, target, lang)
    names = w["marginal_columns"].format(value=value).split("|")
    rows = []
    for place, factor in enumerate(made.factors):
        for said, belongs in parts_of(made, place, lang):
            own = [at for point, at in zip(made.points, found, strict=True) if at and belongs(point[place])]
            known = [at.value for at in own if at.value is not None]
            if own:
                kept = f"{sum(at.kept for at in own) / len(own):.0%}"
                mean = _number(made, target, fmean(known)) if known else "–"
                rows.append((factor_name(made, factor, lang), said, f"{len(own):,}", kept, mean))
    return table([Column(names[0]), Column(names[1]), *names[2:]], rows)


def parts_of(made: Sweep, place: int, lang: str) -> list[tuple[str, Callable[[str], bool]]]:
    """The values of a factor, or the parts of its range, each with what belongs to it."""
    factor = made.factors[place]
    values = list(dict.fromkeys(point[place] for point in made.points))
    numbers = sorted({number for value in values if (number := factor.number(value)) is not None})
    if len(values) <= WIDEST or not numbers:
        ordered = values if not numbers else sorted(values, key=lambda value: factor.number(value) or 0.0)
        return [(value_told(factor, one, lang), lambda value, one=one: value == one) for one in ordered]  # type: ignore[misc]
    low, high = numbers[0], numbers[-1]
    ends = [low + (high - low) * part / PARTS for part in range(PARTS + 1)]
    found: list[tuple[str, Callable[[str], bool]]] = []
    for number, (begin, end) in enumerate(pairwise(ends)):
        last = number == PARTS - 1
        said = SWEEP[lang]["span"].format(low=f"{begin:.3g}", high=f"{end:.3g}{factor.unit}")
        found.append((said, _between(factor, begin, end, last)))
    return found


def _between(factor: Factor, begin: float, end: float, last: bool) -> Callable[[str], bool]:
    def belongs(value: str) -> bool:
        number = factor.number(value)
        return number is not None and begin <= number and (number < end or (last and number <= end))

    return belongs


def _worth_naming(made: Sweep, target: str) -> int | None:
    """The point that keeps the promise by the least, since the best lies in a corner; where none does, the best."""
    sign = 1 if made.statistic(target) == "share" else -1
    known = [
        (place, at, sign * at.value)
        for place, at in enumerate(made.of(target))
        if at is not None and at.value is not None
    ]
    kept = [(value, place) for place, at, value in known if at.kept]
    others = [(at.overloaded != (), -value, place) for place, at, value in known]
    if kept:
        return min(kept)[-1]
    return min(others)[-1] if others else None


def _point(made: Sweep, point: Point, lang: str) -> str:
    w = SWEEP[lang]
    return w["comma"].join(
        w["equal"].format(name=factor_name(made, factor, lang), value=value_told(factor, value, lang))
        for factor, value in zip(made.factors, point, strict=True)
    )


def _verdict(at: At, lang: str) -> str:
    kind = verdict_of(at)
    return marked(TONES[kind], SWEEP[lang][kind])


def _number(made: Sweep, target: str, value: float | None) -> str:
    if value is None or value != value:
        return "–"
    return f"{value:.1%}" if made.statistic(target) == "share" else f"{value:.3g}"


def _unit(made: Sweep, target: str) -> str:
    return str(made.whatif.scenario.targets[target].limit.value.unit)


def _refused(made: Sweep, lang: str) -> Sequence[Section]:
    places = [place for place, one in enumerate(made.tried) if one.refused]
    if not places:
        return ()
    first = places[0]
    said = SWEEP[lang]["refused_note"].format(
        n=len(places), point=_point(made, made.points[first], lang), why=made.tried[first].refused
    )
    return (Section("", (said,)),)


def notes_of(made: Sweep, lang: str) -> list[str]:
    """How the points were judged, what does not last, and what else changes with what is varied."""
    w = SWEEP[lang]
    over = any(
        at is not None and verdict_of(at) == "growing" for target in made.targets for at in made.of(target)
    )
    along = [
        w["along"].format(pool=pool.name.in_language(lang))  # type: ignore[arg-type]
        for name, pool in made.whatif.scenario.pools.items()
        if pool.other_work is not None and any(one.name == f"pools.{name}.capacity" for one in made.factors)
    ]
    return [w["method"].format(n=made.replications), *([w["growing_note"]] if over else []), *along]


def _next(made: Sweep) -> tuple[str, ...]:
    shown = _worth_naming(made, made.targets[0])
    if shown is None:
        return ()
    asked = question_at(made.whatif, made.factors, made.points[shown])
    return (f"onewindow check {typed(asked)}",)
