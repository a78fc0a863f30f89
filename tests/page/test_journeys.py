"""What a visitor sees and does, without a browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onewindow.desk.asked import Asked
from onewindow.desk.board import stored_board
from onewindow.desk.desk import Desk
from onewindow.desk.job import Job, key_of
from onewindow.desk.what_if import CHARTS
from sim.experiments.verdicts.stored_answers import kept
from sim.words.language import Lang


@pytest.mark.parametrize(
    ("lang", "title", "name"),
    [("zh", "承诺能兑现吗？", "企业开办全流程"), ("en", "Are the promises kept?", "Starting a company")],
)
def test_the_board_shows_every_promise_in_both_languages(
    journey: Callable[..., None], lang: str, title: str, name: str
) -> None:
    async def steps(user: Any) -> None:
        await user.open("/")
        await user.should_see(title)
        await user.should_see(name)

    journey(steps, lang)


def test_the_board_is_filtered(journey: Callable[..., None]) -> None:
    async def steps(user: Any) -> None:
        from nicegui import ui

        await user.open("/")
        place, kind = user.find(kind=ui.select).elements
        for one in (place, kind):
            if "met" in one.options:
                one.set_value("met")
        await user.should_see(f"{len(stored_board('zh').shown(kind='met'))} 项")
        await user.should_not_see("未达标</span>")

    journey(steps)


def test_a_page_that_is_not_there_leads_back(journey: Callable[..., None]) -> None:
    async def steps(user: Any) -> None:
        await user.open("/nowhere")
        await user.should_see("回到承诺总览")

    journey(steps)


WHAT_IF = "/what-if?scenario=gedian/startup&target=gd-startup-total"
RESULT = kept()["gedian/startup"]["results"]["gd-startup-total"]
"""What is stored of the promise: enough for the page to tell it."""
FINISH = {
    "values": [3_600_000 * n for n in range(1, 9)], "open": 0, "limit": 4 * 3_600_000, "unit": "wh", "wd_hours": 8.0,
    "thinned": False,
}  # fmt: skip
SAID = {"answer": "", "promises": "", "lines": "<li>told</li>"}
ANSWER = {
    "first": {"verdicts": [RESULT], "said": {"zh": SAID, "en": SAID}, "finish": FINISH},
    "charts": {kind: {"zh": None, "en": None} for kind in CHARTS},
    "others": {"verdicts": [], "said": {}},
}


def with_answer(folder: Path, asked: Asked) -> Desk:
    """A desk on which one what-if is answered already, and nobody works."""
    desk = Desk(folder, workers=0)
    job = Job(key_of("what_if", asked.request()), "what_if", asked.request())
    desk.studies.asked(job)
    job.state, job.result = "done", ANSWER
    desk.studies.over(job)
    return desk


def test_a_stored_answer_is_there_at_once_and_looks_old_when_a_number_is_moved(
    journey: Callable[..., None], tmp_path: Path
) -> None:
    desk = with_answer(tmp_path / "s", Asked("gedian/startup", "gd-startup-total"))

    async def steps(user: Any) -> None:
        from nicegui import ui

        await user.open(WHAT_IF)
        await user.should_see("NOT met", retries=60)
        await user.should_see(f"{100 * RESULT['on_time_share']:.1f}%")
        await user.should_not_see("You changed something")
        (field,) = user.find(marker="pools.registrar.capacity").elements
        await user.should_see("needs 1.56 of 2")
        field.set_value(3)
        await user.should_see("You changed something")
        await user.should_see("of 3)")
        await user.should_see("stated as 2")
        user.find(marker="run").click()
        await user.should_see("Waiting")
        await user.should_see("Nothing worked out yet")
        assert [job.request["set"] for job in desk.runner.jobs("")][:1] == [["pools.registrar.capacity=3"]]
        assert user.find(kind=ui.checkbox).elements

    journey(steps, "en", desk)


def test_a_number_that_cannot_be_is_refused_where_it_stands(
    journey: Callable[..., None], tmp_path: Path
) -> None:
    desk = with_answer(tmp_path / "s", Asked("gedian/startup", "gd-startup-total"))

    async def steps(user: Any) -> None:
        await user.open(WHAT_IF)
        await user.should_see("人员与窗口", retries=60)
        (load,) = user.find(marker="load").elements
        load.set_value("many times")
        user.find(marker="load").trigger("change")
        await asyncio.sleep(0.2)
        assert load.props["error"] is True
        assert "many times" in load.props["error-message"]
        await user.should_not_see("已改动")

    journey(steps, "zh", desk)


def test_a_link_that_asks_what_cannot_be_says_why(journey: Callable[..., None]) -> None:
    async def steps(user: Any) -> None:
        await user.open("/what-if?scenario=/etc/passwd")
        await user.should_see("allowed", retries=30)
        await user.open("/what-if?scenario=gedian/startup&set=study.backlog=/etc/passwd")
        await user.should_see("changes no number of this scenario", retries=60)

    journey(steps, "en")


def test_an_alternative_is_saved_under_a_name_that_is_text(
    journey: Callable[..., None], tmp_path: Path
) -> None:
    desk = with_answer(tmp_path / "s", Asked("gedian/startup", "gd-startup-total"))
    name = "<img src=x onerror=alert(1)>"

    async def steps(user: Any) -> None:
        await user.open(WHAT_IF)
        await user.should_see("Save as an alternative", retries=60)
        user.find(marker="alternative").type(name)
        user.find(marker="save").click()
        await user.should_see("Saved alternatives")
        await user.should_see(name)
        assert [study.name for study in desk.studies.all()] == [name]
        user.find("The same as a command").click()
        await user.should_see("onewindow check gedian/startup")

    journey(steps, "en", desk)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_job_that_breaks_is_told_in_a_sentence_and_never_as_a_traceback(tmp_path: Path, lang: Lang) -> None:
    from onewindow.page.here import Here
    from onewindow.page.jobs import told

    job = Job("k", "what_if", {}, state="failed", broke="Traceback (most recent call last): secret")
    said = told(job, Here(Desk(tmp_path, workers=0), lang, "", "/", ""))
    assert "Traceback" not in said
    assert {"zh": "没有算出结果", "en": "there is no result"}[lang] in said
