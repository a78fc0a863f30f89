"""A what-if while it is being changed: what is asked now, what the results belong to, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from onewindow.desk.asked import Asked
from onewindow.desk.desk import Desk
from onewindow.desk.inputs import Inputs, Number, inputs_of, refused, switched
from onewindow.desk.job import Job
from sim.words.language import Lang


class Changes:
    """One planner's what-if. Every change says why it cannot be, or nothing; one that cannot be changes nothing."""

    def __init__(self, asked: Asked, lang: Lang) -> None:
        """Raises ModelError where what is asked does not fit."""
        self.lang = lang
        inputs = inputs_of(asked, lang)
        self.asked = (
            asked if asked.target in inputs.targets else replace(asked, target=next(iter(inputs.targets), ""))
        )
        self.worked: Asked | None = None
        """What the results that are shown belong to."""
        self.job: Job | None = None
        self.base: Job | None = None

    @property
    def inputs(self) -> Inputs:
        return inputs_of(self.asked, self.lang)

    @property
    def old(self) -> bool:
        """Whether results are shown that belong to something else than what is asked."""
        return self.worked is not None and self.worked != self.asked

    def number(self, number: Number, value: str) -> str:
        value = value.strip()
        sign = "*=" if number.factor else "="
        setting = "" if value in ("", number.stated) else f"{number.path}{sign}{value}"
        return self._take(self.asked.with_setting(number.path, setting))

    def lever(self, name: str, on: bool) -> str:
        stated = next(one.stated for one in self.inputs.levers if one.name == name)
        return self._take(switched(self.asked, name, on, stated=stated))

    def load(self, load: str) -> str:
        load = load.strip()
        return self._take(replace(self.asked, load="" if load == "1" else load))

    def start(self, start: str) -> str:
        plain = inputs_of(replace(self.asked, start=""), self.lang)
        return self._take(replace(self.asked, start="" if start == plain.start else start.strip()))

    def variant(self, name: str) -> str:
        """Another version, as it is stated: what was changed need not fit it."""
        scenario = self.asked.scenario.partition("@")[0]
        return self._take(Asked(f"{scenario}@{name}", self.asked.target, load=self.asked.load))

    def target(self, key: str) -> str:
        return self._take(replace(self.asked, target=key))

    def reset(self) -> str:
        return self._take(self.asked.as_stated())

    def take(self, asked: Asked) -> str:
        """Something else altogether."""
        return self._take(asked)

    def _take(self, asked: Asked) -> str:
        why = refused(asked, self.lang)
        if not why:
            self.asked = asked
        return why

    # -- what comes of it -----------------------------------------------------------------------------

    def work(self, desk: Desk, owner: str) -> Job:
        """Ask for the answer, and for the one as stated beside it; what was under way for others is given up."""
        if self.job is not None and not self.job.over and self.worked != self.asked:
            desk.runner.cancel(self.job, owner)
        self.worked = self.asked
        self.job = desk.ask("what_if", self.asked.request(), owner)
        self.base = (
            desk.ask("what_if", self.asked.as_stated().request(), owner) if self.asked.changed else None
        )
        return self.job

    def stored(self, desk: Desk, owner: str) -> bool:
        """Take the answer if it is stored; whether it was."""
        if desk.stored("what_if", self.asked.request()) is None:
            return False
        self.work(desk, owner)
        return True

    def answer(self) -> Mapping[str, Any] | None:
        """What is there of the answer."""
        return _there(self.job)

    def base_answer(self) -> Mapping[str, Any] | None:
        return _there(self.base)


def _there(job: Job | None) -> Mapping[str, Any] | None:
    found = None if job is None else job.result or job.parts
    return found if found and "first" in found else None
