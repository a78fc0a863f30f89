"""Cases that come to the end of a clock before its start: nobody can tell, and every answer says just that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from offices import asked, office, pool, service

from onewindow.testing.message import to_decide
from plots.results.verdicts import row_of
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.searches.capacity import capacity
from sim.experiments.verdicts.check import check
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.pages.verdict_details import beside, why_undecided
from sim.pages.verdicts import page_of
from sim.words.doubt import kept, sentences
from sim.words.margins import sentences as borne

WAIT = "for: {min: 1 h, mode: 2 h, max: 30 h}"
SIDES = f"{{first: [{{wait: w, {WAIT}}}, {{milestone: a}}], second: [{{wait: v, {WAIT}}}, {{milestone: b}}]}}"
"""Half of the cases come to `b` before `a`."""


@pytest.fixture
def question(tmp_path: Path) -> WhatIf:
    target = "  kept: {service: main, from: a, to: b, limit: 30 h, clock: elapsed, required_share: 0.9}\n"
    flow = f"{{parallel: sides, branches: {SIDES}}}"
    return asked(office(tmp_path, pools=pool("desk"), services=service("main", 10, flow), targets=target))


def only(question: WhatIf, draws: int = 0) -> TargetVerdict:
    (verdict,) = check(question, draws=draws, budget=1)
    return verdict


def test_no_longer_follow_up_is_advised(question: WhatIf) -> None:
    verdict = only(question)
    assert (verdict.verdict, verdict.why_undecided, verdict.open) == ("undecided", "backwards", 0)
    assert "end before the start would tip it" in why_undecided(verdict, "en")
    assert "先到终点、后到起点" in why_undecided(verdict, "zh")
    assert "end before the start" in to_decide(verdict, "60s")
    for told in (why_undecided(verdict, "en"), why_undecided(verdict, "zh"), to_decide(verdict, "60s")):
        assert "follow" not in told.replace("follow each other", "")
    told = str(beside(verdict, "en", None))
    assert "still open" not in told
    assert "missed the requirement" not in told
    again = page_of(
        [replace(verdict, stamped_again_share=0.499)], "en"
    )  # a case decided twice: without --details too
    assert "49.9% came to the end once more later" in str(again.sections)
    mostly_open = replace(verdict, backwards_share=0.2)
    assert mostly_open.why_undecided == "open_cases"


def test_kept_between_what_is_sure_and_what_may_be(question: WhatIf) -> None:
    verdict = only(question, draws=5)
    assert verdict.doubt is not None
    assert (verdict.doubt.kept, verdict.doubt.undetermined) == (0.0, 5)
    assert "kept in 0% to 100% of 5 draws" in sentences(verdict.doubt, "en", None, "kept")[0]
    assert "其中 0% 至 100% 能做到" in sentences(verdict.doubt, "zh", None, "kept")[0]
    assert "it is kept in 0% to 100% of" in page_of([verdict], "en").answer
    assert kept(replace(verdict.doubt, undetermined=0), "en") == "0%"


def test_a_figure_names_no_share_that_nobody_can_tell(question: WhatIf) -> None:
    verdict = only(question, draws=5)
    assert verdict.doubt is not None
    assert row_of(verdict, "en").kept is None
    told = replace(verdict, doubt=replace(verdict.doubt, undetermined=0))
    assert row_of(told, "en").kept == (verdict.doubt.kept, verdict.doubt.low, verdict.doubt.high)


def test_capacity_cannot_tell_either(question: WhatIf) -> None:
    (margin,) = capacity(question, replications=4, draws=0).margins
    assert (margin.kind, margin.met, margin.not_met, margin.binding) == ("untold", None, None, None)
    (english,) = borne(margin, "en")
    assert english.startswith("cannot be told at any load down to")
    assert borne(margin, "zh")[0].startswith("负荷降到 ×0.104 仍无法判断")
    assert "cannot be told" in str(margin)
