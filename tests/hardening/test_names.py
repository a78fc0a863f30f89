"""Names are data: whatever stands in one is shown as text, on the terminal, in JSON, tables, charts and figures."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from onewindow.cli.app import run
from sim.experiments.questions.whatif import load
from sim.experiments.runs.run_folder import RunFolder
from sim.visible import for_table, one_line, visible
from sim.words.marks import in_parts, marked, strong

NAMES = {
    "markup": ("[/red]", "[/red]"),
    "markup that styles": ("[bold red]x[/]", "[bold red]x[/]"),
    "our own marks": ("\\uFDD0bold\\uFDD1x\\uFDD2", "\\ufdd0bold\\ufdd1x\\ufdd2"),
    "an emoji's code": (":smile:", ":smile:"),
    "a colour of the terminal": ("\\e[31mred\\e[0m", "\\x1b[31mred\\x1b[0m"),
    "a title of the window": ("\\e]0;x\\a", "\\x1b]0;x\\x07"),
    "a C1 control": ("\\x9b31m", "\\x9b31m"),
    "a carriage return and a backspace": ("a\\rb\\bc", "a\\x0db\\x08c"),
    "right to left": ("\\u202Eabc\\u202C", "\\u202eabc\\u202c"),
    "isolates and marks": ("\\u2067a\\u2069\\u200F", "\\u2067a\\u2069\\u200f"),
    "nothing to see": ("a\\u200Bb\\uFEFFc", "a\\u200bb\\ufeffc"),
    "a formula of a spreadsheet": ("=1+1", "=1+1"),
    "mathematics": ("$x^2$ and $\\\\frac{", "$x^2$ and $\\frac{"),
    "half of a formula": ("5 $", "5 $"),
    "tags": ("<script>alert(1)</script>&amp;", "<script>alert(1)</script>&amp;"),
    "braces": ("{0} {name} %s %(x)s", "{0} {name} %s %(x)s"),
    "a script of its own": ("ئۇيغۇر", "ئۇيغۇر"),
}
"""What a name holds, as YAML writes it in double quotes, and as it is shown."""

OFFICE = """\
onewindow: 1
title: {{zh: "T{0}", en: "T{0}"}}
jurisdiction: testland
calendar: {{wd: 8 wh, hours: "09:00-17:00"}}
study: {{start: 2025-03-03, lead_in: 1 wd, window: 2 wd, follow_up: 2 wd}}
pools:
  desk: {{name: {{zh: "P{0}", en: "P{0}"}}, kind: window, capacity: 2}}
sessions:
  panel: {{name: "M{0}", weekdays: [tue, thu], at: "14:00", places: 9}}
services:
  main:
    name: {{zh: "S{0}", en: "S{0}"}}
    channels: {{hall: {{rate: 10 /wd}}}}
    flow:
      - milestone: submitted
      - {{task: intake, name: {{zh: "K{0}", en: "K{0}"}}, pool: desk, work: {{mean: 20 min, p90: 40 min}}}}
      - choice: way
        name: "C{0}"
        options:
          - {{name: "O{0}", share: 0.5, do: [{{session: seat, of: panel}}]}}
          - {{share: 0.5, do: [{{wait: post, name: "W{0}", for: 10 min}}]}}
      - milestone: decided
targets:
  easy:
    {{service: main, from: submitted, to: decided, limit: 2 wd, clock: working, required_share: 0.9,
     name: "G{0}", reading: "R{0}", expected: {{verdict: met, reason: "E{0}"}}}}
"""


@pytest.fixture(params=NAMES)
def named(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """An office all of whose names hold something, and how that is shown."""
    written, shown = NAMES[request.param]
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE.format(written), "utf-8")
    return path, shown


def commands_nothing(text: str) -> bool:
    return not [
        letter for letter in text if letter != "\n" and unicodedata.category(letter) in ("Cc", "Cf", "Cs")
    ]


SMALL = ("--budget", "0.001s")


def test_on_the_terminal(named: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    path, shown = named
    for command, letters in {
        ("run", str(path), "-n", "1"): "SKP",
        ("check", str(path), "--no-ends", *SMALL): "GRP",
        ("show", str(path)): "TSKCOWPM",
        ("show", str(path), "--mermaid"): "",
        ("compare", str(path), "--vs", "more: --load 2", "-n", "2"): "GR",
    }.items():
        code = run([*command, "--lang", "zh"])
        said = capsys.readouterr()
        assert code in (0, 1, 3), said.err
        assert commands_nothing(said.out + said.err), command
        joined = re.sub(r"\s+", "", said.out)
        for letter in letters:
            assert re.sub(r"\s+", "", letter + shown) in joined, (command, letter, said.out)


def test_in_json_it_is_the_same_text(named: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    path, shown = named
    assert run(["check", str(path), "--no-ends", *SMALL, "--json"]) in (0, 1, 3)
    out = capsys.readouterr().out
    assert commands_nothing(out)
    (verdict,) = json.loads(out)["verdicts"]
    assert verdict["reading"] == {"zh": f"R{shown}", "en": f"R{shown}"}


def test_in_a_chart_every_label_is_one(named: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Mermaid reads a label in quotes as text once its own signs are written as entities."""
    path, shown = named
    assert run(["show", str(path), "--mermaid", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    for line in out.splitlines():
        assert line.count('"') in (0, 2), line
        assert not re.search(r"<(?!br/>)", line.replace("-->", "").replace("-.->", "")), line
    unwritten = re.sub(r"#(\d+|quot|lt|gt|amp);", lambda m: {"quot": '"', "lt": "<", "gt": ">", "amp": "&"}.get(
        m[1], chr(int(m[1])) if m[1].isdigit() else ""), out)  # fmt: skip
    assert f"K{shown}" in unwritten


IN_FIGURES = [
    ("markup", "process_map"),
    ("a C1 control", "case_gantt"),
    ("mathematics", "where_days_go"),
    ("half of a formula", "target_board"),
    ("tags", "process_map"),
]


@pytest.mark.parametrize(("named", "kind"), IN_FIGURES, indirect=["named"])
def test_in_a_figure(
    named: tuple[Path, str], kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, _ = named
    out = tmp_path / "figure.svg"
    code = run(["plot", str(path), "--kind", kind, "-n", "2", "--draws", "8", "--out", str(out)])
    assert code == 0, capsys.readouterr().err
    ElementTree.parse(out)


def test_no_figure_reads_mathematics() -> None:
    import matplotlib as mpl

    from plots.palette import house_style

    with house_style():
        assert mpl.rcParams["text.parse_math"] is False


def test_a_fault_shows_what_it_quotes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE.format("x").replace("pool: desk", 'pool: "\\e[2Jd\\u202Eesk"'), "utf-8")
    assert run(["validate", str(path)]) == 2
    said = capsys.readouterr().err
    assert commands_nothing(said)
    assert '"\\x1b[2Jd\\u202eesk" is not an id' in said
    path.rename(tmp_path / "a\x1b[31m\n.yaml")
    assert run(["validate", str(tmp_path / "a\x1b[31m\n.yaml")]) == 2
    assert commands_nothing(capsys.readouterr().err)
    assert run(["run", str(tmp_path / "[/red].yaml")]) == 2


def test_a_file_s_name_is_a_name_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "[bold]\x1b[31m.yaml"
    path.write_text(OFFICE.format("x"), "utf-8")
    assert run(["run", str(path), "--out", str(tmp_path / "[/b]\x1b"), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert commands_nothing(said.out + said.err)
    assert "[bold]\\x1b[31m.yaml" in said.out
    assert "[/b]\\x1b" in said.out


def test_a_name_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE.format("a\\nb\\tc"), "utf-8")
    name = load(path).scenario.pools["desk"].name
    assert (name.zh, name.en) == ("Pa b c", "Pa b c")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x"])
def test_a_table_holds_no_formula(tmp_path: Path, text: str) -> None:
    with RunFolder.opened(tmp_path / "run", {"detail": "summary"}, resume=False) as folder:
        folder.write_table("halls", [{"size": text, "share": -0.5, "name": "plain"}])
    with (tmp_path / "run" / "halls.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(StringIO(file.read()))
    assert row == {"size": f"'{text}", "share": "-0.5", "name": "plain"}
    assert (for_table("plain"), for_table("\tx")) == ("plain", "'\tx")


def test_visible() -> None:
    """By the definition of each character."""
    for text in ("办件", "intake", "Ünïcødé", "ئۇيغۇر", "क्‍ष", "👩‍👩‍👧", "\u3000", "a\nb\tc", ""):
        assert visible(text) == text
    assert visible("\x00\x1b\x7f\x85\xad") == "\\x00\\x1b\\x7f\\x85\\xad"
    assert visible("\u2028\u2066\ud800\ufdd0\U000e0041") == "\\u2028\\u2066\\ud800\\ufdd0\\U000e0041"
    assert visible("a\nb", keep="") == "a\\x0ab"
    assert one_line(" a\n b\t") == "a b"


def test_styles_are_put_around_a_text_and_never_found_in_it() -> None:
    said = f"a {strong('[bold]b[/]')} c {marked('bad', '[/red]')}"
    assert list(in_parts(said)) == [("", "a "), ("strong", "[bold]b[/]"), ("", " c "), ("bad", "[/red]")]
    assert list(in_parts("plain")) == [("", "plain")]


def test_nothing_is_written_in_rich_s_markup() -> None:
    """The terminal shows it as it stands: `strong` and `styled` are how a text is styled."""
    import onewindow

    for file in Path(onewindow.__file__).parent.rglob("*.py"):
        assert not re.search(r"\[/\]|\[(bold|dim|red|green|yellow)[ \]]", file.read_text("utf-8")), file
