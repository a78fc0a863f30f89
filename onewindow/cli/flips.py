"""`onewindow robustness`: which uncertain number flips which verdict, and at what value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
from sim.words.doubt import sentences
from sim.words.flips import FLIPPED
from sim.words.marks import marked, strong
from sim.words.offered import verdict_word, why_growing
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiments.searches.flip import Flip, TargetFlips
    from sim.experiments.searches.robustness import Robustness
    from sim.experiments.unknowns.number_line import Value
    from sim.words.number_names import NumberWords

CLOSEST = 6
"""Numbers moved alone that are named although they flip nothing."""
NAMED = 8
"""Numbers not examined that are named."""


@takes_what_if
def robustness(
    scenario: ScenarioName,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    replications: Annotated[
        int, typer.Option("--replications", "-n", help="Size of the sample, on which flips are found.")
    ] = 24,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget", help="How much work it may take, in seconds of the reference engine. [default: 3000s]"
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", help="Vectors drawn to tell what to measure first, as in check.")
    ] = 400,
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw the factors: a file (.png, .svg, .pdf), or a stem for .png and .svg."
        ),
    ] = None,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.searches.robustness import DEFAULT_BUDGET
    from sim.experiments.searches.robustness import robustness as searched
    from sim.experiments.verdicts.check import parse_budget

    spoken = language(lang)
    if figure is not None:
        from onewindow.drawn.figure_file import checked_path

        checked_path(figure)
    made = searched(
        options.question(scenario),
        targets=target or None,
        replications=replications,
        budget=DEFAULT_BUDGET if budget is None else parse_budget(budget),
        draws=draws,
        progress=on_terminal,
    )
    written: list[Path] = []
    if figure is not None:
        from onewindow.drawn.flips import saved

        written = saved(made, figure, spoken.value)
    if json_:
        print_json(made.to_dict())
    else:
        tell(made, spoken.value)
        if written:
            console().print(WORDS[spoken]["written"].format(path=", ".join(str(path) for path in written)))
    return 0


def tell(made: Robustness, lang: str) -> None:
    """Print for each target what to measure first, the numbers that flip it alone, and what is known of the others."""
    from sim.words.number_names import NumberWords

    w = FLIPPED[lang]
    named = NumberWords(made.whatif.stated, lang)
    paper = console()
    head = w["head"].format(
        scenario=made.whatif.label,
        load=made.whatif.load_text,
        seed=made.whatif.seed,
        n=made.replications,
    )
    paper.print(strong(head))
    for found in made.targets:
        paper.print("")
        for line in _headed(found, named):
            paper.print(line)
        if found.target in made.doubts:
            for line in sentences(made.doubts[found.target], lang, named, found.target):
                paper.print(f"  {line}")
        if found.flips:
            paper.print(_table(found, named))
            for line in _sources(found, named):
                paper.print(f"  {marked('faint', line)}")
            paper.print("")
        for line in _others(found, named):
            paper.print(f"  {line}")
    paper.print("")
    paper.print(w["note"])


def _headed(found: TargetFlips, named: NumberWords) -> list[str]:
    """The verdict, and which number alone turns it soonest."""
    w, words = FLIPPED[named.lang], WORDS[named.lang]
    called = found.name.in_language(named.lang) if found.name is not None else ""  # type: ignore[arg-type]
    title = f"{strong(found.target)}  {called}".rstrip()
    if found.on_time_share is None:
        return [title, f"  {words['nobody']}"]
    told = w["target" if found.old == found.verdict else "sample"].format(
        verdict=verdict_word(found.old, found.steadiness, named.lang),
        looks=words[found.verdict],
        share=f"{found.on_time_share:.1%}",
        required=f"{100 * found.required_share:g}%",
    )
    growing = [f"  {line}" for line in why_growing(found.old, found.steadiness, named.lang)]
    return [title, f"  {told}", *growing, f"  {strong(first(found, named))}"]


def first(found: TargetFlips, named: NumberWords) -> str:
    """Which number alone turns the verdict soonest, and how wrong it may be. What a target requires is decided."""
    from sim.experiments.searches.flip import BUDGET, NO_GOOD_END

    w = FLIPPED[named.lang]
    flip = next((flip for flip in found.flips if not flip.number.path.startswith("targets.")), None)
    if flip is None:
        if any(one.why in (BUDGET, NO_GOOD_END) for one in found.unexamined):
            return w["none_so_far"]
        return w["only_required" if found.flips else "none"]
    number, new = flip.number, flip.new
    way = "up" if new.amount > number.stated.amount else "down"
    form = "_factor" if number.sort == "factor" else "" if new.factor else "_plain"
    stated, value = (
        named.stated(number.path, number.sort, number.stated.text),
        named.value(number.sort, new.text),
    )
    if named.lang == "zh":  # a figure stands apart from the words before it
        stated, value = (f" {said}" if said[0].isascii() else said for said in (stated, value))
    return w["first" if flip.exact else "first_wide"].format(
        name=named.name(number.path) + (w["tied"].format(n=len(number.tied)) if number.tied else ""),
        stated=stated,
        moved=w[way + form].format(new=value, factor=_factor(new)),
        verdict=WORDS[named.lang][found.new],
    )


def _table(found: TargetFlips, named: NumberWords) -> Table:
    from rich import box
    from rich.table import Table

    w = FLIPPED[named.lang]
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("", justify="right")
    table.add_column(w["number"], overflow="fold")
    for column in ("stated", "flips", "fresh", "range"):
        table.add_column(w[column], justify="right", overflow="fold")
    table.add_column(w["kind"], no_wrap=True)
    for rank, flip in enumerate(found.flips, start=1):
        number = flip.number
        stated = named.stated(number.path, "factor", "") if number.sort == "factor" else ""
        table.add_row(
            str(rank),
            named.name(number.path, found.target),
            stated or named.brief(number.sort, number.stated.text),
            _at(flip, named),
            _fresh(flip, named),
            named.between(number.sort, number.low.text, number.high.text, w["to"]),
            w[number.kind],
        )
    return table


def _sources(found: TargetFlips, named: NumberWords) -> list[str]:
    """By rank, where a number stands in the file, as `--set` takes it, and the key of its source."""
    w = FLIPPED[named.lang]
    return [
        w["cited"].format(
            rank=f"{rank:>2}",
            paths=", ".join((flip.number.path, *flip.number.tied)),
            source=flip.number.source,
        )
        for rank, flip in enumerate(found.flips, start=1)
    ]


def _at(flip: Flip, named: NumberWords) -> str:
    w = FLIPPED[named.lang]
    sort = flip.number.sort
    if not flip.exact:
        return named.between(sort, flip.old.text, flip.new.text, w["between"])
    told = named.brief(sort, flip.new.text)
    return (
        told
        if sort == "factor" or not flip.new.factor
        else w["at"].format(value=told, factor=_factor(flip.new))
    )


def _fresh(flip: Flip, named: NumberWords) -> str:
    w = FLIPPED[named.lang]
    if flip.fresh_new is None:
        return w[flip.fresh]
    new = flip.fresh_new.text
    if flip.fresh_old is None:
        return w["ends"].format(low="–", high=named.brief(flip.number.sort, new))
    return named.between(flip.number.sort, flip.fresh_old.text, new, w["ends"])


def _factor(value: Value) -> str:
    return "–" if value.factor is None else f"{value.factor:.3g}"


def _others(found: TargetFlips, named: NumberWords) -> list[str]:
    """What is known of the numbers that do not flip, and what was not examined."""
    from sim.experiments.searches.flip import BUDGET, NO_GOOD_END

    w = FLIPPED[named.lang]
    lines: list[str] = []
    if found.steady:
        lines.append(w["steady"].format(n=len(found.steady)))
        lines += [f"  {line}" for line in _steady(found, named)]
    for why, pattern in ((BUDGET, "not_examined"), (NO_GOOD_END, "no_good_end")):
        names = [named.name(one.number.path) for one in found.unexamined if one.why == why]
        if names:
            lines.append(w[pattern].format(n=len(names), list=_listed(names, named)))
    lines += [
        w["fixed"].format(name=named.name(one.number.path), why=one.why)
        for one in found.unexamined
        if one.why not in (BUDGET, NO_GOOD_END)
    ]
    return lines


def _steady(found: TargetFlips, named: NumberWords) -> list[str]:
    w = FLIPPED[named.lang]
    counted = Counter(one.cleared for one in found.steady)
    alone = [
        one
        for one in found.steady
        # What a target requires moves no share on time.
        if one.cleared == "alone"
        and one.share_at_end is not None
        and not one.number.path.startswith("targets.")
    ]
    lines: list[str] = []
    if alone:
        told = [
            w["one"].format(name=named.name(o.number.path), share=f"{o.share_at_end:.1%}")
            for o in alone[:CLOSEST]
        ]
        more = w["alone_more"].format(n=len(alone) - CLOSEST) if len(alone) > CLOSEST else ""
        lines.append(w["alone"].format(list=w["comma"].join(told)) + more)
    end = "at_its_end" if found.kept else "at_its_good_end"
    for how, pattern in (("group", "group"), ("unused", "unused"), ("at_its_end", end)):
        if counted[how]:  # type: ignore[index]
            lines.append(w[pattern].format(n=counted[how]))  # type: ignore[index]
    return lines


def _listed(names: Sequence[str], named: NumberWords) -> str:
    w = FLIPPED[named.lang]
    told = w["comma"].join(names[:NAMED])
    return told if len(names) <= NAMED else f"{told} … {w['more'].format(n=len(names))}"
