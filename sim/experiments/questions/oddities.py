"""What only a compiled scenario shows to be odd: nobody on duty, nobody who comes, rosters that begin after opening."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.compile import compile_program
from sim.engine.compile.stated_arrivals import stated_arrivals
from sim.engine.compile.times import Times, times_of
from sim.engine.program import Program
from sim.experiments.questions.rule_oddities import rule_oddities
from sim.model import Fault
from sim.model.scenario import Channel, Pool, Scenario
from sim.model.staff import stated_at
from sim.results.by_construction import by_construction
from sim.worktime import DAY, MINUTE


def oddities(scenario: Scenario, program: Program) -> Iterator[Fault]:
    """Of a scenario whose levers have been applied, and its program."""
    times = times_of(scenario)
    yield from _nobody_on_duty(scenario, program)
    yield from rule_oddities(scenario, times)
    yield from _set_by_the_author(scenario, program)
    for name, pool in scenario.pools.items():
        if pool.profile is not None and name in program.names.pools:
            opens = _opening(pool, times)
            first = min(pool.profile)
            if opens < first and any(pool.profile.values()):
                message = (
                    f'nobody is on duty from {_clock(opens)}, when "{name}" opens, to {_clock(first)}, the first step '
                    f'of its profile; if somebody is, write "{_clock(opens)}": and how many'
                )
                yield scenario.fault_at(f"pools.{name}.profile", message)
    for name, service in scenario.services.items():
        for channel, stated in service.channels.items():
            path = f"services.{name}.channels.{channel}"
            yield from _stated_ones(scenario, stated, times, path)
            for number, shock in enumerate(stated.shocks):
                if not any(shock.holds(day) for day in times.days()):
                    dates = f"{times.study.start} and {times.study.horizon}"
                    message = f"the shock changes nothing: none of its dates lies between {dates}"
                    yield scenario.fault_at(f"{path}.shocks.{number}", message)
            if (
                stated.rate is not None
                and stated.rate.value.amount
                and not _comes(program, f"{name}.{channel}")
            ):
                study = times.study
                message = (
                    f"nobody comes between {study.start} and {study.horizon}: the factor of these months is 0"
                )
                yield scenario.fault_at(f"{path}.months", message)
            elif stated.hours and stated.rate is not None:
                opens, first = _first_arrivals(stated, times), min(stated.hours)
                if opens < first:
                    message = (
                        f"nobody comes from {_clock(opens)} to {_clock(first)}, the first step of hours; if somebody "
                        f'does, write "{_clock(opens)}": and a factor'
                    )
                    yield scenario.fault_at(f"{path}.hours", message)


def _set_by_the_author(scenario: Scenario, program: Program) -> Iterator[Fault]:
    """Targets that no queue, no staff and no load can change."""
    suspected = [clock for clock in program.target_clocks if by_construction(program, clock)]
    if suspected and not program.tables.any():
        program = compile_program(scenario)  # with the lengths of waits, which the quick one lacks
    for clock in suspected:
        name = program.names.clocks[clock]
        found = by_construction(program, clock)
        if found is None:
            continue
        if found.kind == "share":
            message = (
                f'by construction: cases keep it or not by the share of "{found.step}" alone, which is stated; no load '
                "and no staff changes that"
            )
        elif found.kind == "stated":
            message = (
                "by construction: cases keep it or not by what they are and by stated shares alone; no load and no "
                "staff changes that"
            )
        elif found.kind == "always":
            message = "by construction: every case keeps it, as the flow is drawn; no load and no staff changes that"
        else:
            message = "by construction: no case can keep it, as the flow is drawn; no load and no staff changes that"
        yield scenario.fault_at(f"targets.{name}", message)


def _stated_ones(scenario: Scenario, channel: Channel, times: Times, path: str) -> Iterator[Fault]:
    """Cases of a list that the study leaves out, or that come to a closed office; a profile that spreads nothing."""
    if channel.list is None:
        return
    held, study = stated_arrivals(channel, times, path), times.study
    if held.inside < held.cases:
        message = (
            f"{held.cases - held.inside:,} of the {held.cases:,} cases of the list, which reaches from {held.first} to "
            f"{held.last}, are left out: the study lasts from {study.start} to {study.horizon}, that date excluded"
        )
        yield scenario.fault_at(f"{path}.list", message)
    if held.closed and not channel.around_the_clock:
        message = (
            f"{held.closed:,} of the {held.inside:,} cases come on days the office is closed, {held.first_closed} "
            "first; a shift in wd moves them to working days"
        )
        yield scenario.fault_at(f"{path}.list", message)
    if channel.hours and all(length < DAY for _, length, _ in channel.list.rows):
        message = "hours spreads counts of whole dates, and the list says the time of every case or its hour"
        yield scenario.fault_at(f"{path}.hours", message)


def _nobody_on_duty(scenario: Scenario, program: Program) -> Iterator[Fault]:
    for number, name in enumerate(program.names.pools):
        first, count = int(program.pool_first[number]), int(program.pool_count[number])
        if not program.change_capacity[first : first + count].any():
            path, _ = stated_at(scenario.pools, name)
            size = "profile" if getattr(scenario.pools.get(name), "profile", None) is not None else "capacity"
            message = f'nobody is ever on duty in "{name}", so nothing that needs it is ever done'
            yield scenario.fault_at(f"pools.{path}.{size}", message)


def _comes(program: Program, stream: str) -> bool:
    number = program.names.streams.index(stream)
    first, count = int(program.stream_knot_first[number]), int(program.stream_knot_count[number])
    return bool(program.knot_value[first : first + count].any())


def _opening(pool: Pool, times: Times) -> int:
    """The earliest time of day at which the pool opens, in µs after midnight."""
    return min((int(at) % DAY for at in times.open_hours(pool).open_at), default=DAY)


def _first_arrivals(channel: Channel, times: Times) -> int:
    """The earliest time of day at which cases can come by a channel."""
    return 0 if channel.around_the_clock else min(int(at) % DAY for at in times.office_hours.open_at)


def _clock(moment: int) -> str:
    return f"{moment // MINUTE // 60:02d}:{moment // MINUTE % 60:02d}"
