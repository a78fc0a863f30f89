"""What `onewindow run --detail summary` says of the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.quantities import number_text
from sim.words.runs import RUN, SUMMARY
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiments.runs.summaries import TargetCount


def targets_table(targets: list[TargetCount], lang: str, replications: int = 1) -> Table:
    """A line a target: how many were judged, how many on time, and how long it took them."""
    from rich import box
    from rich.table import Table

    w, own = WORDS[lang], SUMMARY[lang]
    counted = {
        "late": [target.late for target in targets],
        "undetermined": [target.undetermined for target in targets],
        "not_judged": [sum(count for _, count in target.not_judged) for target in targets],
        "deemed": [target.deemed for target in targets],
        "backwards": [target.backwards for target in targets],
        "stamped_again": [target.stamped_again for target in targets],
    }
    shown = {column: numbers for column, numbers in counted.items() if column == "late" or any(numbers)}
    caption = own["within"]
    if replications > 1:
        caption = f"{RUN[lang]['together'].format(n=replications)} · {caption}"
    table = Table(box=box.SIMPLE_HEAD, caption=caption, caption_justify="left")
    table.add_column(w["target"])
    names = [w["limit"], own["judged"], w["on_time"], *(own[column] for column in shown)]
    for column in (*names, own["mean"], w["p50"], w["p90"], w["p95"]):
        table.add_column(column, justify="right")
    for line, target in enumerate(targets):
        times = (target.mean, *target.quantiles)
        table.add_row(
            target.target,
            f"{number_text(target.limit)} {w[target.unit]}" if target.limit else w["at_once"],
            f"{target.judged:,}",
            "–" if target.share is None else f"{target.share:.2%}",
            *(f"{numbers[line]:,}" for numbers in shown.values()),
            *("–" if value is None else f"{value:.3g}" for value in times),
        )
    return table
