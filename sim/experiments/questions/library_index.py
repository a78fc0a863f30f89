"""The index of the library: `python -m sim.experiments.questions.library_index` writes it anew.

It says of each scenario what `onewindow list` shows and what finds the scenario of a target; see `sim.library`.
"""

from __future__ import annotations

import json

from sim import whole_file
from sim.experiments.questions.whatif import load
from sim.library import INDEX, Listed, library_root
from sim.model.files import is_scenario


def index() -> dict[str, Listed]:
    """What the scenario files of the library say, by name, sorted; parts that they include are no scenarios."""
    root = library_root()
    files = sorted(path for path in root.rglob("*.yaml") if is_scenario(path))
    return dict(
        sorted((path.relative_to(root).with_suffix("").as_posix(), _listed(str(path))) for path in files)
    )


def _listed(file: str) -> Listed:
    stated = load(file).stated
    return Listed(
        {"zh": stated.title.zh, "en": stated.title.en},
        tuple(stated.variants),
        stated.default_variant,
        tuple(stated.targets),
        tuple(name for name, target in stated.targets.items() if target.headline),
    )


def written(found: dict[str, Listed]) -> str:
    """The text of the index."""
    return (
        json.dumps({name: one._asdict() for name, one in found.items()}, ensure_ascii=False, indent=1) + "\n"
    )


if __name__ == "__main__":
    whole_file.write(library_root() / INDEX, written(index()).encode())
