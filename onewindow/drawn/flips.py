"""How wrong each number may be until a verdict flips, as a figure; nothing is simulated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onewindow.drawn.asked import named, provenance
from onewindow.drawn.figure_file import write
from plots.flip_factors import flip_factors
from plots.flip_words import FlipRow, FlipSection
from sim.experiments.searches.flip import Flip, TargetFlips
from sim.experiments.searches.robustness import Robustness
from sim.experiments.unknowns.number_line import Value
from sim.words import formats
from sim.words.flips import FLIPPED, NUMBERS
from sim.words.language import Lang
from sim.words.number_names import NumberWords

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def saved(made: Robustness, path: Path, lang: Lang) -> list[Path]:
    """Draw and write; the paths written. Raises ModelError where the file cannot be written."""
    return write(draw_robustness(made, lang), path)


def draw_robustness(made: Robustness, lang: Lang) -> Figure:
    """Flip factors, one section a target."""
    scenario = made.whatif.stated
    called = NumberWords(scenario, lang)
    return flip_factors(
        [_section(found, made, called, lang) for found in made.targets],
        name=scenario.title.in_language(lang),
        lang=lang,
        notes=[_how(made, lang)],
        provenance=provenance(made.whatif, lang),
    )


def _section(found: TargetFlips, made: Robustness, called: NumberWords, lang: Lang) -> FlipSection:
    stated = made.whatif.scenario.targets[found.target]
    rows = [row for flip in found.flips if (row := _row(flip, found.target, called, lang)) is not None]
    return FlipSection(
        name=named(found.name, found.target, lang),
        reading=stated.reading.in_language(lang) if stated.reading is not None else "",
        verdict=found.old,
        decided=found.verdict,
        flipped=found.new,
        share=found.on_time_share,
        required=found.required_share,
        rows=rows,
        without_factor=len(found.flips) - len(rows),
        steady=len(found.steady),
        unexamined=len(found.unexamined),
    )


def _row(flip: Flip, target: str, called: NumberWords, lang: Lang) -> FlipRow | None:
    """None where a factor says nothing: 0 is stated, or 0 is where it flips."""
    number = flip.number
    places = [_factor(value) for value in (flip.old, flip.new)]
    if None in places or flip.old.factor is None or flip.new.factor is None:
        return None
    fresh = None if flip.fresh == "not_asked" else (_factor(flip.fresh_old), _factor(flip.fresh_new))
    stated = called.stated(number.path, number.sort, number.stated.text)
    w, joint = FLIPPED[lang], NUMBERS[lang]["joint"]
    *service, step, what = ["", "", *called.name(number.path, target).split(joint)][-3:]
    kind = f"{w[number.kind]}{'：' if lang == 'zh' else ': '}{stated}"
    return FlipRow(
        name=joint.join(part for part in (step, what) if part),
        under=joint.join(part for part in (*service, kind) if part),
        low=number.low.factor or _SMALLEST * min(1.0, flip.new.factor),
        high=number.high.factor or 1.0,
        old=flip.old.factor,
        new=flip.new.factor,
        label=_label(flip, called),
        exact=flip.exact,
        fresh=fresh,
    )


_SMALLEST = 0.25
"""What a range that begins at 0 is drawn from, as a part of where it flips."""


def _factor(value: Value | None) -> float | None:
    """Above 0, or None."""
    return None if value is None or not value.factor else value.factor


def _label(flip: Flip, called: NumberWords) -> str:
    """Where it flips, in its own unit and as a factor; between which values, if that is all that is known."""
    sort, new = flip.number.sort, flip.new
    if not flip.exact:
        return called.between(sort, flip.old.text, new.text, FLIPPED[called.lang]["between"])
    times = f"×{new.factor:.3g}"
    return times if sort == "factor" else f"{called.brief(sort, new.text)} ({times})"


def _how(made: Robustness, lang: Lang) -> str:
    n = formats.count(made.replications)
    if lang == "zh":
        return (
            f"每次只改变一项数值，其余照设定，在同一组随机数的{n}次模拟上求得翻转处；与其他数值一起改变仍不翻转的，"
            "单独改变也不会翻转（假定改变得更多只会更不利）。"
        )
    return (
        f"One number changes at a time, all others as stated; flips are found on {n} runs with the same random "
        "numbers. What flips nothing together with others is taken to flip nothing alone."
    )
