"""The page of a part that is done: where it is kept, and what to do when all are."""

from __future__ import annotations

from sim.experiments.runs.part import Part
from sim.pages.page import Page
from sim.words.store import STORE


def page_of(made: Part, lang: str) -> Page:
    """The page of a part."""
    w = STORE[lang]
    part, parts = made.shard
    what = w["halls_of" if made.of == "halls" else "replications_of"]
    counts = what.format(done=f"{made.done:,}", whole=f"{made.whole:,}")
    answer = w["part"].format(part=part, parts=parts, folder=made.folder, counts=counts)
    return Page(f"{made.whatif.label} · {part}/{parts}", answer, (), (), (w["merge"], w["then"]))
