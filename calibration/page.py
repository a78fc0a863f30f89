"""The page of a calibration: whether the scenario comes up to the figures, what they determine, what stays open."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from calibration.result import Calibration, Compared, Estimate
from sim.model.quantities import Name
from sim.pages.page import Column, Page, Section, Table, table
from sim.words.calibration import CALIBRATED
from sim.words.marks import Tone, marked
from sim.words.verdicts import WORDS

TONES: Mapping[str, Tone] = {"yes": "good", "one_side": "doubtful", "no": "bad"}


def page_of(made: Calibration, lang: str, file: Path | None = None) -> Page:
    """The page of a calibration; with the `file` it was written to, how to go on from there."""
    w = CALIBRATED[lang]
    title = w["head"].format(
        title=_name(made.file.figures.title, "", lang), scenario=made.whatif.label, seed=made.whatif.seed,
        n=made.replications, points=f"{made.simulations:,}",
    )  # fmt: skip
    known = sum(one.identified != "no" for one in made.estimates)
    answer = f"{_fits(made, lang)}{w['stop']}{w['determined'].format(known=known, n=len(made.estimates))}"
    sections = [
        Section(w["parameters"], (_parameters(made, lang), *_left_open(made, lang))),
        Section(w["fitted"], (_figures(made.fitted, lang), *_beside(made, lang))),
    ]
    if made.held_back:
        kept = sum(one.reproduced for one in made.held_back)
        told = [w["predicted"].format(kept=kept, n=len(made.held_back))]
        told += [
            w["missed"].format(name=_name(one.figure.name, one.key, lang), z=_off(one))
            for one in made.held_back
            if not one.reproduced
        ]
        sections.append(Section(w["held_back"], (_figures(made.held_back, lang), *told)))
    goes_on = file is not None and made.accepted and made.whatif.stated.targets
    step = shlex.join(["onewindow", "check", str(file), "--parameters", "sampled"])
    return Page(title, answer, tuple(sections), _details(made, lang), (step,) if goes_on else ())


def _fits(made: Calibration, lang: str) -> str:
    """Whether the figures are reproduced, those held back too: a sentence without its stop, or two."""
    w = CALIBRATED[lang]
    held = ""
    if made.held_back:
        kept = sum(one.reproduced for one in made.held_back)
        held = w["predicts"].format(kept=kept, n=len(made.held_back))
    if made.poor:
        off = [one for one in made.fitted if not one.reproduced] or list(made.fitted)
        told = [w["off"].format(name=_name(one.figure.name, one.key, lang), z=f"{one.z:+.1f}") for one in off]
        return w["poor"].format(off=w["comma"].join(told)) + held
    if made.freedom:
        return w["good"] + held
    return f"{w['no_freedom']}{held}{w['stop']}{w['no_freedom_means']}"


def _left_open(made: Calibration, lang: str) -> Iterator[str]:
    """What the figures do not say of the parameters."""
    w = CALIBRATED[lang]
    names = {e.parameter.id: _name(e.parameter.name, e.parameter.id, lang) for e in made.estimates}
    for estimate in made.estimates:
        name = names[estimate.parameter.id]
        if estimate.identified == "no":
            moved = estimate.value != estimate.parameter.stated
            value = _value(estimate, estimate.value, lang)
            yield w["moved" if moved else "not_identified"].format(name=name, value=value)
        elif estimate.identified == "one_side":
            end = "below" if estimate.low_open else "above"
            bound = _value(estimate, estimate.high if estimate.low_open else estimate.low, lang)
            yield w[end].format(name=name, value=bound)
        if estimate.together_with:
            others = w["comma"].join(names[one] for one in estimate.together_with)
            yield w["together"].format(name=name, others=others)


def _beside(made: Calibration, lang: str) -> Iterator[str]:
    """What would make the figures tell more."""
    w = CALIBRATED[lang]
    if made.poor:
        yield w["look_first"]
    for kind, some in (("bare", made.bare), ("noisy", [one for one in made.fitted if one.noisy])):
        if some:
            names = w["comma"].join(_name(one.figure.name, one.key, lang) for one in some)
            yield w[kind].format(names=names)


def _parameters(made: Calibration, lang: str) -> Table:
    w = CALIBRATED[lang]
    rows = [
        (
            _name(one.parameter.name, one.parameter.id, lang),
            _value(one, one.parameter.stated, lang),
            _value(one, one.value, lang),
            w["to"].format(low=_value(one, one.low, lang), high=_value(one, one.high, lang)),
            marked(TONES[one.identified], w[one.identified]),
        )
        for one in made.estimates
    ]
    columns = [w[column] for column in ("parameter", "stated", "calibrated", "region")]
    return table((*columns, Column(w["identified"])), rows)


def _figures(figures: Sequence[Compared], lang: str) -> Table:
    w = CALIBRATED[lang]
    rows = []
    for one in figures:
        seen, off = one.observed, _off(one)
        bound = {"both": "", "above": "≤ ", "below": "≥ "}[seen.side]
        rows.append(
            (
                _name(one.figure.name, one.key, lang),
                bound + _said(seen.text(seen.value), lang),
                _said(seen.text(one.simulated.value), lang),
                off if one.reproduced else marked("bad", off),
            )
        )
    return table([w[column] for column in ("figure", "observed", "simulated", "z")], rows)


def _details(made: Calibration, lang: str) -> tuple[Section, ...]:
    """How good the fit is, the ranges that were searched, and what the vectors that fit give of each figure."""
    w = CALIBRATED[lang]
    fit = [w["misfit"].format(before=f"{made.stated_misfit:.1f}", after=f"{made.misfit:.2f}")]
    if made.freedom:
        p = "< 0.001" if made.p_value < 0.001 else f"= {made.p_value:.2g}"
        fit.append(w["freedom"].format(freedom=made.freedom, p=p))
    ranges = [
        (
            _name(one.parameter.name, one.parameter.id, lang),
            w["to"].format(
                low=_value(one, one.parameter.low, lang), high=_value(one, one.parameter.high, lang)
            ),
        )
        for one in made.estimates
    ]
    sections = [
        Section(w["fit"], tuple(fit)),
        Section(w["ranges"], (table((w["parameter"], w["range"]), ranges),)),
    ]
    if made.accepted:
        spread = [
            (
                _name(one.figure.name, one.key, lang),
                w["to"].format(
                    low=_said(one.observed.text(one.low), lang), high=_said(one.observed.text(one.high), lang)
                ),
            )
            for one in made.compared
        ]
        sections.append(Section(w["spread"], (table((w["figure"], w["vectors"]), spread),)))
    return tuple(sections)


def _off(one: Compared) -> str:
    """How many standard deviations; nothing can be said of a figure that was not simulated."""
    if not one.simulated.known:
        return "–"
    return f"{one.z:+.1f}" if abs(one.z) >= 0.05 else "0.0"


def _name(name: Name | None, known_as: str, lang: str) -> str:
    return known_as if name is None else name.in_language(lang)  # type: ignore[arg-type]


def _value(one: Estimate, value: float, lang: str) -> str:
    """A value in its unit, as a percentage, or as a factor."""
    if one.parameter.numbers[0].sort == "share":
        return f"{value:.1%}"
    text = one.parameter.text(float(f"{value:.3g}"))
    return CALIBRATED[lang]["times"].format(factor=text) if one.parameter.by_factor else _said(text, lang)


def _said(text: str, lang: str) -> str:
    """A quantity with its unit in words."""
    amount, space, unit = text.partition(" ")
    if unit.startswith("/"):
        return f"{amount} /{WORDS[lang].get(unit[1:], unit[1:]).removeprefix('个')}"
    return f"{amount}{space}{WORDS[lang].get(unit, unit)}"
