"""All that stands beside a verdict: clocks, samples, months, calendars, pools. What `--details` shows."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from sim.pages.page import Column, Entry, Table, table
from sim.words.amounts import limit_text, natural_time
from sim.words.counted import words_for
from sim.words.doubt import sentences
from sim.words.formats import number
from sim.words.load import BORNE
from sim.words.margins import sentences as borne
from sim.words.marks import marked, strong
from sim.words.means import mean_text, mean_words
from sim.words.offered import OFFERED, cell, named, why_growing
from sim.words.promises import reading
from sim.words.runs import STUDY
from sim.words.scenario import outcome_word
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.load.offered import Load
    from sim.experiments.verdicts.fitted_verdict import Sampled
    from sim.experiments.verdicts.two_ends import AtEnd, Dependence
    from sim.experiments.verdicts.verdict import Quantile, TargetVerdict
    from sim.results.by_month import Month
    from sim.results.pools import PoolUse
    from sim.words.number_names import NumberWords


def calendar_words(v: TargetVerdict, lang: str) -> str:
    w = words_for(WORDS[lang], lang, [v.unit])
    days, _, hours = v.calendar.partition("; ")
    if days == "published":
        said = w["published"]
    else:
        first, last = (int(day[:4]) for day in v.judged_dates)
        whole = all(f"{year} national" in days for year in range(first, last + 1))
        said = w["all_projected" if whole else "partly_projected"]
    return said + (w["and_hours_projected"] if hours else "")


def beside(v: TargetVerdict, lang: str, names: NumberWords | None) -> Entry:
    """What else stands beside one verdict, a line each: the statistics, and what the clock does not show."""
    w = words_for(WORDS[lang], lang, [v.unit])
    head = "  ".join(part for part in (strong(v.target), reading(v, lang)) if part)
    if not v.judged_any:
        return Entry(head, (w["nobody"],))
    lines = []
    if v.limit_office_days is not None and v.limit_working_hours is not None and v.limit_office_days < 2:
        office = v.limit_working_hours / v.limit_office_days
        lines.append(
            w["day_part"].format(
                limit=limit_text(v.limit, lang),
                hours=f"{v.limit_working_hours:g}",
                part=f"{v.limit_office_days:.0%}",
                office=f"{office:g}",
            )
        )
    if v.doubt is not None:
        lines += sentences(v.doubt, lang, names, v.target)
    told = (mean_words(v.unit, lang) if v.on_mean else w)["counts" if v.unit == "case" else "values"]
    lines.append(
        told.format(
            p50=_quantile(v.p50), p90=_quantile(v.p90), p95=_quantile(v.p95), unit=w[v.unit],
            level=f"{v.times_confidence:.0%}",
            cases=f"{v.cases:,}", n=v.replications, confidence=f"{v.confidence:.1%}",
        )
    )  # fmt: skip
    lines.append(
        w["off_clock"].format(
            before=natural_time(v.before_acceptance_p50, lang),
            paused=natural_time(v.paused_p50, lang),
            p50=natural_time(v.elapsed_p50, lang),
            p90=natural_time(v.elapsed_p90, lang),
            p95=natural_time(v.elapsed_p95, lang),
            attempts=f"{v.attempts:.2f}" if v.attempts is not None else "–",
        )
    )
    told_by_undetermined = v.why_undecided in ("open_cases", "backwards")
    if v.unseen is not None and v.verdict != "not_met" and not told_by_undetermined:
        lines.append(
            w["below"].format(
                below=v.replications_below,
                n=v.replications,
                unseen=f"{v.unseen:.0%}",
                confidence=f"{v.confidence:.1%}",
            )
        )
    if v.open and not v.on_mean:  # of a mean no case is over the limit by itself
        lines.append(w["open_over"].format(open=v.open, over=v.open_over_limit))
    if v.not_judged:
        lines.append(
            w["not_judged"].format(
                what=", ".join(f"{outcome_word(name, lang)} {count}" for name, count in v.not_judged)
            )
        )
    if v.dependence is not None:
        lines += _at_ends(v, v.dependence, lang)
    days, _, hours = v.calendar.partition("; ")
    if days != "published":
        lines.append(w["projected"].format(what=days.removeprefix("projected: ")))
    if hours:
        lines.append(w["hours_projected"])
    return Entry(head, tuple(lines))


def caveats(v: TargetVerdict, lang: str) -> list[str]:
    """What must be said with a verdict: why it is open, whether it lasts, what else was asked, what replaced it."""
    w = words_for(WORDS[lang], lang, [v.unit])
    lines = [why_undecided(v, lang)] if v.verdict == "undecided" else []
    lines += [marked("doubtful", told) for told in why_growing(v.verdict, v.steadiness, lang)]
    if v.expected is not None and v.expected != v.verdict:
        lines.append(strong(f"{w['changed']}: {w['expected']} {w[v.expected]}"))
    if (drawn := v.sampled) is not None:
        lines.append(_sampled(v, drawn, lang))
    if (month := v.worst_month) is not None:
        lines += _worst_month(v, month, lang)
    if v.deemed_share:
        lines.append(w["deemed"].format(share=share_text(v.deemed_share)))
    if v.backwards_share:
        lines.append(marked("doubtful", w["came_backwards"].format(share=share_text(v.backwards_share))))
    if v.stamped_again_share:
        told = w["stamped_again"].format(share=share_text(v.stamped_again_share))
        lines.append(marked("doubtful", told))
    if v.construction is not None:
        told = w[f"construction_{v.construction.kind}"].format(step=v.construction.step)
        lines.append(marked("doubtful", told))
    if v.superseded is not None:
        lines.append(w["superseded"].format(since=v.superseded.since, by=v.superseded.by))
    if v.load_margin is not None:
        told, *more = borne(v.load_margin, lang)
        lines += [BORNE[lang]["margin"].format(told=told), *more]
    return lines


def why_undecided(v: TargetVerdict, lang: str) -> str:
    """What would decide an undecided verdict, if anything would."""
    w = words_for(WORDS[lang], lang, [v.unit])
    if v.sampled is not None:
        spread = max(v.sampled.values) - min(v.sampled.values)
        return w["more_sampled" if spread > (v.high - v.low) / 2 else "more_both"]
    if v.why_undecided == "budget":
        return w["more"].format(more=v.likely_more) + w["more_budget"]
    if v.why_undecided == "replications":
        from sim.experiments.statistics.looks import LOOKS  # loads numpy, as the simulation has by now

        fewer = v.replications < LOOKS[-1]
        return w["asked_fewer" if fewer else "asked"].format(n=v.replications)
    if v.on_mean and v.why_undecided in ("open_cases", "deemed"):
        return mean_words(v.unit, lang)[v.why_undecided].format(open=f"{v.open:,}")
    if v.on_mean and v.why_undecided == "at_requirement":
        return mean_words(v.unit, lang)["at_limit"]
    return w[v.why_undecided or "nobody"]


def _sampled(v: TargetVerdict, drawn: Sampled, lang: str) -> str:
    """What the parameter vectors that fit published figures come to."""
    low, high = min(drawn.values), max(drawn.values)
    counts = {"n": len(drawn.values), "met": drawn.met_in}
    if v.required_share is None:
        means = (mean_text(end, v.unit, lang, v.limit.amount) for end in (low, high))
        words = dict(zip(("lowest", "highest"), means, strict=True))
        return mean_words(v.unit, lang)["sampled"].format(**counts, **words, limit=limit_text(v.limit, lang))
    shares = {"lowest": share_text(low), "highest": share_text(high)}
    return WORDS[lang]["sampled"].format(**counts, **shares, required=f"{v.required_share:.0%}")


def _at_ends(v: TargetVerdict, ends: Dependence, lang: str) -> list[str]:
    """The verdicts with every uncertain number at its good end, and at its bad one."""
    w = words_for(WORDS[lang], lang, [v.unit])
    which = "movable_ends" if ends.fixed else "some_ends" if ends.without_good_end else "all_ends"
    own = mean_words(v.unit, lang) if v.on_mean else w
    told = own["at_ends"].format(
        which=own[which].format(k=ends.moved, n=ends.moved + ends.without_good_end + ends.fixed),
        best=_end(v, ends.favourable, lang),
        worst=_end(v, ends.unfavourable, lang),
    )
    depends = "end_undecided" if ends.hangs is None else "depends" if ends.hangs else "robust"
    return [told, w[depends]]


def _end(v: TargetVerdict, end: AtEnd, lang: str) -> str:
    """The verdict at an end with its share on time, or that there is none."""
    w = words_for(WORDS[lang], lang, [v.unit])
    if end.forbidden:
        return w["end_forbidden"]
    return w["end"].format(verdict=w[end.verdict], share=_end_value(v, end, lang))


def _end_value(v: TargetVerdict, end: AtEnd, lang: str) -> str:
    """The share on time or the mean, and the share of cases of which nobody can tell."""
    undetermined = (
        WORDS[lang]["end_open"].format(share=share_text(end.undetermined)) if end.undetermined else ""
    )
    if v.on_mean:
        told = "–" if isnan(end.value) else mean_text(end.value, v.unit, lang, v.limit.amount)
        return told + undetermined
    return share_text(end.value) + undetermined


def _worst_month(v: TargetVerdict, worst: Month, lang: str) -> list[str]:
    """Shares are told of the months somebody was judged in; nothing where all of them are alike."""
    w = words_for(STUDY[lang], lang, [v.unit])
    best = share_text(max(month.share for month in v.by_month if month.share is not None))
    share = share_text(worst.share)
    if share == best:
        return []
    return [
        w["worst_month"].format(
            month=w[f"month_{worst.month}"], share=share, cases=f"{worst.cases:,}", best=best
        )
    ]


def pool_table(v: TargetVerdict, lang: str) -> Table:
    """What every pool did, and what it was offered; the busiest first."""
    w = words_for(WORDS[lang], lang, [v.unit])
    loads = () if v.steadiness is None else v.steadiness.loads
    offered = {one.names[0]: one for one in loads if one.kind == "pool"}
    rows = [
        (
            use.label[0 if lang == "zh" else 1],
            f"{use.utilisation:.0%}",
            f"{use.served_per_unit_day:.1f}",
            f"{use.overtime_hours_per_day:.2f}",
            _offered(offered.get(use.pool), lang),
        )
        for use in busiest_first(v.pools)
    ]
    rows += [(named(one, lang), "", "", "", _offered(one, lang)) for one in loads if one.kind != "pool"]
    columns = (w["pool"], w["busy"], w["per_day"], w["overtime"], Column(OFFERED[lang]["head"]))
    return table(columns, rows, w["documented_range"] if v.windows else "")


def busiest_first(pools: Sequence[PoolUse]) -> list[PoolUse]:
    """Those first that are least often free: at work, or kept for others' work."""
    return sorted(pools, key=lambda use: -(use.utilisation + use.held))


def _offered(load: Load | None, lang: str) -> str:
    if load is None:
        return "–"
    return marked("bad" if load.over else "", cell(load, lang))


def share_text(share: float | None) -> str:
    return "–" if share is None or share != share else f"{share:.1%}"


def _quantile(quantile: Quantile) -> str:
    """ "0.362 [0.341, 0.387]"; an end that too few cases reached is "–"."""
    if quantile.estimate is None:
        return "–"
    ends = ", ".join("–" if end is None else number(end) for end in (quantile.low, quantile.high))
    return f"{number(quantile.estimate)} [{ends}]"
