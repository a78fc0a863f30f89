"""The numbers of a lever's parameters: whatever way they are written, its own model says what they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.experiments.questions.whatif import load
from sim.model.provenance import NumberAt, numbers, uncertain_numbers

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHARE = "share: {value: 0.15, range: [0.05, 0.3], favourable: high, source: assumed-across}"
DEADLINE = "deadline: {value: 7 cd, range: [4 cd, 10 cd], favourable: high, source: supplement-windows}"

SHARES = (
    ".share", ".missing", ".second", ".failed", ".still_failing", ".defect", ".sample", ".objection",
)  # fmt: skip


def uncertain(folder: Path, scenario: str, path: str, change: tuple[str, str]) -> NumberAt:
    """The uncertain number whose path ends so, in a copy of the library with one line of the measures changed."""
    library = shutil.copytree(SCENARIOS, folder / "library")
    measures = library / scenario.partition("/")[0] / "measures.yaml"
    text = measures.read_text("utf-8")
    assert change[0] in text
    measures.write_text(text.replace(*change), "utf-8")
    name, _, variant = scenario.partition("@")
    stated = load(library / f"{name}.yaml", variant=variant).stated
    (found,) = [number for number in uncertain_numbers(stated) if number.path.endswith(path)]
    return found


@pytest.mark.parametrize("written", ["7 cd", "7cd", " 7  cd "])
def test_a_time_without_a_range(tmp_path: Path, written: str) -> None:
    change = DEADLINE, f'deadline: {{value: "{written}", favourable: high, source: assumed-missing-papers}}'
    found = uncertain(tmp_path, "urumqi/small_low_risk@tolerant", ".deadline", change)
    assert (found.value, found.sort, found.range) == ("7 cd", "duration", ("4.667 cd", "10.5 cd"))


@pytest.mark.parametrize("written", ["0.15", "15%", " 15 % "])
def test_a_share_is_uncertain_however_it_is_written(tmp_path: Path, written: str) -> None:
    change = SHARE, f'share: {{value: "{written}", source: assumed-across}}'.replace('"0.15"', "0.15")
    found = uncertain(tmp_path, "gedian/startup@further", "cross_region.share", change)
    assert (found.value, found.sort, found.range) == ("0.15", "share", ("10.53%", "20.93%"))


@pytest.mark.parametrize("scenario", ["gedian/startup@what_if", "urumqi/small_low_risk@what_if"])
def test_every_number_of_the_library_s_levers_is_read_by_its_lever(scenario: str) -> None:
    told = [number for number in numbers(load(scenario).stated) if ".levers." in number.path]
    assert told
    for number in told:
        assert (number.sort == "share") == number.path.endswith(SHARES), number
