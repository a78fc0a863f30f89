"""The scenarios that come with the package, by name: `gedian/startup`, `gedian/startup@before`."""

from __future__ import annotations

from pathlib import Path

from sim.library import library_names, library_root
from sim.model.faults import Fault, ModelError
from sim.model.files import is_file, spelt
from sim.model.names import unknown


def scenario_file(reference: str) -> Path:
    """The file a reference means: a YAML file (its ending may be left out), or a name of the library."""
    path = Path(reference)
    if path.suffix in (".yaml", ".yml") or is_file(path):
        return path
    for named in (library_root() / f"{reference}.yaml", Path(f"{reference}.yaml")):
        if is_file(named):
            return named
    message = unknown("YAML file, and no scenario,", reference, library_names())
    raise ModelError([Fault(spelt(reference), 0, 0, message)])


def split_variant(reference: str) -> tuple[str, str | None]:
    """("gedian/startup", "before") of "gedian/startup@before"."""
    name, _, variant = reference.rpartition("@")
    if not name or "/" in variant or variant.endswith((".yaml", ".yml")):
        return reference, None  # an @ in the path of a file
    return name, variant or None
