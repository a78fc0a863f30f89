"""The page of a scenario: how many services and promises, and what is asked most of; then all that it states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sim.engine.compile.as_it_runs import with_pools_in_use
from sim.model.blocks import walk
from sim.model.quantities import number_text
from sim.model.staff import units_of
from sim.model.yaml_flow import flow
from sim.pages.arrivals import channel_text
from sim.pages.flow_tree import FlowTree
from sim.pages.page import Entry, Page, Section, Tree
from sim.pages.rules import absence_told
from sim.pages.rules import told as rule_told
from sim.words.amounts import (
    bracketed,
    clock_word,
    duration,
    enumerated,
    listed,
    share,
    spread,
    time_of_day,
)
from sim.words.costs import COSTS
from sim.words.halls import HALLS
from sim.words.marks import strong
from sim.words.means import MEANS
from sim.words.number_names import NUMBERS
from sim.words.offered import OFFERED, cell, named
from sim.words.regions import REGION
from sim.words.runs import STUDY
from sim.words.scenario import OVERVIEW, SHOWN

if TYPE_CHECKING:
    from sim.engine.compile.stated_arrivals import StatedArrivals
    from sim.experiments.load.offered import Load
    from sim.experiments.questions.whatif import WhatIf
    from sim.model.backlog import OpenCases
    from sim.model.halls import Halls
    from sim.model.quantities import Name
    from sim.model.scenario import Attribute, Channel, Pool, Scenario, Service, Staff, Target
    from sim.model.timetable import Meeting

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Overview:
    """What is said of one question, in one language."""

    def __init__(self, asked: WhatIf, lang: str) -> None:
        self.asked = asked
        self.made: Scenario = asked.scenario
        self.lang = lang
        self.w = SHOWN[lang]
        self.tree = FlowTree(self.made, lang)
        self._in_use = with_pools_in_use(self.made).pools
        self._loads: dict[tuple[str, ...], Load] | None = None

    def page(self, *, expanded: bool = False) -> Page:
        """The page; `expanded` shows flows as the blocks a program holds, and the program's size."""
        w, made = self.w, self.made
        sections = [Section("", tuple(f"{strong(word)}{w['colon']}{text}" for word, text in self._facts()))]
        if made.targets:
            targets = tuple(self._target(name, target) for name, target in made.targets.items())
            sections.append(Section(w["targets"], targets))
        sections.append(Section(w["pools"], tuple(self._pools())))
        if made.sessions:
            sessions = tuple(self._session(name, session) for name, session in made.sessions.items())
            sections.append(Section(w["sessions"], sessions))
        for name, service in made.services.items():
            branches = self.tree.expanded(service.flow) if expanded else self.tree.of(service.flow)
            heading = self._titled(service.name, name)
            sections.append(Section(heading, (*self._service(name, service), Tree(branches))))
        if expanded:
            sections.append(Section("", (self._program(),)))
        return Page(self.asked.label, self._answer(), tuple(sections))

    def to_dict(self) -> dict[str, Any]:
        """Expanded flows and the program's size, as in `show --expanded --json`."""
        flows = {name: self.tree.expanded(service.flow) for name, service in self.made.services.items()}
        program = self.asked.program
        return {
            "scenario": self.asked.label,
            "services": {name: [branch.to_dict() for branch in tree] for name, tree in flows.items()},
            "offered": [one.to_dict() for one in self._offers().values()],
            "program": {"digest": program.digest, "nodes": program.nodes.by_kind},
        }

    def _answer(self) -> str:
        """What it is, how many services and promises it has, and which pool or session is asked most of."""
        w, made = OVERVIEW[self.lang], self.made
        said = w["holds"].format(
            title=self._named(made.title), services=len(made.services), targets=len(made.targets)
        )
        offers = self._offers().values()
        if not offers:
            return said
        most = max(offers, key=lambda one: one.load)
        return said + w["most"].format(what=named(most, self.lang), cell=cell(most, self.lang))

    def _named(self, name: Name | None, otherwise: str = "") -> str:
        return self.tree.said_name(name, otherwise)

    def _titled(self, name: Name | None, own_id: str) -> str:
        said = self._named(name, own_id)
        return own_id if said == own_id else f"{said} ({own_id})"

    def _way(self, name: Name | None, way: str) -> str:
        """What a channel is called: the usual ones have a word of their own in Chinese."""
        usual = NUMBERS[self.lang].get(f"way.{way}", way) if name is None else way
        return self._titled(name, way) if usual == way else f"{usual} ({way})"

    def _judged_dates(self) -> str:
        """The first and the last judged date; a window that opens on a day off judges what comes on it."""
        from sim.model.study_dates import study_dates, workdays_of

        try:
            study = study_dates(self.made)
        except ValueError:
            return ""
        last = study.judged_until - timedelta(days=1)
        first, ends = (f"{day} {self.w[WEEKDAYS[day.weekday()]]}" for day in (study.judged_from, last))
        closed = not workdays_of(self.made.calendar).is_workday(study.judged_from)
        words = STUDY[self.lang]
        return words["dates"].format(first=first, last=ends) + (words["opens_on_a_day_off"] if closed else "")

    # -- parts of the page ----------------------------------------------------------------------------

    def _facts(self) -> list[tuple[str, str]]:
        """Calendar, study, levers and what else is asked of all of it, each with its word."""
        made, w = self.made, self.w
        calendar, study = made.calendar, made.study
        wd = w["wd_is"].format(hours=duration(calendar.wd, self.lang))
        hours = [f"{season.first} – {season.last} {season.hours}" for season in calendar.seasons]
        ruled = w["semicolon"].join(rule_told(rule, self.lang) for rule in calendar.rules)
        spans = {
            word: duration(length, self.lang)
            for word in ("lead_in", "window", "follow_up")
            if (length := getattr(study, word)) is not None
        }
        text = w["study_text"] if study.year is None else STUDY[self.lang]["year_text"]
        rows = [
            (w["calendar"], listed((calendar.region, calendar.hours or "", *hours, wd), self.lang)),
            *([(w["hours"], ruled)] if ruled else []),
            (w["study"], text.format(start=study.start, year=study.year, **spans) + self._judged_dates()),
            (w["levers"], enumerated(self._lever_names(), self.lang) or w["none"]),
        ]
        version = None if made.variant is None else made.variants.get(made.variant)
        if version is not None and version.title is not None:
            rows.insert(0, (w["variant"], self._named(version.title)))
        if study.backlog:
            rows.append((STUDY[self.lang]["backlog"], self._backlog(study.backlog)))
        if made.halls is not None:
            rows.append((HALLS[self.lang]["halls"], self._halls(made.halls)))
        if self.asked.load:
            rows.append((w["load"], self.asked.load_text))
        if made.load_stages:
            stages = (f"{self._named(s.name)} {s.factor:g} ({name})" for name, s in made.load_stages.items())
            rows.append((w["load_stages"], listed(stages, self.lang)))
        return [*rows, *self._made_of()]

    def _made_of(self) -> Iterator[tuple[str, str]]:
        """The files it includes, and what it changes of them; nothing where it is one file."""
        w, origin = OVERVIEW[self.lang], self.made.origin
        if parts := origin.parts:
            yield w["made_of"], enumerated(parts, self.lang)
        for one in origin.overridden:
            before = w["not_stated"] if one.before is None else flow(one.before)
            stood = "" if one.stood_at is None else bracketed(origin.told(one.stood_at), self.lang)
            yield w["override"], f"{one.path}{self.w['colon']}{before}{stood} → {flow(one.after)}"

    def _halls(self, halls: Halls) -> str:
        """How many halls there are, of which sizes and staffings, and which pools grow with them."""

        def shares(stated: Mapping[float, float]) -> str:
            return enumerated((f"{number_text(x)} ({share(part)})" for x, part in stated.items()), self.lang)

        return HALLS[self.lang]["text"].format(
            n=f"{halls.number.value:,}",
            sizes=shares(halls.sizes),
            staffing=shares(halls.staffing),
            pools=enumerated(halls.pools, self.lang),
        )

    def _backlog(self, rows: Sequence[OpenCases]) -> str:
        """How many cases are open when the study begins, by service and step."""
        w = STUDY[self.lang]
        counted: dict[str, Counter[str]] = {}
        for row in rows:
            where = "+".join(position.place for position in row.positions)
            counted.setdefault(row.service, Counter())[where] += row.cases
        told = []
        for service, steps in counted.items():
            known = self.made.services.get(service)
            name = self._named(known.name, service) if known is not None else service
            parts = enumerated(
                (w["at_step"].format(step=step, n=n) for step, n in steps.items() if n), self.lang
            )
            told.append(w["stands"].format(service=name, steps=parts))
        where = self.w["semicolon"].join(told)
        return w["backlog_text"].format(cases=sum(row.cases for row in rows), where=where)

    def _lever_names(self) -> list[str]:
        """Each lever in force once, with its id in brackets."""
        from sim.levers import REGISTRY

        return [
            self._titled(REGISTRY[name].label, name)
            for name in dict.fromkeys(use.name for use in self.asked.levers)
        ]

    def _units(self, pool: Pool) -> str:
        if pool.capacity is not None:
            size = str(pool.capacity.value)
        elif pool.staff:
            size = str(sum(one.capacity.value for one in pool.staff.values()))
        else:
            steps = (pool.profile or {}).items()
            size = listed((f"{time_of_day(at)} {units}" for at, units in steps), self.lang)
        return size if pool.availability.value == 1 else f"{size} × {share(pool.availability.value)}"

    def _pools(self) -> Iterator[Entry]:
        """Every pool, and below it the units that differ, with what is stated of them alone."""
        for name, pool in self.made.pools.items():
            yield self._pool(name, pool)
            for (unit, made), stated in zip(units_of(name, pool).items(), pool.staff.values(), strict=False):
                skills = enumerated(stated.skills, self.lang)
                parts = [
                    f"{self.w['units']} {self._units(made)}",
                    self._offered("pool", unit),
                    self.w.get(made.hours, made.hours) if stated.hours is not None else "",
                    *self._staff(made, stated),
                    self.w["skill"].format(skill=skills) if skills else "",
                ]
                yield self._entry(unit, self._named(made.name, unit), parts)

    def _staff(self, pool: Pool, stated: Pool | Staff) -> Iterator[str]:
        """Speed, rules and absences, as far as they are stated here."""
        if stated.speed is not None and stated.speed.value != 1:
            yield self.w["speed"].format(n=number_text(stated.speed.value))
        yield from (rule_told(rule, self.lang, pool.every_date) for rule in stated.rules)
        if stated.absence is not None:
            yield absence_told(stated.absence, self.lang)
        if stated.cost is not None:
            yield COSTS[self.lang]["hourly"].format(cost=stated.cost.value)

    def _pool(self, name: str, pool: Pool) -> Entry:
        """Units and the work offered to them; kind, hours, whose it is, and its other work."""
        w, other = self.w, pool.other_work
        unused = "" if name in self._in_use else bracketed(w["not_used"], self.lang)
        parts = [
            f"{w['units']} {self._units(pool)}",
            self._offered("pool", name),
            w[pool.kind],
            f"{w['room']} {pool.room.value}" if pool.room is not None else "",
            w["room_of"].format(pool=self._named(self.made.pools[pool.room_of].name)) if pool.room_of else "",
            w.get(pool.hours, pool.hours),
            listed((w[pool.party], self._named(pool.department)), self.lang),
            *self._staff(pool, pool),
            *(self.tree.due(pool.due) if pool.due is not None else ()),
        ]
        if other is not None:
            work = spread(other.work, self.lang)
            parts.append(f"{w['other_work']} {share(other.share.value)}{w['colon']}{work}")
        return self._entry(name, self._named(pool.name, name) + unused, parts)

    def _entry(self, known_as: str, called: str, parts: Iterable[str]) -> Entry:
        """Something by its id and its name, with what is said of it in a line."""
        name = "" if called == known_as else f"  {called}"
        return Entry(strong(known_as) + name, (self.w["semicolon"].join(part for part in parts if part),))

    def _offered(self, kind: str, name: str) -> str:
        """What the judged window offers a pool or session, against its hours or places."""
        found = self._offers().get((kind, name))
        return "" if found is None else f"{OFFERED[self.lang]['head']} {cell(found, self.lang)}"

    def _offers(self) -> dict[tuple[str, ...], Load]:
        """Nothing where the scenario cannot run: the page shows what it says all the same."""
        from sim.experiments.load.steady import OfferedWork
        from sim.model import ModelError

        if self._loads is None:
            try:
                self._loads = {one.key: one for one in OfferedWork(self.asked).loads}
            except ModelError:
                self._loads = {}
        return self._loads

    def _session(self, name: str, meeting: Meeting) -> Entry:
        w = self.w
        days = enumerated((w[day] for day in meeting.weekdays), self.lang) or w["workdays"]
        times = enumerated((time_of_day(at) for at in meeting.at), self.lang)
        parts = [listed((f"{days} {times}", w["move_next_wd"] if meeting.move else ""), self.lang)]
        parts += [f"{w['places']} {meeting.places.value}"] if meeting.places else []
        parts += [f"{w['cutoff']} {duration(meeting.cutoff, self.lang)}"] if meeting.cutoff.amount else []
        parts += [enumerated((self.tree.pool(pool) for pool in meeting.pools), self.lang)]
        parts += [rule_told(rule, self.lang) for rule in meeting.rules]
        return self._entry(name, self._named(meeting.name, name), [*parts, self._offered("session", name)])

    def _service(self, name: str, service: Service) -> list[str]:
        """Who comes, and what cases differ in."""
        w, path = self.w, f"services.{name}.channels"
        facts = [
            (f"{w['arrivals']} {self._way(channel.name, way)}", self._channel(f"{path}.{way}", channel))
            for way, channel in service.channels.items()
        ]
        facts += [
            (f"{w['attribute']} {self._titled(attribute.name, own)}", self._attribute(attribute))
            for own, attribute in service.attributes.items()
        ]
        said = [f"{word}{w['colon']}{text}" for word, text in facts]
        if service.cost is not None:
            said.append(COSTS[self.lang]["each_case"].format(cost=service.cost.value))
        return said

    def _channel(self, path: str, channel: Channel) -> str:
        return channel_text(channel, self._stated(path, channel), self.lang)

    def _stated(self, path: str, channel: Channel) -> StatedArrivals | None:
        """What a list or appointments hold; nothing where there are none, or they cannot be put into the study."""
        from sim.engine.compile.faults import CompileError
        from sim.engine.compile.stated_arrivals import stated_arrivals
        from sim.engine.compile.times import times_of

        if channel.rate is not None:
            return None
        try:
            return stated_arrivals(channel, times_of(self.made), path)
        except CompileError:
            return None

    def _attribute(self, attribute: Attribute) -> str:
        if attribute.values is not None:
            return listed(
                (f"{value} {share(stated.value)}" for value, stated in attribute.values.items()), self.lang
            )
        return "" if attribute.number is None else spread(attribute.number, self.lang)

    def _target(self, name: str, target: Target) -> Entry:
        w = self.w
        parties = (
            (w["all_parties"],) if len(set(target.parties)) == 4 else (w[party] for party in target.parties)
        )
        by = target.commissioned_by
        counts = (
            w["sum_of"].format(what=" + ".join(target.sum_of))
            if target.sum_of
            else listed((*parties, w["commissioned_by"].format(party=w[by]) if by else ""), self.lang)
        )
        part = target.item or target.stage or target.step
        word = "item" if target.item else "stage" if target.stage else "task"
        blocks = [block for own in target.services for block in walk(self.made.services[own].flow)]
        names = {block.id: block.name for block in blocks}
        scope = " → ".join(self._titled(names.get(end), end) for end in target.scope)
        if part is not None:
            scope = f"{w[word]} {self._titled(names.get(part), part)}"
        limit, clock = target.limit.value, clock_word(target.clock, target.limit.value)
        stated = [
            w[clock]
            if target.measure == "reached"
            else f"≤ {duration(limit, self.lang)}{bracketed(w[clock], self.lang)}",
            MEANS[self.lang]["judged_on"]
            if target.required_share is None
            else f"{w['required']} {share(target.required_share.value)}",
            REGION[self.lang]["answered_by"] if target.answered_by == "requirement" else "",
            f"{w['expected']} {w[target.expected.verdict]}" if target.expected else "",
            scope,
            "" if target.counted else f"{w['parties']} {counts}",
            self._of_the_law(target),
            f"{w['clause']} {target.clause}" if target.clause else "",
        ]
        called = w["colon"].join(said for said in map(self._named, (target.name, target.reading)) if said)
        return self._entry(name, called or name, stated)

    def _of_the_law(self, target: Target) -> str:
        """How far the limit lies below that of the law, where the target says so."""
        if target.statutory is None or target.compressed is None:
            return ""
        law, cut = duration(target.statutory.value, self.lang), share(target.compressed.value)
        return self.w["statutory_less"].format(law=law, cut=cut)

    def _program(self) -> str:
        program = self.asked.program
        counted = program.nodes.by_kind
        kinds = listed(
            (f"{self.w['again_node' if kind == 'again' else kind]} {n}" for kind, n in counted.items()),
            self.lang,
        )
        said = self.w["program_text"].format(nodes=sum(counted.values()), kinds=kinds)
        return f"{self.w['program']} {program.digest}{self.w['colon']}{said}"
