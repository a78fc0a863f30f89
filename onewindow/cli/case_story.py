"""`onewindow show --case`: one case, instant by instant, calendar days and the clock of its promise side by side."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from onewindow.cli.layout import columns
from sim.engine.engines import ENGINES
from sim.engine.program import WHOLE_DAYS
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATION, within
from sim.model.quantities import HOUR, MICROS, number_text
from sim.results.status import STATES, Status
from sim.results.story import Moment, Promise, story
from sim.words.amounts import bracketed, enumerated, listed, unit_amount
from sim.words.scenario import SHOWN
from sim.worktime import DAY, MINUTE, to_datetime

if TYPE_CHECKING:
    from sim.engine.outcome import Outcome
    from sim.experiments.questions.whatif import WhatIf

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VERDICTS = {"late": "case_late", "open": "case_open"}
"""Words of verdicts that mean something else elsewhere."""


class CaseStory:
    """Case `number` of one replication of a question. Raises ModelError for one that is not there."""

    def __init__(self, asked: WhatIf, number: int, replication: int) -> None:
        within("replication", replication, REPLICATION)
        self.asked = asked
        self.program = asked.program
        self.outcome = _simulated(asked, replication)
        cases = len(self.outcome.service)
        if not 0 <= number < cases:
            allowed = f"0 to {cases - 1:,}" if cases else "none, as no case came"
            raise ModelError([Fault(f"--case {number}", 0, 0, f"there is no such case; allowed: {allowed}")])
        self.story = story(self.program, self.outcome, number)

    def to_dict(self) -> dict[str, Any]:
        """As in `show --case --json`; instants as ISO text, spans in seconds."""
        told = self.story
        return {
            "scenario": self.asked.label,
            "seed": self.asked.seed,
            "digest": self.program.digest,
            **{key: getattr(told, key) for key in ("replication", "case", "service", "channel", "outcome")},
            "later_outcome": told.later_outcome,
            "clock": told.clock,
            "exact": told.exact,
            "moments": [self._moment_dict(moment) for moment in told.moments],
            "targets": [self._promise_dict(promise) for promise in told.promises],
        }

    def _moment_dict(self, moment: Moment) -> dict[str, Any]:
        return {
            "at": to_datetime(moment.at).isoformat(),
            "working_date": moment.working_date,
            "event": moment.event,
            "subject": moment.subject,
            "pool": moment.pool or None,
            "waited_s": moment.waited / 1_000_000,
            "worked_s": moment.worked / 1_000_000,
            "pause": moment.pause or None,
            "states": [
                {"item": status.item, "state": status.state, "name": status.name_zh}
                for status in moment.states
            ],
            "calendar_days": round(moment.elapsed / DAY, 6),
            "clock": None if moment.clock is None else self._in_unit(self.story.clock or "", moment.clock)[0],
            "clock_state": moment.clock_state if self.story.clock else None,
        }

    def _promise_dict(self, promise: Promise) -> dict[str, Any]:
        limit, unit = self._in_unit(promise.target, promise.limit)
        value = None if promise.value is None else self._in_unit(promise.target, promise.value)[0]
        kept = {key: asdict(promise)[key] for key in ("target", "verdict", "judged")}
        return {**kept, "value": value, "limit": limit, "unit": unit}

    def _in_unit(self, target: str, value: int) -> tuple[float, str]:
        """A clock's value in the unit its limit is written in."""
        unit = self.asked.scenario.targets[target].unit
        clock = self.program.names.clocks.index(target)
        if self.program.clock_coordinate[clock] in WHOLE_DAYS:
            return value, unit
        scale = self.asked.scenario.wd_hours * HOUR if unit == "wd" else MICROS[unit]
        return round(value / scale, 6), unit

    # -- lines ----------------------------------------------------------------------------------------

    def lines(self, lang: str, width: int | None = None) -> list[str]:
        """The story as a table, and what became of each target."""
        w = SHOWN[lang]
        told = self.story
        facts = {"n": told.case, "r": told.replication, "seed": self.asked.seed}
        service = self._label("service", told.service, lang)
        head = [
            f"{self.asked.label} — {w['case'].format(**facts)}",
            "  " + listed((service, w["by_channel"].format(channel=told.channel)), lang),
        ]
        if told.service not in self.asked.scenario.services:
            pool = told.service.removesuffix(".other")
            near = enumerated((str(case) for case in self._nearest()), lang) or w["none"]
            head.append("  " + w["other_case"].format(pool=pool, near=near))
        elif told.clock is None:
            head.append("  " + w["no_target"])
        titles = [w[word] for word in ("instant", "event", "status", "calendar_days")]
        rows = [[*titles, w["legal"].format(target=told.clock) if told.clock else ""]]
        rows += [self._row(moment, lang) for moment in told.moments]
        page = [*head, "", *columns(rows, "  ", width)]
        if told.promises:
            page += [
                "",
                w["verdict"],
                *columns([self._promise(one, lang) for one in told.promises], "  ", width),
            ]
        return page if told.exact else [*page, "", w["inexact"]]

    def _nearest(self) -> list[int]:
        """The cases before and behind this one that came for a service."""
        names = self.program.names.services
        real = [
            n for n, s in enumerate(self.outcome.service.tolist()) if names[s] in self.asked.scenario.services
        ]
        number = self.story.case
        return [n for n in real if n < number][-1:] + [n for n in real if n > number][:1]

    def _label(self, kind: str, own_id: str, lang: str) -> str:
        names = self.program.names
        zh, en = names.label(kind, own_id, names.services[self.outcome.service[self.story.case]])
        return zh if lang == "zh" else en

    def _row(self, moment: Moment, lang: str) -> list[str]:
        w = SHOWN[lang]
        at = to_datetime(moment.at)
        off = "" if moment.working_date else bracketed(w["rest"], lang)
        clock = ""
        if self.story.clock is not None and moment.clock is not None:
            amount, unit = self._in_unit(self.story.clock, moment.clock)
            clock = f"{unit_amount(round(amount, 2), unit, lang)}{w['comma']}{w[moment.clock_state]}"
        elif self.story.clock is not None:
            clock = w["ahead"]
        return [
            f"{w[WEEKDAYS[at.weekday()]]} {at:%Y-%m-%d %H:%M}{off}",
            self._happened(moment, lang),
            w["semicolon"].join(self._state(status, lang) for status in moment.states),
            w["days"].format(n=f"{moment.elapsed / DAY:.2f}"),
            clock,
        ]

    def _happened(self, moment: Moment, lang: str) -> str:
        w = SHOWN[lang]
        what = moment.subject
        if moment.event in ("finished", "later"):
            what = w["completed_outcome"] if what == "completed" else what
        elif moment.event != "stamped":
            what = self._label("step", what, lang)
        word = {"finished": "ended"}.get(moment.event, moment.event)
        notes = (
            w["waited"].format(time=span(moment.waited, lang)) if moment.waited else "",
            w["worked"].format(time=span(moment.worked, lang)) if moment.worked else "",
            w["paused"].format(why=moment.pause) if moment.pause and not moment.worked else "",
        )
        by = " + ".join(self._place(name, lang) for name in moment.pool.split(" + ")) if moment.pool else ""
        return w[word].format(what=what) + (f" [{by}]" if by else "") + bracketed(listed(notes, lang), lang)

    def _place(self, name: str, lang: str) -> str:
        kind = "session" if f"pool:{name}" not in self.program.names.labels else "pool"
        return self._label(kind, name, lang)

    def _state(self, status: Status, lang: str) -> str:
        name = STATES[status.state][0 if lang == "zh" else 1]
        said = f"{status.state} {name}"
        if status.item is None:
            return said
        return f"{self._label('step', status.item, lang)} {said}"

    def _promise(self, promise: Promise, lang: str) -> list[str]:
        w = SHOWN[lang]
        name = self.asked.scenario.targets[promise.target].name
        used = ""
        if promise.value is not None:
            value, limit = (
                self._in_unit(promise.target, amount) for amount in (promise.value, promise.limit)
            )
            used = w["used"].format(
                value=unit_amount(round(value[0], 2), value[1], lang), limit=unit_amount(*limit, lang)
            )
            if promise.verdict == "on_time" and promise.value > promise.limit:
                used = listed((used, w["moved_on"]), lang)
        inside = promise.judged or promise.verdict in ("not_begun", "not_asked")
        outside = "" if inside else bracketed(w["outside"], lang)
        return [
            promise.target,
            w[VERDICTS.get(promise.verdict, promise.verdict)] + outside,
            used,
            "" if name is None else name.in_language(lang),  # type: ignore[arg-type]
        ]


def span(micros: int, lang: str) -> str:
    """A span in the unit that suits it: minutes below an hour, hours below a day, then days of 24 hours."""
    w = SHOWN[lang]
    if micros < HOUR:
        return w["min"].format(n=number_text(round(micros / MINUTE, 0 if micros >= MINUTE else 1)))
    if micros < DAY:
        return w["h"].format(n=number_text(round(micros / HOUR, 1)))
    return w["days"].format(n=number_text(round(micros / DAY, 1)))


def _simulated(asked: WhatIf, replication: int) -> Outcome:
    return ENGINES[asked.engine_for(1)](
        asked.program, seed=asked.seed, replication=replication, events=True, stop_when_judged=False
    )
