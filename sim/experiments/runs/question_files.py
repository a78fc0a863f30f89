"""The question of a run, kept in its folder: the scenario file with what it reads, and what was asked of it.

So a folder can be read where nothing of the run is at hand but the package.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from sim.experiments.questions.whatif import WhatIf, load_factors
from sim.experiments.runs.run_folder import RunFolder
from sim.model import Fault, ModelError, Setting, parse_setting, read
from sim.model.bounds import BYTES, TABLE_BYTES
from sim.model.files import content, is_file
from sim.model.named_tables import NamedTable, named_tables
from sim.model.settings import applied
from sim.model.side_by_side import side_by_side
from sim.model.tree import Node

SCENARIO, SOURCES, BACKLOG = "scenario.yaml", "sources.csv", "backlog.csv"
PARTS = "part-"
"""How the names of files begin that the scenario includes."""
NUMBERED = "{kind}-{n:05d}.csv"
"""Lists of arrivals and tables of times that the scenario names, in its order, from 1."""


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
    return found | {name: content(table.file, TABLE_BYTES) for name, table in _tables(root)}


def _tables(root: Node) -> list[tuple[str, NamedTable]]:
    """The tables that a scenario names, each by the name it gets."""
    number: Counter[str] = Counter()
    found = []
    for table in named_tables(root):
        number[table.kind] += 1
        name = BACKLOG if table.kind == "backlog" else NUMBERED.format(kind=table.kind, n=number[table.kind])
        found.append((name, table))
    return found


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
        source = read(folder / SCENARIO).edited(settings)
        root, _ = applied(source.root, asked["variant"], source.settings)
        tables = [
            Setting(".".join(map(str, table.steps)), "=", json.dumps(str(folder / name)))
            for name, table in _tables(root)
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
