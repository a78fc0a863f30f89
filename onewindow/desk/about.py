"""What a scenario is called, its versions and its promises, as a job: what a page needs to let people choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from onewindow.desk.asked import Asked, from_request
from onewindow.desk.desk import Desk
from onewindow.desk.kinds import Part
from sim.experiments.questions.library import split_variant
from sim.experiments.running.progress import Progress
from sim.experiments.verdicts.check import turned_round
from sim.library import library
from sim.model.quantities import Name
from sim.registry import documents, registry
from sim.words.amounts import limit_text
from sim.words.language import Lang

Said = Mapping[str, str]
"""By language."""


@dataclass(frozen=True)
class About:
    """What is said of one scenario."""

    title: Said
    variants: Mapping[str, Said]
    variant: str
    """The one that is taken where none is named."""
    targets: Mapping[str, Said]
    turned: tuple[str, ...]
    """Promises that are answered by what they require."""


def answer(request: Mapping[str, Any], _: Progress, __: Part) -> Mapping[str, Any]:
    """Raises ModelError."""
    whatif = Asked(str(request["scenario"])).question()
    made = whatif.scenario
    return {
        "title": _said(made.title, whatif.label),
        "variants": {name: _said(one.title, name) for name, one in made.variants.items()},
        "variant": whatif.stated.default_variant or "",
        "targets": {
            name: {
                lang: " · ".join(
                    [_said(one.name, name)[lang], *([_said(one.reading, "")[lang]] if one.reading else []),
                     f"≤ {limit_text(one.limit.value, lang)}"]
                )
                for lang in ("zh", "en")
            }
            for name, one in made.targets.items()
        },
        "turned": turned_round(whatif),
    }  # fmt: skip


def _said(name: Name | None, otherwise: str) -> dict[str, str]:
    return {"zh": otherwise, "en": otherwise} if name is None else {"zh": name.zh, "en": name.en}


def request_of(asked: Asked) -> dict[str, Any]:
    """What a job is asked of the scenario of a what-if."""
    return {"scenario": asked.scenario}


def about_of(result: Mapping[str, Any]) -> About:
    """From what the job gave."""
    return About(
        result["title"], result["variants"], result["variant"], result["targets"], tuple(result["turned"])
    )


def scenarios(desk: Desk, lang: Lang) -> dict[str, str]:
    """What may be chosen, by reference: what was brought along and has no fault first, then the library."""
    own = {}
    for one in desk.brought.latest():
        found = desk.stored("validate", {"scenario": one.reference})
        if found is not None and not found["faults"] and found["targets"]:
            own[one.reference] = f"{found['title'][lang]} ({one.main})"
    places = _places()
    known = {
        name: f"{places[name][lang]} · {listed.title[lang]}" if name in places else listed.title[lang]
        for name, listed in library().items()
        if listed.targets
    }
    return own | dict(sorted(known.items(), key=lambda item: item[1]))


@cache
def _places() -> Mapping[str, Said]:
    """Where each scenario of the library is about, by the documents whose promises it answers."""
    known = documents()
    return {split_variant(row.scenario)[0]: known[row.document].place for row in registry() if row.scenario}


def named_versions(desk: Desk, scenario: str) -> dict[str, tuple[str, Asked]]:
    """What was saved of a scenario under a name, by the key of its study: name and what is asked."""
    found = {}
    for study in desk.studies.all():
        if study.kind == "what_if" and study.name:
            asked = from_request(study.request)
            if split_variant(asked.scenario)[0] == scenario:
                found[study.key] = (study.name, asked)
    return found
