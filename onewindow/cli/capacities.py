"""`onewindow capacity`: what loads each target bears, and which pool binds there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import console, print_json, strong
from onewindow.cli.doubt_words import sentences as doubt_sentences
from onewindow.cli.load_words import ceiling_sentence
from onewindow.cli.options import (
    NOTHING_ASKED,
    Json,
    LangOption,
    Options,
    ScenarioName,
    language,
    takes_what_if,
)
from onewindow.cli.words import BORNE, WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiments.load.binding import Binding
    from sim.experiments.load.margin import Margin
    from sim.experiments.searches.capacity import Capacity


@takes_what_if
def capacity(
    scenario: ScenarioName,
    service: Annotated[
        str | None, typer.Option("--service", help="Change the load of this service only. [default: of all]")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    replications: Annotated[
        int,
        typer.Option(
            "--replications", "-n", help="Size of the sample, on which the turn of a verdict is found."
        ),
    ] = 24,
    draws: Annotated[
        int, typer.Option("--draws", help="Vectors drawn to tell what to measure first, as in check.")
    ] = 400,
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw share against load: a file (.png, .svg, .pdf), or a stem for two."
        ),
    ] = None,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.searches.capacity import capacity as searched

    spoken = language(lang)
    if figure is not None:
        from onewindow.drawn.figure_file import checked_path

        checked_path(figure)
    made = searched(
        options.question(scenario),
        service=service,
        targets=target or None,
        replications=replications,
        draws=draws,
        progress=on_terminal,
    )
    # What took minutes is told first: a file that cannot be written must not lose it.
    if json_:
        print_json(made.to_dict())
    else:
        tell(made, spoken)
    if figure is not None:
        from onewindow.drawn.capacities import saved

        written = saved(made, figure, spoken.value)
        if not json_:
            console().print(WORDS[spoken]["written"].format(path=", ".join(str(path) for path in written)))
    return 0


def tell(made: Capacity, lang: str) -> None:
    """Print the brackets as a table, and what each means in a sentence."""
    from onewindow.cli.number_words import NumberWords

    w = BORNE[lang]
    names = NumberWords(made.whatif.stated, lang)
    paper = console()
    head = w["head"].format(
        scenario=made.whatif.label,
        load=made.whatif.load_text,
        whose=w["all"] if made.service is None else w["only"].format(service=made.service),
        seed=made.whatif.seed,
        n=made.replications,
    )
    paper.print(strong(head))
    paper.print(_table(made, lang))
    for margin in made.margins:
        name = margin.name.in_language(lang) if margin.name is not None else ""  # type: ignore[arg-type]
        told = [f"{strong(margin.target)}  {name}".rstrip(), *sentences(margin, lang)]
        if margin.target in made.doubts:
            told += doubt_sentences(made.doubts[margin.target], lang, names, margin.target)
        paper.print("\n    ".join(["  " + told[0], *told[1:]]))
    paper.print(w["note"])


def _table(made: Capacity, lang: str) -> Table:
    from rich import box
    from rich.table import Table

    w, words = BORNE[lang], WORDS[lang]
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(words["target"], no_wrap=True)
    for column in ("required", "met", "sample", "not_met"):
        table.add_column(w[column], justify="right", no_wrap=True)
    table.add_column(w["binds"])
    for margin in made.margins:
        table.add_row(
            margin.target,
            f"≥ {margin.required_share:.0%}",
            _load(margin.met, lang) + (w["growing"] if margin.growing else ""),
            f"{_factor(margin.kept)} … {_factor(margin.broken)}",
            _load(margin.not_met, lang),
            _pool(margin.binding, lang),
        )
    return table


def sentences(margin: Margin, lang: str) -> list[str]:
    """What a target bears, and what binds there: a line each."""
    w = BORNE[lang]
    if margin.kind == "nobody":
        return [WORDS[lang]["nobody"]]
    told = [_bears(margin, lang)]
    if margin.ceiling is not None:
        most = float(f"{margin.ceiling.load:.3g}")
        told += ceiling_sentence(margin, _load(most, lang, margin.cases(most)), lang)
    if margin.kind == "always" and margin.busiest is not None:
        use = margin.busiest
        told.append(
            w["busiest"].format(pool=use.label[0 if lang == "zh" else 1], busy=f"{use.utilisation:.0%}")
            + (w["off_clock"] if use.utilisation >= _FULL else "")
        )
    if margin.binding is not None and not margin.idle:
        told.append(_binds(margin.binding, lang))
    return told


_FULL = 0.98
"""A pool this busy has a queue that no clock of a kept target can have counted."""


def _bears(margin: Margin, lang: str) -> str:
    w = BORNE[lang]
    if margin.kind == "never":
        return w["never"].format(lowest=_factor(margin.lowest)) + (w["idle"] if margin.idle else "")
    if margin.met is None:
        first = w["met_nowhere"].format(kept=_factor(margin.kept))
    else:
        pattern = "met_to_the_end" if margin.met == margin.highest else "met_up_to"
        first = w[pattern].format(load=_load(margin.met, lang, margin.cases(margin.met)))
    if margin.kind == "always":
        return first
    second = (
        w["broken_nowhere"].format(broken=_factor(margin.broken))
        if margin.not_met is None
        else w["broken_from"].format(load=_load(margin.not_met, lang, margin.cases(margin.not_met)))
    )
    return first + w["comma"] + second


def _binds(binding: Binding, lang: str) -> str:
    w = BORNE[lang]
    number = 0 if lang == "zh" else 1
    found = binding.pool
    if found is None:
        names = w["and"].join(one.label[number] for one in binding.tried)
        most = max((one.rise for one in binding.tried), default=0.0)
        return w["none_binds"].format(
            pools=names or w["no_pool"], most=f"{100 * most:+.1f}", load=_factor(binding.load)
        )
    return w["one_more"].format(
        pool=found.label[number],
        units=f"{found.units:.3g}",
        busy=f"{found.utilisation:.0%}",
        rise=f"{100 * found.rise:.1f}",
        low=f"{100 * found.low:.1f}",
        high=f"{100 * found.high:.1f}",
        load=_factor(binding.load),
    )


def _pool(binding: Binding | None, lang: str) -> str:
    if binding is None:
        return "–"
    found = binding.pool
    if found is None:
        return BORNE[lang]["none"]
    return f"{found.label[0 if lang == 'zh' else 1]} ({100 * found.rise:+.1f})"


def _factor(load: float | None) -> str:
    return "–" if load is None else f"×{load:g}"


def _load(load: float | None, lang: str, cases: float | None = None) -> str:
    """ "×1.08 (+8%)", with the cases a working day behind it if they are given."""
    if load is None:
        return "–"
    w = BORNE[lang]
    points = round(100 * (load - 1), 6)
    change = w["as_asked"] if points == 0 else f"{'+' if points > 0 else '−'}{abs(points):,.4g}%"
    if cases is not None:
        change += w["separated"] + _frequency(cases, lang)
    return w["load"].format(factor=_factor(load), change=change)


def _frequency(cases_a_day: float, lang: str) -> str:
    """Cases a working day, or in a hundred of them where they are less than one a day."""
    if cases_a_day < 1:
        return BORNE[lang]["a_hundred_days"].format(cases=f"{100 * cases_a_day:.3g}")
    return BORNE[lang]["a_day"].format(
        cases=f"{cases_a_day:.3g}" if cases_a_day < 1000 else f"{cases_a_day:,.0f}"
    )
