"""The tables of a report as tidy sheets: one row a thing, one column a fact, values as values and not as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from sim.engine.program import COUNTS
from sim.experiments.comparing.comparison import SHARE
from sim.pages.reports.numbers import kind as kind_of
from sim.pages.reports.numbers import numbers_of, percent, sources_of, stated
from sim.words.counted import words_for
from sim.words.formats import Unit, unit_name
from sim.words.number_names import NumberWords
from sim.words.report import REPORT
from sim.words.scenario import outcome_word
from sim.words.verdicts import WORDS
from sim.words.workbook import WORKBOOK
from sim.worktime import HOUR

if TYPE_CHECKING:
    import polars as pl

    from sim.experiments.comparing.comparison import Comparison
    from sim.experiments.reports.report import Report
    from sim.model.provenance import NumberAt
    from sim.model.quantities import Name
    from sim.model.scenario import Target
    from sim.words.language import Lang

Kind = Literal["text", "count", "number", "share", "instant"]
Value: TypeAlias = str | int | float | datetime | None
MOST_CASES = 50_000
"""Rows of the sheet of cases; whole replications, at least one."""


@dataclass(frozen=True)
class Sheet:
    """A table with one line of headings."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[Value, ...], ...]


def sheets_of(made: Report, command: str, lang: Lang) -> tuple[Sheet, ...]:
    """All sheets; those of parts that were left out are not there."""
    told = _Sheets(made, lang)
    cases, note = told.cases()
    found = [told.verdicts()]
    each = (made.comparison, None if made.levers is None else made.levers.comparison)
    compared = [one for one in each if one is not None]
    found += [told.differences(compared)] if compared else []
    found += [told.loads()] if made.capacity is not None else []
    return (
        *found,
        told.pools(),
        told.steps(),
        cases,
        told.numbers(),
        told.sources(),
        told.about(command, note),
    )


class _Sheets:
    def __init__(self, made: Report, lang: Lang) -> None:
        self.made, self.lang = made, lang
        self.w = words_for(WORKBOOK[lang], lang, [one.unit for one in made.verdicts])

    def _sheet(
        self, name: str, columns: Sequence[tuple[str, Kind]], rows: Iterator[tuple[Value, ...]]
    ) -> Sheet:
        headed = tuple((self.w.get(key, key), kind) for key, kind in columns)
        return Sheet(self.w[name], headed, tuple(rows))

    def _unit(self, unit: str) -> str:
        """As English writes it in short; in Chinese its name."""
        if self.lang == "en":
            return unit
        return self.w["part"] if unit == SHARE else unit_name(unit, "zh") if unit in get_args(Unit) else unit  # type: ignore[arg-type]

    def _in(self, name: Name | None) -> str:
        return "" if name is None else name.in_language(self.lang)

    def _label(self, kind: str, own: str, service: str = "") -> str:
        return self.made.made.program.names.label(kind, own, service)[0 if self.lang == "zh" else 1]

    def verdicts(self) -> Sheet:
        texts, shares = ("target", "name", "reading"), ("required", "share", "low", "high", "confidence")
        columns: list[tuple[str, Kind]] = [(key, "text") for key in texts]
        columns += [("limit", "number"), ("unit", "text"), *((key, "share") for key in shares)]
        means = ("mean", "mean_low", "mean_high")
        columns += [("verdict", "text"), *((key, "number") for key in (*means, "p50", "p90", "p95"))]
        columns += [(key, "count") for key in ("judged", "replications", "open", "undetermined")]
        columns += [("kept", "share")]
        rows = (
            (
                v.target, self._in(v.name), self._in(v.reading), v.limit.amount, self._unit(v.unit),
                v.required_share, v.on_time_share, *((None, None) if v.on_mean else (v.low, v.high)), v.confidence,
                WORDS[self.lang][v.verdict], v.mean, *((v.low, v.high) if v.on_mean else (None, None)),
                v.p50.estimate, v.p90.estimate, v.p95.estimate, v.cases, v.replications, v.open, v.undetermined,
                None if v.doubt is None else v.doubt.kept,
            )
            for v in self.made.verdicts
        )  # fmt: skip
        return self._sheet("verdicts", columns, rows)

    def differences(self, compared: Sequence[Comparison]) -> Sheet:
        columns: list[tuple[str, Kind]] = [
            (key, "text") for key in ("alternative", "target", "measure", "unit", "judgement", "options")
        ]
        columns += [(key, "number") for key in ("before", "after", "difference", "low", "high")]
        rows = (
            (
                one.label, target.target, self.w[d.measure], self._unit(d.unit), self.w[d.judgement], one.options,
                d.before, d.after, d.difference, d.low, d.high,
            )
            for made in compared
            for one in made.alternatives
            for target in made.targets
            for d in made.change(one.label, target.target).differences
        )  # fmt: skip
        return self._sheet("differences", columns, rows)

    def loads(self) -> Sheet:
        assert self.made.capacity is not None
        columns: list[tuple[str, Kind]] = [("target", "text"), ("load", "number"), ("share", "share")]
        columns += [(key, "number") for key in ("mean", "low", "high")]
        means = {margin.target for margin in self.made.capacity.margins if margin.required.share is None}
        rows = (
            (
                target, point.load, *((None, point.value) if target in means else (point.value, None)),
                point.low, point.high, point.cases,
            )
            for target, curve in self.made.capacity.curves.items()
            for point in curve
        )  # fmt: skip
        return self._sheet("loads", [*columns, ("judged", "count")], rows)

    def pools(self) -> Sheet:
        columns: list[tuple[str, Kind]] = [("target", "text"), ("pool", "text"), ("units", "number")]
        columns += [("busy", "share"), ("per_day", "number"), ("overtime", "number")]
        spoken = 0 if self.lang == "zh" else 1
        rows = (
            (
                use.pool,
                use.label[spoken],
                use.capacity,
                use.utilisation,
                use.served_per_unit_day,
                use.overtime_hours_per_day,
            )
            for use in self.made.made.pool_use
        )
        return self._sheet("pools", columns, rows)

    def steps(self) -> Sheet:
        columns: list[tuple[str, Kind]] = [("service", "text"), ("step", "text"), ("visits", "number")]
        columns += [(key, "number") for key in ("waiting", "hands_on", "elapsed")]
        rows = (
            (
                self._label("service", use.service), self._label("step", use.activity, use.service), use.count,
                *(None if one is None else one.estimate for one in (use.wait, use.worked, use.elapsed)),
            )
            for use in self.made.made.activities
            if use.service in self.made.whatif.scenario.services
        )  # fmt: skip
        return self._sheet("steps", columns, rows)

    def cases(self) -> tuple[Sheet, str]:
        """The cases of the services, replication by replication, and how many there are."""
        import polars as pl

        scenario = self.made.whatif.scenario
        frame = self.made.made.cases.filter(pl.col("service").is_in(list(scenario.services)))
        counts = frame.group_by("replication").len().sort("replication")["len"].to_list()
        whole = next((n for n in range(len(counts), 1, -1) if sum(counts[:n]) <= MOST_CASES), 1)
        frame = frame.filter(pl.col("replication") < whole)
        spans = ("elapsed", "working", "paused")
        columns: list[tuple[str, Kind]] = [("replication", "count"), ("case", "count"), ("service", "text")]
        columns += [(key, "instant") for key in ("arrived", "accepted", "decided", "finished")]
        columns += [("outcome", "text"), ("attempts", "count"), *((key, "number") for key in spans)]
        chosen = [frame[key].to_list() for key, _ in columns[:-3]]
        chosen[2] = [self._label("service", service) for service in chosen[2]]
        ended = [key for key, _ in columns].index("outcome")
        chosen[ended] = [outcome_word(one, self.lang) for one in chosen[ended]]
        chosen += [_hours(frame[key]) for key in spans]
        for target, said in scenario.targets.items():
            columns.append((self.w["clock"].format(target=target, unit=self._unit(said.unit)), "number"))
            chosen.append(self._clock(frame, target, said))
        pattern = "all_cases" if whole >= len(counts) else "cut"
        note = self.w[pattern].format(n=whole, rows=f"{len(frame):,}")
        return self._sheet("cases", columns, zip(*chosen, strict=True)), note

    def _clock(self, frame: pl.DataFrame, target: str, said: Target) -> list[Value]:
        """The clock of a target in the unit of its limit; whole days are counted as they are."""
        values = frame[f"clock_{target}"]
        program = self.made.made.program
        if program.clock_coordinate[program.names.clocks.index(target)] in COUNTS:
            return values.to_list()
        hours = {"wd": self.made.whatif.scenario.wd_hours, "cd": 24.0, "min": 1 / 60, "s": 1 / 3600}.get(
            said.unit, 1.0
        )
        return [None if hour is None else hour / hours for hour in _hours(values)]

    def numbers(self) -> Sheet:
        columns: list[tuple[str, Kind]] = [
            (key, "text") for key in ("number", "value", "from", "to", "kind", "source", "path")
        ]
        whatif = self.made.whatif
        words = NumberWords(whatif.stated, self.lang)
        rows = (
            (
                words.name(one.path), stated(one, words), *self._range(one),
                kind_of(one, self.lang), one.source or "", one.path,
            )
            for one in numbers_of(whatif).all
        )  # fmt: skip
        return self._sheet("numbers", columns, rows)

    def _range(self, number: NumberAt) -> tuple[str, str]:
        """Both ends, written as the value is."""
        if number.range is None:
            return "", ""
        low, high = number.range
        if number.by_factor:
            return f"× {low}", f"× {high}"
        return (percent(low), percent(high)) if number.sort == "share" else (low, high)

    def sources(self) -> Sheet:
        keys = ("key", "kind", "document", "clause", "year", "place", "note")
        found = sources_of(self.made.whatif.stated, numbers_of(self.made.whatif))
        rows = (
            (
                one.key,
                REPORT[self.lang][f"kind_{one.kind}"],
                one.document_in(self.lang),
                one.clause,
                one.year,
                one.place,
                one.note_in(self.lang),
            )
            for one in found
        )
        return self._sheet("sources", [(key, "text") for key in keys], rows)

    def about(self, command: str, note: str) -> Sheet:
        from sim.pages.reports.ends import facts_of

        rows = [
            *facts_of(self.made, self.lang),
            (REPORT[self.lang]["command"], command),
            (self.w["cases"], note),
        ]
        return self._sheet("about", [("fact", "text"), ("said", "text")], iter(rows))


def _hours(spans: pl.Series) -> list[float | None]:
    micros: Callable[[], list[int | None]] = spans.dt.total_microseconds().to_list
    return [None if one is None else one / HOUR for one in micros()]
