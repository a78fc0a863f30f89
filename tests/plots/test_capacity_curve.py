"""What a promise bears, as a figure: told right in both languages, and nothing written over anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from tidy import all_text, assert_tidy

from plots.capacity_curve import BREAKS, KEEPS, LEFT, SPAN, capacity_curve, scope
from plots.palette import FINISHED, VERDICT
from plots.sheet import WIDTH
from sim import load
from sim.experiments.load.binding import Binding, OneMore
from sim.experiments.load.margin import Margin
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.requirement import ShareRequired
from sim.experiments.searches.capacity import Capacity, Point
from sim.model.quantities import Name
from sim.words.language import Lang
from sim.words.margins import answer, bears, change, frequency, outcome


def fall(turn: float) -> tuple[Point, ...]:
    """Shares that fall from 99% to nothing, 95% at the turn."""
    found = []
    for number in range(1, 31):
        at = number * turn / 15
        share = min(0.99, max(0.0, 0.95 - 1.2 * (at / turn - 1)))
        found.append(Point(at, share, max(0.0, share - 0.04), min(1.0, share + 0.03), 100))
    return tuple(found)


REGISTRARS = OneMore(
    "registrar", ("登记审核人员", "Registrars of the second hall"), 2, 0.8, 0.0412, 0.01, 0.07
)
CLERKS = replace(REGISTRARS, pool="clerk", label=("税务后台", "Tax back office"), rise=0.1294, low=0.1)
GROWS = Margin(
    target="company", name=Name(zh="企业开办", en="Starting a company in half a working day"),
    reading=Name(zh="全流程", en="the whole of it, and a reading told at some length so that it must be cut somewhere"),
    required=ShareRequired(0.95), kept=1.2, broken=1.22, met=1.08, not_met=1.3, lowest=0.02, highest=10.0, service="s",
    cases_a_day=4.6, busiest=None, binding=Binding(1.22, (REGISTRARS,)),
    as_asked=Binding(1.0, (CLERKS, REGISTRARS)), lasts=10.0,
)  # fmt: skip
SHRINKS = replace(
    GROWS, met=0.52, not_met=0.66, kept=0.6, broken=0.61, binding=Binding(0.61, (replace(REGISTRARS, low=-0.01),))
)  # fmt: skip
DOUBTFUL = replace(GROWS, met=0.97, not_met=1.04, kept=0.99, broken=1.0)
NEVER = replace(GROWS, kept=None, broken=0.02, met=None, not_met=0.02, binding=None, as_asked=None)
ALWAYS = replace(GROWS, kept=10.0, broken=None, met=10.0, not_met=None, binding=None, as_asked=None)
UNTOLD = replace(NEVER, not_met=None, untold=True)
UNSURE = replace(GROWS, met=None, not_met=None)
NOBODY = replace(NEVER, broken=None, not_met=None, reading=None, cases_a_day=0.0)
ALL = [GROWS, SHRINKS, DOUBTFUL, NEVER, UNTOLD, ALWAYS, UNSURE, NOBODY]


@cache
def asked() -> WhatIf:
    return load("gedian/startup")


def made(margins: Sequence[Margin]) -> Capacity:
    """A result of these margins, each of a target of its own, whose share falls where they turn."""
    own = tuple(replace(margin, target=f"{margin.target}-{place}") for place, margin in enumerate(margins))
    curves = {one.target: () if one.kind == "nobody" else fall(one.kept or 1.0) for one in own}
    return Capacity(asked(), None, 24, own, curves, {})


def told(margins: Sequence[Margin], lang: Lang = "en") -> str:
    return all_text(capacity_curve(made(margins), lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "margins", [ALL, [GROWS, SHRINKS], *([one] for one in ALL)], ids=["all", "two", *map(outcome, ALL)]
)
def test_tidy(margins: list[Margin], lang: Lang) -> None:
    assert_tidy(capacity_curve(made(margins), lang, "onewindow · seed 1"))


def test_close_ends_are_told_apart() -> None:
    assert_tidy(capacity_curve(made([replace(GROWS, met=1.18, not_met=1.2)]), "en"))
    assert_tidy(capacity_curve(made([replace(GROWS, met=1.0, not_met=1.02)]), "zh"))


@pytest.mark.parametrize(
    ("margin", "zh", "en"),
    [
        (GROWS, "办件量增加 8% 以内达标", "met with up to 8% more cases"),
        (SHRINKS, "办件量减少 48% 以上才确能达标", "met for sure only with 48% fewer cases"),
        (DOUBTFUL, "尚难确认，办件量减少 3% 以上确能达标", "not certain; met with 3% fewer cases"),
        (replace(GROWS, met=1.0), "按所设办件量达标", "met as asked"),
        (NEVER, "办件量减至 2% 仍不达标", "NOT met even with 2% of the cases"),
        (UNTOLD, "办件量减至 2% 仍无法判断", "cannot be told even with 2% of the cases"),
        (ALWAYS, "办件量增至 10 倍仍达标", "met even with 10 times the cases"),
        (replace(GROWS, lasts=1.06), "办件量增加 8% 以内达标，但增加 6% 以上积压就增长",
         "met with up to 8% more cases, but growing beyond 6% more"),
        (replace(GROWS, lasts=1.0), "办件量增加 8% 以内达标，但再多积压就增长",
         "met with up to 8% more cases, but growing with any more"),
        (replace(GROWS, lasts=0.93), "办件量增加 8% 以内达标，但须减少 7%，积压才不增长",
         "met with up to 8% more cases, but growing unless 7% fewer come"),
        (replace(GROWS, lasts=None), "办件量增加 8% 以内达标，但积压在增长",
         "met with up to 8% more cases, but growing"),
        (UNSURE, "没有已确认达标的办件量", "met for sure at no number of cases"),
        (NOBODY, "没有可评判的办件", "no case was judged"),
    ],
)  # fmt: skip
def test_one_promise_is_told_in_a_sentence(margin: Margin, zh: str, en: str) -> None:
    assert (bears(margin, "zh"), bears(margin, "en")) == (zh, en)
    assert f"企业开办：{zh.replace(' ', '')}" in told([margin], "zh").replace("\n", "")
    assert f"in half a working day: {en}" in told([margin]).replace("\n", " ")


def test_what_grows_as_asked_is_met_for_this_window_only() -> None:
    """One that grows only above the load asked is met there for good."""
    one, other = replace(GROWS, lasts=0.9), replace(GROWS, target="other", lasts=1.04)
    assert "2 met. 1 of those met for this window only, as a queue grows." in answer([one, other], "en")[0]
    assert answer([one, replace(one, target="other")], "zh")[0].endswith(
        "积压在增长，达标只在评判时段内成立。"
    )
    assert "growing" not in answer([other, replace(other, target="more")], "en")[0]


def test_several_are_counted_at_the_load_that_was_asked() -> None:
    company = "Starting a company in half a working day"
    said = told(ALL).replace("\n", " ")
    assert "8 promises at the load asked: 2 met, 2 NOT met, 4 undecided" in said
    assert f"First to give way: {company}" in said
    assert "from 30% more cases on." in said
    assert "8项承诺，按所设负荷：2项达标、2项未达标、4项尚不能判定" in told(ALL, "zh").replace("\n", "")
    _, nearest = answer([SHRINKS, NEVER, replace(SHRINKS, met=0.3)], "en")
    assert nearest.startswith("Closest to being met: ")
    assert nearest.endswith("with 48% fewer cases.")
    assert len(answer([NEVER, NOBODY], "en")) == 1


def test_what_rests_on_assumptions_is_met_as_assumed() -> None:
    assert answer([GROWS, SHRINKS], "en", {"company"})[0] == (
        "2 promises at the load asked: 1 met as assumed, 1 NOT met."
    )


def test_what_stands_beside_the_panel() -> None:
    said = told([GROWS, SHRINKS]).replace("\n", " ")
    assert "Met with up to 8% more cases" in said
    assert "up to 4.97 cases a working day" in said
    assert "NOT met from 30% more on" in said
    assert "still NOT met with 34% fewer" in said
    assert said.count("one more now: Tax back office +12.9, Registrars of the second hall +4.1 points") == 2
    assert said.count("(not enough)") == 1  # the other one is met as it is
    helpless = replace(GROWS, as_asked=Binding(1.0, (replace(CLERKS, low=-0.01),)))
    assert "does nothing for sure: 12.9 points at most" in told([helpless]).replace("\n", " ")
    assert "as asked: 4.6 cases a working day" in said
    assert "as asked: " not in told(
        [GROWS, replace(SHRINKS, cases_a_day=9)]
    )  # not one number for two services


@pytest.mark.parametrize(
    ("cases", "zh", "en"),
    [
        (4.6, "每工作日 4.6 件", "4.6 cases a working day"),
        (1234, "每工作日 1,234 件", "1,234 cases a working day"),
        (0.131, "每百个工作日 13.1 件", "13.1 cases in 100 working days"),
    ],
)
def test_frequency(cases: float, zh: str, en: str) -> None:
    assert (frequency(cases, "zh"), frequency(cases, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("at", "said"), [(1, "±0"), (1.08, "+8%"), (0.445, "−55.5%"), (10, "+900%"), (0.02, "−98%")]
)
def test_change(at: float, said: str) -> None:
    assert change(at) == said


def test_grounds_and_curve_stand_where_the_loads_are() -> None:
    result = made([GROWS])
    (curve,) = result.curves.values()
    axes = capacity_curve(result, "en").axes[0]
    assert axes.get_xlim() == scope(result.margins, result.curves)
    grounds = {
        colour: [
            patch.get_bbox().intervalx for patch in axes.patches if patch.get_facecolor()[:3] == _rgb(colour)
        ]  # type: ignore[attr-defined]
        for colour in (KEEPS, BREAKS)
    }
    ((_, met),), ((not_met, _),) = grounds[KEEPS], grounds[BREAKS]
    assert (met, not_met) == (1.08, 1.3)
    (line,) = [line for line in axes.lines if line.get_color() == FINISHED]
    assert list(line.get_xdata()) == [point.load for point in curve]
    assert list(line.get_ydata()) == [point.value for point in curve]
    upright = {
        line.get_color(): line.get_xdata()[0] for line in axes.lines if len(set(line.get_xdata())) == 1
    }
    assert upright[VERDICT["met"]] == 1.08
    assert upright[VERDICT["not_met"]] == 1.3
    assert 1.0 in upright.values()
    assert any(set(line.get_ydata()) == {0.95} for line in axes.lines)
    box = axes.get_position()
    assert (box.x0 * WIDTH, box.width * WIDTH) == (pytest.approx(LEFT), pytest.approx(SPAN))


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _scope(*margins: Margin) -> tuple[float, float]:
    result = made(margins)
    return scope(result.margins, result.curves)


def test_the_panels_show_every_turn_and_the_load_asked() -> None:
    low, high = _scope(*ALL)
    assert low < 0.52
    assert high > 1.3
    assert _scope(SHRINKS)[1] > 1
    assert _scope(replace(GROWS, met=2.0, not_met=2.5, kept=2.2, broken=2.25))[0] < 1
    assert _scope(ALWAYS) == (0.0, 20.0)
    assert _scope(NOBODY)[1] > 1


def test_every_kind_has_its_answer() -> None:
    assert [outcome(one) for one in ALL] == [
        "more", "fewer", "perhaps", "never", "untold", "always", "unsure", "nobody",
    ]  # fmt: skip


def test_another_language_is_named() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        capacity_curve(made([GROWS]), "fr")  # type: ignore[arg-type]
