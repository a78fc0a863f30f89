"""What is said of what is not known: no more than the draws tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.experiments.unknowns.doubt import Doubt, Measure
from sim.words.doubt import kept, sentences, share_kept

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
