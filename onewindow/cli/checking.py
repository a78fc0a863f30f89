"""`onewindow check`: verdicts as a table a planner understands, or as JSON."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import console, print_json, strong, styled
from onewindow.cli.doubt_words import sentences, share_kept
from onewindow.cli.load_words import OFFERED, cell, named, verdict_word, why_growing
from onewindow.cli.options import NOTHING_ASKED, Json, LangOption, Options, language, takes_what_if
from onewindow.cli.words import BORNE, STUDY, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onewindow.cli.number_words import NumberWords
    from sim.experiments.load.offered import Load
    from sim.experiments.verdicts.two_ends import AtEnd, Dependence
    from sim.experiments.verdicts.verdict import Quantile, TargetVerdict
    from sim.results.by_month import Month

MET, NOT_MET, UNDECIDED = 0, 1, 3


class Parameters(StrEnum):
    stated = "stated"
    sampled = "sampled"


STYLES = {"met": "green", "not_met": "bold red", "undecided": "yellow"}


@takes_what_if
def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SCENARIO[@VARIANT]|TARGET]...", help="What to check; without it, the headlines."
        ),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="Every target of every scenario of the library.")
    ] = False,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget",
            help="How much work a scenario may take, in seconds of the reference engine. "
            "[default: 60s; 57s where several are checked]",
        ),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            "--replications",
            "-n",
            help="One look at so many replications, instead of looks at 24, 48 … 384 until a verdict is sure.",
        ),
    ] = None,
    ends: Annotated[
        bool,
        typer.Option(
            "--ends/--no-ends",
            help="Also under what is not known; without it a quick verdict at stated values alone.",
        ),
    ] = True,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            help="Vectors drawn from the ranges of uncertain numbers. [default: 400; 100 where several are checked]",
        ),
    ] = None,
    margin: Annotated[
        bool,
        typer.Option(
            "--margin",
            help="Also the load at which each verdict turns, and what binds there; its work is not part of --budget.",
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
    details: Annotated[
        bool, typer.Option("--details", help="Also the verdicts at the two ends of all assumptions.")
    ] = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.number_words import NumberWords
    from sim.experiments.questions.headlines import questions_of
    from sim.experiments.verdicts.check import check as check_promises
    from sim.experiments.verdicts.check import default_budget, default_draws, not_here, parse_budget
    from sim.model import Fault, ModelError

    if all_ and what:
        raise ModelError([Fault("--all", 0, 0, f"checks everything; leave out {', '.join(what)}")])
    questions = questions_of(what or [], everything=all_)
    seconds = parse_budget(budget) if budget is not None else default_budget(len(questions))
    verdicts: list[TargetVerdict] = []
    names: dict[str, NumberWords] = {}
    for reference, targets in questions:
        asked = options.question(reference)
        names[asked.label] = NumberWords(asked.stated, language(lang))
        for name in asked.scenario.unjudged if targets is None else ():
            print(f"note: {not_here(asked, name)}", file=sys.stderr)
        verdicts += check_promises(
            asked,
            targets,
            budget=seconds,
            replications=replications,
            ends=ends and not against_expected,
            draws=default_draws(len(questions)) if draws is None else draws,
            margin=margin,
            parameters=parameters.value,
            progress=on_terminal,
        )
    if json_:
        print_json({"verdicts": [v.to_dict() for v in verdicts]})
    else:
        tell(verdicts, language(lang), names, details=details)
    if against_expected:
        return int(any(v.expected is not None and v.verdict != v.expected for v in verdicts))
    return exit_code(verdicts)


def exit_code(verdicts: list[TargetVerdict]) -> int:
    """1 if any target is not met, else 3 if any is undecided, else 0."""
    found = {verdict.verdict for verdict in verdicts}
    return NOT_MET if "not_met" in found else UNDECIDED if "undecided" in found else MET


def tell(
    verdicts: list[TargetVerdict],
    lang: str,
    names: Mapping[str, NumberWords] | None = None,
    *,
    details: bool = False,
) -> None:
    """Print the verdicts, a table for each scenario and what must stand beside each verdict.

    `names` holds the words for the numbers of each scenario, by its label; without them they are called by path.
    """
    paper = console()
    for scenario in dict.fromkeys(v.scenario for v in verdicts):
        own = [v for v in verdicts if v.scenario == scenario]
        paper.print(_table(scenario, own, lang))
        for verdict in own:
            paper.print(_beside(verdict, lang, (names or {}).get(scenario), details))
        paper.print(_pools(own[0], lang))


def _table(scenario: str, verdicts: list[TargetVerdict], lang: str) -> object:
    from rich import box
    from rich.table import Table

    w = WORDS[lang]
    first = verdicts[0]
    title = (
        f"{scenario} · {w['judged']} {' – '.join(first.judged_dates)} · {w['load']} {first.load}"
        f" · {w['seed']} {first.seed} · {w['calendar']} {_calendar(first, lang)}"
    )
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    table.add_column(w["target"], no_wrap=True)
    for column in ("limit", "on_time", "required"):
        table.add_column(w[column], justify="right", no_wrap=True)
    table.add_column(w["verdict"], no_wrap=True)
    drawn = any(v.doubt is not None for v in verdicts)
    if drawn:
        table.add_column(w["kept_in"], justify="right", no_wrap=True)
    for v in verdicts:
        kept = [share_kept(v.doubt) if v.doubt is not None else "–"] if drawn else []
        table.add_row(
            v.target,
            f"{v.limit:g} {w[v.unit]}" if v.limit else w["at_once"],
            f"{_share(v.on_time_share)} [{v.low * 100:.1f}, {v.high * 100:.1f}]",
            f"≥ {v.required_share:.0%}",
            styled(
                STYLES["undecided" if v.verdict == "met" and v.growing else v.verdict], verdict_word(v, lang)
            ),
            *kept,
        )
    return table


def _calendar(v: TargetVerdict, lang: str) -> str:
    w = WORDS[lang]
    days, _, hours = v.calendar.partition("; ")
    said = w["published"] if days == "published" else w["partly_projected"]
    return said + (w["and_hours_projected"] if hours else "")


def _beside(v: TargetVerdict, lang: str, names: NumberWords | None, details: bool) -> str:
    """The lines below the table: what is not known, and what the clock does not show."""
    w = WORDS[lang]
    if not v.judged_any:
        return f"  {v.target}: {w['nobody']}"
    lines = [f"{strong(v.target)}  {_reading(v, lang)}"]
    if v.limit_office_days is not None and v.limit_working_hours is not None and v.limit_office_days < 2:
        office = v.limit_working_hours / v.limit_office_days
        lines.append(
            w["day_part"].format(
                limit=f"{v.limit:g} {w[v.unit]}",
                hours=f"{v.limit_working_hours:g}",
                part=f"{v.limit_office_days:.0%}",
                office=f"{office:g}",
            )
        )
    lines += [styled("yellow", told) for told in why_growing(v, lang)]
    if v.expected is not None and v.expected != v.verdict:
        lines.append(strong(f"{w['changed']}: {w['expected']} {w[v.expected]}"))
    if v.doubt is not None:
        lines += sentences(v.doubt, lang, names, v.target)
    if (drawn := v.sampled) is not None:
        lines.append(
            w["sampled"].format(
                n=len(drawn.shares), met=drawn.met_in, required=f"{v.required_share:.0%}",
                lowest=_share(min(drawn.shares)), highest=_share(max(drawn.shares)),
            )
        )  # fmt: skip
    lines.append(
        w["values"].format(
            p50=_quantile(v.p50), p90=_quantile(v.p90), p95=_quantile(v.p95), unit=w[v.unit],
            level=f"{v.times_confidence:.0%}",
            cases=f"{v.cases:,}", n=v.replications, confidence=f"{v.confidence:.1%}",
        )
    )  # fmt: skip
    lines.append(
        w["off_clock"].format(
            before=_hours(v.before_acceptance_p50, w),
            paused=_hours(v.paused_p50, w),
            p50=_hours(v.elapsed_p50, w),
            p90=_hours(v.elapsed_p90, w),
            p95=_hours(v.elapsed_p95, w),
            attempts=f"{v.attempts:.2f}" if v.attempts is not None else "–",
        )
    )
    if (month := v.worst_month) is not None:
        lines.append(_worst_month(v, month, lang))
    if v.unseen is not None and v.verdict != "not_met":
        lines.append(
            w["below"].format(
                below=v.replications_below,
                n=v.replications,
                unseen=f"{v.unseen:.0%}",
                confidence=f"{v.confidence:.1%}",
            )
        )
    if v.open:
        lines.append(w["open_over"].format(open=v.open, over=v.open_over_limit))
    if v.not_judged:
        lines.append(
            w["not_judged"].format(what=", ".join(f"{name} {count}" for name, count in v.not_judged))
        )
    if v.deemed_share:
        lines.append(w["deemed"].format(share=_share(v.deemed_share)))
    if v.backwards_share:
        lines.append(styled("yellow", w["backwards"].format(share=_share(v.backwards_share))))
    if v.stamped_again_share:
        lines.append(w["stamped_again"].format(share=_share(v.stamped_again_share)))
    if v.superseded is not None:
        lines.append(w["superseded"].format(since=v.superseded.since, by=v.superseded.by))
    if v.verdict == "undecided":
        lines.append(_more(v, lang))
    if v.dependence is not None and details:
        lines += _at_ends(v.dependence, lang)
    if v.load_margin is not None:
        from onewindow.cli.capacities import sentences as borne

        told, *more = borne(v.load_margin, lang)
        lines += [BORNE[lang]["margin"].format(told=told), *more]
    days, _, hours = v.calendar.partition("; ")
    if days != "published":
        lines.append(w["projected"].format(what=days.removeprefix("projected: ")))
    if hours:
        lines.append(w["hours_projected"])
    return "\n    ".join(["  " + lines[0], *lines[1:]])


def _more(v: TargetVerdict, lang: str) -> str:
    """What would decide an undecided verdict, if anything would."""
    w = WORDS[lang]
    if v.sampled is not None:
        spread = max(v.sampled.shares) - min(v.sampled.shares)
        return w["more_sampled" if spread > (v.high - v.low) / 2 else "more_both"]
    if v.why_undecided == "budget":
        return w["more"].format(more=v.likely_more) + w["more_budget"]
    return w[v.why_undecided or "nobody"]


def _at_ends(ends: Dependence, lang: str) -> list[str]:
    """The verdicts with every uncertain number at its good end, and at its bad one."""
    w = WORDS[lang]
    best, worst = ends.favourable, ends.unfavourable
    told = w["at_ends"].format(
        best=w[best.verdict],
        best_share=_end_share(best, lang),
        worst=w[worst.verdict],
        worst_share=_end_share(worst, lang),
    )
    depends = "end_undecided" if ends.hangs is None else "depends" if ends.hangs else "robust"
    return [told, w[depends]]


def _end_share(end: AtEnd, lang: str) -> str:
    """The share on time, and that of cases which may still be."""
    still_open = WORDS[lang]["end_open"].format(share=_share(end.undetermined)) if end.undetermined else ""
    return _share(end.share) + still_open


def _worst_month(v: TargetVerdict, worst: Month, lang: str) -> str:
    """Shares are told of the months somebody was judged in."""
    w = STUDY[lang]
    best = max(month.share for month in v.by_month if month.share is not None)
    return w["worst_month"].format(
        month=w[f"month_{worst.month}"],
        share=_share(worst.share),
        cases=f"{worst.cases:,}",
        best=_share(best),
    )


def _pools(v: TargetVerdict, lang: str) -> object:
    from rich import box
    from rich.table import Table

    w = WORDS[lang]
    caption = w["documented_range"] if v.windows else None
    table = Table(box=box.SIMPLE_HEAD, caption=caption, caption_justify="left")
    table.add_column(w["pool"])
    for column in ("busy", "per_day", "overtime"):
        table.add_column(w[column], justify="right")
    table.add_column(OFFERED[lang]["head"])
    loads = () if v.steadiness is None else v.steadiness.loads
    offered = {one.names[0]: one for one in loads if one.kind == "pool"}
    for use in v.pools:
        table.add_row(
            use.label[0 if lang == "zh" else 1],
            f"{use.utilisation:.0%}",
            f"{use.served_per_unit_day:.1f}",
            f"{use.overtime_hours_per_day:.2f}",
            _offered(offered.get(use.pool), lang),
        )
    for one in loads:
        if one.kind != "pool":
            table.add_row(named(one, lang), "", "", "", _offered(one, lang))
    return table


def _offered(load: Load | None, lang: str) -> str:
    if load is None:
        return "–"
    return styled("bold red", cell(load, lang)) if load.over else cell(load, lang)


def _reading(v: TargetVerdict, lang: str) -> str:
    parts = [v.name.in_language(lang) if v.name else "", v.reading.in_language(lang) if v.reading else ""]  # type: ignore[arg-type]
    return " · ".join(part for part in parts if part)


def _share(share: float | None) -> str:
    return "–" if share is None or share != share else f"{share:.1%}"


def _quantile(quantile: Quantile) -> str:
    """ "0.36 [0.34, 0.38]"; an end that too few cases reached is "–"."""
    if quantile.estimate is None:
        return "–"
    ends = ", ".join("–" if end is None else f"{end:.2f}" for end in (quantile.low, quantile.high))
    return f"{quantile.estimate:.2f} [{ends}]"


def _hours(hours: float | None, w: object) -> str:
    if hours is None:
        return "–"
    return f"{hours:.1f} {w['h']}" if hours < 72 else f"{hours / 24:.1f} {w['cd']}"  # type: ignore[index]
