"""The what-if options that every command with a scenario takes, and what they all mean."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sim.experiments.whatif import WhatIf

WHAT_IF = "What-if options"


class Lang(StrEnum):
    zh = "zh"
    en = "en"


class Engine(StrEnum):
    auto = "auto"
    reference = "reference"


ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO[@VARIANT]", help="A scenario of the library, or a YAML file.")
]
Load = Annotated[
    list[str] | None,
    typer.Option(
        "--load", help="Factor on arrivals: 1.5, or startup=2 for one service.", rich_help_panel=WHAT_IF
    ),
]
With = Annotated[list[str] | None, typer.Option("--with", help="Switch a lever on.", rich_help_panel=WHAT_IF)]
Without = Annotated[
    list[str] | None, typer.Option("--without", help="Switch a lever off.", rich_help_panel=WHAT_IF)
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="path=value, path-=2, path*=1.2.", rich_help_panel=WHAT_IF),
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of all draws.", rich_help_panel=WHAT_IF)]
Start = Annotated[
    str | None, typer.Option("--start", help="First date of the study.", rich_help_panel=WHAT_IF)
]
EngineOption = Annotated[
    Engine, typer.Option("--engine", help="Which engine runs it.", rich_help_panel=WHAT_IF)
]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="Language of tables and figures. [default: the system's]")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]


def language(lang: Lang | None) -> Lang:
    """The language asked for, else ONEWINDOW_LANG, else the system's: Chinese if it is Chinese, else English."""
    if lang is not None:
        return lang
    for name in ("ONEWINDOW_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return Lang.zh if value.lower().startswith("zh") else Lang.en
    return Lang.en


def question(
    scenario: str,
    load: list[str] | None,
    with_: list[str] | None,
    without: list[str] | None,
    set_: list[str] | None,
    seed: int,
    start: str | None,
    engine: Engine,
) -> WhatIf:
    """The options as a question. Raises ModelError."""
    from sim.experiments.whatif import load as load_scenario

    return load_scenario(
        scenario,
        load=load or (),
        with_=with_ or (),
        without=without or (),
        set=set_ or (),
        seed=seed,
        start=start,
        engine=engine.value,
    )
