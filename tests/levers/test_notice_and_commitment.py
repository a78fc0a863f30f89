"""Notice and commitment: the decision at the counter, the check afterwards, and matters a promise cannot settle."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, pool, scenario, target, task

from sim.engine.compile import compile_program
from sim.levers.notice_and_commitment import Parameters, apply
from sim.model.blocks import Background, Choice, find
from sim.model.scenario import Scenario

from .bypass import CHECK, YES_NO, by_kind, not_valid, refused, steps_of, timeline
from .counters import ids

LICENCE: Raw = {
    "item": "licence",
    "promised": "5 wd",
    "do": [task("review", work="4 h"), task("sign", work="20 min"), {"milestone": "decided"}],
}
TARGETS = {"promise": target("submitted", "decided", "4 h", "elapsed", parties=["government"])}


def built(licence: Raw = LICENCE, *after: Raw) -> Scenario:
    raw = scenario(
        [{"milestone": "submitted"}, task("intake", work="10 min"), licence, *(after or [task("hand_out")])],
        pools={"desk": pool(3), "inspector": pool(3)},
        targets=TARGETS,
        attributes=YES_NO,
    )
    return Scenario.model_validate(raw)


def promised(
    before: Scenario, check: Raw | None = None, *, without_time: bool = False, **changes: Any
) -> Scenario:
    stated = {
        "id": "trust",
        "steps": ["review", "sign"],
        "share": 1,
        "signing": {"pool": "desk", "work": "5 min"},
        "check": {k: v for k, v in (CHECK | (check or {})).items() if k != "within" or not without_time},
    }
    return apply(before, Parameters.model_validate(stated | changes))


def test_a_check_that_states_no_time_has_that_of_the_law() -> None:
    somewhere = built()
    said = refused(lambda: promised(somewhere, without_time=True))
    assert said[0] == "check"
    assert 'check.within is not stated, and no rule set of "testland" on 2025-03-03 states it' in said[1]
    assert "rule sets that know one: zhejiang" in said[1]
    zhejiang = somewhere.model_copy(update={"jurisdiction": "zhejiang"})
    by_law = promised(zhejiang, without_time=True)
    stated = promised(zhejiang, check={"within": "60 wd"})
    assert compile_program(by_law).digest == compile_program(stated).digest
    waits = [find(made.services["main"].flow, "trust.check_time") for made in (by_law, stated)]
    assert [str(getattr(wait, "length", None)) for wait in waits] == ["60 wd", "60 wd"]
    names = [wait.name.zh for wait in waits if wait is not None and wait.name is not None]
    assert "第十四条" in names[0]
    assert "第十四条" not in names[1]


def test_the_review_is_one_way_and_the_promise_the_other() -> None:
    before = built()
    after = promised(before)
    choice = find(after.services["main"].flow, "trust.review")
    assert isinstance(choice, Choice)
    assert [[block.id for block in option.do] for option in choice.options] == [
        ["trust.signing", "trust.promised", "trust.deadline", "trust.afterwards"],
        ["review", "sign"],
    ]
    assert before == built()
    check = find(after.services["main"].flow, "trust.afterwards")
    assert isinstance(check, Background)
    assert check.after == "continue"


def test_a_timeline_by_hand() -> None:
    """Decided 15 minutes after coming, not after 4.5 hours; looked at two days later, when the case is long over."""
    before, after = timeline(built()), timeline(promised(built()))
    assert (before.stamp("decided"), before.ends()) == ("Mon 13:30", ("completed", "Mon 14:30"))
    assert after.rows() == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("trust.signing", "Mon 09:10", "Mon 09:10", "Mon 09:15"),
        ("hand_out", "Mon 09:15", "Mon 09:15", "Mon 10:15"),
        ("trust.check_planned", "Mon 09:15", "Mon 09:15", "Wed 09:15"),
        ("trust.check", "Wed 09:15", "Wed 09:15", "Wed 10:15"),
        ("trust.check_time", "Mon 09:15", "Mon 09:15", "Thu 09:15"),
    ]
    assert (after.stamp("decided"), after.ends(), after.later()) == (
        "Mon 09:15",
        ("completed", "Mon 10:15"),
        "-",
    )
    assert (after.stamp("trust.checked"), after.stamp("trust.check_due")) == ("Wed 10:15", "Thu 09:15")


def test_who_fails_puts_it_right_and_is_looked_at_again() -> None:
    played = timeline(promised(built(), {"failed": 1}))
    assert steps_of(played)[-4:] == ["trust.check", "trust.check_time", "trust.rectify", "trust.recheck"]
    assert played.row("trust.recheck") == ("Thu 10:15", "Thu 10:15", "Thu 11:15")
    assert (played.ends(), played.later()) == (("completed", "Mon 10:15"), "-")


def test_who_fails_again_is_revoked_later() -> None:
    played = timeline(promised(built(), {"failed": 1, "still_failing": 1}))
    assert (played.ends(), played.later()) == (("completed", "Mon 10:15"), "revoked")


def test_a_case_still_under_way_ends_when_it_is_revoked() -> None:
    building: Raw = {"wait": "building", "for": "20 cd"}
    played = timeline(promised(built(LICENCE, building), {"failed": 1, "still_failing": 1}))
    assert played.ends() == ("revoked", "Thu 11:15")


def test_waiting_for_the_check_is_on_nobodys_clock() -> None:
    building: Raw = {"wait": "building", "for": "20 cd"}
    raw = built(LICENCE, building, {"milestone": "built"})
    whole = target("submitted", "built", "9 h", "elapsed", parties=["government"])
    targets = {"whole": raw.targets["promise"].model_validate(whole)}
    played = timeline(promised(raw.model_copy(update={"targets": targets})))
    assert played.clock("whole") == 10 + 5 + 60  # intake, signing and the check itself


def test_a_late_check_is_seen() -> None:
    played = timeline(promised(built(), {"after": "5 cd"}))
    assert (played.stamp("trust.check_due"), played.stamp("trust.checked")) == ("Thu 09:15", "Mon2 10:00")


def test_only_a_share_of_those_it_is_offered_to_promises() -> None:
    after = promised(built(), share=0.5, when="kind == 'simple'", check={"share": 0.5})
    played = timeline(after, *["Mon 09:00"] * 60)
    ways = [
        ("review" in steps_of(played, case), "trust.check" in steps_of(played, case)) for case in range(60)
    ]
    reviewed = [review for review, _ in ways]
    assert 30 < sum(reviewed) < 57
    assert 0 < sum(check for _, check in ways) < 60 - sum(reviewed)
    assert (True, True) not in ways
    others = timeline(by_kind(after, "other"), *["Mon 09:00"] * 5)
    assert all("review" in steps_of(others, case) for case in range(5))


def test_who_does_not_promise_takes_the_same_way_at_the_same_instants() -> None:
    before, after = built(), promised(built(), when="kind == 'simple'")
    played = [timeline(by_kind(each, "other"), "Mon 09:00", "Mon 10:00") for each in (before, after)]
    assert played[0].rows() == played[1].rows()


@pytest.mark.parametrize(
    ("licence", "changes", "message"),
    [
        ({**LICENCE, "safety": True}, {}, '"review" belongs to item "licence", which is'),
        ({**LICENCE, "safety": True}, {"steps": ["licence"]}, '"licence" is'),
        (LICENCE, {"safety": ["licence"]}, '"review" belongs to item "licence", which is'),
        (LICENCE, {"safety": ["sign"]}, '"sign" is'),
        (LICENCE, {"steps": ["licence"], "safety": ["sign"]}, '"licence" holds task "sign", which is'),
    ],
)
def test_matters_of_safety_are_refused(licence: Raw, changes: Raw, message: str) -> None:
    said = f"{message} a matter of safety or health: a promise cannot stand for its review"
    assert refused(lambda: promised(built(licence), **changes)) == ("steps", said)


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"steps": ["reviw"]}, "steps", 'no step is called "reviw"; did you mean "review"?'),
        ({"steps": ["decided"]}, "steps", '"decided" is of the kind milestone'),
        ({"steps": ["review", "review"]}, "steps", "review, review: a step stands there twice"),
        ({"steps": ["licence", "sign"]}, "steps",
         '"sign" stands inside another of the steps; name the outer one only'),
        ({"safety": ["lisence"]}, "safety", 'no step is called "lisence"; did you mean "licence"?'),
        ({"signing": {"pool": "desc", "work": "5 min"}}, "signing",
         'no pool is called "desc"; declared: desk, inspector; did you mean "desk"?'),
        ({"check": CHECK | {"pool": "inspectr"}}, "check",
         'no pool is called "inspectr"; declared: desk, inspector; did you mean "inspector"?'),
        ({"when": "kind == 'simpel'"}, "when",
         '"kind" has no value "simpel"; allowed: simple, other; did you mean "simple"?'),
        ({"when": "size > 3"}, "when", 'there is no attribute "size"; allowed: kind, channel'),
        ({"id": "kind"}, "id", 'cases have an attribute "kind" already; take another name'),
    ],
)  # fmt: skip
def test_refusals(changes: Raw, parameter: str, message: str) -> None:
    at, said = refused(lambda: promised(built(), **changes))
    assert at == parameter
    assert said.startswith(message)


def test_an_item_a_target_judges_stays() -> None:
    before = built()
    judged = before.targets["promise"].model_validate(
        {"service": "main", "item": "licence", "limit": "5 wd", "required_share": 0.9}
    )
    before = before.model_copy(update={"targets": {"licence": judged}})
    parameter, message = refused(lambda: promised(before, steps=["licence"]))
    assert (parameter, message[:41]) == ("steps", '"licence" is judged or asked for elsewher')
    assert timeline(promised(before)).stamp("licence.done") == "Mon 09:15"


def test_a_whole_item_may_fall_away() -> None:
    after = promised(built(), steps=["licence"])
    assert ids(after)[2:4] == ["trust.licence", "trust.signing"]
    assert timeline(after).stamp("decided") == "Mon 09:15"
    assert timeline(after).stamp("licence.done") == "-"


def test_a_promise_is_made_once() -> None:
    loop: Raw = {"repeat": "again", "again": 0.5, "maximum": 3, "do": [LICENCE]}
    message = '"review" stands in repeat "again"; what stands in its place is done once a case'
    assert refused(lambda: promised(built(loop))) == ("steps", message)


def test_parameters_that_do_not_fit() -> None:
    stated = {"id": "trust", "steps": ["review"], "check": CHECK}
    assert not_valid(Parameters, stated) == '"share" is missing'
    mixed = {**stated, "share": 0.5, "check": CHECK | {"after": {"min": "1 wd", "max": "9 cd"}}}
    assert "mixes working time" in not_valid(Parameters, mixed)
    nobody = {**stated, "share": 0}
    assert not_valid(Parameters, nobody) == "share 0 means no case; allowed: above 0 to 1"
