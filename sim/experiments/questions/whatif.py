"""A scenario and what is asked of it: variant, levers, settings, load, start, seed. The input of every experiment."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from sim.experiments.questions.library import scenario_file, split_variant
from sim.levers import apply_levers, levers_in_force
from sim.model import Fault, ModelError, Scenario, ScenarioSource, Setting, parse_setting, read
from sim.model.by_law import filled_in
from sim.model.faults import Place, UnfitError, listed, meant, nearest, shown
from sim.model.files import spelt
from sim.model.names import unknown
from sim.model.provenance import Assumption, assumptions
from sim.model.quantities import narrow, number_text
from sim.model.scenario import LeverUse, LoadStage
from sim.model.settings import Rounded, applied

if TYPE_CHECKING:
    from sim.engine.engines import EngineChoice
    from sim.engine.program import Program

LOG = logging.getLogger(__name__)
"""Says (WARNING) what a setting was rounded to."""
DEFAULT_SEED = 1
_LOAD = re.compile(r"\d{0,6}\.?\d{0,9}(?<=\d)|\d{1,6}/0*[1-9]\d{0,5}")
"""1.5, .5, 3/2: nothing that could be astronomically large."""


@dataclass(frozen=True)
class WhatIf:
    """One question. Immutable: `with_settings` and the like give another one."""

    reference: str
    source: ScenarioSource
    variant: str | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    load: tuple[tuple[str, Fraction | str], ...] = ()
    """Factors by service, or the name of a load stage; under the key "" that of every service."""
    seed: int = DEFAULT_SEED
    engine: EngineChoice = "auto"

    def __repr__(self) -> str:
        said = [
            f"{self.reference}@{self.variant}" if self.variant else self.reference,
            *(setting.text for setting in self.source.settings),
            *(f"with {lever}" for lever in self.with_),
            *(f"without {lever}" for lever in self.without),
            *([f"load {self.load_text}"] if self.load else ()),
            *([f"seed {self.seed}"] if self.seed != DEFAULT_SEED else ()),
        ]
        return f"WhatIf({listed(said)})"

    @cached_property
    def stated(self) -> Scenario:
        """The scenario as the file, variant and settings state it, before levers."""
        from sim.levers import PARAMETERS

        return self.source.build(self.variant, levers=PARAMETERS)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Assumed and borrowed numbers that this question uses: moving one changes the program or a requirement."""
        return tuple(assumptions(self.stated))

    @cached_property
    def levers(self) -> tuple[LeverUse, ...]:
        return levers_in_force(self.stated, self.with_, self.without)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with its levers applied, and what it leaves to the law filled in."""
        made = apply_levers(self.stated, self.levers)
        try:
            return filled_in(made)
        except UnfitError as fault:
            raise ModelError([made.fault_at(fault.path, fault.message)]) from None

    @cached_property
    def program(self) -> Program:
        """The scenario compiled under the load. Raises ModelError for what cannot run."""
        from sim.engine.compile import CompileError, LoadError, compile_program
        from sim.experiments.questions.backlog_levers import InForce, moved, taken_away

        now = InForce(self.stated, self.levers, self.scenario)
        try:
            made = compile_program(self.scenario, self.load_of_services)
            misread = moved(now, made) if self.scenario.study.backlog else ()
        except LoadError as fault:
            raise ModelError([Fault.of("load", fault.load, fault.message)]) from None
        except CompileError as fault:
            raise ModelError(
                self.scenario.fault_at(path, message + taken_away(now, path)) for path, message in fault.told
            ) from None
        if misread:
            raise ModelError(misread)
        return made

    @cached_property
    def content(self) -> tuple[object, ...]:
        """All that may change a number of an answer, whatever the file is called and wherever it lies."""
        return self.stated, self.levers, self.load_of_services, self.seed, self.engine_name

    @property
    def factors(self) -> tuple[tuple[str, Fraction], ...]:
        """The load in figures: a stage's are the scenario's. Raises ModelError for a stage it does not have."""
        stages, found = self.stated.load_stages, {}
        for service, asked in self.load:
            if not isinstance(asked, str):
                found[service] = asked
                continue
            if asked not in stages:
                raise ModelError([Fault.of("load", spelt(asked), _no_stage(asked, stages))])
            stage = stages[asked]
            for name in () if service else stage.services:
                found.setdefault(name, Fraction(str(stage.services[name])))
            found[service] = Fraction(str(stage.services.get(service, stage.factor)))
        return tuple(found.items())

    @property
    def load_of_services(self) -> dict[str, Fraction]:
        """The factor of every service, other work included. Raises ModelError for one that is not there."""
        factors = dict(self.factors)
        everywhere = factors.pop("", Fraction(1))
        services = self._services()
        faults = [
            Fault.of("load", f"{service}={float(factor):g}", unknown("service", service, services))
            for service, factor in factors.items()
            if service not in services
        ]
        if faults:
            raise ModelError(faults)
        return dict.fromkeys(services, everywhere) | factors

    def _services(self) -> list[str]:
        scenario = self.scenario
        other = [f"{name}.other" for name, pool in scenario.pools.items() if pool.other_work is not None]
        return [*scenario.services, *other]

    def with_settings(self, settings: Sequence[Setting]) -> WhatIf:
        """The same question with further settings."""
        return replace(self, source=self.source.edited(settings))

    @property
    def as_stated(self) -> bool:
        """The default variant, unchanged: what a target's `expected` is about. The seed does not matter."""
        default = self.stated.default_variant
        changed = self.with_ or self.without or self.load or self.source.settings
        return not changed and self.stated.variant == default

    @property
    def engine_name(self) -> str:
        """The engine that runs it, many times over."""
        return self.engine_for(0)

    def engine_for(self, replications: int) -> str:
        """The engine that runs so many replications of it; 0: many, or nobody knows how many."""
        from sim.engine.engines import engine_name

        return engine_name(self.engine, replications=replications)

    @property
    def label(self) -> str:
        """Name to show: that of the library or of the file (not where it lies), and the variant."""
        variant = self.stated.variant
        name = Path(self.reference).name if self.reference.endswith((".yaml", ".yml")) else self.reference
        return f"{name}@{variant}" if variant else name

    @property
    def load_text(self) -> str:
        """The load as it is told: "1", "1.5", "startup=2", "1.3 (peak)"."""
        if not self.load:
            return "1"
        figures = dict(self.factors)
        said = (
            f"{float(figures[key]):g}" + (f" ({asked})" if isinstance(asked, str) else "")
            for key, asked in self.load
        )
        return ", ".join(
            f"{key}={text}" if key else text for (key, _), text in zip(self.load, said, strict=True)
        )


def load(
    reference: str | os.PathLike[str],
    *,
    variant: str | None = None,
    with_: str | Sequence[str] = (),
    without: str | Sequence[str] = (),
    load: str | float | Mapping[str, float] | Sequence[str] = (),
    set: str | Sequence[str] = (),
    seed: int = DEFAULT_SEED,
    start: str | None = None,
    year: int | None = None,
    engine: EngineChoice = "auto",
) -> WhatIf:
    """Open a scenario of the library (`gedian/startup@before`) or a YAML file, with what-if options.

    `load` is a factor, factors by service, the name of a load stage of the scenario, or texts like "1.5",
    "startup=2" and "startup=peak"; `set` holds settings such as
    "pools.window.capacity-=2"; `start` moves the study, `year` judges a calendar year instead. Raises ModelError
    with every fault of the file and of the options; what only shows when the flow is put together, `validate` and
    whatever runs it tell.
    """
    from sim.engine.engines import EngineChoice

    name, stated_variant = split_variant(os.fspath(reference))
    source = read(scenario_file(name))
    settings = [parse_setting(text) for text in _each(set)]
    if start is not None and year is not None:
        message = f"the year {year} is stated too, and begins on 1 January; state one of the two"
        raise ModelError([Fault.of("start", start, message)])
    if start is not None and not start.strip():
        raise ModelError([Fault.of("start", "", '"" is not a date; write it as 2025-03-03')])
    if start is not None:
        settings.append(Setting("study.start", "=", start, Place(start, parameter="start")))
    if year is not None:
        settings.append(Setting("study.year", "=", str(year), Place(str(year), parameter="year")))
    if not isinstance(seed, int) or not 0 <= seed < 2**64:
        raise ModelError([Fault.of("seed", seed, "a seed is a whole number from 0 to 2^64 - 1")])
    if engine not in (allowed := get_args(EngineChoice)):
        message = f"{shown(engine)} is not an engine; allowed: {listed(allowed)}{nearest(engine, allowed)}"
        raise ModelError([Fault.of("engine", engine, message)])
    made = WhatIf(
        reference=name,
        source=source.edited(settings),
        variant=variant or stated_variant,
        with_=_each(with_),
        without=_each(without),
        load=load_factors(load),
        seed=seed,
        engine=engine,
    )
    made.load_of_services  # noqa: B018 - the scenario with its levers, and the services a load names
    tell_rounded(made)
    return made


def tell_rounded(whatif: WhatIf) -> None:
    """Units come whole: say what was taken for a part of one."""
    rounded: list[Rounded] = []
    if whatif.source.settings:
        applied(whatif.source.root, whatif.stated.variant, whatif.source.settings, rounded)
    for one in rounded:
        values = {"setting": one.setting, "exact": number_text(one.exact), "taken": one.taken}
        said = f"{one.setting} comes to {values['exact']} units; {one.taken} are taken"
        LOG.warning("%s", said, extra={"told": ("rounded", values)})


def runs(whatif: WhatIf) -> bool:
    """Whether a question can be simulated: settings of several numbers may break a rule that ties them."""
    try:
        _ = whatif.program
    except ModelError:
        return False
    return True


def _each(texts: str | Sequence[str]) -> tuple[str, ...]:
    """One text, or several."""
    return (texts,) if isinstance(texts, str) else tuple(texts)


def load_factors(
    load: str | float | Mapping[str, float | str] | Sequence[str],
) -> tuple[tuple[str, Fraction | str], ...]:
    """Factors or load stages by service, "" for every service. Raises ModelError for what is neither."""
    if isinstance(load, Mapping):
        pairs = [(service, str(factor)) for service, factor in load.items()]
    else:
        texts = [str(load)] if isinstance(load, (str, int, float)) else [str(text) for text in load]
        pairs = [(text.rpartition("=")[0].strip(), text.rpartition("=")[2].strip()) for text in texts]
        if unnamed := [text for text in texts if text.lstrip().startswith("=")]:
            message = "names no service; write a factor, as in 1.5, or one of a service, as in startup=2"
            raise ModelError([Fault.of("load", spelt(unnamed[0]), message)])
    return tuple({service: _factor(service, text) for service, text in pairs}.items())


def _factor(service: str, text: str) -> Fraction | str:
    """A factor above 0, or what may be the name of a load stage. Raises ModelError."""
    text = narrow(text)
    if text[:1].isalpha():
        return text
    factor = Fraction(text) if _LOAD.fullmatch(text) else Fraction(0)
    if factor <= 0:
        given = f"{service}={text}" if service else text
        message = f'"{text}" is not a load; write a factor above 0, as in 1.5'
        raise ModelError([Fault.of("load", given, message)])
    return factor


def _no_stage(asked: str, stages: Mapping[str, LoadStage]) -> str:
    """What stages there are, by id and name; one may be meant by its name."""
    if stages:
        called = (id_ for id_, stage in stages.items() if asked in (stage.name.zh, stage.name.en))
        told = [f"{id_} ({', '.join({stage.name.zh: 0, stage.name.en: 0})})" for id_, stage in stages.items()]
        near = meant(next(called, asked), stages)
        return f"there is no load stage {shown(asked)}{near} allowed: {listed(told)}"
    return f'"{asked}" is not a load; write a factor above 0, as in 1.5'
