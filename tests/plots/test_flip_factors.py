"""Flip factors: every mark where its factor is, the nearest on top, and nothing left out in silence."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.patches import Rectangle
from tidy import all_text, assert_tidy

from plots.flip_factors import ALONE, CHANGED, STAYS, TOGETHER, Scale, flip_factors, rows_of
from sim import load
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.requirement import ShareRequired
from sim.experiments.searches.flip import Flip, Steady, TargetFlips, Uncertain, Unexamined
from sim.experiments.searches.robustness import Robustness
from sim.experiments.unknowns.number_line import Value
from sim.model.quantities import Name
from sim.words.flips import answer, judged
from sim.words.language import Lang
from sim.words.number_names import NumberWords


def factor(value: float) -> Value:
    """A value of a number that is stated as 80."""
    return Value(f"{80 * value:g}%", 80 * value, value)


def flip(
    path: str = "pools.tax_clerk.availability", *, low: float = 0.75, high: float = 1.25, old: float = 0.96,
    new: float = 0.95, fresh: tuple[float | None, float | None] | None = (1.1, 0.85), exact: bool = True,
) -> Flip:  # fmt: skip
    number = Uncertain(path, (), "assumed", "guess", "share", "high", factor(1.0), factor(low), factor(high))
    fresh_old, fresh_new = (None if one is None else factor(one) for one in fresh or (None, None))
    said = "not_asked" if fresh is None else "in_doubt" if fresh_new is None else "confirmed"
    end = factor(high if new > old else low)
    return Flip(number, end, factor(old), factor(new), exact, said, fresh_old, fresh_new, 0.9, abs(new - 1))  # type: ignore[arg-type]


FLIPS = (
    flip(),
    flip("Somewhat longer than fits: a service with a long name · a step with a longer one · hands-on time",
         low=0.5, high=2.0, old=1.17, new=1.18, fresh=(None, 1.3)),
    flip("in doubt", low=0.6, high=1.5, old=1.47, new=1.5, fresh=(1.2, None)),
    flip("not asked, nor exact", low=0.57, high=2.48, old=1.0, new=2.48, exact=False, fresh=None),
)  # fmt: skip
NUMBER = flip().number
STEADY = Steady(NUMBER, factor(0.75), "group", 7, None)


def section(flips: Sequence[Flip], **changed: object) -> TargetFlips:
    found = TargetFlips(
        target="t", name=Name(zh="半天办成", en="Start-up in half a day"), reading=Name(zh="全程", en="the whole"),
        required=ShareRequired(0.95), value=0.9607, kept=True, verdict="met", checked=0.9607, flips=tuple(flips),
        steady=(STEADY,) * 41, unexamined=(Unexamined(NUMBER, "budget"),) * 3,
    )  # fmt: skip
    return replace(found, **changed)  # type: ignore[arg-type]


BROKEN = {"kept": False, "verdict": "not_met", "value": 0.7, "unexamined": ()}
OTHER = section([flip(low=0.8, high=1.3, old=1.19, new=1.2, fresh=(1.1, 1.3))], **BROKEN)
NONE = section([], **BROKEN)
NOBODY = section([], value=None, checked=None, verdict="undecided", steady=(), unexamined=())
FROM_NOTHING = flip("from nothing")
FROM_NOTHING = replace(FROM_NOTHING, old=Value("0%", 0.0, None), new=Value("5%", 5.0, None))


@cache
def asked() -> WhatIf:
    return load("gedian/startup")


def made(targets: Sequence[TargetFlips]) -> Robustness:
    return Robustness(asked(), 24, 3000.0, 100, tuple(targets), {})


def told(targets: Sequence[TargetFlips], lang: Lang = "en") -> str:
    return all_text(flip_factors(made(targets), lang)).replace("\n", " " if lang == "en" else "")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "targets",
    [
        [section(FLIPS)], [section(FLIPS), OTHER, NONE, NOBODY], [NONE], [NOBODY], [section(FLIPS * 5)],
        [section(FLIPS * 2)] * 5,
    ],
)  # fmt: skip
def test_tidy(targets: list[TargetFlips], lang: Lang) -> None:
    assert_tidy(flip_factors(made(targets), lang, "onewindow"))


def test_what_is_not_drawn_is_counted() -> None:
    said = told([section([*FLIPS * 5, FROM_NOTHING, FROM_NOTHING])])
    assert (
        "On the sample, 22 measurable numbers would each change the verdict alone; fresh seeds confirm 12, "
        in said
    )
    assert f"{20 - ALONE} more flip it farther off" in said
    assert "2 flip it but are stated as 0" in said
    assert "41 do not flip it in their ranges; 3 not examined" in said
    several = told([section(FLIPS * 2), NONE], "zh")
    assert "2项承诺中，1项的结论会因单独一项数值而翻转" in several
    assert f"另有{8 - TOGETHER}项要改变得更多才翻转" in several
    assert "没有一项不确定的数值" in told([NONE], "zh")


def test_the_title_tells_what_fresh_seeds_confirm() -> None:
    def title(flips: Sequence[Flip], lang: Lang = "en") -> str:
        return answer([section(flips)], NumberWords(asked().stated, lang))

    assert title(FLIPS[:2]).endswith(
        "; the nearest is 5.0% away: Tax back office · share of the day for this work"
    )
    assert title([FLIPS[3]]).startswith(
        "One measurable number would change the verdict alone; the nearest is 148% away"
    )
    assert title([FLIPS[2]]) == (
        "On the sample, one measurable number would change the verdict alone; fresh seeds confirm none"
    )
    # The first is confirmed, the second in doubt, the third was not asked.
    assert "; fresh seeds confirm 1, the nearest 18% away: Somewhat" in title(FLIPS[1:])
    assert "样本上有 3 项可核实的数值" in title(FLIPS[1:], "zh")
    assert "；新种子确认 1 项，最近的是“Somewhat" in title(FLIPS[1:], "zh")
    assert title([FROM_NOTHING]) == "One measurable number would change the verdict alone"


def test_what_is_required_is_decided_not_measured() -> None:
    required = flip("targets.gd-startup-total.required_share")
    names = NumberWords(asked().stated, "en")
    assert answer([section([required, *FLIPS[:2]])], names) == answer([section(FLIPS[:2])], names)
    assert answer([section([required]), NONE], names).startswith(
        "But for the required share, no uncertain number"
    )
    assert answer([NONE], names) == "No uncertain number would change a verdict alone"
    assert answer([section([])], names) == "Of the numbers examined none would change a verdict alone"


def test_a_verdict_that_only_the_sample_gives_is_told_as_such() -> None:
    assert "Met: 96.1% on time on the sample, at least 95% required" in told([section(FLIPS)])
    doubtful = section(FLIPS, verdict="undecided")
    assert judged(doubtful, "en").startswith("met on the sample (undecided by looks): 96.1% on time")
    assert "样本达标（按判定规则尚不能判定）：样本按时办结率96.1%" in told([doubtful], "zh")


def test_the_marks_stand_at_their_factors() -> None:
    found = section(FLIPS[:2])
    axes = flip_factors(made([found]), "en").axes[0]
    scale = Scale(rows_of(found, NumberWords(asked().stated, "en")))
    assert scale(1.0) == pytest.approx((scale(0.5) + scale(2.0)) / 2)  # 1 in the middle of a log scale
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    whole = [bar for bar in bars if bar.get_facecolor() == to_rgba(STAYS)]
    turned = [bar for bar in bars if bar.get_facecolor() == to_rgba(CHANGED["not_met"])]
    assert [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in whole] == [
        pytest.approx((scale(0.75), scale(1.25))), pytest.approx((scale(0.5), scale(2.0))),
    ]  # fmt: skip
    # The verdict has changed from the flip to the end that works against it.
    assert [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in turned] == [
        pytest.approx((scale(0.75), scale(0.95))), pytest.approx((scale(1.18), scale(2.0))),
    ]  # fmt: skip
    whiskers = {tuple(line.get_xdata()) for line in axes.lines if len(set(line.get_ydata())) == 1}
    assert any(ends == pytest.approx((scale(0.85), scale(1.1))) for ends in whiskers)
    # Fresh seeds call the old verdict nowhere: the line goes on to that end of the range.
    assert any(ends == pytest.approx((scale(0.5), scale(1.3))) for ends in whiskers)
    assert whole[0].get_y() < whole[1].get_y()  # downwards


def to_rgba(colour: str) -> tuple[float, ...]:
    from matplotlib.colors import to_rgba as rgba

    return rgba(colour)


def test_doubt_and_ignorance_are_shown() -> None:
    said = told([section(FLIPS)])
    assert "120% (×1.5) ?" in said
    assert "in doubt: fresh seeds did not confirm it" in said
    assert "flips somewhere here" in said
    plain = told([section(FLIPS[:1])])
    assert "?" not in plain
    assert "somewhere" not in plain


def test_another_language_is_named() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        flip_factors(made([NONE]), "fr")  # type: ignore[arg-type]
