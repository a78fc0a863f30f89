"""Sources of numbers, assumptions and their ends, the strict rules, and the readable copies."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from sim.library import library_root
from sim.model import ModelError, read, read_text
from sim.model.provenance import assumptions, numbers, strict_faults
from sim.model.schema import json_schema
from sim.model.source_tables import Tables
from sim.model.sources import load_sources
from sim.model.template import new

FILES = Path(__file__).parent / "files"
SOURCE = read(FILES / "small.yaml")
AFTER = {number.path: number for number in numbers(SOURCE.build("after"))}


def test_own_source_first_then_the_nearest_around_it() -> None:
    assert (
        AFTER["services.startup.flow.intake.work"].source,
        AFTER["services.startup.flow.file.again"].source,
    ) == (
        "guess",
        "count",
    )
    assert AFTER["pools.window.last_start"].source == "elsewhere"
    assert AFTER["services.startup.channels.hall.rate"].kind == "statistic"
    assert AFTER["services.startup.flow.seal.stamp.work"].value == "4 min"
    assert AFTER["variants.after.levers.0.one_window.extra"].range == ("1 min", "5 min")
    assert AFTER["pools.reviewer.profile"].value == "09:00: 4, 11:30: 2"


def test_every_number_path_can_be_set() -> None:
    scenario = SOURCE.build("before")
    for assumption in assumptions(scenario):
        for setting in (assumption.favourable_setting, assumption.unfavourable_setting):
            assert SOURCE.edited([setting]).build("before") != scenario, setting


def test_ends_of_assumptions() -> None:
    ends = {
        a.path: (str(a.favourable_setting), str(a.unfavourable_setting)) for a in assumptions(SOURCE.build())
    }
    assert list(ends) == [
        "pools.window.capacity",
        "pools.window.other_work.share",
        "pools.window.other_work.work",
        "pools.reviewer.availability",
        "services.startup.flow.file.papers.lease.missing",
        "services.startup.flow.intake.work",
        "targets.total.required_share",
    ]
    assert ends["pools.window.capacity"] == ("pools.window.capacity=8", "pools.window.capacity=5")
    work = "services.startup.flow.intake.work"
    assert ends[work] == (f"{work}*=0.7", f"{work}*=1.5")


def test_strict_wants_a_source_and_a_range() -> None:
    assert strict_faults(SOURCE.build()) == ()
    text = (FILES / "small.yaml").read_text(encoding="utf-8")
    text = text.replace("{value: 6, range: [5, 8], source: guess}", "{value: 6, source: guess}")
    text = text.replace("source: rule}\npools", "}\npools")
    said = [fault.message for fault in strict_faults(read_text(text, str(FILES / "x.yaml")).build())]
    assert said == [
        f"study.{name} has no source; give it, or a block around it, a key of sources.csv"
        for name in ("lead_in (5 wd)", "window (20 wd)", "follow_up (10 wd)")
    ] + ["pools.window.capacity (6) is assumed and states no range; say what it may be: range: [low, high]"]


def test_without_a_table_sources_are_unknown_only_when_strict() -> None:
    bare = dataclasses.replace(SOURCE, tables=Tables()).build()
    assert any("which no sources.csv above the file has" in fault.message for fault in strict_faults(bare))


def test_a_bad_row_of_the_table_is_a_fault(tmp_path: Path) -> None:
    table = tmp_path / "sources.csv"
    table.write_text("key,kind,document\na,documentd,x\nb,assumed,y\nb,assumed,y\n", encoding="utf-8")
    rows, faults = load_sources(table)
    assert list(rows) == ["b"]
    assert [(f.line, f.message[:40]) for f in faults] == [
        (2, '"documentd" is not a kind of source; all'),
        (4, 'the key "b" stands twice'),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_keeps_the_numbers(lang: str) -> None:
    text = (FILES / "small.yaml").read_text(encoding="utf-8")
    copy = new('我的 "窗口"', text, "zh" if lang == "zh" else "en")
    made = read_text(copy, str(FILES / "copy.yaml")).build()
    assert made.title.zh == '我的 "窗口"'
    assert made.model_copy(update={"title": None}) == SOURCE.build().model_copy(update={"title": None})
    assert copy.count("#") > 15


def test_a_template_of_broken_text_is_a_fault() -> None:
    with pytest.raises(ModelError):
        new("x", "a: [", "en")


def test_the_schema_names_every_block_and_allows_short_forms() -> None:
    schema = json_schema()
    kinds = schema["$defs"]
    assert schema["$schema"].endswith("2020-12/schema")
    whole, of_files = (one["required"] for one in schema["then"]["anyOf"])
    assert whole == ["onewindow", "title", "jurisdiction", "calendar", "study", "pools", "services"]
    assert of_files == ["onewindow", "title", "include"]
    assert schema["if"] == {"required": ["onewindow"]}  # a part may state anything
    assert kinds["Pool"]["anyOf"] == [{"required": ["name", "kind"]}, {"required": ["like"]}]
    assert "anyOf" not in kinds["Service"]
    assert set(kinds["Task"]["properties"]) >= {"task", "pool", "work", "class"}
    assert kinds["Task"]["additionalProperties"] is False
    assert kinds["SourcedDuration"]["anyOf"][0]["type"] == "string"
    assert kinds["Name"]["anyOf"][0] == {"type": "string"}


def test_a_source_may_have_its_chinese(tmp_path: Path) -> None:
    table = tmp_path / "sources.csv"
    table.write_text(
        "key,kind,document,note,document_zh,note_zh\na,borrowed,A bulletin,seen,一份通报,见过\nb,assumed,,a guess\n",
        "utf-8",
    )
    rows, faults = load_sources(table)
    assert not faults
    assert [(rows["a"].document_in(lang), rows["a"].note_in(lang)) for lang in ("zh", "en")] == [
        ("一份通报", "见过"),
        ("A bulletin", "seen"),
    ]
    assert rows["b"].note_in("zh") == "a guess"


def test_every_source_of_the_library_is_noted_in_chinese() -> None:
    rows, _ = load_sources(library_root() / "sources.csv")
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert [row.key for row in rows.values() if row.note and not chinese.search(row.note_zh)] == []
