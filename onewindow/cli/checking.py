"""`onewindow check`: verdicts as a table a planner understands, or as JSON."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.console import print_json
from onewindow.cli.options import Json, LangOption, Options, how_many, in_language, language
from onewindow.cli.sharding import Shard, no_files, one_part, part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.experiments.verdicts.verdict import TargetVerdict
    from sim.experiments.verdicts.whole_table import Judged
    from sim.words.number_names import NumberWords

MET, NOT_MET, UNDECIDED = 0, 1, 3


class Parameters(StrEnum):
    stated = "stated"
    sampled = "sampled"


@takes_what_if
def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="SCENARIO[@VARIANT]|TARGET", help="What to check; without it, the headlines."),
    ] = None,
    all_: Annotated[
        bool,
        typer.Option("--all", help="The whole table: every documented promise, and how it is answered."),
    ] = False,
    budget: Annotated[
        str,
        typer.Option(
            "--budget", help="How much work a scenario may take, in seconds of the reference engine."
        ),
    ] = "60s",
    replications: Annotated[
        int | None,
        how_many(
            "One look at so many replications, instead of looks at 24, 48 … 384 until a verdict is sure."
        ),
    ] = None,
    ends: Annotated[
        bool,
        typer.Option(
            "--ends/--no-ends",
            help="Also under what is not known; --no-ends gives a quick verdict at stated values alone.",
        ),
    ] = True,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            help="Vectors drawn from the ranges of uncertain numbers. [default: 400; of the headlines the first 100 of "
            "them, with --all the first 40]",
        ),
    ] = None,
    margin: Annotated[
        bool,
        typer.Option(
            "--margin",
            help="Also the load at which each verdict turns (with --all: each headline's), and what one more of a pool "
            "does. Takes no --budget.",
        ),
    ] = False,
    parameters: Annotated[
        Parameters,
        typer.Option(
            "--parameters", help="Calibrated numbers as stated, or all that fit the published figures."
        ),
    ] = Parameters.stated,
    against_expected: Annotated[
        bool,
        typer.Option("--against-expected", help="Exit 0 when every verdict is the expected one, else 1."),
    ] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="With --all: also write the table as CSV.")
    ] = None,
    shard: Shard = None,
    details: Annotated[
        bool, typer.Option("--details", help="Also the verdicts at the two ends of all assumptions.")
    ] = False,
    *,
    options: Options,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.engine.engines import engine_name
    from sim.experiments.questions.alternatives import typed_as_called
    from sim.experiments.questions.headlines import questions_of
    from sim.experiments.running.crew import crew_for
    from sim.experiments.unknowns.draws import DRAWS, DRAWS_OF_ALL, DRAWS_OF_HEADLINES
    from sim.experiments.verdicts.check import check as check_promises
    from sim.experiments.verdicts.check import not_here, parse_budget, turned_round
    from sim.model import Fault, ModelError
    from sim.model.files import spelt, unwritable
    from sim.words.language import said_in
    from sim.words.number_names import NumberWords

    if all_:
        from onewindow.cli import whole_table
        from sim.experiments.verdicts.whole_table import answered
    if all_ and what:
        raise ModelError([Fault("--all", 0, 0, f"checks everything; leave out {', '.join(what)}")])
    if csv is not None and (why := unwritable(csv) if all_ else "writes the whole table; add --all"):
        raise ModelError([Fault.of("csv", spelt(csv), why)])
    if draws is not None and (not ends or against_expected):
        other = "--against-expected" if against_expected else "--no-ends"
        raise ModelError(
            [Fault.of("draws", str(draws), f"nothing is drawn with {other}; leave out one of the two")]
        )
    questions = questions_of(what or [], everything=all_)
    if (part := part_of(shard)) is not None:
        no_files(shard, csv=csv, all=all_, margin=margin, against_expected=against_expected)
        if len(questions) != 1 or replications is None:
            message = "divides the replications of one scenario; name it, and how many with --replications"
            raise ModelError([Fault.of("shard", shard, message)])
        asked = options.question(questions[0][0])
        return one_part(asked, part, replications, "check", in_language(lang), json_=json_)
    seconds = parse_budget(budget)
    few = DRAWS_OF_ALL if all_ else DRAWS if what else DRAWS_OF_HEADLINES
    verdicts: list[TargetVerdict] = []
    judged: dict[tuple[str, str], Judged] = {}
    names: dict[str, NumberWords] = {}
    typed: dict[str, str] = {}
    shared = crew_for(engine_name(options.engine.value)) if all_ else nullcontext()
    with shared as crew:
        for reference, targets in questions:
            asked = options.question(reference)
            if all_ and len(turned_round(asked)) == len(asked.scenario.targets):
                continue  # the table says what would have to be true
            names[asked.label] = NumberWords(asked.stated, language(lang))
            typed[asked.label] = typed_as_called(asked)
            for name in asked.scenario.unjudged if targets is None else ():
                print(said_in(language(lang))(f"note: {not_here(asked, name)}"), file=sys.stderr)
            found = check_promises(
                asked,
                targets,
                budget=seconds,
                replications=replications,
                ends=ends and not against_expected,
                draws=few if draws is None else draws,
                margin=whole_table.headlines_of(reference) if margin and all_ else margin,
                parameters=parameters.value,
                progress=on_terminal,
                crew=crew,
            )
            verdicts += found
            if all_:
                judged |= {
                    (reference, one.verdict.target): one for one in whole_table.judged_of(found, asked)
                }
    table = answered(judged) if all_ else []
    if csv is not None:
        whole_table.write(csv, table)
    if json_:
        whole = {"targets": [row.to_dict() for row in table]} if all_ else {}
        print_json({"verdicts": [v.to_dict() for v in verdicts], **whole})
    elif all_:
        whole_table.show_table(table, language(lang), options, details=details)
    else:
        show_verdicts(verdicts, language(lang), names, typed, details=details)
    if against_expected:
        return int(any(v.expected is not None and v.verdict != v.expected for v in verdicts))
    return exit_code(verdicts)


def exit_code(verdicts: list[TargetVerdict]) -> int:
    """1 if any target is not met, else 3 if any is undecided, else 0."""
    found = {verdict.verdict for verdict in verdicts}
    return NOT_MET if "not_met" in found else UNDECIDED if "undecided" in found else MET


def show_verdicts(
    verdicts: list[TargetVerdict],
    lang: str,
    names: Mapping[str, NumberWords] | None = None,
    typed: Mapping[str, str] | None = None,
    *,
    details: bool = False,
) -> None:
    """Print the verdicts, a page for each scenario. By its label, `names` holds the words for the numbers of each,
    `typed` how one types it with its what-if options."""
    from onewindow.cli.screen import show
    from sim.pages.verdicts import page_of

    for number, scenario in enumerate(dict.fromkeys(v.scenario for v in verdicts)):
        if number:
            print()
        own = [v for v in verdicts if v.scenario == scenario]
        page = page_of(own, lang, (names or {}).get(scenario), (typed or {}).get(scenario))
        show(page, lang, details=details)
