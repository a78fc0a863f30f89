"""A what-if without a browser: its address, what may be changed, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onewindow.desk.asked import MOST, Asked, from_query, from_request
from onewindow.desk.changes import Changes
from onewindow.desk.desk import Desk
from onewindow.desk.inputs import inputs_of, question
from onewindow.desk.job import Job
from onewindow.desk.outcome import finish_chart, headline
from onewindow.desk.remedies import told
from onewindow.desk.scenario_text import yaml_of
from onewindow.desk.what_if import answer
from sim.experiments.questions.whatif import load
from sim.experiments.running.progress import silent
from sim.experiments.verdicts.check import check
from sim.model import ModelError

STARTUP = Asked("gedian/startup", "gd-startup-total")
MORE = "pools.registrar.capacity=3"


@pytest.mark.parametrize(
    "asked",
    [
        STARTUP,
        replace(
            STARTUP,
            load="1.5",
            set=(MORE, "services.startup.flow.online_check.work*=1.2"),
            start="2025-06-03",
        ),
        Asked("gedian/startup@before", "a&b=c d+e", with_=("one_window",), without=("x<y>", "é'\"")),
    ],
)
def test_an_address_holds_the_whole_what_if(asked: Asked) -> None:
    assert from_query(asked.query()) == asked
    assert from_request(json.loads(json.dumps(asked.request()))) == asked
    assert not set(asked.query()) & set("<>\"' ")


def test_an_address_is_to_be_read_and_bounded() -> None:
    asked = replace(STARTUP, set=(MORE,))
    assert asked.query() == "scenario=gedian/startup&target=gd-startup-total&set=pools.registrar.capacity=3"
    assert asked.command() == "onewindow check gedian/startup --set pools.registrar.capacity=3"
    assert from_query("set=" + "x" * (10 * MOST + 1) + "&other=1&target=") == Asked()
    with pytest.raises(ValueError, match="Max number of fields"):
        from_query("&".join(f"set=a{n}=1" for n in range(MOST + 1)))


@pytest.mark.parametrize(
    "asked",
    [
        Asked("../../etc/passwd"),
        Asked("/etc/passwd"),
        Asked("mine.yaml"),
        replace(STARTUP, set=("study.backlog=/etc/passwd",)),
        replace(STARTUP, set=("services.startup.channels.hall={list: /etc/passwd}",)),
        replace(STARTUP, set=("pools.registrar.capacity=/etc/passwd",)),
        replace(STARTUP, set=("pools.registrar.capacity=[1, 2]",)),
        replace(STARTUP, start="/etc/passwd"),
        replace(STARTUP, load="/etc/passwd"),
        replace(STARTUP, with_=("/etc/passwd",)),
    ],
)
def test_no_address_reaches_a_file(asked: Asked) -> None:
    with pytest.raises(ModelError) as refused:
        asked.question()
    assert "root:" not in str(refused.value)


def test_every_number_has_its_source_and_its_range() -> None:
    made = inputs_of(STARTUP, "en")
    registrars = made.staff[0]
    assert (registrars.name, registrars.used) == ("Registrars", True)
    assert "78%" in registrars.beside
    (number,) = registrars.numbers
    assert (number.value, number.range, number.kind, number.whole) == ("2", "may be 2 to 3", "assumed", True)
    papers = [one for group in made.papers for one in group.numbers]
    assert [one.value for one in papers] == ["0.1", "0.14"]
    assert all(one.source for one in papers)
    assert {"peak", "quiet"} <= set(made.stages)
    assert {lever.name: lever.on for lever in made.levers}["one_window"] is True
    assert [group.name for group in made.staff if not group.used]
    more = next(
        one
        for one in inputs_of(replace(STARTUP, set=(f"{number.path}=3",)), "en").staff
        if one.name == "Registrars"
    )
    assert more.beside.endswith(
        " · Registrars: 3 instead of 2, and other work, stated as a share of their time, changes along"
    )
    chinese = inputs_of(STARTUP, "zh")
    assert chinese.staff[0].name == "登记审核人员"
    assert len(chinese.levers) == len(made.levers)


def test_a_roster_is_shown_by_part_of_the_day() -> None:
    made = inputs_of(Asked("gedian/whole_hall"), "en")
    window = {one.path: one.name for group in made.staff for one in group.numbers if "window" in one.path}
    assert "pools.window.rules.0.fewer" in window
    assert window["pools.window.rules.0.fewer"] == "how many fewer from 07-01 to 08-31"


def test_what_is_changed_is_asked_and_what_cannot_be_is_refused() -> None:
    changes = Changes(STARTUP, "en")
    number = changes.inputs.staff[0].numbers[0]
    assert changes.number(number, "3") == ""
    assert changes.asked.set == (MORE,)
    again = next(one for group in changes.inputs.staff for one in group.numbers if one.path == number.path)
    assert (again.value, again.stated, again.changed) == ("3", "2", True)
    assert changes.number(number, "many") == "changes no number of this scenario"
    assert changes.asked.set == (MORE,)
    assert changes.number(again, "2") == ""
    assert not changes.asked.changed
    assert changes.load("peak") == ""
    assert changes.asked.load == "peak"
    assert changes.load("none of that")
    assert changes.lever("one_window", False) == ""
    assert changes.asked.without == ("one_window",)
    assert changes.lever("one_window", True) == ""
    assert changes.asked.without == ()
    assert changes.variant("before") == ""
    assert changes.asked.scenario == "gedian/startup@before"
    assert changes.start("2025-06-03") == ""
    assert changes.reset() == ""
    assert changes.asked == Asked("gedian/startup@before", "gd-startup-total")


def test_results_belong_to_what_was_asked(tmp_path: Path) -> None:
    desk, changes = Desk(tmp_path, workers=0), Changes(STARTUP, "en")
    assert not changes.old
    job = changes.work(desk, "me")
    assert (changes.old, changes.base) == (False, None)
    changes.load("1.5")
    assert changes.old
    second = changes.work(desk, "me")
    assert not changes.old
    assert job.state == "cancelled"
    assert second is not job
    assert changes.base is not None, "the same as stated is asked for beside it"
    assert not changes.stored(desk, "me")


@pytest.fixture(scope="module")
def answered() -> dict[str, Any]:
    parts: dict[str, Any] = {}
    made = answer(STARTUP.request(), silent, parts.__setitem__)
    assert parts == made
    assert list(parts) == ["first", "charts", "others"], "what was asked of comes first"
    return json.loads(json.dumps(dict(made)))  # type: ignore[no-any-return]


def test_the_answer_is_that_of_check(answered: Mapping[str, Any]) -> None:
    whatif = load("gedian/startup")
    (own,) = check(whatif, ["gd-startup-total"], ends=False)
    assert answered["first"]["verdicts"] == [json.loads(json.dumps(own.to_dict()))]
    made = headline(answered, None, "en")
    assert own.on_time_share is not None
    assert (made.share, made.needed, made.now) == (own.to_dict()["on_time_share"], 0.95, "")
    assert made.found.startswith(f"{100 * own.on_time_share:.1f}%")
    assert own.verdict == "not_met"
    assert made.verdict == "NOT met"


def test_now_and_changed_are_laid_over_each_other(answered: Mapping[str, Any]) -> None:
    more = json.loads(json.dumps(answered))
    more["first"]["verdicts"][0]["on_time_share"] = 0.9
    more["first"]["finish"]["values"] = [value // 2 for value in more["first"]["finish"]["values"]]
    made = headline(more, answered, "en")
    assert made.change.startswith("+")
    assert made.now.startswith("70.5%")
    chart = finish_chart(more, answered, "it", "en")
    alone = finish_chart(answered, None, "it", "en")
    assert chart is not None
    assert alone is not None
    assert [one["type"] for one in chart["option"]["series"]] == ["bar", "line"]
    assert [one["type"] for one in alone["option"]["series"]] == ["bar"]
    bars = [point["value"][1] for point in chart["option"]["series"][0]["data"]]
    line = [point[1] for point in chart["option"]["series"][1]["data"]]
    assert sum(bars) == pytest.approx(100, abs=1)
    assert sum(line) == pytest.approx(100, abs=1)
    assert "now" in chart["drag"]["stops"][chart["drag"]["start"]]["told"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_headline_and_figure_say_one_number(answered: Mapping[str, Any], lang: str) -> None:
    chart = finish_chart(answered, None, "it", lang)
    assert chart is not None
    assert "6.17" in chart["title"]
    assert "6.17" in answered["first"]["said"][lang]["lines"]


def test_every_picture_is_there_in_both_languages(answered: Mapping[str, Any]) -> None:
    for kind, chart in answered["charts"].items():
        assert chart["zh"]["option"], kind
        assert chart["en"]["title"] != chart["zh"]["title"], kind


def test_a_file_and_its_command_ask_the_same(tmp_path: Path) -> None:
    asked = replace(STARTUP, load="1.5", set=(MORE, "services.startup.flow.online_check.work*=1.2"))
    file = tmp_path / "what-if.yaml"
    text = yaml_of(asked)
    file.write_text(text, "utf-8")
    assert text.splitlines()[1].startswith("# = onewindow check what-if.yaml --load 1.5 --set 'services.")
    same = load(file, load="1.5", set=["services.startup.flow.online_check.work*=1.2"])
    assert same.program.digest == question(asked).program.digest


def test_steps_are_told_in_words() -> None:
    verdict = {
        "verdict": "met",
        "mean": None,
        "on_time_share": 0.956,
        "ci": [0.951, 0.96],
        "required_share": 0.95,
    }
    steps = [{"kind": "more", "name": "pools.registrar.capacity", "verdict": verdict}]
    made = told({"steps": steps, "verdict": verdict}, inputs_of(STARTUP, "zh"), "zh")
    assert made.sentence == "可以做到：登记审核人员加 1。届时达标，95.6%（95.1–96.0）。"
    none = told({"steps": [], "verdict": verdict}, inputs_of(STARTUP, "en"), "en")
    assert none.sentence == "It holds as it is; nothing needs to change."
    assert Job("k", "remedies", {}).share_done() is None
