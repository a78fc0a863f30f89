"""`onewindow validate`, `new` and `schema`: everything about the scenario file itself."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from onewindow.cli.console import print_json
from onewindow.cli.options import Lang, LangOption, in_language, language
from onewindow.commands import typed
from sim.words.verdicts import WORDS


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Scenario files, or names of the library.")
    ],
    strict: Annotated[
        bool, typer.Option("--strict", help="Also: every number has a source, every assumption a range.")
    ] = False,
    lang: LangOption = None,
) -> int:
    from onewindow.cli.validating import tell

    return tell(files, in_language(lang), strict=strict)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the file to write; .yaml is added.")],
    from_: Annotated[
        str | None,
        typer.Option("--from", help="A scenario to copy, with comments; else a short one of our own."),
    ] = None,
    lang: LangOption = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> int:
    from sim.model import Fault, ModelError
    from sim.model.files import spelt, unwritable
    from sim.model.skeleton import skeleton
    from sim.whole_file import write
    from sim.words.new_file import NEW

    if not name or name.endswith("/"):
        raise ModelError([Fault(f'"{name}"', 0, 0, "names no file; write a name as in my-startup")])
    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    if why := unwritable(path):
        raise ModelError([Fault(spelt(path), 0, 0, why)])
    spoken = language(lang)
    texts = {path.name: skeleton(path.stem).encode()} if from_ is None else _copied(path, from_, spoken)
    for name in texts:
        if (path.parent / name).exists() and not name.endswith(".csv") and not force:
            message = "the file exists already; choose another name, or add --force"
            raise ModelError([Fault(str(path.parent / name), 0, 0, message)])
    try:
        for name, text in texts.items():
            (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
            write(path.parent / name, text)
    except OSError as error:
        raise ModelError([Fault(str(path), 0, 0, f"cannot be written: {error.strerror or error}")]) from None
    for name in texts:
        print(WORDS[spoken]["written"].format(path=path.parent / name))
    file = shlex.quote(str(path))
    print(NEW[spoken]["next"])
    lines = {typed(f"onewindow {command} {file}"): NEW[spoken][command] for command in NEXT}
    for line, why in lines.items():
        print(f"  {line:{max(map(len, lines))}}   {why}")
    return 0


NEXT = ("validate", "check", "show")
"""What one does with a new file, in this order."""


def _copied(path: Path, origin: str, lang: Lang) -> dict[str, bytes]:
    """What a copy for `path` writes, by names from its folder: the scenario and all it is made of, the tables it names
    where they are not there yet, and the table of sources where it would find none or a new folder is to hold it.

    Raises ModelError where a table of sources stands in the way, which lacks some that the copy names.
    """
    from onewindow.copied import copied
    from sim.model import Fault, ModelError
    from sim.model.faults import listed
    from sim.model.files import is_file, spelt
    from sim.model.sources import sources_file

    found, sources = copied(path.name, origin, lang.value)
    found = {
        name: text
        for name, text in found.items()
        if not (name.endswith(".csv") and is_file(path.parent / name))
    }
    table = sources_file(path)
    if sources is not None and (table is None or not path.parent.exists()):
        found["sources.csv"] = sources
    elif table is not None and (lacking := _lacking(origin, table)):
        message = (
            f"this table lacks sources that the copy names: {listed(lacking)}; add them, "
            f"or write the copy into a new folder, as in {spelt(path.parent / path.stem / path.stem)}"
        )
        raise ModelError([Fault(spelt(os.path.relpath(table)), 0, 0, message)])
    return found


def _lacking(origin: str, table: Path) -> list[str]:
    """The sources that a scenario names and a table does not have."""
    from sim.experiments.questions.library import scenario_file
    from sim.model import read
    from sim.model.source_tables import sources_named
    from sim.model.sources import load_sources

    made = read(scenario_file(origin))
    named = {*sources_named(made.root), *made.origin.sources.values()}
    return sorted(named - load_sources(table)[0].keys() - (made.tables.own or {}).keys())


def schema() -> int:
    from sim.levers import PARAMETERS
    from sim.model.schema import json_schema

    print_json(json_schema(PARAMETERS))
    return 0


__all__ = ["Lang", "new", "schema", "validate"]
