"""`onewindow sensitivity`: the answer in both languages, the next step, the document."""

from __future__ import annotations

import json
from pathlib import Path

from small_office import SMALL, Command

UNSURE = (
    SMALL.replace("work: 30 min", "work: {fixed: 30 min, range: [0.5, 4]}")
    .replace("rate: 10 /wd", "rate: {value: 10 /wd, range: [8 /wd, 12 /wd]}")
    .replace("limit: 2 wd", "limit: 1.5 wh")
)


def test_the_command(command: Command, tmp_path: Path) -> None:
    scenario = tmp_path / "unsure.yaml"
    scenario.write_text(UNSURE, "utf-8")
    asked = (
        "sensitivity",
        scenario,
        "--target",
        "easy",
        "--samples",
        3,
        "-n",
        2,
        "--store",
        tmp_path / "store",
    )
    said = command(*asked, "--details")
    assert said.code == 0
    assert said.out.startswith("easy: what moves it most is review · hands-on time: from the lowest quarter")
    assert "Each trajectory starts somewhere" in said.out
    assert "easy：影响最大的是review · 办理用时" in command(*asked, "--lang", "zh").out
    told = json.loads(command(*asked, "--method", "sobol", "--json").out)
    (target,) = told["targets"]
    assert target["numbers"][0]["path"] == "services.main.flow.review.work"
    refused = command(*asked, "--number", "pools.desk.capacity")
    assert (refused.code, refused.out) == (2, "")
    assert "no uncertain number" in refused.err
