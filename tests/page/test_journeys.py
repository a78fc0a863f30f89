"""What a visitor sees and does, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


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
        await user.should_see("48 项")
        await user.should_not_see("未达标</span>")

    journey(steps)


def test_a_page_that_is_not_there_leads_back(journey: Callable[..., None]) -> None:
    async def steps(user: Any) -> None:
        await user.open("/nowhere")
        await user.should_see("回到承诺总览")

    journey(steps)
