"""What an item was when it last passed on this machine: one small file an item in pytest's cache folder.

Files are written whole and renamed, so that several workers, or several runs, never leave half of one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from onewindow.testing.statements import Statements, orders, statements
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.whole_file import write

LIBRARIES = ("numpy", "scipy", "simpy", "chinesecalendar", "holidays")
"""Libraries that have a say in a program or its replications."""


@dataclass(frozen=True)
class Standing:
    """How a target stands: its verdict, and all that it came from."""

    verdict: str
    share: float | None
    """On time; None where nobody was judged, or the mean is."""
    digest: str
    seed: int
    budget: str
    versions: Mapping[str, str]
    said: Statements
    orders: Mapping[str, list[str]]


def standing(whatif: WhatIf, verdict: TargetVerdict, budget: str) -> Standing:
    return Standing(
        verdict=verdict.verdict,
        share=None if verdict.on_time_share is None else round(verdict.on_time_share, 6),
        digest=verdict.digest,
        seed=verdict.seed,
        budget=budget,
        versions={"onewindow": verdict.version} | {library: _version(library) for library in LIBRARIES},
        said=statements(whatif),
        orders=orders(whatif.stated),
    )


class LastPasses:
    """The passes kept for a folder of tests, by node id."""

    def __init__(self, config: pytest.Config) -> None:
        self._cache: pytest.Cache | None = getattr(config, "cache", None)  # absent under -p no:cacheprovider

    @property
    def kept(self) -> bool:
        return self._cache is not None

    def of(self, item: str) -> Standing | None:
        """The last pass of an item; None when none is known, or what is there cannot be read."""
        if self._cache is None:
            return None
        try:
            return Standing(**json.loads(self._file(self._cache, item).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, item: str, passed: Standing) -> None:
        """Replace the last pass of an item. Raises OSError when the cache cannot be written."""
        if self._cache is None:
            return
        path = self._file(self._cache, item)
        write(path, (json.dumps(asdict(passed), ensure_ascii=False, indent=1) + "\n").encode())

    @staticmethod
    def _file(cache: pytest.Cache, item: str) -> Path:
        key = hashlib.sha256(item.encode()).hexdigest()[:32]
        return cache.mkdir("onewindow") / f"{key}.json"


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "unknown"
