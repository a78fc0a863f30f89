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
from sim.model.listing import lists_named
from sim.model.measured import TABLE, tables_named
from sim.model.settings import applied
from sim.model.side_by_side import side_by_side
from sim.model.tree import Node, Step, at

SCENARIO, SOURCES, BACKLOG = "scenario.yaml", "sources.csv", "backlog.csv"
PARTS = "part-"
"""How the names of files begin that the scenario includes."""
ARRIVALS = "arrivals-{n:05d}.csv"
"""Lists of arrivals that the scenario names, in its order, from 1."""
TIMES = "times-{n:05d}.csv"
"""A table of values, by the order in which the file names them."""


def files_of(whatif: WhatIf) -> dict[str, bytes]:
    """The files a question was read from, by the names they get; none where it came from no file."""
    source = whatif.source
    if not is_file(Path(source.file)):
        return {}
    if len(source.origin.files) == 1:
        found = {SCENARIO: content(source.file, BYTES)}
    else:
        texts = side_by_side(source.origin.files, SCENARIO, PARTS)
        found = {name: text.encode() for name, text in texts.items()}
    if (sources := source.tables.as_one()) is not None:
        found[SOURCES] = sources
    root, _ = applied(source.root, whatif.stated.variant, source.settings)
    if (table := table_named(root)) is not None:
        found[BACKLOG] = content(table, TABLE_BYTES)
    return found | {name: content(path, TABLE_BYTES) for name, _, path in _tables(root)}


def _tables(root: Node) -> list[tuple[str, str, Path]]:
    """Lists of arrivals and tables of values: the name each gets, the path of the setting that names it, the file."""
    lists = [
        (ARRIVALS.format(n=number), ".".join((*path, "list")), table)
        for number, (path, table) in enumerate(lists_named(root), start=1)
    ]
    values = [
        (TIMES.format(n=number), ".".join(map(str, (*steps, *_table_steps(root, steps)))), path)
        for number, (steps, path) in enumerate(tables_named(root), start=1)
    ]
    return lists + values


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
        root, _ = applied(source.root, asked["variant"], source.settings)
        tables = [
            Setting(path, "=", json.dumps(str(folder / name)))
            for name, path, _ in _tables(root)
            if kept.holds(name)
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
