"""A server as a user starts it, and a page of it that is looked at as a reader would."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from onewindow.cli.serving import _free


class Server:
    """`onewindow serve` as a user starts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begin()

    def begin(self) -> None:
        command = [sys.executable, "-m", "onewindow", "serve", "--no-browser", "--lang", "zh"]
        self.process = subprocess.Popen(
            [*command, "--studies", str(self.folder), "--port", str(_free("127.0.0.1", 0))],
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if "PYTEST" not in name},
        )
        assert self.process.stderr is not None
        said = self.process.stderr.readline()
        found = re.search(r"http://[\w.:]+/", said)
        assert found, said
        self.address = found[0].rstrip("/")

    def end(self, how: int = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(10)


SETTLED = """Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime < Infinity).map((one) => one.finished.catch(() => 0)))"""
"""A menu that fades away is judged by what remains of it."""


class Visit:
    """A page of a visitor with cookies of his own; what went wrong in it is kept."""

    def __init__(self, browser: Any, address: str, lang: str, **more: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, **more)
        cookie = {"name": "onewindow-language", "value": lang, "url": address}
        self.context.add_cookies([cookie])
        self.address, self.wrong = address, list[str]()
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda one: one.type == "error" and self.wrong.append(one.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", self.address.replace("http", "ws"))):
            self.wrong.append(f"asked another host: {request.url}")

    def open(self, path: str) -> Any:
        self.page.goto(self.address + path)
        self.page.wait_for_selector("main h1")
        return self.page

    def checked(self) -> None:
        """No error on the console, no request to another host, and nothing serious for who cannot see well."""
        assert self.wrong == [], self.wrong
        axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
        self.page.evaluate(SETTLED)
        self.page.evaluate(files(axe).joinpath("axe.min.js").read_text("utf-8"))
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        serious = [
            f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        assert serious == [], serious


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
