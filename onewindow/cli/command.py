"""What goes around every command with a scenario: its options in bundles, its language, its store, its cluster.

A bundle is a dataclass whose fields are options. A command takes one as a parameter that is named after it; on the
command line its options stand where the parameter does.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import is_dataclass
from functools import wraps
from inspect import Parameter
from typing import Any

from onewindow.cli.bar import speaking
from onewindow.cli.compiling import said_when_compiling
from onewindow.cli.options import ClusterOption, StoreOption, in_language
from onewindow.cli.storing import store_for

EVERYWHERE = {"store": StoreOption, "cluster": ClusterOption}
"""The options that come last in every such command."""


def takes_what_if(command: Callable[..., int]) -> Callable[..., int]:
    """The command with its bundles written out."""
    stated = _stated(command)
    options = [
        *_written_out(stated),
        *(
            Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=option)
            for name, option in EVERYWHERE.items()
        ),
    ]

    @wraps(command)
    def called(*, store: str | None = None, cluster: str | None = None, **given: Any) -> int:
        lang = in_language(given.get("lang"))
        with said_when_compiling(lang), speaking(lang), store_for(store), worked_by(cluster):
            return command(**_bundled(stated, given))

    called.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    called.__annotations__ = {option.name: option.annotation for option in options} | {"return": int}
    return called


def _stated(made: Callable[..., Any]) -> Iterable[Parameter]:
    return inspect.signature(made, eval_str=True).parameters.values()


def _bundle(parameter: Parameter) -> Callable[..., Any] | None:
    stated = parameter.annotation
    return stated if isinstance(stated, type) and is_dataclass(stated) else None


def _written_out(parameters: Iterable[Parameter]) -> Iterator[Parameter]:
    for parameter in parameters:
        if bundle := _bundle(parameter):
            yield from _written_out(_stated(bundle))
        else:
            yield parameter.replace(kind=Parameter.KEYWORD_ONLY)


def _bundled(parameters: Iterable[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, by parameter."""
    found = {}
    for parameter in parameters:
        if bundle := _bundle(parameter):
            found[parameter.name] = bundle(**_bundled(_stated(bundle), given))
        elif parameter.name in given:
            found[parameter.name] = given[parameter.name]
    return found


def worked_by(cluster: str | None) -> AbstractContextManager[None]:
    """The cluster that was stated, else that of the environment, for as long as the command lasts."""
    if not (named := cluster or os.environ.get("ONEWINDOW_CLUSTER")):
        return nullcontext()
    from sim.experiments.running.cluster import using_cluster

    return using_cluster(named)
