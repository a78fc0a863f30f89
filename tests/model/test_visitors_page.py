"""The page on visitors, in both languages: its examples run, and its keys are the model's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim import load
from sim.model.schema import json_schema

DOCS = Path(__file__).parents[2] / "docs" / "reference"
PAGES = {lang: (DOCS / name).read_text("utf-8") for lang, name in (
    ("en", "visitors.md"), ("zh", "visitors.zh-CN.md"),
)}  # fmt: skip
HALL = """\
onewindow: 1
title: hall
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 5 wd, follow_up: 20 wd}
pools:
  window: {name: Windows, kind: window, capacity: 3, room: 20}
  cashier: {name: Cashier, kind: window, capacity: 1}
  reviewer: {name: Reviewers, kind: reviewer, capacity: 2}
services:
  main:
    name: main
    channels: {hall: {rate: 40 /wd}}
    flow:
FLOW
sessions:
  panel: {name: Panel, at: "14:00", places: 30}
"""


def examples(lang: str) -> list[str]:
    return re.findall(r"```yaml flow\n(.*?)```", PAGES[lang], re.DOTALL)


def hall(folder: Path, flow: str) -> str:
    file = folder / "hall.yaml"
    file.write_text(HALL.replace("FLOW", re.sub(r"(?m)^", "      ", flow)), "utf-8")
    return str(file)


@pytest.mark.parametrize("lang", PAGES)
def test_every_example_runs(lang: str, tmp_path: Path) -> None:
    assert examples(lang)
    for flow in examples(lang):
        made = load(hall(tmp_path, flow)).program
        assert len(made.visitor_nodes)


def test_the_what_ifs_change_the_program(tmp_path: Path) -> None:
    file = hall(tmp_path, examples("en")[0])
    plain = load(file).program.digest
    for setting in ("pools.window.room=40", "services.main.flow.serve.comes_back.share=0.5"):
        assert all(setting in page for page in PAGES.values())
        assert load(file, set=[setting]).program.digest != plain


def test_a_fragment_brings_its_own_stay(tmp_path: Path) -> None:
    inside = "{task: sit, pool: window, work: 5 min, stay: [{task: then, at: sit, work: 5 min}]}"
    text = HALL.replace("FLOW", "      - {use: visit, as: a}\n      - {use: visit, as: b}")
    file = tmp_path / "hall.yaml"
    file.write_text(text + f"fragments: {{visit: {{do: [{inside}]}}}}\n", "utf-8")
    program = load(str(file)).program
    assert {"a.sit", "a.then", "b.sit", "b.then"} <= set(program.names.steps)
    assert sorted(program.nodes.at[program.nodes.at >= 0].tolist()) == [0, 1]


def test_saturday_opening_moves_people_and_invents_none(tmp_path: Path) -> None:
    file = hall(tmp_path, examples("en")[0])
    plain = load(file).program
    (rule,) = {re.search(r"    - (\{weekdays: sat.*\})", page)[1] for page in PAGES.values()}  # type: ignore[index]
    text = (
        Path(file)
        .read_text("utf-8")
        .replace('hours: "09:00-17:00"}', f'hours: "09:00-17:00", rules: [{rule}]}}')
    )
    Path(file).write_text(text, "utf-8")
    saturday = load(file)
    assert saturday.program.knot_value.max() == pytest.approx(plain.knot_value.max(), rel=1e-9)
    assert (
        saturday.program.digest
        != load(file, set=["calendar.rules.0.moved=4%"]).program.digest
        != plain.digest
    )


def test_both_pages_say_the_same_examples() -> None:
    plain = [[re.sub(r" *#.*", "", flow) for flow in examples(lang)] for lang in PAGES]
    assert plain[0] == plain[1]


def test_the_schema_knows_the_keys() -> None:
    said = str(json_schema())
    for key in ("in_person", "balks", "comes_back", "room", "stay", "at", "ticket", "moved"):
        assert f"'{key}'" in said, key
        assert all(f"`{key}`" in page for page in PAGES.values()), key


@pytest.mark.parametrize(
    ("flow", "place", "why"),
    [
        ("{task: a, pool: window, work: 5 min, balks: {3: 10%}}", ":15:", "balks needs in_person"),
        ("{task: a, pool: window, work: 5 min, in_person: true, balks: {x: 10%}}", ":15:", "people waiting"),
        (
            "{task: a, pool: window, work: 5 min, comes_back: {share: 1, after: 1 wd}}",
            ":15:",
            "a file does not",
        ),
        (
            "{task: a, pool: window, work: 5 min, in_person: true, comes_back: {share: 1, after: 1 wd, most: 99}}",
            ":15:",
            "too many",
        ),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(flow: str, place: str, why: str, tmp_path: Path) -> None:
    from sim.experiments.questions.validate import faults_of

    faults, _ = faults_of(hall(tmp_path, f"- {flow}"))
    assert any(why in str(fault) and place in str(fault) for fault in faults), faults
