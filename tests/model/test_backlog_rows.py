"""A backlog as written: rows in the file or a table beside it, and every fault at its row and column."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.model import ModelError, Scenario, parse_setting, read
from sim.model.backlog import OpenCases, Position, moment
from sim.model.quantities import Duration

TEXT = (Path(__file__).parent / "files" / "small.yaml").read_text("utf-8")
STUDY = "follow_up: 10 wd, source: rule}"


def scenario(folder: Path, backlog: str, table: str | bytes | None = None, *settings: str) -> Scenario:
    """The small scenario with a backlog, and the table beside it as `open.csv`."""
    path = folder / "small.yaml"
    assert STUDY in TEXT
    path.write_text(TEXT.replace(STUDY, STUDY[:-1] + f", backlog: {backlog}}}"), "utf-8")
    if table is not None:
        content = table.encode() if isinstance(table, str) else table
        (folder / "open.csv").write_bytes(content)
    sources = Path(__file__).parent / "files" / "sources.csv"
    return read(path, sources=sources).edited([parse_setting(setting) for setting in settings]).build()


def refused(folder: Path, backlog: str, table: str | bytes | None = None) -> list[str]:
    """Messages with their places; the folder is left out."""
    with pytest.raises(ModelError) as raised:
        scenario(folder, backlog, table)
    return [str(fault).replace(f"{folder}/", "") for fault in raised.value.faults]


TABLE = """\
service,at,arrived,since,cases,channel,kind
startup,review,2025-02-20,2025-02-25 09:30,14,hall,enterprise
startup,seal.stamp#2 + review ,,,,,

startup,require survey,2025/2/3 8:05,,2,,
"""
ROWS = (
    OpenCases(
        service="startup", at="review", arrived="2025-02-20", since="2025-02-25 09:30", cases=14,  # type: ignore[arg-type]
        channel="hall", attributes={"kind": "enterprise"},
    ),
    OpenCases(service="startup", at="seal.stamp#2 + review"),
    OpenCases(service="startup", at="require survey", arrived="2025-02-03 08:05", cases=2),  # type: ignore[arg-type]
)  # fmt: skip


def test_a_table_says_what_rows_in_the_file_say(tmp_path: Path) -> None:
    inline = (
        "[{service: startup, at: review, arrived: 2025-02-20, since: '2025-02-25 09:30', cases: 14, channel: hall,"
        " attributes: {kind: enterprise}}, {service: startup, at: seal.stamp#2 + review},"
        " {service: startup, at: require survey, arrived: '2025-02-03 08:05', cases: 2}]"
    )
    assert scenario(tmp_path, "open.csv", TABLE).study.backlog == ROWS
    assert scenario(tmp_path, inline).study.backlog == ROWS


def test_chinese_headings_and_what_spreadsheets_make_of_a_table(tmp_path: Path) -> None:
    table = "服务,环节,收件时间,件数\r\nstartup,review,2025年2月3日,14.0\r\n,,,\r\n"
    (row,) = scenario(tmp_path, "open.csv", table).study.backlog
    assert (row.at, row.arrived, row.cases) == ("review", datetime(2025, 2, 3), 14)
    for content in (table.encode("utf-8-sig"), table.encode("gb18030")):
        assert scenario(tmp_path, "open.csv", content).study.backlog == (row,)


def test_a_table_is_sought_beside_the_file_or_where_a_setting_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "mine.csv").write_text("service,at\nstartup,intake\n", "utf-8")
    monkeypatch.chdir(here)
    asked = scenario(tmp_path, "open.csv", TABLE, "study.backlog=mine.csv")
    assert [row.at for row in asked.study.backlog] == ["intake"]
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "open.csv").write_text("service,at\nstartup,review\n", "utf-8")
    assert [row.at for row in scenario(tmp_path, "tables/open.csv").study.backlog] == ["review"]


def test_rows_may_be_set_one_by_one(tmp_path: Path) -> None:
    inline = "[{service: startup, at: review, cases: 4}]"
    made = scenario(tmp_path, inline, None, "study.backlog.0.cases*=3", "study.follow_up=3 wd")
    assert made.study.backlog[0].cases == 12
    assert made.study.follow_up == Duration(3, "wd")


def test_every_fault_of_a_table_at_its_row_and_column(tmp_path: Path) -> None:
    table = (
        "service,at,arrived,since,cases,attempts\n"
        "startup,review,yesterday,,-3,\n"
        "startup,tax++seal,,2025-02-30,2.5,0\n"
        "startup,a+b,2025-02-20,2025-02-21+2025-02-22+2025-02-23,,\n"
        "startup,a,2025-02-20,2025-02-19,,\n"
        ",a,,,,\n"
        "startup,a+a,,,,,x\n"
    )
    assert refused(tmp_path, "open.csv", table) == [
        'open.csv:2:3  arrived: "yesterday" is not a date; write it as 2025-03-03 or "2025-03-03 09:30"',
        "open.csv:2:5  cases: -3 is too small; allowed: whole numbers from 0 to 1,000,000",
        'open.csv:3:2  at: "" is not a place a case stands at; write a step, as in "review", "tax+seal", '
        '"review#2" (its second round) or "require survey"',
        'open.csv:3:4  since: "2025-02-30" is not a date; write it as 2025-03-03 or "2025-03-03 09:30"',
        "open.csv:3:5  cases: 2.5 is not a whole number",
        "open.csv:3:6  attempts: 0 is too small; allowed: whole numbers from 1 to 1,000,000",
        'open.csv:4:4  since: "2025-02-21+2025-02-22+2025-02-23" holds 3 instants for 2 steps; '
        "write one for all of them, or one each, joined by +",
        "open.csv:5:4  since: 2025-02-19 00:00:00 is before the case arrived, 2025-02-20 00:00:00",
        'open.csv:6:1  service: "service" is missing',
        "open.csv:7:7  the row has 7 cells for 6 columns",
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", 'open.csv:1:1  the column "at" is missing; columns: (none)'),
        ("service,stp\nstartup,a\n", 'open.csv:1:1  the column "at" is missing; columns: service, stp'),
        (
            "servce,at\nstartup,a\n",
            'open.csv:1:1  the column "service" is missing; columns: servce, at; did you mean "servce"?',
        ),
        ("service,at,at\nstartup,a,b\n", 'open.csv:1:3  the column "at" stands twice'),
        ('service,at\nstartup,"a\n', "open.csv:2:1  this is not CSV: unexpected end of data"),
        (
            b"PK\x03\x04\xff\xff\xff\xff\x00",
            "open.csv:1:1  the file is neither UTF-8 nor GB 18030 text; "
            "save it as CSV (a workbook cannot be read here)",
        ),
        (
            "service,at,\nstartup,a,b\n",
            'open.csv:2:3  column 3: "column 3" is not a key here; allowed: service, at, arrived, since, cases, '
            "channel, attributes, attempts, stamped, levers",
        ),
    ],
)
def test_what_is_no_table(tmp_path: Path, table: str | bytes, said: str) -> None:
    assert refused(tmp_path, "open.csv", table)[0] == said


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, "nowhere.csv")
    assert said.startswith("small.yaml:13:")
    assert said.endswith('the backlog "nowhere.csv" cannot be read: No such file or directory')


def test_a_table_without_rows_is_an_empty_backlog(tmp_path: Path) -> None:
    assert scenario(tmp_path, "open.csv", "service,at\n").study.backlog == ()
    assert scenario(tmp_path, "[]").study.backlog == ()


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("review", Position("review")),
        (" seal.stamp ", Position("seal.stamp")),
        ("review#2", Position("review", 0, (2,))),
        ("review # 2.3", Position("review", 0, (2, 3))),
        ("require survey", Position("survey", 1)),
        ("require  survey 2", Position("survey", 2)),
        ("require survey 2#3", Position("survey", 2, (3,))),
        ("审查", Position("审查")),
    ],
)
def test_positions(text: str, position: Position) -> None:
    assert Position.parse(text) == position
    assert Position.parse(str(position)) == position


@pytest.mark.parametrize(
    "text", ["", "2nd", "a b", "review#", "review#x", "review 2", "a#2#3", "require", "a&b"]
)
def test_what_is_no_position(text: str) -> None:
    if text == "require":  # a step may be called so
        assert Position.parse(text) == Position("require")
        return
    with pytest.raises(ValueError, match="is not a place a case stands at"):
        Position.parse(text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-03", datetime(2025, 3, 3)),
        ("2025/3/3", datetime(2025, 3, 3)),
        ("2025.3.3 9:05", datetime(2025, 3, 3, 9, 5)),
        ("2025年3月3日 09:05", datetime(2025, 3, 3, 9, 5)),
        ("2025-03-03T09:05:07", datetime(2025, 3, 3, 9, 5, 7)),
        ("2025-03-03 09:05:07.25", datetime(2025, 3, 3, 9, 5, 7, 250_000)),
    ],
)
def test_moments(text: str, instant: datetime) -> None:
    assert moment(text) == instant


@pytest.mark.parametrize(
    "text", ["", "3 March", "2025-13-01", "2025-03-03 25:00", "2025-03-03T09:05+08:00", 20250303]
)
def test_what_is_no_moment(text: object) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        moment(text)


@pytest.mark.parametrize(
    ("arrived", "since", "found"),
    [
        ("2025-02-20 15:00", "2025-02-20", datetime(2025, 2, 20, 15)),  # that day: not before the arrival
        ("2025-02-20 15:00", "2025/2/20", datetime(2025, 2, 20, 15)),
        ("2025-02-20 15:00", "2025-02-21", datetime(2025, 2, 21)),
        ("2025-02-20", "2025-02-20 09:30", datetime(2025, 2, 20, 9, 30)),
    ],
)
def test_a_day_without_a_time_contradicts_no_time_of_that_day(
    arrived: str, since: str, found: datetime
) -> None:
    row = OpenCases.model_validate({"service": "s", "at": "t", "arrived": arrived, "since": since})
    assert row.sinces == (found,)


@pytest.mark.parametrize("since", ["2025-02-19", "2025-02-20 14:59"])
def test_what_is_earlier_is_still_refused(since: str) -> None:
    with pytest.raises(ValidationError, match="is before the case arrived"):
        OpenCases.model_validate({"service": "s", "at": "t", "arrived": "2025-02-20 15:00", "since": since})
