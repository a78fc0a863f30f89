"""A report as one HTML file: no other file and no network is needed to read it, and it prints on A4.

Each language is a whole of its own in the file; which one is shown is a choice of two radio buttons, so that it works
without a script, and printing prints the one that is shown. Whatever users wrote stands there as text.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from plots.fonts import FAMILY, part_of_font
from sim.pages.html import part_html, section_html, text_html
from sim.pages.page import Section
from sim.pages.reports.document import Chapter, Document, Picture
from sim.visible import visible
from sim.words.language import Lang
from sim.words.report import REPORT

HERE = Path(__file__).parent
SCRIPTS = ("charts.js", "report.js")
CALLED = {"zh": "中文", "en": "English"}
ALWAYS_OPEN = ("assumptions",)
"""Chapters whose details are printed: they are asked for, not only for who wants to check."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; img-src data:"
)
"""Nothing is fetched from anywhere, whatever stands in the file."""
HALF = 125 / 182
"""Height for the width of a figure that takes half a page of A4."""
SMALLER = 1.2
"""A figure up to so many times as high is made smaller on paper: two on a page are read more easily than half pages."""
_VIEW = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')


@dataclass(frozen=True)
class Drawn:
    """A picture: an SVG element, the chart that may stand in its place on a screen, or why there is neither."""

    still: str = ""
    chart: str = ""
    """JSON of a chart, without angle brackets."""
    missing: str = ""

    @property
    def about_half(self) -> bool:
        """Whether the picture would leave half a page empty, and need not."""
        found = _VIEW.search(self.still)
        return found is not None and HALF < float(found[2]) / float(found[1]) <= SMALLER * HALF


def html_of(
    documents: Mapping[Lang, Document],
    drawn: Mapping[Lang, Mapping[str, Drawn]],
    palette: str,
    charts: str | None = None,
) -> str:
    """The file. `palette` holds colours as CSS; `charts` is the script that draws charts, None where there is none."""
    body = list(_body(documents, drawn, charts is not None))
    text = "".join(body)
    first = next(iter(documents))
    style = (
        f"{font_face(text + ''.join(CALLED.values()))}\n{palette}\n{(HERE / 'report.css').read_text('utf-8')}"
    )
    scripts = [] if charts is None else [f'<script type="module">{charts}</script>']
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{_tag(first)}">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(visible(documents[first].title))} · {documents[first].kind}</title>",
            f"<style>{style}</style></head>",
            "<body>",
            *body,
            *scripts,
            f"<script>{''.join((HERE / name).read_text('utf-8') for name in SCRIPTS)}</script>",
            "</body></html>",
            "",
        ]
    )


def font_face(text: str) -> str:
    """The typeface of figures, as far as a text needs it, as CSS.

    Its curly quotes are as wide as a Chinese character: every language has those of its own fonts.
    """
    face = b64encode(part_of_font(text)).decode()
    return (
        f'@font-face {{ font-family: "{FAMILY}"; src: url(data:font/woff;base64,{face}) format("woff"); '
        "unicode-range: U+0-2017, U+201A-201B, U+201E-10FFFF; }"
    )


def _tag(lang: Lang) -> str:
    return "zh-CN" if lang == "zh" else "en"


def _body(
    documents: Mapping[Lang, Document], drawn: Mapping[Lang, Mapping[str, Drawn]], charts: bool
) -> Iterator[str]:
    several = len(documents) > 1
    for number, lang in enumerate(documents) if several else ():
        checked = " checked" if number == 0 else ""
        yield f'<input type="radio" name="language" id="show-{lang}" class="switch"{checked}>'
        yield f'<label for="show-{lang}" class="switch" lang="{_tag(lang)}">{CALLED[lang]}</label>'
    for lang, document in documents.items():
        yield f'<main class="in-{lang}" lang="{_tag(lang)}">'
        yield from _document(document, drawn[lang], lang, charts)
        yield "</main>"


def _document(document: Document, drawn: Mapping[str, Drawn], lang: Lang, charts: bool) -> Iterator[str]:
    w = REPORT[lang]
    yield f'<header><p class="kind">{escape(document.kind)}</p><h1>{text_html(document.title)}</h1>'
    asked, *more = document.question
    yield f'<p class="question">{text_html(asked)}</p>'
    yield from (f"<p>{text_html(line)}</p>" for line in more)
    yield f'<p class="gist">{text_html(document.answer)}</p>'
    yield f'<p class="faint">{text_html(document.line)}</p></header>'
    items = "".join(
        f'<li><a href="#{lang}-{one.key}">{text_html(one.heading)}</a></li>' for one in document.chapters
    )
    yield f'<nav aria-label="{w["contents"]}"><ol>{items}</ol></nav>'
    if not charts and document.pictures():
        yield f'<p class="faint on-screen">{text_html(w["no_charts"])}</p>'
    for number, chapter in enumerate(document.chapters, start=1):
        yield from _chapter(chapter, number, drawn, lang)
    yield f'<footer class="faint">{text_html(document.line)}</footer>'


def _chapter(chapter: Chapter, number: int, drawn: Mapping[str, Drawn], lang: Lang) -> Iterator[str]:
    yield f'<section class="chapter {chapter.key}" id="{lang}-{chapter.key}">'
    yield f"<h2><span>{number}</span> {text_html(chapter.heading)}</h2>"
    for piece in chapter.pieces:
        if isinstance(piece, Picture):
            yield from _picture(drawn[piece.key], piece, lang)
        else:
            yield from _told([piece]) if isinstance(piece, Section) else part_html(piece)
    if chapter.details:
        kind = ' class="printed"' if chapter.key in ALWAYS_OPEN else ""
        yield f"<details{kind}><summary>{_summary(chapter, lang)}</summary>"
        yield from _told(chapter.details)
        yield "</details>"
    yield "</section>"


def _summary(chapter: Chapter, lang: Lang) -> str:
    """What the folded part is called: by its headings where it has some."""
    w = REPORT[lang]
    named = [text_html(one.heading) for one in chapter.details if one.heading]
    return w["and"].join(named) if chapter.key in ALWAYS_OPEN else w["details"]


def _told(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield from section_html(section)


def _picture(drawn: Drawn, picture: Picture, lang: Lang) -> Iterator[str]:
    if drawn.missing:
        yield f'<p class="faint">{text_html(REPORT[lang]["figure_missing"].format(why=drawn.missing))}</p>'
        return
    chart = (
        f'<script type="application/json" class="chart-data">{drawn.chart}</script>' if drawn.chart else ""
    )
    half = " half" if drawn.about_half else ""
    yield f'<figure class="{picture.kind}{half}">{drawn.still}{chart}</figure>'
