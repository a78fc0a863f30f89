"""What `onewindow calibrate` writes into a scenario beside the numbers: parameter vectors, and sources of their own.

A vector holds a value for every parameter, so that what the published figures fix only together stays together.
`check --parameters sampled` simulates one after another.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from sim.model.faults import listed, nearest, shown, wrong, wrong_at
from sim.model.quantities import Model, Number, Text
from sim.model.sources import COLUMNS, KINDS, Source, SourceKind
from sim.model.tree import Node, child, plain


def _paths(raw: object) -> object:
    return [raw] if isinstance(raw, str) else raw


def _kind(raw: object) -> object:
    if raw not in KINDS:
        said = raw if isinstance(raw, str) else ""
        raise wrong(f"{shown(raw)} is not a kind of source; allowed: {listed(KINDS)}{nearest(said, KINDS)}")
    return raw


def _text(raw: object) -> object:
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


Paths = Annotated[tuple[Text, ...], BeforeValidator(_paths), Field(min_length=1)]


class OwnSource(Model):
    """A row of sources.csv that the scenario file brings with it."""

    kind: Annotated[SourceKind, BeforeValidator(_kind)]
    document: Text | None = None
    clause: Annotated[Text, BeforeValidator(_text)] | None = None
    year: Annotated[Text, BeforeValidator(_text)] | None = None
    place: Text | None = None
    note: Text | None = None
    document_zh: Text | None = None
    note_zh: Text | None = None


class Calibrated(Model):
    """Parameter vectors that fit published figures.

    `parameters` are paths as `--set` takes them, or lists of paths that move together; a row of `accepted` has a
    value for each: a factor for a distribution, else the value itself.
    """

    figures: Text
    parameters: tuple[Paths, ...] = Field(min_length=1)
    accepted: tuple[tuple[Text | Number, ...], ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _whole_rows(self) -> Self:
        for index, row in enumerate(self.accepted):
            if len(row) != len(self.parameters):
                needed = len(self.parameters)
                message = f"a row needs a value for each of the {needed} parameters; this one has {len(row)}"
                raise wrong_at(["accepted", index], message, row)
        return self


def own_sources(root: Node) -> dict[str, Source]:
    """The sources a file brings with it, as far as they can be read; faults are found where the file is validated."""
    stated = child(root, "sources")
    raw = plain(stated) if stated is not None else None
    found: dict[str, Source] = {}
    for key, row in raw.items() if isinstance(raw, dict) else ():
        if isinstance(row, dict) and row.get("kind") in KINDS:
            texts = {name: str(row[name]) for name in COLUMNS if row.get(name) is not None and name != "key"}
            found[key] = Source(**{"document": "", **texts, "key": key})
    return found
