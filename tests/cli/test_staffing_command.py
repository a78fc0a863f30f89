"""`onewindow staffing`: the answer, the settings to type next, the document, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

from small_office import Command


def test_the_command(command: Command, small: Path) -> None:
    asked = ("staffing", small, "--target", "easy", "-n", 4)
    said = command(*asked, "--pool", "desk=1:4", "--details", "--lang", "en")
    assert said.code in (0, 3)
    assert "at Desk" in said.out.splitlines()[0] or "at desk" in said.out.splitlines()[0]
    assert "One less is too few" in said.out
    told = json.loads(command(*asked, "--pool", "desk=1:4", "--json").out)
    assert told["found"]["suffices"]
    assert "即可兑现" in command(*asked, "--pool", "desk=1:4", "--lang", "zh").out
    refused = command(*asked, "--pool", "desk=4")
    assert (refused.code, refused.out) == (2, "")
    assert "write it as window=2:8" in refused.err
