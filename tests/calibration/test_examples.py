"""The worked examples: their reports are of today's scenarios, and the library's numbers are theirs."""

from __future__ import annotations

import json

import pytest

from calibration.calibrate import calibrate
from calibration.checking import read_figures, study_of
from calibration.examples import EXAMPLES
from sim.experiments.questions.accepted_vectors import vectors
from sim.experiments.questions.whatif import load
from sim.model.provenance import numbers

BY_FIGURES = {example.figures: example for example in EXAMPLES}


def report(figures):
    return json.loads(BY_FIGURES[figures].beside("report.json").read_text(encoding="utf-8"))


def estimate(figures, parameter):
    return next(one for one in report(figures)["parameters"] if one["parameter"] == parameter)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.figures)
def test_the_report_is_of_the_scenario_as_it_stands(example):
    """Figures, parameters and the compiled scenario are those of the report; if not, run the example again."""
    study = study_of(read_figures(example.path), load(example.reference), 2)
    told = report(example.figures)
    assert told["digest"] == study.whatif.program.digest
    assert [one["parameter"] for one in told["parameters"]] == [one.id for one in study.parameters]
    observed = {key for key, figure in study.figures.items() if figure.observed is not None}
    assert {one["figure"] for one in told["fitted"] + told["held_back"]} == observed
    assert len(told["accepted"]) == 32


@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if one.written], ids=lambda example: example.figures
)
def test_the_calibrated_scenario_holds_what_was_found(example):
    """It can be read, and every identified parameter has its value and region there."""
    made = load(str(example.beside("calibrated.yaml")))
    for variant in (None, *made.source.variants):
        load(str(example.beside("calibrated.yaml")), variant=variant).program  # noqa: B018
    assert made.stated.calibration[0].figures == example.path.stem
    by_path = {number.path: number for number in numbers(made.stated)}
    for one in report(example.figures)["parameters"]:
        for path in one["paths"]:
            if one["identified"] == "no" or path not in by_path:
                continue
            assert by_path[path].source == f"fitted-{example.path.stem}-{one['parameter']}".replace("_", "-")
            if not one["factor"]:
                amount = float(by_path[path].value.split()[0])
                assert amount == pytest.approx(one["value"], rel=1e-4)


DRAWINGS, POOLED = "drawing_review/figures.yaml", "pooled_counters/figures.yaml"
GENERAL, LOW_RISK = "joint_acceptance/figures.yaml", "joint_acceptance/figures_low_risk.yaml"
URUMQI, CHENGDU, GEDIAN = "urumqi/small_low_risk", "chengdu/construction", "gedian/startup"
FAILS = "result.options.0.share"
LIBRARY = [
    (URUMQI, f"services.small_low_risk.flow.drawing_{FAILS}", DRAWINGS, "first_fails"),
    (URUMQI, f"services.small_low_risk.flow.later_{FAILS}", DRAWINGS, "later_fails"),
    (URUMQI, f"services.small_low_risk.flow.fire_check.{FAILS}", LOW_RISK, "item_fails"),
    (URUMQI, f"services.other_project.flow.fire_check.{FAILS}", GENERAL, "item_fails"),
    (CHENGDU, f"services.project.flow.structure_drawings.{FAILS}", DRAWINGS, "first_fails"),
    (CHENGDU, f"services.project.flow.structure_drawings.later_{FAILS}", DRAWINGS, "later_fails"),
    (CHENGDU, f"services.project.flow.land_check.{FAILS}", GENERAL, "item_fails"),
    (CHENGDU, "services.project.flow.completion_papers.papers.own_acceptance.missing", GENERAL, "refused"),
    (CHENGDU, "services.project.flow.completion_papers.papers.archive_papers.missing", GENERAL, "sent_back"),
    (GEDIAN, "variants.after.levers.0.one_window.longer", POOLED, "generalist"),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "path", "figures", "parameter"), LIBRARY)
def test_numbers_of_the_library_are_those_of_the_examples(scenario, path, figures, parameter):
    found = next(number for number in numbers(load(scenario).stated) if number.path == path)
    assert float(found.value) == pytest.approx(estimate(figures, parameter)["value"], rel=0.01)
    assert found.source is not None
    assert found.source.startswith("fitted-")


def test_times_of_the_library_are_those_of_the_examples():
    """Of distributions the mean is compared: 8 minutes times the factor; Chengdu's own appointment needs none."""
    by_path = {number.path: number for number in numbers(load("gedian/startup").stated)}
    handing_over = float(by_path["services.startup.flow.collection.work"].value.split()[1])
    assert handing_over == pytest.approx(
        8 * estimate("visit_times/figures.yaml", "handing_over")["value"], rel=0.01
    )
    appointment = estimate("joint_acceptance/figures_chengdu.yaml", "appointment")
    assert appointment["value"] == pytest.approx(1.0, abs=0.02)
    assert appointment["region"][0] < 1.0 < appointment["region"][1]


@pytest.mark.parametrize("scenario", ["gedian/startup", "urumqi/small_low_risk", "chengdu/construction"])
def test_the_vectors_of_the_library_can_be_simulated(scenario):
    """In every variant: each vector is a program of its own."""
    asked = load(scenario)
    for variant in asked.source.variants:
        question = load(scenario, variant=variant)
        first, second = (
            question.with_settings(settings).program.digest for settings in vectors(question)[:2]
        )
        assert len({first, second, question.program.digest}) == 3


@pytest.mark.verification
@pytest.mark.parametrize("figures", ["drawing_review/figures.yaml", "joint_acceptance/figures_low_risk.yaml"])
def test_an_example_run_again_gives_its_report(figures):
    example = BY_FIGURES[figures]
    made = calibrate(example.reference, example.path, replications=example.replications).to_dict()
    told = report(figures)
    assert {**made, "figures": "", "version": ""} == {**told, "figures": "", "version": ""}
