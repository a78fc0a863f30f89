"""The options that several commands take, and what they all mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf
    from sim.experiments.runs.run import Result

WHAT_IF = "What-if options"


class Lang(StrEnum):
    zh = "zh"
    en = "en"


class Engine(StrEnum):
    auto = "auto"
    compiled = "compiled"
    reference = "reference"


ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO[@VARIANT]", help="A scenario of the library, or a YAML file.")
]
ScenarioOrRun = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO[@VARIANT]|RUN",
        help="A scenario of the library, a YAML file, or the folder of a run.",
    ),
]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="Language of tables and figures. [default: the system's]")
]
Targets = Annotated[
    list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
]
Details = Annotated[bool, typer.Option("--details", help="Also the statistics.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="DIR|none",
        help="Where what was computed is kept and looked for. [default: ONEWINDOW_STORE, else the user's cache]",
    ),
]


ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="tcp://HOST:PORT|local:N|none",
        help="Who simulates instead of this machine: a Dask scheduler, or so many processes. "
        "[default: ONEWINDOW_CLUSTER, else none]",
    ),
]


def how_many(of_what: str) -> Any:
    """The option --replications of a command, which says of what."""
    return typer.Option("--replications", "-n", help=of_what)


def _option(*names: str, help: str) -> Any:
    return typer.Option(*names, help=help, rich_help_panel=WHAT_IF)


@dataclass(frozen=True, kw_only=True)
class Options:
    """The what-if options of one command line; each field is an option, in this order."""

    load: Annotated[
        list[str] | None,
        _option("--load", help="Factor on arrivals or a load stage: 1.5, peak; startup=2 for one service."),
    ] = None
    with_: Annotated[list[str] | None, _option("--with", help="Switch a lever on; may be repeated.")] = None
    without: Annotated[
        list[str] | None, _option("--without", help="Switch a lever off; may be repeated.")
    ] = None
    set_: Annotated[
        list[str] | None, _option("--set", help="path=value, path-=2, path*=1.2; may be repeated.")
    ] = None
    seed: Annotated[int, _option("--seed", help="Seed of all draws.")] = 1
    start: Annotated[str | None, _option("--start", help="First date of the study.")] = None
    year: Annotated[int | None, _option("--year", help="Judge this calendar year, month by month.")] = None
    engine: Annotated[Engine, _option("--engine", help="Which engine runs it.")] = Engine.auto

    def question_or_run(self, named: str) -> WhatIf | Result:
        """The run whose folder is named, which takes no options, else the question. Raises ModelError."""
        from sim.experiments.runs.read_run import is_run, read_run
        from sim.model import Fault, ModelError

        if not is_run(named):
            return self.question(named)
        for field in fields(self):
            if (stated := getattr(self, field.name)) and stated != field.default:
                message = "a run is taken as it was asked; ask its scenario instead"
                raise ModelError([Fault.of(field.name.rstrip("_"), "", message)])
        return read_run(named)

    def question(self, scenario: str) -> WhatIf:
        """The options as a question to a scenario. Raises ModelError."""
        from sim.experiments.questions.moved_along import tell_moved_along
        from sim.experiments.questions.whatif import load

        made = load(
            scenario,
            load=self.load or (),
            with_=self.with_ or (),
            without=self.without or (),
            set=self.set_ or (),
            seed=self.seed,
            start=self.start,
            year=self.year,
            engine=self.engine.value,
        )
        tell_moved_along(made)
        return made


def language(lang: Lang | None) -> Lang:
    """The language asked for, else that of the environment."""
    from sim.words.language import spoken

    return lang if lang is not None else Lang(spoken())


def in_language(lang: Lang | None) -> Literal["zh", "en"]:
    """The same as pages and figures take it."""
    return language(lang).value


def language_asked(arguments: Sequence[str]) -> Lang:
    """The language of a command line that may not be one: that of its last --lang, else of the environment."""
    asked = [after for option, after in pairwise([*arguments, ""]) if option == "--lang"]
    asked += [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    return language(Lang(asked[-1]) if asked and asked[-1] in list(Lang) else None)
