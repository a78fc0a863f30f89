"""Pages of a store: what lies in it, and one set of replications."""

from __future__ import annotations

from sim.experiments.store.tidying import Contents, Stored, Tidied
from sim.pages.page import Column, Page, Section, table
from sim.words.store import STORE


def page_of(found: Contents, lang: str) -> Page:
    """What lies in a store."""
    w = STORE[lang]
    answer = w["answer"].format(
        runs=f"{len(found.runs):,}",
        replications=f"{sum(one.replications for one in found.runs):,}",
        answers=f"{found.answers:,}",
        size=size_text(found.size),
    )
    if not found.runs and not found.answers:
        return Page(w["head"].format(folder=found.folder), w["empty"], ())
    key, promises, judged, *numbers = w["columns"].split("|")
    rows = [
        (
            one.key[:8] if one.current else f"{one.key[:8]} {w['old']}",
            _first_target(one, lang),
            w["period"].format(first=one.manifest["judged"][0], last=one.manifest["judged"][1]),
            str(one.manifest.get("seed", "")),
            f"{one.replications:,}",
            size_text(one.size),
        )
        for one in found.runs
    ]
    told = table([Column(key), Column(promises), Column(judged), *numbers], rows)
    notes = () if all(one.current for one in found.runs) else (w["old_note"],)
    parts = (told, *notes) if rows else notes
    return Page(
        w["head"].format(folder=found.folder), answer, (Section("", parts),), (), (w["more"], w["gc"])
    )


def stored_page(one: Stored, lang: str) -> Page:
    """One set of replications: its whole manifest, and its files."""
    w = STORE[lang]
    answer = w["show"].format(
        key=one.key,
        targets=_targets(one, lang),
        seed=one.manifest.get("seed", ""),
        replications=f"{one.replications:,}",
        size=size_text(one.size),
    )
    said = tuple(f"{name}: {_told(value)}" for name, value in one.manifest.items())
    files = tuple(w["file"].format(first=first, last=last) for first, last in one.spans)
    notes = () if one.current else (w["old_note"],)
    return Page(one.key, answer, (Section(w["said"], (*said, *notes)), Section(w["files"], files)))


def tidied_text(found: Tidied, lang: str) -> str:
    """What was thrown away, in a sentence."""
    w = STORE[lang]
    told = w["tidied" if found.files else "nothing"]
    return told.format(files=f"{found.files:,}", size=size_text(found.size), left=size_text(found.left))


def size_text(size: int) -> str:
    """Bytes to three digits: 0 B, 12.3 kB, 4.56 MB."""
    value, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    return f"{value:.3g} {unit}" if value < 999.5 else f"{value:,.0f} {unit}"


def _first_target(one: Stored, lang: str) -> str:
    targets = one.manifest.get("targets", [])
    told = targets[0] if targets else STORE[lang]["no_target"]
    return f"{told} +{len(targets) - 1}" if len(targets) > 1 else told


def _targets(one: Stored, lang: str) -> str:
    return STORE[lang]["comma"].join(one.manifest.get("targets", [])) or STORE[lang]["no_target"]


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
