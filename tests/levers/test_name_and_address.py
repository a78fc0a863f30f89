"""Own choice of a name and promise of the address: a step and a paper fall away, a check may follow."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, target, task, wait
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.name_and_address import Parameters, apply
from sim.model.blocks import Documents, Repeat, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(2), "inspector": pool(1, kind="inspector")}


def file(**missing: float) -> Raw:
    return {
        "documents": "file",
        "mode": "return",
        "papers": {paper: {"missing": share} for paper, share in missing.items()},
        "prepare": "1 cd",
        "again": 0,
        "maximum": 3,
        "do": [task("intake", work="20 min")],
    }


def flow(documents: Raw) -> list[Raw]:
    return [
        task("name_approval", work="30 min"),
        wait("name_wait", "1 wd", party="government"),
        documents,
        task("review"),
        {"milestone": "licensed"},
        task("handing_out", work="10 min"),
    ]


STATED: dict[str, Any] = {"drop": ["name_approval", "name_wait"], "documents": "file", "papers": ["address"]}
CHECK: dict[str, Any] = {
    "pool": "inspector", "work": "60 min", "after": "2 cd", "within": "60 wd", "failed": 1, "rectify": "1 cd",
    "still_failing": 1,
}  # fmt: skip


def built(documents: Raw | None = None, **more: object) -> Scenario:
    raw = scenario(flow(documents or file(address=1, articles=0)), pools=POOLS, **more)  # type: ignore[arg-type]
    return Scenario.model_validate(raw)


def promised(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario) -> Played:
    return play(compile_program(scenario), "Mon 09:00")


def test_the_names_approval_and_the_proof_of_address_fall_away() -> None:
    before = built()
    after = promised(before)
    assert ids(after) == ["file", "intake", "review", "licensed", "handing_out"]
    block = find(after.services["main"].flow, "file")
    assert isinstance(block, Documents)
    assert list(block.papers) == ["articles"]
    assert before == built()


def test_a_timeline_by_hand() -> None:
    assert played(built()).rows() == [
        ("name_approval", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("name_wait", "Mon 09:30", "Mon 09:30", "Tue 09:30"),
        ("intake", "Tue 09:30", "Tue 09:30", "Tue 09:50"),
        ("file.prepare", "Tue 09:50", "Tue 09:50", "Wed 09:50"),
        ("intake", "Wed 09:50", "Wed 09:50", "Wed 10:10"),
        ("review", "Wed 10:10", "Wed 10:10", "Wed 11:10"),
        ("handing_out", "Wed 11:10", "Wed 11:10", "Wed 11:20"),
    ]
    assert played(promised(built())).rows() == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:20"),
        ("review", "Mon 09:20", "Mon 09:20", "Mon 10:20"),
        ("handing_out", "Mon 10:20", "Mon 10:20", "Mon 10:30"),
    ]


def test_a_file_with_no_other_paper_never_comes_back() -> None:
    after = promised(built(file(address=1)))
    assert isinstance(find(after.services["main"].flow, "file"), Repeat)
    assert [row[0] for row in played(after).rows()] == ["intake", "review", "handing_out"]
    corrected = {"documents": "file", "mode": "correct", "do": [task("intake")],
                 "papers": {"address": {"missing": 1, "supply": "1 cd"}}}  # fmt: skip
    assert "file" not in ids(promised(built(corrected)))


def test_the_address_is_checked_after_the_decision() -> None:
    after = promised(built(), check=CHECK, decided="licensed")
    done = played(after)
    assert done.ends() == ("completed", "Mon 10:30")
    assert done.row("file.promise.check") == ("Wed 10:20", "Wed 10:20", "Wed 11:20")
    assert done.later() == "revoked"
    assert ids(after).index("file.promise.afterwards") > ids(after).index("licensed")


def test_the_name_alone_and_the_address_alone() -> None:
    name = promised(built(), documents=None, papers=[])
    assert ids(name)[:2] == ["file", "intake"]
    assert played(name).ends()[1] == "Tue 10:50"
    address = promised(built(), drop=[])
    assert played(address).ends()[1] == "Tue 11:00"


ASKS: Raw = {
    "choice": "asks", "options": [{"when": "missing.address", "do": []}, {"otherwise": True, "do": []}]
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"drop": ["name_aproval"]}, "drop", 'no step is called "name_aproval"; did you mean "name_approval"?'),
        ({"documents": "files"}, "documents", 'no documents is called "files"; did you mean "file"?'),
        ({"papers": ["adress"]}, "papers",
         '"file" asks for no paper "adress"; allowed: address, articles; did you mean "address"?'),
        ({"check": CHECK, "decided": "decided"}, "decided", 'no milestone is called "decided"'),
        ({"check": CHECK | {"pool": "inspectors"}, "decided": "licensed"}, "check",
         'no pool is called "inspectors"; declared: desk, inspector; did you mean "inspector"?'),
    ],
)  # fmt: skip
def test_refusals(changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        promised(built(), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_a_paper_somebody_asks_about_does_not_fall_away() -> None:
    before = Scenario.model_validate(scenario([*flow(file(address=1)), ASKS], pools=POOLS))
    with pytest.raises(Refusal, match='choice "asks" asks for the paper "address", which falls away'):
        promised(before)


def test_a_stamp_of_the_approval_that_is_judged_does_not_fall_away() -> None:
    stamped = [{"milestone": "name_approved"}, *flow(file(address=1))]
    judged = {"promise": target("name_approved", "licensed", "5 wd")}
    before = Scenario.model_validate(scenario(stamped, pools=POOLS, targets=judged))
    with pytest.raises(
        Refusal, match='target "promise" needs the milestone "name_approved", which falls away'
    ):
        promised(before, drop=["name_approved"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"papers": []}, "state papers, those the promise replaces"),
        ({"documents": None}, "state documents, the file they are in"),
        ({"drop": [], "documents": None, "papers": []}, "state drop .steps of the name's approval.,"),
        ({"check": CHECK}, "check needs documents and papers, and decided"),
        ({"decided": "licensed"}, "decided needs check, what is done then"),
    ],
)
def test_parameters_that_do_not_fit_each_other(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        promised(built(), **changes)
