"""The change that levers make together, divided among them: sums, agreement with `compare`, refusals."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

import sim.experiments.comparing.attribute as module
from sim.experiments.comparing.attribute import attribute
from sim.experiments.comparing.compare import compare
from sim.experiments.questions.whatif import load
from sim.model import ModelError
from sim.pages.attribution import answer_of, page_of

TARGET = "gd-startup-total"


@pytest.fixture(scope="module")
def made():
    return attribute("gedian/startup", targets=[TARGET], replications=4)


def test_parts_add_up_to_what_compare_finds(made):
    """The whole is the difference of the two ends, on the same replications."""
    compared = compare(
        "gedian/startup@before", {"all": load("gedian/startup")}, targets=[TARGET], replications=4
    )
    for measure in ("on_time_share", "mean", "p95"):
        one, difference = made.of(TARGET, measure), compared.change("all", TARGET).of(measure)
        assert sum(part.change for part in one.parts) == pytest.approx(difference.difference, abs=1e-9)
        assert (one.before, one.after) == pytest.approx((difference.before, difference.after), abs=1e-9)
    assert made.levers == ("one_window", "parallel_approval")
    assert (made.coalitions, made.orders) == (4, None)


def test_two_levers_share_what_neither_earns_alone(made):
    """Of two levers: half of what each adds alone and half of what it adds to the other."""
    alone = {
        lever: compare(
            "gedian/startup@before", {"one": f"--with {lever}"}, targets=[TARGET], replications=4
        ).change("one", TARGET).of("mean").difference
        for lever in made.levers
    }  # fmt: skip
    mean = made.of(TARGET, "mean")
    extra = mean.change - sum(alone.values())
    for part in mean.parts:
        assert part.change == pytest.approx(alone[part.levers[0]] + extra / 2, abs=1e-9)
    (shared,) = mean.interactions
    assert shared.change == pytest.approx(extra, abs=1e-9)
    assert shared.judgement == "worse"


def test_it_is_told(made):
    for lang, said in (("en", "Parallel approval saves"), ("zh", "并联审批缩短")):
        assert said in answer_of(made, made.targets[0], lang)
        assert "overlap" in str(page_of(made, "en").to_dict())
    told = json.loads(json.dumps(made.to_dict()))
    measures = told["targets"][0]["measures"]
    assert list(measures["mean"]["levers"]) == list(made.levers)
    assert made.frame.height == 6


def test_nothing_in_all_has_no_shares(made):
    """Where the whole change is shown as nothing, no lever has a share of it."""
    mean = made.of(TARGET, "mean")
    for after, shares in ((mean.after, True), (mean.before + 1e-7, False)):
        found = tuple(replace(one, after=after) if one is mean else one for one in made.found)
        said = str(page_of(replace(made, found=found), "en").to_dict())
        assert ("100%" in said) is shares
        assert bool(re.search(r"'−?[0-9]+%'", said)) is shares


def test_drawn_orders_agree_with_all_of_them(made, monkeypatch):
    monkeypatch.setattr(module, "EXACT", 1)
    drawn = attribute("gedian/startup", targets=[TARGET], replications=4, orders=2)
    assert drawn.orders == 2
    for measure in ("on_time_share", "mean"):
        for one, other in zip(drawn.of(TARGET, measure).parts, made.of(TARGET, measure).parts, strict=True):
            assert one.change == pytest.approx(other.change, abs=1e-9)


def test_without_what_it_builds_on_a_lever_is_not_there():
    """Tolerant acceptance defers a paper that merged stages ask for: alone it is the process without levers."""
    asked = load("urumqi/small_low_risk@what_if")
    none, one, alone, both = module._coalitions(asked, ("merged_stages", "tolerant_acceptance"), range(4))
    assert alone is none
    assert len({each.program.digest for each in (none, one, both)}) == 3


@pytest.mark.parametrize(
    ("asked", "options", "said"),
    [
        ("gedian/startup", {"levers": ["one_windw"]}, "there is no lever .*one_window"),
        ("gedian/startup", {"targets": ["gd-startup"]}, "gd-startup"),
        ("gedian/startup", {"replications": 1}, "replications"),
        ("gedian/startup", {"orders": 1}, "orders"),
    ],
)
def test_refusals(asked, options, said):
    with pytest.raises(ModelError, match=said):
        attribute(asked, **options)
