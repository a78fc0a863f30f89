"""What a failed item says: enough to see what happened without running anything again, and how to run it again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from sim.experiments.verdicts.verdict import Quantile, TargetVerdict
from sim.library import library_root
from sim.model.quantities import Name
from sim.model.target import Expected, at_once
from sim.pages.verdict_details import why_undecided
from sim.words.formats import number
from sim.words.verdicts import WORDS

FIRST_COLUMN = 12
BELOW = "\n" + " " * (FIRST_COLUMN + 2)


def failure(verdict: TargetVerdict, expected: Expected, since: Sequence[str], again: str, budget: str) -> str:
    """The message of an item whose verdict is not the expected one."""
    because = f": {expected.reason}" if expected.reason else ""
    lines = [
        ("promise", _named(verdict)),
        ("expected", f"{expected.verdict}{because}"),
        ("found", _found(verdict)),
        ("limit", _limit(verdict)),
    ]
    if verdict.judged_any:
        lines += [("time taken", _times(verdict)), ("off clock", _off_clock(verdict))]
    lines.append(("pool", _busiest(verdict)))
    if verdict.verdict == "undecided":
        lines.append(("to decide", to_decide(verdict, budget)))
    lines += [("changed", BELOW.join(since)), ("again", again)]
    head = f"{verdict.target}: expected {expected.verdict}, found {verdict.verdict}"
    return "\n".join([head, *(f"  {word:<{FIRST_COLUMN}}{text}" for word, text in lines if text)])


def command(verdict: TargetVerdict, path: Path, given: str, budget: str) -> str:
    """The command that gives the same verdict: of the target for a file of the library, else of the file as typed."""
    library = library_root().resolve()
    what = verdict.target if path.resolve().is_relative_to(library) else shlex.quote(given)
    return f"onewindow check {what} --no-ends --seed {verdict.seed} --budget {shlex.quote(budget)}"


def to_decide(verdict: TargetVerdict, budget: str) -> str:
    """What an undecided verdict needs, in the words of `onewindow check`."""
    why = verdict.why_undecided
    if why == "budget":
        more = WORDS["en"]["more"].format(more=verdict.likely_more)
        return f"{more}: raise --onewindow-budget, now {budget}"
    told = why_undecided(verdict, "en")
    return f"{told}; it may expect undecided" if why == "at_requirement" else told


def _named(v: TargetVerdict) -> str:
    return BELOW.join(_in_both(name) for name in (v.name, v.reading) if name is not None)


def _in_both(name: Name) -> str:
    return name.zh if name.zh == name.en else f"{name.zh} · {name.en}"


def _found(v: TargetVerdict) -> str:
    if not v.judged_any:
        return f"{v.verdict}: no case was judged in {v.replications} replications"
    verdict = f"{v.verdict}, but growing" if v.growing else v.verdict
    if v.undetermined:  # then nobody can tell how many periods missed it
        below = f"{v.undetermined:,} of them undetermined"
    else:
        below = f"{v.replications_below} of {v.replications} simulated periods missed it"
    if v.mean is not None:
        return (
            f"{verdict}: mean {v.mean:.3g} {v.unit} [{v.low:.3g}, {v.high:.3g}] at {v.confidence:.1%} confidence"
            f"{BELOW}at most {v.limit} required; {v.cases:,} cases, {below}"
        )
    return (
        f"{verdict}: {v.on_time_share:.1%} on time [{v.low:.1%}, {v.high:.1%}] at {v.confidence:.1%} confidence"
        f"{BELOW}{v.required_share:.0%} required; {v.cases:,} cases, {below}"
    )


def _limit(v: TargetVerdict) -> str:
    if at_once(v.limit):
        return f"at once from {v.start} to {v.to}: nothing left to the back office"
    hours = "" if v.limit_working_hours is None or v.unit == "wh" else f" ({v.limit_working_hours:g} wh)"
    return f"{v.limit}{hours} from {v.start} to {v.to}, {v.clock} clock"


def _times(v: TargetVerdict) -> str:
    told = ", ".join(f"{p.upper()} {_quantile(getattr(v, p))}" for p in ("p50", "p90", "p95"))
    return f"{told} {v.unit} ({v.times_confidence:.0%} confidence)"


def _quantile(quantile: Quantile) -> str:
    """ "0.362 [0.341, 0.387]"; what too few cases reached is "–"."""
    estimate, low, high = (
        "–" if value is None else number(value) for value in (quantile.estimate, quantile.low, quantile.high)
    )
    return estimate if estimate == "–" else f"{estimate} [{low}, {high}]"


def _off_clock(v: TargetVerdict) -> str:
    ends = ", ".join(f"P{p} {_hours(getattr(v, f'elapsed_p{p}'))}" for p in (50, 90, 95))
    submissions = "" if v.attempts is None else f"; {v.attempts:.2f} submissions"
    return (
        f"before acceptance {_hours(v.before_acceptance_p50)}, paused {_hours(v.paused_p50)} (medians); "
        f"arrival to end {ends}{submissions}"
    )


def _hours(hours: float | None) -> str:
    return "–" if hours is None else f"{number(hours)} h" if hours < 72 else f"{number(hours / 24)} d"


def _busiest(v: TargetVerdict) -> str:
    used = v.busiest
    return (
        "" if used is None else f"{used.pool} is the busiest: at work {used.utilisation:.0%} of its open time"
    )
