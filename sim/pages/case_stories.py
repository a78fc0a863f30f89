"""The page of one case: what became of it, then instant by instant, calendar days beside the clock of its promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.program import REACHED
from sim.pages.page import Column, Page, Section, Table, table
from sim.results.status import STATES, Status
from sim.results.story import Moment, Promise
from sim.words.amounts import bracketed, enumerated, listed, open_span, span, unit_amount
from sim.words.number_names import NUMBERS
from sim.words.scenario import SHOWN, STORY, outcome_word
from sim.worktime import DAY, NEVER, to_datetime

if TYPE_CHECKING:
    from sim.experiments.runs.case_story import CaseStory

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VERDICTS = {"late": "case_late", "open": "case_open"}
"""Words of verdicts that mean something else elsewhere."""


def page_of(told: CaseStory, lang: str) -> Page:
    """The page of a case's story."""
    return _Told(told, lang).page()


class _Told:
    def __init__(self, told: CaseStory, lang: str) -> None:
        self.made, self.lang = told, lang
        self.story = told.story
        self.w = SHOWN[lang]

    def page(self) -> Page:
        w, own, story = self.w, STORY[self.lang], self.story
        notes = []
        if story.service not in self.made.whatif.scenario.services:
            pool = story.service.removesuffix(".other")
            near = enumerated(map(str, self.made.nearest), self.lang) or w["none"]
            notes.append(w["other_case"].format(pool=pool, near=near))
        elif story.clock is None:
            notes.append(w["no_target"])
        if not story.exact:
            notes.append(w["inexact"])
        notes.append(own["channel"].format(channel=self._channel()))
        sections = [Section("", tuple(notes))]
        if story.promises:
            sections.append(Section(w["verdict"], (self._promises(),)))
        sections.append(Section(w["event"], (self._moments(),)))
        replication = own["case"].format(r=story.replication, seed=self.made.whatif.seed)
        return Page(f"{self.made.whatif.label} · {replication}", self._answer(), tuple(sections))

    def _channel(self) -> str:
        """What the channel is called."""
        service = self.made.whatif.scenario.services.get(self.story.service)
        stated = None if service is None else service.channels.get(self.story.channel)
        if stated is not None and stated.name is not None:
            return stated.name.in_language(self.lang)  # type: ignore[arg-type]
        return NUMBERS[self.lang].get(f"way.{self.story.channel}", self.story.channel)

    def _answer(self) -> str:
        """How it ended, when, and what that means for the promise whose clock is shown."""
        own, story = STORY[self.lang], self.story
        last = max((moment.elapsed for moment in story.moments), default=0)
        service = self._label("service", story.service)
        if story.outcome is None:
            said = own["open"].format(n=story.case, service=service, time=span(last, self.lang))
        else:
            took = next(one.elapsed for one in story.moments if one.event == "finished")
            how = self._ended(story.outcome)
            said = own["told"].format(n=story.case, service=service, how=how, time=span(took, self.lang))
        for promise in story.promises[:1]:
            verdict, used = self._verdict(promise), self._used(promise)
            word = "promise_used" if used else "promise"
            said += own[word].format(target=promise.target, verdict=verdict, used=used)
        return said

    def _moments(self) -> Table:
        w, story = self.w, self.story
        years = {to_datetime(moment.at).year for moment in story.moments}
        form = "%Y-%m-%d" if len(years) > 1 else "%m-%d"
        heads = [w["instant"], w["event"], w["calendar_days"]]
        heads += [w["legal"].format(target=story.clock)] if story.clock else []
        columns = [Column(head) for head in heads]
        return table(columns, [self._row(moment, form) for moment in story.moments])

    def _label(self, kind: str, own_id: str) -> str:
        names = self.made.program.names
        zh, en = names.label(kind, own_id, self.story.service)
        return zh if self.lang == "zh" else en

    def _row(self, moment: Moment, form: str) -> list[str]:
        w, at = self.w, to_datetime(moment.at)
        off = "" if moment.working_date else bracketed(w["rest"], self.lang)
        states = w["semicolon"].join(self._state(status) for status in moment.states)
        happened = self._happened(moment)
        row = [
            f"{w[WEEKDAYS[at.weekday()]]} {at:{form} %H:%M}{off}",
            f"{happened} → {states}" if states and happened else happened or states,
            w["days"].format(n=f"{moment.elapsed / DAY:.2f}"),
        ]
        if self.story.clock is not None:
            row.append(self._clock(self.story.clock, moment))
        return row

    def _clock(self, target: str, moment: Moment) -> str:
        if moment.clock is None:
            return self.w["ahead"]
        amount, unit = self.made.in_unit(target, moment.clock)
        return (
            f"{unit_amount(round(amount, 2), unit, self.lang)}{self.w['comma']}{self.w[moment.clock_state]}"
        )

    def _ended(self, outcome: str) -> str:
        return outcome_word(outcome, self.lang)

    def _happened(self, moment: Moment) -> str:
        w, what = self.w, moment.subject
        if moment.event in ("finished", "later"):
            what = self._ended(what)
        else:
            what = self._label("step", what)
        word = {"finished": "ended"}.get(moment.event, moment.event)
        took = open_span if moment.pool else span  # a wait goes on through the night
        notes = (
            w["waited"].format(time=open_span(moment.waited, self.lang)) if moment.waited else "",
            w["worked"].format(time=took(moment.worked, self.lang)) if moment.worked else "",
            w["paused"].format(why=moment.pause) if moment.pause and not moment.worked else "",
        )
        by = " + ".join(map(self._place, moment.pool.split(" + "))) if moment.pool else ""
        said = w[word].format(what=what) + (f" [{by}]" if by else "")
        return said + bracketed(listed(notes, self.lang), self.lang)

    def _place(self, name: str) -> str:
        kind = "session" if f"pool:{name}" not in self.made.program.names.labels else "pool"
        return self._label(kind, name)

    def _state(self, status: Status) -> str:
        said = f"{status.state} {STATES[status.state][0 if self.lang == 'zh' else 1]}"
        return said if status.item is None else f"{self._label('step', status.item)} {said}"

    def _promises(self) -> Table:
        w, targets = self.w, self.made.whatif.scenario.targets
        rows = []
        for promise in self.story.promises:
            inside = promise.judged or promise.verdict in ("not_begun", "not_asked")
            outside = "" if inside else bracketed(w["outside"], self.lang)
            name = targets[promise.target].name
            said = "" if name is None else name.in_language(self.lang)  # type: ignore[arg-type]
            rows.append((promise.target, self._verdict(promise) + outside, self._used(promise), said))
        return table((w["id"], *(Column(w[word]) for word in ("verdict", "clock", "name"))), rows)

    def _verdict(self, promise: Promise) -> str:
        return self.w[VERDICTS.get(promise.verdict, promise.verdict)]

    def _used(self, promise: Promise) -> str:
        """What the clock counted, and the limit."""
        if promise.value is None or promise.coordinate == REACHED:
            return ""
        if promise.limit == NEVER:
            return unit_amount(*self.made.in_unit(promise.target, promise.value), self.lang)
        value, limit = (self.made.in_unit(promise.target, some) for some in (promise.value, promise.limit))
        used = self.w["used"].format(
            value=unit_amount(round(value[0], 2), value[1], self.lang), limit=unit_amount(*limit, self.lang)
        )
        if promise.verdict == "on_time" and promise.value > promise.limit:
            used = listed((used, self.w["moved_on"]), self.lang)
        return used
