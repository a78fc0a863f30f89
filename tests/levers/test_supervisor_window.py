"""The supervisor's window: files that would be sent back are heard once, and a share of them goes on."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, task, window

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.supervisor_window import Parameters, apply
from sim.model.blocks import Documents, find
from sim.model.scenario import Scenario

POOLS = {"desk": pool(1), "window": window(), "supervisor": pool(1)}


def file(missing: float = 1, again: float = 0, **more: object) -> Raw:
    return {
        "documents": "file",
        "mode": "return",
        "papers": {"plan": {"missing": missing, "supply": "2 cd"}, "title": {"missing": 0, "supply": "2 cd"}},
        "do": [task("intake", "window", "10 min")],
        "prepare": "1 cd",
        "again": again,
        "maximum": 3,
        **more,
    }


def built(documents: Raw | None = None, around: Any = None) -> Scenario:
    flow = [documents or file(), {"milestone": "accepted"}, task("review")]
    return Scenario.model_validate(scenario(around or flow, pools=dict(POOLS)))


def heard(before: Scenario, share: float = 1, **stated: Any) -> Scenario:
    given = {"documents": "file", "supervisor": {"pool": "supervisor", "work": "20 min"}, "share": share}
    return apply(before, Parameters.model_validate(given | stated))


def played(scenario: Scenario, *coming: str) -> Played:
    return play(compile_program(scenario), *(coming or ("Mon 09:00",)))


def test_the_block_hears_before_it_sends_back() -> None:
    before = built()
    block = find(heard(before, 0.6).services["main"].flow, "file")
    assert isinstance(block, Documents)
    assert block.settled == "file.supervisor.settled"
    assert [inner.id for inner in block.do] == ["intake", "file.supervisor?"]
    assert before == built()


def test_settled_it_goes_on_and_not_settled_it_is_sent_back_once_heard() -> None:
    assert played(built()).rows()[:3] == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("file.prepare", "Mon 09:10", "Mon 09:10", "Tue 09:10"),
        ("intake", "Tue 09:10", "Tue 09:10", "Tue 09:20"),
    ]
    assert played(heard(built())).rows() == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("file.supervisor", "Mon 09:10", "Mon 09:10", "Mon 09:30"),
        ("review", "Mon 09:30", "Mon 09:30", "Mon 10:30"),
    ]
    assert played(heard(built(), 1e-9)).rows() == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("file.supervisor", "Mon 09:10", "Mon 09:10", "Mon 09:30"),
        ("file.prepare", "Mon 09:30", "Mon 09:30", "Tue 09:30"),
        ("intake", "Tue 09:30", "Tue 09:30", "Tue 09:40"),
        ("review", "Tue 09:40", "Tue 09:40", "Tue 10:40"),
    ]


def test_complete_files_see_nobody() -> None:
    complete = built(file(missing=0))
    assert played(heard(complete)).rows() == played(complete).rows()


def test_about_the_share_of_them_goes_on() -> None:
    coming = ["Mon 09:00"] * 200
    rows = [name for name, *_ in played(heard(built(), 0.3), *coming).rows()]
    assert rows.count("file.supervisor") == 200
    assert 112 <= rows.count("file.prepare") <= 168  # 200 × 0.7 ± 4.3 standard deviations


def test_papers_that_may_follow_are_no_matter_for_the_supervisor() -> None:
    papers = {"plan": {"missing": 1, "supply": "2 cd", "deferrable": True}, "title": {"missing": 0}}
    tolerant = {
        "mode": "tolerate",
        "core": "return",
        "deadline": "5 cd",
        "late": "refuse",
        "gate": "after_delivery",
    }
    before = built(file(papers=papers, **tolerant))
    assert played(heard(before)).rows() == played(before).rows()


CORRECT = {
    "documents": "file",
    "mode": "correct",
    "papers": {"plan": {"missing": 1, "supply": "2 cd"}},
    "do": [task("intake")],
}
LOOP = [{"repeat": "loop", "do": [file()], "again": 0.5, "maximum": 2}]


@pytest.mark.parametrize(
    ("before", "stated", "parameter", "message"),
    [
        (built(), {"documents": "fil"}, "documents", 'no documents is called "fil"; did you mean "file"?'),
        (built(CORRECT), {}, "documents",
         '"file" sends no file back (mode correct); allowed: mode return, or core return'),
        (built(around=LOOP), {}, "documents", '"file" stands in repeat "loop"; a case is heard once'),
        (heard(built()), {}, "documents",
         '"file" is settled by the milestone "file.supervisor.settled" already'),
        (built(), {"supervisor": {"pool": "supervisr", "work": "1 h"}}, "supervisor",
         'no pool is called "supervisr"; declared: desk, window, supervisor; did you mean "supervisor"?'),
    ],
)  # fmt: skip
def test_refusals(before: Scenario, stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        heard(before, **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)
