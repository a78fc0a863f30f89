"""Every kind of fault: its exact message and place, and all of a file at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import ModelError, read, read_text, warnings

FILES = Path(__file__).parent / "files"
UNITS = "s, min, h, wh, wd, cd"
SMALL = (FILES / "small.yaml").read_text(encoding="utf-8")


def faults_of(text: str) -> list[str]:
    with pytest.raises(ModelError) as raised:
        read_text(text, "s.yaml", sources=FILES / "sources.csv").build()
    return [str(fault) for fault in raised.value.faults]


def placed(text: str, mark: str, message: str) -> str:
    """The fault's line when it stands where `mark` first does."""
    start = text.index(mark)
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return f"s.yaml:{line}:{column + (len(mark) - len(mark.lstrip()))}  {message}"


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) >= 1, old
    return SMALL.replace(old, new, 1)


def test_a_pool_called_by_its_name_is_found_by_its_id() -> None:
    text = SMALL.replace("{task: review, pool: reviewer,", "{task: review, pool: 审批,", 1)
    message = 'there is no pool "审批"; allowed: window, reviewer; did you mean "reviewer"?'
    assert faults_of(text) == [placed(text, "审批,", message)]


def test_five_faults_of_one_file_come_at_once_in_order() -> None:
    text = (
        SMALL.replace("kind: window\n", "kind: window\n    colour: red\n", 1)
        .replace("last_start: 10 min", "last_start: 10 mins", 1)
        .replace("{task: review, pool: reviewer,", "{task: review, pool: reviever,", 1)
        .replace("work: 5 min}", "work: -5 min}", 1)
        .replace("required_share: 90%", "required_share: 1.2", 1)
    )
    keys = "name, kind, party, department, capacity, profile, staff, hours, weekend, at_close, last_start, "
    keys += "availability, room, room_of, speed, "
    assert faults_of(text) == [
        placed(
            text,
            "colour",
            f'"colour" is not a key here; allowed: {keys}rules, absence, skills, other_work, cost, due, source',
        ),
        placed(
            text, "10 mins", f'"10 mins": "mins" is not a unit of time; allowed: {UNITS}; did you mean "min"?'
        ),
        placed(
            text,
            "reviever",
            'there is no pool "reviever"; allowed: window, reviewer; did you mean "reviewer"?',
        ),
        placed(text, "-5 min", '"-5 min" is negative; a duration is 0 or longer'),
        placed(text, "1.2, source", "1.2 is not a share; allowed: 0 to 1, or 0% to 100%"),
    ]


CASES = {
    "missing key": (
        "    kind: reviewer\n",
        "",
        '  reviewer:\n',
        '"kind" is missing',
    ),
    "literal": (
        "kind: reviewer",
        "kind: reviwer",
        'reviwer',
        '"reviwer" is not allowed; allowed: window, reviewer, inspector, system; did you mean "reviewer"?',
    ),
    "no unit": (
        "work: 40 min",
        "work: 40",
        '40}',
        '40 is not a duration: the unit is missing; write a number and a unit, as in "20 min"; '
        "units: s, min, h, wh, wd, cd",
    ),
    "rate": (
        "rate: 30 /wd",
        "rate: 30 /week",
        '30 /week',
        '"30 /week": "week" is not a time a rate can have; allowed: h, wd, month, year',
    ),
    "infeasible quantile": (
        "{mean: 20 min, p90: 45 min, source",
        "{mean: 20 min, p90: 60 min, source",
        'work: {mean: 20 min',
        "p90 is 3 times the mean; no lognormal has that, at most 2.273 times; "
        "lower p90 or raise the mean",
    ),
    "cut the wrong way round": (
        "{mean: 20 min, p90: 45 min, source",
        "{mean: 20 min, p90: 45 min, at_least: 1 h, at_most: 30 min, source",
        'work: {mean: 20 min',
        "at_least 1 h must be below at_most 30 min",
    ),
    "a constant cut": (
        "work: 40 min",
        "work: {fixed: 40 min, at_most: 30 min}",
        'work: {fixed',
        "at_most cannot cut the constant 40 min; take it away",
    ),
    "triangle": (
        "mode: 800",
        "mode: 4000",
        'number:',
        "min 100, mode 4000, max 3000 are out of order; allowed: min ≤ mode ≤ max, min < max",
    ),
    "no keyword": (
        "- {task: stamp,",
        "- {tsk: stamp,",
        "{tsk",
        "no keyword among tsk, pool, work; a block has exactly one of: task, session, parallel, race, until, choice, "
        'repeat, wait, documents, background, require, item, stage, milestone, end, use; did you mean "task"?',
    ),
    "two keywords": (
        "      - milestone: done\n",
        "      - {milestone: done, end: done}\n",
        '{milestone: done, end',
        "two keywords, milestone, end, in one block; a block has exactly one of: task, session, parallel, race, "
        "until, choice, repeat, wait, documents, background, require, item, stage, milestone, end, use",
    ),
    "milestone": (
        "to: done",
        "to: don",
        'don\n',
        'there is no milestone "don"; allowed: arrived, finished, submitted, done, seal.made.started, '
        'seal.made.done, hand_over.made.started, hand_over.made.done; did you mean "done"?',
    ),
    "source": (
        "source: elsewhere",
        "source: elswhere",
        'elswhere',
        'there is no source "elswhere"; allowed: rule, count, elsewhere, guess; '
        'did you mean "elsewhere"?',
    ),
    "condition": (
        "kind == 'enterprise'",
        "kind == 'entreprise'",
        "kind == 'ent",
        '"kind" has no value "entreprise"; allowed: enterprise, individual; did you mean "enterprise"?',
    ),
    "fragment": (
        "- use: hand_over\n              as",
        "- use: handover\n              as",
        'handover',
        'there is no fragment "handover"; allowed: hand_over; did you mean "hand_over"?',
    ),
    "argument": (
        "with: {pool: window, time: 0.5 wd}",
        "with: {pool: window}",
        'use: hand_over\n',
        'use of fragment "hand_over" lacks time; state it under with',
    ),
    "duplicate key": (
        "jurisdiction: testland\n",
        "jurisdiction: testland\njurisdiction: other\n",
        'jurisdiction: other',
        'the key "jurisdiction" stands twice in one mapping; the first is at s.yaml:3:1',
    ),
    "same id": (
        "task: glance",
        "task: review",
        'review, any_of',
        'id "review" is used twice in service "startup"; it stands already at s.yaml:63:30',
    ),
    "statutory fraction": (
        "limit: 1 wd",
        "limit: 0.5 wd",
        'seal-item',
        'limit "0.5 wd": the statutory clock counts whole working days; use clock: working',
    ),
    "fraction of a natural day": (
        "limit: 1 wd",
        "limit: 2.5 cd",
        'seal-item',
        'limit "2.5 cd": the statutory clock counts whole natural days; use clock: elapsed',
    ),
    "hours on a statutory clock": (
        "limit: 1 wd",
        "limit: 3 h",
        'seal-item',
        'limit "3 h" does not fit clock statutory; allowed units: wd, cd',
    ),
    "option sums": (
        "{enterprise: 0.3, individual: 0.7}",
        "{enterprise: 0.3, individual: 0.6}",
        'kind: {values',
        "the shares of enterprise, individual sum to 0.9; allowed: exactly 1",
    ),
    "mode": (
        "        maximum: 4\n",
        "        maximum: 4\n        gate: decision\n",
        'documents: file',
        'documents "file": mode return has no gate; allowed: prepare, again, maximum, restart, settled, notice',
    ),
    "calendar days of work": (
        "work: 40 min",
        "work: 40 cd",
        '{task: review',
        'task "review": work "40 cd" is in calendar days; work is done in opening hours; '
        "allowed: s, min, h, wh, wd (use a wait for elapsed time)",
    ),
    "range": (
        "{value: 6, range: [5, 8]",
        "{value: 9, range: [5, 8]",
        'capacity: {',
        "the value 9 is outside its own range 5 to 8",
    ),
    "hours": (
        'hours: "09:00-12:00 13:30-17:30"',
        'hours: "09:00-12:00 11:30-17:30"',
        '"09:00-12:00 11:30',
        '"09:00-12:00 11:30-17:30": the hours must follow one another, each span ending after it starts',
    ),
    "tag": ("work: 40 min", "work: !!binary aa", '!!binary',
        'the tag "tag:yaml.org,2002:binary" is not allowed; '
            "write plain values"),
    "set path": (
        "pools.window.capacity: 8",
        "pools.windw.capacity: 8",
        '8}\n',
        'there is no "windw" in pools; allowed: window, reviewer; did you mean "window"?',
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_one_file_a_fault(kind: str) -> None:
    old, new, mark, message = CASES[kind]
    text = changed(old, new)
    assert placed(text, mark, message) in faults_of(text)


@pytest.mark.parametrize(
    "text", ["", "- 1\n", "a: [1\n", "a: &x [*x]\n", "\x07", "onewindow: 1\n", "? [a]\n: 1\n", "~"]
)
def test_what_is_no_scenario_is_a_fault_not_a_traceback(text: str) -> None:
    assert all(line.startswith("s.yaml:") for line in faults_of(text))


def test_an_unreadable_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        read(tmp_path / "none.yaml")


def test_an_unknown_variant_is_a_fault() -> None:
    with pytest.raises(
        ModelError, match='there is no variant "aftr"; allowed: before, after; did you mean "after"'
    ):
        read_text(SMALL, "s.yaml").build("aftr")


def test_fragments_in_a_circle_are_a_fault() -> None:
    text = changed("          - {task: stamp, pool: $pool, work: 4 min}\n",
                   "          - {use: hand_over, with: {pool: $pool, time: $time}}\n")  # fmt: skip
    assert any("fragments use each other in a circle" in line for line in faults_of(text))


def test_odd_but_allowed_is_a_warning() -> None:
    early = "      - {require: late}\n      - {background: late, do: [{end: x}]}\n"
    early += "      - milestone: done\n"
    text = changed("      - milestone: done\n", early)
    text = text.replace("fragments:\n", "fragments:\n  spare: {do: [{end: x}]}\n")
    said = [fault.message for fault in warnings(read_text(text, "s.yaml").build())]
    assert said == [
        'require "late" stands before its background starts, so it holds nobody',
        'fragment "spare" is used nowhere, so what it says is not checked',
    ]
    assert warnings(read_text(SMALL, "s.yaml").build()) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "onewindow: 1\ntitle：葛店\nstudy: {a: 1}\n",
            '2:6  the full-width "：" cannot stand here; write ": "',
        ),
        ("study: {value: 2，range: [1，2]}\n", '1:17  the full-width "，" cannot stand here; write ", "'),
        (
            "study: {hours: “09:00-12:00 13:00-17:00”}\n",
            "1:16  “ cannot quote a text; write a straight quotation mark",
        ),
        ("onewindow: 1\ntitle:\n\tzh: x\n", "3:1  a tab cannot stand here; write spaces"),
    ],
)
def test_full_width_marks_and_tabs_are_named(text: str, told: str) -> None:
    with pytest.raises(ModelError) as raised:
        read_text(text, "w.yaml")
    assert str(raised.value) == f"w.yaml:{told}"
