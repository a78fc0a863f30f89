"""The table: as plain text for the terminal, as a page of the docs, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.measurements import MEASUREMENTS
from benchmarks.rows import Row, Text
from benchmarks.words import WORDS, Lang


@dataclass(frozen=True)
class Run:
    """Everything one command measured: rows by measurement, and what they depend on."""

    about: dict[str, str]
    rows: dict[str, tuple[Row, ...]]
    quick: bool
    crowded: bool
    """Other programs wanted a core when it began."""


def number(value: float) -> str:
    """Three digits, never in powers of ten."""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if size >= 1 or size >= 0.1 else f"{value:.2g}" if size >= 0.001 else f"{value:.5f}"


def with_unit(value: float, unit: str, lang: Lang) -> str:
    return in_unit(number(value), unit, lang)


def in_unit(amount: str, unit: str, lang: Lang) -> str:
    shown = WORDS[lang].units.get(unit, unit)
    return f"{amount}{shown}" if unit == "×" else f"{amount} {shown}".rstrip()


def said(text: Text, lang: Lang) -> str:
    return text[0] if lang == "zh" else text[1]


def limits(row: Row, lang: Lang) -> tuple[str, str]:
    """What must be reached and what is aimed at, "" where nothing is asked."""
    sign = WORDS[lang].most if row.budget.most else WORDS[lang].least
    must, aim = (
        "" if limit is None else f"{sign} {in_unit(f'{limit:,g}', row.unit, lang)}"
        for limit in (row.budget.must, row.budget.aim)
    )
    return must, aim


def cells(row: Row, lang: Lang) -> tuple[str, ...]:
    """One line of the table."""
    words = WORDS[lang]
    must, aim = limits(row, lang)
    if row.skipped is not None:
        return said(row.what, lang), must, aim, words.skipped, "", "", said(row.skipped, lang)
    low, high = row.range
    spread = f"{number(low)} – {number(high)}" if len(row.values) > 1 else ""
    standing = words.reached[row.budget.reached(row.value)]
    return (
        said(row.what, lang),
        must,
        aim,
        with_unit(row.value, row.unit, lang),
        spread,
        standing,
        said(row.note, lang),
    )


def page(run: Run, lang: Lang, pictures: Sequence[tuple[str, str]]) -> str:
    """The page of the docs; `pictures` are (alt text, path)."""
    words = WORDS[lang]
    lines = [f"# {words.title}", "", words.other, ""]
    for paragraph in words.opening:
        lines += [paragraph, ""]
    if run.quick:
        lines += [words.quick, ""]
    if run.crowded:
        lines += [words.crowded, ""]
    if len(run.rows) < len(MEASUREMENTS):
        lines += [words.partly, ""]
    lines += [*_faster(run, lang), f"## {words.about}", ""]
    lines += [f"- {words.facts.get(key, key)}: {value}" for key, value in run.about.items()]
    for name, rows in run.rows.items():
        lines += ["", f"## {said(MEASUREMENTS[name].heading, lang)}", "", _line(words.columns)]
        lines.append(_line(("---",) * len(words.columns)))
        lines += [_line(cells(row, lang)) for row in rows]
    for alt, path in pictures:
        lines += ["", f"![{alt}]({path})"]
    return "\n".join(lines) + "\n"


def _faster(run: Run, lang: Lang) -> list[str]:
    """Who was faster than ours, if others were measured."""
    rows = [row for name in ("one_core", "peer") for row in run.rows.get(name, ()) if row.unit == "×"]
    measured = [row for row in rows if row.skipped is None]
    whom = [said(row.what, lang) for row in measured if row.value < 1]
    if not measured:
        return []
    return [WORDS[lang].faster.format(whom="; ".join(whom)) if whom else WORDS[lang].nobody_faster, ""]


def _line(parts: Sequence[str]) -> str:
    return "| " + " | ".join(part.replace("|", "\\|") for part in parts) + " |"


def terminal(row: Row, lang: Lang) -> str:
    """A row as it is printed when it is known."""
    what, must, _, reached, spread, standing, note = cells(row, lang)
    asked = f"  ({must})" if must else ""
    standing = standing.strip("*")
    return (
        "  ".join(part for part in (f"{what}: {reached}", spread and f"[{spread}]", standing, note) if part)
        + asked
    )


def document(run: Run) -> dict[str, Any]:
    """As JSON."""
    return {
        "about": run.about,
        "quick": run.quick,
        "crowded": run.crowded,
        "rows": [
            {
                "measurement": name,
                "key": row.key,
                "what": {"zh": row.what[0], "en": row.what[1]},
                "unit": row.unit,
                "values": list(row.values),
                "must": row.budget.must,
                "aim": row.budget.aim,
                "at_most": row.budget.most,
                "reached": None if row.skipped is not None else row.budget.reached(row.value),
                "skipped": None if row.skipped is None else {"zh": row.skipped[0], "en": row.skipped[1]},
                "note": {"zh": row.note[0], "en": row.note[1]},
            }
            for name, rows in run.rows.items()
            for row in rows
        ],
    }
