"""The page of the docs in both languages, with its figures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from matplotlib.figure import Figure

from benchmarks.table import Run, page
from benchmarks.words import WORDS, Lang
from plots.save import save

SUFFIX: dict[Lang, str] = {"en": "", "zh": ".zh-CN"}


def write(run: Run, docs: Path) -> list[Path]:
    """Write pages and figures below `docs`; a figure for which nothing was measured is left out."""
    from benchmarks.budget_figure import budget_figure
    from benchmarks.size_figure import size_figure

    every = [row for rows in run.rows.values() for row in rows]
    figures: dict[str, Callable[[Lang], Figure]] = {
        "budgets": lambda lang: budget_figure(every, lang, provenance(run, lang)),
        "sizes": lambda lang: size_figure(run.rows.get("sizes", ()), lang, provenance(run, lang)),
    }
    written = []
    for lang, suffix in SUFFIX.items():
        pictures = []
        for name, draw in figures.items():
            with suppress(ValueError):
                drawn = draw(lang)
                path = docs / "figures" / f"benchmarks-{name}.{lang}.png"
                written += save(drawn, path)
                alt = WORDS[lang].speed_figure if name == "budgets" else WORDS[lang].size_figure
                pictures.append((alt, f"../figures/{path.name}"))
        text = docs / "background" / f"benchmarks{suffix}.md"
        text.parent.mkdir(parents=True, exist_ok=True)
        text.write_text(page(run, lang, pictures), encoding="utf-8")
        written.append(text)
    return written


def provenance(run: Run, lang: Lang) -> str:
    about = run.about
    cores = WORDS[lang].cores.format(count=about["cores"])
    busy = f" · {WORDS[lang].busy}" if run.crowded else ""
    return f"onewindow {about['onewindow']} · {about['processor']}, {cores} · {about['date']}{busy}"
