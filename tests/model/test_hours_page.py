"""The page on hours and staff, in both languages: its example runs, its keys are the model's, its what-ifs work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sim import load
from sim.experiments.questions.validate import faults_of
from sim.model.rules import ChannelRule, MeetingRule, OfficeRule, PoolRule
from sim.model.schema import json_schema

DOCS = Path(__file__).parents[2] / "docs" / "reference"
PAGES = {lang: (DOCS / name).read_text("utf-8") for lang, name in (
    ("en", "hours-and-staff.md"), ("zh", "hours-and-staff.zh-CN.md"),
)}  # fmt: skip
RULES = (OfficeRule, PoolRule, ChannelRule, MeetingRule)


def example(lang: str, tmp_path: Path) -> str:
    (text,) = re.findall(r"```yaml scenario\n(.*?)```", PAGES[lang], re.DOTALL)
    file = tmp_path / "hall.yaml"
    file.write_text(text, "utf-8")
    return str(file)


@pytest.mark.parametrize("lang", PAGES)
def test_the_example_is_fine_and_runs(lang: str, tmp_path: Path) -> None:
    file = example(lang, tmp_path)
    assert faults_of(file) == ((), ())
    program = load(file).program
    assert program.change_absent.any()
    assert len(program.meeting_places)


@pytest.mark.parametrize("lang", PAGES)
def test_the_what_ifs_change_the_program(lang: str, tmp_path: Path) -> None:
    file = example(lang, tmp_path)
    plain = load(file).program.digest
    lines = re.findall(r"onewindow check hall.yaml (--set .*)", PAGES[lang])
    assert len(lines) == 5
    for line in lines:
        assert load(file, set=[shlex.split(line)[1]]).program.digest != plain


def test_both_languages_tell_of_every_key() -> None:
    for page in PAGES.values():
        told = set(re.findall(r"`(\w+)(?=[:`])", page))
        assert {key for rule in RULES for key in list(rule.keys())} <= told


def test_both_examples_are_one(tmp_path: Path) -> None:
    programs = {load(example(lang, tmp_path)).program.digest for lang in PAGES}
    assert len(programs) == 1


def test_the_schema_knows_the_rules() -> None:
    kinds = json_schema()["$defs"]
    for rule in RULES:
        fields = kinds[rule.__name__]["properties"]
        assert set(fields) - {"like"} == set(rule.keys())
        assert kinds[rule.__name__]["additionalProperties"] is False
    one = {"type": "string", "pattern": r"^\d{1,2}:\d{2}$"}
    assert one in kinds["MeetingRule"]["properties"]["at"]["anyOf"]
    assert {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "type": "string"} in kinds["PoolRule"][
        "properties"
    ]["weekdays"]["anyOf"]
