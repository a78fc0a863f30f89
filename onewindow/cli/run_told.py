"""What `onewindow run` prints: who came and how they ended, targets, activities, promised parts, sessions and pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onewindow.cli.console import console
from onewindow.cli.summing import targets_table
from sim.model.quantities import Duration
from sim.words.amounts import clock_word
from sim.words.marks import strong
from sim.words.offered import overload
from sim.words.runs import RUN, STUDY
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiments.runs.run import Result
    from sim.experiments.statistics.mean_interval import MeanInterval

COMPLETED = "completed"


def tell(made: Result, lang: str) -> None:
    """Print a run. Numbers of cases are means of a replication, and the head says so."""
    names = _Names(made, lang)
    paper = console()
    paper.print(_head(made, lang))
    tables = [_services(made, names, lang)]
    if made.summary is not None:
        tables.append(targets_table(made.targets, lang, replications=len(made.sums)))
    tables += [_activities(made, names, lang), _parts(made, names, lang), _sessions(made, names, lang)]
    tables.append(_pools(made, names, lang))
    for table in tables:
        if table.row_count:
            paper.print(table)
    for line in _remarks(made, names, lang):
        paper.print(line)
    if made.folder is not None:
        paper.print(WORDS[lang]["written"].format(path=made.folder))


def _head(made: Result, lang: str) -> str:
    w, own, facts = WORDS[lang], RUN[lang], made.to_dict()
    said = [strong(facts["scenario"])]
    said += [f"{word} {' – '.join(facts[dates])}" for word, dates in (
        (w["judged"], "judged_dates"), (own["simulated"], "simulated_dates"),
    )]  # fmt: skip
    n = facts["replications"]
    said.append(f"n = {n}" if n == 1 else own["means"].format(n=n))
    said += [f"{w[word]} {facts[word]}" for word in ("seed", "load")]
    return " · ".join(said)


def _services(made: Result, names: _Names, lang: str) -> Table:
    w, own, counts = WORDS[lang], RUN[lang], made.services
    outcomes = dict.fromkeys(outcome for count in counts for outcome, _ in count.window.outcomes)
    table = _table(w["service"])
    for column in (own["came"], *(own[COMPLETED] if o == COMPLETED else o for o in outcomes)):
        table.add_column(column, justify="right")
    table.add_column(own["open"], justify="right")
    backlog = any(count.backlog for count in counts)
    for column in ([STUDY[lang]["backlog"]] if backlog else []) + [own["all"]]:
        table.add_column(column, justify="right")
    for count in counts:
        ended = dict(count.window.outcomes)
        line = [count.window.arrived, *(ended.get(outcome, 0.0) for outcome in outcomes), count.window.open]
        line += ([count.backlog] if backlog else []) + [count.simulated.arrived]
        table.add_row(names("service", count.service), *map(_cases, line))
    return table


def _activities(made: Result, names: _Names, lang: str) -> Table:
    w, own = WORDS[lang], RUN[lang]
    table = _table(w["service"], w["activity"], caption=own["times"])
    left = any(use.left for use in made.activities)
    for column in ("served", *(["left"] if left else []), "wait", "rest", "work", "elapsed"):
        table.add_column(own[column], justify="right")
    for use in made.activities:
        table.add_row(
            names("service", use.service), names("step", use.activity, use.service), _cases(use.count),
            *([_cases(use.left)] if left else []),
            _mean(use.wait), _alone(use.rested), _mean(use.worked), _alone(use.elapsed),
        )  # fmt: skip
    return table


def _parts(made: Result, names: _Names, lang: str) -> Table:
    w = WORDS[lang]
    table = _table(w["service"], w["part"])
    for column in ("promised", "clock", "count", "on_time", "mean"):
        table.add_column(w[column], justify="right")
    for kept in made.promises:
        clock = w[f"clock_{clock_word(kept.clock, Duration.parse(kept.limit))}"]
        table.add_row(
            names("service", kept.service), names("step", kept.part, kept.service), kept.limit, clock,
            _cases(kept.count), _percent(kept.on_time), _mean(kept.mean),
        )  # fmt: skip
    return table


def _sessions(made: Result, names: _Names, lang: str) -> Table:
    w = WORDS[lang]
    table = _table(w["session"])
    for column in ("taken", "short"):
        table.add_column(w[column], justify="right")
    for held in made.sessions:
        table.add_row(names("session", held.session), f"{held.taken:,.1f}", f"{held.short:,.1f}")
    return table


def _pools(made: Result, names: _Names, lang: str) -> Table:
    w = WORDS[lang]
    windows = any(pool.kind == "window" for pool in made.whatif.scenario.pools.values())
    table = _table(w["pool"], caption=w["documented_range"] if windows else None)
    for column in ("busy", "per_day", "overtime"):
        table.add_column(w[column], justify="right")
    for pool in made.pool_use:
        table.add_row(
            names("pool", pool.pool),
            f"{pool.utilisation:.0%}",
            f"{pool.served_per_unit_day:.1f}",
            f"{pool.overtime_hours_per_day:.2f}",
        )
    return table


def _remarks(made: Result, names: _Names, lang: str) -> list[str]:
    """What the tables leave out: cases that are still open, parts of which nobody is judged."""
    own = RUN[lang]
    still_open, came = (
        sum(getattr(count.window, what) for count in made.services) for what in ("open", "arrived")
    )
    lines = [overload(one, lang) for one in made.steadiness.over]
    if still_open:
        said = own["still_open"].format(open=_cases(still_open), arrived=_cases(came))
        served = any(use.count for use in made.activities)
        if made.summary is None:
            said += own["waits_low"] if served else own["nothing_done"]
        lines.append(said)
    for kept in made.promises:
        if kept.nobody is not None:
            where = f"{names('service', kept.service)} · {names('step', kept.part, kept.service)}"
            lines.append(own["nobody"].format(part=where, why=own[kept.nobody]))
    return lines


def _table(*columns: str, caption: str | None = None) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, caption=caption, caption_justify="left")
    for column in columns:
        table.add_column(column)
    return table


class _Names:
    """What people call services, steps, pools and sessions; their id where they have no name."""

    def __init__(self, made: Result, lang: str) -> None:
        self._names = made.program.names
        self._language = 0 if lang == "zh" else 1

    def __call__(self, kind: str, known_as: str, service: str = "") -> str:
        return self._names.label(kind, known_as, service)[self._language]


def _cases(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"


def _percent(interval: MeanInterval | None) -> str:
    if interval is None:
        return "–"
    if interval.low == float("-inf"):
        return f"{interval.estimate:.1%}"
    return f"{interval.estimate:.1%} [{max(0, interval.low):.1%}, {min(1, interval.high):.1%}]"


def _mean(interval: MeanInterval | None) -> str:
    if interval is None or interval.low == float("-inf"):
        return _alone(interval)
    return f"{interval.estimate:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _alone(interval: MeanInterval | None) -> str:
    return "–" if interval is None else f"{interval.estimate:.3f}"
