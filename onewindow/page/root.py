"""What is built for an address: the frame around every page, and the part that stands there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request
from nicegui import ui

from onewindow.desk.asked import from_query
from onewindow.desk.desk import Desk
from onewindow.page import frame
from onewindow.page.here import LANGUAGE, Here
from onewindow.page.parts import PARTS
from onewindow.page.safety import SESSION
from sim.words.language import Lang


def root(desk: Desk) -> Callable[[Request], Awaitable[None]]:
    """The function that builds every page of a server."""

    async def build(request: Request) -> None:
        chosen = request.cookies.get(LANGUAGE, "")
        lang: Lang = chosen if chosen in ("zh", "en") else desk.lang  # type: ignore[assignment]
        path = request.url.path.rstrip("/") or "/"
        here = Here(desk, lang, request.cookies.get(SESSION, ""), path, request.url.query)
        part = PARTS.get(path)
        if part is not None and part.keeps and (asked := from_query(here.query)).scenario:
            desk.looks_at(here.owner, asked)
        page = ui.context.client.page
        page.language = "zh-CN" if lang == "zh" else "en-US"
        named = here.said(part.name) if part is not None else here.said("not_found")
        page.title = f"{named} · {here.said('name')}"
        with frame.around(here):
            if part is not None:
                made = part.build(here)
                if made is not None:
                    await made
            else:
                ui.label(here.said("not_found"))
                ui.link(here.said("back"), "/")

    return build
