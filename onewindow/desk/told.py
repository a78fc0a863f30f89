"""A page of `sim.pages` as pieces of HTML that a job can hand out: whatever users wrote is escaped in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sim.experiments.questions.whatif import WhatIf
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


def by_name(text: str, names: Mapping[str, str]) -> str:
    """A text with names in place of keys."""
    if not names:
        return text
    keys = "|".join(re.escape(key) for key in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])(?:{keys})(?![\w-])", lambda found: names[found[0]], text)


def promises_of(whatif: WhatIf, lang: Lang) -> dict[str, str]:
    """What the promises of a question are called, by their keys; those without a name keep it."""
    found = {}
    for key, one in whatif.scenario.targets.items():
        said = [name.in_language(lang) for name in (one.name, one.reading) if name is not None]
        if said:
            found[key] = (" · " if lang == "en" else "·").join(said)
    return found


def sections(told_of: Iterable[Section]) -> str:
    """Sections as HTML, one after another."""
    return "".join(line for section in told_of for line in section_html(section))
