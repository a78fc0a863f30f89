"""Faults are told in the language of the command: --lang, wherever it stands, else that of the environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onewindow.cli.app import run

OFFICE = """\
onewindow: 1
title: {zh: 测试, en: Test}
jurisdiction: here
calendar: {region: CN, wd: 7 wh, hours: "09:00-12:00 13:00-17:00"}
study: {start: 2026-13-02, lead_in: 10 wd, window: 40 wk, follow_up: 20}
pools:
  window: {name: {zh: 窗口, en: Window}, kind: windw, capacity: 2}
services:
  main:
    name: {zh: 事项, en: S}
    channels: {hall: {rate: 20 /wd}}
    flow:
      - {task: intake, pool: windows, work: {mean: 20 min, p90: 400 min}}
      - choice: ways
        options: [{share: 0.3, do: []}, {share: 0.5, do: []}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONEWINDOW_LANG", "en")
    (tmp_path / "office.yaml").write_text(OFFICE, "utf-8")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert run(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


@pytest.mark.usefixtures("folder")
def test_every_fault_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "validate", "office.yaml", "--lang", "zh") == [
        'office.yaml:5:16  "2026-13-02" 不是日期；写成 2025-03-03',
        'office.yaml:5:52  "40 wk"："wk" 不是时间单位；可用：s, min, h, wh, wd, cd',
        'office.yaml:5:70  20 不是时长：缺少单位；写成数字加单位，如 "20 min"；单位：s, min, h, wh, wd, cd',
        'office.yaml:7:46  "windw" 不可用；可用：window, reviewer, inspector, system；是不是想写 "window"？',
        'office.yaml:13:30  没有资源池 "windows"；可用：window；是不是想写 "window"？',
        "office.yaml:13:39  p90 是平均值的 20 倍；对数正态分布最多 2.273 倍；请调低 p90 或调高平均值",
        'office.yaml:14:9  分支 "ways"：比例之和为 0.8；须正好 1，或小于 1 而末尾写 "otherwise: true"',
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--set", "pool.x=3"], "--set pool.x=3  方案中没有 \"pool\"；可用：load_stages, defaults,"),
        (["check", "--set", "pools.x.capacity=3"], "--set pools.x.capacity=3  pools 中没有 \"x\"；可用："),
        (["check", "--set", "pools.window.capacity＝3"], "这里不能用全角的“＝”；请写“=”"),
        (["check", "--set", "pools.window.capacity=x"], '--set pools.window.capacity=x  "x" 不是整数'),
        (["check", "--load", "x"], '--load x  没有负荷阶段 "x"；可用：quiet (淡季, Quiet), '),
        (["check", "--with", "one_windw"], "没有举措 \"one_windw\"；是不是想写 \"one_window\"？可用："),
        (["check", "--lod", "2"], "错误：没有选项 --lod（相近的选项：--all, --load）"),
        (["check", "--seed", "x"], "错误：'--seed' 的值不可用：须为整数"),
        (["check", "--engine", "x"], "错误：'--engine' 的值不可用：'x' 不可用；可用：'auto', 'compiled',"),
        (["show", "--case", "1", "--mermaid"], "--mermaid --case  这些是不同的页面；一次只能看一个"),
        (["run", "-n", "0"], "--replications 0  可用：1 至 1,000,000"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_what_is_wrong_on_the_command_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *options = arguments
    lines = told(capsys, command, "gedian/startup", *options, "--lang=zh")
    assert any(said in line for line in lines), lines


@pytest.mark.usefixtures("folder")
def test_the_language_of_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(capsys, "validate", "none.yaml") == ["none.yaml  cannot be read: No such file or directory"]
    monkeypatch.setenv("ONEWINDOW_LANG", "zh")
    assert told(capsys, "validate", "none.yaml") == ["none.yaml  无法读取：没有这个文件或文件夹"]
    assert told(capsys, "validate", "none.yaml", "--lang", "en")[0].endswith("No such file or directory")


def test_a_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = OFFICE.replace("2026-13-02", "2026-03-02").replace("40 wk", "40 wd").replace("20}", "20 wd}")
    good = good.replace("windw", "window").replace("windows", "window").replace("400 min", "40 min")
    good = good.replace("0.5, do", "0.7, do").replace(
        "services:", "  spare: {name: {zh: 备用, en: Spare}, capacity: 1, kind: window}\nservices:"
    )
    (folder / "good.yaml").write_text(good, "utf-8")
    assert run(["validate", "good.yaml", "--lang", "zh"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == (
        "good.yaml  无误\n",
        '提醒：good.yaml:8:3  没有环节、场次或举措用到资源池 "spare"\n',
    )


def test_chinese_is_loaded_only_where_it_is_wanted() -> None:
    code = (
        "import sys; from onewindow.cli.app import run; run(['validate', 'gedian/startup', '--lang', 'en']);"
        "assert not [m for m in sys.modules if m.startswith('sim.words.faults')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
