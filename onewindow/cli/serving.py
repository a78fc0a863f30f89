"""`onewindow serve`: the planner's page, on this machine."""

from __future__ import annotations

import secrets
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from onewindow.cli.command import worked_by
from onewindow.cli.options import ClusterOption, Lang, LangOption, StoreOption, language
from onewindow.cli.storing import store_for

PORT = 8377


def serve(
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, help=f"Port to listen at. [default: {PORT}, or a free one]"),
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen at; other than this machine demands a token.")
    ] = "127.0.0.1",
    studies: Annotated[
        Path | None, typer.Option("--studies", help="Folder of studies. [default: in the user's data folder]")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    store: StoreOption = None,
    cluster: ClusterOption = None,
    lang: LangOption = None,
) -> int:
    with store_for(store), worked_by(cluster):  # the desk's processes have them from this one
        _served(host, port, studies, browser, lang)
    return 0


def _served(host: str, port: int | None, studies: Path | None, browser: bool, lang: Lang | None) -> None:
    """Serve until it is ended."""
    from sim.model import Fault, ModelError
    from sim.model.files import spelt
    from sim.words.serving import SERVING

    if find_spec("nicegui") is None:
        raise ModelError([Fault("serve", 0, 0, "needs the web extra: pip install 'onewindow[web]'")])
    from onewindow.desk.desk import Desk
    from onewindow.desk.studies import usual_folder
    from onewindow.page.safety import is_loopback
    from onewindow.page.serving import run  # takes seconds, and the port is to be free after that

    at = _free(host, port)
    folder = usual_folder() if studies is None else studies
    try:
        desk = Desk(folder, lang="zh" if lang is None else language(lang).value)
    except OSError as error:
        raise ModelError(
            [Fault.of("studies", spelt(folder), f"cannot be written: {error.strerror}")]
        ) from None
    token = "" if is_loopback(host) else secrets.token_urlsafe(18)
    shown = f"[{host}]" if ":" in host else socket.gethostname() if host in ("0.0.0.0", "::") else host
    address = f"http://{shown}:{at}/" + (f"?token={token}" if token else "")
    w = SERVING[language(lang).value]

    def ready() -> None:
        print(w["at"].format(address=address), file=sys.stderr)
        print(w["stop"].format(folder=folder), file=sys.stderr, flush=True)

    try:
        run(desk, host=host, port=at, token=token, show=_opened(browser, token), ready=ready)
    finally:
        desk.close()


def _opened(browser: bool, token: str) -> str | bool:
    return (f"/?token={token}" if token else "/") if browser else False


def _free(host: str, port: int | None) -> int:
    """A port that nobody listens at: the one that is named, else the usual one or any. Raises ModelError."""
    from sim.model import Fault, ModelError

    why: OSError | None = None
    for one in (PORT, 0) if port is None else (port,):
        try:
            with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind((host, one))
                return int(tried.getsockname()[1])
        except OSError as error:
            why = error
    named = ("host", host) if port is None else ("port", str(port))
    assert why is not None
    raise ModelError([Fault.of(*named, f"cannot listen there: {why.strerror}")])
