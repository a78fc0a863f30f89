"""The backlog of a study as columns: rows of the table become groups of equal cases, in the order of a queue.

Cases are drawn for under the stream `<service>:backlog`, epoch = row of the table, member = number within the row, so
that a row keeps its luck whatever stands in other rows. Who came first stands first, then the order of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from sim.chance.keys import EPOCH_LIMIT, MEMBER_LIMIT
from sim.engine.compile.columns import Numbered
from sim.engine.compile.faults import CompileError
from sim.engine.compile.passed import milestones_of
from sim.engine.compile.remaining import Remaining
from sim.engine.compile.shared import last_of
from sim.engine.compile.standing import Impossible
from sim.engine.compile.times import Times, midnight
from sim.engine.program import FIXED_POINT
from sim.frozen import dataclass
from sim.model.backlog import OpenCases
from sim.model.faults import listed, nearest, shown
from sim.model.names import unknown
from sim.model.quantities import number_text
from sim.worktime import instant

ROWS = 2**20
"""Rows a table may have; the epoch holds the row below this bit, and what exceeds a batch's members above it."""


def stream_of(service: str, channel: str) -> str:
    """Name of the stream of the open cases that came in by a channel. No id holds a colon."""
    return f"{service}.{channel}:backlog"


def luck_of(service: str) -> str:
    """What their draws are named by, whatever channel they came in by."""
    return f"{service}:backlog"


@dataclass(frozen=True)
class Trait:
    """An attribute a row may state: its column, and the values it may take (none: a number)."""

    column: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """A service whose cases may be open: its flow, its channels with their rates, its attributes."""

    remaining: Remaining
    first_stream: int
    """Streams of its channels follow one another."""
    rates: Mapping[str, float]
    traits: Mapping[str, Trait]


@dataclass(frozen=True)
class Group:
    """Equal cases that are open when the study begins."""

    arrived: int
    row: int
    stream: int
    epoch: int
    member: int
    count: int
    entry: int
    attempts: int
    stamps: tuple[int, ...]
    attributes: Mapping[int, int]


def groups_of(
    table: Sequence[OpenCases], subjects: Mapping[str, Subject], times: Times, stamps: Numbered
) -> list[Group]:
    """The groups of every row. Raises CompileError with all rows that cannot be."""
    if len(table) > ROWS:
        raise CompileError("study.backlog", f"{len(table):,} rows are too many; allowed: {ROWS:,}")
    shares = {name: _Shares(subject.rates) for name, subject in subjects.items()}
    found: list[Group] = []
    faults: list[CompileError] = []
    for number, row in enumerate(table):
        try:
            subject = _subject(row, subjects)
            made = _Row(number, row, subject, times, stamps)
            found += made.groups(shares[row.service])
        except _Wrong as wrong:
            path = f"study.backlog.{number}.{wrong.column}"
            faults.append(CompileError(path, f"{wrong.column}: {wrong.message}"))
        except CompileError:
            raise
        except ValueError as wrong:
            column = "arrived" if row.since is None else "since"
            faults.append(CompileError(f"study.backlog.{number}.{column}", f"{column}: {wrong}"))
    if faults:
        raise CompileError(faults[0].path, faults[0].message, tuple(faults[1:]))
    return sorted(found, key=lambda group: (group.arrived, group.row))


class _Wrong(Exception):  # noqa: N818 - becomes a fault at its column
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message


def _subject(row: OpenCases, subjects: Mapping[str, Subject]) -> Subject:
    if row.service not in subjects:
        raise _Wrong("service", unknown("service", row.service, subjects))
    return subjects[row.service]


class _Row:
    """One row of the table, checked and put into the terms of the program."""

    def __init__(self, number: int, row: OpenCases, subject: Subject, times: Times, stamps: Numbered) -> None:
        self.number = number
        self.row = row
        self.subject = subject
        self.times = times
        self.begins = midnight(times.study.start)
        self.stamps = stamps

    def groups(self, shares: _Shares) -> Iterator[Group]:
        sinces = [None if since is None else self._before("since", since) for since in self.row.sinces]
        arrived = self._arrived([since for since in sinces if since is not None])
        entry, attempts, stamps = self._place(sinces)
        attributes = self._attributes()
        done = 0
        for channel, count in self._channels(shares):
            while count > 0:
                batch, member = divmod(done, MEMBER_LIMIT)
                taken = min(count, MEMBER_LIMIT - member)
                epoch = self.number + ROWS * batch
                if epoch >= EPOCH_LIMIT:
                    raise _Wrong("cases", f"{self.row.cases:,} cases are too many for one row")
                stream = self.subject.first_stream + channel
                yield Group(
                    arrived, self.number, stream, epoch, member, taken, entry, attempts, stamps, attributes
                )  # fmt: skip
                done, count = done + taken, count - taken

    def _before(self, column: str, moment: datetime) -> int:
        at = instant(moment)
        if at >= self.begins:
            raise _Wrong(
                column,
                f"{moment} is not before the study, which begins on {self.times.study.start}; "
                "cases that come later are arrivals",
            )
        if at < 0:
            raise _Wrong(column, f"{moment} is too long ago; allowed: from 1970 on")
        return at

    def _arrived(self, sinces: Sequence[int]) -> int:
        """When nobody says: as it came to where it stands, or just before the study."""
        if self.row.arrived is not None:
            return self._before("arrived", self.row.arrived)
        return min(sinces, default=self.begins - 1)

    def _place(self, sinces: Sequence[int | None]) -> tuple[int, int, tuple[int, ...]]:
        """(entry, attempts so far, milestones passed)."""
        remaining = self.subject.remaining
        try:
            standings, ended = remaining.standings(self.row.positions, sinces)
            entry = remaining.entry(standings, ended=ended)
        except Impossible as impossible:
            raise _Wrong("at", str(impossible)) from None
        for name in self.row.milestones:
            if name not in (known := milestones_of(remaining.flow.blocks)):
                raise _Wrong("stamped", unknown("milestone", name, known))
        stamped = dict.fromkeys((*remaining.passed(self.row.positions, standings), *self.row.milestones))
        anew = remaining.shared.stamped_anew.get(remaining.flow.service, ())
        stamped |= dict.fromkeys(last_of(name) for name in tuple(stamped) if name in anew)
        attempts = self.row.attempts or remaining.attempts(standings)
        return entry, attempts, tuple(self.stamps.number(name) for name in stamped)

    def _attributes(self) -> dict[int, int]:
        known = self.subject.traits
        stated = {}
        for name, value in self.row.attributes.items():
            if name not in known:
                raise _Wrong(f"attributes.{name}", unknown("attribute or column", name, known))
            stated[known[name].column] = _coded(name, known[name], value)
        return stated

    def _channels(self, shares: _Shares) -> list[tuple[int, int]]:
        """(number of a channel, cases): all by the stated one, else in proportion to the channels' rates."""
        channel, names = self.row.channel, list(self.subject.rates)
        if channel is None:
            return shares.of(self.row.cases)
        if channel not in names:
            raise _Wrong("channel", unknown("channel", channel, names))
        return [(names.index(channel), self.row.cases)]


def _coded(name: str, trait: Trait, value: str | float) -> int:
    column = f"attributes.{name}"
    said = shown(value) if isinstance(value, str) else number_text(value)
    if trait.values:
        text = value if isinstance(value, str) else said
        if text not in trait.values:
            raise _Wrong(
                column, f"{said} is not allowed; allowed: {listed(trait.values)}{nearest(text, trait.values)}"
            )
        return trait.values.index(text) * FIXED_POINT
    try:
        number = float(value)
    except ValueError:
        raise _Wrong(column, f"{said} is not a number") from None
    if not 0 <= number <= 2**40:
        raise _Wrong(column, f"{said} is not allowed; allowed: numbers from 0 to 2^40")
    return round(Fraction(str(number)) * FIXED_POINT)


class _Shares:
    """Cases of unstated channel, dealt out in proportion to the rates: no draw, so every replication has the same."""

    def __init__(self, rates: Mapping[str, float]) -> None:
        total = sum(rates.values())
        self._weights = [
            rate / total if total else float(number == 0) for number, rate in enumerate(rates.values())
        ]
        self._given = [0] * len(self._weights)

    def of(self, cases: int) -> list[tuple[int, int]]:
        """(channel, cases) of the next so many: each case goes where the largest part is still owed."""
        before = list(self._given)
        for _ in range(cases):
            due = sum(self._given) + 1
            owed = [weight * due - given for weight, given in zip(self._weights, self._given, strict=True)]
            self._given[owed.index(max(owed))] += 1
        return [
            (number, now - then) for number, (now, then) in enumerate(zip(self._given, before, strict=True))
        ]
