"""Files to take away, made by a job: the report, the workbook, the figures, the run. Each is what its command writes.

A worker writes the file beside the studies, under the key of what was asked; the result names it for the reader.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from onewindow.desk.asked import Asked, from_request
from onewindow.desk.job import key_of
from onewindow.desk.kinds import Part
from onewindow.desk.worker_folder import folder
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.progress import Progress
from sim.whole_file import write
from sim.words.language import Lang

SUFFIX = "file"
REPLICATIONS = 24
"""Of a run to take away, and of figures."""
KINDS: Mapping[str, str] = {"report": ".html", "workbook": ".xlsx", "figures": ".zip", "run": ".zip"}
"""By kind of job, how the file ends."""


def command(kind: str, asked: Asked, lang: Lang) -> str:
    """The command that writes the same."""
    verb, options = {
        "report": ("report", f"--out report.html --lang {lang}"),
        "workbook": ("report", f"--out report.xlsx --lang {lang}"),
        "figures": ("plot", f"--kind all --out figures.svg --lang {lang}"),
        "run": ("run", f"--replications {REPLICATIONS} --out run"),
    }[kind]
    return f"{asked.command(verb)} {options}"


def request_of(kind: str, asked: Asked, lang: Lang) -> dict[str, Any]:
    """What a job is asked: a run is of no language."""
    whole = {name: value for name, value in asked.request().items() if name != "target"}
    return whole if kind == "run" else whole | {"lang": lang}


def report(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """The report as a page. Raises ModelError."""
    return _reported("report", ".html", request, progress)


def workbook(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """The report as a workbook. Raises ModelError."""
    return _reported("workbook", ".xlsx", request, progress)


def _reported(kind: str, suffix: str, request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    from onewindow.reports import content_of, languages_of
    from sim.experiments.reports.report import gathered

    asked, whatif, lang = _asked(request)
    made = gathered(whatif, progress=progress)
    content = content_of(
        made, suffix, languages_of(lang, Path(f"report{suffix}")), command(kind, asked, lang)
    )
    return _kept(kind, request, _name(whatif, kind), content)


def figures(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """Every figure that fits, as SVG, in one archive. Raises ModelError."""
    from onewindow.pictures import kinds_of, plot
    from plots.save import render
    from sim.experiments.runs.run import run

    whatif, lang = _asked(request)[1:]
    made = run(whatif, replications=REPLICATIONS, progress=progress)
    files: dict[str, bytes] = {}
    for kind in kinds_of(whatif):
        of_run = kind in kinds_of(made)
        drawn = plot(made if of_run else whatif, kind=kind, lang=lang, progress=progress)
        files[f"{kind}.svg"] = render(drawn, ".svg")
    return _kept("figures", request, _name(whatif, "figures"), zipped(files))


def run(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """The folder of a run with its events, as an archive. Raises ModelError."""
    from sim.experiments.runs.run import run as simulated

    whatif = _asked(request)[1]
    with TemporaryDirectory(prefix="onewindow-") as place:
        out = Path(place, "run")
        simulated(whatif, replications=REPLICATIONS, keep=False, out=out, progress=progress)
        files = {
            path.relative_to(out.parent).as_posix(): path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file()
        }
        return _kept("run", request, _name(whatif, "run"), zipped(files))


def _asked(request: Mapping[str, Any]) -> tuple[Asked, WhatIf, Lang]:
    asked = from_request({name: value for name, value in request.items() if name != "lang"})
    lang: Lang = "en" if request.get("lang") == "en" else "zh"
    return asked, asked.question(), lang


def _name(whatif: WhatIf, kind: str) -> str:
    """What the reader's file is called: a plain name."""
    stem = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in whatif.label)
    return f"{stem}-{kind}{KINDS[kind]}"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Equal files give equal bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _kept(kind: str, request: Mapping[str, Any], name: str, content: bytes) -> dict[str, Any]:
    home = folder()
    if home is None:
        raise RuntimeError("no desk is open that could keep the file")
    write(home / f"{key_of(kind, request)}.{SUFFIX}", content)
    return {"name": name, "bytes": len(content)}
