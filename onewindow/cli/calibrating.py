"""`onewindow calibrate`: published figures made into parameters, with regions, and what they leave open."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import console, print_json
from onewindow.cli.options import (
    NOTHING_ASKED,
    Json,
    LangOption,
    Options,
    ScenarioName,
    language,
    takes_what_if,
)
from sim.words.calibration import CALIBRATED
from sim.words.marks import Tone, marked, strong
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from calibration.result import Calibration, Compared, Estimate
    from sim.model.quantities import Name

TONES: dict[str, Tone] = {"yes": "good", "one_side": "doubtful", "no": "bad"}


@takes_what_if
def calibrate(
    scenario: ScenarioName,
    figures: Annotated[
        Path,
        typer.Option(
            "--figures", metavar="FILE", help="YAML of published figures and what may move, or a worked example."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the calibrated scenario here.")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            "--replications", "-n",
            help="How many of every point tried. [default: 24, up to 96 where the figures are exact]",
        ),
    ] = None,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:  # fmt: skip
    from calibration.calibrate import calibrate as calibrated
    from calibration.checking import example_or_own
    from calibration.writing import writable, write

    name, at, variant = scenario.partition("@")
    found = example_or_own(name)
    asked = options.question(scenario if found == Path(name) else f"{found}{at}{variant}")
    if out is not None:
        writable(asked, out)
    made = calibrated(asked, figures, replications=replications, progress=on_terminal)
    if out is not None:
        write(made, out)
    if json_:
        print_json(made.to_dict())
    else:
        tell(made, language(lang).value, out)
    return 0


def tell(made: Calibration, lang: str, out: Path | None = None) -> None:
    """Print the parameters, the figures, the misfit, and what the figures leave open."""
    w, paper = CALIBRATED[lang], console()
    head = w["head"].format(
        title=_name(made.file.figures.title, "", lang), scenario=made.whatif.label, seed=made.whatif.seed,
        n=made.replications, points=f"{made.simulations:,}",
    )  # fmt: skip
    paper.print(strong(head))
    paper.print(_parameters(made, lang))
    paper.print(_figures(made.fitted, w["fitted"], bool(made.accepted), lang))
    if made.held_back:
        paper.print(_figures(made.held_back, w["held_back"], bool(made.accepted), lang))
    for line in remarks(made, lang):
        paper.print(f"  {line}")
    if out is not None:
        paper.print("")
        paper.print(WORDS[lang]["written"].format(path=out))
        if made.accepted and made.whatif.stated.targets:
            command = shlex.join(["onewindow", "check", str(out), "--parameters", "sampled"])
            paper.print(w["then"].format(command=command))


def remarks(made: Calibration, lang: str) -> list[str]:
    """How well the figures are reproduced, and what they do not say, in sentences."""
    w = CALIBRATED[lang]
    misfit = w["misfit"].format(before=f"{made.stated_misfit:.1f}", after=f"{made.misfit:.2f}")
    if made.poor:
        off = [one for one in made.fitted if not one.reproduced] or list(made.fitted)
        told = [w["off"].format(name=_name(one.figure.name, one.key, lang), z=f"{one.z:+.1f}") for one in off]
        lines = [
            misfit + w["poor"].format(off=w["comma"].join(told), freedom=made.freedom, p=_p(made.p_value))
        ]
    elif made.freedom:
        lines = [misfit + w["good"].format(freedom=made.freedom, p=_p(made.p_value))]
    else:
        lines = [misfit + w["no_freedom"]]

    def names(ids: tuple[str, ...]) -> str:
        known = {e.parameter.id: _name(e.parameter.name, e.parameter.id, lang) for e in made.estimates}
        return w["comma"].join(known[one] for one in ids)

    for estimate in made.estimates:
        name = names((estimate.parameter.id,))
        if estimate.identified == "no":
            moved = estimate.value != estimate.parameter.stated
            value = _value(estimate, estimate.value, lang)
            lines.append(w["moved" if moved else "not_identified"].format(name=name, value=value))
        elif estimate.identified == "one_side":
            end = "below" if estimate.low_open else "above"
            bound = _value(estimate, estimate.high if estimate.low_open else estimate.low, lang)
            lines.append(w[end].format(name=name, value=bound))
        if estimate.together_with:
            lines.append(w["together"].format(name=name, others=names(estimate.together_with)))
    off = [one for one in made.held_back if not one.reproduced]
    if made.held_back:
        kept = len(made.held_back) - len(off)
        lines.append(w["predicted"].format(kept=kept, n=len(made.held_back)))
        lines += [w["missed"].format(name=_name(one.figure.name, one.key, lang), z=_off(one)) for one in off]
    for kind, some in (("bare", made.bare), ("noisy", tuple(one for one in made.fitted if one.noisy))):
        if some:
            lines.append(
                w[kind].format(names=w["comma"].join(_name(o.figure.name, o.key, lang) for o in some))
            )
    return lines


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.2g}"


def _parameters(made: Calibration, lang: str) -> Table:
    from rich import box
    from rich.table import Table

    w = CALIBRATED[lang]
    table = Table(box=box.SIMPLE_HEAD, title=w["parameters"], title_justify="left", title_style="bold")
    table.add_column(w["parameter"], overflow="fold")
    for column in ("stated", "calibrated", "region", "range"):
        table.add_column(w[column], justify="right")
    table.add_column(w["identified"])
    for one in made.estimates:
        parameter = one.parameter
        table.add_row(
            _name(parameter.name, parameter.id, lang),
            _value(one, parameter.stated, lang),
            _value(one, one.value, lang),
            w["to"].format(low=_value(one, one.low, lang), high=_value(one, one.high, lang)),
            w["to"].format(low=_value(one, parameter.low, lang), high=_value(one, parameter.high, lang)),
            marked(TONES[one.identified], w[one.identified]),
        )
    return table


def _figures(figures: tuple[Compared, ...], title: str, fits: bool, lang: str) -> Table:
    from rich import box
    from rich.table import Table

    w = CALIBRATED[lang]
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    table.add_column(w["figure"], overflow="fold")
    for column in ("observed", "simulated", "vectors", "z"):
        table.add_column(w[column], justify="right")
    for one in figures:
        seen = one.observed
        bound = {"both": "", "above": "≤ ", "below": "≥ "}[seen.side]
        off = _off(one)
        low, high = (_said(seen.text(end), lang) for end in (one.low, one.high))
        table.add_row(
            _name(one.figure.name, one.key, lang),
            bound + _said(seen.text(seen.value), lang),
            _said(seen.text(one.simulated.value), lang),
            w["to"].format(low=low, high=high) if fits else "–",
            off if one.reproduced else marked("bad", off),
        )
    return table


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
