"""The whole table: every promise of the registry with its answer, and what stands behind it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from sim.experiments.questions.headlines import question_of
from sim.model.provenance import numbers
from sim.model.sources import SourceKind
from sim.registry import Row, Said, documents, registry

if TYPE_CHECKING:
    from sim.experiments.verdicts.verdict import TargetVerdict
    from sim.model import Scenario

SOURCES: tuple[SourceKind, ...] = get_args(SourceKind)


SHOWN = (
    "verdict", "steady", "expected", "required_share", "on_time_share", "ci", "judged", "mean", "mean_ci",
    "confidence", "limit", "unit", "clock", "p50", "p90", "p95", "cases", "replications", "before_acceptance_p50",
    "paused_p50", "elapsed_p50", "elapsed_p95", "margin", "margin_steady_up_to", "margin_not_met", "binding_pool",
    "hangs_on", "load", "seed", "digest", "version", "by_construction",
)  # fmt: skip
"""What of a verdict's document stands in the table."""

IN_BOTH_LANGUAGES = ("place", "service", "reading", "from", "to", "reason", "measure_first")
INTERVALS = ("ci", "mean_ci", "kept_ci")


@dataclass(frozen=True)
class Judged:
    """A verdict, and what the table says beside it."""

    verdict: TargetVerdict
    sources: Mapping[str, int]
    """How many numbers of its scenario are of which kind of source."""
    measure: Said | None = None
    """The number to measure first, as readers call it."""

    def to_dict(self) -> dict[str, Any]:
        """What of the verdict's document stands in the table, and what is said beside it."""
        told = self.verdict.to_dict()
        doubt = told["doubt"]
        return {key: told.get(key) for key in SHOWN} | {
            "kept": None if doubt is None else doubt["kept"],
            "kept_ci": None if doubt is None else doubt["ci"],
            "draws": None if doubt is None else doubt["draws"],
            "measure_first": None if self.measure is None else dict(self.measure),
            "numbers": dict(self.sources),
        }


Found = Mapping[tuple[str, str], Judged]
"""What was judged, by the reference that was asked (`question_of`) and the target's key."""


@dataclass(frozen=True)
class Answered:
    """A row of the registry with what was judged of it, if anything was."""

    row: Row
    judged: Judged | None = None

    def to_dict(self) -> dict[str, Any]:
        """As in `check --all --json`: the row, and of its verdict what a table shows; a guess is not told as one."""
        row = self.row
        return {
            "id": row.id,
            "document": row.document,
            "clause": row.clause,
            "place": dict(documents()[row.document].place),
            "service": dict(row.service),
            "reading": dict(row.reading) if row.reading["en"] else None,
            "from": dict(row.start) if row.start["en"] else None,
            "to": dict(row.to) if row.to["en"] else None,
            "clock": row.clock or None,
            "value": row.value,
            "unit": row.unit,
            "comparator": row.comparator,
            "required": row.required or None,
            "year_due": row.year_due or None,
            "kind": row.kind,
            "answer": row.answer,
            "waiting": row.waiting,
            "scenario": row.scenario or None,
            "target": row.target if row.scenario else None,
            "reason": dict(row.reason) if row.reason["en"] else None,
            "result": self.judged.to_dict() if self.judged is not None and row.answer == "verdict" else None,
        }


def sources_of(scenario: Scenario) -> dict[str, int]:
    """How many of its numbers are of which kind of source; those that a user set count as assumed."""
    found = Counter(number.kind if number.kind in SOURCES else "assumed" for number in numbers(scenario))
    return {kind: found[kind] for kind in SOURCES}


def answered(found: Found, rows: Iterable[Row] | None = None) -> list[Answered]:
    """The rows of the registry, or those given, with what was judged of them."""
    return [
        Answered(row, found.get((question_of(row.scenario), row.target)))
        for row in (registry() if rows is None else rows)
    ]


def table_of(rows: Sequence[Answered]) -> str:
    """The rows as CSV: what `to_dict` holds; two columns where both languages or both ends of an interval are told."""
    lines = [_line(row.to_dict()) for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _line(told: Mapping[str, Any]) -> dict[str, Any]:
    """One row of the table; every row has the same columns, and empty cells where nothing is known."""
    line = dict(_cells((key, value) for key, value in told.items() if key != "result"))
    result = told["result"] or {}
    numbers = result.get("numbers") or {}
    kept = (key for key in (*SHOWN, "kept", "kept_ci", "draws", "measure_first") if key not in told)
    return {
        **line,
        **dict(_cells((key, result.get(key)) for key in kept)),
        **{f"numbers_{kind}": numbers.get(kind) for kind in SOURCES},
    }


def _cells(fields: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for key, value in fields:
        if key in IN_BOTH_LANGUAGES:
            yield from ((f"{key}_{lang}", None if value is None else value[lang]) for lang in ("zh", "en"))
        elif key == "by_construction":
            yield key, value and value["kind"]
        elif key in INTERVALS:
            yield from zip((f"{key}_low", f"{key}_high"), value or (None, None), strict=True)
        else:
            yield key, value
