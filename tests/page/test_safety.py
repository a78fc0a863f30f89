"""Only the server's own pages may speak to it, and over a network only who has the token."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from onewindow.page.safety import LARGEST, TOKEN, Guard


async def _app(_scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


def answer(guard: Guard, kind: str = "http", query: str = "", **headers: str) -> dict[str, Any]:
    """The first thing that is sent to whoever asks with these headers."""
    sent: list[Any] = []
    named = {"host": "127.0.0.1:8377"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": kind,
        "path": "/what-if",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(guard(scope, receive, send))
    return sent[0]


def status(*asked: Any, **headers: str) -> Any:
    told = answer(*asked, **headers)
    return told.get("status", told.get("code"))


HERE = Guard(_app)


@pytest.mark.parametrize("host", ["127.0.0.1:8377", "localhost:8377", "[::1]:8377", "127.0.0.1"])
def test_this_machine_is_served(host: str) -> None:
    assert status(HERE, host=host) == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8377", "127.0.0.1.evil.example", "10.0.0.5:8377", ""]
)
def test_another_name_for_our_address_is_refused(host: str) -> None:
    assert status(HERE, host=host) == 403
    assert status(HERE, "websocket", host=host) == 1008


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8377"]
)
def test_a_page_of_another_origin_is_refused(origin: str) -> None:
    assert status(HERE, origin=origin) == 403
    assert status(HERE, "websocket", origin=origin) == 1008


def test_our_own_pages_are_served_and_may_fetch_nothing_elsewhere() -> None:
    told = answer(HERE, origin="http://127.0.0.1:8377")
    assert told["status"] == 200
    named = dict(told["headers"])
    assert b"connect-src 'self'" in named[b"content-security-policy"]
    assert b"HttpOnly" in named[b"set-cookie"]


def test_a_network_demands_the_token_and_a_cookie_keeps_it() -> None:
    guard = Guard(_app, host="0.0.0.0", token="secret")
    host = "10.0.0.5:8377"
    assert status(guard, host=host) == 403
    assert status(guard, "http", "token=wrong", host=host) == 403
    assert status(guard, "websocket", "token=secret", host=host) == 1008
    assert status(guard, host=host, cookie=f"{TOKEN}=wrong") == 403
    told = answer(guard, "http", "token=secret&scenario=a/b", host=host)
    assert told["status"] == 303
    assert dict(told["headers"])[b"location"] == b"/what-if?scenario=a%2Fb"
    assert status(guard, host=host, cookie=f"{TOKEN}=secret") == 200
    assert status(guard, host="evil.example", cookie=f"{TOKEN}=secret") == 403


def test_a_request_is_bounded() -> None:
    assert status(HERE, content_length=str(LARGEST + 1)) == 413
    assert status(HERE, content_length="many") == 413
