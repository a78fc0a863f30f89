"""Numbers of which nobody says which end is favourable are drawn, but moved to no end; and that is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import asked, office, pool, service, task

from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.searches.flip import NO_GOOD_END
from sim.experiments.searches.robustness import robustness
from sim.experiments.unknowns.vectors import vectors_of
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
    papers = f"papers: {{map: {{missing: 20%}}}}, prepare: 1 cd, again: {again}, maximum: 2"
    intake = task(f"{name}_intake", "desk", "10 min")
    return f"{{stage: {name}, do: [{{documents: {name}_file, mode: return, {papers}, do: [{intake}]}}]}}"


def handed_in_together(folder: Path, land: str, build: str) -> WhatIf:
    """Papers of two stages that a lever joins: they follow one rule, so that the share incomplete again is one."""
    flow = service("main", 5, file_of("land", land), file_of("build", build))
    path = office(folder, pools=pool("desk", 4), services=flow, targets=TARGET)
    merged = (
        "{stages: [land, build], into: permits, drop: [build_intake], documents: [land_file, build_file]}"
    )
    path.write_text(f"{path.read_text('utf-8')}levers: [{{merged_stages: {merged}}}]\n", "utf-8")
    return asked(path)


AGAIN = [f"services.main.flow.{name}_file.again" for name in ("land", "build")]


def test_one_figure_with_two_ranges_moves_within_both(tmp_path: Path) -> None:
    question = handed_in_together(
        tmp_path, "{value: 10%, range: [5%, 20%]}", "{value: 10%, range: [8%, 30%]}"
    )
    (verdict,) = check(question, draws=10)
    ends = verdict.dependence
    assert ends is not None
    assert (ends.favourable.verdict, ends.unfavourable.verdict, ends.fixed) == ("met", "met", 0)
    (drawn,) = [one for one in vectors_of(question, Crew(1)).unknowns if one.path == AGAIN[0]]
    assert [*drawn.paths] == AGAIN
    assert (drawn.low, drawn.stated, drawn.high) == (0.08, 0.1, 0.2)
    (found,) = robustness(question, draws=0, replications=2, budget=1).targets
    assert not {one.number.path for one in found.unexamined} & {*AGAIN}


def test_numbers_that_the_rules_tie_down_are_counted(tmp_path: Path) -> None:
    """Papers that are handed in together follow one rule; a figure known for certain lets the other one not move."""
    question = handed_in_together(tmp_path, "{value: 10%, source: rule}", "{value: 10%, range: [5%, 30%]}")
    (tmp_path / "sources.csv").write_text(
        "key,kind,document,clause,year,place,note\nrule,documented,Rule,,2025,,\n", "utf-8"
    )
    question = asked(tmp_path / "office.yaml")
    (verdict,) = check(question, draws=5)
    ends, doubt = verdict.dependence, verdict.doubt
    assert ends is not None
    assert doubt is not None
    assert (ends.favourable.verdict, ends.unfavourable.verdict, ends.fixed) == ("met", "met", 1)
    known = f"all assumptions that can move to an end ({ends.moved} of {ends.moved + 1})"
    assert known in str(beside(verdict, "en", None))
    assert f"凡能移到一端的假设（{ends.moved + 1} 项中的 {ends.moved} 项" in str(beside(verdict, "zh", None))
    assert (doubt.fixed, doubt.draws, doubt.to_dict()["cannot_move"]) == (1, 5, 1)
    told = sentences(doubt, "en", None, "easy")[0]
    assert told.endswith("; 1 more stays as stated, because the rules do not let it move alone")
    assert sentences(doubt, "zh", None, "easy")[0].endswith("；按规则不能单独变动的 1 个数字照设定")


def shared_out(folder: Path, *ways: str, required: float = 0.4) -> WhatIf:
    slow = "{otherwise: true, do: [{wait: z, for: 9 cd, party: applicant}]}"
    flow = service(
        "main", 5, f"{{choice: c, options: [{', '.join(ways)}, {slow}]}}", task("do", "desk", "10 min")
    )
    limit = TARGET.replace("0.9", str(required))
    return asked(office(folder, pools=pool("desk", 4), services=flow, targets=limit))


def way(share: float, good: str, days: int) -> str:
    """An option without a source: by default its odds are a third less to half as much again."""
    do = f"{{wait: w{days}, for: {days} cd, party: applicant}}"
    return f"{{share: {{value: {share}, favourable: {good}}}, do: [{do}]}}"


def test_ends_that_forbid_each_other_are_told_so(tmp_path: Path) -> None:
    """Two shares of 42%, each up to 52% alone: together they would be more than all."""
    question = shared_out(tmp_path, way(0.42, "low", 8), way(0.42, "low", 7), required=0.05)
    assert faults_of(str(tmp_path / "office.yaml"))[0] == ()
    (verdict,) = check(question, draws=5, budget=1)
    told = verdict.to_dict()
    assert verdict.on_time_share is not None
    assert told["at_unfavourable"] == {"verdict": "undecided", "on_time_share": None, "forbidden": True}
    assert "forbidden" not in told["at_favourable"]
    assert verdict.dependence is not None
    assert verdict.dependence.hangs is None
    assert "unfavourable: cannot be told, the ends forbid each other" in str(beside(verdict, "en", None))
    assert "取不利值：无法判断，各数值不能同取此端" in str(beside(verdict, "zh", None))


def test_robustness_moves_alone_what_cannot_move_together(tmp_path: Path) -> None:
    """Two shares that do little would be tried together; each may go to its end, both may not."""
    question = shared_out(tmp_path, way(0.42, "low", 1), way(0.42, "low", 2), way(0.03, "high", 3))
    (found,) = robustness(question, draws=0, budget=60).targets
    assert found.value is not None
    assert {flip.number.path for flip in found.flips} | {one.number.path for one in found.steady} >= {
        f"services.main.flow.c.options.{index}.share" for index in (0, 1)
    }


def test_robustness_tells_what_may_not_stand_at_its_end(tmp_path: Path) -> None:
    """The last share may be lower, and not higher: with 40% and 42% before it, 16% would be 26% at its good end."""
    question = shared_out(
        tmp_path, way(0.38, "low", 8), way(0.4, "low", 7), way(0.16, "high", 1), required=0.9
    )
    (found,) = robustness(question, draws=0, budget=60).targets
    left = {one.number.path: one.why for one in found.unexamined}
    assert "allowed: at most 1" in left["services.main.flow.c.options.2.share"]
