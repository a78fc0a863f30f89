"""Every example of the reference page is read, and every path it names works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim import check, load
from sim.chance import check_table, exact_mean
from sim.engine.compile import compile_program
from sim.engine.compile.work import spec_of
from sim.engine.program import Program
from sim.engine.summary import on_mean
from sim.experiments.questions.validate import faults_of
from sim.model import Scenario, parse_setting, read, read_text
from sim.model.backlog import COLUMNS, COLUMNS_ZH
from sim.model.blocks import Task
from sim.model.bounds import BYTES, INCLUDED, INCLUDED_DEEP
from sim.model.distribution import Distribution
from sim.model.listing import COLUMNS_ZH as LIST_COLUMNS_ZH
from sim.model.measured import TableUse
from sim.model.provenance import numbers
from sim.model.sourced import SourcedSize
from sim.model.tree import plain
from sim.model.yaml_tree import parse_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "scenario-file.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(yaml|text) ?(\w*)\n(.*?)```", PAGE, re.DOTALL)
(WHOLE,) = [text for _, tag, text in EXAMPLES if tag == "scenario"]
FLOW = WHOLE[WHOLE.index("    flow:\n") : WHOLE.index("targets:\n")]


def with_flow(flow: str, more: str = "") -> Scenario:
    """The page's whole scenario with another flow, and no targets."""
    head = WHOLE[: WHOLE.index("    flow:\n")]
    indented = "".join(f"      {line}\n" for line in flow.splitlines())
    return read_text(f"{head}    flow:\n{indented}variants: {{before: {{}}}}\n{more}", "page.md").build()


def values(text: str) -> object:
    root, faults = parse_yaml(text, "page.md")
    assert root is not None
    assert not faults
    return plain(root)


def test_the_whole_file_is_fine_in_every_variant_and_its_verdicts_are_the_expected_ones(
    tmp_path: Path,
) -> None:
    file = tmp_path / "page.yaml"
    file.write_text(WHOLE, "utf-8")
    assert faults_of(str(file)) == ((), ())
    asked = load(str(file))
    assert asked.source.variants == ("before", "after")
    for target, expected in ((name, target.expected) for name, target in asked.scenario.targets.items()):
        (verdict,) = check(asked, [target], ends=False)
        assert expected is not None
        assert verdict.verdict == expected.verdict


@pytest.mark.parametrize("text", [text for _, tag, text in EXAMPLES if tag == "flow"])
def test_flows_build(text: str) -> None:
    with_flow(text)


@pytest.mark.parametrize("text", [text for _, tag, text in EXAMPLES if tag == "target"])
def test_targets_compile(text: str) -> None:
    end = WHOLE.index("targets:\n") + len("targets:\n")
    scenario = read_text(f"{WHOLE[:end]}  {text}{WHOLE[end:]}", "page.md").build("before")
    assert "called" in compile_program(scenario).names.clocks


def test_quantities_and_distributions() -> None:
    (quantity,) = [text for _, tag, text in EXAMPLES if tag == "quantity"]
    stated = values(quantity)
    assert isinstance(stated, dict)
    assert SourcedSize.model_validate(stated["capacity"]).value == 6
    (listed,) = [text for _, tag, text in EXAMPLES if tag == "distributions"]
    entries = values(listed)
    assert isinstance(entries, list)
    for entry in entries:
        stated = Distribution.model_validate(entry, by_alias=True, by_name=False)
        assert stated.units
        assert exact_mean(spec_of(stated.stated_micros(8.0))) > 0
        check_table(spec_of(stated.stated_micros(8.0)), stated.factor)


def with_target(text: str) -> Program:
    """The page's scenario with one more target, `added`."""
    lines = "".join(f"    {line}\n" for line in text.splitlines())
    whole = WHOLE.replace("targets:\n", f"targets:\n  added:\n{lines}")
    return compile_program(read_text(whole, "page.md").build("before"))


def test_targets_build() -> None:
    reopened, mean = [with_target(text) for _, tag, text in EXAMPLES if tag == "target_keys"]
    clock = reopened.names.clocks.index("added")
    assert reopened.clock_goes_on[clock] >= 0
    assert reopened.clock_condition[clock] >= 0
    assert on_mean(mean, mean.names.clocks.index("added"))


def test_what_calibration_writes_builds() -> None:
    (text,) = [text for _, tag, text in EXAMPLES if tag == "calibration"]
    made = read_text(f"{WHOLE}\n{text}", "page.md").build()
    assert made.sources is not None
    assert made.sources["fitted-acceptance"].kind == "borrowed"
    (block,) = made.calibration
    known = {number.path for number in numbers(made)}
    assert all(path in known for paths in block.parameters for path in paths)
    assert all(len(row) == len(block.parameters) for row in block.accepted)


def test_studies_build() -> None:
    (studies,) = [text for _, tag, text in EXAMPLES if tag == "study"]
    stated = next(line for line in WHOLE.splitlines() if line.startswith("study:"))
    for study in re.split(r"^- ", studies, flags=re.MULTILINE)[1:]:
        lines = study if study.startswith("{") else "\n  " + study
        built = read_text(WHOLE.replace(stated, f"study: {lines}"), "page.md").build()
        assert compile_program(built).judged_from > 0
        assert len(built.study.backlog) == study.count("service:")


def test_halls_build() -> None:
    (halls,) = [text for _, tag, text in EXAMPLES if tag == "halls"]
    lines = "".join(f"  {line}\n" for line in halls.splitlines())
    built = read_text(f"{WHOLE}halls:\n{lines}", "page.md").build("before")
    assert built.halls is not None
    assert built.halls.number.value == 3058


def test_the_table_of_a_backlog(tmp_path: Path) -> None:
    (table,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "open-cases.csv").write_text(table, "utf-8")
    (tmp_path / "page.yaml").write_text(
        WHOLE.replace("follow_up: 20 wd}", "follow_up: 20 wd, backlog: open-cases.csv}"), "utf-8"
    )
    built = read(tmp_path / "page.yaml").build("before")
    assert compile_program(built).backlog_count.sum() == 15
    headings = re.findall(r"^\| `(\w+)` \| (\S+) \|", PAGE, re.MULTILINE)
    assert tuple(column for column, _ in headings) == COLUMNS
    assert all(COLUMNS_ZH[chinese] == column for column, chinese in headings)


def test_the_ways_cases_come(tmp_path: Path) -> None:
    (channels,) = [text for _, tag, text in EXAMPLES if tag == "channels"]
    begin, end = WHOLE.index("    channels:\n"), WHOLE.index("    flow:\n")
    lines = "".join(f"      {line}\n" for line in channels.splitlines())
    whole = f"{WHOLE[:begin]}    channels:\n{lines}{WHOLE[end:]}".replace("channel == 'hall'", "kind == 'x'")
    (tmp_path / "page.yaml").write_text(whole, "utf-8")
    (tmp_path / "tickets-2024.csv").write_text(
        "业务,取号时间\n变更,2024-03-04 09:30\n设立,2024-03-04 09:31\n", "utf-8"
    )
    built = read(tmp_path / "page.yaml").build("before")
    assert compile_program(built).plan_cases.sum() > 100
    known = {number.path: number.ranged for number in numbers(built)}
    assert known["services.startup.channels.booked.appointments.late.by"]
    assert known["services.startup.channels.hall.shocks.1.factor"]
    assert known["services.startup.channels.tickets.list"] is False
    lists = re.findall(r"```csv list\n(.*?)```", PAGE, re.DOTALL)
    assert len(lists) == 2
    for table in lists:
        (tmp_path / "tickets-2024.csv").write_text(table, "utf-8")
        every_row = whole.replace("        only: {业务: 变更}\n        shift: 250 wd\n", "")
        made = read_text(every_row, str(tmp_path / "page.yaml")).build("before")
        found = made.services["startup"].channels["tickets"].list
        assert found is not None
        assert found.cases in (3, 25)
    headings = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE)
    said = {word.split()[0]: column for column, words in headings for word in words.split(",")}
    assert said.items() >= LIST_COLUMNS_ZH.items()


def test_a_table_of_values(tmp_path: Path) -> None:
    (table,) = re.findall(r"```csv times\n(.*?)```", PAGE, re.DOTALL)
    (named,) = [text for _, tag, text in EXAMPLES if tag == "table"]
    (tmp_path / "times.csv").write_text(table, "utf-8")
    asked = WHOLE.replace("hall_2021", "count")
    (tmp_path / "page.yaml").write_text(
        asked.replace("work: 15 min}", named.strip().replace("source: hall_2021", "factor: 1") + "}"), "utf-8"
    )
    review = read(tmp_path / "page.yaml").build("before").services["startup"].flow[2]
    assert isinstance(review, Task)
    assert [(str(low), weight) for low, _, weight in review.work.rows()] == [("12 min", 40), ("35.5 min", 3)]
    rows = re.findall(
        r"^\| `(\w+)` \|", PAGE[PAGE.index("| key of `table`") :].split("\n\n")[0], re.MULTILINE
    )
    assert tuple(rows) == TableUse.keys()


def test_fragments_and_paths() -> None:
    (parts,) = [text for _, tag, text in EXAMPLES if tag == "parts"]
    fragments, flow = parts.split("flow:\n")
    used = "".join(line[2:] + "\n" for line in flow.splitlines())
    route = "- choice: route\n  options: [{share: 0.3, do: []}, {otherwise: true}]\n"
    review = "- {task: review, pool: reviewer, work: 1 wd}\n"
    scenario = with_flow(used + route + review, fragments)
    assert [block.id for block in scenario.services["startup"].flow] == [
        "first.carry", "first.take_in", "route", "review",
    ]  # fmt: skip
    (paths,) = [text for tag, _, text in EXAMPLES if tag == "text"]
    head = WHOLE[: WHOLE.index("    flow:\n")]
    body = "".join(f"      {line}\n" for line in (used + route + review).splitlines())
    source = read_text(f"{head}    flow:\n{body}variants: {{before: {{}}}}\n{fragments}", "page.md")
    for path in paths.split("\n"):
        if path:
            assert source.edited([parse_setting(path)]).build() != scenario


def test_a_scenario_of_several_files(tmp_path: Path) -> None:
    by_tag = {tag: text for _, tag, text in EXAMPLES}
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "startup.yaml").write_text(by_tag["service"], "utf-8")
    (tmp_path / "hall.yaml").write_text(by_tag["hall"], "utf-8")
    (tmp_path / "mine.yaml").write_text(by_tag["of_files"], "utf-8")
    assert faults_of(str(tmp_path / "mine.yaml")) == ((), ())
    made = load(tmp_path / "mine.yaml").stated
    assert list(made.pools) == ["window", "reviewer"]
    by_path = {number.path: number for number in numbers(made)}
    assert (by_path["pools.window.capacity"].value, by_path["pools.window.capacity"].source) == (
        "3", "plan-for-next-year",
    )  # fmt: skip
    assert by_path["pools.reviewer.capacity"].source == "counted-in-may"
    assert by_path["services.startup.flow.review.work"].range == ("0.6", "1.5")
    assert (
        f"At most\n{INCLUDED} files, {INCLUDED_DEEP} in each other, {BYTES // 1_000_000} MB together" in PAGE
    )


def test_both_pages_show_the_same_examples() -> None:
    """Comments, and what stands before them, apart."""
    chinese = (Path(__file__).parents[2] / "docs" / "reference" / "scenario-file.zh-CN.md").read_text("utf-8")
    blocks = [re.findall(r"```.*?```", page, re.DOTALL) for page in (PAGE, chinese)]
    bare = [[re.sub(r" *# .*", "", block) for block in found] for found in blocks]
    assert bare[0] == bare[1]


def test_every_example_is_tagged() -> None:
    known = {"quantity", "distributions", "scenario", "study", "halls", "flow", "parts", "calibration", ""}
    known |= {"channels", "table", "target", "target_keys", "hall", "service", "of_files"}
    assert {tag for _, tag, _ in EXAMPLES} <= known
    assert all(tag for kind, tag, _ in EXAMPLES if kind == "yaml")
