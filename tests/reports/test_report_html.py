"""The report as one file: nothing fetched, names as text, a switch, and equal bytes for equal questions."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from onewindow.cli.app import run
from onewindow.out.report_html import Drawn, html_of
from plots.charts.theme import DARK, LIGHT, css
from plots.results.reported import figure_of
from plots.save import inline
from sim.experiments.reports.report import Report
from sim.pages.reports.build import document_of
from sim.pages.reports.document import Picture

VOID = {"meta", "input", "br", "img", "link"}


class Balanced(HTMLParser):
    """Fails where an element is closed that is not open; keeps addresses and identifiers."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.addresses += [
            value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "action")
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def text(made: Report) -> str:
    documents = {lang: document_of(made, "onewindow report small.yaml", lang) for lang in ("zh", "en")}
    drawn = {
        lang: {
            one.key: Drawn(f'<svg role="img"><title>{one.key}</title></svg>') for one in document.pictures()
        }
        for lang, document in documents.items()
    }
    return html_of(documents, drawn, css())  # type: ignore[arg-type]


def test_it_is_whole_and_fetches_nothing(text: str) -> None:
    found = Balanced()
    found.feed(text)
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert all(address.startswith("#") for address in found.addresses)
    assert {address[1:] for address in found.addresses} <= set(found.ids)
    assert "default-src 'none'" in text
    assert not re.findall(r"url\((?!data:)|@import|https?://(?!www\.w3\.org)", text.replace("http-equiv", ""))


def test_names_are_text(text: str) -> None:
    assert "<b>小厅" not in text
    assert "&lt;b&gt;小厅&lt;/b&gt; =1+1" in text


def test_either_language_is_shown_without_a_script(text: str) -> None:
    assert re.findall(r'<input type="radio" name="language" id="show-(zh|en)"[^>]*?( checked)?>', text) == [
        ("zh", " checked"),
        ("en", ""),
    ]
    assert "#show-zh:checked ~ main.in-en" in text


def test_every_colour_is_there_in_light_and_dark(text: str) -> None:
    assert LIGHT.keys() == DARK.keys()
    assert set(re.findall(r"var\(--(\w+)\)", text)) <= LIGHT.keys()


def test_a_figure_stands_in_a_page_beside_others(made: Report) -> None:
    drawn = [inline(figure_of(Picture("target_board"), made, "zh"), prefix) for prefix in ("one", "two")]
    ids = [set(re.findall(r' id="([^"]+)"', one)) for one in drawn]
    assert not ids[0] & ids[1]
    assert drawn[0].replace("one-", "two-") == drawn[1]
    for one in drawn:
        assert one.startswith("<svg")
        assert "<style" not in one
        assert "DejaVu" not in one
        assert "&lt;b&gt;小厅" in one


QUICK = ("--no-ends", "--no-compare", "--no-levers", "--no-capacity", "--lang", "zh")


def test_the_command_writes_it(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "deep" / "r.html"
    assert run(["report", str(office), "--out", str(out), *QUICK]) == 0
    content = out.read_bytes()
    assert str(tmp_path).encode() not in content
    assert b'id="show-en"' not in content
    assert content.count(b"<svg") == 8
    assert "已写入" in capsys.readouterr().out


@pytest.mark.verification
def test_the_same_question_gives_the_same_bytes(office: Path, tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        assert run(["report", str(office), "--out", str(tmp_path / name / "r.html"), *QUICK]) == 0
        made.append((tmp_path / name / "r.html").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("name", ["r.doc", "report", "missing/dir.html/x.pdfx"])
def test_other_files_are_refused_before_anything_is_simulated(
    office: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", str(office), "--out", str(tmp_path / name)]) == 2
    assert "is no kind of report; allowed: .html, .xlsx, .pdf" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("high", "half"), [(490, False), (500, True), (590, True), (600, False), (900, False)]
)
def test_what_is_little_higher_than_half_a_page_is_printed_on_half_of_it(high: int, half: bool) -> None:
    """Figures are 182 mm wide on A4; half a page is 125 mm."""
    assert Drawn(f'<svg viewBox="0 0 720 {high}" role="img"></svg>').about_half is half
