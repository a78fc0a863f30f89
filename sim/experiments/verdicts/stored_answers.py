"""The answers that come with the package: what was found of every promise, and whether it still holds.

`scenarios/answers.json` is written by `docs/targets.py`. It keeps, by the reference that was asked, a digest of the
files it was found with and the results by target, as in `check --all --json`. Whoever shows one asks `current` first.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sim.experiments.questions.headlines import question_of, questions_of
from sim.experiments.questions.library import scenario_file
from sim.experiments.questions.origin import package_version
from sim.experiments.verdicts.whole_table import answered, sources_of
from sim.library import library_root
from sim.model.sources import FILE, load_sources
from sim.registry import registry

ANSWERS = "answers.json"

Kept = Mapping[str, Any]
"""By the reference that was asked: `digest`, and by target `results` and what `holds` a promise back."""


def kept() -> Kept:
    """What is stored, whether it still holds or not."""
    file = library_root() / ANSWERS
    return json.loads(file.read_text("utf-8"))["scenarios"] if file.exists() else {}


def references() -> list[str]:
    """What is asked to answer every row."""
    return [reference for reference, _ in questions_of([], everything=True)]


def rows(known: Kept | None = None) -> list[dict[str, Any]]:
    """The whole table from what is kept, or from what is given."""
    known = kept() if known is None else known
    told = []
    for row, one in zip(registry(), answered({}), strict=True):
        result = known.get(question_of(row.scenario), {}).get("results", {}).get(row.target)
        if result is not None:
            required = result.get("required")
            told.append(one.to_dict() | ({"result": result} if required is None else {"reason": required}))
        else:
            told.append(one.to_dict())
    return told


def current(known: Kept, version: str = "") -> set[str]:
    """The references whose answers were found with today's files and this version of the program (default: ours)."""
    own = version or package_version()
    return {
        reference
        for reference, one in known.items()
        if one["digest"] == digest(reference)
        and all(result["version"] == own for result in one["results"].values())
    }


def digest(reference: str) -> str:
    """Of the files a scenario is made of, without their comments, and of the kinds of the sources they name."""
    text = f"{reference}\n" + "\n".join(
        _bare(file) for file in sorted(set(_files(scenario_file(reference.partition("@")[0]))))
    )
    kinds_of = _kinds()
    named = sorted({key for key in re.findall(r"source: ([\w-]+)", text) if key in kinds_of})
    kinds = "".join(f"{key} {kinds_of[key]}\n" for key in named)
    return hashlib.sha256((text + kinds).encode()).hexdigest()[:16]


@cache
def _kinds() -> Mapping[str, str]:
    table, _ = load_sources(library_root() / FILE)
    return {key: source.kind for key, source in table.items()}


def _files(file: Path) -> Iterator[Path]:
    """A file and all that it includes."""
    yield file
    for block in re.findall(r"^include:(.*(?:\n +- .*|\n *#.*)*)", file.read_text("utf-8"), re.MULTILINE):
        for name in re.findall(r"[\w./-]+", re.sub(r"#.*|(?m:^ +- )", " ", block)):
            own = (file.parent / name) if name.endswith(".yaml") else library_root() / f"{name}.yaml"
            yield from _files(own.resolve())


def _bare(file: Path) -> str:
    lines = (line.split(" #")[0].rstrip() for line in file.read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))


def asks_the_same(reference: str, results: Mapping[str, Any]) -> bool:
    """Whether files that are written otherwise make the same program of the same numbers, and judge it alike."""
    from sim.experiments.questions.whatif import load

    asked = load(reference)
    judged = {target: one for target, one in asked.scenario.targets.items() if target in results}
    numbers = sources_of(asked.scenario)
    return set(results) == set(judged) and all(
        results[target]["digest"] == asked.program.digest
        and results[target]["numbers"] == numbers
        and (results[target]["limit"], results[target]["unit"]) == (one.limit.value.amount, one.unit)
        and results[target]["required_share"] == (one.required_share and one.required_share.value)
        for target, one in judged.items()
    )
