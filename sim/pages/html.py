"""A page as a piece of HTML that stands by itself: no file and no network is needed to show it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sim.pages.page import Branch, Entry, Page, Part, Section, Table, Tree
from sim.visible import visible
from sim.words.marks import in_parts
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
        f'<p class="answer">{_text(page.answer)}</p><p class="title">{_text(page.title)}</p>',
        *(line for section in page.sections for line in _section(section)),
    ]
    if page.details:
        lines.append(f"<details><summary>{w['folded']}</summary>")
        lines += (line for section in page.details for line in _section(section))
        lines.append("</details>")
    if page.next_steps:
        steps = ", ".join(f"<code>{_text(step)}</code>" for step in page.next_steps)
        lines.append(f'<p class="faint">{w["next"].format(steps=steps)}</p>')
    return "\n".join([*lines, "</div>"])


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield f"<h3>{_text(section.heading)}</h3>"
    for part in section.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    match part:
        case str():
            yield f"<p>{_text(part)}</p>"
        case Entry():
            lines = "".join(f"<li>{_text(line)}</li>" for line in part.lines)
            yield f"<p>{_text(part.head)}</p>" + (f"<ul>{lines}</ul>" if lines else "")
        case Table():
            yield from _table(part)
        case Tree():
            yield _branches(part.branches)


def _table(table: Table) -> Iterator[str]:
    numbers = [' class="number"' if column.number else "" for column in table.columns]
    heads = zip(numbers, table.columns, strict=True)
    yield (
        "<table><thead><tr>"
        + "".join(f"<th{kind}>{_text(one.name)}</th>" for kind, one in heads)
        + "</tr></thead>"
    )
    yield "<tbody>"
    for row in table.rows:
        cells = zip(numbers, row, strict=True)
        yield "<tr>" + "".join(f"<td{kind}>{_text(cell)}</td>" for kind, cell in cells) + "</tr>"
    yield "</tbody></table>"
    if table.caption:
        yield f'<p class="faint">{_text(table.caption)}</p>'


def _branches(branches: tuple[Branch, ...]) -> str:
    told = (
        f'<li>{_text(one.label)} <span class="faint">{_text(one.said)}</span>{_branches(one.inner)}</li>'
        for one in branches
    )
    return f"<ul>{''.join(told)}</ul>" if branches else ""


def _text(text: str) -> str:
    """A text with its marks as classes; whatever users wrote stands there as text."""
    told = ((tone, escape(visible(part))) for tone, part in in_parts(text))
    return "".join(f'<span class="{tone}">{part}</span>' if tone else part for tone, part in told)
