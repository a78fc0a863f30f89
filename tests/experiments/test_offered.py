"""The work offered to each pool, against figures reckoned by hand and against long simulations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.engines import ENGINES
from sim.experiments.load.offered import Load
from sim.experiments.load.steady import OfferedWork
from tests.experiments.offices import asked, office, pool, service, task

EXACT = 5e-4
"""Tables hold means to within this."""


def offered(path: Path, **options: object) -> dict[str, Load]:
    """By name; what only several have together under "a + b"."""
    return {" + ".join(one.names): one for one in OfferedWork(asked(path, **options)).loads}


def one(tmp_path: Path, *blocks: str, rate: float = 8, attributes: str = "") -> Load:
    """An office of one person, to whom one service comes."""
    path = office(
        tmp_path, pools=pool("desk"), services=service("main", rate, *blocks, attributes=attributes)
    )
    return offered(path)["desk"]


def test_rate_times_work_over_hours(tmp_path: Path) -> None:
    found = one(tmp_path, task("look", "desk"))
    assert found.load == pytest.approx(8 * 30 / 480, rel=EXACT)  # 8 a day × half an hour, of 8 hours
    assert found.needed == pytest.approx(0.5, rel=EXACT)
    assert (found.units, found.available) == (1, 80)
    assert not found.over
    assert not found.measured


@pytest.mark.parametrize(
    ("work", "minutes"),
    [
        ("{values: {10 min: 1, 20-40 min: 3}}", 25),
        ("{family: exponential, mean: 20 min, at_least: 10 min}", 30),
    ],
)
def test_listed_and_cut_times_by_their_own_means(tmp_path: Path, work: str, minutes: float) -> None:
    assert one(tmp_path, task("look", "desk", work)).load == pytest.approx(8 * minutes / 480, rel=EXACT)


def test_a_listed_attribute_is_reckoned_exactly(tmp_path: Path) -> None:
    attributes = "{size: {number: {values: {1: 1, 2: 2}}}}"
    choice = (
        "{choice: kind, options: [{when: size > 1, do: [" + task("look", "desk") + "]}, {otherwise: true}]}"
    )
    assert one(tmp_path, choice, attributes=attributes).load == pytest.approx(0.5 * 2 / 3, rel=1e-9)


def test_load_scales_it(tmp_path: Path) -> None:
    path = office(tmp_path, pools=pool("desk"), services=service("main", 8, task("look", "desk")))
    assert offered(path, load="2.2")["desk"].load == pytest.approx(1.1, rel=EXACT)
    assert offered(path, load="2.2")["desk"].short == pytest.approx(0.1, rel=0.01)
    assert offered(path, load="2.2")["desk"].over


def test_services_other_work_and_availability_share_a_pool(tmp_path: Path) -> None:
    path = office(
        tmp_path,
        pools=pool("desk", 2, "availability: 0.8, other_work: {share: 0.25, work: 20 min}"),
        services=service("main", 8, task("look", "desk")) + service("else", 6, task("see", "desk", "1 wh")),
    )
    wanted = 0.25 + (8 * 0.5 + 6 * 1) / 0.8 / 16
    assert offered(path)["desk"].load == pytest.approx(wanted, rel=EXACT)


def test_a_roster_by_hours(tmp_path: Path) -> None:
    roster = '  desk: {name: desk, kind: reviewer, profile: {"09:00": 2, "13:00": 1}}\n'
    path = office(tmp_path, pools=roster, services=service("main", 8, task("look", "desk")))
    found = offered(path)["desk"]
    assert found.available == pytest.approx(10 * (4 * 2 + 4 * 1))
    # Of two who are at work at one o'clock, one ends what is under way although nobody asks for it: 15 min on average.
    assert found.workable == pytest.approx(10 * (12 + 0.25))
    assert found.load == pytest.approx(8 * 0.5 / 12.25, rel=EXACT)


def test_rounds_of_a_repeat(tmp_path: Path) -> None:
    again = "{repeat: rounds, again: [0.3, 0.1], maximum: 4, do: [" + task("look", "desk") + "]}"
    assert one(tmp_path, again).load == pytest.approx(0.5 * (1 + 0.3 + 0.03 + 0.003), rel=EXACT)


def test_a_repeat_within_a_repeat(tmp_path: Path) -> None:
    inner = "{repeat: inner, again: [0.5], maximum: 2, do: [" + task("look", "desk") + "]}"
    outer = (
        "{repeat: outer, again: [0.2], maximum: 3, between: [" + task("back", "desk") + f"], do: [{inner}]}}"
    )
    wanted = (1 + 0.2 + 0.04) * 1.5 + (0.2 + 0.04)
    assert one(tmp_path, outer).load == pytest.approx(0.5 * wanted, rel=EXACT)


def test_shares_and_ends(tmp_path: Path) -> None:
    choice = (
        "{choice: kind, options: [{share: 0.4, do: [{end: refused}]}, {share: 0.1, do: ["
        + task("more", "desk") + "]}, {otherwise: true}]}"
    )  # fmt: skip
    assert one(tmp_path, choice, task("look", "desk")).load == pytest.approx(0.5 * (0.1 + 0.6), rel=EXACT)


def test_conditions_read_an_attribute_once_drawn(tmp_path: Path) -> None:
    """Both choices ask the same attribute: all of the big ones come to both tasks."""
    ways = [
        "{choice: " + step + ", options: [{when: size == 'big', do: ["
        + task(step + "_work", "desk") + "]}, {otherwise: true}]}"
        for step in ("first", "second")
    ]  # fmt: skip
    found = one(tmp_path, *ways, attributes="{size: {values: {big: 0.3, small: 0.7}}}")
    assert found.load == pytest.approx(0.5 * 0.6, rel=EXACT)


def test_conditions_on_a_number(tmp_path: Path) -> None:
    way = (
        "{choice: large, options: [{when: area > 400, do: ["
        + task("look", "desk")
        + "]}, {otherwise: true}]}"
    )
    found = one(tmp_path, way, attributes="{area: {number: {min: 0, mode: 0, max: 1000}}}")
    assert found.load == pytest.approx(0.5 * 0.6**2, rel=0.01)  # of a falling triangle


def test_incomplete_files_come_again(tmp_path: Path) -> None:
    file = (
        "{documents: file, mode: return, again: 0.1, maximum: 3, prepare: 1 wd, papers: {a: {missing: 0.1},"
        " b: {missing: 0.14}}, do: [" + task("look", "desk") + "]}"
    )  # fmt: skip
    incomplete = 1 - 0.9 * 0.86
    assert one(tmp_path, file).load == pytest.approx(0.5 * (1 + incomplete * 1.1), rel=EXACT)


def test_batches_count_their_cases(tmp_path: Path) -> None:
    single = one(tmp_path, task("look", "desk"), rate=4)
    text = (tmp_path / "office.yaml").read_text("utf-8").replace("rate: 4 /wd", "rate: 4 /wd, batch: 3")
    (tmp_path / "office.yaml").write_text(text, "utf-8")
    assert offered(tmp_path / "office.yaml")["desk"].load == pytest.approx(3 * single.load, rel=EXACT)


def test_a_reserve_takes_what_is_left_over(tmp_path: Path) -> None:
    path = office(
        tmp_path,
        pools=pool("first", 2) + pool("reserve", 1),
        services=service("main", 40, "{task: look, any_of: [first, reserve], work: 30 min}")  # 2.5 people
        + service("own", 4, task("see", "reserve")),  # 0.25 of one
    )
    found = offered(path)
    for name in ("first", "reserve"):
        assert found[name].load == pytest.approx(2.75 / 3, rel=EXACT)
        assert not found[name].over
    assert found["first"].shared_with == ("reserve",)


def test_a_full_reserve_is_no_help(tmp_path: Path) -> None:
    """What only the reserve can do fills it beyond what is shared: the shared work stays with the first."""
    path = office(
        tmp_path,
        pools=pool("first", 2) + pool("reserve", 1),
        services=service("main", 19.2, "{task: look, any_of: [first, reserve], work: 30 min}")  # 1.2 people
        + service("own", 17.6, task("see", "reserve")),  # 1.1 of one
    )
    found = offered(path)
    assert found["reserve"].load == pytest.approx(1.1, rel=EXACT)
    assert found["first"].load == pytest.approx(0.6, rel=EXACT)
    assert (found["reserve"].over, found["first"].over) == (True, False)


def test_a_joint_task_has_the_hours_in_which_all_are_open(tmp_path: Path) -> None:
    morning = '  second: {name: second, kind: reviewer, capacity: 1, hours: "09:00-12:00"}\n'
    path = office(
        tmp_path,
        pools=pool("first", 2) + morning,
        services=service("main", 4, "{task: meet, all_of: [first, second], work: 1 wh}"),
    )
    found = offered(path)
    assert found["first"].load == pytest.approx(4 / 16, rel=EXACT)
    assert found["second"].load == pytest.approx(4 / 3, rel=EXACT)
    assert found["first + second"].load == pytest.approx(4 / 3, rel=EXACT)
    assert found["first + second"].over


def test_a_session_has_its_places(tmp_path: Path) -> None:
    path = office(
        tmp_path,
        pools=pool("desk"),
        sessions="  panel: {name: panel, weekdays: [tue, thu], at: '14:00', places: 6}\n",
        services=service("main", 3, task("look", "desk"), "{session: heard, of: panel}"),
    )
    found = offered(path)["panel"]
    assert found.kind == "session"
    assert found.load == pytest.approx(30 / (4 * 6), rel=EXACT)  # 30 cases in two weeks, four meetings
    assert found.over


def test_a_kept_window_is_no_free_one(tmp_path: Path) -> None:
    """10 min at the window, and kept for 40 min of the desk, of which 30 go on beside 20; half of them need 12 more."""
    beside = (
        f"parallel: both, branches: {{a: [{task('longer', 'desk')}], b: [{task('short', 'desk', '20 min')}]}}"
    )
    some = f"choice: some, options: [{{share: 0.5, do: [{task('again', 'desk', '12 min')}]}}, {{otherwise: true}}]"
    hand = "{task: hand, at: sit, work: 2 min}"
    stay = f"stay: [{task('first', 'desk', '10 min')}, {{{beside}}}, {{{some}}}, {hand}]"
    found = offered(
        office(
            tmp_path,
            pools=pool("window", 2) + pool("desk", 20),
            services=service("main", 6, task("sit", "window", "8 min", stay)),
        )
    )
    assert found["window"].needed == pytest.approx(6 * (8 + 2 + 10 + 30 + 6) / 480, rel=EXACT)
    assert found["desk"].needed == pytest.approx(6 * (10 + 30 + 20 + 6) / 480, rel=EXACT)


def test_where_time_decides_visits_are_counted(tmp_path: Path) -> None:
    """Up to three rounds until the milestone is there: 1 + 0.4 + 0.16 of them."""
    block = (
        "{repeat: rounds, again_when: not stamped.passed, maximum: 3, do: ["
        + task("look", "desk")
        + ", {choice: result, options: [{share: 0.4}, {otherwise: true, do: [{milestone: passed}]}]}]}"
    )
    found = one(tmp_path, block, rate=12)
    assert found.measured
    assert found.load == pytest.approx(12 * 0.5 * 1.56 / 8, rel=0.05)


@pytest.mark.parametrize("rate", [20.0, 40.0])
def test_windows_finish_after_closing(tmp_path: Path, rate: float) -> None:
    """Memoryless work: each window that is busy at closing goes on for another mean of it."""
    window = pool("window", 1, "at_close: finish", kind="window")
    path = office(
        tmp_path,
        pools=window,
        services=service("main", rate, task("serve", "window", "{mean: 20 min, cv: 1}")),
    )
    path.write_text(
        path.read_text("utf-8").replace("{mean: 20 min, cv: 1}", "{mean: 20 min, family: exponential}")
    )
    whatif = asked(path)
    found = OfferedWork(whatif).loads[0]
    assert found.workable == pytest.approx(10 * (8 + 20 / 60), rel=1e-3)
    done = _hours_of_work(path, 40, "window")
    half = 3 * done.std(ddof=1) / len(done) ** 0.5
    wanted = found.workable if found.over else found.offered
    assert done.mean() == pytest.approx(wanted, abs=half + (0 if found.over else 1))


def test_long_simulations_do_what_is_offered(tmp_path: Path) -> None:
    """A stable office of every kind of block works as many hours as it is offered, in each pool."""
    blocks = (
        "{documents: file, mode: return, again: 0.1, maximum: 3, prepare: 2 wh, papers: {a: {missing: 0.2}}, do: ["
        + task("intake", "window", "{mean: 12 min, p90: 25 min}") + "]}",
        "{parallel: both, branches: {x: [" + task("x", "clerk", "{mean: 40 min, p90: 80 min}") + "], y: ["
        "{choice: big, options: [{when: size == 'big', do: ["
        + task("y", "expert", "1 wh") + "]}, {otherwise: true}]}]}}",
        "{repeat: visits, again: [0.4, 0.2], maximum: 3, do: [{task: see, all_of: [clerk, expert], work: 10 min}]}",
        "{task: end, any_of: [clerk, reserve], work: {mean: 30 min, p90: 60 min}}",
    )  # fmt: skip
    path = office(
        tmp_path,
        pools=pool("window", 1, kind="window") + pool("clerk", 3, "other_work: {share: 0.1, work: 15 min}")
        + pool("expert", 1, "availability: 0.9") + pool("reserve"),
        services=service("main", 10, *blocks, attributes="{size: {values: {big: 0.3, small: 0.7}}}"),
        lead_in="10 wd",
        window="60 wd",
    )  # fmt: skip
    found = offered(path)
    for name in ("window", "expert"):
        done = _hours_of_work(path, 12, name)
        assert done.mean() == pytest.approx(found[name].offered, abs=4 * done.std(ddof=1) / 12**0.5)
    # What two pools share is done by either, so only their sum is told.
    both = _hours_of_work(path, 12, "clerk") + _hours_of_work(path, 12, "reserve")
    wanted = found["clerk"].offered + found["reserve"].offered
    assert both.mean() == pytest.approx(wanted, abs=4 * both.std(ddof=1) / 12**0.5)
    assert both.std(ddof=1) / 12**0.5 < 0.02 * wanted


def _hours_of_work(path: Path, replications: int, name: str) -> np.ndarray:
    """Hours that a pool worked in the judged window, after closing too, by replication."""
    program = asked(path).program
    number = program.names.pools.index(name)
    made = [
        ENGINES["compiled"](program, seed=7, replication=r, events=False, stop_when_judged=True)
        for r in range(replications)
    ]
    return np.array([(one.busy[number] + one.overtime[number]) / 3.6e9 for one in made])
