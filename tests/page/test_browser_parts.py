"""Compare, Ask, Bring your own and Trust in a browser, with workers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.model.skeleton import skeleton

GOOD = skeleton("mine")
EVIL = "<script>document.title = 'evil'</script>"
SLOW = 60_000


def brought(here: Any, text: str, name: str = "mine.yaml") -> Any:
    """The page after a scenario was uploaded."""
    file = {"name": name, "mimeType": "text/yaml", "buffer": text.encode()}
    here.page.set_input_files("input[type=file]", files=[file])
    here.page.wait_for_selector(".faults, .good", timeout=SLOW)
    return here.page


@pytest.mark.verification
def test_a_scenario_is_brought_mended_and_asked(visit: Callable[..., Any]) -> None:
    here = visit("/bring", "zh")
    bad = GOOD.replace('title: "mine"', f'title: "{EVIL}"')
    bad = bad.replace("kind: window, capacity", "kind: window, capacty")
    page = brought(here, bad)
    assert "是不是想写" in page.inner_text(".faults")
    assert page.locator(".at-fault").count() == 1
    page.get_by_role("button", name="列").first.click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(GOOD)
    page.keyboard.press("Control+End")
    page.keyboard.type("\npools:\n  more: {kind: window, ca", delay=30)
    page.wait_for_selector(".cm-tooltip-autocomplete >> text=有几个")
    page.keyboard.press("Enter")
    assert page.inner_text(".cm-content").endswith("capacity: }")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(GOOD)
    page.get_by_role("button", name="保存并检查").click()
    page.wait_for_selector(".beside .good", timeout=SLOW)
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载 YAML").click()
    assert taken.value.suggested_filename == "mine.yaml"
    page.get_by_placeholder("输入键名").fill("capacity")
    page.wait_for_selector(".key-told")
    page.locator(".beside").get_by_role("link", name="问一问").click()
    page.get_by_role("button", name="问: 最少要多少人？").click()
    page.wait_for_selector(".question .gist", timeout=SLOW)
    page.wait_for_selector(".question .chart svg")
    assert page.title() != "evil"
    here.checked()


@pytest.mark.verification
def test_alternatives_and_what_they_rest_on(visit: Callable[..., Any]) -> None:
    here = visit("/bring", "en", color_scheme="dark")
    page = brought(here, GOOD)
    page.locator(".beside").get_by_role("link", name="Compare").click()
    page.wait_for_selector(".compared", timeout=SLOW)
    page.wait_for_function("!document.querySelector('.job')", timeout=SLOW)
    assert "Reviewers +1 (2 → 3)" in page.inner_text(".compared")
    page.get_by_role("button", name="make it the base").click()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_selector(".compared >> text=Reviewers −1 (3 → 2)", timeout=SLOW)
    here.checked()


@pytest.mark.verification
def test_three_clicks_from_the_board_to_the_reforms_and_on_to_what_it_rests_on(
    visit: Callable[..., Any],
) -> None:
    here = visit("/", "zh")
    page = here.page
    page.locator(".card a[href*='gd-startup-total']").first.click()
    page.wait_for_selector("main h1")
    page.get_by_role("navigation").get_by_role("link", name="问一问").click()
    button = page.get_by_role("button", name="问: 哪些改革举措有用？")
    button.wait_for(timeout=SLOW)
    assert "gd-startup-total" in page.url
    button.click()
    page.locator(".question .job").wait_for()
    page.get_by_role("button", name="停止").click()
    page.wait_for_selector("text=已停止")
    page.get_by_role("navigation").get_by_role("link", name="凭什么信").click()
    page.wait_for_selector(".shares svg", timeout=SLOW)
    page.wait_for_selector("text=再增加次数不会改变结论", timeout=SLOW)
    here.checked()


ASKED = "?scenario=gedian/startup&target=gd-startup-total"


@pytest.mark.verification
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_fits_a_phone(visit: Callable[..., Any], lang: str) -> None:
    """Only a map or a table is wider than the screen, in a box of its own."""
    here = visit("/", lang)
    here.page.set_viewport_size({"width": 390, "height": 800})
    for part in ("/", "/what-if", "/compare", "/ask", "/bring", "/trust"):
        here.open(f"{part}{ASKED}")
        here.page.wait_for_timeout(500)
        assert here.page.evaluate("document.documentElement.scrollWidth") == 390, part


@pytest.mark.verification
def test_charts_wait_for_their_typeface(visit: Callable[..., Any]) -> None:
    """Texts are measured as they will be drawn, however late that is known: words of a legend do not overlap."""
    here = visit("/", "zh")
    page, held = here.page, list[Any]()
    page.route("**/font.ttf", lambda route: held.append(route))
    page.goto(f"{here.address}/what-if{ASKED}", wait_until="commit")
    page.wait_for_selector("figure.live", state="attached", timeout=SLOW)
    page.wait_for_timeout(500)
    assert page.locator("figure.live svg").count() == 0
    for route in held:
        route.continue_()
    page.wait_for_selector("figure.live svg >> nth=2", timeout=SLOW)
