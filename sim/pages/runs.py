"""The page of a run: how many came, how they ended and who was on time; then where the time went, and how busy the
pools were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sim.experiments.questions.alternatives import typed_as_called
from sim.model.target import at_once
from sim.pages.costs import costs_section
from sim.pages.page import Page, Part, Section, Table, table
from sim.pages.target_counts import counts_table, targets_table
from sim.words.amounts import bracketed, clock_word, duration, open_span, span
from sim.words.counted import any_counted, words_for
from sim.words.formats import share
from sim.words.halls import HALLS
from sim.words.marks import marked
from sim.words.means import MEANS, mean_text, required_text
from sim.words.offered import overload, telling
from sim.words.promises import Stated, names_of
from sim.words.runs import RUN, STUDY, SUMMARY
from sim.words.scenario import outcome_word
from sim.words.verdicts import WORDS
from sim.worktime import HOUR

if TYPE_CHECKING:
    from sim.experiments.runs.run import Result
    from sim.experiments.runs.run_counts import ActivityUse, PromiseKept, ServiceCount
    from sim.experiments.statistics.mean_interval import MeanInterval

COMPLETED = "completed"
VISITS = ("came", "went_away", "gave_up", "comes_back", "missed")
NAMED = 2
"""Promises whose share on time the answer tells; a table holds all."""


def page_of(made: Result, lang: str) -> Page:
    """The page of a run. Numbers of cases are means of a replication, and the title says so."""
    return _Told(made, lang).page()


class _Told:
    def __init__(self, made: Result, lang: str) -> None:
        self.made = made
        self.lang = lang
        self.w = RUN[lang]
        self.scenario = made.whatif.scenario
        self.counts = [count for count in made.services if count.service in self.scenario.services]
        """Of the services; the other work of pools is a detail."""

    def page(self) -> Page:
        made, w = self.made, self.w
        sections = [Section(w["cases_title"], (self._services(),)), *self._targets(), *self._parts()]
        sections += self._steps()
        sections += [*self._visitors(), *self._sessions(), Section(w["staff_title"], (self._pools(),))]
        if made.costs is not None:
            sections.append(costs_section(made.costs, self._name, self.lang))
        if notes := self._notes():
            sections.append(Section("", tuple(notes)))
        steps = (f"onewindow check {typed_as_called(made.whatif)}",) if made.on_time else ()
        return Page(self._title(), self._answer(), tuple(sections), tuple(self._details()), steps)

    def _name(self, kind: str, known_as: str, service: str = "") -> str:
        return self.made.program.names.label(kind, known_as, service)[0 if self.lang == "zh" else 1]

    def _title(self) -> str:
        w, facts = WORDS[self.lang], self.made.to_dict()
        n = facts["replications"]
        said = [facts["scenario"], f"{w['judged']} {' – '.join(facts['judged_dates'])}"]
        said += [f"{self.w['simulated']} {' – '.join(facts['simulated_dates'])}"]
        said += [f"n = {n}" if n == 1 else self.w["means"].format(n=n)]
        return " · ".join([*said, *(f"{w[word]} {facts[word]}" for word in ("seed", "load"))])

    def _answer(self) -> str:
        """How many came and how they ended; how many of those that are judged were on time."""
        w, windows = self.w, [count.window for count in self.counts]
        if not (came := sum(one.arrived for one in windows)):
            return w["nobody_at_all"]
        parts = []
        for outcome in _outcomes(self.counts):
            ended = _cases(sum(dict(one.outcomes).get(outcome, 0.0) for one in windows))
            parts.append(
                w["finished" if outcome == COMPLETED else "ended_so"].format(
                    n=ended, outcome=outcome_word(outcome, self.lang)
                )
            )
        if still := sum(one.open for one in windows):
            parts.append(w["still"].format(n=_cases(still)))
        told = w["came_for"].format(arrived=_cases(came), parts=w["comma"].join(parts))
        stated = self.scenario.targets
        headlines = [one for one in self.made.on_time if stated[one.part].headline] or self.made.on_time
        headlines = headlines[:NAMED]
        keys = [one.part for one in headlines]
        named = names_of([Stated(key, stated[key].name, stated[key].reading) for key in keys], self.lang)
        shares: dict[str, list[str]] = {}
        for one in headlines:
            if one.on_time is not None:
                pattern = words_for(w, self.lang, [one.limit.unit])["on_time"]
                said_of = w["kept"].format(name=named[one.part], share=share(one.on_time.estimate))
                shares.setdefault(pattern, []).append(said_of)
        means = [
            MEANS[self.lang]["kept_mean"].format(name=named[one.part], mean=self._mean(one))
            for one in headlines
            if one.statistic == "mean" and one.mean is not None
        ]
        said = [pattern.format(shares=w["comma"].join(own)) for pattern, own in shares.items()]
        said += [MEANS[self.lang]["means"].format(means=w["comma"].join(means))] if means else []
        return (" " if self.lang == "en" else "").join([told, *said])

    def _mean(self, kept: PromiseKept) -> str:
        """The mean of a target's clock in the unit of its limit."""
        assert kept.mean is not None
        limit, mean = kept.limit, kept.mean.estimate  # dates, or hours
        if kept.clock != "statutory":
            mean *= limit.amount * HOUR / limit.micros(self.scenario.wd_hours)
        return mean_text(mean, limit.unit, self.lang, limit.amount)

    # -- what everybody sees ----------------------------------------------------------------------------

    def _services(self) -> Table:
        w, counts = self.w, self.counts
        outcomes = _outcomes(counts)
        columns = [WORDS[self.lang]["service"], w["came"]]
        columns += [
            w[COMPLETED] if outcome == COMPLETED else outcome_word(outcome, self.lang) for outcome in outcomes
        ]
        columns.append(w["open"])
        backlog = any(count.backlog for count in counts)
        columns += [STUDY[self.lang]["backlog"]] if backlog else []
        rows = []
        for count in counts:
            ended = dict(count.window.outcomes)
            numbers = [count.window.arrived, *(ended.get(one, 0.0) for one in outcomes), count.window.open]
            numbers += [count.backlog] if backlog else []
            rows.append((self._name("service", count.service), *map(_cases, numbers)))
        return table(columns, rows)

    def _targets(self) -> list[Section]:
        made, w = self.made, self.w
        if not made.on_time:
            return []
        if made.summary is not None:
            told = targets_table(made.targets, self.lang, replications=len(made.sums))
        else:
            told = self._kept(made.on_time, w["no_verdicts"])
        legend = [
            marked("faint", f"{kept.part}  {said}")
            for kept in made.on_time
            if (said := self._said(kept)) != kept.part
        ]
        title = words_for(w, self.lang, [kept.limit.unit for kept in made.on_time])["targets_title"]
        return [Section(title, (told, *legend))]

    def _said(self, kept: PromiseKept) -> str:
        stated = self.scenario.targets[kept.part]
        names = [name.in_language(self.lang) for name in (stated.name, stated.reading) if name is not None]  # type: ignore[arg-type]
        needed = None if stated.required_share is None else stated.required_share.value
        least = required_text(needed, stated.limit.value, self.lang, self.w["required"])
        return " · ".join([*names, least])

    def _parts(self) -> list[Section]:
        if not self.made.promises:
            return []
        return [Section(self.w["parts_title"], (self._kept(self.made.promises, self.w["parts_from"]),))]

    def _kept(self, some: Sequence[PromiseKept], caption: str) -> Table:
        w = words_for(WORDS[self.lang], self.lang, [kept.limit.unit for kept in some])
        rows = []
        for kept in some:
            clock = w[f"clock_{clock_word(kept.clock, kept.limit)}"]
            stated = (
                clock
                if at_once(kept.limit)
                else duration(kept.limit, self.lang) + bracketed(clock, self.lang)
            )
            on_time = "–" if kept.on_time is None else share(kept.on_time.estimate)
            if kept.statistic == "mean" and kept.mean is not None:
                on_time = MEANS[self.lang]["mean"].format(mean=self._mean(kept))
            rows.append((self._part(kept), stated, _cases(kept.count), on_time))
        head = w["target" if some is self.made.on_time else "part"]
        return table((head, w["limit"], SUMMARY[self.lang]["judged"], w["on_time"]), rows, caption)

    def _part(self, kept: PromiseKept) -> str:
        """The name of a target; what people call an item or stage, and whose it is where there are several services."""
        if kept.part in self.scenario.targets and kept in self.made.on_time:
            return kept.part
        said = self._name("step", kept.part, kept.service)
        return f"{self._name('service', kept.service)} · {said}" if len(self.counts) > 1 else said

    def _steps(self) -> list[Section]:
        """What was done for each service: who waited how long, how long the work took, and how long all of it."""
        w, made = self.w, self.made
        left = any(use.left for use in made.activities)
        keys = ("step", "served", *(["left"] if left else []), "wait", "work", "elapsed")
        found = []
        for count in self.counts:
            rows = [
                (
                    self._name("step", use.activity, use.service), _cases(use.count),
                    *([_cases(use.left)] if left else []),
                    *(self._span(time, open_span) for time in (use.wait, use.worked)),
                    self._span(use.elapsed, span),
                )
                for use in made.activities if use.service == count.service
            ]  # fmt: skip
            if rows:
                heading = w["steps_title"].format(service=self._name("service", count.service))
                found.append(Section(heading, (table([w[key] for key in keys], rows),)))
        return [*found, Section("", (marked("faint", w["times"]),))] if found else []

    def _span(self, hours: MeanInterval | None, told: Callable[[float, str], str]) -> str:
        return "–" if hours is None else told(hours.estimate * HOUR, self.lang)

    def _visitors(self) -> list[Section]:
        """Who came in person, and who went away unserved, for a while or for good."""
        w, found = self.w, self.made.visitors
        told = [what for what in VISITS if what == "came" or any(getattr(one, what) for one in found)]
        rows = [
            (
                self._name("step", one.activity, one.service),
                *(_cases(getattr(one, what)) for what in told),
            )
            for one in found if one.came
        ]  # fmt: skip
        columns = [w["step"], *(w[f"visitors_{what}"] for what in told)]
        return [Section(w["visitors_title"], (table(columns, rows),))] if rows else []

    def _sessions(self) -> list[Section]:
        w = WORDS[self.lang]
        rows = [
            (self._name("session", held.session), f"{held.taken:,.1f}", f"{held.short:,.1f}")
            for held in self.made.sessions
        ]
        told = table((w["session"], w["taken"], w["short"]), rows)
        return [Section(self.w["meetings_title"], (told,))] if rows else []

    def _pools(self) -> Table:
        w = WORDS[self.lang]
        kept = any(use.held for use in self.made.pool_use)
        windows = any(pool.kind == "window" for pool in self.scenario.pools.values())
        rows = [
            (
                self._name("pool", pool.pool), f"{pool.utilisation:.0%}",
                *([f"{pool.held:.0%}"] if kept else []),
                f"{pool.served_per_unit_day:.1f}", f"{pool.overtime_hours_per_day:.2f}",
            )
            for pool in sorted(self.made.pool_use, key=lambda use: -use.utilisation)
        ]  # fmt: skip
        columns = [w["pool"], w["busy"], *([self.w["held"]] if kept else []), w["per_day"], w["overtime"]]
        return table(columns, rows, w["documented_range"] if windows else "")

    def _notes(self) -> list[Part]:
        """What the tables leave out: cases that are still open, parts of which nobody is judged, the other halls."""
        w, made = self.w, self.made
        lines: list[Part] = [
            marked("doubtful", overload(one, self.lang)) for one in telling(made.steadiness.over)
        ]
        still_open, came = (
            sum(getattr(one.window, what) for one in self.counts) for what in ("open", "arrived")
        )
        if still_open:
            said = w["still_open"].format(open=_cases(still_open), arrived=_cases(came))
            if made.summary is None:
                said += w["waits_low" if any(use.count for use in made.activities) else "nothing_done"]
            lines.append(marked("doubtful", said))
        for kept in (*made.on_time, *made.promises):
            if kept.nobody is not None:
                why = w[kept.nobody]
                lines.append(marked("doubtful", w["nobody"].format(part=self._part(kept), why=why)))
        if self.scenario.halls is not None:
            lines.append(HALLS[self.lang]["one_of"].format(n=f"{self.scenario.halls.number.value:,}"))
        return list(lines)

    # -- details ------------------------------------------------------------------------------------------

    def _details(self) -> list[Section]:
        w, made = self.w, self.made
        found = [Section(w["all_title"], (self._everything(),))]
        if made.summary is not None and made.targets:
            counted = counts_table(made.targets, self.lang)
            found.append(Section(SUMMARY[self.lang]["counts_title"], (counted,)))
        kept = [*made.on_time, *made.promises]
        if kept:
            units = [one.limit.unit for one in kept]
            said, title = (
                words_for(words, self.lang, units)
                for words in (WORDS[self.lang], {"shares_title": w["shares_title"]})
            )
            columns = (
                f"{said['target']} / {said['part']}",
                said["on_time"],
                w["mean_counted" if any_counted(units) else "mean"],
            )
            rows = [
                (self._part(one), _percent(one.on_time), "–" if one.limit.unit == "case" else _mean(one.mean))
                for one in kept
            ]
            found.append(Section(title["shares_title"], (table(columns, rows),)))
        if made.activities:
            found.append(Section(w["intervals_title"], (self._intervals(), marked("faint", w["rest_is"]))))
        return found

    def _everything(self) -> Table:
        w = self.w
        columns = (WORDS[self.lang]["service"], w["came"], w["open"], w["all"], w["window_open"])
        rows = [
            (
                self._name("service", one.service), _cases(one.window.arrived), _cases(one.window.open),
                _cases(one.simulated.arrived), _cases(one.simulated.open),
            )
            for one in self.made.services
        ]  # fmt: skip
        return table(columns, rows)

    def _intervals(self) -> Table:
        w = self.w
        rows = [(self._whose(use), *map(_mean, (use.wait, use.rested, use.worked, use.elapsed)))
                for use in self.made.activities]  # fmt: skip
        return table([w[key] for key in ("step", "wait", "rest", "work", "elapsed")], rows)

    def _whose(self, use: ActivityUse) -> str:
        service, step = self._name("service", use.service), self._name("step", use.activity, use.service)
        return f"{service} · {step}" if use.service in self.scenario.services else service


def _outcomes(counts: Sequence[ServiceCount]) -> list[str]:
    """How cases of the judged dates ended; `completed` first."""
    found = dict.fromkeys(outcome for count in counts for outcome, _ in count.window.outcomes)
    return sorted(found, key=lambda outcome: outcome != COMPLETED)


def _cases(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"


def _percent(interval: MeanInterval | None) -> str:
    if interval is None or interval.low == float("-inf"):
        return "–" if interval is None else f"{interval.estimate:.1%}"
    return f"{interval.estimate:.1%} [{max(0, interval.low):.1%}, {min(1, interval.high):.1%}]"


def _mean(interval: MeanInterval | None) -> str:
    if interval is None or interval.low == float("-inf"):
        return "–" if interval is None else f"{interval.estimate:.3f}"
    return f"{interval.estimate:.3f} [{interval.low:.3f}, {interval.high:.3f}]"
