"""A vector's program is made of parts that were made before: it is the one that is built anew, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from sim.chance import Spec, table_of
from sim.chance.distributions import frozen
from sim.chance.quantile_table import GRID, table
from sim.engine.compile.channel_hours import ChannelHours
from sim.engine.compile.rates import _knots
from sim.engine.compile.rates_at_once import plain_knots
from sim.engine.compile.times import times_of
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.unknowns.vectors import vectors_of
from sim.library import library
from sim.model import ModelError, parse_setting
from sim.model.reading import BuiltBefore
from sim.model.settings import applied
from sim.model.tree import plain


def anew(whatif: WhatIf) -> WhatIf:
    """The same question, of which nothing is known yet."""
    return replace(whatif, source=replace(whatif.source, before=BuiltBefore()))


def said(whatif: WhatIf) -> tuple[object, ...]:
    """Everything a question comes to, or why it cannot be asked."""
    try:
        return whatif.program.digest, repr(whatif.program.names), whatif.stated, whatif.scenario
    except ModelError as fault:
        return (str(fault),)


def drawn(reference: str, count: int) -> Iterator[WhatIf]:
    whatif = load(reference)
    with Crew(1, on="here") as crew:
        vectors = vectors_of(whatif, crew)
    for attempt in (0, 1):
        yield from map(vectors.whatif.with_settings, vectors.settings(0, count, attempt))


def test_vectors_share_what_no_number_touches() -> None:
    base = load("gedian/startup")
    vectors = [base.with_settings([parse_setting(f"pools.registrar.capacity={n}")]) for n in (2, 3)]
    for vector in vectors:
        assert vector.stated.calendar is base.stated.calendar
        assert vector.stated.pools["registrar"] is not base.stated.pools["registrar"]
        assert vector.stated.services["startup"] is base.stated.services["startup"]


def test_a_vector_is_the_one_built_anew() -> None:
    for vector in drawn("gedian/startup", 3):
        assert said(vector) == said(anew(vector))


@pytest.mark.parametrize(
    "texts",
    [
        [
            "services.startup.flow.seal_intake.work*=2",
            "services.startup.flow.seal_intake.work*=1.5",
        ],
        [
            "services.startup.flow.seal_intake.work*=2",
            "services.startup.flow.seal_intake.work.factor=3",
        ],
        [
            "services.startup.flow.seal_intake.work*=2",
            "services.startup.flow.seal_intake.work.range=[1, 2]",
        ],
        ["pools.registrar.capacity*=1.3", "pools.registrar.capacity+=1", "study.window=30 wd"],
        ["services.startup.channels.hall.rate=3 /wd", "services.startup.channels.hall.rate.value*=2"],
        [
            "services.startup.flow.seal_intake.pool=tax_window",
            "services.startup.flow.seal_intake.work*=2",
        ],
        ["services.startup.flow.seal_intake.task=look", "services.startup.flow.look.work*=2"],
        ["services.startup.flow.seal_intake.work*=0"],
        ["study.lead_in=0 wd", "study.window=0 wd"],
    ],
)
def test_settings_one_after_another(texts: list[str]) -> None:
    """Set together they come to what they come to one by one; and so does what is refused."""
    base = load("gedian/startup")
    together = base.with_settings([parse_setting(text) for text in texts])
    assert said(together) == said(anew(together))
    root = base.source.root
    for text in texts:
        root, _ = applied(root, None, [parse_setting(text)])
    assert plain(applied(base.source.root, None, together.source.settings)[0]) == plain(root)


@pytest.mark.verification
@pytest.mark.parametrize("reference", list(library()))
def test_every_vector_of_the_library_is_the_one_built_anew(reference: str) -> None:
    for vector in drawn(reference, 10):
        assert said(vector) == said(anew(vector))


@pytest.mark.parametrize(
    "settings",
    [
        [],
        ["services.startup.channels.online.off_days=0.3"],
        ["study.start=2025-11-20", "study.window=60 wd"],
        ["services.startup.channels.hall.rate=20 /month", "services.startup.channels.online.rate=900 /year"],
        [
            "services.startup.channels.hall.growth=0.08",
            'services.startup.channels.hall.hours={"09:00": 1, "15:00": 0.5}',
        ],
    ],
)
def test_rates_of_all_dates_at_once_are_those_of_one_after_another(settings: list[str]) -> None:
    scenario = load("gedian/startup", set=settings).scenario
    times = times_of(scenario)
    for service in scenario.services.values():
        for channel in service.channels.values():
            hours = ChannelHours(channel, times)
            found = plain_knots(channel, times, hours)
            assert found is not None
            at, value = _knots(channel, times, "", hours)
            assert (found[0].tolist(), found[1].tolist()) == (at, value)


@pytest.mark.parametrize("scale", [0.37, 1.0, 12.5])
@pytest.mark.parametrize(
    "spec", [Spec(mean=9e8, cv=0.7), Spec(min=1e6, mode=5e6, max=9e8), Spec(family="exponential", mean=4e8)]
)
def test_a_scaled_table_is_the_one_made_of_the_distribution(spec: Spec, scale: float) -> None:
    whole = frozen(spec)
    half = np.searchsorted(GRID, 0.5, side="right")
    exact = np.concatenate([whole.ppf(GRID[:half]), whole.isf(1.0 - GRID[half:])])
    made = table(lambda _: scale * exact, least=1, most=36_525 * 86_400 * 1_000_000)
    assert (table_of(spec, scale) == made).all()
    assert Fraction(float(whole.mean())) == Fraction(float(frozen(spec).mean()))
