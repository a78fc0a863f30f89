"""A verdict on a queue without a steady state says that it holds for its window only."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiments.load.steady import OfferedWork
from sim.experiments.searches.capacity import capacity
from sim.experiments.verdicts.check import check
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.words.margins import sentences
from sim.words.offered import no_load_lasts
from tests.experiments.offices import TARGET, asked, office, pool, service, task

WORK = "{mean: 30 min, p90: 60 min}"
MORE = 70.4
"""Cases a day that are 10% more than four people can do, half an hour each."""


def checked(path: Path, target: str = "kept", **options: object) -> TargetVerdict:
    found = check(asked(path, **options), [target], ends=False)
    return found[0]


def four(
    folder: Path, rate: float = MORE, *blocks: str, lead_in: str = "2 wd", window: str = "10 wd"
) -> Path:
    flow = blocks or (task("look", "desk", WORK),)
    return office(
        folder, pools=pool("desk", 4), services=service("main", rate, *flow), lead_in=lead_in, window=window
    )


def test_more_work_than_hours_is_met_but_growing(tmp_path: Path) -> None:
    found = checked(four(tmp_path))
    assert found.verdict == "met"
    assert found.growing
    assert "met, but growing" in str(found)
    told = found.to_dict()
    assert (told["verdict"], told["steady"]) == ("met", False)
    assert told["steadiness"]["overloaded"] == [["desk"]]
    (desk,) = told["steadiness"]["offered"]
    assert desk["offered_load"] == pytest.approx(1.1, abs=1e-3)
    assert desk["short"] == pytest.approx(0.4, abs=4e-3)
    # A tenth of what comes stays behind: later cases take so much longer.
    growth = told["steadiness"]["growth"]
    assert growth["grows"]
    assert growth["share_left_behind"] == pytest.approx(0.1, abs=0.03)


def test_the_same_office_with_fewer_cases_is_met(tmp_path: Path) -> None:
    found = checked(four(tmp_path, 0.8 * 64))
    assert (found.verdict, found.growing) == ("met", False)
    assert found.to_dict()["steady"] is True


@pytest.mark.verification
def test_no_more_is_kept_for_long_than_desks_can_do(tmp_path: Path) -> None:
    """Sixty-four cases a day are all that four people can do; more are confirmed for the window only."""
    found = capacity(asked(four(tmp_path, 51.2)), draws=0).margins[0]
    assert found.ceiling is not None
    assert found.cases(found.ceiling.load) == pytest.approx(64, rel=1e-3)
    assert found.ceiling.reached.names == ("desk",)
    assert found.met is not None
    assert found.met > found.ceiling.load
    assert found.growing
    told = found.to_dict()
    assert (told["met_steady"], told["steady_below"]["names"]) == (False, ["desk"])
    assert "but growing" in str(found)


def test_the_load_of_one_service_meets_what_others_leave(tmp_path: Path) -> None:
    both = service("main", 8, task("look", "desk")) + service("else", 4, task("see", "desk"))
    work = OfferedWork(asked(office(tmp_path, pools=pool("desk"), services=both)))
    alone, together = work.ceiling("kept", "main"), work.ceiling("kept")
    assert alone is not None
    assert together is not None
    assert alone.load == pytest.approx((16 - 4) / 8, rel=1e-3)  # sixteen half hours a day
    assert together.load == pytest.approx(16 / 12, rel=1e-3)


def ghostly(folder: Path) -> Path:
    """A tenth of the cases needs a pool of nobody."""
    ghost = "  ghost: {name: ghost, kind: reviewer, capacity: 0}\n"
    options = f"[{{share: 0.1, do: [{task('g', 'ghost')}]}}, {{otherwise: true, do: []}}]"
    flow = service("main", 30, task("do", "desk"), f"{{choice: c, options: {options}}}")
    return office(folder, pools=pool("desk", 4) + ghost, services=flow)


def test_where_nobody_is_on_duty_no_load_lasts(tmp_path: Path) -> None:
    question = asked(ghostly(tmp_path))
    for service_asked in (None, "main"):
        ceiling = OfferedWork(question).ceiling("kept", service_asked)
        assert ceiling is not None
        assert (ceiling.load, ceiling.nobody, ceiling.reached.names) == (0.0, True, ("ghost",))
    found = capacity(question, draws=0, replications=2).margins[0]
    assert "nobody is on duty in ghost: no load lasts" in sentences(found, "en")
    assert "ghost无人在岗：再少的来件也长期办不完" in sentences(found, "zh")
    below = found.to_dict()["steady_below"]
    assert (below["load"], below["nobody_on_duty"]) == (0.0, True)


def test_where_others_fill_the_desk_no_load_lasts(tmp_path: Path) -> None:
    both = service("main", 8, task("look", "desk")) + service("else", 18, task("see", "desk"))
    ceiling = OfferedWork(asked(office(tmp_path, pools=pool("desk"), services=both))).ceiling("kept", "main")
    assert ceiling is not None
    assert (ceiling.load, ceiling.nobody) == (0.0, False)
    assert no_load_lasts(ceiling, "en") == "other work uses up the hours of desk: no load lasts"


def test_a_queue_behind_the_target_is_told_but_is_not_its_own(tmp_path: Path) -> None:
    """Decided in time; that the certificates are printed too slowly shows in the pool, not in this verdict."""
    target = "  kept: {service: main, from: arrived, to: decided, limit: 5 wd, clock: working, required_share: 0.9}\n"
    path = office(
        tmp_path,
        pools=pool("desk", 4) + pool("printer"),
        services=service(
            "main", 40, task("look", "desk", WORK), "milestone: decided", task("print", "printer")
        ),
        targets=target
        + target.replace("kept", "printed").replace("decided", "finished").replace("5 wd", "30 wd"),
    )
    decided, printed = check(asked(path), ends=False)
    assert not decided.growing
    assert decided.steadiness is not None
    assert [one.names for one in decided.steadiness.loads if one.over] == [("printer",)]
    assert printed.growing


def test_what_a_better_class_overtakes_does_not_count(tmp_path: Path) -> None:
    path = office(
        tmp_path,
        pools=pool("desk", 4),
        services=service("main", 30, task("look", "desk", WORK, "class: 0"))
        + service("else", 45, task("see", "desk", WORK, "class: 1")),
        targets="".join(
            TARGET.replace("kept", name).replace("main", of)
            for name, of in (("first", "main"), ("second", "else"))
        ),
    )
    first, second = check(asked(path), ends=False)
    assert (first.growing, second.growing) == (False, True)


def test_who_gives_up_waiting_leaves_no_growing_queue(tmp_path: Path) -> None:
    impatient = task("look", "desk", WORK, "patience: 1 h, gives_up: left")
    found = checked(four(tmp_path, MORE, impatient))
    assert found.steadiness is not None
    (desk,) = found.steadiness.loads
    assert desk.load == pytest.approx(1.1, rel=1e-3)
    assert (desk.over, found.growing) == (False, False)


def test_patience_with_an_idle_window_hides_no_queue_behind_it(tmp_path: Path) -> None:
    """Nobody gives up at a window that is 1% busy, so four desks behind it are overloaded as they are without it."""
    quick = task("come", "window", "1 min", "patience: 4 h, gives_up: left")
    path = office(
        tmp_path,
        pools=pool("window", 20) + pool("desk", 4),
        services=service("main", MORE, quick, task("look", "desk", WORK)),
        lead_in="2 wd",
        window="10 wd",
    )
    work = OfferedWork(asked(path))
    assert [one.names for one in work.over("kept")] == [("desk",)]
    ceiling = work.ceiling("kept")
    assert ceiling is not None
    assert (ceiling.reached.names, ceiling.load) == (("desk",), pytest.approx(1 / 1.1, rel=1e-3))


def test_a_full_window_that_people_leave_keeps_the_queue_behind_it_short(tmp_path: Path) -> None:
    slow = task("come", "window", WORK, "patience: 1 h, gives_up: left")
    path = office(
        tmp_path,
        pools=pool("window", 3) + pool("desk", 4),
        services=service("main", MORE, slow, task("look", "desk", WORK)),
        lead_in="2 wd",
        window="10 wd",
    )
    assert OfferedWork(asked(path)).over("kept") == []


def test_a_holiday_makes_no_queue_grow(tmp_path: Path) -> None:
    """Twenty natural days off the counter hold fewer office hours over the Golden Week than after it."""
    away = "{wait: w, for: 20 cd, party: applicant}"
    path = office(
        tmp_path,
        pools=pool("desk", 4),
        services=service("main", 10, task("look", "desk"), away),
        window="60 wd",
        targets=TARGET.replace("30 wd", "60 wd"),
    )
    path.write_text(path.read_text("utf-8").replace("2025-03-03", "2025-09-18"), "utf-8")
    found = checked(path)
    assert found.steadiness is not None
    growth = found.steadiness.growth
    assert growth is not None
    assert growth.longer.low > 0.02 * growth.between  # by office hours alone it would be said to grow
    assert not found.growing


def test_a_season_that_no_mean_shows_is_seen_in_the_times(tmp_path: Path) -> None:
    """Forty days, of which the last ones bring a third more than can be done; over all of them it is 90%."""
    path = four(tmp_path, 57, lead_in="5 wd", window="40 wd")
    text = path.read_text("utf-8").replace("57 /wd", "57 /wd, months: {3: 0.7, 4: 1.45}")
    path.write_text(text, "utf-8")
    found = checked(path)
    assert found.steadiness is not None
    assert found.growing
    assert found.steadiness.growth is not None
    assert found.steadiness.growth.grows


def test_capacity_sees_a_queue_that_grows_before_the_hours_are_used_up(tmp_path: Path) -> None:
    """The same season: over all days 57 of 64 hours are asked for, and the last days' queue grows all the same."""
    path = four(tmp_path, 57, lead_in="5 wd", window="40 wd")
    path.write_text(path.read_text("utf-8").replace("57 /wd", "57 /wd, months: {3: 0.7, 4: 1.45}"), "utf-8")
    (found,) = capacity(asked(path), targets=["kept"], replications=8, draws=0).margins
    assert found.met is not None
    assert found.ceiling is not None
    assert found.lasts is not None
    assert found.lasts < 1 < found.ceiling.load
    assert found.growing
    assert found.growth is not None
    assert found.growth.grows
    told = found.to_dict()
    assert (told["met_steady"], told["steady_up_to"]) == (False, found.lasts)
    assert sentences(found, "en")[1].startswith(f"above ×{found.lasts:g} ")
    assert "office hours more than those at its beginning" in sentences(found, "en")[1]
    assert "个办公小时" in sentences(found, "zh")[1]


@pytest.mark.parametrize("target", ["gedian/startup", "urumqi/small_low_risk", "chengdu/construction"])
def test_the_library_is_steady_as_stated(target: str) -> None:
    """Every pool can do what it is offered, and later cases take no longer than earlier ones."""
    for found in check(target, ends=False):
        assert not found.growing, found.target
        assert found.steadiness is not None
        assert max(one.load for one in found.steadiness.loads) < 0.9
