"""What a page says to ask next has something to try: levers only where some are stated."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_office import Command


def advised(out: str) -> list[str]:
    (line,) = (line for line in out.splitlines() if line.startswith("Next: "))
    return [command.split()[1] for command in line.removeprefix("Next: ").split("; ")]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("asked", "more"), [("check", ["capacity"]), ("capacity", [])])
def test_levers_where_some_are_stated_else_people(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    more: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("new", "mine").code == 0
    assert advised(command(asked, "mine.yaml").out) == ["staffing", *more]
    assert command("levers", "mine.yaml").code == 2
    assert command("staffing", "mine.yaml", "-n", 4).code in (0, 3)
    assert advised(command(asked, "small.yaml").out) == ["levers", *more]
