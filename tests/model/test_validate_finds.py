"""Whatever cannot run is found by `validate`, at its place in the file; and messages that say what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import load
from sim.experiments.verdicts.check import check
from sim.model import ModelError
from sim.model.provenance import numbers, strict_faults

OFFICE = """\
onewindow: 1
title: Office
jurisdiction: testland
default_variant: before
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 10 wd}
pools:
  desk: {name: Desk, kind: window, capacity: 2}
services:
  s:
    name: S
    attributes: {kind: {values: {a: 0.3, b: 0.7}}}
    channels: {hall: {rate: 20 /wd}}
    flow:
      - {milestone: in}
      - {stage: one, do: [{task: t, pool: desk, work: 20 min}]}
      - {stage: two, do: [{task: u, pool: desk, work: 20 min}]}
      - {milestone: out}
targets:
  x: {service: s, from: in, to: out, limit: 1 h, clock: elapsed, required_share: 95%}
variants:
  before: {}
  after: {levers: [{merged_stages: {stages: [one, two], into: both}}]}
"""


def told(tmp_path: Path, text: str, **more: bool) -> list[str]:
    """Faults of a file as `line:column  message`."""
    file = tmp_path / "office.yaml"
    file.write_text(text, "utf-8")
    faults, _ = faults_of(str(file), **more)
    return [str(fault).removeprefix(f"{file}:") for fault in faults]


def place(text: str, mark: str) -> str:
    start = text.index(mark)
    return f"{text.count(chr(10), 0, start) + 1}:{start - text.rfind(chr(10), 0, start)}"


def test_the_office_is_fine(tmp_path: Path) -> None:
    assert told(tmp_path, OFFICE) == []


def test_a_target_the_wrong_way_round(tmp_path: Path) -> None:
    text = OFFICE.replace("from: in, to: out,", "from: out, to: in,")
    said = '"in" always comes before "out", so this clock cannot run; did you mean from "in" to "out"?'
    assert told(tmp_path, text) == [f"{place(text, 'in, limit')}  {said}"]


def test_a_target_that_only_one_variant_turns_round(tmp_path: Path) -> None:
    text = OFFICE.replace("from: in, to: out,", "from: two.done, to: out,")
    assert told(tmp_path, text)  # `two` falls away in `after`
    text = OFFICE.replace("from: in, to: out,", "from: out, to: both.done,")
    assert told(tmp_path, text) == [
        f"{place(text, 'both.done')}  "
        '"both.done" always comes before "out", so this clock cannot run; did you mean from "both.done" to "out"?'
    ]


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (
            "{family: genextreme, c: 0.1, loc: 5 min, scale: 10 min}",
            "(parameters) is negative with probability",
        ),
        ("{family: pareto, b: 0.9, scale: 10 min}", "has no finite mean"),
        ("{family: gamma, loc: 5 min, scale: 10 min}", "its parameters are a, loc, scale"),
    ],
)
def test_a_distribution_that_has_no_table(tmp_path: Path, work: str, said: str) -> None:
    text = OFFICE.replace("task: u, pool: desk, work: 20 min", f"task: u, pool: desk, work: {work}")
    found = told(tmp_path, text)
    assert len(found) == 1
    assert said in found[0]
    with pytest.raises(ModelError):
        load(str(tmp_path / "office.yaml")).program  # noqa: B018 - compiled when asked for


def test_several_distributions_are_told_at_once(tmp_path: Path) -> None:
    text = OFFICE.replace("work: 20 min", "work: {family: pareto, b: 0.9, scale: 10 min}")
    said = "pareto (parameters) has no finite mean (and so 1 times more)"
    assert told(tmp_path, text) == [f"{place(text, 'work: {family')}  {said}"]


INNER = "{repeat: q, do: [{milestone: in}], again: 1, maximum: 1000000}"


def test_other_things_only_a_compile_sees(tmp_path: Path) -> None:
    text = OFFICE.replace("{kind: {values: {a: 0.3, b: 0.7}}}", "{channel: {values: {a: 0.3, b: 0.7}}}")
    assert "every case has 'channel'" in told(tmp_path, text)[0]
    loops = OFFICE.replace(
        "- {milestone: in}", "- {repeat: r, do: [" + INNER + "], again: 1, maximum: 1000000}"
    )
    assert "nested repeats allow" in told(tmp_path, loops)[0]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("deemed", "it says that something was granted by silence (until … deemed), which counts as late"),
        ("finished", "every case bears it already, from when it ends"),
        ("arrived", "every case bears it already, from when it comes"),
        ("one.done", '"one" stamps it itself, when it is done'),
        ("two.started", '"two" stamps it itself, when it begins'),
    ],
)
def test_a_milestone_with_a_name_that_is_taken(tmp_path: Path, name: str, why: str) -> None:
    text = OFFICE.replace("- {milestone: out}", f"- {{milestone: out}}\n      - {{milestone: {name}}}")
    assert told(tmp_path, text) == [
        f'{place(text, name + "}")}  a milestone cannot be called "{name}": {why}; take another name'
    ]


def test_other_milestones_are_the_authors_own(tmp_path: Path) -> None:
    for name in ("accepted", "decided", "delivered", "three.done", "t.done", "t.joined"):
        text = OFFICE.replace("- {milestone: out}", f"- {{milestone: out}}\n      - {{milestone: {name}}}")
        assert told(tmp_path, text) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("t.joined", '"t" stamps it itself, when its queue is joined'),
        ("t.done", '"t" stamps it itself, when it is done'),
        ("file.notice.started", '"file.notice" stamps it itself, when it begins'),
        ("file.notice.done", '"file.notice" stamps it itself, when it is done'),
    ],
)
def test_a_milestone_that_a_judged_step_or_a_notice_stamps(tmp_path: Path, name: str, why: str) -> None:
    step = "  q: {service: s, step: t, limit: 1 h, clock: queue, required_share: 90%}\nvariants:"
    file = (
        "- {documents: file, mode: return, notice: 5 wd, papers: {lease: {missing: 0.2}}, "
        "do: [{task: look, pool: desk, work: 5 min}], prepare: 1 cd, again: 0.1, maximum: 3}"
    )
    text = OFFICE.replace("variants:", step).replace(
        "- {milestone: in}", f"- {{milestone: in}}\n      {file}"
    )
    assert told(tmp_path, text) == []
    text = text.replace("- {milestone: out}", f"- {{milestone: out}}\n      - {{milestone: {name}}}")
    assert [fault.partition("  ")[2] for fault in told(tmp_path, text)] == [
        f'a milestone cannot be called "{name}": {why}; take another name'
    ]


# -- targets ------------------------------------------------------------------------------------------------


def test_a_target_may_use_what_a_lever_adds(tmp_path: Path) -> None:
    more = "  y: {service: s, stage: both, limit: 1 h, clock: elapsed, required_share: 95%}\nvariants:"
    text = OFFICE.replace("variants:", more)
    assert told(tmp_path, text) == []
    file = str(tmp_path / "office.yaml")
    assert [verdict.target for verdict in check(f"{file}@after", ends=False)] == ["x", "y"]
    assert [verdict.target for verdict in check(file, ends=False)] == ["x"]
    with pytest.raises(ModelError, match=r'target "y" is not judged here: no step stamps "both\.started"'):
        check(file, ["y"], ends=False)


def test_a_milestone_that_no_variant_has(tmp_path: Path) -> None:
    text = OFFICE.replace("to: out,", "to: both.over,")
    found = told(tmp_path, text)
    assert found == [
        f'{place(text, "both.over")}  no variant has a step that stamps "both.over"; without levers: arrived, '
        "finished, in, one.done, one.started, out, two.done, two.started"
    ]
    text = OFFICE.replace("to: out,", "to: outt,")
    assert 'there is no milestone "outt"' in told(tmp_path, text)[0]
    assert 'did you mean "out"?' in told(tmp_path, text)[0]


def test_who_is_judged_is_known_when_a_case_comes(tmp_path: Path) -> None:
    text = OFFICE.replace("to: out,", "to: out, when: kind == 'a' and channel == 'hall',")
    assert told(tmp_path, text) == []
    assert '"kind" has no value "c"' in told(tmp_path, text.replace("'a'", "'c'"))[0]
    text = OFFICE.replace("to: out,", "to: out, when: stamped.out,")
    assert told(tmp_path, text) == [
        f"{place(text, 'stamped.out')}  "
        "when may ask for attributes, channel and missing papers; stamped.out changes with time"
    ]


# -- messages -------------------------------------------------------------------------------------------------


def test_a_condition_where_a_share_is_meant(tmp_path: Path) -> None:
    given = "id: d, ordinary: [t], notice: 20 cd, objection: 0, eligible: {when: kind == 'a'}"
    lever = f"{{simplified_deregistration: {{{given}}}}}"
    found = told(tmp_path, OFFICE.replace("after: {levers: [", f"after: {{levers: [{lever}, "))
    assert len(found) == 1
    assert "eligible" not in found[0].partition("  ")[0]
    assert (
        'a share of all cases is meant here, written as "60%"; conditions (when) decide in a choice'
        in found[0]
    )


def test_letters_directly_behind_the_name_of_a_parameter(tmp_path: Path) -> None:
    body = '{parameters: [zh], do: [{task: v, name: "$zh接件", pool: desk, work: 1 min}]}'
    text = OFFICE.replace("- {milestone: in}", "- {milestone: in}\n      - {use: f, with: {zh: 甲}}")
    text = text.replace("targets:", f"fragments:\n  f: {body}\ntargets:")
    assert told(tmp_path, text) == [
        f'{place(text, chr(34) + "$zh")}  "$zh接件" is not a parameter; allowed: zh; where letters follow the name, '
        'write ${zh}, as in "${zh}接件"'
    ]
    assert told(tmp_path, text.replace("$zh接件", "${zh}接件")) == []


def test_strict_does_not_ask_for_a_range_where_none_may_stand(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("key,kind,document\nguess,assumed,nobody knows\n", "utf-8")
    values = "{a: {value: 0.3, source: guess}, b: {value: 0.7, source: guess}}"
    text = OFFICE.replace("{a: 0.3, b: 0.7}", values)
    told(tmp_path, text)
    scenario = load(str(tmp_path / "office.yaml")).stated
    shares = [number for number in numbers(scenario) if ".values." in number.path]
    assert [number.kind for number in shares] == ["assumed", "assumed"]
    assert not [fault for fault in strict_faults(scenario) if ".values." in fault.message]
