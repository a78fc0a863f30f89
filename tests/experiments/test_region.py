"""What a promise requires: the boundary against theory, along hours, cases and sign-offs, and who has no verdict."""

from __future__ import annotations

import itertools
import json
from math import exp, log
from pathlib import Path

import pytest
from experiments.mmc_hall import LIMIT, MMC, RATE, REQUIRED, WORK
from scipy.optimize import brentq

from sim import ModelError, check, load
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.searches.region import HOURS, Region, requirement, scenario_of
from sim.library import library
from sim.pages.region import page_of

A_DAY = RATE * 24 * 7 / 5
"""Cases a working day, those of weekends among them."""


def one_step(folder: Path, days: int = 14) -> WhatIf:
    path = folder / "one_step.yaml"
    text = MMC.format(servers=1, days=days, rate=RATE, work=WORK, limit=LIMIT, required=REQUIRED)
    text = text.replace("task: serve", "task: handling").replace(
        "required_share", "answered_by: requirement, required_share"
    )
    path.write_text(text, "utf-8")
    return load(str(path))


def hours_in_theory(servers: int) -> float:
    """The mean work, in hours, at which the promise is just kept."""
    if servers == 1:  # a sojourn in M/M/1 is exponential with the rate 1/h − λ
        return 1 / (RATE + log(1 / (1 - REQUIRED)) / (LIMIT / 60))
    rate = RATE / 60

    def off(minutes: float) -> float:
        offered = rate * minutes
        blocked = 1.0
        for k in range(1, servers + 1):
            blocked = offered * blocked / (k + offered * blocked)
        waits = blocked / (1 - offered / servers * (1 - blocked))
        free = servers - 1 - offered
        t = LIMIT / minutes
        return 1 - exp(-t) * (1 + waits * (1 - exp(-free * t)) / free) - REQUIRED

    return float(brentq(off, 5, 35)) / 60


@pytest.mark.parametrize("servers", [1, 2])
def test_the_boundary_is_that_of_theory(tmp_path: Path, servers: int) -> None:
    made = requirement(one_step(tmp_path), cases=[A_DAY / servers], confirm=False)
    (boundary,) = made.boundaries
    (bound,) = boundary.bounds
    assert (boundary.sign_offs, bound.people) == (0, servers)
    assert bound.kept is not None
    assert bound.broken is not None
    exact = hours_in_theory(servers)
    assert 0.94 * exact <= bound.kept < bound.broken <= 1.06 * exact


def test_beyond_the_staff_s_hours_nothing_holds(tmp_path: Path) -> None:
    """The limit would allow more: what ends it is that every hour is used."""
    asked = one_step(tmp_path)
    far = load(asked.reference, set="targets.kept.limit=40 h")
    (bound,) = requirement(far, cases=[A_DAY], confirm=False).boundaries[0].bounds
    assert bound.used_up
    assert bound.kept == max(hours for hours in HOURS if hours < 1 / RATE)


@pytest.fixture(scope="module")
def filing() -> Region:
    return requirement("chengdu/requirements", "cdht-foreign-filing", cases=[3, 10])


def test_more_work_more_cases_and_more_sign_offs_never_help(filing: Region) -> None:
    kept = [[bound.kept or 0.0 for bound in one.bounds] for one in filing.boundaries]
    assert [one.sign_offs for one in filing.boundaries] == [0, 1, 2]
    assert all(few >= many for few, many in kept)
    assert all(less >= more for lines in zip(*kept, strict=True) for less, more in itertools.pairwise(lines))
    assert kept[0][0] > 1 > kept[1][0] > 0 == kept[2][0]


def test_fresh_seeds_stand_on_both_sides(filing: Region) -> None:
    for boundary in filing.boundaries[:2]:
        middle = boundary.middle
        assert middle.met is not None
        assert middle.not_met is not None
        assert middle.met <= (middle.kept or 0) < (middle.broken or 0) <= middle.not_met


def test_it_is_told_in_both_languages(filing: Region) -> None:
    told = filing.to_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert (told["answer"], told["cases_per_working_day"]) == ("requirement", 6.0)
    english, chinese = page_of(filing, "en"), page_of(filing, "zh")
    assert english.answer.startswith("1 working day in 95% of cases holds as long as a case takes at most")
    assert "with one sign-off, at 10 cases a person and day" in english.answer
    assert "能做到，条件是：每人每日 10 件、签发一次时" in chinese.answer
    assert "no verdict" in str(english.sections)
    assert "这不是结论" in str(chinese.sections)


def test_check_says_that_there_is_no_verdict() -> None:
    for targets in (["cdht-foreign-filing"], None):
        with pytest.raises(ModelError, match=r"has no verdict.*onewindow requirement cdht-"):
            check("chengdu/requirements", targets)


def test_every_turned_round_target_of_the_library_names_its_scenario() -> None:
    turned = {
        target: name
        for name, listed in library().items()
        if name.endswith("/requirements")
        for target in listed.targets
    }
    assert len(turned) == 23
    for target, name in turned.items():
        assert scenario_of(target, None) == (name, target)


@pytest.mark.parametrize(
    ("scenario", "target", "said"),
    [
        ("gedian/startup", "gd-startup-total", "asked of a flow with one task"),
        ("gedian/startup", None, "no target here is answered by a requirement"),
        ("chengdu/requirements", "cdht-foreign", "did you mean"),
    ],
)
def test_what_cannot_be_asked_is_refused(scenario: str, target: str | None, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        requirement(scenario, target)


def test_it_is_drawn_in_both_languages(filing: Region) -> None:
    from plots.requirement_region import requirement_region

    for lang in ("zh", "en"):
        figure = requirement_region(filing, lang)  # type: ignore[arg-type]
        (axes,) = figure.axes
        lines = [line for line in axes.lines if len(line.get_xdata()) == 2]
        kept = [[bound.kept for bound in one.bounds] for one in filing.boundaries[:2]]
        assert [list(line.get_xdata()) for line in lines] == kept


def test_the_manual_s_own_promise_is_asked(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "what-a-promise-requires.md"
    example = page.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    head = (
        "onewindow: 1\ntitle: mine\njurisdiction: testland\n"
        'calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}\n'
        "study: {start: 2025-03-03, lead_in: 5 wd, window: 10 wd, follow_up: 10 wd}\n"
    )
    (tmp_path / "mine.yaml").write_text(head + example, "utf-8")
    made = requirement(str(tmp_path / "mine.yaml"), cases=[6], replications=2, confirm=False)
    assert made.target == "permit-days"
    assert made.holds_somewhere
