"""`onewindow levers`: what every lever of a scenario does, alone and together; or which levers there are."""

from __future__ import annotations

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
from sim.words.comparing import LEVERS
from sim.words.marks import strong
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.comparing.lever_effects import LeverEffects


@takes_what_if
def levers(
    scenario: ScenarioName,
    replications: Annotated[
        int | None, typer.Option("--replications", "-n", help="How many replications of each. [default: 48]")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw the differences: a file (.png, .svg, .pdf), or a stem for .png and .svg."
        ),
    ] = None,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.comparing.compare import REPLICATIONS
    from sim.experiments.comparing.lever_effects import lever_effects

    spoken = language(lang)
    if figure is not None:
        from onewindow.drawn.figure_file import checked_path

        checked_path(figure)
    made = lever_effects(
        options.question(scenario),
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        progress=on_terminal,
    )
    if json_:
        print_json(made.to_dict())
    else:
        tell(made, spoken.value)
    if figure is not None:
        from onewindow.drawn.comparisons import saved

        written = saved(made.comparison, figure, spoken.value)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0


def tell(made: LeverEffects, lang: str) -> None:
    """What the levers are called, what each does to each target, and which ones do not fit."""
    from onewindow.cli.comparing import tell_differences
    from sim.experiments.comparing.lever_effects import TOGETHER, label_of

    w, paper = LEVERS[lang], console()
    stated_in = dict(made.stated_in)

    def called(lever: str) -> str:
        label = label_of(lever)
        said = w["together"] if label is None else label.in_language(lang)  # type: ignore[arg-type]
        where = w["stated_in"].format(variant=stated_in[lever]) if lever in stated_in else ""
        return f"  {lever}  {said}{where}"

    shown = made.comparison
    paper.print(w["head"].format(load=shown.load, seed=shown.seed, n=shown.replications))
    paper.print(w["base"].format(base=strong(shown.asked)))
    for one in shown.alternatives:
        paper.print(called(one.label), highlight=False)
    builds_on = dict(made.builds_on)
    for lever, why in made.alone_refused:
        said = w["builds_on" if lever in builds_on else "not_alone"].format(
            why=why, other=builds_on.get(lever)
        )
        paper.print(f"{called(lever)}  {said}", highlight=False)
    for lever, why in made.together_refused:
        paper.print(f"{called(lever)}  {w['not_together'].format(why=why)}", highlight=False)
    # Ids of levers are English words; who reads Chinese reads their names.
    labels = {TOGETHER: w["all"]}
    if lang == "zh":
        labels |= {one.label: label.zh for one in shown.alternatives if (label := label_of(one.label))}
    tell_differences(shown, lang, labels)
    example = next(one.label for one in shown.alternatives)
    paper.print(w["cases"].format(base=shown.asked, lever=example))
