"""Bringing a scenario along and editing it: each version is kept, checked by a job, and told of at its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onewindow.copied import copied
from onewindow.desk.brought import SOURCES, Brought, BroughtFolder
from onewindow.desk.files import zipped
from sim.library import library
from sim.model import Fault, ModelError
from sim.model.faults import shown
from sim.words.language import Lang, said_in
from sim.words.page_bring import BRING

LISTED = 50
"""Faults that are listed at most."""


@dataclass(frozen=True)
class Told:
    """A fault as a list shows it."""

    file: str
    line: int
    column: int
    place: str
    message: str


def taken_from(folder: BroughtFolder, name: str, lang: Lang) -> Brought:
    """A scenario of the library, copied to be changed. Raises ModelError."""
    if name not in library():
        raise ModelError([Fault("", 0, 0, f"{shown(name)} is not a scenario of the library")])
    stem = name.replace("/", "-")
    files, sources = copied(f"{stem}.yaml", name, lang, f"{stem}-")
    if sources is not None:
        files[SOURCES] = sources
    return folder.keep({Path(own).name: content for own, content in files.items()}, f"{stem}.yaml")


def edited(folder: BroughtFolder, one: Brought, file: str, text: str) -> Brought:
    """The same with another text of one of its files; itself where nothing changed. Raises ModelError."""
    if file not in one.files:
        raise ModelError([Fault("", 0, 0, f"{shown(file)} is no file of this scenario")])
    return folder.keep({**one.contents(), file: text.encode()}, one.main)


def download(one: Brought) -> bytes:
    """All files in one archive."""
    return zipped(one.contents())


def faults_told(result: Mapping[str, Any], main: str, lang: Lang) -> list[Told]:
    """The faults of a check, in a language, as many as a list shows."""
    w, said = BRING[lang], said_in(lang)
    told = []
    for file, line, column, message in result["faults"][:LISTED]:
        own = file if file != main else ""
        if not line:
            place = own or w["whole"]
        elif own:
            place = w["in_file"].format(file=own, line=line)
        else:
            place = w["place"].format(line=line, column=column)
        told.append(Told(file, line, column, place, said(message)))
    return told


def warnings_told(result: Mapping[str, Any], lang: Lang) -> Sequence[str]:
    """What is odd, in a language."""
    said = said_in(lang)
    return [said(text) for text in result["warnings"][:LISTED]]
