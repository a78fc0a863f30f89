"""The question of a run, kept in its folder: the scenario file with what it reads, and what was asked of it.

So a folder can be read where nothing of the run is at hand but the package.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.experiments.questions.whatif import WhatIf, load_factors
from sim.experiments.runs.run_folder import RunFolder
from sim.model import Fault, ModelError, Setting, parse_setting, read
from sim.model.backlog import table_named
from sim.model.bounds import BYTES, TABLE_BYTES
from sim.model.files import content, is_file
from sim.model.measured import TABLE, tables_named
from sim.model.settings import applied
from sim.model.sources import sources_file
from sim.model.tree import Node, Step, at

SCENARIO, SOURCES, BACKLOG = "scenario.yaml", "sources.csv", "backlog.csv"
TIMES = "times-{n}.csv"
"""A table of values, by the order in which the file names them."""


def files_of(whatif: WhatIf) -> dict[str, bytes]:
    """The files a question was read from, by the names they get; none where it came from no file."""
    source = whatif.source
    if not is_file(Path(source.file)):
        return {}
    found = {SCENARIO: content(source.file, BYTES)}
    if (sources := sources_file(Path(source.file))) is not None:
        found[SOURCES] = content(sources, TABLE_BYTES)
    root, _ = applied(source.root, whatif.stated.variant, source.settings)
    if (table := table_named(root, source.file)) is not None:
        found[BACKLOG] = content(table, TABLE_BYTES)
    return found | {name: content(path, TABLE_BYTES) for name, _, path in _tables(root, source.file)}


def _tables(root: Node, file: str) -> list[tuple[str, str, Path]]:
    """Tables of values: the name each gets, the path of the setting that names it, and the file."""
    return [
        (TIMES.format(n=number), ".".join(map(str, (*steps, *_table_steps(root, steps)))), path)
        for number, (steps, path) in enumerate(tables_named(root, file), start=1)
    ]


def _table_steps(root: Node, steps: Sequence[Step]) -> tuple[str, ...]:
    table = at(root, (*steps, TABLE))
    return (TABLE, "file") if table is not None and isinstance(table.value, dict) else (TABLE,)


def asked_of(whatif: WhatIf) -> dict[str, Any]:
    """What was asked of the scenario, beyond what a manifest says anyhow: exactly, and without a folder's name."""
    reference = whatif.reference
    return {
        "reference": Path(reference).name if reference.endswith((".yaml", ".yml")) else reference,
        "variant": whatif.stated.variant,
        "with": list(whatif.with_),
        "without": list(whatif.without),
        "load": {service: str(factor) for service, factor in whatif.load},
    }


def read_question(kept: RunFolder) -> WhatIf:
    """The question of a run, from its folder. Raises ModelError where that does not hold it."""
    folder, manifest = kept.path, kept.asked
    if not kept.holds(SCENARIO):
        message = "the folder keeps no scenario file; say which question it answers"
        raise ModelError([Fault(str(folder), 0, 0, message)])
    try:
        asked = manifest["question"]
        settings = [parse_setting(text) for text in manifest["settings"]]
        if kept.holds(BACKLOG):
            settings.append(Setting("study.backlog", "=", str(folder / BACKLOG)))
        source = read(folder / SCENARIO).edited(settings)
        root, _ = applied(source.root, asked["variant"], settings)
        tables = [
            Setting(path, "=", json.dumps(str(folder / name))) for name, path, _ in _tables(root, source.file)
        ]
        return WhatIf(
            reference=asked["reference"],
            source=source.edited(tables),
            variant=asked["variant"],
            with_=tuple(asked["with"]),
            without=tuple(asked["without"]),
            load=load_factors(asked["load"]),
            seed=manifest["seed"],
            engine=manifest["engine"],
        )
    except (KeyError, TypeError, AttributeError):
        raise ModelError([Fault(str(folder), 0, 0, "the manifest does not say what was asked")]) from None
