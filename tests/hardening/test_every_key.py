"""Every key of a scenario file with strange values: refused with its place and reason in both languages, or taken."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chinese import english_left
from docs.test_scenario_keys import EXAMPLES, plain, raw
from mutants import STRANGE, places, value_at

from sim.experiments.questions.validate import faults_of

HERE = Path("page.yaml")
TABLES = {
    "tickets.csv": "业务,取号时间\n变更,2024-03-12 09:30\n设立,2024-03-12 09:31\n",
    "times.csv": "环节,用时,件数\n接件,4,120\n审查,12,40\n",
}
"""Which examples name."""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in TABLES.items():
        Path(name).write_text(text, "utf-8")


def changed(number: int) -> Iterator[tuple[str, Any, bool]]:
    """(what was done, the example, whether it is a flow): every value of an example once in place of each value of it."""
    model, text, flow = EXAMPLES[number]
    stated = plain(text)
    for path in places(stated):
        for strange in STRANGE:
            made = copy.deepcopy(stated)
            value_at(made, path[:-1])[path[-1]] = strange
            yield f"{model} {'.'.join(map(str, path))} = {strange!r}", made, flow


def wrong(made: Any, flow: bool) -> str:
    """What is wrong with what is said of it."""
    try:
        text = json.dumps(
            raw(json.dumps(made, ensure_ascii=False, default=str), flow), ensure_ascii=False, default=str
        )
    except (TypeError, AttributeError, ValueError):
        return ""  # no longer a part that fits into the file
    HERE.write_text(text, "utf-8")
    try:
        faults, warnings = faults_of(str(HERE))
    except Exception as error:
        return f"raised {type(error).__name__}: {str(error)[:200]}"
    lines = [str(fault) for fault in faults]
    if not all(line.startswith(("page.yaml:", "tickets.csv", "times.csv")) for line in lines):
        return f"no place in {[line[:300] for line in lines[:3]]}"
    if left := [
        (line[:300], words) for line in (*lines, *map(str, warnings)) if (words := english_left(line))
    ]:
        return f"English in Chinese: {left[:2]}"
    return ""


def failures(number: int, every: int) -> list[str]:
    return [
        f"{done}: {said}"
        for place, (done, made, flow) in enumerate(changed(number))
        if place % every == number % every and (said := wrong(made, flow))
    ]


@pytest.mark.parametrize("number", range(0, len(EXAMPLES), 4))
def test_some_strange_values(number: int) -> None:
    assert failures(number, every=211) == []


@pytest.mark.verification
@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_strange_value(number: int) -> None:
    assert failures(number, every=1) == []
