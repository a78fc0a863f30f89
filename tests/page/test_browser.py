"""The journeys in a browser: what only a browser shows."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from visits import Server, Visit, until

from sim.experiments.questions.whatif import load
from sim.experiments.verdicts.check import check


@pytest.mark.parametrize(("lang", "scheme"), [("zh", "light"), ("en", "dark")])
def test_the_board(visit: Callable[..., Any], lang: str, scheme: str) -> None:
    here = visit("/", lang, color_scheme=scheme)
    assert here.page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en-US"}[lang]
    assert here.page.locator(".card").count() > 50
    here.page.get_by_label({"zh": "结论", "en": "Verdict"}[lang]).click()
    here.page.get_by_role("option", name={"zh": "尚不能判定", "en": "undecided"}[lang]).click()
    here.page.wait_for_function("document.querySelectorAll('.card').length < 5")
    here.checked()


def test_the_language_is_switched(visit: Callable[..., Any]) -> None:
    here = visit("/", "zh")
    here.page.get_by_role("button", name="English").click()
    here.page.wait_for_selector("h1:has-text('Are the promises kept?')")
    assert here.wrong == []


WHAT_IF = "/what-if?scenario=gedian/startup&target=gd-startup-total"
WORDS = {
    "zh": {
        "run": "算一算", "old": "已改动", "stop": "停止", "stopped": "已停止", "hold": "怎样才能做到？",
        "registrars": "登记审核人员 · 人数", "held": "可以做到",
    },
    "en": {
        "run": "Work it out", "old": "You changed something", "stop": "Stop", "stopped": "Stopped",
        "hold": "What would make it hold?", "registrars": "Registrars · number of staff", "held": "It can be kept",
    },
}  # fmt: skip


@pytest.mark.parametrize(("lang", "staff"), [("zh", "3"), ("en", "4")])
def test_a_number_is_changed_and_worked_out_anew(visit: Callable[..., Any], lang: str, staff: str) -> None:
    w = WORDS[lang]
    here = visit("/", lang)
    page = here.page
    page.locator('.card a[href*="target=gd-startup-total"]').first.click()
    page.wait_for_selector(".headline", timeout=60_000)
    (now,) = check(load("gedian/startup"), ["gd-startup-total"], ends=False)
    assert now.on_time_share is not None
    assert f"{100 * now.on_time_share:.1f}%" in page.locator(".headline").inner_text()
    page.get_by_label(w["registrars"]).fill(staff)
    page.wait_for_selector(f"text={w['old']}")
    assert "old" in (page.locator(".outcome").first.get_attribute("class") or "")
    assert page.url.endswith(f"set=pools.registrar.capacity={staff}")
    page.get_by_role("button", name=w["run"]).click()
    page.wait_for_selector(".headline .change", timeout=60_000)
    changed = load("gedian/startup", set=f"pools.registrar.capacity={staff}")
    (then,) = check(changed, ["gd-startup-total"], ends=False)
    assert then.on_time_share is not None
    said = page.locator(".headline").inner_text()
    assert f"{100 * then.on_time_share:.1f}%" in said
    assert f"{100 * now.on_time_share:.1f}%" in said
    page.reload()
    page.wait_for_selector(".headline .change", timeout=60_000)
    assert page.get_by_label(w["registrars"]).input_value() == staff
    here.checked()


def test_work_is_stopped_within_a_second_while_another_visitor_reads(visit: Callable[..., Any]) -> None:
    w = WORDS["en"]
    here = visit("/what-if?scenario=chengdu/construction&target=cdht-constr-total&load=1.01", "en")
    stop = here.page.get_by_role("button", name=w["stop"]).first
    stop.wait_for(timeout=60_000)
    other = visit("/", "en")
    assert other.page.locator(".card").count() > 50
    began = time.monotonic()
    stop.click()
    here.page.wait_for_selector(f"text={w['stopped']}")
    assert time.monotonic() - began < 5, "the browser's own part of it included"
    assert here.wrong == other.wrong == []


@pytest.mark.verification
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_three_clicks_tell_what_would_make_the_half_day_hold(visit: Callable[..., Any], lang: str) -> None:
    w, here = WORDS[lang], visit("/", lang)
    here.page.locator('.card a[href*="target=gd-startup-total"]').first.click()
    here.page.get_by_role("button", name=w["hold"]).click(timeout=60_000)
    here.page.wait_for_selector(f"text={w['held']}", timeout=120_000)
    here.page.wait_for_selector("text=95", timeout=1_000)
    here.checked()


@pytest.mark.verification
def test_what_a_killed_server_left_goes_on(tmp_path: Path, browser: Any) -> None:
    server = Server(tmp_path / "studies")
    visit = Visit(browser, server.address, "en")
    visit.page.goto(f"{server.address}{WHAT_IF}&set=pools.registrar.capacity=5")
    visit.page.get_by_role("button", name="Stop").first.wait_for(timeout=60_000)
    server.end(signal.SIGKILL)
    kept = [json.loads(file.read_text()) for file in server.folder.glob("*.json") if len(file.stem) == 24]
    assert {study["state"] for study in kept} == {"waiting"}
    server.begin()
    until(lambda: len(list(server.folder.glob("*.result.json"))) == len(kept), 180)
    assert server.end() == 130
    visit.context.close()
