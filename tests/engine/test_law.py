"""Rule sets: which pauses stop a target's clock, and whose commission it counts, by place and date (SEMANTICS 6)."""

from __future__ import annotations

from datetime import date

import pytest

from engine.office import Raw, play, scenario, target, wait
from sim.model.law import PAUSE_KINDS, REASONS, RULES, kind_of, rules_for

PAUSED = [
    wait("work", "2 h", party="government"),
    wait("p", "3 h", pause="公示"),
    wait("q", "5 h", pause="听证"),
]


def clock(rules: str | None, flow: list[Raw] | None = None, jurisdiction: str = "testland") -> int:
    targets = {
        "kept": target("arrived", "finished", "20 h", "elapsed", **({"rules": rules} if rules else {}))
    }
    raw = {**scenario(flow or PAUSED, targets=targets), "jurisdiction": jurisdiction}
    return play(raw, "Mon 09:00").clock("kept") // 60


@pytest.mark.parametrize(
    ("rules", "hours"),
    [(None, 2), ("licensing", 5), ("binzhou", 2), ("registration", 10), ("drawing_review", 10), ("auto", 5)],
)
def test_pauses_stop_the_clock_where_the_law_says_so(rules: str | None, hours: int) -> None:
    assert clock(rules) == hours


def test_auto_is_the_law_of_the_place() -> None:
    assert clock("auto", jurisdiction="binzhou") == 2


def test_two_clocks_of_one_case_may_follow_different_laws() -> None:
    targets = {
        "law": target("arrived", "finished", "20 h", "elapsed", rules="licensing"),
        "local": target("arrived", "finished", "20 h", "elapsed", rules="binzhou"),
    }
    played = play(scenario(PAUSED, targets=targets), "Mon 09:00")
    assert (played.clock("law"), played.clock("local")) == (5 * 60, 2 * 60)


def test_in_zhejiang_what_the_owner_commissioned_does_not_count() -> None:
    flow = [
        wait("a", "2 h", party="intermediary", commissioned_by="government"),
        wait("b", "3 h", party="intermediary", commissioned_by="applicant"),
    ]
    assert clock("zhejiang", flow) == 2
    assert clock("licensing", flow) == 5


def test_overlapping_pauses_of_two_kinds() -> None:
    fork = {"parallel": "both", "branches": {
        "work": [wait("work", "9 h", party="government")],
        "hearing": [wait("h0", "1 h"), wait("h", "4 h", pause="hearing")],
        "notice": [wait("n0", "3 h"), wait("n", "4 h", pause="公示")],
    }}  # fmt: skip
    # Nine hours; the hearing takes 10 to 14, the notice 12 to 16.
    assert [clock(rules, [fork]) for rules in ("licensing", None)] == [5, 3]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("补正 supplement", "correction"), ("特别程序：专家评审", "expert_review"), ("public notice", "publicity"),
        ("整改", "rectification"), ("特别程序", "special"), ("Hearing", "hearing"), ("环评技术评估", "appraisal"),
    ],
)  # fmt: skip
def test_the_kind_of_a_pause_is_read_from_its_reason(reason: str, kind: str) -> None:
    assert kind_of(reason) == kind


def test_rule_sets_by_place_and_date() -> None:
    assert rules_for("gedian", date(2025, 4, 7)) == "licensing"
    assert rules_for("binzhou", date(2025, 4, 7)) == "binzhou"
    assert rules_for("binzhou", date(2018, 1, 1)) == "licensing"
    assert rules_for("gedian", date(2003, 1, 1)) is None


def test_every_rule_set_names_its_source_and_known_pauses() -> None:
    for rules in RULES.values():
        assert rules.source
        assert set(rules.pauses) <= set(PAUSE_KINDS)
    assert set(REASONS) == set(PAUSE_KINDS)


def test_an_unknown_rule_set() -> None:
    with pytest.raises(ValueError, match='did you mean "licensing"'):
        clock("licencing")
