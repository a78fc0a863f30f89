"""Who may speak to the server: only its own pages, and over a network only who has the token.

A page of another site may make a browser send requests here (a foreign origin), or give its own name our address (DNS
rebinding): so the Host that a request names must be ours, and its Origin, where it names one, the same; both also
where a websocket is opened. `--host` other than loopback demands a token, which a cookie keeps after the first visit.
No answer lets a page fetch anything from another host.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SESSION = "onewindow-session"
TOKEN = "onewindow-token"
LARGEST = 8 * 1024 * 1024
"""Bytes of a request at most."""
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""NiceGUI's own scripts stand in its pages and compile templates; nothing comes from elsewhere."""
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)


def is_loopback(host: str) -> bool:
    """Whether a host to listen at is this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Guard:
    """Stands before the whole server."""

    def __init__(self, app: App, *, host: str = "127.0.0.1", token: str = "") -> None:
        """`token`: demanded where it is not empty."""
        self.app, self.token = app, token
        self.local = is_loopback(host)
        self.names = {host.lower(), "localhost"}
        if not self.local:
            self.names |= {socket.gethostname().lower(), socket.getfqdn().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = _headers(scope)
        if why := self._refused(headers):
            await _refuse(scope, send, why)
            return
        cookies = _cookies(headers)
        if self.token and not _same(cookies.get(TOKEN, ""), self.token):
            await self._ask_for_token(scope, send)
            return
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST:
            await _refuse(scope, send, "the request is too large", 413)
            return
        new = () if SESSION in cookies else ((SESSION, secrets.token_urlsafe(12)),)
        await self.app(scope, _bounded(receive), _with(send, new))

    def _refused(self, headers: MutableMapping[str, str]) -> str:
        host = headers.get("host", "")
        if not self._ours(urlsplit(f"//{host}").hostname or ""):
            return "this host is not served here"
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return "this origin may not speak to this server"
        return ""

    def _ours(self, name: str) -> bool:
        if name.lower() in self.names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self.local

    async def _ask_for_token(self, scope: Scope, send: Send) -> None:
        """Who brings the token in the address gets the cookie, and the address without it."""
        given = parse_qsl(scope.get("query_string", b"").decode("latin-1"))
        if scope["type"] != "http" or not any(n == "token" and _same(v, self.token) for n, v in given):
            await _refuse(scope, send, "open the address that the server printed: it holds a token")
            return
        rest = urlencode([(name, value) for name, value in given if name != "token"])
        place = f"/{scope['path'].lstrip('/')}" + (f"?{rest}" if rest else "")
        await send({
            "type": "http.response.start", "status": 303,
            "headers": [(b"location", place.encode("latin-1", "replace")), _cookie(TOKEN, self.token), *HEADERS],
        })  # fmt: skip
        await send({"type": "http.response.body", "body": b""})


def _headers(scope: Scope) -> dict[str, str]:
    pairs: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}


def _cookies(headers: MutableMapping[str, str]) -> dict[str, str]:
    try:
        return {name: one.value for name, one in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _cookie(name: str, value: str) -> tuple[bytes, bytes]:
    return b"set-cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000".encode()


def _with(send: Send, cookies: Iterable[tuple[str, str]]) -> Send:
    """Adds what every answer says."""

    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            more = [*HEADERS, *(_cookie(name, value) for name, value in cookies)]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await send(message)

    return sent


def _bounded(receive: Receive) -> Receive:
    """Ends a request whose body is longer than it may be, whatever it said of its length."""
    taken = 0

    async def received() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > LARGEST:
                return {"type": "http.disconnect"}
        return message

    return received


async def _refuse(scope: Scope, send: Send, why: str, status: int = 403) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": why})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{why}\n".encode()})
