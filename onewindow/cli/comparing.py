"""`onewindow compare`: what each alternative does to each target, whether that is sure, and which cases changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from sim.words.comparing import COMPARED
from sim.words.marks import Tone, marked, strong
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiments.comparing.comparison import (
        Change,
        ComparedAlternative,
        ComparedTarget,
        Comparison,
        Difference,
        MovedCase,
    )

TONES: dict[str, Tone] = {"better": "good", "worse": "bad", "unclear": "doubtful", "unknown": "doubtful"}
LABEL = 22
"""Cells of the labels' column; a longer label takes more lines."""


@takes_what_if
def compare(
    scenario: ScenarioName,
    vs: Annotated[
        list[str] | None,
        typer.Option(
            "--vs",
            metavar='"LABEL: OPTIONS"',
            help="An alternative: @VARIANT and what-if options on top of the base's. May be repeated. "
            "[default: the other variants]",
        ),
    ] = None,
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
    from sim.experiments.comparing.compare import compare as compared

    spoken = language(lang)
    if figure is not None:
        from onewindow.drawn.figure_file import checked_path

        checked_path(figure)
    made = compared(
        options.question(scenario),
        vs or (),
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

        written = saved(made, figure, spoken.value)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0


def tell(made: Comparison, lang: str) -> None:
    """Print the differences by target, then the cases behind them, then what one should know to read them."""
    w = COMPARED[lang]
    paper = console()
    paper.print(
        w["head"].format(scenario=strong(made.scenario), load=made.load, seed=made.seed, n=made.replications)
    )
    for one in made.alternatives:
        if one.label != one.options:
            paper.print(f"  {one.label} = {one.options}")
        for line in _along(one, lang):
            paper.print(f"    {marked('doubtful', line)}")
    _tables(made, lang, {})
    paper.print(f"\n{strong(w['cases_title'])}")
    for target in made.targets:
        paper.print()
        paper.print(strong(target.target))
        paper.print(_cases(made, target, lang))
        for one in made.alternatives:
            for line in _beside(made, made.change(one.label, target.target), lang):
                paper.print(f"  {one.label}{w['colon']}{line}")
    paper.print()
    for line in _notes(made, lang):
        paper.print(line)


def _along(one: ComparedAlternative, lang: str) -> Iterable[str]:
    """What else an alternative changed, perhaps unawares."""
    w = COMPARED[lang]
    for moved in one.along:
        told = w["along"].format(
            pool=moved.label[0 if lang == "zh" else 1], before=f"{moved.before:g}", after=f"{moved.after:g}"
        )
        yield told + ("" if moved.keeps is None else w["keep"].format(setting=moved.keeps))


def tell_differences(made: Comparison, lang: str, labels: Mapping[str, str]) -> None:
    """Print the differences by target alone, with other labels for some alternatives, and how to read them."""
    _tables(made, lang, labels)
    paper = console()
    paper.print()
    for line in _notes(made, lang, story=False):
        paper.print(line)


def _tables(made: Comparison, lang: str, labels: Mapping[str, str]) -> None:
    paper = console()
    for target in made.targets:
        paper.print()
        paper.print(_title(target, lang))
        paper.print(_differences(made, target, lang, labels))


def _table(*columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for number, column in enumerate(columns):
        table.add_column(column, max_width=LABEL if number == 0 else None, overflow="fold", vertical="top")
    return table


def _title(target: ComparedTarget, lang: str) -> str:
    w = COMPARED[lang]
    names = [name.in_language(lang) for name in (target.name, target.reading) if name is not None]  # type: ignore[arg-type]
    words = WORDS[lang]
    stated = f"{target.limit:g} {words[target.unit]}" if target.limit else words["at_once"]
    limit = w["limit"].format(limit=stated, share=f"{100 * target.required_share:.4g}%")
    return f"{strong(target.target)}  {' · '.join([*names, limit])}"


def _differences(made: Comparison, target: ComparedTarget, lang: str, labels: Mapping[str, str]) -> Table:
    w = COMPARED[lang]
    unit = w[f"in_{target.unit}"]
    table = _table("", w["on_time_share"], f"{w['mean']}{unit}", f"{w['p95']}{unit}")
    changes = [made.change(one.label, target.target) for one in made.alternatives]
    table.add_row(w["base"], *(_level(d, d.before, lang) for d in changes[0].differences))
    for one, change in zip(made.alternatives, changes, strict=True):
        label = labels.get(one.label, one.label)
        table.add_row(label, *(_cell(made, one, d, lang) for d in change.differences))
    return table


def _cell(made: Comparison, one: ComparedAlternative, d: Difference, lang: str) -> str:
    """ "11.2%  worse" above "−57.1 [−61.5, −52.6]"."""
    w = COMPARED[lang]
    if one.identical:
        return w["identical"]
    tone = TONES.get(d.judgement, "")
    word = w[d.judgement].format(n=made.replications)
    above = f"{_level(d, d.after, lang)}  {marked(tone, word)}"
    return above if d.judgement == "unknown" else f"{above}\n{d.change_text}"


def _level(d: Difference, value: float | None, lang: str) -> str:
    """A measure's value; what too few cases reached is said so."""
    if value is None:
        return COMPARED[lang]["not_reached" if d.measure == "p95" and min(d.cases) else "nobody"]
    return d.level_text(value)


def _cases(made: Comparison, target: ComparedTarget, lang: str) -> Table:
    w = COMPARED[lang]
    table = _table("", w["matched"], w["turned_on_time"], w["turned_late"], w["gained"], w["lost"])
    for one in made.alternatives:
        change = made.change(one.label, target.target)
        table.add_row(
            one.label,
            f"{change.matched:,}",
            _part(change.turned_on_time, change.matched),
            _part(change.turned_late, change.matched),
            _moved(change.gained, lang),
            _moved(change.lost, lang),
        )
    return table


def _part(count: int, of: int) -> str:
    return f"{count / of:.1%}\n({count:,})" if of else "–"


def _moved(cases: Iterable[MovedCase], lang: str) -> str:
    w = COMPARED[lang]
    lines = []
    for one in cases:
        before, after = (w["no_value"] if v is None else f"{v:.2f}" for v in (one.before, one.after))
        when = w["when"].format(
            day=one.arrived.day, month=w["months"].split()[one.arrived.month - 1], time=f"{one.arrived:%H:%M}"
        )
        lines.append(
            w["moved"].format(case=one.case, run=one.replication, when=when, before=before, after=after)
        )
    return "\n".join(lines) or "–"


def _beside(made: Comparison, change: Change, lang: str) -> Iterable[str]:
    """What pairing achieved, and which cases the table leaves out."""
    w = COMPARED[lang]
    known = [d for d in change.differences if d.correlation is not None and d.worth is not None]
    if known:
        yield w["pairing"].format(
            n=made.replications,
            measures=w["comma"].join(w[d.measure] for d in known),
            r=" / ".join(f"{d.correlation:.2f}" for d in known),
            worth=" / ".join(f"{made.replications * (d.worth or 0):,.0f}" for d in known),
        )
    if change.only_before or change.only_after:
        yield w["only"].format(before=f"{change.only_before:,}", after=f"{change.only_after:,}")
    if any(change.without_value):
        before, after = (f"{count:,}" for count in change.without_value)
        yield w["without_value"].format(before=before, after=after)


def _notes(made: Comparison, lang: str, story: bool = True) -> Iterable[str]:
    w = COMPARED[lang]
    yield w["together"].format(k=made.together, level=f"{made.confidence:.0%}")
    yield w["sample"].format(n=made.replications)
    if any(d.judgement == "same" for change in made.changes for d in change.differences):
        yield w["unseen"].format(
            n=made.replications, share=f"{made.unseen:.0%}", level=f"{made.confidence:.0%}"
        )
    if any(one.identical for one in made.alternatives):
        yield w["identical_note"]
    told = [moved for change in made.changes for moved in (*change.lost, *change.gained)]
    if told and story:
        yield w["story"].format(command=made.show_command(told[0]))
    if made.calendar != "published":
        yield WORDS[lang]["projected"].format(what=made.calendar.removeprefix("projected: "))
