"""From what an address names to a question: a scenario of the library, or one that was brought along; nothing else.

The command line opens whatever file it is given. A browser is not the user of this machine, so what it names is looked
up among names and ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onewindow.desk.brought import brought_of
from sim.experiments.questions.library import scenario_file, split_variant
from sim.experiments.questions.whatif import WhatIf, load
from sim.library import library, library_names, library_root
from sim.model import Fault, ModelError
from sim.model.files import spelt
from sim.model.names import unknown


def opened(
    reference: str,
    *,
    load_: str = "",
    with_: Sequence[str] = (),
    without: Sequence[str] = (),
    set_: Sequence[str] = (),
    start: str = "",
) -> WhatIf:
    """The question. Raises ModelError."""
    name, variant = split_variant(reference)
    own = brought_of(name)
    if own is None and name not in library():
        message = unknown("scenario", name, library_names())
        raise ModelError([Fault(spelt(reference), 0, 0, message)])
    file = own.path if own is not None else scenario_file(name)
    try:
        made = load(
            name if own is None else file,
            variant=variant,
            load=load_ or (),
            with_=with_,
            without=without,
            set=set_,
            start=start or None,
        )
    except ModelError as error:
        raise error if own is None else ModelError(named(error.faults, str(own.home))) from None
    return made if own is None else replace(made, reference=own.main)


def named(faults: Sequence[Fault], home: str) -> list[Fault]:
    """Faults of files that were brought along, by the names they were brought under; of the library's by theirs."""
    return [replace(one, file=short(one.file, home), message=short(one.message, home)) for one in faults]


def short(text: str, home: str) -> str:
    """A text without the paths of this server."""
    return text.replace(f"{home}/", "").replace(f"{library_root()}/", "")
