"""Scenarios that are made of files: what is united, what is refused, where things stand, what is said once for many."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim import load, read_run, run
from sim.experiments.questions.accepted_vectors import vectors
from sim.experiments.questions.validate import faults_of
from sim.experiments.unknowns.vectors import Vectors
from sim.model import read
from sim.model.provenance import numbers, uncertain_numbers

HALL = """\
source: guessed
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
defaults:
  counter: {kind: window, last_start: 10 min, other_work: {share: {value: 20%, range: [10%, 30%]}, work: 10 min}}
  half: {like: counter, availability: 50%}
pools:
  desk: {like: counter, name: 窗口, capacity: {value: 2, range: [1, 3]}}
  back: {name: 后台, kind: reviewer, capacity: 1, source: counted}
  aside: {like: half, name: 别处, capacity: 1}
sessions:
  panel: {name: 评审会, at: "14:00", pools: [aside]}
"""
SERVICE = """\
include: [checks.yaml]
services:
  main:
    name: 主事项
    flow:
      - {milestone: submitted}
      - {use: check, as: first, with: {pool: back, work: {mean: 20 min, p90: 45 min, like: hands_on}}}
      - {milestone: decided}
"""
CHECKS = """\
defaults:
  hands_on: {range: [0.5, 2], source: guessed}
fragments:
  check:
    parameters: [pool, work]
    do:
      - {task: intake, pool: desk, work: {fixed: 5 min, like: hands_on}}
      - {task: review, pool: $pool, work: $work}
"""
SCENARIO = """\
onewindow: 1
title: 小例
include: [hall.yaml, parts/service.yaml]
study: {start: 2025-03-03, lead_in: 2 wd, window: 5 wd, follow_up: 5 wd}
services:
  main:
    channels: {hall: {rate: 8 /wd}}
targets:
  all: {service: main, from: submitted, to: decided, limit: 1 wd, clock: working, required_share: 90%}
"""
FLAT = """\
onewindow: 1
title: 小例
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 5 wd, follow_up: 5 wd}
pools:
  desk: {name: 窗口, capacity: 2, kind: window, last_start: 10 min, other_work: {share: 20%, work: 10 min}}
  back: {name: 后台, kind: reviewer, capacity: 1}
services:
  main:
    name: 主事项
    channels: {hall: {rate: 8 /wd}}
    flow:
      - {milestone: submitted}
      - {task: first.intake, pool: desk, work: {fixed: 5 min}}
      - {task: first.review, pool: back, work: {mean: 20 min, p90: 45 min}}
      - {milestone: decided}
targets:
  all: {service: main, from: submitted, to: decided, limit: 1 wd, clock: working, required_share: 90%}
"""
SOURCES = (
    "key,kind,document\nguessed,assumed,nobody says\ncounted,statistic,a count\nmine,documented,my rule\n"
)


def laid(folder: Path, **files: str) -> Path:
    """The scenario and its files in a folder; more of them, or others, by name."""
    stated = {
        "mine": SCENARIO, "hall": HALL, "parts/service": SERVICE, "parts/checks": CHECKS,
        **{name.replace("__", "/"): text for name, text in files.items()},
    }  # fmt: skip
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    for name, text in stated.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    return folder / "mine.yaml"


def told(path: Path) -> list[str]:
    return [str(fault).replace(f"{path.parent}/", "") for fault in faults_of(str(path))[0]]


def test_a_scenario_of_files_is_the_scenario_of_one_file(tmp_path: Path) -> None:
    path = laid(tmp_path)
    (tmp_path / "flat.yaml").write_text(FLAT, "utf-8")
    assert faults_of(str(path)) == ((), ())
    assert load(path).program.digest == load(tmp_path / "flat.yaml").program.digest
    assert [Path(one.file).name for one in load(path).source.origin.files] == [
        "hall.yaml", "checks.yaml", "service.yaml", "mine.yaml",
    ]  # fmt: skip


def test_what_a_scenario_does_not_use_of_its_hall_is_not_there(tmp_path: Path) -> None:
    """Nor is it told as unused; a setting may still send work there."""
    path = laid(tmp_path)
    assert list(load(path).scenario.pools) == ["desk", "back"]
    assert list(load(path).scenario.sessions) == []
    sent = load(path, set="services.main.flow.first.review.pool=aside")
    assert list(sent.scenario.pools) == ["desk", "aside"]
    assert sent.scenario.pools["aside"].availability.value == 0.5
    assert sent.scenario.pools["aside"].kind == "window"
    own = SCENARIO + "pools: {spare: {name: 备用, kind: window, capacity: 1}}\n"
    (warning,) = faults_of(str(laid(tmp_path, mine=own)))[1]
    assert 'no step, meeting or lever asks for the pool "spare"' in warning


def test_numbers_have_the_source_of_their_own_file(tmp_path: Path) -> None:
    by_path = {number.path: number for number in numbers(load(laid(tmp_path)).stated)}
    assert by_path["pools.desk.capacity"].source == "guessed"
    assert by_path["pools.desk.other_work.share"].source == "guessed"
    assert by_path["pools.back.capacity"].source == "counted"
    assert by_path["services.main.flow.first.intake.work"].source == "guessed"
    assert by_path["services.main.flow.first.intake.work"].range == ("0.5", "2")
    assert by_path["services.main.channels.hall.rate"].source is None
    own = SCENARIO.replace("onewindow: 1\n", "onewindow: 1\nsource: mine\n")
    by_path = {number.path: number for number in numbers(load(laid(tmp_path, mine=own)).stated)}
    assert by_path["services.main.channels.hall.rate"].kind == "documented"
    assert by_path["pools.desk.capacity"].source == "guessed"


def test_what_one_file_changes_of_another_is_said_and_shown(tmp_path: Path) -> None:
    changes = "override:\n  pools.desk.capacity: 4\n"
    changes += "  services.main.flow.first.review.work: {fixed: 9 min, source: mine}\n"
    changes += "  pools.back.capacity: 2\n"
    path = laid(tmp_path, mine=SCENARIO + changes)
    asked = load(path)
    assert asked.scenario.pools["desk"].capacity is not None
    assert asked.scenario.pools["desk"].capacity.value == 4
    first, then, _ = asked.stated.origin.overridden
    assert (first.path, first.before, first.after) == (
        "pools.desk.capacity",
        {"value": 2, "range": [1, 3]},
        4,
    )
    assert [str(first.stood_at), str(first.place)] == [
        f"{tmp_path}/hall.yaml:8:45",
        f"{tmp_path}/mine.yaml:11:24",
    ]
    assert then.before["p90"] == "45 min"
    by_path = {number.path: number for number in numbers(asked.stated)}
    assert by_path["pools.desk.capacity"].source is None  # not what the hall says of its own number
    assert by_path["pools.back.capacity"].source is None  # nor what that pool says of its numbers
    assert by_path["services.main.flow.first.review.work"].source == "mine"
    assert "pools.desk.capacity" not in {number.path for number in uncertain_numbers(asked.stated)}
    assert load(path, set="pools.desk.capacity+=1").scenario.pools["desk"].capacity.value == 5  # type: ignore[union-attr]
    (tmp_path / "outer.yaml").write_text(
        "onewindow: 1\ntitle: 外\ninclude: [mine.yaml]\noverride: {pools.desk.capacity: 5}\n", "utf-8"
    )
    assert load(tmp_path / "outer.yaml").scenario.pools["desk"].capacity.value == 5  # type: ignore[union-attr]
    assert load(tmp_path / "outer.yaml").scenario.title.zh == "外"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "pools: {desk: {name: 我的, kind: window, capacity: 9}}",
            'mine.yaml:10:9  "pools.desk" stands already at hall.yaml:8:3; leave one of the two out, or say here what '
            "changes: override: {pools.desk: …}",
        ),
        ("calendar: {region: CN, wd: 7 wh}", 'mine.yaml:10:1  "calendar" stands already at hall.yaml:3:1'),
        ("jurisdiction: elsewhere", 'mine.yaml:10:1  "jurisdiction" stands already at hall.yaml:2:1'),
        ("defaults: {half: {}}", 'mine.yaml:10:12  "defaults.half" stands already at hall.yaml:6:3'),
        ("override: {pools.desk.capcity: 3}", 'mine.yaml:10:32  "capcity" is not a key here'),
        ("override: {pools.dsk.capacity: 3}", 'mine.yaml:10:12  there is no "dsk" in pools; allowed: desk'),
        ("override: {targets.all.limit: 2 wd}", '"targets.all.limit" stands in this file, at mine.yaml:9:61;'),
        ("override: {fragments.check: {}}", "mine.yaml:10:12  fragments are put in place first"),
        ("override: {defaults.half: {}}", "mine.yaml:10:12  defaults are put in place first"),
        ("override: {pools.desk.capacity: many}", 'mine.yaml:10:33  "many" is not a whole number'),
        ("override: [pools.desk]", "mine.yaml:10:1  a list of 1 is not a mapping"),
        ("variants: {a: {levers: [{like: fourth}]}}", 'there is no default "fourth"; allowed: '),
        ("source: mien", 'mine.yaml:10:9  there is no source "mien"; allowed: '),
        ("source: [a]", "mine.yaml:10:1  a list of 1 is not text"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused_at_its_place(tmp_path: Path, more: str, said: str) -> None:
    lines = told(laid(tmp_path, mine=f"{SCENARIO}{more}\n"))
    assert any(said in line for line in lines), lines


def test_faults_in_included_files_are_told_there_all_at_once(tmp_path: Path) -> None:
    path = laid(
        tmp_path,
        hall=HALL.replace("capacity: 1, source", "capacity: none, source"),
        parts__service=SERVICE.replace("mean: 20 min", "mean: 20 parsecs"),
        parts__checks=CHECKS.replace("fixed: 5 min", "fixed: -5 min").replace("guessed", "gessed"),
    )
    lines = told(path)
    assert lines[0].startswith('hall.yaml:9:46  "none" is not a whole number')
    assert lines[1].startswith("parts/checks.yaml:2:39  there is no source")
    assert lines[2].startswith("parts/checks.yaml:7:50  ")
    assert lines[3].startswith("parts/service.yaml:7:65  ")
    assert "did you mean" in lines[1]


def test_a_default_names_what_is_wrong_at_its_own_place(tmp_path: Path) -> None:
    path = laid(tmp_path, hall=HALL.replace("last_start: 10 min", "lst_start: 10 min"))
    assert any(line.startswith('hall.yaml:5:27  "lst_start" is not a key here') for line in told(path))
    path = laid(tmp_path, hall=HALL.replace("half: {like: counter", "half: {like: half"))
    circle = [line for line in told(path) if "in a circle" in line]
    assert circle == ["hall.yaml:6:16  defaults are like each other in a circle: half → half"]
    path = laid(tmp_path, mine=SCENARIO + "defaults: {spare: {kind: window}}\n")
    (warning,) = faults_of(str(path))[1]
    assert 'nothing is like the default "spare", so what it says is not checked' in warning


def test_vectors_move_no_number_that_another_file_overrides(tmp_path: Path) -> None:
    fitted = """\
calibration:
  - figures: counts
    parameters: [[services.main.flow.first.review.work], [services.main.channels.hall.rate]]
    accepted: [[0.9, 1.1], [1.1, 0.9]]
"""
    path = laid(tmp_path, fitted=fitted, mine=SCENARIO.replace("hall.yaml,", "hall.yaml, fitted.yaml,"))
    asked = load(path)
    assert len(vectors(asked)[0]) == 2
    assert len(Vectors(asked, (), ()).fitted) == 2
    (tmp_path / "outer.yaml").write_text(
        "onewindow: 1\ntitle: 外\ninclude: [mine.yaml]\noverride: {services.main.channels.hall.rate: 9 /wd}\n",
        "utf-8",
    )
    outer = load(tmp_path / "outer.yaml")
    assert [setting.path for setting in vectors(outer)[0]] == ["services.main.flow.first.review.work"]
    assert Vectors(outer, (), ()).fitted == ("services.main.flow.first.review.work",)


def test_stages_of_load_are_defaults_of_the_hall(tmp_path: Path) -> None:
    """A channel is like one, a variant is like another, with its range and source."""
    stages = HALL.replace(
        "defaults:\n",
        "defaults:\n  today: {value: 8 /wd, range: [6 /wd, 9 /wd]}\n"
        "  festival: {value: 12 /wd, range: [9 /wd, 15 /wd], source: counted}\n",
    )
    mine = SCENARIO.replace("rate: 8 /wd", "rate: {like: today}")
    mine += "variants: {spring: {set: {services.main.channels.hall.rate: {like: festival}}}}\n"
    path = laid(tmp_path, hall=stages, mine=mine)
    assert faults_of(str(path)) == ((), ())
    for variant, value, span, source in (
        (None, "8 /wd", ("6 /wd", "9 /wd"), "guessed"), ("spring", "12 /wd", ("9 /wd", "15 /wd"), "counted"),
    ):  # fmt: skip
        (rate,) = [n for n in numbers(load(path, variant=variant).stated) if n.path.endswith("hall.rate")]
        assert (rate.value, rate.range, rate.source) == (value, span, source)


def test_a_source_that_is_two_things_is_refused_where_it_is_named(tmp_path: Path) -> None:
    path = laid(tmp_path)
    (tmp_path / "parts" / "sources.csv").write_text(SOURCES.replace("nobody says", "somebody says"), "utf-8")
    (line,) = told(path)
    assert line.startswith('parts/sources.csv:1:1  the source "guessed" is something else in ')
    (tmp_path / "parts" / "sources.csv").write_text(SOURCES.replace("my rule", "another rule"), "utf-8")
    assert told(path) == []  # nobody names it


def test_a_table_of_open_cases_lies_beside_the_file_that_names_it(tmp_path: Path) -> None:
    study = SCENARIO.splitlines()[3]
    part = f"{SERVICE}{study[:-1]}, backlog: open.csv}}\n"
    path = laid(tmp_path, parts__service=part, mine=SCENARIO.replace(study + "\n", ""))
    (tmp_path / "parts" / "open.csv").write_text("service,at,cases\nmain,first.review,3\n", "utf-8")
    assert read(path).build().study.backlog[0].cases == 3


def test_a_run_keeps_all_files_of_its_scenario(tmp_path: Path) -> None:
    """So it can be read where neither they nor the library are at hand."""
    (tmp_path / "gone").mkdir()
    path = laid(tmp_path / "gone", mine=SCENARIO + "override: {pools.desk.capacity: 3}\n")
    asked = load(path, engine="reference")
    run(asked, replications=1, out=tmp_path / "run")
    assert {file.name for file in (tmp_path / "run").glob("*.yaml")} == {
        "scenario.yaml", "part-hall.yaml", "part-service.yaml", "part-checks.yaml",
    }  # fmt: skip
    digest = asked.program.digest
    shutil.rmtree(tmp_path / "gone")
    assert read_run(tmp_path / "run").whatif.program.digest == digest
