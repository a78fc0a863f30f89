"""What a promise bears, as a figure: told right in both languages, and nothing written over anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tidy import all_text, assert_tidy

from plots.capacity_curve import BREAKS, KEEPS, LEFT, SPAN, capacity_curve, scope
from plots.capacity_words import Bears, answer, change, frequency, sentence
from plots.palette import FINISHED, VERDICT
from plots.sheet import WIDTH
from sim.words.language import Lang


def fall(turn: float) -> list[tuple[float, float, float, float]]:
    """Shares that fall from 99% to nothing, 95% at the turn."""
    found = []
    for number in range(1, 31):
        load = number * turn / 15
        share = min(0.99, max(0.0, 0.95 - 1.2 * (load / turn - 1)))
        found.append((load, share, max(0.0, share - 0.04), min(1.0, share + 0.03)))
    return found


GROWS = Bears(
    name="企业开办 Starting a company in half a working day",
    reading="全流程 the whole of it, and a reading told at some length so that it must be cut somewhere",
    required=0.95,
    points=fall(1.2),
    kind="turns",
    met=1.08,
    not_met=1.3,
    turn=(1.2, 1.22),
    cases_a_day=4.6,
    pool="登记审核人员 Registrars of the second hall",
    rise=0.0412,
    tried=True,
)
SHRINKS = replace(GROWS, points=fall(0.6), met=0.52, not_met=0.66, turn=(0.6, 0.61), pool=None, rise=None)
DOUBTFUL = replace(GROWS, points=fall(1.0), met=0.97, not_met=1.04, turn=(0.99, 1.0))
NEVER = replace(
    GROWS, kind="never", points=[(0.02, 0.4, 0.3, 0.5), (1.0, 0.1, 0.05, 0.2)], met=None, not_met=0.02, turn=None,
    searched=(0.02, 10.0), pool=None,
)  # fmt: skip
ALWAYS = replace(
    GROWS, kind="always", points=[(1.0, 1.0, 0.99, 1.0), (10.0, 0.97, 0.96, 0.98)], met=10.0, not_met=None, turn=None,
    searched=(0.02, 10.0), pool=None, tried=False,
)  # fmt: skip
UNTOLD = replace(NEVER, kind="untold", not_met=None, tried=False)
UNSURE = replace(GROWS, met=None, not_met=None)
NOBODY = Bears(name="a", reading="", required=0.9, points=[], kind="nobody")
ALL = [GROWS, SHRINKS, DOUBTFUL, NEVER, UNTOLD, ALWAYS, UNSURE, NOBODY]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "rows", [ALL, [GROWS, SHRINKS], *([row] for row in ALL)], ids=["all", "two", *(row.kind for row in ALL)]
)
def test_tidy(rows: list[Bears], lang: Lang) -> None:
    figure = capacity_curve(
        rows, name="葛店 Gedian", lang=lang, notes=["a note"], provenance="onewindow · seed 1"
    )
    assert_tidy(figure)


def test_close_ends_are_told_apart() -> None:
    assert_tidy(capacity_curve([replace(GROWS, met=1.18, not_met=1.2)], name="x", lang="en"))
    assert_tidy(capacity_curve([replace(GROWS, met=1.0, not_met=1.02)], name="x", lang="zh"))


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (GROWS, "办件量增加8%以内，承诺能够兑现", "The promise holds up to 8% more cases"),
        (
            SHRINKS,
            "办件量减少48%以上，承诺才确能兑现",
            "The promise holds for certain only with 48% fewer cases",
        ),
        (
            DOUBTFUL,
            "承诺能否兑现尚难确认；办件量减少3%以上确能兑现",
            "is not certain; with 3% fewer cases it does",
        ),
        (
            replace(GROWS, met=1.0),
            "承诺能够兑现；办件量再多，尚难确认",
            "The promise holds; with more cases it is not certain",
        ),
        (NEVER, "办件量减至2%，承诺仍不能兑现", "does not hold even at 2% of the cases"),
        (ALWAYS, "办件量增至10倍，承诺仍能兑现", "The promise holds even at 10 times the cases"),
        (UNSURE, "没有一种办件量能确认兑现承诺", "for certain at no number of cases"),
        (NOBODY, "没有可评估的办件", "No case was judged"),
    ],
)
def test_one_promise_is_told_in_a_sentence(row: Bears, zh: str, en: str) -> None:
    assert zh in all_text(capacity_curve([row], name="x", lang="zh"))
    assert en in all_text(capacity_curve([row], name="x", lang="en"))


def test_several_are_counted_at_the_load_that_was_asked() -> None:
    said = all_text(capacity_curve(ALL, name="x", lang="en"))
    assert "8 promises at the number of cases asked: 2 kept, 2 broken, 4 not certain" in said
    assert "Hardest to keep: 企业开办" in said
    assert "for certain only with 48% fewer cases" in said
    assert "8项承诺，按所设办件量：2项能兑现、2项不能兑现、4项尚不能确认" in all_text(
        capacity_curve(ALL, name="x", lang="zh")
    )


def test_what_stands_beside_the_panel() -> None:
    said = all_text(capacity_curve([GROWS, SHRINKS], name="x", lang="en"))
    assert "Kept up to 8% more cases" in said
    assert "up to 4.97 cases a working day" in said
    assert "confirmed broken from +30%" in said
    assert "binds: 登记审核人员" in said
    assert "one more: +4.1 points on time" in said
    assert said.count("no single pool binds") == 1
    assert "as asked: 4.6 cases a working day" in said
    other = all_text(capacity_curve([GROWS, replace(SHRINKS, cases_a_day=9)], name="x", lang="en"))
    assert "as asked: " not in other  # not one number for two services


@pytest.mark.parametrize(
    ("cases", "zh", "en"),
    [
        (4.6, "每工作日4.6件", "4.6 cases a working day"),
        (1234, "每工作日1,234件", "1,234 cases a working day"),
        (0.131, "每百个工作日13.1件", "13.1 cases in 100 working days"),
    ],
)
def test_frequency(cases: float, zh: str, en: str) -> None:
    assert (frequency(cases, "zh"), frequency(cases, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("load", "told"), [(1, "±0"), (1.08, "+8%"), (0.445, "−55.5%"), (10, "+900%"), (0.02, "−98%")]
)
def test_change(load: float, told: str) -> None:
    assert change(load) == told


def test_grounds_and_curve_stand_where_the_loads_are() -> None:
    axes = capacity_curve([GROWS], name="x", lang="en").axes[0]
    low, high = axes.get_xlim()
    assert (low, high) == scope([GROWS])
    grounds = {
        colour: [
            patch.get_bbox().intervalx for patch in axes.patches if patch.get_facecolor()[:3] == _rgb(colour)
        ]  # type: ignore[attr-defined]
        for colour in (KEEPS, BREAKS)
    }
    ((_, met),), ((not_met, _),) = grounds[KEEPS], grounds[BREAKS]
    assert (met, not_met) == (1.08, 1.3)
    (curve,) = [line for line in axes.lines if line.get_color() == FINISHED]
    assert list(curve.get_xdata()) == [point[0] for point in GROWS.points]
    assert list(curve.get_ydata()) == [point[1] for point in GROWS.points]
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


def test_the_panels_show_every_turn_and_the_load_asked() -> None:
    low, high = scope(ALL)
    assert low < 0.52
    assert high > 1.3
    assert scope([SHRINKS])[1] > 1
    assert scope([replace(GROWS, met=2.0, not_met=2.5, turn=(2.2, 2.25))])[0] < 1
    assert scope([ALWAYS]) == (0.0, 10.0)
    assert scope([NOBODY])[1] > 1


def test_every_kind_has_its_answer() -> None:
    assert [answer(row) for row in ALL] == [
        "more", "fewer", "perhaps", "never", "untold", "always", "unsure", "nobody",
    ]  # fmt: skip
    assert sentence([UNTOLD], "en") == "Whether the promise holds cannot be told even at 2% of the cases"


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="rows is empty"):
        capacity_curve([], name="x", lang="en")
    with pytest.raises(ValueError, match="kind 'maybe' of "):
        capacity_curve([replace(GROWS, kind="maybe")], name="x", lang="en")
    with pytest.raises(ValueError, match=r"share 1\.2 of "):
        capacity_curve([replace(GROWS, points=[(1, 1.2, 0, 1)])], name="x", lang="en")
    with pytest.raises(ValueError, match="'fr'"):
        capacity_curve([GROWS], name="x", lang="fr")  # type: ignore[arg-type]
