"""What-if settings: what they change, and what they say when they cannot."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model import ModelError, Scenario, parse_setting, read, read_text
from sim.model.blocks import Task, find
from sim.model.provenance import numbers
from sim.model.quantities import Duration, Rate
from sim.model.settings import Rounded, applied
from sim.model.tree import Node, plain

SOURCE = read(Path(__file__).parent / "files" / "small.yaml")


FILE_WITH_RULES = """\
onewindow: 1
title: A hall
jurisdiction: testland
calendar: {{region: CN, wd: 8 wh, hours: "09:00-17:00"}}
study: {{start: 2025-03-03, lead_in: 0 wd, window: 10 wd, follow_up: 10 wd}}
pools:
  window:
    name: Window
    kind: window
    {size}
    rules: [{{from: "07-01", to: "08-31", fewer: 3}}, {{weekdays: mon, units: {{value: 16, range: [12, 20]}}}}]
sessions: {{panel: {{name: Panel, at: "10:00", places: 6}}}}
services:
  main:
    name: Main
    channels: {{hall: {{rate: 20 /wd, weekdays: {{mon: 1}}}}}}
    flow: [{{task: work, pool: window, work: 20 min}}, {{session: meet, of: panel}}]
"""


def built(*settings: str, variant: str | None = None) -> Scenario:
    return SOURCE.edited([parse_setting(setting) for setting in settings]).build(variant)


def task(scenario: Scenario, name: str) -> Task:
    block = find(scenario.services["startup"].flow, name)
    assert isinstance(block, Task)
    return block


def capacity(scenario: Scenario) -> int:
    stated = scenario.pools["window"].capacity
    assert stated is not None
    return stated.value


def test_operations_keep_the_unit() -> None:
    assert capacity(built("pools.window.capacity-=2")) == 4
    assert capacity(built("pools.window.capacity=3", "pools.window.capacity+=2")) == 5
    assert task(built("services.startup.flow.review.work*=1.2"), "review").work.fixed == Duration(48, "min")
    assert task(built("services.startup.flow.review.work+=0.5 min"), "review").work.fixed == Duration(
        40.5, "min"
    )
    assert built("services.startup.channels.hall.rate*=1.5").services["startup"].channels[
        "hall"
    ].rate.value == Rate(16.5, "wd")
    assert built("pools.reviewer.availability=70%").pools["reviewer"].availability.value == 0.7


def test_units_are_made_whole_and_what_was_taken_is_told() -> None:
    root = read_text(FILE_WITH_RULES.format(size="capacity: 14"), "hall.yaml").root
    cases = {
        "pools.window.capacity*=0.9": (12.6, 13),
        "pools.window.capacity*=0.75": (10.5, 11),
        "pools.window.capacity*=0.5": None,
        "pools.window.rules.0.fewer*=0.5": (1.5, 2),
        "pools.window.rules.1.units.value*=0.9": (14.4, 14),
        "sessions.panel.places*=0.9": (5.4, 5),
    }
    for text, expected in cases.items():
        told: list[Rounded] = []
        _, faults = applied(root, None, [parse_setting(text)], told)
        assert faults == ()
        assert [(one.exact, one.taken) for one in told] == (
            [] if expected is None else [pytest.approx(expected)]
        )
    roster = read_text(FILE_WITH_RULES.format(size='profile: {"09:00": 5, "13:00": 8}'), "hall.yaml")
    made = roster.edited([parse_setting("pools.window.profile.09:00*=0.7")]).build()
    assert dict(made.pools["window"].profile or {}) == {9 * 3_600_000_000: 4, 13 * 3_600_000_000: 8}


def test_what_is_not_units_stays_a_fraction() -> None:
    made = read_text(FILE_WITH_RULES.format(size="capacity: 14"), "hall.yaml").edited(
        [parse_setting("services.main.channels.hall.weekdays.mon*=1.2")]
    )
    assert made.build().services["main"].channels["hall"].weekdays == {"mon": 1.2}


def test_a_distribution_is_scaled_by_its_factor_or_changed_inside() -> None:
    assert task(built("services.startup.flow.intake.work*=1.2"), "intake").work.factor == 1.2
    assert task(built("services.startup.flow.intake.work.p90=40 min"), "intake").work.quantiles == {
        "p90": Duration(40, "min")
    }
    assert task(built("services.startup.flow.intake.work={mean: 9 min, cv: 1}"), "intake").work.cv == 1


def test_blocks_are_reached_wherever_they_are_nested_also_from_fragments() -> None:
    assert task(built("services.startup.flow.seal.stamp.work=9 min"), "seal.stamp").work.fixed == Duration(
        9, "min"
    )
    assert task(built("services.startup.flow.glance.class=3"), "glance").queue_class == 3


def test_settings_win_over_the_variants_own() -> None:
    assert capacity(built(variant="after")) == 8
    assert capacity(built("pools.window.capacity=3", variant="after")) == 3


def test_a_number_set_by_the_user_has_no_source_and_no_range() -> None:
    found = {number.path: number for number in numbers(built("pools.window.capacity=3"))}
    assert found["pools.window.capacity"].kind == "set"
    assert found["pools.window.capacity"].source is None
    assert found["pools.window.capacity"].range is None


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            "pools.windw.capacity=3",
            'there is no "windw" in pools; allowed: window, reviewer; did you mean "window"?',
        ),
        ("pools.third=3", 'there is no "third" in pools; allowed: window, reviewer'),
        ("poolz=3", None),
        ("pools.window.capacity=-1", "-1 is too small; allowed: whole numbers from 0 to 1,000,000"),
        ("pools.window.capacity+=2 wd", '"pools.window.capacity" is 6; += needs a plain number, got "2 wd"'),
        (
            "services.startup.flow.review.work+=2 h",
            '"services.startup.flow.review.work" is "40 min"; += needs the unit "min", got "2 h"',
        ),
        ("pools.window.kind*=2", None),
        ("pools.window.capacity=[", None),
        ("services.startup.flow.reviw.work=1 min", None),
        ("pools.window.capacity.value.x=1", None),
        ("pools.window.hours*=2", '"pools.window.hours" has no value to change; write "=" to give it one'),
    ],
)
def test_a_bad_setting_is_a_fault_at_its_own_text(setting: str, message: str | None) -> None:
    with pytest.raises(ModelError) as raised:
        built(setting)
    (fault,) = raised.value.faults
    assert (fault.parameter, fault.file) == ("set", setting)
    assert fault.line == 0
    assert message is None or str(fault) == f"set {setting}  {message}"


@pytest.mark.parametrize("text", ["", "pools", "=3", "pools.window.capacity=", "a b=3"])
def test_what_is_no_setting_is_a_fault(text: str) -> None:
    with pytest.raises(ModelError):
        parse_setting(text)


@given(st.from_regex(r"[a-z][a-z_.-]{0,20}[a-z]", fullmatch=True), st.sampled_from(["=", "+=", "-=", "*="]),
       st.sampled_from(["3", "2 wd", "{mean: 3 min, cv: 1}", "0.5", "-2", "a=b"]))  # fmt: skip
def test_a_setting_reads_back_from_its_own_text(path: str, operation: str, value: str) -> None:
    setting = parse_setting(f"{path}{operation}{value}")
    assert (setting.path, setting.operation, setting.value) == (path, operation, value)
    assert parse_setting(setting.text) == setting


@given(st.integers(1, 200), st.integers(1, 100))
def test_adding_and_taking_away_returns_the_same_value(start: int, more: int) -> None:
    path = "pools.window.capacity"
    assert capacity(built(f"{path}={start}", f"{path}+={more}", f"{path}-={more}")) == start


def test_a_scenario_pickles_and_knows_its_places() -> None:
    scenario = built(variant="after")
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario
    assert (again.variant, again.file) == ("after", SOURCE.file)
    use = again.lever_uses[0]
    assert (use.name, use.path) == ("one_window", ("variants", "after", "levers", 0, "one_window"))
    fault = again.fault_at((*use.path, "extra", "range"), "too wide")
    assert str(fault).endswith("small.yaml:97:44  too wide")


TWO_TASKS = FILE_WITH_RULES.format(size="capacity: 4").replace(
    "{session: meet, of: panel}", "{task: next, pool: window, work: 5 min}"
)
TURNED = "[{task: next, pool: window, work: 5 min}, {task: work, pool: window, work: 20 min}]"


@pytest.mark.parametrize(
    "texts",
    [
        # A mapping gives way to a number, and then a path below it leads nowhere.
        (
            "services.main.channels.hall.rate=9 /wd",
            "services.main.channels=3",
            "services.main.channels.hall.rate=1 /wd",
        ),
        # A list gives way to another, in which the id stands elsewhere.
        (
            "services.main.flow.work.work=1 min",
            f"services.main.flow={TURNED}",
            "services.main.flow.work.work*=2",
        ),
        ("pools.window.rules.0.fewer=2", "pools.window.rules=[]", "pools.window.rules.0.fewer=2"),
        ("study.window=3 wd", "study.window=9 wd", "pools.window.capacity*=2", "pools.window.capacity-=1"),
    ],
)
def test_many_settings_do_what_each_does_upon_what_the_others_left(texts: tuple[str, ...]) -> None:
    settings = [parse_setting(text) for text in texts]
    stated = read_text(TWO_TASKS, "hall.yaml").root
    for _ in range(2):  # the second time the ways to the paths are known
        root, faults = applied(stated, None, settings)
        one, said = stated, []
        for setting in settings:
            alone = Node(one.value, one.place, one.keys)  # a tree that knows no ways
            one, why = applied(alone, None, [setting])
            said += why
        assert plain(root) == plain(one)
        assert list(faults) == said
