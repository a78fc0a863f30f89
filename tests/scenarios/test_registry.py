"""The registry of targets: complete, in known words, and at one with the scenarios that answer it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from sim.experiments.questions.library import split_variant
from sim.experiments.questions.whatif import load
from sim.library import library, library_root
from sim.model.quantities import number_text
from sim.model.target import Target
from sim.registry import (
    ANSWERS,
    AT_ONCE,
    CLOCKS,
    COMPARATORS,
    KINDS,
    MEAN,
    SIMULABLE,
    SIMULATED,
    TARGETS,
    UNITS,
    Row,
    documents,
    registry,
    rows_of,
)

ALLOWED: Mapping[str, Sequence[str]] = {
    "document": tuple(documents()),
    "answer": ANSWERS,
    "kind": KINDS,
    "simulable": SIMULABLE,
    "unit": UNITS,
    "comparator": COMPARATORS,
}
CLAUSES = {"urm": 26, "kar": 15, "cdht": 15, "gd": 27, "yk": 6}
"""Clauses of each document that hold a number, or "at once", that somebody promises."""
PROMISES = {"urm": 50, "kar": 34, "cdht": 56, "gd": 68, "yk": 12}
"""What they promise there, each once, however many readings a clause has."""
WAITING = 0
"""Rows without a scenario as yet. It may only fall; each is told as such by `check --all`."""

SHARES_SO_FAR: set[str] = set()
"""Averages whose scenario still judges the share on time. It may only get shorter."""


def test_every_clause_with_a_promise_is_there() -> None:
    rows = [row for row in registry() if row.document != "nat"]
    promises = {(row.document, row.clause, row.service["en"], row.year_due) for row in rows}
    assert Counter(document for document, *_ in promises) == PROMISES
    assert Counter(document for document, _ in {(row.document, row.clause) for row in rows}) == CLAUSES
    assert len({row.id for row in registry()}) == len(registry())


@pytest.mark.parametrize(
    "id",
    [
        "gd-trade-growth",
        "gd-air-quality",
        "gd-commitments-kept",
        "yk-constr-industrial",
        "yk-zone-rank",
        "urm-health-circle-15",
        "cdht-life-circle-15",
        "gd-dereg-notice-liquidation",
        "gd-startup-total-blocks",
    ],
)
def test_what_once_was_missing(id: str) -> None:
    assert id in {row.id for row in registry()}


def test_rows_that_wait_for_their_scenario_get_fewer() -> None:
    assert sum(row.waiting for row in registry()) <= WAITING


def test_a_row_is_written_in_known_words_and_both_languages() -> None:
    assert list(_words(registry())) == []


def test_every_reference_leads_to_a_target_that_asks_the_same() -> None:
    assert list(_references(registry())) == []


def test_no_target_of_the_library_is_missing() -> None:
    named = {(split_variant(row.scenario)[0], row.target) for row in registry()}
    assert {(name, target) for name, one in library().items() for target in one.targets} <= named


def test_a_row_that_names_no_scenario_belongs_to_the_one_with_a_target_of_its_name(tmp_path: Path) -> None:
    with (library_root() / TARGETS).open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    with (tmp_path / TARGETS).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"scenario": "", "id": row["id"].replace("heat", "steam")} for row in rows)
    found = {row.id: row for row in rows_of(tmp_path / TARGETS)}
    assert found["gd-startup-total"].scenario == "gedian/startup"
    assert found["gd-startup-total"].target == "gd-startup-total"
    assert found["kar-steam"].waiting


def test_what_is_wrong_is_seen() -> None:
    from dataclasses import replace

    good = next(row for row in registry() if row.id == "gd-startup-total")
    wrong = (
        replace(good, answer="none"),  # a duration must be simulated
        replace(good, service={"zh": "", "en": good.service["en"]}),
        replace(good, unit="fortnight"),
    )
    assert all(list(_words([row])) for row in wrong)
    elsewhere = (
        replace(good, value="1"),
        replace(good, clock="statutory"),
        replace(good, required="90%"),
        replace(good, target="gd-startup-totl"),
        replace(good, scenario="gedian/startp"),
        replace(good, scenario="gedian/startup@befor"),
    )
    assert all(list(_references([row])) for row in elsewhere)


def _words(rows: Sequence[Row]) -> Iterator[str]:
    """What reading the table alone shows."""
    for row in rows:
        for column, allowed in ALLOWED.items():
            if (value := getattr(row, column)) not in allowed:
                yield f"{row.id}: {column}: {value!r}; allowed: {allowed}"
        simulated = row.answer in SIMULATED
        if simulated and row.kind == "duration" and row.clock not in CLOCKS:
            yield f"{row.id}: clock: {row.clock!r}; allowed: {CLOCKS}"
        if not simulated and row.scenario:
            yield f"{row.id}: answered by {row.answer}, which names no scenario"
        if not simulated and not all(row.reason.values()):
            yield f"{row.id}: answered by {row.answer}, which needs a reason"
        if not simulated and row.kind == "duration" and row.simulable == "yes":
            yield f"{row.id}: a duration that can be simulated is answered by {row.answer}"
        for said in (row.service, row.reading, row.start, row.to, row.reason):
            if bool(said["zh"]) != bool(said["en"]):
                yield f"{row.id}: one language is missing: {said}"


def _references(rows: Sequence[Row]) -> Iterator[str]:
    """What the scenarios show: none of that name, no such target, or one that asks something else."""
    for row in rows:
        name, variant = split_variant(row.scenario)
        known = library().get(name)
        if not row.scenario:
            continue
        if known is None or (variant is not None and variant not in known.variants):
            yield f"{row.id}: {row.scenario} is not in the library"
        elif (target := _targets(row.scenario).get(row.target)) is None:
            yield f"{row.id}: {row.scenario} judges no target {row.target}"
        else:
            asked = _asked(row, target)
            if (row.value, row.unit, row.clock) != asked or not _required_alike(row, target):
                yield f"{row.id}: asks something else than {row.scenario}: {asked}, {target.required_share}"


def _asked(row: Row, target: Target) -> tuple[str, str, str]:
    """What a target asks, in the words of a row: a share of cases, how far below the law, a count, or a time."""
    limit = target.limit.value
    if row.unit == "%" and row.answer == "requirement":
        return row.value, "%", ""  # all of them: no sample shows that, so that of most is asked
    if row.unit == "%" and target.compressed is not None:
        return number_text(100 * target.compressed.value), "%", ""
    if row.unit == "%" and target.required_share is not None:
        return number_text(100 * target.required_share.value), "%", ""
    if target.counted:
        return number_text(limit.amount), "count", ""
    return number_text(limit.amount), limit.unit, AT_ONCE if target.at_once else target.clock


def _required_alike(row: Row, target: Target) -> bool:
    if row.unit == "%" and not row.required:
        return target.required_share is not None
    if row.required == MEAN:
        return target.required_share is None or row.id in SHARES_SO_FAR
    return target.required_share is not None and row.required == f"{100 * target.required_share.value:.6g}%"


@cache
def _targets(reference: str) -> Mapping[str, Target]:
    return load(reference).scenario.targets
