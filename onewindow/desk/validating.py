"""What `validate` says of a scenario that was brought along, as a job: faults at their places, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onewindow.desk.brought import brought_of
from onewindow.desk.kinds import Part
from onewindow.desk.opening import named, short
from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import load
from sim.experiments.running.progress import Progress
from sim.model import Fault, ModelError
from sim.model.files import spelt


def answer(request: Mapping[str, Any], _: Progress, __: Part) -> Mapping[str, Any]:
    """Raises ModelError where there is no such scenario; its own faults are the answer."""
    reference = str(request["scenario"])
    own = brought_of(reference)
    if own is None:
        raise ModelError([Fault(spelt(reference), 0, 0, "it was not brought along here, or is forgotten")])
    home = str(own.home)
    found, odd = faults_of(str(own.path))
    faults = [[one.file, one.line, one.column, one.message] for one in named(found, home)]
    warnings = [short(text, home) for text in odd]
    if faults:
        return {"faults": faults, "warnings": warnings}
    whatif = load(own.path)
    title, variants = whatif.stated.title, whatif.stated.variants
    return {
        "faults": [],
        "warnings": warnings,
        "title": {"zh": title.zh, "en": title.en},
        "variants": {
            name: {"zh": one.title.zh, "en": one.title.en} if one.title else {"zh": name, "en": name}
            for name, one in variants.items()
        },
        "targets": list(whatif.scenario.targets),
    }
