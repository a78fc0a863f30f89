"""The journeys in a browser: what only a browser shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


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
