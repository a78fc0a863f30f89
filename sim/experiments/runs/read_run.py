"""A finished run, read back from its folder: as if it had been simulated just now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sim.engine.summary import Summary, added
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.runs.question_files import read_question
from sim.experiments.runs.run import Result
from sim.experiments.runs.run_folder import MANIFEST, RunFolder
from sim.experiments.runs.summaries import sums_of
from sim.model import Fault, ModelError
from sim.model.files import is_file


def read_run(folder: str | Path, question: WhatIf | None = None) -> Result:
    """The result of the run whose folder this is; nothing is simulated.

    The folder holds its question; another one may be given where it came from no file. Raises ModelError where a file
    is missing or not as it was written, and where this version makes another program of the scenario.
    """
    kept = RunFolder.found(Path(folder))
    whatif = read_question(kept) if question is None else question
    program = whatif.program
    if program.digest != kept.asked.get("digest"):
        message = "the run is of another program than this version makes of its scenario; run it again"
        raise ModelError([Fault(str(kept.path), 0, 0, message)])
    numbers = sorted(kept.finished())
    if not numbers or numbers != list(range(len(numbers))) or kept.lost:
        lost = f" ({kept.lost[0]} is missing, or not as it was written)" if kept.lost else ""
        message = f"the folder does not hold all of a run{lost}; go on with it to complete it"
        raise ModelError([Fault(str(kept.path), 0, 0, message)])
    if kept.detail == "summary":
        read = partial(Summary.from_json, program=program)
        parts = [kept.document("summary", number, read) for number in numbers]
        sums = tuple(sums_of(program, one) for one in parts)
        return Result(whatif, program, kept.detail, sums, (), kept.path, added(program, parts))
    outcomes = tuple(kept.outcome(number) for number in numbers)
    return Result(whatif, program, kept.detail, tuple(map(kept.sums, numbers)), outcomes, kept.path)


def is_run(reference: str) -> bool:
    """Whether it names the folder of a run."""
    return is_file(Path(reference) / MANIFEST)


def asked(reference: WhatIf | Result | str) -> WhatIf | Result:
    """The run whose folder is named, else the question. Raises ModelError."""
    if not isinstance(reference, str):
        return reference
    return read_run(reference) if is_run(reference) else load(reference)


def question_of(made: WhatIf | Result) -> WhatIf:
    """The question, or that of a run."""
    return made.whatif if isinstance(made, Result) else made


def runs_of(texts: Sequence[str]) -> dict[str, Result]:
    """Runs by label, of texts "LABEL: FOLDER"; the folder's name where no label is stated. Raises ModelError."""
    found: dict[str, Result] = {}
    for text in texts:
        label, _, folder = text.rpartition(": ")
        if (label := label or Path(folder).name) in found:
            raise ModelError([Fault.of("vs", text, f'the label "{label}" is taken; each needs its own')])
        found[label] = read_run(folder)
    return found
