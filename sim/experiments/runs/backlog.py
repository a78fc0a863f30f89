"""The open cases of an office at the opening of a day, made by a warm run: a backlog to start another study from.

Each case keeps where it stands, since when, the channel it came by and its attributes. What cannot be written down is
left out: work under way begins anew, and a wait that goes on is only known to last longer than it has lasted so far.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import whole_file
from sim.engine.compile.flow import without_documents
from sim.engine.compile.passed import passed
from sim.engine.compile.shared import LAST
from sim.engine.compile.standing import places_in, standing_at, together
from sim.engine.compile.visits import visits_of
from sim.engine.engines import ENGINES, engine_at_hand
from sim.engine.nodes import HOLD
from sim.engine.outcome import Outcome, UnderWay
from sim.engine.program import ARRIVED, FIXED_POINT, Program
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.shown import Shown
from sim.model import Fault, ModelError, Scenario
from sim.model.backlog import COLUMNS, FINISHED, Position
from sim.model.blocks import Block, Documents, walk
from sim.model.bounds import REPLICATION, within
from sim.model.files import spelt, unwritable
from sim.model.quantities import number_text
from sim.worktime import NEVER, instant, to_datetime

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class OpenCase:
    """One case, in the words of a scenario's `study.backlog`."""

    service: str
    at: str
    arrived: datetime
    since: str
    channel: str | None
    """None for other work of a pool."""
    attempts: int
    stamped: str
    levers: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class Backlog(Shown):
    """Everything that was open at the opening of a day, by arrival."""

    PAGE = "sim.pages.starts:backlog_page"

    whatif: WhatIf = field(repr=False)
    at: date
    replication: int
    cases: tuple[OpenCase, ...]

    @property
    def scenario(self) -> str:
        """What was simulated."""
        return self.whatif.label

    @property
    def by_step(self) -> list[tuple[str, str, int]]:
        """(service, where, how many), other work last; a case in two branches stands at "a+b"."""
        counted = Counter((case.service, _without_rounds(case.at)) for case in self.cases)
        ordered = sorted(counted.items(), key=lambda one: (one[0][0].endswith(".other"), one[0]))
        return [(*key, count) for key, count in ordered]

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row a case, in the columns of the CSV file."""
        import polars as pl

        header, rows = self._table()
        return pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")

    def write(self, path: str | Path) -> Path:
        """The table as a CSV file that `study.backlog` can name: whole, or not there at all. Raises ModelError."""
        path = Path(path)
        if why := unwritable(path):
            raise ModelError([Fault.of("out", spelt(path), why)])
        text = io.StringIO(newline="")
        header, rows = self._table()
        csv.writer(text, lineterminator="\n").writerows([header, *rows])
        try:
            # With a mark at its beginning spreadsheets know that it is UTF-8.
            whole_file.write(path, text.getvalue().encode("utf-8-sig"))
        except OSError as error:
            raise ModelError(
                [Fault.of("out", spelt(path), f"cannot be written: {error.strerror or error}")]
            ) from None
        return path

    def to_dict(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "at": self.at.isoformat(),
            "seed": self.whatif.seed,
            "replication": self.replication,
            "digest": self.whatif.program.digest,
            "by_step": [{"service": s, "at": where, "cases": count} for s, where, count in self.by_step],
            "cases": [{**asdict(case), "arrived": _text(case.arrived)} for case in self.cases],
        }

    def __str__(self) -> str:
        told = ", ".join(f"{service} {where} {count}" for service, where, count in self.by_step)
        return f"{len(self.cases)} open cases of {self.scenario} on {self.at}: {told or 'none'}"

    def _table(self) -> tuple[list[str], list[list[str]]]:
        attributes = list(dict.fromkeys(name for case in self.cases for name in case.attributes))
        columns = [column for column in COLUMNS if column != "cases"]
        rows = []
        for case in self.cases:
            stated = {**asdict(case), "arrived": _text(case.arrived), "channel": case.channel or ""}
            rows.append(
                [str(stated[c]) for c in columns] + [case.attributes.get(name, "") for name in attributes]
            )
        return columns + attributes, rows


def backlog(question: WhatIf | str, at: date | str, *, replication: int = 0) -> Backlog:
    """Simulate one replication up to the opening of a date and take down what is open. Raises ModelError."""
    whatif = load(question) if isinstance(question, str) else question
    program, day = whatif.program, _day(at)
    first, last = to_datetime(program.start).date(), to_datetime(program.horizon).date()
    if not first < day <= last:
        raise ModelError(
            [Fault.of("at", at, f"{day} is not within the study; allowed: after {first}, up to {last}")]
        )
    within("replication", replication, REPLICATION)
    outcome = ENGINES[engine_at_hand(whatif.engine)](
        replace(program, horizon=instant(day)),
        seed=whatif.seed,
        replication=replication,
        events=False,
        stop_when_judged=False,
    )
    levers = "+".join(dict.fromkeys(use.name for use in whatif.levers))
    cases = open_cases(program, whatif.scenario, outcome, levers)
    return Backlog(whatif, day, replication, cases)


def open_cases(
    program: Program, scenario: Scenario, outcome: Outcome, levers: str = ""
) -> tuple[OpenCase, ...]:
    """The cases that were under way when a simulation ended, by arrival."""
    taken = _Taken(program, scenario, outcome, levers)
    return tuple(sorted(taken.cases(), key=lambda case: case.arrived))


def _day(at: date | str) -> date:
    try:
        return at if isinstance(at, date) else date.fromisoformat(at)
    except ValueError:
        raise ModelError([Fault.of("at", at, f'"{at}" is not a date; write it as 2025-03-03')]) from None


class _Taken:
    """An outcome read as a backlog."""

    def __init__(self, program: Program, scenario: Scenario, outcome: Outcome, levers: str) -> None:
        self.program = program
        self.outcome = outcome
        self.levers = levers
        self.flows = {
            number: without_documents(scenario.services[name].flow)
            for number, name in enumerate(program.names.services)
            if name in scenario.services
        }
        self.places = {number: places_in(flow) for number, flow in self.flows.items()}
        self._traits = {
            number: {
                *scenario.services[names].attributes,
                *(
                    f"missing.{paper}"
                    for block in walk(scenario.services[names].flow)
                    for paper in _papers(block)
                ),
            }
            for number, names in enumerate(program.names.services)
            if names in scenario.services
        }
        self._required = _required(program)

    def cases(self) -> list[OpenCase]:
        tokens: dict[int, list[UnderWay]] = {}
        for row in self.outcome.under_way.tolist():
            tokens.setdefault(row[0], []).append(UnderWay(*row))
        return [self._case(case, own) for case, own in tokens.items()]

    def _case(self, case: int, tokens: list[UnderWay]) -> OpenCase:
        outcome, names = self.outcome, self.program.names
        service = int(outcome.service[case])
        positions = [self._position(service, token) for token in tokens]
        where = [str(position) for position in positions]
        since = ["" if token.enqueued == NEVER else _text(to_datetime(token.enqueued)) for token in tokens]
        if outcome.outcome[case] >= 0:
            where, since = [*where, FINISHED], [*since, ""]
        return OpenCase(
            service=names.services[service],
            at="+".join(where),
            arrived=to_datetime(int(outcome.stamps[case, ARRIVED])),
            since="+".join(since),
            channel=names.channels[outcome.stream[case]] if service in self.places else None,
            attempts=int(outcome.attempts[case]),
            stamped="+".join(self._stamped(service, case, positions)),
            levers=self.levers,
            attributes=self._attributes(service, case),
        )

    def _stamped(self, service: int, case: int, positions: Sequence[Position]) -> list[str]:
        """Milestones it has besides those that every way to its place passes."""
        places = self.places.get(service, {})
        standings = [
            one for position in positions if (one := standing_at(position, None, places)) is not None
        ]
        known = {"arrived", *passed(self.flows.get(service, ()), together(standings))}
        stamps = np.flatnonzero(self.outcome.stamps[case] != NEVER).tolist()
        names = [self.program.names.stamps[stamp] for stamp in stamps]
        return [name for name in names if name not in known and not name.endswith(LAST)]

    def _position(self, service: int, token: UnderWay) -> Position:
        nodes = self.program.nodes
        step = int(nodes.step[token.node])
        name = self.program.names.steps[step]
        require = self._required[service, step] if nodes.kind[token.node] == HOLD else 0
        place = self.places.get(service, {}).get(Position(name, require).place)
        if place is None:
            return Position(name)
        rounds: list[int] = []
        visit = token.visit // visits_of(place.block)
        for loop, _ in reversed(place.repeats):
            visit, digit = divmod(visit, loop.maximum)
            rounds.insert(0, digit + 1)
        stated = tuple(rounds)
        return Position(name, require, () if stated == place.first_rounds else stated)

    def _attributes(self, service: int, case: int) -> dict[str, str]:
        program, names = self.program, self.program.names
        found = {}
        own = (program.attribute_service == service) & (program.attribute_kind != 2)
        for attribute in np.flatnonzero(own).tolist():
            name = names.attributes[attribute]
            if name not in self._traits[service]:
                name = name.removeprefix(f"{names.services[service]}.")
            value, values = int(self.outcome.attributes[attribute][case]), names.attribute_values[attribute]
            if name in COLUMNS:
                message = f'an attribute is called "{name}", as a column of the table; give it another id'
                raise ModelError([Fault(names.services[service], 0, 0, message)])
            found[name] = values[value // FIXED_POINT] if values else number_text(value / FIXED_POINT)
        return found


def _papers(block: Block) -> tuple[str, ...]:
    return tuple(block.papers) if isinstance(block, Documents) else ()


def _required(program: Program) -> dict[tuple[int, int], int]:
    """By service and step of a `require`: which of those of its background it is, counted from 1."""
    nodes, steps = program.nodes, program.names.steps
    met: Counter[tuple[int, str]] = Counter()
    found = {}
    holds = {(int(nodes.service[node]), int(nodes.step[node])) for node in np.flatnonzero(nodes.kind == HOLD)}
    for service, step in sorted(holds):
        met[service, steps[step]] += 1
        found[service, step] = met[service, steps[step]]
    return found


def _without_rounds(at: str) -> str:
    return "+".join(part.partition("#")[0] for part in at.split("+"))


def _text(moment: datetime) -> str:
    return moment.isoformat(sep=" ")
