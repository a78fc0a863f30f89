"""A page of `sim.pages` as pieces of HTML that a job can hand out: whatever users wrote is escaped in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from plots.charts.chart import Chart
from sim.pages.by_name import all_by_name, by_name
from sim.pages.html import section_html, text_html
from sim.pages.page import Page, Section
from sim.words.language import Lang

LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def told(page: Page, names: Mapping[str, str]) -> dict[str, str]:
    """The answer, what supports it, and details, each as HTML.

    Promises are called by `names`, where their keys are said: it is read by people who know no keys.
    """
    return {
        "answer": text_html(by_name(page.answer, names)),
        "title": text_html(page.title),
        "body": sections(all_by_name(page.sections, names)),
        "details": sections(page.details),
    }


def charted(chart: Chart, names: Mapping[str, str]) -> dict[str, Any]:
    """A chart as it is handed out, its texts by names too."""
    return _texts(chart.to_dict(), names)  # type: ignore[no-any-return]


def _texts(made: Any, names: Mapping[str, str]) -> Any:
    if isinstance(made, str):
        return by_name(made, names)
    if isinstance(made, Mapping):
        return {key: _texts(value, names) for key, value in made.items()}
    return [_texts(one, names) for one in made] if isinstance(made, list | tuple) else made


def sections(told_of: Iterable[Section]) -> str:
    """Sections as HTML, one after another."""
    return "".join(line for section in told_of for line in section_html(section))
