"""The store of what was computed: which one a command uses, and `onewindow runs` to look after it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.answering import tell
from onewindow.cli.helping import Command
from onewindow.cli.options import Json, LangOption, StoreOption, language

if TYPE_CHECKING:
    from sim.experiments.store.store import Store

UNITS = {"": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}

runs = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@contextmanager
def store_for(stated: str | None) -> Iterator[None]:
    """The store of a command: the one stated, else that of the environment, else the user's own, kept within bounds."""
    from sim.experiments.store.chosen import VARIABLE, opened, users_store, using_store

    if stated is None and os.environ.get(VARIABLE, "").strip():
        yield
        return
    if stated is not None:
        with using_store(None if stated == "none" else _opened(stated).folder):
            yield
        return
    own = _users_own(users_store())
    with using_store(own):
        try:
            yield
        finally:
            if own is not None and opened(str(own)).wrote:
                from sim.experiments.store.tidying import trim

                trim(opened(str(own)))


def _opened(folder: str) -> Store:
    from sim.experiments.store.chosen import opened

    return opened(str(Path(folder).absolute()))


def _users_own(folder: Path | None) -> Path | None:
    """The user's own store; None where there can be none, which is no fault of the question."""
    from sim.model import ModelError

    try:
        return None if folder is None else _opened(str(folder)).folder
    except ModelError:
        return None


@contextmanager
def _looked_after(stated: str | None) -> Iterator[Store | None]:
    from sim.experiments.store.chosen import store_named

    with store_for(stated):
        yield store_named()


@runs.command("list", cls=Command, help="List what lies in the store.")
def list_runs(store: StoreOption = None, lang: LangOption = None, json_: Json = False) -> int:
    from sim.experiments.store.tidying import contents
    from sim.pages.store import page_of
    from sim.words.store import STORE

    spoken = language(lang).value
    with _looked_after(store) as own:
        if own is None:
            print(STORE[spoken]["none"])
            return 0
        found = contents(own)
    tell(found.to_dict, lambda: page_of(found, spoken), spoken, json_=json_)
    return 0


@runs.command("show", cls=Command, help="Show one set of replications: what made it, and its files.")
def show_run(
    key: Annotated[str, typer.Argument(help="The key, or how it begins.")],
    store: StoreOption = None,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.store.tidying import stored
    from sim.pages.store import stored_page

    with _looked_after(store) as own:
        found = stored(_needed(own), key)
    spoken = language(lang).value
    tell(found.to_dict, lambda: stored_page(found, spoken), spoken, json_=json_)
    return 0


@runs.command(
    "gc",
    cls=Command,
    help="Throw away what is broken or of other rules, and with --most what was not asked for longest.",
)
def tidy_runs(
    most: Annotated[
        str | None, typer.Option("--most", help="How much may be left, as in 500MB or 2GB. [default: all]")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Throw everything away.")] = False,
    store: StoreOption = None,
    lang: LangOption = None,
) -> int:
    from sim.experiments.store.tidying import tidy
    from sim.pages.store import tidied_text

    left = None if most is None else _bytes(most)
    with _looked_after(store) as own:
        print(tidied_text(tidy(_needed(own), left, everything=all_), language(lang).value))
    return 0


@runs.command(
    "merge", cls=Command, help="Take over what other stores have: those of several machines become one."
)
def merge_runs(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Folders of stores.")],
    store: StoreOption = None,
    lang: LangOption = None,
) -> int:
    from sim.experiments.store.store import Store
    from sim.experiments.store.tidying import merge
    from sim.words.store import STORE

    w = STORE[language(lang).value]
    for folder in folders:
        Store.there(folder)
    with _looked_after(store) as own:
        taken = sum(merge(_needed(own), folder) for folder in folders)
    print(w["merged"].format(files=f"{taken:,}", folders=w["comma"].join(map(str, folders))))
    return 0


def _needed(own: Store | None) -> Store:
    from sim.model import Fault, ModelError

    if own is None:
        raise ModelError([Fault.of("store", "none", "this command needs a store; name its folder")])
    return own


def _bytes(text: str) -> int:
    from sim.model import Fault, ModelError

    found = re.fullmatch(r"\s*(\d{1,12}(?:\.\d{1,3})?)\s*(kB|MB|GB|TB|)\s*", text)
    if found is None:
        raise ModelError([Fault.of("most", text, f'"{text}" is not a size; write it as 500MB or 2GB')])
    return int(float(found[1]) * UNITS[found[2]])
