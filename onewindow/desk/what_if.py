"""The answer to a what-if, as a job gives it: the promise that is asked of first, then what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from onewindow.desk.asked import from_request
from onewindow.desk.kinds import Part
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import crew_for
from sim.experiments.running.evidence import Evidence, watched
from sim.experiments.running.progress import Progress
from sim.experiments.verdicts.check import check, chosen
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.pages.html import part_html, text_html
from sim.pages.verdicts import page_of
from sim.words.language import Lang
from sim.words.number_names import NumberWords

LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def answer(request: Mapping[str, Any], progress: Progress, part: Part) -> Mapping[str, Any]:
    """Parts: `first`, the verdict on the target alone; then the whole. Raises ModelError."""
    asked = from_request(request)
    whatif = asked.question()
    names = chosen(whatif, None)
    first = [asked.target] if asked.target in names else names[:1]
    with crew_for(whatif.engine_name, None) as crew:
        evidence = Evidence(whatif.program, whatif.seed, crew, whatif.engine_name, watched)
        told = check(whatif, first, ends=False, progress=progress, crew=crew, evidence=evidence)
        part("first", _told(whatif, told))
        others = [name for name in names if name not in first]
        found = check(whatif, others, ends=False, progress=progress, crew=crew, evidence=evidence)
    return {"first": _told(whatif, told), "others": _told(whatif, found) if found else None}


def _told(whatif: WhatIf, verdicts: Sequence[TargetVerdict]) -> dict[str, Any]:
    """Verdicts as `check --json` has them, and what the terminal says of them, as HTML by language."""
    said = {}
    for lang in LANGUAGES:
        page = page_of(verdicts, lang, NumberWords(whatif.stated, lang))
        promises = [line for one in page.sections[0].parts for line in part_html(one)]
        said[lang] = {"answer": text_html(page.answer), "promises": "".join(promises)}
    return {"verdicts": [one.to_dict() for one in verdicts], "said": said}
