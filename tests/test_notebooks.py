"""Results show themselves in a notebook: the page they have on a terminal, as HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

import onewindow as ow
from sim.pages.html import html_of
from sim.pages.page import Column, Entry, Page, Section, Table
from sim.words.marks import marked

OFFICE = Path(__file__).parent / "model" / "files"
VOID = {"meta", "br", "hr", "img"}


class Balanced(HTMLParser):
    """Notes which elements are open, and every text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)


def read(html: str) -> Balanced:
    parser = Balanced()
    parser.feed(html)
    assert parser.open == []
    return parser


def test_a_page_is_html_and_what_users_wrote_is_text() -> None:
    name = "<script>alert(1)</script> & co"
    cells = (marked("bad", name), "1")
    page = Page(
        name,
        marked("good", name),
        (
            Section(
                name, (name, Entry(name, (name,)), Table((Column(name), Column("n", number=True)), (cells,)))
            ),
        ),
        details=(Section("", (name,)),),
        next_steps=(name,),
    )
    for lang in ("zh", "en"):
        found = read(html_of(page, lang))
        assert "script" not in found.seen
        assert found.texts.count(name) == 10
        assert {"table", "details", "code"} <= set(found.seen)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_result_shows_its_page(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEWINDOW_LANG", lang)
    question = ow.load(
        "gedian/startup", set=["study.window=5 wd", "study.lead_in=5 wd", "study.follow_up=20 wd"]
    )
    results = [
        *ow.check(question, ["gd-startup-total"], ends=False, replications=24)[:1],
        ow.run(question, replications=2),
        ow.compare(question, ["x: --load 1.1"], replications=2),
        ow.backlog(question, "2025-04-20"),
        ow.warm_up(question, replications=2),
        ow.capacity(question, targets=["gd-startup-total"], replications=4, draws=0),
    ]
    for result in results:
        found = read(result._repr_html_())
        told = "".join(found.texts)
        assert len(told) > 40
        assert ("。" in told) == (lang == "zh")
