"""Service across halls: a channel of another hall, files under way, mail back, or the other hall's counters."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, pool, scenario, service, task, window
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.cross_region import Parameters, apply
from sim.model.blocks import find
from sim.model.scenario import Scenario
from sim.model.steps import Twin

from .counters import ids

POOLS = {"desk": pool(1), "window": window(), "elsewhere": window()}
CHANNELS: Raw = {
    "hall": {"rate": {"value": "8 /wd", "range": ["4 /wd", "16 /wd"]}, "weekdays": {"mon": 2}},
    "online": {"rate": "2 /wd"},
}
COLLECTION = {
    "choice": "handing_over",
    "options": [
        {"when": "channel != 'online'", "do": [task("collection", "window", "10 min")]},
        {"otherwise": True, "do": []},
    ],
}
FLOW: list[Raw] = [
    task("intake", "window", {"mean": "20 min", "cv": 0.5}),
    task("review", work="30 min"),
    {"milestone": "decided"},
    COLLECTION,
    {"milestone": "delivered"},
]
FIXED = [task("intake", "window", "20 min"), *FLOW[1:]]


def built(flow: list[Raw] | None = None) -> Scenario:
    others = {"other": service([task("lookup", "window")], channels={"phone": {"rate": "1 /wd"}})}
    return Scenario.model_validate(
        scenario(flow or FIXED, pools=dict(POOLS), channels=CHANNELS, others=others)
    )


TRAVEL: dict[str, Any] = {"transfer": "1 wd", "mail": {"time": "3 cd", "after": "decided"}}


def across(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate({"id": "wuhan", "of": "hall", "share": 0.25, **stated}))


def test_a_channel_of_its_own_takes_a_share_of_the_cases() -> None:
    before = built()
    after = across(before, **TRAVEL)
    channels = after.services["main"].channels
    assert list(channels) == ["hall", "online", "wuhan"]
    assert [str(channels[name].rate.value) for name in channels] == ["6 /wd", "2 /wd", "2 /wd"]
    ends = channels["wuhan"].rate.range
    assert ends is not None
    assert [str(end) for end in ends] == ["1 /wd", "4 /wd"]
    assert channels["wuhan"].weekdays == channels["hall"].weekdays
    assert str(channels["wuhan"].transfer) == "1 wd"
    assert after.services["other"] == before.services["other"]
    assert before == built()


def test_the_file_travels_here_and_the_certificate_back() -> None:
    mail = {"time": "3 cd", "after": "decided", "instead_of": ["collection"]}
    after = across(built(), transfer="1 wd", mail=mail)
    played = play(compile_program(after), ("Mon 09:00", "main.hall"), ("Mon 11:00", "main.wuhan"))
    here, there = (played.rows(case) for case in range(2))
    assert here == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:20"),
        ("review", "Mon 09:20", "Mon 09:20", "Mon 09:50"),
        ("collection", "Mon 09:50", "Mon 09:50", "Mon 10:00"),
    ]
    assert there == [
        ("transfer.wuhan", "Mon 11:00", "Mon 11:00", "Tue 11:00"),
        ("intake", "Tue 11:00", "Tue 11:00", "Tue 11:20"),
        ("review", "Tue 11:20", "Tue 11:20", "Tue 11:50"),
        ("wuhan.mail", "Tue 11:50", "Tue 11:50", "Fri 11:50"),
    ]
    assert (played.stamp("decided", 1), played.stamp("delivered", 1)) == ("Tue 11:50", "Fri 11:50")


def test_without_being_replaced_a_collection_stays() -> None:
    played = play(compile_program(across(built(), **TRAVEL)), ("Mon 11:00", "main.wuhan"))
    assert [row[0] for row in played.rows()][-2:] == ["wuhan.mail", "collection"]


def test_in_a_shared_system_the_counters_of_the_other_hall_do_it_with_the_same_luck() -> None:
    after = across(built(FLOW), counters={"window": "elsewhere"})
    assert ids(after)[:3] == ["intake.wuhan?", "intake.wuhan", "intake"]
    there = find(after.services["main"].flow, "intake.wuhan")
    assert isinstance(there, Twin)
    assert (there.pool, there.drawn_as) == ("elsewhere", "intake")
    played = play(compile_program(after), ("Mon 09:00", "main.hall"), ("Mon 09:00", "main.wuhan"))
    assert [played.rows(case)[0][2] for case in range(2)] == ["Mon 09:00", "Mon 09:00"]
    assert [played.rows(case)[-1][0] for case in range(2)] == ["collection", "collection.wuhan"]


@pytest.mark.parametrize(
    ("stated", "parameter", "message"),
    [
        ({**TRAVEL, "of": "hal"}, "of",
         'no channel is called "hal"; declared: hall, online, phone; did you mean "hall"?'),
        ({**TRAVEL, "id": "online"}, "id", 'a channel is called "online" already'),
        ({"transfer": "1 wd", "mail": {"time": "3 cd", "after": "decidd"}}, "mail",
         'no milestone is called "decidd"; did you mean "decided"?'),
        ({"transfer": "1 wd", "mail": {"time": "3 cd", "after": "decided", "instead_of": ["collecton"]}}, "mail",
         'no step is called "collecton"; did you mean "collection"?'),
        ({"counters": {"window": "elswhere"}}, "counters",
         'no pool is called "elswhere"; declared: desk, window, elsewhere; did you mean "elsewhere"?'),
        ({"counters": {"elsewhere": "window"}}, "counters",
         'no task of these services works at "elsewhere" alone: nothing is done elsewhere'),
    ],
)  # fmt: skip
def test_refusals(stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        across(built(), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({}, "state transfer"),
        ({"transfer": "1 wd", "counters": {"window": "elsewhere"}}, "state transfer"),
        ({"transfer": "1 wd", "share": 1}, "leaves nobody"),
        ({"transfer": "1 wd", "share": 0}, "means no case"),
    ],
)
def test_faulty_parameters(stated: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        across(built(), **stated)
