"""Every kind of figure from the command line and from Python; and what the process map counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine.office import play, scenario, task, wait, window
from small_office import Command

from onewindow.pictures import KINDS, kinds_of, plot
from plots.process_parts import Branch, Fork, Group, Loop, StepBox
from plots.results.asked import Asked, departments, flow_of
from plots.results.process import Mapped, bare
from sim import ModelError, load
from sim.experiments.runs.run import run
from sim.results.traces import Traces
from sim.words.provenance import ran
from sim.worktime import HOUR

RICH = """\
onewindow: 1
title: {zh: 小厅, en: Small hall}
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 8 wd, follow_up: 6 wd}
pools:
  desk: {name: {zh: 窗口, en: Desk}, kind: window, capacity: 2, other_work: {share: 0.2, work: 15 min}}
  tax: {name: {zh: 税务, en: Tax desk}, kind: reviewer, capacity: 1, department: {zh: 税务局, en: Tax office}}
services:
  main:
    name: {zh: 开办, en: Start-up}
    channels: {hall: {rate: 6 /wd}}
    flow:
      - milestone: submitted
      - repeat: rounds
        do: [{task: intake, pool: desk, work: {mean: 20 min, p90: 40 min}}]
        again: 0.3
        maximum: 3
        between: [{wait: fix, for: 2 h, pause: 补正 supplement}]
      - parallel: both
        branches:
          seal: [{task: engrave, pool: desk, work: 30 min}]
          tax:
            - item: invoices
              name: {zh: 发票, en: Invoices}
              department: {zh: 发票科, en: Invoice section}
              do: [{task: review, pool: tax, work: 20 min}, {task: issue, pool: tax, work: 20 min}]
      - choice: refusal
        options:
          - {share: 0.1, name: {zh: 不予受理, en: refused}, do: [{end: refused}]}
          - {otherwise: true, do: [{task: hand_over, pool: desk, work: 5 min}]}
      - milestone: decided
targets:
  easy: {service: main, from: submitted, to: decided, limit: 2 wd, clock: working, required_share: 0.5}
  days: {service: main, from: submitted, to: decided, limit: 3 wd, clock: statutory, required_share: 0.5}
"""


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    path = tmp_path / "rich.yaml"
    path.write_text(RICH, "utf-8")
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(rich: Path, tmp_path: Path, kind: str, lang: str) -> None:
    out = tmp_path / f"{kind}.png"
    plot(str(rich), kind=kind, out=out, lang=lang, replications=1, draws=8)  # type: ignore[arg-type]
    assert out.read_bytes().startswith(b"\x89PNG")


def test_from_the_command_line(command: Command, rich: Path, tmp_path: Path) -> None:
    said = command("plot", rich, "--kind", "process_map", "--out", tmp_path / "map.svg", "-n", 1)
    assert (said.code, said.err) == (0, "")
    assert (tmp_path / "map.svg").read_text("utf-8").startswith("<?xml")
    said = command("plot", rich, "--kind", "process_mop")
    assert said.code == 2
    assert 'did you mean "process_map"' in said.err


def test_an_option_of_another_figure_is_refused(command: Command, rich: Path) -> None:
    for option, value in (("--case", "3"), ("--against", str(rich))):
        said = command("plot", rich, "--kind", "throughput", option, value, "-n", 1)
        assert said.code == 2
        assert f"{option}  throughput has no use for it" in said.err


def test_before_and_after_side_by_side(rich: Path) -> None:
    figure = plot(
        load(str(rich)),
        kind="where_days_go",
        against=load(str(rich), set=["pools.tax.capacity=2"]),
        replications=1,
    )
    assert any("easy: " in text.get_text() for text in figure.texts)


def test_bad_input_is_named(rich: Path) -> None:
    for changed, message in (
        ({"kind": "case_gantt", "case": 10_000}, "case 10000  allowed: 0 to"),
        ({"kind": "case_gantt", "case": -1}, "case -1  allowed: 0 to"),
        ({"kind": "throughput", "replications": 0}, "replications 0  allowed: 1 to 1,000,000"),
        ({"kind": "utilisation", "target": "eazy"}, 'did you mean "easy"'),
        ({"kind": "utilisation", "service": "mein"}, 'did you mean "main"'),
    ):
        with pytest.raises(ModelError, match=message):
            plot(str(rich), **changed)  # type: ignore[arg-type]


def test_without_targets_two_kinds_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text(RICH[: RICH.index("targets:")], "utf-8")
    asked = load(str(path))
    assert set(KINDS) - set(kinds_of(asked)) == {"finish_time", "target_board"}
    plot(asked, kind="case_gantt")
    with pytest.raises(ModelError, match="states no targets"):
        plot(asked, kind="target_board")


def test_the_map_follows_the_flow(rich: Path) -> None:
    asked = Asked(load(str(rich)), "en", "main", "easy", 1)
    made = run(asked.whatif, replications=2)
    traces = Traces.of(made.program, made.outcomes, "main")
    loop, both, refusal = Mapped(asked, made, traces).sequence(flow_of(asked.scenario, "main"), 1.0)
    assert isinstance(loop, Loop)
    assert 0.1 < loop.share < 0.6
    (back,) = loop.back
    assert isinstance(back, StepBox)
    assert (back.kind, back.cause, back.who) == ("wait", "补正 supplement", "applicant")
    assert back.work_us == 2 * HOUR
    assert isinstance(both, Fork)
    assert [branch.name for branch in both.branches] == ["engrave", "Invoices"]
    assert sum(branch.last or 0 for branch in both.branches) == pytest.approx(1)
    assert isinstance(both.branches[1].parts[0], Group)
    assert isinstance(refusal, Fork)
    assert [(branch.name, branch.ends) for branch in refusal.branches] == [("", False), ("refused", True)]
    assert sum(branch.share for branch in refusal.branches) == pytest.approx(1)


def traces_of(flow: list[object], *coming: str) -> Traces:
    played = play(scenario(flow, pools={"desk": window(4)}), *coming)
    return Traces.of(played.program, (played.outcome,), "main")


def test_traces_by_hand() -> None:
    fork = {"parallel": "p", "branches": {"x": [wait("short", "1 h")], "y": [wait("long", "2 h")]}}
    traces = traces_of([task("a", work="30 min"), fork, task("b")], "Mon 09:00", "Mon 09:00", "Tue 16:45")
    assert traces.cases == 3
    assert traces.lasts([["short"], ["long"]]) == [0.0, 1.0]
    assert traces.lasts([["short"], []]) == [None, None]
    assert traces.share(["a"]) == 1.0
    assert traces.repeated(["a", "b"]) == 0.0
    # The third case: long over on Tuesday at 19:15, b rests until Wednesday at 9, which is no queue.
    assert traces.means("b") == (0, HOUR)


def test_one_way_or_nothing_is_that_way() -> None:
    box = StepBox("a", "", "task", 0.3, 0, 0)
    optional = Fork("choice", (Branch("", (), 0.7), Branch("", (box,), 0.3)))
    nested = Fork("choice", (Branch("", (), 0.6), Branch("", (optional,), 0.4)))
    assert bare((nested,)) == (box,)
    assert bare((box, optional)) == (box, optional)
    ending = Fork("choice", (Branch("refused", (), 0.7, ends=True), Branch("", (box,), 0.3)))
    assert bare((ending,)) == (ending,)


def test_a_step_belongs_to_who_does_it(rich: Path) -> None:
    found = departments(load(str(rich)).scenario, "main", "en")
    assert found == {"fix": "applicant", "review": "Tax office", "issue": "Tax office"}


def test_what_was_run_is_told_in_the_language_of_the_figure() -> None:
    hours = "published; office hours projected"
    assert ran("1", "a@b", "1.5", 2, "0123456789abcdef", hours, "zh") == (
        "onewindow 1 · a@b · 负荷 1.5 · 种子 2 · 程序 0123456789ab · 日历已公布，办公时间为推算"
    )
    days = "projected: 2028 national and regional, 2029 national"
    assert ran("1", "a@b", "1", 2, "0", days, "zh").endswith("日历含推算年份：2028 全国和地区、2029 全国")
    assert ran("1", "a@b", "1", 2, "0", days, "en").endswith(f" · seed 2 · program 0 · calendar {days}")
