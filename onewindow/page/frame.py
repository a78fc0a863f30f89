"""What stands around every page: where one is and can go, the language, light or dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from importlib.metadata import version

from nicegui import ui

from onewindow.page import draw
from onewindow.page.here import LANGUAGE, Here
from onewindow.page.parts import PARTS

CALLED = {"zh": "中文", "en": "English"}
FILES = "/onewindow-files"
"""Where the server has our style and typeface."""
HEAD = (
    f'<link rel="stylesheet" href="{FILES}/colours.css"><link rel="stylesheet" href="{FILES}/page.css">'
    f'<script src="{FILES}/charts.js"></script><script src="{FILES}/completing.js"></script>'
)
CHOOSE = "document.cookie = '{cookie}={value}; path=/; max-age=31536000; samesite=lax'; location.reload()"


@contextmanager
def around(here: Here) -> Iterator[None]:
    """The frame; what is made inside it stands in the middle."""
    ui.add_head_html(HEAD)
    dark = ui.dark_mode(None)
    links = "".join(
        f'<li><a href="{path}"{_current(path == here.path)}{_along(part.keeps, here)}>'
        f"{escape(here.said(part.name))}</a></li>"
        for path, part in PARTS.items()
        if part.listed
    )
    other = "en" if here.lang == "zh" else "zh"
    with ui.element("header").classes("top"):
        draw.html(f'<a class="skip" href="#content">{here.said("to_content")}</a>')
        draw.html(f'<a class="brand" href="/">{here.said("name")}</a>')
        draw.html(f'<nav aria-label="{here.said("navigation")}"><ul>{links}</ul></nav>').classes("grow")
        switch = ui.button(CALLED[other]).props(f'flat dense no-caps lang="{other}"')
        switch.on("click", js_handler=f"() => {{ {CHOOSE.format(cookie=LANGUAGE, value=other)} }}")
        ui.button(
            f"{here.said('dark')} / {here.said('light')}", on_click=lambda: dark.set_value(not dark.value)
        ).props("flat dense no-caps")
    with ui.element("div").props('id="content" tabindex="-1"'):
        yield
    with ui.element("footer"):
        ui.label(f"onewindow · {here.said('version', version=version('onewindow'))}").classes("soft")


def _current(is_here: bool) -> str:
    return ' aria-current="page"' if is_here else ""


def _along(keeps: bool, here: Here) -> str:
    """What is changed on this page goes along, as the address has it when the link is followed."""
    own = PARTS.get(here.path)
    if not (keeps and own is not None and own.keeps):
        return ""
    return ' onclick="this.search = location.search"'
