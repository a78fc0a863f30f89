"""Numbers of which nobody says which end is favourable are drawn, but moved to no end; and that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import asked, office, pool, service, task

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.searches.flip import NO_GOOD_END
from sim.experiments.searches.robustness import robustness
from sim.experiments.unknowns.draws import doubts
from sim.experiments.verdicts.check import check
from sim.pages.verdict_details import beside
from sim.words.doubt import sentences

TARGET = (
    "  easy: {service: main, from: arrived, to: finished, limit: 2 wd, clock: working, required_share: 0.9}\n"
)
SLOW = "{wait: w, for: 9 cd, party: applicant}"
WAYS = f"{{choice: c, options: [{{share: 0.08, do: [{SLOW}]}}, {{otherwise: true, do: []}}]}}"
SHARE = "services.main.flow.c.options.0.share"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    flow = service("main", 5, task("do", "desk", "10 min"), WAYS)
    return office(tmp_path, pools=pool("desk", 4), services=flow, targets=TARGET)


@pytest.fixture
def question(file: Path) -> WhatIf:
    return asked(file)


def test_robustness_lists_them_as_not_examined(question: WhatIf) -> None:
    (found,) = robustness(question, draws=0).targets
    left = {one.number.path: one for one in found.unexamined}
    assert left[SHARE].why == NO_GOOD_END
    told = next(one for one in found.to_dict()["not_examined"] if one["number"] == SHARE)
    assert (told["favourable"], told["range"]) == (None, ["5.479%", "11.54%"])


def test_the_two_ends_say_how_many_they_move(question: WhatIf) -> None:
    (verdict,) = check(question, draws=0, budget=1)
    moved, all_of_them = len(question.assumptions), len(question.assumptions) + 1
    known = (
        f"all assumptions whose good end is known ({moved} of {all_of_them}), the required share among them"
    )
    assert known in str(beside(verdict, "en", None))
    chinese = f"凡知道哪一端有利的假设（{all_of_them} 项中的 {moved} 项，含要求的比例）取有利值"
    assert chinese in str(beside(verdict, "zh", None))


def file_of(name: str, again: str) -> str:
    """A stage with a file that comes back at most twice."""
    papers = (
        f"papers: {{map: {{missing: 20%}}}}, prepare: 1 cd, again: {{value: 10%, range: {again}}}, maximum: 2"
    )
    intake = task(f"{name}_intake", "desk", "10 min")
    return f"{{stage: {name}, do: [{{documents: {name}_file, mode: return, {papers}, do: [{intake}]}}]}}"


def test_numbers_that_the_rules_tie_down_are_counted(tmp_path: Path) -> None:
    """Papers that are handed in together follow one rule; two ranges of one figure let neither end move."""
    flow = service("main", 5, file_of("land", "[5%, 20%]"), file_of("build", "[5%, 30%]"))
    path = office(tmp_path, pools=pool("desk", 4), services=flow, targets=TARGET)
    merged = (
        "{stages: [land, build], into: permits, drop: [build_intake], documents: [land_file, build_file]}"
    )
    path.write_text(f"{path.read_text('utf-8')}levers: [{{merged_stages: {merged}}}]\n", "utf-8")
    question = asked(path)
    base = Evidence(question.program, question.seed, Crew(1), question.engine_name)
    base.grow(2)
    doubt = doubts(question, base, ["easy"], 5, Crew(1))["easy"]
    assert (doubt.fixed, doubt.draws, doubt.to_dict()["cannot_move"]) == (2, 5, 2)
    told = sentences(doubt, "en", None, "easy")[0]
    assert told.endswith("; 2 more stay as stated, because the rules do not let them move alone")
    assert sentences(doubt, "zh", None, "easy")[0].endswith("；按规则不能单独变动的 2 个数字照设定")
