"""The command works with small sizes, and its table has every row; how fast anything is, is no test's business."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.measurements import MEASUREMENTS

ROWS = {
    "one_core": {"lean SimPy", "textbook SimPy", "Ciw", "Naga", "Cimba", "Cimba, case times"},
    "peer": {"speed", "speed-parquet", "cycle", "cycle-corrected"},
    "limit": {
        "start-up",
        "start-up of the loop",
        "mm5",
        "mm5 of the loop",
        "bare loop",
        "bare loop with draws",
    },
    "national": {"time", "memory"},
    "threads": {"start-up", "mm5"},
    "engines": {
        f"{who}{scenario}"
        for who in ("", "reference ")
        for scenario in ("gedian/startup", "urumqi/small_low_risk", "chengdu/construction")
    },
    "commands": {"--help", "validate", "answer", "first answer", "check", "check draws", "check reference"},
    "power": {"equal", "spread", "skewed", "one in four"},
    "shapes": {f"{axis} {10**power}" for axis in ("pools", "services", "steps") for power in range(4)},
    "sizes": {f"{10**power} {what}" for power in range(3, 9) for what in ("time", "memory")},
}


@pytest.mark.verification
def test_every_row_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--rounds", "1", "--json", "--write", str(tmp_path)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {row["key"] for row in said["rows"]} == {
        f"{name}/{key}" for name, keys in ROWS.items() for key in keys
    }
    for row in said["rows"]:
        if row["skipped"] is None:
            assert row["values"]
            assert all(value >= 0 for value in row["values"])
        else:
            assert all(row["skipped"].values())
    for page, missed in (("benchmarks.md", "not measured"), ("benchmarks.zh-CN.md", "未测")):
        text = (tmp_path / "background" / page).read_text("utf-8")
        lang = "zh" if "zh" in page else "en"
        assert all(f"| {row['what'][lang]} |" in text for row in said["rows"])
        assert text.count(missed) == sum(row["skipped"] is not None for row in said["rows"])
    assert (tmp_path / "figures" / "benchmarks-budgets.zh.png").exists()


def test_only_what_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--only", "power", "--json"]) == 0
    assert {row["measurement"] for row in json.loads(capsys.readouterr().out)["rows"]} == {"power"}


def test_every_measurement_is_expected_here() -> None:
    assert set(ROWS) == set(MEASUREMENTS)


def test_a_peer_that_is_not_there_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--only", "peer", "--peers", str(tmp_path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert all(str(tmp_path) in row["skipped"]["en"] for row in rows)
