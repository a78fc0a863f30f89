"""A what-if as it stands in an address and on a command line: a scenario, a target, and what is changed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote

from onewindow.desk.brought import brought_of
from onewindow.desk.opening import opened
from sim.experiments.questions.library import split_variant
from sim.experiments.questions.whatif import WhatIf
from sim.model import Fault, ModelError
from sim.model.faults import shown
from sim.model.provenance import numbers

MOST = 60
"""Changes at most, and characters of each at most ten times as many: what a planner types, not a program."""


@dataclass(frozen=True)
class Asked:
    """Every field as the command line takes it."""

    scenario: str = ""
    """`gedian/startup` or `gedian/startup@before`."""
    target: str = ""
    load: str = ""
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    set: tuple[str, ...] = ()
    start: str = ""

    def query(self) -> str:
        """As the part of an address after the question mark: short, and to be read."""
        pairs = [(name.rstrip("_"), value) for name in _FIELDS for value in _values(getattr(self, name))]
        return "&".join(
            f"{name}={quote(value, safe='/@.,:+*-=_')}".replace("+", "%2B") for name, value in pairs
        )

    def command(self, verb: str = "check") -> str:
        """The command line that asks the same."""
        words = ["onewindow", verb, self.typed]
        for name in _FIELDS[2:]:
            for value in _values(getattr(self, name)):
                words += [f"--{name.rstrip('_')}", value]
        return shlex.join(words)

    def question(self) -> WhatIf:
        """The question. Raises ModelError.

        An address may be anybody's: it names a scenario of the library or one that was brought along, never a file,
        and changes numbers that the scenario has to other numbers. What `--set` can do beyond that (name a file of
        arrivals, say) it cannot.
        """
        if self.start and not _DATE.fullmatch(self.start):
            raise ModelError(
                [Fault.of("start", self.start, f"{shown(self.start)} is not a date; write 2025-03-03")]
            )
        if self.set:
            plain = replace(self, set=(), start="").question()
            known = {number.path for number in numbers(plain.stated)}
            wrong = [text for text in self.set if path_of(text) not in known or not _NUMBER.fullmatch(text)]
            if wrong:
                raise ModelError(
                    Fault.of("set", text, "changes no number of this scenario") for text in wrong
                )
        return opened(
            self.scenario,
            load_=self.load,
            with_=self.with_,
            without=self.without,
            set_=self.set,
            start=self.start,
        )

    @property
    def typed(self) -> str:
        """The scenario as one types it: one that was brought along by the name of its file."""
        name, variant = split_variant(self.scenario)
        own = brought_of(name)
        return self.scenario if own is None else f"{own.main}@{variant}" if variant else own.main

    def as_stated(self) -> Asked:
        """The scenario without what was changed."""
        return Asked(self.scenario, self.target)

    @property
    def changed(self) -> bool:
        return self != self.as_stated()

    def request(self) -> dict[str, Any]:
        """As a job takes it; what is not said is left out."""
        told = {name.rstrip("_"): getattr(self, name) for name in _FIELDS}
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in told.items() if value
        }

    def with_setting(self, path: str, setting: str = "") -> Asked:
        """With a number set anew, as in `path=3` or `path*=1.2`; as stated again without a setting."""
        others = tuple(text for text in self.set if path_of(text) != path)
        return replace(self, set=(*others, setting) if setting else others)


def path_of(setting: str) -> str:
    """The path of the number that a setting changes."""
    return setting.partition("=")[0].rstrip("+-*/ ")


_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[^=]+=\s*[+-]?\d{1,12}(\.\d{1,12})?\s*(%|/?\s*[a-z]{1,8})?")
"""A setting to a number: a figure, and a unit where it has one."""
_FIELDS = ("scenario", "target", "load", "with_", "without", "set", "start")
_SEVERAL = ("with_", "without", "set")


def _values(value: str | Sequence[str]) -> Iterable[str]:
    return ([value] if value else []) if isinstance(value, str) else value


def from_query(query: str) -> Asked:
    """What an address asks; what it does not know it leaves out."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, max_num_fields=MOST):
        field = f"{name}_" if name == "with" else name
        if field in _FIELDS and value and len(value) <= 10 * MOST:
            found.setdefault(field, []).append(value)
    return _of(found)


def from_request(request: Mapping[str, Any]) -> Asked:
    """The other way round from `Asked.request`."""
    return _of(
        {f"{n}_" if n == "with" else n: [v] if isinstance(v, str) else list(v) for n, v in request.items()}
    )


def _of(found: Mapping[str, Sequence[str]]) -> Asked:
    single = {name: found[name][-1] for name in _FIELDS if name in found and name not in _SEVERAL}
    several = {name: tuple(dict.fromkeys(found[name])) for name in _SEVERAL if name in found}
    return Asked(**single, **several)  # type: ignore[arg-type]
