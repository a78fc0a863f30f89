"""`onewindow check --all`: every row of the registry with its answer, as text, JSON and CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from small_office import Command

from onewindow.cli.screen import lines_of
from sim.experiments.questions.headlines import question_of, questions_of
from sim.experiments.questions.whatif import load
from sim.experiments.verdicts.whole_table import SOURCES, Answered, Judged, answered, sources_of
from sim.model.provenance import numbers
from sim.pages.page import Table
from sim.pages.whole_table import answer, page_of, promise, tables
from sim.registry import SIMULATED, registry
from sim.words.marks import plain

RESULT: Mapping[str, Any] = {
    "verdict": "not_met", "steady": True, "expected": None, "required_share": 0.95, "on_time_share": 0.8123,
    "ci": [0.7, 0.9], "judged": "share", "mean": None, "mean_ci": [None, None], "confidence": 0.999, "limit": 15.0,
    "unit": "wd", "clock": "working", "p50": 9.0, "p90": 18.0, "p95": 21.3, "cases": 400, "replications": 24,
    "before_acceptance_p50": 200.0, "paused_p50": 0.0, "elapsed_p50": 600.0, "elapsed_p95": 900.0, "margin": 0.82,
    "margin_steady_up_to": 0.8,
    "margin_not_met": 0.9, "binding_pool": "window", "hangs_on": "pools.window", "load": "1", "seed": 1,
    "digest": "d", "version": "v", "kept": 0.4, "kept_ci": [0.25, 0.55], "draws": 40,
    "numbers": {"documented": 1, "statistic": 0, "borrowed": 2, "assumed": 1},
    "measure_first": {"zh": "接件用时", "en": "minutes at the window"},
}  # fmt: skip


def rows() -> list[dict[str, Any]]:
    """The table with a result in every row that a scenario judges."""
    told = [row.to_dict() for row in answered({})]
    return [
        row | {"result": dict(RESULT)} if row["scenario"] and row["answer"] == "verdict" else row
        for row in told
    ]


def test_every_row_is_told_once_in_both_languages() -> None:
    for lang in ("zh", "en"):
        page = page_of(rows(), lang)
        tables = [part for section in page.details for part in section.parts if isinstance(part, Table)]
        assert sum(len(table.rows) for table in tables) == len(registry())
        for width in (80, 120):
            lines = [plain(line) for line in lines_of(page, lang, details=True, width=width)]
            assert max(map(cell_len, lines)) <= width


def test_a_table_has_a_column_for_whatever_is_known() -> None:
    (row,) = (row for row in rows() if row["id"] == "urm-constr-small-lowrisk")
    columns = [[column.name for column in made.columns] for made in tables([row], "en")]
    assert columns == [
        ["promise", "id", "clause", "asked", "answer", "on time (interval)", "95% done within", "kept in draws",
         "load it bears", "outside the clock", "numbers from", "measure first"]
    ]  # fmt: skip
    (bare,) = tables(
        [row | {"result": {**RESULT, "margin": None, "kept": None, "measure_first": None}}], "en"
    )
    assert {column.name for column in bare.columns} == set(columns[0]) - {
        "kept in draws", "load it bears", "measure first",
    }  # fmt: skip


def test_a_guess_is_not_told_as_a_verdict() -> None:
    made = Answered(next(row for row in registry() if row.answer == "requirement"), Judged(_Guess(), {}))  # type: ignore[arg-type]
    assert made.to_dict()["result"] is None


class _Guess:
    def to_dict(self) -> dict[str, object]:
        return {"verdict": "met", "doubt": None}


def test_the_answer_counts_all_rows() -> None:
    told = rows()
    simulated = sum(row["result"] is not None for row in told)
    said = answer(told, "en")
    assert said.startswith(f"{len(told)} promises, each reading on its own: {simulated} judged by simulation")
    assert f"({simulated} NOT met as assumed)" in said
    assert ("still without a scenario" in said) == any(row["waiting"] for row in told)


def test_a_line_says_what_stands_behind_a_verdict() -> None:
    (row,) = (row for row in rows() if row["id"] == "urm-constr-small-lowrisk")
    text = "\n".join(plain(line) for line in lines_of(page_of([row], "en"), "en", details=False, width=None))
    for told in (
        "NOT met  81.2% (70.0–90.0) on time, 95% required; kept in 40% of 40 draws (25%–55%); "
        "95% done within 21.3 working days",
        "8.33 calendar days before acceptance, 0 h paused",
        "bears 0.82 × the load, but growing beyond 0.8 ×",
        "measure first: minutes at the window",
        "documented 25%, borrowed 50%, assumed 25%",
    ):
        assert told in text


def test_what_the_flow_has_set_is_told_beside_its_verdict() -> None:
    (row,) = (row for row in rows() if row["id"] == "urm-constr-small-lowrisk")
    row["result"]["by_construction"] = {"kind": "share", "step": "objection"}
    said = [plain(line) for line in lines_of(page_of([row], "en"), "en", details=False, width=160)]
    assert "by construction: cases keep it or not by the share stated at objection alone" in "\n".join(said)
    assert "1 of them by construction" in answer([row], "en")
    (made,) = tables([row], "zh")
    assert "未达标（由设定决定）" in [plain(cell) for cell in made.rows[0]]


def test_a_mean_stands_where_a_mean_is_judged() -> None:
    (row,) = (row for row in rows() if row["id"] == "urm-constr-small-lowrisk")
    mean = {
        "judged": "mean",
        "mean": 12.34,
        "mean_ci": [11.9, None],
        "on_time_share": None,
        "ci": [None, None],
    }
    told = row | {"result": {**RESULT, **mean, "required_share": None}}
    text = "\n".join(plain(line) for line in lines_of(page_of([told], "en"), "en", details=True, width=None))
    assert "12.3 working days (11.9–…) on average, 15 working days required" in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "15", "unit": "wd"}, "15 working days"),
        ({"value": "0", "unit": "wh"}, "at once"),
        ({"value": "30", "unit": "wd", "required": "mean"}, "30 working days on average"),
        ({"value": "93", "unit": "%", "comparator": ">="}, "at least 93%"),
        ({"value": "500", "unit": "m2", "comparator": "<"}, "less than 500 m²"),
        ({"value": "20", "unit": "cd", "comparator": "="}, "20 calendar days"),
    ],
)
def test_what_is_asked(changed: dict[str, str], said: str) -> None:
    assert promise({"comparator": "<=", "required": "95%", **changed}, "en") == said


def test_a_row_is_asked_of_its_variant_and_the_default_is_the_scenario_itself() -> None:
    assert question_of("gedian/startup@after") == question_of("gedian/startup") == "gedian/startup"
    assert question_of("gedian/startup@before") == "gedian/startup@before"
    asked = dict(questions_of([], everything=True))
    assert asked["gedian/startup"] is None
    assert {question_of(row.scenario) for row in registry() if row.scenario} <= set(asked)


def test_every_number_of_a_scenario_has_one_kind_of_source() -> None:
    asked = load("gedian/startup", set=["pools.window.capacity+=1"])
    found = sources_of(asked.scenario)
    assert set(found) == set(SOURCES)
    assert sum(found.values()) == len(numbers(asked.scenario))
    stated = sources_of(load("gedian/startup").scenario)
    assert (found["documented"], found["borrowed"]) == (stated["documented"], stated["borrowed"])
    assert found["assumed"] > found["documented"] > 0


def test_one_sample_answers_every_row_of_a_scenario(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [("gedian/startup", ["gd-startup-registration", "gd-startup-parallel"])]
    monkeypatch.setattr("sim.experiments.questions.headlines.questions_of", lambda *_, **__: asked)
    short = [word for one in ("window", "lead_in") for word in ("--set", f"study.{one}=2 wd")]
    file = tmp_path / "table.csv"
    said = command("check", "--all", "--json", "--csv", file, "--no-ends", "--budget", "1s", *short)
    document = json.loads(said.out)
    assert list(document) == ["verdicts", "targets"]
    assert len(document["targets"]) == len(registry())
    judged = {row["id"]: row["result"] for row in document["targets"] if row["result"] is not None}
    assert {one["target"]: one["verdict"] for one in document["verdicts"]} == {
        key: result["verdict"] for key, result in judged.items()
    }
    assert set(judged) == {"gd-startup-registration", "gd-startup-parallel"}
    with file.open(encoding="utf-8-sig", newline="") as text:
        written = list(csv.DictReader(text))
    assert [row["id"] for row in written] == [row.id for row in registry()]
    assert {row["id"] for row in written if row["verdict"]} == set(judged)
    parallel = next(row for row in written if row["id"] == "gd-startup-parallel")
    assert (parallel["value"], parallel["unit"], parallel["clock"]) == ("0.5", "wd", "working")
    assert [float(parallel[f"ci_{end}"]) for end in ("low", "high")] == judged["gd-startup-parallel"]["ci"]
    assert int(parallel["numbers_documented"]) > 0
    assert not {"reading", "result", "reason", "from"} & set(parallel)
    assert all(row["reason_zh"] for row in written if row["answer"] not in SIMULATED)


def test_the_table_as_csv_is_that_of_everything(command: Command, tmp_path: Path) -> None:
    said = command("check", "gedian/startup", "--csv", tmp_path / "table.csv")
    assert (said.code, said.out) == (2, "")
    assert "add --all" in said.err
    assert command("check", "--all", "--csv", tmp_path).code == 2
