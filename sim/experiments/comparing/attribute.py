"""Which lever earns what: the change that levers make together, divided among them (SEMANTICS 10.2).

A lever's part is what it adds on the average over all orders in which the levers might be switched on (Shapley's
value): the parts add up to the whole change, and a lever that changes nothing earns nothing. Up to eight levers all
coalitions are simulated, each once, under common random numbers; beyond, the coalitions that orders drawn by the seed
meet. A lever that builds on another counts as not there in a coalition without it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.compile.times import times_of
from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.comparing.attribution import Attributed, Attribution, Part, Sign
from sim.experiments.comparing.comparison import MEASURES, SHARE, ComparedTarget, Measure
from sim.experiments.comparing.lever_effects import refusal, with_only
from sim.experiments.questions.alternatives import typed
from sim.experiments.questions.origin import calendar_status, package_version
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import target_clocks
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import Simulated
from sim.experiments.running.requirement import unit_in_clock
from sim.experiments.running.size import refuse_too_large
from sim.experiments.statistics.paired import Paired, PooledQuantile, jackknifed_ratio, simultaneous
from sim.experiments.statistics.shapley import (
    Floats,
    drawn_orders,
    exact_weights,
    interaction_weights,
    met_on,
    order_weights,
)
from sim.experiments.store.kept import kept
from sim.experiments.verdicts.check import chosen
from sim.experiments.verdicts.verdict import rounded
from sim.levers import REGISTRY, stated_levers
from sim.model import Fault, ModelError
from sim.model.bounds import ORDERS_ALLOWED, REPLICATIONS_ALLOWED, within
from sim.model.names import unknown
from sim.model.target import Statistic
from sim.results.case_values import case_values

REPLICATIONS = 30
CONFIDENCE = 0.95
ROUNDING = 1e-12
"""What sums of floats leave where replications show no difference at all."""
EXACT = 8
"""Levers up to which every coalition is simulated."""
ORDERS = 32
"""Orders that are drawn beyond that, with the reverse of each."""
MATTERS = 0.1
"""Part of the whole change from which on an interaction is named."""


def attribute(
    question: WhatIf | str,
    *,
    levers: Sequence[str] | None = None,
    targets: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    orders: int = ORDERS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Attribution:
    """The part of each lever in what they do together to the targets.

    The levers are those named, else those in force in the question, else all that the scenario parametrises; each must
    fit with the others. `orders` counts beyond eight levers only. Raises ModelError for bad input.
    """
    within("replications", replications, REPLICATIONS_ALLOWED.above(2))
    within("orders", orders, ORDERS_ALLOWED)
    whatif = load(question) if isinstance(question, str) else question
    names = chosen(whatif, targets)
    team, refused = _team(whatif, levers)
    drawn = drawn_orders(len(team), (orders + 1) // 2, whatif.seed) if len(team) > EXACT else None
    wanted = range(1 << len(team)) if drawn is None else sorted({c for met in met_on(drawn) for c in met})
    questions = dict(zip(wanted, _coalitions(whatif, team, wanted), strict=True))
    base, whole = questions[0], questions[(1 << len(team)) - 1]
    names = _told_by_all(questions.values(), names, stated=targets is not None)
    programs = {one.program.digest: one.program for one in questions.values()}
    refuse_too_large(whatif.program, replications, times=len(programs))
    with (
        crew_of(whatif, crew, names) as own,
        progress(whatif.label, "replications", replications * len(programs)) as bar,
    ):
        judged = {
            digest: _judged(program, whatif, names, replications, own, bar.advance)
            for digest, program in programs.items()
        }
    values = [judged[questions[coalition].program.digest] for coalition in wanted]
    weights = exact_weights(len(team))[None] if drawn is None else order_weights(drawn, tuple(wanted))
    times = times_of(base.scenario)
    stated = {name: base.scenario.targets[name] for name in names}
    measured = [
        _Measured(
            name,
            measure,
            SHARE if measure == "on_time_share" else stated[name].unit,
            1.0 if measure == "on_time_share" else unit_in_clock(stated[name], times.wd_hours),
            [one[name][measure] for one in values],
        )
        for name in names
        for measure in MEASURES
    ]
    pairs, between = interaction_weights(len(team)) if drawn is None and len(team) > 1 else ([], None)
    family = [part for one in measured for part in one.parts(weights)]
    family += [part for one in measured if between is not None for part in one.parts(between[None])]
    critical = simultaneous([part for part, _ in family], replications, 1 - CONFIDENCE).t
    return Attribution(
        scenario=whatif.label,
        title=whatif.stated.title,
        asked=typed(whatif),
        load=whatif.load_text,
        seed=whatif.seed,
        engine=whatif.engine_name,
        replications=replications,
        confidence=CONFIDENCE,
        critical=critical,
        levers=team,
        refused=refused,
        coalitions=len(programs),
        orders=None if drawn is None else len(drawn),
        targets=tuple(
            ComparedTarget(
                name, one.name, one.reading, one.limit.value, one.unit,
                "at_once" if one.at_once else one.clock,
                None if one.required_share is None else one.required_share.value,
            )
            for name, one in stated.items()
        ),
        found=tuple(
            one.attributed(team, weights, [(team[i], team[j]) for i, j in pairs], between, critical)
            for one in measured
        ),
        calendar=calendar_status(times),
        digest=whole.program.digest,
        version=package_version(),
    )  # fmt: skip


def _team(whatif: WhatIf, named: Sequence[str] | None) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The levers among which the change is divided, in registry order, and those that do not fit with them."""
    stated = stated_levers(whatif.stated)
    in_force = [use.name for use in whatif.levers]
    for name in named or ():
        if name not in stated and name not in in_force:
            raise ModelError([Fault.of("lever", name, unknown("lever", name, list(stated)))])
    asked = set(named if named is not None else in_force or stated)
    if not asked:
        message = "no variant of the scenario states the parameters of a lever; nothing can be switched on"
        raise ModelError([Fault(whatif.label, 0, 0, message)])
    kept: list[str] = []
    refused: list[tuple[str, str]] = []
    for lever in (name for name in REGISTRY if name in asked):
        why = refusal(with_only(whatif, (*kept, lever)))
        if why is None:
            kept.append(lever)
        else:
            refused.append((lever, why.removeprefix(f"{lever}: ")))
    if refused and (named is not None or not kept):
        raise ModelError([Fault.of("lever", lever, f"{lever}: {why}") for lever, why in refused])
    return tuple(kept), tuple(refused)


def _coalitions(whatif: WhatIf, team: Sequence[str], wanted: Iterable[int]) -> Iterator[WhatIf]:
    """The question under each set of levers; one that builds on a lever which is not there counts as not there."""
    made: dict[int, tuple[str, ...]] = {0: ()}
    questions: dict[tuple[str, ...], WhatIf] = {}
    for coalition in wanted:
        kept: tuple[str, ...] = ()
        met = 0
        for number, lever in enumerate(team):
            if not coalition >> number & 1:
                continue
            met |= 1 << number
            if met not in made:
                with_it = (*kept, lever)
                one = questions[with_it] = with_only(whatif, with_it)
                made[met] = kept if refusal(one) is not None else with_it
            kept = made[met]
        if kept not in questions:
            questions[kept] = with_only(whatif, kept)
        yield questions[kept]


def _told_by_all(questions: Iterable[WhatIf], names: Sequence[str], *, stated: bool) -> list[str]:
    """The targets that count alike under every set of levers. Raises ModelError for a stated one that does not."""
    sets = list({one.program.digest: one.scenario for one in questions}.values())
    found = []
    for name in names:
        if all(name in one.targets and name not in one.unjudged for one in sets):
            found.append(name)
        elif stated:
            message = f"{name} is not judged under every set of the levers: a lever adds what it counts"
            raise ModelError([Fault.of("target", name, message)])
    if not found:
        message = "no target is judged under every set of the levers"
        raise ModelError([Fault.of("target", "", message)])
    return found


# -- what is kept of a replication ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Seen:
    """The judged cases of a target in one replication: how many, how many on time, and the values there are."""

    judged: int
    on_time: int
    values: Ints


@kept
def _seen(program: Program, outcome: Outcome) -> tuple[_Seen, ...]:
    found = []
    for clock in target_clocks(program):
        cases = case_values(program, outcome, clock)
        values = np.sort(cases.value[cases.valued])
        found.append(_Seen(len(cases.value), int(cases.on_time.sum()), values))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class _Value:
    """A measure of a target under one set of levers, with its pseudo-values by replication."""

    estimate: float
    pseudo: Floats


def _judged(
    program: Program,
    whatif: WhatIf,
    names: Sequence[str],
    replications: int,
    crew: Crew,
    tick: Callable[[float], None],
) -> dict[str, dict[Measure, _Value]]:
    run = Simulated(_seen, whatif.seed, whatif.engine_name)
    rows = list(crew.replicate(run, program, range(replications), tick))
    clocks = [program.names.clocks[clock] for clock in target_clocks(program)]
    by_target = dict(zip(clocks, zip(*rows, strict=True), strict=True))
    stated = whatif.scenario.targets
    return {name: _measures(by_target[name], stated[name].judged) for name in names}


def _measures(seen: Sequence[_Seen], statistic: Statistic = "share") -> dict[Measure, _Value]:
    """Where the mean is judged nobody is on time or late, and the mean is told only if every case has a time."""
    judged = np.array([one.judged for one in seen])
    valued = np.array([len(one.values) for one in seen])
    share = jackknifed_ratio([one.on_time for one in seen], judged)
    mean = jackknifed_ratio([float(one.values.sum()) for one in seen], valued)
    p95 = PooledQuantile.of([one.values for one in seen], judged - valued, 0.95)
    untold = _Value(math.nan, np.full(len(seen), math.nan))
    on_mean = statistic == "mean"
    return {
        "on_time_share": untold if on_mean else _Value(*share),
        "mean": untold if on_mean and (judged != valued).any() else _Value(*mean),
        "p95": _Value(p95.estimate, p95.pseudo),
    }


# -- the parts --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Measured:
    """One measure of one target under every set of levers."""

    target: str
    measure: Measure
    unit: str
    unit_in_clock: float
    values: list[_Value]

    @property
    def estimates(self) -> Floats:
        return np.array([one.estimate for one in self.values]) / self.unit_in_clock

    @property
    def telling(self) -> bool:
        return bool(np.isfinite(self.estimates).all())

    def parts(self, weights: NDArray[np.float64]) -> list[tuple[Paired, float]]:
        """Each row's weighted sum as a difference from none, and the error of drawing orders.

        Shape of `weights`: layers, rows, sets of levers; the mean over the layers counts.
        """
        if not self.telling:
            return []
        mean = weights.mean(axis=0)
        pseudo = np.stack([one.pseudo for one in self.values]) / self.unit_in_clock
        known = np.array([bool(np.isfinite(row).all()) for row in pseudo])
        found = []
        for number, row in enumerate(mean):
            used = row != 0
            sums = row @ self.estimates
            own = row[used] @ pseudo[used] if known[used].all() else np.full(pseudo.shape[1], math.inf)
            layers = weights[:, number] @ self.estimates
            drawing = float(layers.std(ddof=1)) / math.sqrt(len(layers)) if len(layers) > 1 else 0.0
            found.append((Paired(0.0, float(sums), np.zeros_like(own), own), drawing))
        return found

    def attributed(
        self,
        team: Sequence[str],
        weights: NDArray[np.float64],
        pairs: Sequence[tuple[str, ...]],
        between: NDArray[np.float64] | None,
        critical: float,
    ) -> Attributed:
        before, after = (rounded(float(self.estimates[place]), 12) for place in (0, -1))
        if not self.telling:
            return Attributed(self.target, self.measure, self.unit, before, after, (), ())
        parts = tuple(
            self._part((lever,), *one, critical) for lever, one in zip(team, self.parts(weights), strict=True)
        )
        least = MATTERS * abs(float(self.estimates[-1] - self.estimates[0]))
        found = [] if between is None else self.parts(between[None])
        shared = [self._part(pair, *one, critical) for pair, one in zip(pairs, found, strict=True)]
        named = [
            one
            for one in shared
            if one.judgement in ("better", "worse") and abs(one.change) >= max(least, 1e-9)
        ]
        named.sort(key=lambda one: -abs(one.change))
        return Attributed(self.target, self.measure, self.unit, before, after, parts, tuple(named))

    def _part(self, levers: tuple[str, ...], paired: Paired, drawing: float, critical: float) -> Part:
        change = paired.difference
        error = math.hypot(paired.error, drawing)
        if math.isinf(error):
            return Part(levers, change, None, None, "unclear")
        low, high = change - critical * error, change + critical * error
        if max(abs(change), abs(low), abs(high)) < ROUNDING:
            return Part(levers, 0.0, 0.0, 0.0, "nothing")
        up = self.measure == "on_time_share"
        sign: Sign = "unclear" if low <= 0 <= high else "better" if (change > 0) == up else "worse"
        return Part(levers, change, low, high, sign)
