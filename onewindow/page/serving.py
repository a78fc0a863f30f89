"""The server: the page at an address, until it is ended."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from fastapi import Request, Response
from nicegui import app, background_tasks, ui
from nicegui.server import Server

from onewindow.desk.asked import Asked
from onewindow.desk.board import stored_board
from onewindow.desk.completing import completions
from onewindow.desk.desk import Desk
from onewindow.desk.inputs import inputs_of
from onewindow.desk.what_if import LANGUAGES
from onewindow.page.frame import FILES
from onewindow.page.root import root
from onewindow.page.safety import Guard
from plots.charts.theme import page_css
from plots.fonts import FAMILY, font_path
from sim.words.language import Lang

HERE = Path(__file__).parent
OUT = HERE.parent / "out"


def prepare(*, host: str = "127.0.0.1", token: str = "") -> None:
    """Give the server its guard and its files; what ui.run and tests with NiceGUI's `user` both need."""
    app.add_middleware(Guard, host=host, token=token)
    colours = Response(f"{FACE}\n{page_css()}", media_type="text/css")
    app.add_api_route(f"{FILES}/colours.css", lambda: colours, include_in_schema=False)
    app.add_static_file(local_file=font_path(), url_path=f"{FILES}/font.ttf")
    app.add_static_file(local_file=OUT / "charts.js", url_path=f"{FILES}/charts.js", max_cache_age=0)
    app.add_api_route(f"{FILES}/keys", offered, methods=["POST"], include_in_schema=False)
    app.add_static_file(local_file=HERE / "completing.js", url_path=f"{FILES}/completing.js", max_cache_age=0)
    app.add_static_file(local_file=HERE / "page.css", url_path=f"{FILES}/page.css", max_cache_age=0)


async def offered(request: Request) -> list[dict[str, str]]:
    """The keys that may be typed after a text, as the editor shows them."""
    lang: Lang = "en" if request.query_params.get("lang") == "en" else "zh"
    before = (await request.body()).decode("utf-8", "replace")
    return [
        {"label": one.key, "detail": one.means.replace("`", ""), "info": one.written.replace("`", "")}
        for one in completions(before, lang)
    ]


def _warm_up() -> None:
    """Read what the first pages need, so that nobody waits for it."""
    for lang in LANGUAGES:
        stored_board(lang)
        inputs_of(Asked("gedian/startup", "gd-startup-total"), lang)


FACE = (
    f'@font-face {{ font-family: "{FAMILY}"; src: url({FILES}/font.ttf) format("truetype"); '
    "unicode-range: U+0-2017, U+201A-201B, U+201E-10FFFF; font-display: swap; }"
)


def run(
    desk: Desk, *, host: str, port: int, token: str = "", show: str | bool = True,
    ready: Callable[[], None] = lambda: None,
) -> None:  # fmt: skip
    """Serve until a signal comes. `show`: the address to open in the browser, if any; `ready` is called once it is
    there."""

    async def up() -> None:
        while not Server.instance.started:
            await asyncio.sleep(0.02)
        ready()

    prepare(host=host, token=token)
    threading.Thread(target=_warm_up, daemon=True).start()
    app.on_startup(lambda: background_tasks.create(up()))
    app.on_shutdown(desk.close)
    ui.run(
        root(desk),
        host=host,
        port=port,
        show=show,
        reload=False,
        dark=None,
        title="onewindow 一窗",
        favicon="🪟",
        tailwind=False,
        language="zh-CN",
        reconnect_timeout=30,
        show_welcome_message=False,
    )
