"""A visitor without a browser, and one with: a server of its own, and a page that is checked as a reader would."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from visits import Server, Visit

from onewindow.desk.desk import Desk

Journey = Callable[[Any], Awaitable[None]]


@pytest.fixture
def journey(tmp_path: Path) -> Callable[..., None]:
    """Takes a visitor (NiceGUI's `User`, in this process, without workers) along a journey."""
    pytest.importorskip("nicegui", reason="the extra web is not installed")
    from nicegui.testing.user_simulation import user_simulation

    from onewindow.page.here import LANGUAGE
    from onewindow.page.root import root

    def taken(steps: Journey, lang: str = "zh", desk: Desk | None = None) -> None:
        async def visit() -> None:
            own = desk or Desk(tmp_path / "studies", workers=0)
            async with user_simulation(root(own)) as user:
                user.http_client.cookies.set(LANGUAGE, lang)
                await steps(user)
            own.close()

        loop = (
            asyncio.new_event_loop()
        )  # asyncio.run would wait for tasks of NiceGUI that cannot be cancelled
        try:
            loop.run_until_complete(asyncio.wait_for(visit(), 60))
        finally:
            loop.close()

    return taken


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    pytest.importorskip("nicegui", reason="the extra web is not installed")
    made = Server(tmp_path_factory.mktemp("studies"))
    yield made
    if made.process.poll() is None:
        made.end()


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Playwright's loop runs while it is there: no module with `journey` may use it too."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Callable[..., Visit]]:
    """Opens a page of the server: `visit("/", "en")`."""
    made: list[Visit] = []

    def opened(path: str, lang: str = "zh", **more: Any) -> Visit:
        made.append(one := Visit(browser, server.address, lang, **more))
        one.open(path)
        return one

    yield opened
    for one in made:
        one.context.close()
