"""A page of `sim.pages` as pieces of HTML that a job can hand out: whatever users wrote is escaped in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.pages.by_name import by_name
from sim.pages.html import section_html, text_html
from sim.pages.page import Page, Section
from sim.words.language import Lang

LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def told(page: Page, names: Mapping[str, str]) -> dict[str, str]:
    """The answer, what supports it, and details, each as HTML.

    The answer names promises by `names`, where it says their keys: it is read by people who know no keys.
    """
    return {
        "answer": text_html(by_name(page.answer, names)),
        "title": text_html(page.title),
        "body": sections(page.sections),
        "details": sections(page.details),
    }


def sections(told_of: Iterable[Section]) -> str:
    """Sections as HTML, one after another."""
    return "".join(line for section in told_of for line in section_html(section))
