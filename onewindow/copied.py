"""A scenario copied with all it is made of, to be changed: its parts, its tables, its sources."""

from __future__ import annotations

from pathlib import Path

from sim.experiments.questions.library import scenario_file
from sim.model import Fault, ModelError, read
from sim.model.files import is_file
from sim.model.named_tables import tables_beside
from sim.model.side_by_side import side_by_side
from sim.model.template import new as template
from sim.words.language import Lang


def copied(name: str, origin: str, lang: Lang, parts: str = "") -> tuple[dict[str, bytes], bytes | None]:
    """What a copy called `name` holds, by names from its folder, and the table of sources that it uses.

    `parts` is a folder ("mine/") or the beginning of the names of what it includes, "NAME/" unless stated. Raises
    ModelError.
    """
    stem = Path(name).stem
    parts = parts or f"{stem}/"
    file = scenario_file(origin)
    made = read(file)
    texts = side_by_side(made.origin.files, name, parts)
    found = {own: template(stem, text, lang).encode() for own, text in texts.items()}
    for stated_in, named, table in tables_beside(made.root):
        own = named if stated_in == made.file else f"{parts}{named}"
        if is_file(table):
            try:
                found[own] = table.read_bytes()
            except OSError as error:
                raise ModelError([Fault(origin, 0, 0, f"cannot be read: {error}")]) from None
    return found, made.tables.as_one()
