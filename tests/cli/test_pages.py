"""Pages: the answer first, whole names, and every line within a narrow terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from small_office import SMALL, Command
from startup_results import capacity_of, robustness_of
from test_halls_command import HALLS

from onewindow.cli.screen import lines_of
from sim import backlog, check, compare, load, run, run_halls, warm_up
from sim.experiments.comparing.comparison import Comparison
from sim.experiments.comparing.lever_effects import LeverEffects, lever_effects
from sim.experiments.runs.case_story import case_story
from sim.experiments.runs.halls_result import HallsResult
from sim.experiments.runs.run import Result
from sim.experiments.unknowns.doubt import Doubt, Measure
from sim.library import library
from sim.pages.capacity import page_of as capacity_page
from sim.pages.case_stories import page_of as story_page
from sim.pages.comparisons import page_of as comparison_page
from sim.pages.halls import page_of as halls_page
from sim.pages.levers import page_of as levers_page
from sim.pages.library import library_page
from sim.pages.overviews import Overview
from sim.pages.page import Entry, Page, Section, Table, table
from sim.pages.robustness import page_of as robustness_page
from sim.pages.runs import page_of as run_page
from sim.pages.starts import backlog_page, warm_up_page
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
    assert command("check", small, "--no-ends").out.startswith("2 promises: 1 met as assumed, 1 NOT met.")
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


@pytest.fixture(scope="module")
def compared() -> tuple[Comparison, LeverEffects]:
    asked = load("gedian/startup")
    two = compare(asked, ["two fewer: --set pools.window.capacity-=2", "@before"], replications=2)
    return two, lever_effects(load("urumqi/small_low_risk"), replications=2)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 100])
def test_the_pages_of_comparisons_fit_too(
    compared: tuple[Comparison, LeverEffects], lang: str, width: int
) -> None:
    two, levers = compared
    for page in (comparison_page(two, lang), levers_page(levers, lang)):
        lines = [plain(line) for line in lines_of(page, lang, details=True, width=width)]
        assert max(map(cell_len, lines)) <= width


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Result | HallsResult]:
    """Runs of each kind: events of several replications, one that is left open, a summary, many halls."""
    file = tmp_path_factory.mktemp("halls") / "halls.yaml"
    file.write_text(SMALL + HALLS, "utf-8")
    halls = load(str(file), load=9)
    return [
        run(load("gedian/startup"), replications=2),
        run(halls, replications=1),
        run(halls, replications=2, detail="summary"),
        run_halls(halls),
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_the_pages_of_runs_fit_too(runs: list[Result | HallsResult], lang: str, width: int) -> None:
    for made in runs:
        page = halls_page(made, lang) if isinstance(made, HallsResult) else run_page(made, lang)
        lines = [plain(line) for line in lines_of(page, lang, details=True, width=width)]
        assert max(map(cell_len, lines)) <= width
        for target in made.whatif.scenario.targets:
            assert any(target in line for line in lines)


def test_a_run_tells_who_came_and_who_was_on_time_first(runs: list[Result | HallsResult]) -> None:
    startup, _, summed, halls = runs
    assert isinstance(startup, Result)
    assert isinstance(summed, Result)
    page = run_page(startup, "en")
    came = sum(count.window.arrived for count in startup.services[:2])
    assert page.answer.startswith(f"{came:,.1f}".removesuffix(".0") + " cases came in the judged dates: ")
    (share,) = (one.on_time for one in startup.on_time if one.part == "gd-startup-total")
    assert share is not None
    assert f"A company started in 0.5 working day {share.estimate:.1%}" in page.answer
    assert "still open at the end" in run_page(summed, "en").answer
    assert "to 6 halls: " in halls_page(halls, "en").answer  # type: ignore[arg-type]


def test_work_and_elapsed_time_of_a_step_stand_apart(runs: list[Result | HallsResult]) -> None:
    page = run_page(runs[0], "en")  # type: ignore[arg-type]
    (steps,) = [one.parts[0] for one in page.sections if one.heading == "Steps: Starting a company"]
    assert isinstance(steps, Table)
    assert [column.name for column in steps.columns] == [
        "step",
        "served",
        "in the queue",
        "hands-on",
        "elapsed",
    ]
    (review,) = [row for row in steps.rows if row[0] == "Review and licence"]
    assert review[3].endswith(" min")
    assert review[4].endswith(" h")


def test_the_busiest_pool_stands_first(runs: list[Result | HallsResult]) -> None:
    page = run_page(runs[0], "en")  # type: ignore[arg-type]
    (pools,) = [one.parts[0] for one in page.sections if one.heading.startswith("Staff")]
    assert isinstance(pools, Table)
    busy = [float(row[1].rstrip("%")) for row in pools.rows]
    assert busy == sorted(busy, reverse=True)
    assert len(busy) > 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pages_of_how_a_study_begins_fit_too(small: Path, lang: str) -> None:
    asked = load(str(small), load=9)
    lead_in = warm_up(asked, weeks=12, replications=2)
    pages = [
        backlog_page(backlog(asked, "2025-03-10"), lang, small.with_suffix(".csv")),
        warm_up_page(lead_in, lang),
        warm_up_page(replace(lead_in, suggested_wd=20), lang),
    ]
    for page, answer in zip(pages, ("open", "cannot be told", "too short"), strict=True):
        assert lang == "zh" or answer in page.answer
        for width in (60, 80, 100, 120):
            lines = [plain(line) for line in lines_of(page, lang, details=True, width=width)]
            assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_the_pages_of_scenarios_and_cases_fit_too(small: Path, lang: str, width: int) -> None:
    for name, case in (("gedian/startup", 46), ("urumqi/small_low_risk", 0), (str(small), 0)):
        asked = load(name)
        view = Overview(asked, lang)
        pages = [view.page(), view.page(expanded=True), story_page(case_story(asked, case), lang)]
        pages.append(library_page(library(), lang))
        for page in pages:
            lines = [plain(line) for line in lines_of(page, lang, details=True, width=width)]
            assert max(map(cell_len, lines)) <= width, lines


def test_a_scenario_is_told_first_with_what_is_asked_most() -> None:
    page = Overview(load("gedian/startup"), "en").page()
    assert page.answer.startswith(
        "Starting a company. Services: 2, promises: 4. What comes in asks most of Regis"
    )


def test_the_end_of_a_case_is_told_first() -> None:
    asked = load("gedian/startup", set=["study.window=2 wd", "study.lead_in=1 wd", "study.follow_up=5 wd"])
    told = next(one for n in range(99) if (one := case_story(asked, n)).story.service == "startup")
    page = story_page(told, "en")
    (target, *_) = told.story.promises
    assert page.answer.startswith(f"Case {told.story.case}, Starting a company: completed after ")
    assert f"{target.target}: {'on time' if target.verdict == 'on_time' else 'late'} (" in page.answer


def test_the_same_is_on_time_at_every_detail_level(runs: list[Result | HallsResult]) -> None:
    _, one, summed, _ = runs
    assert isinstance(one, Result)
    assert isinstance(summed, Result)
    again = run(summed.whatif, replications=2, detail="cases")
    assert again.to_dict()["on_time"] == summed.to_dict()["on_time"]
    for counted, kept in zip(summed.targets, again.on_time, strict=True):
        assert kept.count * 2 == counted.judged
        assert kept.on_time is not None
        assert kept.on_time.estimate == pytest.approx(
            counted.on_time / (counted.judged - counted.undetermined)
        )


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
        varied = page_of([replace(verdict, doubt=replace(found, without_range=1))], "en").sections
        assert any("1 number states no range" in str(part) for one in varied for part in one.parts)
        names = NumberWords(load(str(small)).stated, "en")
        short = told.replace("targets.easy.limit", "limit")
        assert measure_first({"easy": found}, "en", names) == [f"Measure first: {short}"]
        assert measure_first({"easy": replace(found, kept=1.0)}, "en", names) == []


def test_a_table_too_wide_is_stacked_with_the_colon_of_its_language() -> None:
    wide = Page("t", "a", (Section("", (table(["one", "two", "three"], [("x" * 20, "y" * 20, "z" * 20)]),)),))
    assert "  two: " + "y" * 20 in said(wide, "en", 40)
    assert "  two：" + "y" * 20 in said(wide, "zh", 40)


def test_a_run_tells_two_readings_of_one_name_apart(tmp_path: Path) -> None:
    limit = "from: submitted, to: decided, clock: working, required_share: 0.9"
    both = [
        f"{key}: {{service: main, name: A day, reading: {key}, limit: {wd} wd, {limit}}}"
        for key, wd in (("whole", 2), ("half", 1))
    ]
    stated = SMALL.partition("targets:")[0].replace("default_variant: plain\n", "")
    (tmp_path / "hall.yaml").write_text("\n  ".join([f"{stated}targets:", *both]), "utf-8")
    answer = run_page(run(load(str(tmp_path / "hall.yaml"))), "en").answer
    assert "A day · whole" in answer
    assert "A day · half" in answer
