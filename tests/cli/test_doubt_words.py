"""What is said of what is not known: no more than the draws tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.experiments.unknowns.doubt import Doubt, Measure
from sim.words.doubt import kept, no_range, sentences, share_kept

DECIDED = Measure(
    "targets.x.required_share", 0, "assumed", "share", "95%", ("80%", "99%"), 0.61, 0.98, 0.1, True
)
DOUBT = Doubt(
    draws=400, kept=0.5, low=0.45, high=0.55, undetermined=0, refused=0, numbers=10, without_source=0, measures=(),
    sure=False,
)  # fmt: skip
NONE = {"en": "in these draws no number stands out", "zh": "在这些抽样中，没有哪一个数字特别突出"}
FEW = {"en": "9 draws are too few to tell", "zh": "9 组抽样太少"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_number_stands_out_only_where_none_is_named(lang: str) -> None:
    assert NONE[lang] in sentences(DOUBT, lang, None, "x")
    told = sentences(replace(DOUBT, measures=(DECIDED,)), lang, None, "x")
    assert NONE[lang] not in told
    assert any("targets.x.required_share" in line for line in told)
    assert len(sentences(replace(DOUBT, kept=1.0), lang, None, "x")) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_few_draws_cannot_tell(lang: str) -> None:
    told = sentences(replace(DOUBT, draws=9), lang, None, "x")[1]
    assert told.startswith(FEW[lang])
    assert sentences(replace(DOUBT, draws=10), lang, None, "x")[1] == NONE[lang]


def test_no_share_is_rounded_to_a_certainty() -> None:
    assert [share_kept(share) for share in (0, 0.0025, 0.01, 0.5, 0.99, 0.9975, 1)] == [
        "0%", "<1%", "1%", "50%", "99%", ">99%", "100%",
    ]  # fmt: skip
    assert kept(replace(DOUBT, kept=0.9975), "en") == ">99%"
    assert kept(replace(DOUBT, kept=0.25, undetermined=200), "zh") == "25% 至 75%"


def test_one_notation_in_one_bracket() -> None:
    share = Measure(
        "services.s.flow.c.options.0.share",
        0,
        "assumed",
        "share",
        "0.08",
        ("5.479%", "11.54%"),
        0.4,
        0.6,
        0.0,
        False,
    )
    told = sentences(replace(DOUBT, measures=(share,)), "en", None, "x")[1]
    assert "(stated 8%, may be 5.48% to 11.5%)" in told
    time = replace(share, sort="duration", value="7 cd", range=("4.667 cd", "10.5 cd"))
    assert (
        "(stated 7 cd, may be 4.67 cd to 10.5 cd)"
        in sentences(replace(DOUBT, measures=(time,)), "en", None, "x")[1]
    )
    many = replace(share, sort="rate", value="1234 /wd", range=("822.7 /wd", "1851 /wd"))
    assert (
        "(stated 1234 /wd, may be 823 /wd to 1851 /wd)"
        in sentences(replace(DOUBT, measures=(many,)), "en", None, "x")[1]
    )


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "2 numbers state no range"), ("zh", "有 2 个数字没有写范围")]
)
def test_numbers_without_a_range_are_told_once_and_how_to_state_one(lang: str, said: str) -> None:
    (told,) = no_range([DOUBT, replace(DOUBT, without_range=2)], lang)
    assert said in told
    assert "{value: 20%, range: [10%, 30%]}" in told
    assert no_range([DOUBT], lang) == []


def test_one_is_told_as_one() -> None:
    one = replace(DOUBT, draws=1, numbers=1, refused=1, without_source=1, fixed=1)
    english = " ".join(sentences(one, "en", None, "x"))
    assert "of 1 draw from the range of 1 uncertain number [" in english
    assert not any(
        wrong in english for wrong in ("1 draws", "1 numbers", "1 uncertain numbers", "1 more stay as")
    )
    several = sentences(replace(one, draws=400, numbers=3, refused=2), "en", None, "x")[0]
    assert "of 400 draws from the ranges of 3 uncertain numbers [" in several
    assert "; 2 draws left out" in several
    assert sentences(one, "zh", None, "x")[0].startswith(
        "数字尚不确定：在 1 个不确定数字的范围内抽取 1 组，其中"
    )
