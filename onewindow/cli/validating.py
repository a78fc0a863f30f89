"""`onewindow validate`: every fault of scenario files. It loads the model and what puts a program together."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sim.words.language import said_in, spoken
from sim.words.verdicts import WORDS


def tell(files: Sequence[str], lang: str | None, *, strict: bool) -> int:
    """Tell them, in the language of the environment where none is asked for; the exit code."""
    from sim.experiments.questions.validate import faults_of

    lang = lang or spoken()
    bad, said = False, said_in(lang)
    for file in files:
        faults, warnings = faults_of(file, strict=strict)
        for fault in faults:
            print(fault.told(str, said), file=sys.stderr)
        for warning in warnings:
            print(said(warning), file=sys.stderr)
        bad = bad or bool(faults)
        if not faults:
            print(WORDS[lang]["fine"].format(file=file))
    return 2 if bad else 0
