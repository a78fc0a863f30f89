"""The journeys in a browser: what only a browser shows."""

from __future__ import annotations

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from visits import Server, Visit, until

from sim.experiments.questions.whatif import load
from sim.experiments.verdicts.check import check
from sim.experiments.verdicts.stored_answers import kept


def test_the_board_in_both_languages_light_and_dark(visit: Callable[..., Any]) -> None:
    here = visit("/", "zh", color_scheme="light")
    page = here.page
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator(".card").count() > 50
    assert "卡在：登记审核人员排队" in page.inner_text('.card:has(a[href*="target=gd-startup-total"])')
    here.checked()
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("h1:has-text('Are the promises kept?')")
    assert page.locator("html").get_attribute("lang") == "en-US"
    page.get_by_label("Verdict").click()
    page.get_by_role("option", name="undecided").click()
    page.wait_for_function("document.querySelectorAll('.card').length < 5")
    here.checked()


def test_what_is_refused_is_told(visit: Callable[..., Any]) -> None:
    here = visit("/bring", "en")
    file = {"name": "evil<b>.yaml", "mimeType": "text/yaml", "buffer": b"onewindow: 1"}
    here.page.set_input_files("input[type=file]", files=[file])
    here.page.wait_for_selector("text=Cannot be taken")
    here.open("/bring")
    here.checked()


def test_the_editor_is_told_which_keys_may_stand_where_one_types(server: Server) -> None:
    def asked(**headers: str) -> list[str]:
        there = f"{server.address}/onewindow-files/keys?lang=zh"
        request = urllib.request.Request(there, data=b"pools:\n  window:\n    ca", headers=headers)
        with urllib.request.urlopen(request) as answer:
            return [one["label"] for one in json.load(answer)]

    assert "capacity" in asked()
    with pytest.raises(urllib.error.HTTPError, match="403"):
        asked(Origin="http://evil.example")


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


@pytest.mark.parametrize(
    ("lang", "staff"), [("zh", "3"), pytest.param("en", "4", marks=pytest.mark.verification)]
)
def test_a_number_is_changed_and_worked_out_anew(visit: Callable[..., Any], lang: str, staff: str) -> None:
    w = WORDS[lang]
    here = visit("/", lang)
    page = here.page
    page.locator('.card a[href*="target=gd-startup-total"]').first.click()
    page.wait_for_selector(".headline", timeout=60_000)
    now = kept()["gedian/startup"]["results"]["gd-startup-total"]["on_time_share"]
    assert f"{100 * now:.1f}%" in page.locator(".headline").inner_text()
    page.get_by_label(w["registrars"]).fill(staff)
    page.wait_for_selector(f"text={w['old']}")
    assert "old" in (page.locator(".outcome").first.get_attribute("class") or "")
    page.wait_for_url(f"**set=pools.registrar.capacity={staff}")  # the address follows a moment later
    page.get_by_role("button", name=w["run"]).click()
    page.wait_for_selector(".headline .change", timeout=60_000)
    changed = load("gedian/startup", set=f"pools.registrar.capacity={staff}")
    (then,) = check(changed, ["gd-startup-total"], ends=False)
    assert then.on_time_share is not None
    said = page.locator(".headline").inner_text()
    assert f"{100 * then.on_time_share:.1f}%" in said
    assert f"{100 * now:.1f}%" in said
    page.reload()
    page.wait_for_selector(".headline .change", timeout=60_000)
    assert page.get_by_label(w["registrars"]).input_value() == staff
    here.checked()


def test_work_is_stopped_within_a_second_while_ten_others_read(
    visit: Callable[..., Any], server: Server
) -> None:
    w = WORDS["en"]
    here = visit("/what-if?scenario=urumqi/small_low_risk&load=1.01", "en")
    stop = here.page.get_by_role("button", name=w["stop"]).first
    stop.wait_for(timeout=60_000)

    def read(_: int) -> tuple[int, float]:
        began = time.monotonic()
        with urllib.request.urlopen(server.address) as answer:
            return answer.read().count(b"gd-startup-total"), time.monotonic() - began

    with ThreadPoolExecutor(10) as readers:
        read_by = list(readers.map(read, range(10)))
    assert all(found for found, _ in read_by)
    assert max(seconds for _, seconds in read_by) < 10
    began = time.monotonic()
    stop.click()
    here.page.wait_for_selector(f"text={w['stopped']}")
    assert time.monotonic() - began < 5, "the browser's own part of it included"
    assert here.wrong == []


@pytest.mark.verification
def test_ten_who_ask_at_once_are_all_answered(browser: Any, server: Server) -> None:
    visits = [Visit(browser, server.address, "zh" if n % 2 else "en") for n in range(10)]
    for n, one in enumerate(visits):
        one.page.goto(f"{server.address}{WHAT_IF}&set=pools.registrar.capacity={10 + n}", wait_until="commit")
    for one in visits:
        one.page.wait_for_selector(".headline", timeout=240_000)
        assert one.wrong == []
        one.context.close()


@pytest.mark.verification
@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.verification)])
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
