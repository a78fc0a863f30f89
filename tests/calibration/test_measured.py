"""Every statistic, counted again from the case and event tables one row at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from returning_office import office

from calibration.figures import Figure
from calibration.measured import Measured, Part, together
from calibration.simulated import Study
from sim.experiments.runs.run import run
from sim.results.frames import case_frame, event_frame
from sim.worktime import NEVER

REPLICATIONS = 6
HOUR = 3_600_000_000
Row = Mapping[str, Any]
FIRST, LAST = date(2025, 3, 5), date(2025, 3, 19)
"""Judged are ten working days after two of lead-in; LAST is the first day no longer judged."""
SESSIONS = ((time(9), time(12)), (time(13), time(18)))


def worked(begun: datetime, ended: datetime) -> float:
    """Office µs between two instants, session by session, Mondays to Fridays."""
    found, day = 0.0, begun.date()
    while day <= ended.date():
        for opens, closes in SESSIONS if day.weekday() < 5 else ():
            low = max(begun, datetime.combine(day, opens))
            high = min(ended, datetime.combine(day, closes))
            found += max(0.0, (high - low) / timedelta(microseconds=1))
        day += timedelta(days=1)
    return found


def elapsed(begun: datetime, ended: datetime) -> float:
    return (ended - begun) / timedelta(microseconds=1)


class Counted:
    """Cases and events of all replications as plain rows; cases bear their milestones."""

    def __init__(self, folder: Path) -> None:
        result = run(office(folder), replications=REPLICATIONS, detail="events")
        self.cases = case_frame(result.program, result.outcomes).to_dicts()
        self.events = event_frame(result.program, result.outcomes).to_dicts()
        epoch = datetime(1970, 1, 1)
        stamps = [row for outcome in result.outcomes for row in outcome.stamps.tolist()]
        for case, row in zip(self.cases, stamps, strict=True):
            for name, at in zip(result.program.names.stamps, row, strict=True):
                made = None if at == NEVER else epoch + timedelta(microseconds=at)
                if name in ("arrived", "decided", "finished"):
                    assert case[name] == made
                case[name] = made
        self.by_number = {(case["replication"], case["case"]): case for case in self.cases}

    def judged(self, service: str = "main") -> list[Row]:
        return [c for c in self.cases if c["service"] == service and FIRST <= c["arrived"].date() < LAST]

    def share(self, holds: Callable[[Row], bool], among: Callable[[Row], bool] = lambda _: True) -> float:
        of = [case for case in self.judged() if among(case)]
        return sum(map(holds, of)) / len(of)

    def spans(
        self, begun: str, ended: str, clock: Callable[[datetime, datetime], float], service: str = "main"
    ) -> list[float]:
        return [clock(c[begun], c[ended]) for c in self.judged(service) if c[begun] and c[ended]]

    def waits(self, steps: tuple[str, ...], clock: Callable[[datetime, datetime], float]) -> list[float]:
        found = []
        for event in self.events:
            case = self.by_number[event["replication"], event["case"]]
            if event["step"] in steps and event["started"] and FIRST <= case["arrived"].date() < LAST:
                found.append(clock(event["enqueued"], event["started"]))
        return found


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    return Counted(tmp_path_factory.mktemp("counted"))


def measured(
    folder: Path, seed: int = 1, replications: int = REPLICATIONS, **stated: Any
) -> dict[str, Measured]:
    figures = {key: Figure.model_validate(raw, by_alias=True, by_name=False) for key, raw in stated.items()}
    return Study(office(folder, seed), figures, (), replications).simulate(np.zeros(0))


def one(folder: Path, **stated: Any) -> Measured:
    return measured(folder, only=stated)["only"]


def channel(case: Row) -> str:
    return str(case["stream"]).rpartition(".")[2]


def test_the_office_has_what_is_counted(counted: Counted) -> None:
    """Queues, files returned once and twice, both channels, cases outside the window: no test below is empty."""
    waits = counted.waits(("intake",), elapsed)
    assert sum(wait > 0 for wait in waits) > 100
    assert {case["attempts"] for case in counted.judged()} == {1, 2, 3}
    assert {channel(case) for case in counted.judged()} == {"hall", "online"}
    assert sum(not FIRST <= case["arrived"].date() < LAST for case in counted.cases) > 100
    assert {case["who"] for case in counted.judged()} == {"firm", "person"}


SHARES: dict[str, tuple[dict[str, Any], Callable[[Row], bool]]] = {
    "outcome": ({"outcome": "refused"}, lambda c: c["outcome"] == "refused"),
    "either": ({"outcome": ["refused", "granted"]}, lambda c: c["outcome"] in ("refused", "granted")),
    "channel": ({"channel": "online"}, lambda c: channel(c) == "online"),
    "attempts": ({"attempts": [2, 3]}, lambda c: c["attempts"] in (2, 3)),
    "returned": ({"returned": True}, lambda c: c["attempts"] > 1),
    "never_returned": ({"returned": False}, lambda c: c["attempts"] == 1),
    "attribute": ({"attribute": {"who": "firm"}}, lambda c: c["who"] == "firm"),
    "reached": ({"reached": "returned"}, lambda c: c["returned"] is not None),
    "not_reached": ({"not_reached": "returned"}, lambda c: c["returned"] is None),
    "within": (
        {"from": "submitted", "to": "decided", "within": "5 wh"},
        lambda c: c["decided"] is not None and worked(c["submitted"], c["decided"]) <= 5 * HOUR,
    ),
    "within_elapsed": (
        {"from": "submitted", "to": "decided", "within": "20 h", "clock": "elapsed"},
        lambda c: c["decided"] is not None and elapsed(c["submitted"], c["decided"]) <= 20 * HOUR,
    ),
    "all_that_is_stated": (
        {"attribute": {"who": "firm"}, "outcome": "granted", "channel": "hall"},
        lambda c: c["who"] == "firm" and c["outcome"] == "granted" and channel(c) == "hall",
    ),
}


@pytest.mark.parametrize("key", SHARES)
def test_a_share(tmp_path: Path, counted: Counted, key: str) -> None:
    stated, holds = SHARES[key]
    of_firms = one(tmp_path, service="main", share=stated, among={"attribute": {"who": "firm"}})
    of_all = one(tmp_path, service="main", share=stated)
    assert of_all.value == pytest.approx(counted.share(holds), rel=1e-12)
    assert of_all.cases == len(counted.judged())
    assert 0 < of_all.value <= 1
    assert of_firms.value == pytest.approx(counted.share(holds, lambda c: c["who"] == "firm"), rel=1e-12)


@pytest.mark.parametrize("clock", [worked, elapsed])
def test_a_mean_of_a_span(
    tmp_path: Path, counted: Counted, clock: Callable[[datetime, datetime], float]
) -> None:
    name = {worked: "working", elapsed: "elapsed"}[clock]
    found = one(tmp_path, service="main", mean={"from": "submitted", "to": "decided", "clock": name})
    spans = counted.spans("submitted", "decided", clock)
    assert found.value == pytest.approx(np.mean(spans), rel=1e-9)
    assert found.cases == len(spans)


def test_time_runs_on_the_working_clock_unless_stated(tmp_path: Path, counted: Counted) -> None:
    found = one(tmp_path, service="main", mean={"from": "submitted", "to": "decided"})
    assert found.value == pytest.approx(np.mean(counted.spans("submitted", "decided", worked)), rel=1e-9)


def test_only_the_service_asked(tmp_path: Path, counted: Counted) -> None:
    found = one(tmp_path, service="small", mean={"from": "arrived", "to": "decided"})
    assert found.value == pytest.approx(
        np.mean(counted.spans("arrived", "decided", worked, "small")), rel=1e-9
    )
    everything = one(tmp_path, share={"channel": "hall"})
    both = [*counted.judged("main"), *counted.judged("small")]
    assert everything.value == pytest.approx(sum(channel(c) == "hall" for c in both) / len(both))


@pytest.mark.parametrize("steps", [("intake",), ("review",), ("intake", "review", "glance")])
def test_a_wait(tmp_path: Path, counted: Counted, steps: tuple[str, ...]) -> None:
    """Of every task, elapsed unless stated; a returned file waits again."""
    waits = counted.waits(steps, elapsed)
    found = one(tmp_path, mean={"wait": list(steps)})
    assert found.value == pytest.approx(np.mean(waits), rel=1e-9)
    assert found.cases == len(waits)
    working = one(tmp_path, mean={"wait": list(steps), "clock": "working"})
    assert working.value == pytest.approx(np.mean(counted.waits(steps, worked)), rel=1e-9)
    assert working.value < found.value


@pytest.mark.parametrize("p", [0.1, 0.5, 0.95])
def test_a_quantile(tmp_path: Path, counted: Counted, p: float) -> None:
    """The least time that at least the share p does not exceed."""
    spans = sorted(counted.spans("submitted", "decided", worked))
    found = one(tmp_path, service="main", quantile={"p": p, "from": "submitted", "to": "decided"})
    assert found.value == pytest.approx(
        next(s for i, s in enumerate(spans, 1) if i / len(spans) >= p - 1e-12)
    )
    waits = sorted(counted.waits(("review",), elapsed))
    found = one(tmp_path, quantile={"p": p, "wait": "review"})
    assert found.value == pytest.approx(
        next(w for i, w in enumerate(waits, 1) if i / len(waits) >= p - 1e-12)
    )


def test_a_count(tmp_path: Path, counted: Counted) -> None:
    """Ten working days, of which the window is fourteen dates."""
    refused = sum(case["outcome"] == "refused" for case in counted.judged()) / REPLICATIONS
    a_day = one(tmp_path, service="main", count={"per": "wd", "outcome": "refused"})
    assert a_day.value == pytest.approx(refused / 10)
    a_month = one(tmp_path, service="main", count={"per": "month", "outcome": "refused"})
    assert a_month.value == pytest.approx(refused / (14 / 365.25 * 12))
    a_year = one(tmp_path, service="main", count={"per": "year", "outcome": "refused"})
    assert a_year.value == pytest.approx(12 * a_month.value)


def test_the_tasks_of_a_unit_and_day(tmp_path: Path, counted: Counted) -> None:
    """Completed in the window, whenever the case arrived."""
    for pool, units in (("desk", 1), ("officer", 2)):
        done = [
            e
            for e in counted.events
            if e["pool"] == pool and e["completed"] and FIRST <= e["completed"].date() < LAST
        ]
        found = one(tmp_path, per_unit_day=pool)
        assert found.value == pytest.approx(len(done) / REPLICATIONS / (units * 10))


def test_a_ratio(tmp_path: Path, counted: Counted) -> None:
    found = measured(
        tmp_path,
        days={"service": "main", "mean": {"from": "submitted", "to": "decided"}},
        wait={"mean": {"wait": "intake"}},
        both={"ratio": {"of": "wait", "to": "days"}},
    )
    wanted = np.mean(counted.waits(("intake",), elapsed)) / np.mean(
        counted.spans("submitted", "decided", worked)
    )
    assert found["both"].value == pytest.approx(wanted, rel=1e-9)


def test_nothing_to_count_is_unknown(tmp_path: Path) -> None:
    nobody = {"attempts": 9}
    found = measured(
        tmp_path,
        share={"share": {"outcome": "refused"}, "among": nobody},
        mean={"mean": {"from": "submitted", "to": "decided"}, "among": nobody},
        quantile={"quantile": {"p": 0.5, "from": "submitted", "to": "decided"}, "among": nobody},
        count={"count": {"per": "wd", **nobody}},
        ratio={"ratio": {"of": "share", "to": "count"}},
    )
    assert [key for key, one in found.items() if one.known] == ["count"]
    assert found["count"].value == 0


@pytest.mark.verification
@pytest.mark.parametrize(
    "figure",
    [
        {"service": "main", "mean": {"from": "submitted", "to": "taken"}},
        {"service": "main", "share": {"outcome": "refused"}},
        {"service": "main", "quantile": {"p": 0.5, "from": "submitted", "to": "decided"}},
        {"service": "main", "count": {"per": "wd"}},
    ],
    ids=["mean", "share", "quantile", "count"],
)
def test_the_variance_is_that_over_seeds(tmp_path: Path, figure: dict[str, Any]) -> None:
    """Told from one study, against what a hundred studies with seeds of their own really spread."""
    asked = partial(measured, tmp_path, replications=8, only=figure)
    found = [asked(seed=seed)["only"] for seed in range(100)]
    really = np.var([one.value for one in found], ddof=1)
    told = np.mean([one.variance for one in found])
    assert 0.6 < told / really < 1.6


def test_the_variance_where_crowded_replications_wait_longer() -> None:
    """Sums that grow with the square of the cases: linearised, the variance would be told a fifth too small."""
    random = np.random.default_rng(1)
    mean = Figure.model_validate({"mean": {"from": "submitted", "to": "decided"}}, by_alias=True)
    found = []
    for _ in range(2000):
        cases = random.poisson(40 * random.lognormal(0, 0.5, 24))
        found.append(together(mean, [Part(n * max(n - 20.0, 1.0), n) for n in cases]))
    told = np.mean([one.variance for one in found])
    assert 0.95 < told / np.var([one.value for one in found]) < 1.15
