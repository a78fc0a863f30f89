"""What only shows when a scenario is put together is a fault of the file, at its place, in whichever variant it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import load
from sim.model import ModelError

FILE = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 10 wd}
pools:
  desk: {name: Desk, kind: window, capacity: 2}
services:
  main:
    name: Main
    attributes: {kind: {values: {x: 0.3, y: 0.7}}, size: {number: {min: 100, max: 400}}}
    channels: {hall: {rate: 20 /wd}}
    flow:
      - {task: work, pool: desk, work: 20 min}
"""
ALL_MONTHS = ", ".join(f"{month}: 0" for month in range(1, 13))
NO_WEEKDAY = "weekdays: {mon: 0, tue: 0, wed: 0, thu: 0, fri: 0}"
CALENDAR, RATE, DESK = 'hours: "09:00-17:00"}', "rate: 20 /wd}", "capacity: 2}"
WORK = "      - {task: work, pool: desk, work: 20 min}\n"
MORE = "{task: more, pool: desk, work: 5 min}"

Told = list[tuple[str, str]]
"""(the file from the place on, message)."""


def told(folder: Path, *changes: tuple[str, str]) -> tuple[Told, Told]:
    """Faults and warnings of the file with changes."""
    text = FILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "office.yaml"
    path.write_text(text, "utf-8")
    faults, warnings = faults_of(str(path))
    return placed(path, [str(fault) for fault in faults]), placed(
        path, [w.removeprefix("warning: ") for w in warnings]
    )


def placed(path: Path, said: list[str]) -> Told:
    lines = path.read_text("utf-8").splitlines()
    found = []
    for one in said:
        place, message = one.split("  ", 1)
        line, column = place.removeprefix(f"{path}:").split(":")
        found.append((lines[int(line) - 1][int(column) - 1 :], message))
    return found


def season(first: str, last: str) -> tuple[str, str]:
    return CALENDAR, f'{CALENDAR[:-1]}, seasons: [{{from: {first}, to: {last}, hours: "09:00-12:00"}}]}}'


def channel(more: str) -> tuple[str, str]:
    return RATE, f"{RATE[:-1]}, {more}}}"


def flow(*lines: str) -> tuple[str, str]:
    return WORK, WORK + "".join(f"      - {line}\n" for line in lines)


def choice(*options: str) -> str:
    return f"{{choice: way, options: [{', '.join(options)}]}}"


REST = (WORK, "      - {wait: rest, for: 3 wd}\n" + WORK)
OLD = "{service: main, at: rest, arrived: 1999-01-01, since: 1999-02-02}"
A, B, REFUSED, OTHERS = "do: [{end: a}]", "do: [{end: b}]", "{end: refused}", "{otherwise: true}"

FAULTS = {
    "a season the wrong way round": (
        [season("2025-03-31", "2025-03-01")],
        "2025-03-01", "season 2025-03-31 to 2025-03-01: ends before it begins; write the earlier day first",
    ),
    "a season of two kinds of days": (
        [season("2025-03-01", '"03-05"')], '"03-05"', "season 2025-03-01 to 03-05: give both as MM-DD or both as",
    ),
    "30 February": ([season('"02-30"', '"03-05"')], '"02-30"', '"02-30" is not a day'),
    "31 June": ([season('"05-01"', '"06-31"')], '"06-31"', '"06-31" is not a day'),
    "30 February of a year": ([season("2025-01-01", "2025-02-30")], "2025-02-30", '"2025-02-30" is not a day'),
    "a week": ([season("2025-W10", "2025-04-01")], "2025-W10", '"2025-W10" is not a day'),
    "a night shift into the next day's hours": (
        [(DESK, 'capacity: 2, hours: "08:00-12:00 22:00-09:00"}')],
        '"08:00-12:00 22:00-09:00"',
        '"08:00-12:00 22:00-09:00": a shift over midnight must end before the hours of the next day begin',
    ),
    "a rule that says nothing": (
        [(DESK, "capacity: 2, rules: [{weekdays: fri}]}")], "{weekdays: fri}",
        "a rule says what holds on its dates; it needs one of hours, open, closed, units, more, fewer, absence",
    ),
    "a rule of two staffs": (
        [(DESK, "capacity: 2, rules: [{units: 3, fewer: 1}]}")], "1}]",
        "a rule states one of units, more, fewer; it has units, fewer",
    ),
    "a rule of half a season": (
        [(DESK, 'capacity: 2, rules: [{from: "07-01", fewer: 1}]}')], '"07-01"',
        "a day of every year needs to as well",
    ),
    "a rule that ends before it begins": (
        [(DESK, "capacity: 2, rules: [{from: 2025-08-31, to: 2025-07-01, fewer: 1}]}")], "2025-07-01",
        "rule 2025-08-31 to 2025-07-01: ends before it begins; write the earlier day first",
    ),
    "the sixth Monday": (
        [(DESK, "capacity: 2, rules: [{weekdays: mon, nth: 6, fewer: 1}]}")], "6,",
        "6 is not allowed; allowed: 1 to 5, or -1 for the last of the month",
    ),
    "the first of no weekday": (
        [(DESK, "capacity: 2, rules: [{nth: 1, fewer: 1}]}")], "1, fewer",
        "nth counts weekdays of a month; it needs weekdays",
    ),
    "part of a day that is closed anyway": (
        [(DESK, 'capacity: 2, rules: [{during: "14:00-16:00", closed: true}]}')], '"14:00-16:00"',
        "during is a part of the day for units, more, fewer",
    ),
    "everybody is always ill": (
        [(DESK, "capacity: 2, absence: {share: 100%}}")], "100%",
        "nobody would ever be there; allowed: 0 to below 1",
    ),
    "short illnesses that fill the year": (
        [(DESK, "capacity: 2, absence: {share: 80%, spell: 2 wd}}")], "2 wd",
        "absences of 2 wd cannot make 0.8 of all days; longer ones can",
    ),
    "an absence without its key": (
        [(DESK, "capacity: 2, absence: 5%}")], "5%", '"5%" is not an absence; write it as {share: 5%}',
    ),
    "a year without a calendar": (
        [("start: 2025", "start: 1999")], "1999-03-03", "year 1999: the calendar covers 2000 to 2099",
    ),
    "a study that leaves the calendar": (
        [("2025-03-03", "2099-12-20")], "2099-12-20", "year 2100: the calendar covers 2000 to 2099",
    ),
    "a surge that looks back too far": (
        [("2025-03-03", "2000-01-04"), channel("after_holiday: {closed_days: 9, factors: [2, 2]}")],
        "hall:", "year 1999: the calendar covers 2000 to 2099",
    ),
    "too many in one stretch": (
        [("20 /wd", "30000000 /wd")],
        "30000000 /wd", "30,000,000 cases would come in one stretch of open hours; allowed: fewer than 2,097,152",
    ),
    "too many in all": (
        [("20 /wd", "2000000 /wd"), ("window: 10 wd", "window: 800 wd")],
        "2000000 /wd", "1,624,000,000 cases would come in all; allowed: fewer than 1,073,741,824",
    ),
    "other work of no length": (
        [(DESK, "capacity: 2, other_work: {share: 0.3, work: 0 min}}")], "0 min", "other work of no length",
    ),
    "a backlog before any calendar": (
        [("follow_up: 10 wd}", f"follow_up: 10 wd, backlog: [{OLD}]}}"), REST],
        "1999-02-02", "since: year 1998: the calendar covers 2000 to 2099",
    ),
    "hours outside opening": (
        [channel('hours: {"00:00": 0, "17:00": 1, "22:00": 0}')],
        "hours:", "nobody can come on 2025-03-03 and 21 more dates: hours has the factor 0 all the time",
    ),
    "no hour at all": (
        [channel('hours: {"09:00": 0}')], "hours:", "nobody can come on 2025-03-03 and 21 more dates",
    ),
    "no weekday": (
        [channel(NO_WEEKDAY)], "weekdays:", "nobody can come: weekdays gives every working day of 2025 the factor 0",
    ),
    "no month": (
        [channel(f"months: {{{ALL_MONTHS}}}")],
        "months:", "nobody can come: months gives every working day of 2025 the factor 0",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_a_fault_at_its_place(name: str, tmp_path: Path) -> None:
    changes, mark, message = FAULTS[name]
    faults, _ = told(tmp_path, *changes)
    assert [(at[: len(mark)], said[: len(message)]) for at, said in faults] == [(mark, message)]


def test_hours_that_some_dates_lack_lose_those_dates(tmp_path: Path) -> None:
    # In the season the office closes at 12, before anybody may come.
    faults, _ = told(tmp_path, season("2025-03-03", "2025-03-05"), channel('hours: {"13:00": 1}'))
    assert [said[:49] for _, said in faults] == ["nobody can come on 2025-03-03 and 2 more dates: h"]


def test_a_rate_of_nobody_may_have_any_profile(tmp_path: Path) -> None:
    assert told(tmp_path, ("20 /wd}", '0 /wd, hours: {"09:00": 0}}')) == ([], [])


@pytest.mark.parametrize("wrong", ["one", "two"])
def test_every_variant_is_put_together(wrong: str, tmp_path: Path) -> None:
    rates = {name: 30000000 if name == wrong else 10 for name in ("one", "two")}
    lines = [
        f"  {name}: {{set: {{services.main.channels.hall.rate: {rate} /wd}}}}\n"
        for name, rate in rates.items()
    ]
    faults, _ = told(tmp_path, ("services:\n", f"variants:\n{''.join(lines)}services:\n"))
    assert [at for at, _ in faults] == ["30000000 /wd}}"]


def test_a_load_that_is_too_much_is_the_loads_fault(tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    path.write_text(FILE, "utf-8")
    with pytest.raises(ModelError) as raised:
        load(str(path), load="200000").program  # noqa: B018
    allowed = "4,000,000 cases would come in one stretch of open hours; allowed: fewer than 2,097,152"
    assert str(raised.value) == f"load 200000  {allowed}"


FILED = (
    "{documents: file, mode: return, notice: 2 wd, papers: {map: {missing: 20%}}, prepare: 1 cd, again: 0, maximum: 2, "
    f"do: [{MORE}]}}"
)
ACCEPTED_BEFORE = '"accepted" is stamped before the time for this notice is over, and the first stamp counts'
ODD = {
    "a pool nobody asks for": (
        ("pools:\n", "pools:\n  spare: {name: Spare, kind: window, capacity: 1}\n"),
        'no step, meeting or lever asks for the pool "spare"',
    ),
    "a step behind an end": (flow(REFUSED, MORE), '"more" is never reached: before it, "refused" ends the case'),
    "a step behind a choice of ends": (
        flow(choice(f"{{share: 0.5, {A}}}", f"{{otherwise: true, {B}}}"), MORE),
        '"more" is never reached: before it, "way" ends the case',
    ),
    "a mean that few cases make": (
        flow("{task: more, pool: desk, work: {mean: 40 min, p90: 20 min}}"),
        "p90 20 min is below the mean 40 min: the 10% above it then take at least 5.5 times the mean on average; ",
    ),
    "a share of 0": (
        flow(choice(f"{{share: 0, {A}}}", OTHERS)), "this option is never taken: its share is 0",
    ),
    "nothing left": (
        flow(choice("{share: 0.4}", "{share: 0.6}", f"{{otherwise: true, {A}}}")),
        "this option is never taken: the shares before it are 1 together",
    ),
    "a number out of reach": (
        flow(choice(f"{{when: size > 400, {A}}}", OTHERS)),
        'this option is never taken: "size > 400" holds for no case',
    ),
    "a contradiction": (
        flow(choice(f"{{when: kind == 'x' and kind == 'y', {A}}}", OTHERS)), "this option is never taken: ",
    ),
    "a channel nobody has": (
        flow(choice(f"{{when: not channel == 'hall', {A}}}", OTHERS)), "this option is never taken: ",
    ),
    "taken before": (
        flow(choice("{when: kind == 'x'}", "{when: kind == 'y'}", f"{{otherwise: true, {A}}}")),
        "this option is never taken: the options before it take every case",
    ),
    "accepted before the notice": (flow("{milestone: accepted}", FILED), ACCEPTED_BEFORE),
    "accepted on one way, by chance": (
        flow(choice("{share: 0.5, do: [{milestone: accepted}]}", "{otherwise: true}"), FILED), ACCEPTED_BEFORE,
    ),
    "accepted in the stage before": (
        flow("{stage: intake, do: [{milestone: accepted}]}", f"{{stage: review, do: [{FILED}]}}"), ACCEPTED_BEFORE,
    ),
    "accepted while it is looked at": (flow(FILED.replace("do: [", "do: [{milestone: accepted}, ")), ACCEPTED_BEFORE),
    "a closed Saturday": (channel("weekdays: {sat: 0.5}"), "the factors of sat change nothing"),
    "months outside the study": (
        channel(f"months: {{{ALL_MONTHS.replace('8: 0', '8: 1')}}}"),
        "nobody comes between 2025-03-03 and 2025-04-02",
    ),
    "nobody on duty": ((DESK, "capacity: 0}"), 'nobody is ever on duty in "desk"'),
    "a roster of zeros": ((DESK, 'profile: {"09:00": 0, "12:00": 0}}'), 'nobody is ever on duty in "desk"'),
    "a roster after closing": (
        (DESK, 'hours: "09:00-12:00", profile: {"09:00": 0, "13:00": 2}}'), 'nobody is ever on duty in "desk"',
    ),
    "a roster that begins late": ((DESK, 'profile: {"09:30": 2}}'), "nobody is on duty from 09:00"),
    "arrivals that begin late": (channel('hours: {"10:00": 1}'), "nobody comes from 09:00 to 10:00"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_is_allowed_and_yet_odd_is_a_warning(name: str, tmp_path: Path) -> None:
    change, message = ODD[name]
    faults, warnings = told(tmp_path, change)
    assert faults == []
    assert [said[: len(message)] for _, said in warnings] == [message]


FINE = {
    "a share that may be more": flow(
        choice(f"{{share: {{value: 0, range: [0, 0.2], favourable: low}}, {A}}}", OTHERS)
    ),
    "a number within reach": flow(choice(f"{{when: size >= 400, {A}}}", OTHERS)),
    "what is stamped by then": flow(choice(f"{{when: not stamped.done, {A}}}", OTHERS), "{milestone: done}"),
    "accepted behind the notice": flow(FILED, "{milestone: accepted}"),
    "accepted when it was looked at": flow(FILED.replace("]}", ", {milestone: accepted}]}")),
    "accepted without a notice": flow("{milestone: accepted}", FILED.replace("notice: 2 wd, ", "")),
    "accepted if it is of another kind": flow(
        choice("{when: kind == 'x', do: [{milestone: accepted}]}", "{otherwise: true}"),
        choice(f"{{when: kind == 'y', do: [{FILED}]}}", "{otherwise: true}").replace(
            "choice: way", "choice: file_of"
        ),
    ),
    "a mean above what most stay below": flow("{task: more, pool: desk, work: {mean: 40 min, p80: 36 min}}"),
    "an end on one way": flow(choice(f"{{share: 0.5, {A}}}", OTHERS), MORE),
    "a factor of 0 at weekends": channel("weekdays: {sat: 0, sun: 0}"),
    "a roster with a break": (DESK, 'profile: {"09:00": 2, "12:00": 0, "13:00": 2}}'),
}


@pytest.mark.parametrize("name", FINE)
def test_nothing_is_said_of_what_is_not_odd(name: str, tmp_path: Path) -> None:
    assert told(tmp_path, FINE[name]) == ([], [])


def test_a_pool_that_one_variant_staffs_is_not_odd(tmp_path: Path) -> None:
    more = "variants:\n  one: {}\n  two: {set: {pools.desk.capacity: 3}}\nservices:\n"
    assert told(tmp_path, ("services:\n", more), (DESK, "capacity: 0}")) == ([], [])


SATURDAY = (CALENDAR, 'hours: "09:00-17:00", rules: [{weekdays: sat, hours: "09:00-12:00"}]}')


def test_a_day_that_a_rule_opens_for_nobody_is_warned_of(tmp_path: Path) -> None:
    faults, warnings = told(tmp_path, SATURDAY)
    assert faults == []
    (said,) = [text for _, text in warnings if "which a rule opens" in text]
    assert said.startswith("nobody comes on 2025-03-08 and 3 more dates, which a rule opens")
    for comes in ("weekdays: {sat: 0.5}", "rules: [{weekdays: sat, factor: 0.5}]"):
        _, warnings = told(tmp_path, SATURDAY, (RATE, f"rate: 20 /wd, {comes}}}"))
        assert [text for _, text in warnings if "rule" in text or "change nothing" in text] == []


@pytest.mark.parametrize(
    ("rule", "idle"),
    [
        ("{weekdays: sat, units: 1}", True),
        ('{during: "18:00-20:00", more: 1}', True),
        ('{during: "16:00-20:00", more: 1}', False),
        ('{from: "07-01", to: "08-31", fewer: 1}', False),
        ("{weekdays: sat, absence: 10%}", True),
    ],
)
def test_a_rule_that_changes_nothing_is_warned_of(rule: str, idle: bool, tmp_path: Path) -> None:
    faults, warnings = told(tmp_path, (DESK, f"capacity: 2, rules: [{rule}]}}"))
    assert faults == []
    found = [at for at, said in warnings if said.startswith("this rule changes nothing")]
    assert [at.startswith(rule) for at in found] == ([True] if idle else [])
