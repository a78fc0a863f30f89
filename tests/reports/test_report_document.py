"""A report as a document: its parts in order, its numbers those of the experiments, the same from a run's folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim import check, load, read_run, run
from sim.experiments.reports.report import Report, gathered
from sim.experiments.running.crew import Crew
from sim.pages.page import Table
from sim.pages.reports.build import document_of
from sim.pages.reports.numbers import numbers_of
from sim.words.checklist import ITEMS
from sim.words.report import REPORT

ORDER = [
    "answer", "promises", "alternatives", "levers", "days", "staff", "case", "assumptions", "limits",
    "method", "checklist", "again",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_chapters_come_in_the_order_a_reader_asks(made: Report, lang: str) -> None:
    document = document_of(made, "onewindow report small.yaml", lang)  # type: ignore[arg-type]
    assert [one.key for one in document.chapters] == ORDER
    assert all(one.pieces for one in document.chapters)
    assert "2025-03-04" in document.question[0]
    keys = [one.key for one in document.pictures()]
    assert len(keys) == len(set(keys)) == 10


def test_verdicts_are_those_of_check(made: Report, office: Path) -> None:
    again = check(load(office), draws=8)
    assert [one.to_dict() for one in made.verdicts] == [one.to_dict() for one in again]
    assert {target: sum(one.judged for one in judged) for target, judged in made.judged.items()} == {
        one.target: one.cases for one in again
    }


def test_every_number_stands_in_it_with_source_and_range(made: Report) -> None:
    found = numbers_of(made.whatif)
    chapter = next(one for one in document_of(made, "", "en").chapters if one.key == "assumptions")
    tables = [
        part
        for one in (*chapter.pieces, *chapter.details)
        for part in getattr(one, "parts", ())
        if isinstance(part, Table)
    ]
    assert sum(len(table.rows) for table in tables[:2]) == len(found.all) > 10
    assert all(one.range is not None for one in found.uncertain)


def test_twenty_items_each_said(made: Report) -> None:
    for lang in ("zh", "en"):
        chapter = next(one for one in document_of(made, "", lang).chapters if one.key == "checklist")
        (table,) = chapter.pieces
        assert isinstance(table, Table)
        assert [row[0] for row in table.rows] == list(ITEMS)
        assert all(len(row[2]) > 10 and "{" not in row[2] for row in table.rows)
    assert len(ITEMS) == 20


def test_what_is_left_out_is_said(made: Report) -> None:
    told = document_of(made, "", "en")
    assert made.left_out == ("capacity",)
    said = [str(chapter.pieces) for chapter in told.chapters if chapter.key in ("answer", "limits")]
    assert all(REPORT["en"]["part_capacity"] in one for one in said)


def test_a_run_is_told_without_simulating_it_again(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = load(office)
    run(asked, replications=24, out=tmp_path / "run", keep=False)
    found = read_run(tmp_path / "run")
    replicate = Crew.replicate

    def nothing(crew: Crew, made: Any, program: Any, numbers: Any) -> Iterator[Any]:
        assert not list(numbers), "it simulates"
        return replicate(crew, made, program, numbers)

    monkeypatch.setattr(Crew, "replicate", nothing)
    monkeypatch.setattr("sim.experiments.running.evidence.next_look", lambda *_: None)
    told = gathered(found, leave_out=("draws", "alternatives", "levers", "capacity"))
    assert told.made is found
    assert [one.replications for one in told.verdicts] == [24, 24]
    monkeypatch.undo()
    fresh = check(asked, ends=False, replications=24)
    assert [(one.on_time_share, one.p90) for one in told.verdicts] == [
        (one.on_time_share, one.p90) for one in fresh
    ]
    assert [one.pools for one in told.verdicts] == [one.pools for one in fresh]
