"""Every bad scenario file gets a clear answer: a message with its place, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from bad_scenarios import FLOW, KINDS, Bad
from chinese import english_left
from office import OFFICE, with_value, without, written

from sim.experiments.questions.validate import faults_of

HERE = Path("hall.yaml")


def told(text: str) -> list[str]:
    HERE.write_bytes(text.encode("utf-8", "surrogatepass"))
    faults, _ = faults_of(str(HERE))
    return [str(fault) for fault in faults]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_office_itself_is_fine() -> None:
    assert told(written(OFFICE)) == []


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_bad_file_is_refused_with_its_reason_and_place(kind: str) -> None:
    failed = [f"{name}: {answer}" for name, answer in map(_answer, KINDS[kind]()) if answer]
    assert failed == []


def _answer(bad: Bad) -> tuple[str, str]:
    """(id, what is wrong with the answer)."""
    name, text, said = bad
    try:
        lines = told(text)
    except Exception as error:
        return name, f"raised {type(error).__name__}: {str(error)[:200]}"
    if not lines:
        return name, "accepted"
    if not any(said in line for line in lines):
        return name, f"no {said!r} in {[line[:300] for line in lines[:3]]}"
    if not all(line.startswith(("hall.yaml:", "hall.yaml  cannot be read")) for line in lines):
        return name, f"no place in {[line[:300] for line in lines[:3]]}"
    if left := [(line[:300], words) for line in lines if (words := english_left(line))]:
        return name, f"English in Chinese: {left[:3]}"
    return name, ""


def test_a_missing_region_is_not_taken_in_silence() -> None:
    HERE.write_text(without("calendar.region"), "utf-8")
    faults, warnings = faults_of(str(HERE))
    assert faults == ()
    assert [
        warning for warning in warnings if "region is missing, so the holidays of CN are taken" in warning
    ]


def test_there_are_enough_of_them() -> None:
    count = {kind: len(list(made())) for kind, made in KINDS.items()}
    assert sum(count.values()) >= 400, count


def test_what_is_within_the_bounds_takes_time_in_proportion() -> None:
    """Four times the steps take less than eight times the time, and 2,000 steps only seconds."""

    def steps(number: int) -> float:
        flow = [{"task": f"t{i}", "pool": "desk", "work": "1 min"} for i in range(number)]
        text = with_value(
            FLOW, [{"milestone": "submitted"}, {"task": "review", "pool": "desk", "work": "1 min"}, *flow]
        )
        begun = time.process_time()
        assert told(text) == []
        return time.process_time() - begun

    steps(10)
    few, many = steps(500), steps(2000)
    assert many < 8 * max(few, 0.05)
    assert many < 15
