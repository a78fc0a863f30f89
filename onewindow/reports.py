"""From a question or a run to a report in one line: gather it, draw it, write it whole."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from onewindow.out.echarts import script
from onewindow.out.printed import browser, pdf_of
from onewindow.out.report_html import Drawn, html_of
from onewindow.out.workbook import workbook_of
from plots.charts.theme import css
from plots.results.charted import chart_of
from plots.results.reported import figure_of
from plots.save import inline
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.reports.report import Part, Report, gathered
from sim.experiments.running.progress import Progress, silent
from sim.experiments.runs.run import Result
from sim.experiments.unknowns.draws import DRAWS
from sim.model import Fault, ModelError
from sim.model.files import spelt, unwritable
from sim.pages.reports.build import document_of
from sim.pages.reports.document import Document, Picture
from sim.pages.reports.sheets import sheets_of
from sim.whole_file import write
from sim.words.language import Lang, said_in

SUFFIXES = (".html", ".xlsx", ".pdf")
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


def report(
    question: WhatIf | Result | str,
    *,
    out: str | Path | None = None,
    languages: Sequence[Lang] = LANGUAGES,
    vs: Sequence[str] | Mapping[str, Result] = (),
    leave_out: Sequence[Part] = (),
    draws: int = DRAWS,
    command: str = "",
    progress: Progress = silent,
) -> Report:
    """Gather a report, and write it where `out` names a file: .html, .xlsx or .pdf.

    `languages`: those it is written in, the first of them shown first; a workbook and a print have the first alone.
    `vs` states alternatives as in `compare`; `leave_out` names parts; `command` is what the report says makes it
    again. Raises ModelError.
    """
    path = None if out is None else checked_path(Path(out))
    made = gathered(question, vs=vs, leave_out=leave_out, draws=draws, progress=progress)
    if path is not None:
        written(made, path, languages, command or _command(made, path))
    return made


def _command(made: Report, path: Path) -> str:
    """What one would type for a report that was asked for in Python, as far as the label of its question says it."""
    return shlex.join(["onewindow", "report", made.whatif.label, "--out", path.name])


def written(made: Report, path: Path, languages: Sequence[Lang], command: str) -> None:
    """Write a gathered report. Raises ModelError where that cannot be done."""
    save(content_of(made, path.suffix.lower(), languages, command), path)


def put(documents: Mapping[Lang, Document], path: Path) -> None:
    """Write documents without pictures, as a page or printed. Raises ModelError where that cannot be done."""
    page = html_of(documents, {lang: {} for lang in documents}, css())
    save(pdf_of(page) if path.suffix.lower() == ".pdf" else page.encode(), path)


def save(content: bytes, path: Path) -> None:
    """Write a file whole. Raises ModelError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, content)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or error}"
        raise ModelError([Fault.of("out", spelt(path), message)]) from None


def checked_path(path: Path, suffixes: Sequence[str] = SUFFIXES) -> Path:
    """Raises ModelError for what no report can be written to, before anything is simulated."""
    if path.suffix.lower() not in suffixes:
        message = f'"{path.suffix}" is no kind of report; allowed: {", ".join(suffixes)}'
        raise ModelError([Fault.of("out", spelt(path), message)])
    if path.suffix.lower() == ".pdf":
        browser()
    if why := unwritable(path):
        raise ModelError([Fault.of("out", spelt(path), why)])
    return path


def languages_of(first: str, path: Path) -> tuple[Lang, ...]:
    """Both languages, the first of them shown first; a file without a switch has that one alone."""
    ordered = sorted(LANGUAGES, key=lambda lang: lang != first)
    return tuple(ordered) if path.suffix.lower() == ".html" else tuple(ordered[:1])


def content_of(made: Report, suffix: str, languages: Sequence[Lang], command: str) -> bytes:
    """The bytes of the file that a suffix stands for."""
    if suffix == ".xlsx":
        return workbook_of(sheets_of(made, command, languages[0]))
    if suffix == ".pdf":
        return pdf_of(page(made, languages[:1], command, charts=False))
    return page(made, languages, command).encode()


def page(made: Report, languages: Sequence[Lang], command: str, *, charts: bool = True) -> str:
    """The report as HTML; with charts where the extra that draws them is installed."""
    documents = {lang: document_of(made, command, lang) for lang in languages}
    moving = script() if charts else None
    drawn = {
        lang: pictures(made, document, lang, charts=moving is not None)
        for lang, document in documents.items()
    }
    return html_of(documents, drawn, css(), moving)


def pictures(made: Report, document: Document, lang: Lang, *, charts: bool) -> dict[str, Drawn]:
    """The pictures of a report, by their keys."""
    return {one.key: _drawn(made, one, lang, charts) for one in document.pictures()}


def _drawn(made: Report, picture: Picture, lang: Lang, charts: bool) -> Drawn:
    try:
        chart = chart_of(picture, made, lang) if charts else None
        still = inline(figure_of(picture, made, lang), f"{lang}-{picture.key}")
        return Drawn(still, "" if chart is None else chart.to_json())
    except ModelError as error:
        return Drawn(missing=said_in(lang)(error.faults[0].message))
