"""The scenarios that come with the package: where they lie, and what is said of each before it is read.

`index.json` beside them holds names, titles, variants and targets, so that listing them, and finding the scenario of a
target, reads no scenario. It is written by `python -m sim.experiments.questions.library_index`; a test holds it fresh.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

INDEX = "index.json"


class Listed(NamedTuple):
    """What the index says of one scenario."""

    title: Mapping[str, str]
    """By language: zh, en."""
    variants: tuple[str, ...]
    default_variant: str | None
    targets: tuple[str, ...]
    headlines: tuple[str, ...]
    """Those of its targets that are checked where no scenario is named."""


def library_root() -> Path:
    """The folder of the scenario library (package data, so it travels in the wheel)."""
    import scenarios

    return Path(str(scenarios.__file__)).parent


@cache
def library() -> Mapping[str, Listed]:
    """Every scenario of the library by name, sorted; parts that scenarios are made of are not among them."""
    found = json.loads((library_root() / INDEX).read_bytes())
    return {
        name: Listed(
            said["title"],
            tuple(said["variants"]),
            said["default_variant"],
            tuple(said["targets"]),
            tuple(said["headlines"]),
        )
        for name, said in found.items()
    }


def library_names() -> list[str]:
    """Names of all scenarios of the library, sorted."""
    return list(library())
