"""Pages: the answer first, whole names, and every line within a narrow terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from small_office import Command
from startup_results import capacity_of, robustness_of

from onewindow.cli.screen import lines_of
from sim import check, compare, load
from sim.experiments.comparing.lever_effects import lever_effects
from sim.experiments.unknowns.doubt import Doubt, Measure
from sim.pages.capacity import page_of as capacity_page
from sim.pages.comparisons import levers_page
from sim.pages.comparisons import page_of as comparison_page
from sim.pages.page import Entry, Page, Section, Table, table
from sim.pages.robustness import page_of as robustness_page
from sim.pages.verdicts import page_of
from sim.words.doubt import measure_first
from sim.words.marks import in_parts, marked, plain
from sim.words.number_names import NumberWords


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    asked = load("gedian/startup")
    verdicts = check(asked, replications=24, draws=12)
    return {lang: page_of(verdicts, lang, NumberWords(asked.stated, lang)) for lang in ("en", "zh")}


@pytest.fixture(scope="module")
def searched() -> dict[str, Page]:
    """The pages of `capacity` and `robustness`, by command and language."""
    asked = load("gedian/startup")
    made = {
        "capacity": (capacity_page, capacity_of(asked)),
        "robustness": (robustness_page, robustness_of(asked)),
    }
    return {
        f"{name} {lang}": page(result, lang) for name, (page, result) in made.items() for lang in ("en", "zh")
    }  # type: ignore[operator]


def said(page: Page, lang: str, width: int, details: bool = False) -> list[str]:
    return [plain(line) for line in lines_of(page, lang, details=details, width=width)]


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_line_fits_and_no_name_is_cut(
    pages: dict[str, Page], searched: dict[str, Page], lang: str, width: int, details: bool
) -> None:
    for page in (pages[lang], searched[f"capacity {lang}"], searched[f"robustness {lang}"]):
        lines = said(page, lang, width, details)
        assert max(map(cell_len, lines)) <= width
        for target in (
            "gd-startup-total",
            "gd-startup-total-blocks",
            "gd-startup-registration",
            "gd-startup-parallel",
        ):
            assert any(target in line for line in lines)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", ["capacity", "robustness"])
def test_an_answer_is_read_at_a_glance(searched: dict[str, Page], command: str, lang: str) -> None:
    page = searched[f"{command} {lang}"]
    assert len(said(page, lang, 80)) <= 25
    assert len(said(page, lang, 80, details=True)) > 40


def test_capacity_says_what_one_more_does_today(searched: dict[str, Page]) -> None:
    short, long = (" ".join(said(searched["capacity en"], "en", 300, details)) for details in (False, True))
    assert (
        "4 promises at the load asked: 2 met as assumed, 2 NOT met. First to give way: A company started"
        in short
    )
    assert "one more now: Registrars +12.2, Tax back office +7.3 points (not enough)" in short
    assert "one more now: Registrars +12.2, Tax back office +7.3 points (enough on the sample)" in short
    assert "2.5 points" not in short
    first, then = (
        long.index("raises the share on time by 12.2 points"),
        long.index("by 2.5 points [1.4, 3.8]"),
    )
    assert first < then
    assert "where it gives way, at ×0.62: one more in Registrars" in long
    chinese = "".join(said(searched["capacity zh"], "zh", 120))
    assert "按所设再增 1 个：登记审核人员 +12.2、税务后台 +7.3 个百分点（仍不够）" in chinese


def test_robustness_names_the_nearest_numbers(searched: dict[str, Page]) -> None:
    lines = said(searched["robustness en"], "en", 120)
    assert lines[0] == "Of 4 verdicts, 3 would change if a single number were wrong."
    assert "  NOT met as assumed, 70.5% on time; no number alone changes that" in lines
    assert "  closest: online · arrivals at 1.8 /wd gives 85.5%" in lines
    assert "  met as assumed, 96.2% on time; 3 numbers each change that" in lines  # a requirement is decided
    assert "  online · arrivals: 3.15 → 3.5 /wd, for sure at 4.5 /wd" in lines
    assert "  Registrars · share of the day for this work: 80% → 89%, not confirmed" in lines
    assert "  Invoice approval and issue · hands-on time: × 1.11, for sure at × 1.36" in lines
    assert any(line.startswith("Measure first: Starting a company · online · arrivals (") for line in lines)
    assert "  网上 · 到达量：3.15 → 3.5 件/工作日，到 4.5 件/工作日 可确定" in said(
        searched["robustness zh"], "zh", 120
    )


def test_the_answer_comes_first(pages: dict[str, Page]) -> None:
    for lang, said in (("en", "4 promises: "), ("zh", "4 项承诺：")):
        first, second, *_ = lines_of(pages[lang], lang, details=False, width=80)
        assert plain(first).startswith(said)
        assert "gedian/startup@after" in plain(first + second)


def test_statistics_are_shown_when_asked_for(command: Command, small: Path) -> None:
    short, long = (command("check", small, "--no-ends", *more).out for more in ((), ("--details",)))
    assert "confidence" not in short
    assert "Statistics: the same command with --details" in short
    assert "% confidence" in long
    assert "Statistics: " not in long


def test_one_promise_is_named(command: Command, small: Path) -> None:
    assert command("check", small, "--no-ends").out.startswith("2 promises: 1 met, 1 NOT met.")
    assert command("check", "gd-startup-total", "--no-ends", "-n", 24, "--lang", "zh").out.startswith(
        "开办企业"
    )


def test_a_table_stands_as_a_list_where_it_does_not_fit() -> None:
    page = Page(
        "title", "answer", (Section("", (table(("pool", "busy", "tasks"), [("a desk", "50%", "3")]),)),)
    )
    wide = list(lines_of(page, "en", details=True, width=40))
    assert [plain(line) for line in wide[-2:]] == ["pool    busy  tasks", "a desk   50%      3"]
    narrow = list(lines_of(page, "en", details=True, width=12))
    assert [plain(line) for line in narrow[-3:]] == ["a desk", "  busy: 50%", "  tasks: 3"]


def test_a_mark_takes_no_room() -> None:
    page = Page("t", "a", (Section("", (Entry("h", (marked("bad", "x" * 18),)),)),))
    assert plain(list(lines_of(page, "en", details=True, width=20))[-1]) == "  " + "x" * 18


def test_a_mark_goes_on_over_a_line_break() -> None:
    page = Page("t", "a", (Section("", (f"no {marked('bad', 'more than this fits here')} at all",)),))
    *_, first, second = lines_of(page, "en", details=True, width=28)
    assert (plain(first), plain(second)) == ("no more than this fits", "  here at all")
    assert list(in_parts(second)) == [("", "  "), ("bad", "here"), ("", " at all")]


def test_a_row_must_fill_its_table() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells in a table of 2 columns"):
        Table(table(("a", "b"), []).columns, (("only",),))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100])
def test_the_pages_of_comparisons_fit_too(lang: str, width: int) -> None:
    asked = load("gedian/startup")
    two = compare(asked, ["two fewer: --set pools.window.capacity-=2", "@before"], replications=2)
    pages = [
        comparison_page(two, lang),
        levers_page(lever_effects(load("urumqi/small_low_risk"), replications=2), lang),
    ]
    for page in pages:
        lines = [plain(line) for line in lines_of(page, lang, details=True, width=width)]
        assert max(map(cell_len, lines)) <= width


def test_what_to_measure_first_says_no_more_than_the_draws(small: Path) -> None:
    decided = Measure(
        "targets.easy.limit", 0, "assumed", "duration", "2 wd", ("1 wd", "3 wd"), 0.6, 0.1, 0.9, True
    )
    doubt = Doubt(400, 0.5, 0.4, 0.6, 0, 0, 10, 0, (), False)
    verdict = check(load(str(small)), ["easy"], ends=False)[0]
    for found, told in (
        (doubt, "in these draws no number stands out"),
        (replace(doubt, draws=9), "9 draws are too few to tell what to measure first"),
        (
            replace(doubt, measures=(decided,)),
            "no estimate stands out; what somebody decides does: targets.easy.limit",
        ),
    ):
        (section,) = [
            one for one in page_of([replace(verdict, doubt=found)], "en").sections if "measure" in one.heading
        ]
        assert section.parts == (told,)
        names = NumberWords(load(str(small)).stated, "en")
        short = told.replace("targets.easy.limit", "limit")
        assert measure_first({"easy": found}, "en", names) == [f"Measure first: {short}"]
        assert measure_first({"easy": replace(found, kept=1.0)}, "en", names) == []
