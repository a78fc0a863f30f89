"""A document of chapters: parts as on any page, and places for pictures that whoever renders it draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sim.pages.page import Part, Section

PictureKind = Literal[
    "target_board", "finish_time", "paired_differences", "levers", "capacity_curve", "where_days_go", "process_map",
    "utilisation", "throughput", "case_gantt",
]  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A place for a picture of the report: which one, and of which target where there is one for each."""

    kind: PictureKind
    target: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.target}" if self.target else self.kind


Piece: TypeAlias = Part | Section | Picture


@dataclass(frozen=True)
class Chapter:
    """What is told under one heading; `details` may stay folded on a screen."""

    key: str
    heading: str
    pieces: tuple[Piece, ...]
    details: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """A report in one language."""

    title: str
    """What it is about."""
    kind: str
    """What sort of document it is."""
    question: tuple[str, ...]
    """What is asked, and of what exactly."""
    answer: str
    """In one sentence."""
    chapters: tuple[Chapter, ...]
    line: str
    """What was run, at the foot of it."""

    def pictures(self) -> list[Picture]:
        return [piece for one in self.chapters for piece in one.pieces if isinstance(piece, Picture)]
