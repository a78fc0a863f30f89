"""The whole scenario, put together: every column of the `Program` in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from sim.chance import TABLE_LENGTH, exact_load
from sim.engine.compile.as_it_runs import as_it_runs
from sim.engine.compile.attributes import WAY_IN, Attributes
from sim.engine.compile.backlog import Group, Subject, Trait, groups_of, luck_of, stream_of
from sim.engine.compile.called import names_of
from sim.engine.compile.clocks import (
    Clock,
    check_times,
    clocks_by_node,
    clocks_of,
    part_of,
    with_going_on,
    with_twins,
)
from sim.engine.compile.columns import Numbered, ints, sliced
from sim.engine.compile.due import due_columns
from sim.engine.compile.expand import transferred
from sim.engine.compile.faults import CompileError, LoadError, told_at
from sim.engine.compile.flow import ServiceFlow
from sim.engine.compile.meetings import meetings_of
from sim.engine.compile.needs import NO_LINES, Needs, pace_of
from sim.engine.compile.order import check_order
from sim.engine.compile.rates import steady_knots
from sim.engine.compile.remaining import Remaining
from sim.engine.compile.rosters import absences_of, with_choices_named, work_done
from sim.engine.compile.shared import Shared
from sim.engine.compile.spent import Spent
from sim.engine.compile.streams import Coming, Stream, Streams, came_a_day, number_draws, stream_columns
from sim.engine.compile.times import study_instants, times_of
from sim.engine.compile.work import NoTables, TableOf, mean_micros, quantiles
from sim.engine.nodes import HOLD, SESSION, TASK, TIMER, Ints
from sim.engine.program import Program
from sim.model.blocks import Block, Task
from sim.model.conditions import names_in
from sim.model.quantities import Name
from sim.model.scenario import Pool, Scenario, Service, other_service

RESERVE_AFTER_WD = 1
"""Working days a blocked joint request waits before it reserves units (SEMANTICS 4.4)."""

Load = Fraction | float | str
OTHER = "other work"


def compile_program(scenario: Scenario, load: Load | Mapping[str, Load] = 1) -> Program:
    """The program of a scenario under a load (one factor, or factors by service).

    Raises CompileError with the path of what cannot run. Levers must have been applied before.
    """
    return _Assembly(scenario, _loads(scenario, load), quantiles).program()


def check_program(scenario: Scenario) -> Program:
    """The program with tables of nothing. Raises what `compile_program` would, every distribution's fault at once."""
    tables = NoTables()
    made: Program | None = None
    found: tuple[CompileError, ...] = ()
    try:
        made = _Assembly(scenario, _loads(scenario, 1), tables).program()
    except CompileError as fault:
        found = fault.all
    faults = (*reversed(tables.faults), *found)  # flows are compiled from their ends
    if faults or made is None:
        raise CompileError(faults[0].path, faults[0].message, faults[1:])
    return made


def _loads(scenario: Scenario, load: Load | Mapping[str, Load]) -> dict[str, Fraction]:
    others = (other_service(p) for p, pool in scenario.pools.items() if pool.other_work)
    services = [*scenario.services, *others]
    if not isinstance(load, Mapping):
        return {service: exact_load(load) for service in services}
    for service in load:
        if service not in services:
            raise LoadError(service, f"no service is called {service!r}; allowed: {', '.join(services)}")
    return {service: exact_load(load.get(service, 1)) for service in services}


class _Assembly:
    def __init__(self, scenario: Scenario, loads: dict[str, Fraction], table_of: TableOf) -> None:
        self.scenario = scenario = as_it_runs(scenario)
        self.loads = loads
        self.times = times_of(scenario)
        looked_at = ((target.service, target.step) for target in scenario.targets.values())
        timed_steps = frozenset((service, step) for service, step in looked_at if step is not None)
        self.shared = Shared(self.times, table_of, timed_steps=timed_steps)
        self.needs = Needs(scenario.pools, self.times, scenario.sessions)
        self.services: dict[str, Service | Pool] = {
            **scenario.services,
            **{other_service(name): pool for name, pool in scenario.pools.items() if pool.other_work},
        }
        self.entries: list[int] = []
        self.streams: list[Stream] = []
        self.flows: list[ServiceFlow] = []
        self.backlog: list[Group] = []
        self.coming = Streams(self.times, self.shared.tables, table_of)
        self.attributes = Attributes(self.shared)
        self.changes = [roster.changes for roster in self.needs.rosters]

    def program(self) -> Program:
        for number, (name, service) in enumerate(self.services.items()):
            if isinstance(service, Service):
                self._service(number, name, service)
            else:
                self._other_work(number, name, service)
        check_order(self.scenario.targets, {flow.service: flow.blocks for flow in self.flows})
        self.shared.draws.number("", "arrival")
        self.coming_draw = number_draws(self.streams, self.shared.draws)
        if self.scenario.study.backlog:
            self._open_cases()
        made = self._assembled()
        self.shared.draws.check(list(dict.fromkeys(stream.luck for stream in self.streams)))
        return with_choices_named(made)

    # -- services -------------------------------------------------------------------------------------

    def _service(self, number: int, name: str, service: Service) -> None:
        local = self.attributes.of_service(number, name, service)
        flow = (*transferred(service.channels), *service.flow)
        counters = [channel for channel, stated in service.channels.items() if not stated.around_the_clock]
        self._judged_on(name, local)
        self._flow(ServiceFlow(self.shared, self.needs, name, number, local, counters), flow)
        for place, (channel, stated_channel) in enumerate(service.channels.items()):
            stream = f"{name}.{channel}"
            path = f"services.{name}.channels.{channel}"
            with told_at(path):
                coming = self.coming.coming(stated_channel, self.loads[name], path)
            self.streams.append(Stream(stream, channel, place, number, stream, coming))

    def _judged_on(self, service: str, attributes: Numbered) -> None:
        """What the targets of a service ask of its flow: stamps that are set anew, and conditions on who is judged."""
        shared = self.shared
        for name, target in self.scenario.targets.items():
            if service not in target.services:
                continue
            if target.last:
                shared.stamped_anew.setdefault(service, set()).add(target.scope[1])
            if target.when is not None:
                for asked in names_in(target.when.tree):
                    if asked not in attributes:
                        raise CompileError(f"targets.{name}.when", f'no case has "{asked}" here')
                shared.conditions[service, name] = shared.codes.number(target.when, attributes, shared.stamps)

    def _flow(self, flow: ServiceFlow, blocks: Sequence[Block]) -> None:
        self.flows.append(flow)
        self.entries.append(flow.compile(blocks))

    def _other_work(self, number: int, name: str, pool: Pool) -> None:
        """What else a pool does: cases of one task each, in proportion to the units on duty."""
        assert pool.other_work is not None
        pool_id = name.removesuffix(".other")
        task = Task.model_construct(
            id=f"{pool_id}.other_work",
            pool=pool_id,
            work=pool.other_work.work,
            name=Name(zh="其他业务", en="Other work"),
        )
        self._flow(ServiceFlow(self.shared, self.needs, name, number, Numbered()), (task,))
        path = f"pools.{pool_id}.other_work.work"
        mean_time = mean_micros(pool.other_work.work, self.times, path)
        # What units of several paces get done is counted in units of the usual one.
        mean = Fraction(mean_time if pool.staff else mean_time / pace_of(pool))
        if mean == 0:
            raise CompileError(
                path, "other work of no length takes no share of the day; allowed: longer than 0"
            )
        share_of_time = Fraction(str(pool.other_work.share.value))
        changes, whole = work_done(self.needs.rosters_of(pool_id))
        with told_at(path):
            knots = steady_knots(changes, share_of_time / mean / whole, self.loads[name])
        self.streams.append(Stream(name, OTHER, 0, number, name, Coming(knots)))

    def _open_cases(self) -> None:
        """Cases that are open when the study begins: streams of their own, and entries into the flows."""
        rows = self.scenario.study.backlog
        spent = Spent(self.times)
        asked = {row.service for row in rows}
        subjects: dict[str, Subject] = {}
        for number, (name, service) in enumerate(self.services.items()):
            rates = self._rates(number, service)
            traits = {
                trait.name: Trait(column, trait.values)
                for column, trait in enumerate(self.attributes.rows)
                if trait.service == number and trait.kind != WAY_IN
            }
            remaining = Remaining(self.shared, self.flows[number], spent)
            subjects[name] = Subject(remaining, len(self.streams), rates, traits)
            if name not in asked:
                continue
            for place, channel in enumerate(rates):
                stream = stream_of(name, channel)
                self.streams.append(Stream(stream, channel, place, number, luck_of(name)))
        self.backlog = groups_of(rows, subjects, self.times, self.shared.stamps)

    def _rates(self, number: int, service: Service | Pool) -> dict[str, float]:
        """Cases a working day by channel, among which open cases of unstated channel are dealt out."""
        if not isinstance(service, Service):
            return {OTHER: 1.0}
        own = [stream.coming for stream in self.streams if stream.service == number]
        _, *judged, _ = study_instants(self.times.study)
        return {
            name: came_a_day(channel, coming, self.times, (judged[0], judged[1]))
            for (name, channel), coming in zip(service.channels.items(), own, strict=True)
        }

    # -- columns --------------------------------------------------------------------------------------

    def _assembled(self) -> Program:
        shared, needs, scenario = self.shared, self.needs, self.scenario
        own_services = list(scenario.services)
        clocks = clocks_of(shared, needs, scenario.targets, own_services, scenario.jurisdiction)
        clocks, goes_on = with_going_on(clocks)
        clocks, began, ended = with_twins(shared, clocks)
        urgency = self._watched(clocks)
        due = due_columns(shared, clocks, list(self.services), scenario, needs.first_pools())
        node_clocks = clocks_by_node(shared, clocks, needs.at_counter)
        nodes = shared.nodes.nodes()
        options = ints(shared.options).reshape(-1, 3)
        factors = ints(shared.factors).reshape(-1, 4)
        balks = ints(shared.balks).reshape(-1, 2)
        clears = [shared.clears.get(node, []) for node in range(len(shared.nodes))]
        start, judged_from, judged_until, horizon = study_instants(self.times.study)
        tables = np.array(shared.tables.rows, dtype=np.int64).reshape(-1, TABLE_LENGTH)
        meetings = [
            meetings_of(
                name,
                meeting,
                self.times,
                {pool: needs.changes_of(pool) for pool in meeting.pools},
            )
            for name, meeting in scenario.sessions.items()
        ]
        session_needs = [needs.session_need(session) for session in scenario.sessions]
        pauses = np.isin(nodes.kind, (TASK, SESSION, TIMER, HOLD)) & (nodes.pause == 1)
        return Program(
            start=start,
            judged_from=judged_from,
            judged_until=judged_until,
            horizon=horizon,
            nodes=nodes,
            work_table=ints(shared.work_table),
            option_threshold=options[:, 0],
            option_condition=options[:, 1],
            option_entry=options[:, 2],
            again_threshold=ints(shared.again_threshold),
            branch_entry=ints(shared.branch_entry),
            **sliced("clear", clears, "clear_stamp"),
            urgency_clock=ints([clock for clock, _, _ in urgency]),
            urgency_limit=ints([limit for _, limit, _ in urgency]),
            urgency_class=ints([rank for _, _, rank in urgency]),
            factor_condition=factors[:, 0],
            factor_from=factors[:, 1],
            factor_until=factors[:, 2],
            factor_value=factors[:, 3],
            balk_length=balks[:, 0],
            balk_threshold=balks[:, 1],
            **due,
            code_first=ints(shared.codes.first),
            code_count=ints(shared.codes.count),
            code_operation=ints(shared.codes.operation),
            code_value=ints(shared.codes.value),
            tables=tables,
            **self._calendars(),
            dates_first_day=self.times.dates.first_day,
            dates_counted=self.times.dates.counted,
            office_calendar=0,
            **sliced("pool", [[at for at, _ in changes] for changes in self.changes], "change_at"),
            change_capacity=ints([units for changes in self.changes for _, units in changes]),
            **absences_of(needs.rosters, needs.pools),
            pool_calendar=ints(needs.pool_calendar),
            pool_group=ints(needs.groups()),
            need_group=ints([needs.groups()[needs.alternatives[first][0][0]] for first, _ in needs.needs]),
            need_first=ints([first for first, _ in needs.needs]),
            need_count=ints([count for _, count in needs.needs]),
            **sliced("alternative", [list(pools) for pools, _, _ in needs.alternatives], "alternative_pool"),
            alternative_calendar=ints(needs.alternative_calendar),
            alternative_last_start=ints([last_start for _, last_start, _ in needs.alternatives]),
            alternative_finish=ints([int(finish) for _, _, finish in needs.alternatives]),
            **(needs.line_columns() if shared.in_person else NO_LINES),
            reserve_after=RESERVE_AFTER_WD * self.times.wd,
            **sliced("session", [[held.at for held in each] for each in meetings], "meeting_at"),
            meeting_cutoff=ints([held.cutoff for each in meetings for held in each]),
            session_places=ints(
                [-1 if m.places is None else m.places.value for m in scenario.sessions.values()]
            ),
            meeting_places=ints([held.places for each in meetings for held in each])
            if any(rule.places is not None for m in scenario.sessions.values() for rule in m.rules)
            else ints([]),
            session_alternative=ints([-1 if need < 0 else needs.needs[need][0] for need in session_needs]),
            session_ways=needs.session_ways(session_needs),
            service_entry=ints(self.entries),
            service_pauses=ints(
                [int((pauses & (nodes.service == s)).any()) for s in range(len(self.entries))]
            ),
            background_continues=ints(shared.background_continues),
            **stream_columns(self.streams),
            coming_draw=self.coming_draw,
            draw_words=ints(shared.draws.words),
            arrival_draw=shared.draws.number("", "arrival"),
            **self.attributes.columns(self.streams),
            **self._backlog_columns(),
            clock_service=ints([clock.service for clock in clocks]),
            clock_coordinate=ints([clock.coordinate for clock in clocks]),
            clock_from=ints([clock.start for clock in clocks]),
            clock_to=ints([clock.stop for clock in clocks]),
            clock_limit=ints([clock.limit for clock in clocks]),
            clock_judged=ints([clock.judged for clock in clocks]),
            clock_dated_back=ints(began),
            clock_ended_back=ints(ended),
            clock_goes_on=ints([*goes_on, *([-1] * (len(clocks) - len(goes_on)))]),
            clock_condition=ints([clock.condition for clock in clocks]),
            **sliced("clock_sum", [list(clock.sum_of) for clock in clocks], "clock_sum"),
            clock_apart=ints([clock.apart for clock in clocks]),
            clock_pooled=ints([clock.pooled for clock in clocks]),
            clock_pauses=ints([clock.pauses for clock in clocks]),
            clock_counts_pause=ints([int(clock.counts_pause) for clock in clocks]),
            **sliced("node_clock", node_clocks, "node_clock"),
            names=names_of(
                scenario,
                self.services,
                shared,
                needs,
                self.streams,
                self.attributes,
                [clock.name for clock in clocks],
            ),
        )

    def _watched(self, clocks: list[Clock]) -> list[tuple[int, int, int]]:
        """Tells every node that looks at a clock which one and when; rows (clock, limit, class) of urgency."""
        shared = self.shared
        services = list(self.services)
        numbers = {(clock.service, clock.name): number for number, clock in enumerate(clocks)}
        urgency: list[tuple[int, int, int]] = []
        for one in shared.watched:
            service = shared.nodes.get(one.node, "service")
            own = numbers.get((service, one.clock))
            number = own if own is not None else numbers[service, f"{services[service]}.{one.clock}"]
            step = shared.steps[shared.nodes.get(one.node, "step")]
            check_times(clocks[number], one.clock, f"services.{step.service}.flow.{step.id}.clock")
            limit = part_of(clocks[number], one.part)
            if one.queue_class is None:
                shared.nodes.set(one.node, clock=number, limit=limit)
                continue
            if shared.nodes.get(one.node, "urgency_first") < 0:
                shared.nodes.set(one.node, urgency_first=len(urgency), urgency_count=0)
            shared.nodes.set(one.node, urgency_count=shared.nodes.get(one.node, "urgency_count") + 1)
            urgency.append((number, limit, one.queue_class))
        return urgency

    def _calendars(self) -> dict[str, Ints]:
        calendars = self.needs.calendars
        lengths = [len(calendar) for calendar in calendars]
        return {
            "calendar_first": ints([sum(lengths[:i]) for i in range(len(lengths))]),
            "calendar_count": ints(lengths),
            "open_at": np.concatenate([calendar.open_at for calendar in calendars]),
            "close_at": np.concatenate([calendar.close_at for calendar in calendars]),
            "worked_before": np.concatenate([calendar.worked_before for calendar in calendars]),
        }

    def _backlog_columns(self) -> dict[str, Ints]:
        groups = self.backlog
        attributes = [
            [group.attributes.get(a, -1) for a in range(len(self.attributes.rows))] for group in groups
        ]
        return {
            **{
                f"backlog_{name}": ints([getattr(group, name) for group in groups])
                for name in ("stream", "epoch", "member", "count", "arrived", "entry", "attempts")
            },
            **sliced("backlog_stamp", [list(group.stamps) for group in groups], "backlog_stamp"),
            "backlog_attribute": ints(attributes).reshape(len(groups), len(self.attributes.rows)),
        }
