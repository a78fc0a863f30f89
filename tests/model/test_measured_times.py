"""Measured values, in the file and in a CSV file beside it: what is read, and every fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.model import ModelError, Scenario, parse_setting, read
from sim.model.blocks import Task, Wait
from sim.model.distribution import Distribution, NumericDistribution
from sim.model.provenance import numbers
from sim.model.quantities import Duration
from sim.model.schema import json_schema

OFFICE = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 5 wd, follow_up: 20 wd}
pools: {desk: {name: desk, kind: window, capacity: 3}}
services:
  main:
    name: main
    attributes: {area: {number: {values: {100: 3, 200-300: 1}}}}
    channels: {hall: {rate: 4 /wd}}
    flow:
      - {task: look, pool: desk, work: WORK}
      - {wait: mail, for: {values: {0 min: 30%, 1-2 wd: 70%}}}
"""
TABLE = "{table: times.csv}"


def office(folder: Path, work: str = TABLE, table: str | bytes = "", *settings: str) -> Scenario:
    """The office, with a table beside it."""
    (folder / "office.yaml").write_text(OFFICE.replace("WORK", work), "utf-8")
    if table:
        content = table.encode() if isinstance(table, str) else table
        (folder / "times.csv").write_bytes(content)
    return read(folder / "office.yaml").edited([parse_setting(text) for text in settings]).build()


def faults(folder: Path, work: str = TABLE, table: str | bytes = "", *settings: str) -> list[str]:
    with pytest.raises(ModelError) as raised:
        office(folder, work, table, *settings)
    return [str(fault).replace(f"{folder}/", "") for fault in raised.value.faults]


def rows(scenario: Scenario) -> tuple[tuple[str, str, float], ...]:
    block = scenario.services["main"].flow[0]
    assert isinstance(block, Task)
    return tuple((str(low), str(high), weight) for low, high, weight in block.work.rows())


def test_values_and_classes_in_the_file(tmp_path: Path) -> None:
    made = office(tmp_path, '{values: {5 min: 3, 10-15 min: 4, "0.5 h - 1 h": 2, 2 wh: 1}}')
    assert rows(made) == (
        ("5 min", "5 min", 3), ("10 min", "15 min", 4), ("0.5 h", "1 h", 2), ("2 wh", "2 wh", 1)
    )  # fmt: skip
    wait = made.services["main"].flow[1]
    assert isinstance(wait, Wait)
    assert wait.length.working
    compile_program(made)


@pytest.mark.parametrize(
    ("table", "work"),
    [
        ("value,weight\n5 min,2\n8 min,1\n5 min,1\n", TABLE),
        ("value\n5 min\n5 min\n8 min\n5 min\n", TABLE),
        ("minutes;\n".replace(";", "") + "5\n5\n8\n5\n", "{table: {file: times.csv, column: minutes, unit: min}}"),
        ("step,value,n\nlook,5,3\nelse,7,9\nlook,8,1\n",
         "{table: {file: times.csv, unit: min, weight: n, only: {step: look}}}"),
        ("用时,件数\n5 分钟,3\n8 分钟,1\n".encode("gb18030"), TABLE),
    ],
)  # fmt: skip
def test_tables(tmp_path: Path, table: str | bytes, work: str) -> None:
    made = office(tmp_path, work, table)
    assert rows(made) == (("5 min", "5 min", 3), ("8 min", "8 min", 1))
    inline = office(tmp_path, "{values: {5 min: 3, 8 min: 1}}")
    assert compile_program(made).digest == compile_program(inline).digest


def test_classes_in_a_table(tmp_path: Path) -> None:
    made = office(tmp_path, TABLE, 'from,to,weight\n0 min,5 min,"1,200"\n5 min,15 min,300\n')
    assert rows(made) == (("0 min", "5 min", 1200), ("5 min", "15 min", 300))


def test_the_table_is_part_of_the_digest(tmp_path: Path) -> None:
    digests = {
        compile_program(office(tmp_path, TABLE, f"value\n5 min\n{last} min\n")).digest for last in (8, 9)
    }
    assert len(digests) == 2


def test_a_factor_and_another_file_by_setting(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("value\n1 h\n", "utf-8")
    made = office(tmp_path, TABLE, "value\n5 min\n", "services.main.flow.look.work*=2")
    block = made.services["main"].flow[0]
    assert isinstance(block, Task)
    assert (block.work.factor, str(block.work)) == (2, "times.csv: 1 values from 5 min to 5 min × 2")
    path = tmp_path / "other.csv"
    made = office(tmp_path, TABLE, "value\n5 min\n", f"services.main.flow.look.work.table={path}")
    assert rows(made) == (("1 h", "1 h", 1),)


def test_numbers_of_an_attribute(tmp_path: Path) -> None:
    made = office(tmp_path, "5 min").services["main"].attributes["area"].number
    assert made is not None
    assert made.rows() == ((100.0, 100.0, 3.0), (200.0, 300.0, 1.0))
    (number,) = [
        n for n in numbers(office(tmp_path, "5 min")) if n.path == "services.main.attributes.area.number"
    ]
    assert (number.value, number.by_factor) == ("2 values from 100 to 300", True)


@pytest.mark.parametrize(
    ("work", "message"),
    [
        ("{values: {}}", "an empty mapping are no values; write each with its weight, as in {10 min: 3, 15-20 min: 5}"),
        ("{values: {5: 1}}", '"5" is not a duration: the unit is missing'),
        ("{values: {5 min: -1}}", 'the weight of "5 min", -1, is not allowed'),
        ("{values: {5 min: 0}}", "every value has the weight 0"),
        ("{values: {5 min: 30%, 6 min: 60%}}", "the shares of the values sum to 90%; allowed: exactly 100%, or counts"),
        ("{values: {5 min: 30%, 6 min: 7}}", "the weights are shares and counts; write all of them in one way"),
        ("{values: {5-10 min: 1, 8 min: 1}}", '"5 min - 10 min" and "8 min" overlap'),
        ("{values: {10-5 min: 1}}", '"10 min - 5 min" is no class; write the lower end first'),
        ("{values: {5 min: 1}, mean: 5 min}", "mean, values do not state a distribution"),
        ("{values: {5 min: 1}, family: gamma}", "values do not state a distribution for family gamma"),
        ("{values: {5 min: 1}, table: times.csv}", "state one of values, table"),
        ("{values: {1 cd: 1}}", 'work "1 values from 1 cd to 1 cd" is in calendar days'),
        ("{table: {flie: times.csv}}", '"flie" is not a key here; allowed: file, column, weight, unit, only'),
    ],
)  # fmt: skip
def test_faults_in_the_file(tmp_path: Path, work: str, message: str) -> None:
    told = faults(tmp_path, work)
    assert any(line.startswith("office.yaml:13:") and message in line for line in told), told


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("value\n5 min\n7\n", 'times.csv:3:1  value: "7" is not a duration: the unit is missing'),
        ("value,weight\n5 min,x\n", 'times.csv:2:2  weight: "x" is not a number'),
        ("value,weight\n5 min,-2\n", 'times.csv:2:2  weight: the weight of "-2", -2.0, is not allowed'),
        ("value,wieght\n5 min,2\n",
         'times.csv:1:2  "wieght" is no column of values; allowed: value, from, to, weight; did you mean "weight"?'),
        ("valu\n5 min\n",
         'times.csv:1:1  neither "value" nor from and to are columns; columns: valu; did you mean "valu"?'),
        ("value\n", "times.csv:1:1  the table holds no value"),
        ("value,value\n5 min,2\n", 'times.csv:1:2  the column "value" stands twice'),
        ("value\n5 min,3\n", "times.csv:2:2  the row has 2 cells for 1 columns"),
        ('value\n"5 min\n', "times.csv:2:1  this is not CSV"),
        (b"value\n\xff\xfe\xff\n", "times.csv:1:1  the file is neither UTF-8 nor GB 18030"),
        ("from,to\n5 min,9 min\n8 min,12 min\n", 'office.yaml:13:34  "5 min - 9 min" and "8 min - 12 min" overlap'),
        ("", 'office.yaml:13:48  the table of values "times.csv" cannot be read: No such file'),
    ],
)  # fmt: skip
def test_faults_of_a_table(tmp_path: Path, table: str | bytes, told: str) -> None:
    lines = faults(tmp_path, TABLE, table)
    assert any(line.startswith(told) for line in lines), lines
    assert len(lines) == 1


@pytest.mark.parametrize("name", ["../times.csv", "/etc/hostname"])
def test_a_table_stands_in_the_folder(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "times.csv").write_text("value\n5 min\n", "utf-8")
    (line,) = faults(inner, f"{{table: {name}}}")
    assert f'office.yaml:13:48  the table of values "{name}" lies outside the folder of the scenario' in line


def test_made_by_code() -> None:
    made = Distribution.model_validate({"values": {"5 min": 1, "9 min": 1}})
    assert made.measured is not None
    assert (str(made.measured.mean), made.units) == ("7 min", {"min"})
    assert NumericDistribution.model_validate({"values": {"1-3": 1}}).rows() == ((1.0, 3.0, 1.0),)
    with pytest.raises(ValidationError, match="a table is read with its scenario file"):
        Distribution.model_validate({"table": "times.csv"})
    assert made.scaled(2).factor == 2
    assert Duration(5, "min") in list(made.values())


def test_the_schema_knows_them() -> None:
    kinds = json_schema()["$defs"]
    for name in ("Distribution", "NumericDistribution"):
        properties = kinds[name]["anyOf"][1]["allOf"][0]["properties"]
        assert {"values", "table", "at_least", "at_most"} <= properties.keys()
        assert "measured" not in properties
    assert {"type": "string"} in kinds["TableUse"]["anyOf"]
