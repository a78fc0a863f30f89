"""What a visitor sees of Compare, Ask, Bring your own and Trust, without a browser and without workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from onewindow.commands import UV_RUN
from onewindow.desk.about import answer as about
from onewindow.desk.asked import Asked
from onewindow.desk.brought import Brought
from onewindow.desk.compare import Side, request_of
from onewindow.desk.desk import Desk
from onewindow.desk.job import Job, key_of
from onewindow.desk.validating import answer as validated
from onewindow.page.compare import address, picks
from sim.experiments.running.progress import silent
from sim.model.skeleton import skeleton

GOOD = skeleton("mine")
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "studies", workers=0)


@pytest.fixture
def own(desk: Desk) -> Brought:
    text = GOOD.replace("{zh: 受理至办结, en: accepted to decided}", f'"{EVIL}"')
    made = desk.brought.keep({"mine.yaml": text.encode()})
    store(desk, "about", {"scenario": made.reference}, about({"scenario": made.reference}, silent, _nothing))
    return made


def _nothing(*_: object) -> None:
    """No part is looked at."""


def store(desk: Desk, kind: str, request: Mapping[str, Any], result: Mapping[str, Any]) -> None:
    """As if it had been worked out."""
    job = Job(key_of(kind, request), kind, request)
    desk.studies.asked(job)
    job.state, job.result = "done", result
    desk.studies.over(job)


def told(text: str) -> dict[str, Any]:
    said = dict.fromkeys(("answer", "body", "details", "title"), text)
    return {"said": {"zh": said, "en": said}, "charts": {"zh": None, "en": None}, "stills": {}}


def test_ask_shows_what_was_asked_and_asks_the_rest(
    journey: Callable[..., None], desk: Desk, own: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(UV_RUN, "1")
    asked = Asked(own.reference, "main-total", load="1.2")
    store(desk, "about", {"scenario": own.reference}, about({"scenario": own.reference}, silent, _nothing))
    store(desk, "capacity", asked.request(), told("It bears a third more."))
    request = {"scenario": own.reference, "load": "1.2"}
    store(desk, "run", request, {"name": "mine-run.zip", "bytes": 4_200_000})
    (desk.studies.folder / f"{key_of('run', request)}.file").write_bytes(b"zip")

    async def steps(user: Any) -> None:
        await user.open(f"/ask?{asked.query()}")
        await user.should_see("It bears a third more.")
        await user.should_see("uv run onewindow capacity mine.yaml --load 1.2 --target main-total --draws 0")
        await user.should_see("在改过的方案上问：--load 1.2")
        await user.should_see("下载（4,200 kB）")
        user.find("最少要多少人？")
        buttons = [one for one in user.find("问").elements if getattr(one, "enabled", False)]
        assert len(buttons) >= 4

    journey(steps, "zh", desk)


def test_ask_begins_with_what_was_looked_at_last(
    journey: Callable[..., None], desk: Desk, own: Brought
) -> None:
    store(desk, "about", {"scenario": own.reference}, about({"scenario": own.reference}, silent, _nothing))
    first = desk.begins_with("")
    assert first == Asked("chengdu/construction", "cdht-constr-total")
    store(desk, "about", {"scenario": first.scenario}, about({"scenario": first.scenario}, silent, _nothing))
    store(desk, "capacity", first.request(), told("The first headline."))
    store(desk, "capacity", Asked(own.reference, "main-total").request(), told("The one looked at."))

    async def steps(user: Any) -> None:
        await user.open("/ask")
        await user.should_see("The first headline.")
        await user.open(f"/ask?{Asked(own.reference, 'main-total').query()}")
        await user.should_see("The one looked at.")
        await user.open("/ask")
        await user.should_see("The one looked at.")
        await user.open(f"/ask?{first.query()}")  # an address that names one wins
        await user.should_see("The first headline.")
        await user.should_not_see("The one looked at.")

    journey(steps, "zh", desk)


def test_compare_picks_from_the_address_and_shows_names_as_text(
    journey: Callable[..., None], desk: Desk, own: Brought
) -> None:
    more = Asked(own.reference, "main-total", set=("pools.reviewer.capacity=4",))
    job = Job(key_of("what_if", more.request()), "what_if", more.request())
    desk.studies.asked(job)
    desk.studies.named(job.key, f"=cmd {EVIL}")
    base = Side({"zh": "现状", "en": "As it is"}, Asked(f"{own.reference}@before"))
    other = Side({"zh": f"=cmd {EVIL}", "en": f"=cmd {EVIL}"}, more)
    shown = told("One is better.") | {"tables": {"zh": "<p>the table</p>", "en": "<p>the table</p>"}}
    store(desk, "compare", request_of(base, [other], "main-total"), shown)
    where = address(Asked(own.reference, "main-total"), ["@before", job.key])
    assert picks(where.partition("?")[2]) == ["@before", job.key]

    async def steps(user: Any) -> None:
        await user.open(where)
        await user.should_see("One is better.")
        await user.should_see(f"=cmd {EVIL}")
        await user.should_see("the table")

    journey(steps, "en", desk)


def test_bring_tells_the_faults_of_what_is_edited(journey: Callable[..., None], desk: Desk) -> None:
    text = GOOD.replace("kind: window, capacity", f"name: '{EVIL}', kind: window, capacty")
    own = desk.brought.keep({"mine.yaml": text.encode()})
    request = {"scenario": own.reference}
    store(desk, "validate", request, validated(request, silent, _nothing))

    async def steps(user: Any) -> None:
        from nicegui import ui

        await user.open(f"/bring?{Asked(own.reference).query()}")
        await user.should_see("处要改")
        await user.should_see("是不是想写")
        (editor,) = user.find(kind=ui.codemirror).elements
        assert EVIL in editor.value
        assert [one["class"] for one in editor.decorations] == ["at-fault"]
        editor.set_value(GOOD)
        good = desk.brought.keep({"mine.yaml": GOOD.encode()})
        again = {"scenario": good.reference}
        store(desk, "validate", again, validated(again, silent, _nothing))
        user.find("保存并检查").click()
        await user.should_see("没有错")
        await user.should_see("onewindow check mine.yaml")
        assert editor.decorations == []

    journey(steps, "zh", desk)


def test_what_is_refused_is_told_and_not_kept(journey: Callable[..., None], desk: Desk) -> None:
    async def steps(user: Any) -> None:
        from nicegui import ui
        from nicegui.elements.upload_files import SmallFileUpload
        from nicegui.events import MultiUploadEventArguments, handle_event

        await user.open("/bring")
        (box,) = user.find(kind=ui.upload).elements
        files = [SmallFileUpload("../x.yaml", "text/yaml", GOOD.encode())]
        for handler in box._multi_upload_handlers:
            handle_event(handler, MultiUploadEventArguments(sender=box, client=box.client, files=files))
        await user.should_see("不是可收的文件名")
        assert desk.brought.all() == []

    journey(steps, "zh", desk)


def test_trust_shows_what_an_answer_rests_on(journey: Callable[..., None], desk: Desk, own: Brought) -> None:
    asked = Asked(own.reference, "main-total")
    numbers = {
        "answer": "80% assumed", "shares": [{"kind": "assumed", "name": "assumed", "n": 4, "share": 1.0}],
        "calendar": "published", "first": ["the rate"], "uncertain": "", "certain": "", "scenario": "", "whole": "",
        "limits": "<li>no conduct</li>",
    }  # fmt: skip
    both = {"zh": numbers, "en": numbers}
    store(desk, "trust", asked.request(), {"numbers": both, "method": {"zh": "m", "en": "24 replications"}})

    async def steps(user: Any) -> None:
        await user.open(f"/trust?{asked.query()}")
        for text in ("80% assumed", "the rate", "published", "no conduct", "24 replications"):
            await user.should_see(text)

    journey(steps, "en", desk)
