"""Targets as `run --detail summary` counts them: how many were judged and on time, and how long it took them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.pages.page import Table, table
from sim.words.amounts import limit_text
from sim.words.counted import words_for
from sim.words.formats import OF_COUNTS, number
from sim.words.means import MEANS, mean_text
from sim.words.runs import RUN, SUMMARY
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.runs.summaries import TargetCount


def targets_table(targets: Sequence[TargetCount], lang: str, replications: int = 1) -> Table:
    """A line a target: how many were judged, how many on time, and how long it took half and nine tenths of them."""
    w, own = words_for(WORDS[lang], lang, [target.unit for target in targets]), SUMMARY[lang]
    caption = own["within"]
    if replications > 1:
        caption = f"{RUN[lang]['together'].format(n=replications)} · {caption}"
    rows = [
        (
            target.target, limit_text(target.limit, lang), f"{target.judged:,}", _held(target, lang),
            *(_time(target, value) for value in target.quantiles[:2]),
        )
        for target in targets
    ]  # fmt: skip
    columns = (w["target"], w["limit"], own["judged"], w["on_time"], w["p50"], w["p90"])
    return table(columns, rows, caption)


def counts_table(targets: Sequence[TargetCount], lang: str) -> Table:
    """All other counts of each target; those that are 0 throughout are left out."""
    w, own = WORDS[lang], SUMMARY[lang]
    counted: dict[str, Sequence[int | None]] = {
        "late": [target.late for target in targets],
        "undetermined": [target.undetermined for target in targets],
        "not_judged": [sum(count for _, count in target.not_judged) for target in targets],
        "deemed": [target.deemed for target in targets],
        "backwards": [target.backwards for target in targets],
        "stamped_again": [target.stamped_again for target in targets],
    }
    shown = {column: numbers for column, numbers in counted.items() if column == "late" or any(numbers)}
    rows = [
        (target.target, *(_count(numbers[line]) for numbers in shown.values()),
         _time(target, target.mean), _time(target, target.quantiles[2]))
        for line, target in enumerate(targets)
    ]  # fmt: skip
    counted_too = {target.unit in OF_COUNTS for target in targets}
    heads = dict(own) | {
        "late": own[
            "late" if counted_too == {False} else "not_kept" if counted_too == {True} else "late_or_not_kept"
        ]
    }
    return table((w["target"], *(heads[column] for column in (*shown, "mean")), w["p95"]), rows)


def _held(target: TargetCount, lang: str) -> str:
    """The share on time; of a target on the mean, the mean."""
    if target.statistic == "share" or target.mean is None:
        return share_text(target.share)
    mean = mean_text(target.mean, target.unit, lang, target.limit.amount)
    return MEANS[lang]["mean"].format(mean=mean)


def _count(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def share_text(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}"


def _time(target: TargetCount, value: float | None) -> str:
    """A time, or a number of visits or windows; of a target that asks who gets there, there is none."""
    return "–" if value is None or target.unit == "case" else number(value)
