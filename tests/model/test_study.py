"""The dates of a study: from a day on, or a calendar year, never both."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.engine.compile.times import times_of
from sim.model import ModelError, Scenario, parse_setting, read_text

FILES = Path(__file__).parent / "files"
SMALL = (FILES / "small.yaml").read_text("utf-8")
STUDY = next(line for line in SMALL.splitlines() if line.startswith("study:"))
YEAR = "study: {year: 2026, lead_in: 10 wd, follow_up: 20 wd}"


def built(study: str = STUDY, *settings: str, variant: str | None = None, more: str = "") -> Scenario:
    source = read_text(SMALL.replace(STUDY, study) + more, "s.yaml", sources=FILES / "sources.csv")
    return source.edited([parse_setting(setting) for setting in settings]).build(variant)


def refused(study: str = STUDY, *settings: str) -> str:
    with pytest.raises(ModelError) as raised:
        built(study, *settings)
    return str(raised.value)


def test_a_year_is_judged_from_its_first_day_to_its_last() -> None:
    study = times_of(built(YEAR)).study
    assert (study.judged_from, study.judged_until) == (date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("lead_in", "start"),
    [
        ("0 wd", date(2026, 1, 1)),
        ("1 wd", date(2025, 12, 31)),
        ("3 wd", date(2025, 12, 29)),
        ("4 wd", date(2025, 12, 26)),  # a Friday, before the weekend of the 27th
        ("5 cd", date(2025, 12, 27)),
    ],
)
def test_the_lead_in_ends_where_the_year_begins(lead_in: str, start: date) -> None:
    study = times_of(built(YEAR.replace("10 wd", lead_in))).study
    assert (study.start, study.judged_from) == (start, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("study", "has"),
    [
        ("study: {year: 2026, start: 2025-03-03, lead_in: 0 wd, follow_up: 1 wd}", "year, start"),
        ("study: {year: 2026, window: 3 wd, lead_in: 0 wd, follow_up: 1 wd}", "year, window"),
        ("study: {start: 2025-03-03, lead_in: 0 wd, follow_up: 1 wd}", "start"),
        ("study: {lead_in: 0 wd, follow_up: 1 wd}", "(none)"),
    ],
)
def test_a_study_is_dated_once(study: str, has: str) -> None:
    assert refused(study).endswith(f"a study needs start and window, or year; it has {has}")


@pytest.mark.parametrize(("written", "said"), [("26", "26"), ("next", '"next"'), ("2026.5", "2026.5")])
def test_what_is_no_year(written: str, said: str) -> None:
    message = refused(YEAR.replace("2026", written))
    assert message.endswith(f"{said} is not a year; write it as 2026, from 2000 to 2099")


def test_a_year_that_is_set_takes_the_place_of_start_and_window() -> None:
    study = built(STUDY, "study.year=2026").study
    assert (study.year, study.start, study.window) == (2026, None, None)


def test_start_and_window_that_are_set_take_the_place_of_a_year() -> None:
    study = built(YEAR, "study.start=2025-03-03", "study.window=3 wd").study
    assert (study.year, study.start, str(study.window)) == (None, date(2025, 3, 3), "3 wd")
    assert refused(YEAR, "study.start=2025-03-03") == (
        "set study.start=2025-03-03  a study needs start and window, or year; it has start"
    )


@pytest.mark.parametrize(
    "settings",
    [("study.year=2026", "study.start=2025-03-03"), ("study.start=2025-03-03", "study.year=2026")],
)
def test_two_settings_that_contradict_each_other(settings: tuple[str, str]) -> None:
    """In either order: what was set is never dropped in silence."""
    assert refused(STUDY, *settings) == (
        "set study.year=2026  a study needs start and window, or year; it has year, start"
    )


def test_a_variant_may_judge_a_year() -> None:
    text = SMALL.replace("variants:\n", "variants:\n  whole_year: {set: {study.year: 2026}}\n", 1)
    source = read_text(text, "s.yaml", sources=FILES / "sources.csv")
    assert source.build("whole_year").study.year == 2026
    assert source.build().study.year is None
    assert source.edited([parse_setting("study.year+=1")]).build("whole_year").study.year == 2027
