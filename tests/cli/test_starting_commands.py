"""`onewindow backlog` and `onewindow warmup`, and a scenario that starts from what the first one wrote."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from small_office import Command

from sim.experiments.questions.whatif import load
from sim.experiments.runs.warm_up import Reason, warm_up
from sim.pages.starts import warm_up_page
from sim.words.amounts import unit_amount

AT = "2025-03-10"


def test_a_backlog_is_taken_down_and_started_from(command: Command, small: Path) -> None:
    table = small.with_name("open cases.csv")
    crowded = ("--set", "pools.desk.capacity=1", "--load", 2)
    said = command("backlog", small, "--at", AT, "--out", table, *crowded)
    assert said.code == 0
    assert said.out.startswith("56 cases are open on the morning of 2025-03-10.\nsmall.yaml@plain · seed 1")
    assert table.is_file()
    assert str(table) in said.out
    (line,) = [line for line in said.out.splitlines() if line.startswith("Next: ")]
    begun = ["onewindow", "check", str(small), *map(str, crowded)]
    typed = shlex.split(line.removeprefix("Next: "))
    options = ["--start", AT, "--set", f"study.backlog={table}", "--set", "study.lead_in=0 wd"]
    assert (sorted(typed[:-6]), typed[-6:]) == (sorted(begun), options)
    assert command(*typed[1:], "--no-ends").code in (0, 1, 3)
    shown = command("show", small, *options, "--lang", "zh")
    assert "期初在办：56 件：main：" in shown.out
    assert "open at start: 56 cases: main: " in command("show", small, *options, "--lang", "en").out
    assert "open at start" not in command("show", small, "--lang", "en").out
    told = json.loads(command("run", small, *options, "--json").out)
    assert told["services"][0]["backlog"] == 56
    assert "open at start" in command("run", small, *options, "--lang", "en").out
    checked = command("check", small, *options, "--no-ends", "--json")
    assert checked.code == 1
    assert json.loads(checked.out)["verdicts"][0]["on_time_share"] < 1


def test_the_document_of_a_backlog(command: Command, small: Path) -> None:
    said = command("backlog", small, "--at", AT, "--json")
    document = json.loads(said.out)
    assert document["at"] == AT
    assert sum(row["cases"] for row in document["by_step"]) == len(document["cases"])
    assert command("backlog", small, "--at", AT, "--json").out == said.out
    assert command("backlog", small, "--at", AT, "--json", "--replication", 1).out != said.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--at", "soon"], '"soon" is not a date'),
        (["--at", "2026-01-01"], "2026-01-01 is not within the study"),
        (["--at", AT, "--replication", "-1"], "allowed: 0 to 999,999"),
        (["--at", AT, "--out", "/nowhere/open.csv"], "/nowhere/open.csv  cannot be written"),
    ],
)
def test_a_backlog_that_cannot_be(command: Command, small: Path, arguments: list[str], message: str) -> None:
    said = command("backlog", small, *arguments)
    assert said.code == 2
    assert message in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_faults_of_a_table_reach_the_reader(command: Command, small: Path) -> None:
    table = small.with_name("mine.csv")
    table.write_text("服务,环节,件数\nmain,intake,3\nmain,reveiw,2\nmian,review,1\n", "utf-8")
    said = command("check", small, "--set", f"study.backlog={table}", "--no-ends")
    assert said.code == 2
    assert said.err.splitlines() == [
        f'{table}:3:2  at: service "main" has no step "reveiw"; allowed: intake, review; did you mean "review"?',
        f'{table}:4:1  service: there is no service "mian"; allowed: main; did you mean "main"?',
    ]


def test_how_long_a_lead_in(command: Command, small: Path) -> None:
    asked = ("warmup", small, "--weeks", 24, "-n", 6)
    document = json.loads(command(*asked, "--json").out)
    assert document["reliable"]
    assert (document["weeks"], document["replications"], document["stated_wd"]) == (24, 6, 1)
    assert len(document["services"][0]["weekly_open"]) == 24
    assert command(*asked, "--json").out == command(*asked, "--json").out
    english, chinese = (command(*asked, "--lang", lang) for lang in ("en", "zh"))
    assert (english.code, chinese.code) == (0, 0)
    days = document["suggested_wd"]
    assert f"it takes {unit_amount(days, 'wd', 'en')}." in english.out.splitlines()[0]
    assert f"所需 {days} 个工作日。" in chinese.out.splitlines()[0]


def test_a_lead_in_that_cannot_be_told(command: Command, small: Path) -> None:
    asked = ("warmup", small, "--weeks", 12, "-n", 4, "--load", 9)
    document = json.loads(command(*asked, "--json").out)
    assert (document["reliable"], document["suggested_wd"], document["suffices"]) == (False, None, None)
    assert [reason["cause"] for reason in document["reasons"]] == ["overloaded"]
    assert "open cases grow to the end and desk is always busy" in command(*asked, "--lang", "en").out
    told = "Whether the stated lead-in of 1 working day is long enough cannot be told here."
    assert command(*asked, "--lang", "en").out.startswith(told)
    assert "在办件数一直增长，desk始终满负荷" in command(*asked, "--lang", "zh").out
    assert command("warmup", small, "--weeks", 3).code == 2


def test_what_moves_the_load_is_named_and_no_length_is_advised(small: Path) -> None:
    """Where no length leads to a steady state, none is asked for; raw paths are not told."""
    found = warm_up(load(str(small)), weeks=12, replications=2)
    way = next(iter(found.whatif.scenario.services["main"].channels))
    settles = Reason("second_half", "main")
    season = Reason("season", f"services.main.channels.{way}.after_holiday")
    for reasons, longer in (((settles,), True), ((season, settles), False)):
        (told, *_) = warm_up_page(replace(found, reasons=reasons), "zh").sections
        assert ("加长 --weeks 再看。" in told.parts) is longer
    assert str(told.parts[0]).endswith("节后各日的倍数 使来件量在这段时间内起伏：不存在稳定状态")
    assert "services." not in str(told.parts)
