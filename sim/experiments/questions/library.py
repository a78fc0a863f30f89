"""The scenarios that come with the package, by name: `gedian/startup`, `gedian/startup@before`."""

from __future__ import annotations

from pathlib import Path

from sim.library import library, library_names, library_root
from sim.model.faults import Fault, ModelError, listed, shown
from sim.model.files import is_file, spelt
from sim.model.names import unknown
from sim.registry import documents, registry

SHORTEST = 4
"""Bytes of a text that is looked for in names: two Chinese characters, or four letters."""


def scenario_file(reference: str) -> Path:
    """The file a reference means: a YAML file (its ending may be left out), or a name of the library."""
    path = Path(reference)
    if path.suffix in (".yaml", ".yml") or is_file(path):
        return path
    for named in (library_root() / f"{reference}.yaml", Path(f"{reference}.yaml")):
        if is_file(named):
            return named
    message = unknown("YAML file, and no scenario,", reference, library_names())
    if called := called_so(reference):
        message = (
            f"there is no YAML file, and no scenario, {shown(reference)}; of that name: {listed(called)}"
        )
    raise ModelError([Fault(spelt(reference), 0, 0, message)])


def called_so(text: str) -> list[str]:
    """Scenarios of the library that have the text in their place or title, in either language."""
    if len(text.encode()) < SHORTEST:
        return []
    sought = text.lower()
    called = {name: [one.title["zh"], one.title["en"]] for name, one in library().items()}
    for row in registry():
        called.get(row.scenario.partition("@")[0], []).extend(documents()[row.document].place.values())
    return [name for name, texts in called.items() if any(sought in one.lower() for one in texts)]


def split_variant(reference: str) -> tuple[str, str | None]:
    """("gedian/startup", "before") of "gedian/startup@before"."""
    name, _, variant = reference.rpartition("@")
    if not name or "/" in variant or variant.endswith((".yaml", ".yml")):
        return reference, None  # an @ in the path of a file
    return name, variant or None
