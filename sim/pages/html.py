"""A page as a piece of HTML that stands by itself: no file and no network is needed to show it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sim.pages.page import Branch, Entry, Page, Part, Section, Table, Tree
from sim.visible import visible
from sim.words.marks import in_parts, plain
from sim.words.verdict_page import ANSWER

STYLE = """
.onewindow { font-family: system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; line-height: 1.5; }
.onewindow { max-width: 60rem; }
.onewindow .answer { font-size: 1.15em; font-weight: 600; margin: 0; }
.onewindow .faint, .onewindow .title { color: #666; }
.onewindow .title { margin: 0 0 .6em; }
.onewindow h3 { font-size: 1em; margin: 1em 0 .3em; }
.onewindow p { margin: .2em 0; }
.onewindow .strong { font-weight: 600; }
.onewindow .good { color: #1a6b3c; }
.onewindow .bad { color: #a8201a; font-weight: 600; }
.onewindow .doubtful { color: #8a5a00; }
.onewindow ul { list-style: none; margin: 0 0 .5em; padding-left: 1.5em; }
.onewindow table { border-collapse: collapse; margin: .4em 0; }
.onewindow th, .onewindow td { border-bottom: 1px solid #ddd; padding: .2em .8em .2em 0; }
.onewindow th, .onewindow td { text-align: left; vertical-align: top; }
.onewindow th.number, .onewindow td.number { text-align: right; }
.onewindow code { background: #f3f3f3; padding: 0 .3em; }
"""


def html_of(page: Page, lang: str) -> str:
    """The page; its details are folded."""
    w = ANSWER[lang]
    lines = [
        f'<div class="onewindow" lang="{"zh-CN" if lang == "zh" else "en"}"><style>{STYLE}</style>',
        f'<p class="answer">{text_html(page.answer)}</p><p class="title">{text_html(page.title)}</p>',
        *(line for section in page.sections for line in section_html(section)),
    ]
    if page.details:
        lines.append(f"<details><summary>{w['folded']}</summary>")
        lines += (line for section in page.details for line in section_html(section))
        lines.append("</details>")
    if page.next_steps:
        steps = ", ".join(f"<code>{text_html(step)}</code>" for step in page.next_steps)
        lines.append(f'<p class="faint">{w["next"].format(steps=steps)}</p>')
    return "\n".join([*lines, "</div>"])


def section_html(section: Section) -> Iterator[str]:
    """A section, its heading first."""
    if section.heading:
        yield f"<h3>{text_html(section.heading)}</h3>"
    for part in section.parts:
        yield from part_html(part)


def part_html(part: Part) -> Iterator[str]:
    """A part of any kind."""
    match part:
        case str():
            yield f"<p>{text_html(part)}</p>"
        case Entry():
            lines = "".join(f"<li>{text_html(line)}</li>" for line in part.lines)
            yield f"<p>{text_html(part.head)}</p>" + (f"<ul>{lines}</ul>" if lines else "")
        case Table():
            yield from _table(part)
        case Tree():
            yield _branches(part.branches)


BRIEF = 18
"""Letters up to which the cells of a column stay on one line; a Chinese one counts twice."""


CODE = 32
"""The same for cells that are one word, as keys are."""


def _kind(table: Table, place: int) -> str:
    """The class of a column's cells."""
    wide = max((_width(plain(row[place])) for row in table.rows), default=0)
    kinds = ["number"] if table.columns[place].number else []
    codes = wide <= CODE and not any(" " in row[place] for row in table.rows)
    kinds += ["brief"] if wide <= BRIEF or codes else []
    return f' class="{" ".join(kinds)}"' if kinds else ""


def _width(text: str) -> int:
    return sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text)


def _table(table: Table) -> Iterator[str]:
    numbers = [_kind(table, place) for place in range(len(table.columns))]
    heads = zip(numbers, table.columns, strict=True)
    yield (
        "<table><thead><tr>"
        + "".join(f"<th{kind}>{text_html(one.name)}</th>" for kind, one in heads)
        + "</tr></thead>"
    )
    yield "<tbody>"
    for row in table.rows:
        cells = zip(numbers, row, strict=True)
        yield "<tr>" + "".join(f"<td{kind}>{text_html(cell)}</td>" for kind, cell in cells) + "</tr>"
    yield "</tbody></table>"
    if table.caption:
        yield f'<p class="faint">{text_html(table.caption)}</p>'


def _branches(branches: tuple[Branch, ...]) -> str:
    told = (
        f'<li>{text_html(one.label)} <span class="faint">{text_html(one.said)}</span>{_branches(one.inner)}</li>'
        for one in branches
    )
    return f"<ul>{''.join(told)}</ul>" if branches else ""


def text_html(text: str) -> str:
    """A text with its marks as classes; whatever users wrote stands there as text."""
    told = ((tone, escape(visible(part))) for tone, part in in_parts(text))
    return "".join(f'<span class="{tone}">{part}</span>' if tone else part for tone, part in told)
