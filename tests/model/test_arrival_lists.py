"""A list of arrivals is read strictly: where it stands, what it says, and what is wrong with it, at its place."""

from __future__ import annotations

import codecs
import json
import pickle
from pathlib import Path

import pytest

from sim.engine.compile import compile_program
from sim.experiments.questions.validate import faults_of
from sim.model import ModelError, parse_setting, read
from sim.model.bounds import TABLE_BYTES
from sim.model.channel import Channel
from sim.model.listing import Listing
from sim.model.named_tables import tables_beside
from sim.model.reading import ScenarioSource
from sim.model.scenario import Scenario
from sim.model.schema import json_schema
from sim.worktime import DAY, HOUR, instant

TEXT = """\
onewindow: 1
title: lists
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 10 wd, follow_up: 5 wd}
pools: {desk: {name: desk, kind: window, capacity: 1}}
services:
  main:
    name: main
    channels: {hall: {CHANNEL}}
    flow: [{task: look, pool: desk, work: 5 min}]
"""


def scenario(folder: Path, channel: str, **tables: str | bytes) -> ScenarioSource:
    for name, content in tables.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(data)
    file = folder / "lists.yaml"
    file.write_text(TEXT.replace("CHANNEL", channel), "utf-8")
    return read(file)


def listing(folder: Path, channel: str, **tables: str | bytes) -> Listing:
    found = scenario(folder, channel, **tables).build().services["main"].channels["hall"].list
    assert found is not None
    return found


def faults(folder: Path, channel: str, **tables: str | bytes) -> list[str]:
    with pytest.raises(ModelError) as caught:
        scenario(folder, channel, **tables).build()
    return [str(fault).replace(f"{folder}/", "") for fault in caught.value.faults]


def at(text: str) -> int:
    from datetime import datetime

    return instant(datetime.fromisoformat(text))


MOMENTS = "at,cases\n2025-03-04 10:00:30,\n2025/3/3 9:05,2\n\n"


@pytest.mark.parametrize(
    "table",
    [
        MOMENTS.encode(),
        codecs.BOM_UTF8 + MOMENTS.encode(),
        MOMENTS.replace("at,cases", "取号时间,人数").encode("gb18030"),
        MOMENTS.replace("\n", "\r\n").encode(),
        "at,cases\n2025年3月4日 10:00:30,1\n2025-03-03T09:05,2.0\n".encode(),
    ],
)
def test_moments_in_the_codes_and_headings_of_spreadsheets(tmp_path: Path, table: bytes) -> None:
    found = listing(tmp_path, "list: came.csv", came=table)
    assert found.rows == ((at("2025-03-03 09:05"), 0, 2), (at("2025-03-04 10:00:30"), 0, 1))
    assert found.moments
    assert (found.cases, found.file) == (3, "came.csv")


def test_counts_of_dates_and_hours(tmp_path: Path) -> None:
    day = at("2025-03-03")
    assert listing(tmp_path, "list: c.csv", c="日期,件数\n2025-03-03,40\n2025-03-04,0\n").rows == (
        (day, DAY, 40), (day + DAY, DAY, 0),
    )  # fmt: skip
    hours = (
        "date,hour,cases\n2025-03-03,9,4\n2025-03-03,10时,5\n2025-03-03,11:30,6\n2025-03-03,13:00-13:30,7\n"
    )
    assert [(begin - day, length) for begin, length, _ in listing(tmp_path, "list: h.csv", h=hours).rows] == [
        (9 * HOUR, HOUR), (10 * HOUR, HOUR), (11.5 * HOUR, HOUR), (13 * HOUR, HOUR // 2),
    ]  # fmt: skip


def test_rows_in_the_scenario_say_the_same_as_a_file(tmp_path: Path) -> None:
    rows = "list: [{at: '2025-03-04 10:00:30'}, {at: '2025-03-03 09:05', cases: 2}]"
    stated, named = listing(tmp_path, rows), listing(tmp_path, "list: came.csv", came=MOMENTS)
    assert stated == named
    assert (stated.file, named.file) == ("", "came.csv")
    assert pickle.loads(pickle.dumps(named)) == named


def test_only_picks_rows_of_a_wider_table(tmp_path: Path) -> None:
    table = "业务,取号时间,窗口\n变更,2025-03-03 09:05,3\n设立,2025-03-03 09:06,3\n变更,2025-03-03 09:07,4\n"
    assert listing(tmp_path, "list: t.csv, only: {业务: 变更}", t=table).cases == 2
    assert listing(tmp_path, "list: t.csv, only: {业务: 变更, 窗口: 4}", t=table).cases == 1
    assert faults(tmp_path, "list: t.csv", t=table) == [
        't.csv:1:1  "业务" is no column of a list; allowed: at, date, hour, cases',
        't.csv:1:3  "窗口" is no column of a list; allowed: at, date, hour, cases',
    ]
    assert faults(tmp_path, "list: t.csv, only: {业务: 注销}", t=table) == [
        "t.csv:1:1  the list holds no row with 业务 = 注销; a channel of nobody has rate: 0 /wd"
    ]
    assert faults(tmp_path, "list: t.csv, only: {业: 注销}", t=table)[0].startswith(
        't.csv:1:1  only asks for the column "业"; columns: 业务, at, 窗口'
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("when\n2025-03-03 09:00\n", "1:1  neither at (moments) nor date (counts) is a column; columns: when"),
        ("at,case\n2025-03-03 09:00,1\n", '1:2  "case" is no column of a list; allowed: at, date, hour, cases; did'),
        ("at,at\n", '1:2  the column "at" stands twice'),
        ("at\n", "1:1  the list holds no row; a channel of nobody has rate: 0 /wd"),
        ("at\n2025-03-03\n", '2:1  at: "2025-03-03" has no time of day; write 2025-03-03 09:30, or a column date'),
        ("at\n2025-02-30 09:00\n", '2:1  at: "2025-02-30 09:00" is not a date'),
        ("at\n\n2025-03-03 09:00,7\n", "3:2  the row has 2 cells for 1 columns"),
        ("at,cases\n2025-03-03 09:00,x\n", '2:2  cases: "x" is not a whole number'),
        ("at,cases\n2025-03-03 09:00,1.5\n", '2:2  cases: "1.5" is not a whole number'),
        ("at,cases\n2025-03-03 09:00,-1\n", '2:2  cases: "-1" is not allowed; allowed: whole numbers from 0 to'),
        ("at,cases\n2025-03-03 09:00,1e400\n", '2:2  cases: "1e400" is not a whole number'),
        ("date\n2025-03-03\n", "2:1  cases: the row has a date and no count"),
        ("date,cases\n2025-03-03 09:00,2\n", '2:1  date: "2025-03-03 09:00" is a moment'),
        ("date,hour,cases\n2025-03-03,24,2\n", '2:2  hour: "24" is not an hour'),
        ("date,hour,cases\n2025-03-03,11:00-10:00,2\n", '2:2  hour: "11:00-10:00" is not an hour'),
        ("date,cases\n2025-03-03,2\n2025-03-04,1\n2025/3/3,4\n", "4:1  the count of this time stands twice"),
        ("date,hour,cases\n2025-03-03,9,2\n2025-03-03,,1\n", "3:1  the count of this time stands twice, or overlaps"),
        ("at,date,cases\n2025-03-03 09:00,,2\n,2025-03-04,1\n", "3:1  the list holds moments and counts"),
        ("at,hour\n2025-03-03 09:00,9\n", "2:2  hour: hour is for counts"),
        ('at\n"2025-03-03 09:00\n', "2:1  this is not CSV"),
    ],
)  # fmt: skip
def test_faults_stand_at_their_line_and_column(tmp_path: Path, table: str, said: str) -> None:
    (first, *_) = faults(tmp_path, "list: t.csv", t=table)
    assert first.startswith(f"t.csv:{said}")


def test_every_faulty_row_is_told(tmp_path: Path) -> None:
    table = "at,cases\n2025-03-03 09:00,x\n2025-03-03,1\n2025-03-03 09:00,1\n"
    assert [fault.split("  ")[0] for fault in faults(tmp_path, "list: t.csv", t=table)] == [
        "t.csv:2:2",
        "t.csv:3:1",
    ]


def test_no_more_is_read_than_a_table_may_hold(tmp_path: Path) -> None:
    (said,) = faults(tmp_path, "list: t.csv", t=b"at\n" + b"#" * TABLE_BYTES)
    assert said.startswith('lists.yaml:10:29  the list of arrivals "')
    assert "it holds more than 20,000,000 bytes" in said
    (said,) = faults(tmp_path, "list: t.csv", t="at,cases\n" + "2025-03-03 09:00,1000000\n" * 6)
    assert said == "t.csv:2:1  the list holds more than 5,000,000 cases"


def test_a_workbook_and_a_missing_file_are_told(tmp_path: Path) -> None:
    (said,) = faults(tmp_path, "list: t.csv", t=b"PK\x03\x04\xff\xfe\x00")
    assert "the file is neither UTF-8 nor GB 18030 text" in said
    (said,) = faults(tmp_path, "list: none.csv")
    assert said.startswith('lists.yaml:10:29  the list of arrivals "')
    assert said.endswith("cannot be read: No such file or directory")


def test_a_list_lies_in_the_folder_of_its_scenario(tmp_path: Path) -> None:
    inner, elsewhere = tmp_path / "inner", tmp_path / "elsewhere.csv"
    (inner / "deep").mkdir(parents=True)
    elsewhere.write_text(MOMENTS)
    (inner / "deep" / "t.csv").write_text(MOMENTS)
    (inner / "link.csv").symlink_to(elsewhere)
    assert listing(inner, "list: deep/t.csv").cases == 3
    for name in ("../elsewhere.csv", str(elsewhere), "link.csv", "deep/../../elsewhere.csv"):
        (said,) = faults(inner, f"list: {name}")
        assert said.startswith("lists.yaml:10:29  the list"), said
        assert "lies outside the folder of the scenario" in said
    set_by_hand = scenario(inner, "list: deep/t.csv").edited(
        [parse_setting(f"services.main.channels.hall.list={elsewhere}")]
    )
    assert set_by_hand.build().services["main"].channels["hall"].list is not None


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("name: hall", "a channel needs exactly one of rate, list, appointments; it has (none)"),
        ("rate: 3 /wd, list: [{at: '2025-03-03 09:00'}]", "exactly one of rate, list, appointments; it has rate, list"),
        ("rate: 3 /wd, scale: 2", "scale belongs to a list, and this channel has rate"),
        ("list: [{at: '2025-03-03 09:00'}], cv: 0.5", "cv belongs to a rate, and this channel has list"),
        ("list: [{at: '2025-03-03 09:00'}], only: {a: b}", "only picks rows of a file"),
        ("list: [{at: '2025-03-03 09:00'}], shift: 3 cm", '"3 cm" is not a shift; write whole days'),
        ("list: 7", "7 is not a list of arrivals"),
        ("list: []", "a list of 0 is not a list of arrivals"),
        ("list: [{at: '2025-03-03 09:00', case: 1}]", '"case" is no column of a list; allowed: at, date, hour'),
        ("list: [{at: '2025-03-03 09:00'}, {date: 2025-03-03, cases: 2}]", "the list holds moments and counts"),
        ("rate: 3 /wd, cv: 9", "9 is not allowed; allowed: 0, or 0.01 to 5"),
        ("rate: 3 /wd, batch: {sizes: {1: 0.5, 2: 0.4}}", "the shares of sizes sum to 0.9; allowed: exactly 1"),
        ("rate: 3 /wd, batch: {sizes: {0: 1}}", '"0" is not the size of a batch; allowed: whole numbers from 1 to'),
        ("rate: 3 /wd, batch: {mean: 51}", "51 is not allowed; allowed: 1 to 50"),
        ("rate: 3 /wd, batch: {mean: 5, sizes: {1: 1}}", "needs exactly one of sizes (shares by size), mean"),
        ("rate: 3 /wd, batch: 1.5", "1.5 is not a whole number"),
        ("rate: 3 /wd, shocks: [{from: 03-05, factor: 2}]", 'from "03-05" is of every year; add to, or the year'),
        ("rate: 3 /wd, shocks: [{from: 2025-03-05, to: 03-07, factor: 2}]", "both with the year, or both without"),
        ("rate: 3 /wd, shocks: [{from: 2025-03-05, to: 2025-03-04, factor: 2}]", "2025-03-04 is before 2025-03-05"),
        ("appointments: {every: 30 min}", "exactly one of places, profile; they have neither"),
        ("appointments: {every: 10 s, places: 1}", 'every "10 s" is not allowed; allowed: 1 min to 24 h'),
        ("appointments: {every: 1 h, places: 2000}", "2000 is not allowed; allowed: 1 to 1,024"),
        ("appointments: {every: 1 h, places: 2, early: 1 wh}", '"1 wh" is working time'),
        ("appointments: {every: 1 h, places: 2, no_show: 1.5}", "1.5 is not a share"),
        ('appointments: {every: 1 h, places: 2}, hours: {"09:00": 1}', "hours belongs to a rate"),
        ("appointments: {every: 1 h, places: 2}, around_the_clock: true", "appointments are kept at a counter"),
    ],
)  # fmt: skip
def test_what_a_channel_may_not_say(tmp_path: Path, channel: str, said: str) -> None:
    found = faults(tmp_path, channel)
    assert any(said in fault and fault.startswith("lists.yaml:10:") for fault in found), found


def test_validate_tells_what_changes_nothing_and_what_is_left_out(tmp_path: Path) -> None:
    def warned(channel: str) -> list[str]:
        scenario(tmp_path, channel)
        wrong, odd = faults_of(str(tmp_path / "lists.yaml"))
        assert wrong == ()
        return [fault.partition("  ")[2] for fault in odd]

    assert warned("list: [{at: '2025-03-03 09:00'}]") == []
    assert warned("list: [{at: '2025-03-03 09:00'}, {at: '2026-03-03 09:00', cases: 4}]") == [
        "4 of the 5 cases of the list, which reaches from 2025-03-03 to 2026-03-03, are left out: the study lasts from "
        "2025-03-03 to 2025-03-22, that date excluded"
    ]
    assert warned("list: [{at: '2025-03-03 09:00'}, {at: '2025-03-09 09:00'}]") == [
        "1 of the 2 cases come on days the office is closed, 2025-03-09 first; a shift in wd moves them to working days"
    ]
    assert warned("list: [{at: '2025-03-03 09:00'}], hours: {'09:00': 2}") == [
        "hours spreads counts of whole dates, and the list says the time of every case or its hour"
    ]
    assert warned("rate: 3 /wd, shocks: [{from: 12-24, to: 01-02, factor: 0}]") == [
        "the shock changes nothing: none of its dates lies between 2025-03-03 and 2025-03-22"
    ]


def test_tables_are_part_of_the_digest_and_travel_with_the_scenario(tmp_path: Path) -> None:
    one = compile_program(scenario(tmp_path, "list: t.csv", t="at\n2025-03-03 09:00\n").build()).digest
    other = compile_program(scenario(tmp_path, "list: t.csv", t="at\n2025-03-03 09:01\n").build()).digest
    assert one != other
    made = scenario(tmp_path, "list: t.csv")
    assert list(tables_beside(made.root)) == [(made.file, "t.csv", tmp_path / "t.csv")]


def test_the_schema_knows_every_key() -> None:
    channel = json_schema()["$defs"]["Channel"]
    assert set(channel["properties"]) - {"like"} == set(Channel.keys())
    named, rows, _none = channel["properties"]["list"]["anyOf"]
    assert named == {"type": "string"}
    assert set(rows["items"]["properties"]) == {"at", "date", "hour", "cases"}
    assert "propertyNames" in json_schema()["$defs"]["RandomBatch"]["properties"]["sizes"]["anyOf"][0]
    assert isinstance(Scenario.model_validate(json.loads(json.dumps(scenario_raw()))), Scenario)


def scenario_raw() -> dict[str, object]:
    return {
        "onewindow": 1, "title": "t", "jurisdiction": "t", "calendar": {"wd": "8 wh", "hours": "09:00-17:00"},
        "study": {"start": "2025-03-03", "lead_in": "0 wd", "window": "10 wd", "follow_up": "5 wd"},
        "pools": {"desk": {"name": "desk", "kind": "window", "capacity": 1}},
        "services": {"main": {
            "name": "main", "channels": {"hall": {"list": [{"at": "2025-03-03 09:00"}]}},
            "flow": [{"task": "look", "pool": "desk", "work": "5 min"}],
        }},
    }  # fmt: skip
