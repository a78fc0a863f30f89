"""`onewindow show`: the flow as a tree, expanded, as a flowchart, and one case's story."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from small_office import Command

from onewindow.cli.layout import wrapped
from onewindow.cli.mermaid import escaped
from onewindow.cli.screen import lines_of, tree_lines
from sim.engine.engines import ENGINES
from sim.experiments.questions.whatif import load
from sim.model.distribution import Distribution
from sim.pages.page import Branch, Column, Page, Section, table
from sim.words.amounts import spread
from sim.words.marks import plain

PERMIT = """\
onewindow: 1
title: {zh: 施工许可, en: Permit}
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-12:00 13:00-18:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 5 wd, follow_up: 20 wd}
pools:
  window: {name: {zh: 综合窗口, en: One window}, kind: window, capacity: 1}
  reviewer:
    name: {zh: 审批人员, en: Reviewer}
    kind: reviewer
    department: {zh: 住建局, en: Housing}
    profile: {"09:00": 2, "13:00": 1}
    availability: 80%
    other_work: {share: 0.1, work: 30 min}
  expert: {name: {zh: 专家, en: Expert}, kind: inspector, party: intermediary, capacity: 2}
  idle: {name: {zh: 闲置, en: Idle}, kind: window, capacity: 1}
sessions:
  panel:
    name: {zh: 专家评审会, en: Expert panel}
    weekdays: [tue, thu]
    at: ["09:30", "14:00"]
    places: 3
    cutoff: 1 wd
    move: next_wd
    pools: [expert]
services:
  permit:
    name: {zh: 施工许可, en: Permit}
    attributes: {kind: {values: {big: 0.3, small: 0.7}}}
    channels: {hall: {rate: 2 /wd, months: {2: 0.5}, batch: 2}}
    flow:
      - {task: intake, name: {zh: 接件, en: Intake}, pool: window, work: {mean: 20 min, p90: 40 min}, intake: true}
      - milestone: accepted
      - item: plan
        name: {zh: 方案审查, en: Plan review}
        promised: 10 wd
        department: {zh: 住建局, en: Housing}
        do:
          - documents: file
            mode: correct
            papers: {map: {name: {zh: 地形图, en: Map}, missing: 0.5, supply: 2 cd}}
            do: [{task: look, pool: reviewer, work: 1 wh}]
          - {session: panel_review, name: {zh: 专家评审, en: Panel review}, of: panel, work: 1 wh, pause: 专家评审}
          - repeat: rounds
            again_when: not stamped.plan_passed
            maximum: 3
            do:
              - {task: check, pool: reviewer, work: 2 wh}
              - choice: result
                options:
                  - {share: 0.4, name: {zh: 不合格, en: failed}}
                  - {otherwise: true, do: [{milestone: plan_passed}]}
            between: [{wait: rework, for: 3 wd, pause: 整改}]
      - {background: notice, do: [{wait: public, for: 3 wd, party: government}]}
      - {require: notice, pause: 公示}
      - repeat: visits
        again: [0.3, 0.1]
        maximum: 4
        do: [{task: sign, any_of: [reviewer, window], work: 20 min}]
      - milestone: decided
targets:
  days: {service: permit, from: accepted, to: decided, limit: 12 wd, required_share: 0.9, clause: 7}
  hours: {service: permit, item: plan, limit: 40 wh, clock: working, parties: government, required_share: 0.95}
"""


@pytest.fixture
def permit(tmp_path: Path) -> Path:
    path = tmp_path / "permit.yaml"
    path.write_text(PERMIT, "utf-8")
    return path


def test_the_page_in_chinese(command: Command, permit: Path) -> None:
    lines = command("show", permit, "--lang", "zh").out.splitlines()
    wanted = [
        r"施工许可：1 项服务，2 项承诺。来件最吃紧的是专家评审会：约 .*有 2.*",
        r"permit\.yaml",
        r"  days",
        r"    ≤ 12 个工作日（法定工作日）；要求 90%；accepted → decided；计时方 各方；条款 7",
        r"  hours",
        r"    ≤ 40 个工作小时（工作时间）；要求 95%；事项 方案审查 \(plan\)；计时方 政府部门",
        r"  reviewer  审批人员",
        r"    数量 09:00 2，13:00 1 × 80%；来件所需 约 .*1\.38.*；审批人员；办公时间；政府部门，住建局；.*10%：.*",
        r"  idle  闲置（未使用）",
        r"    数量 1；窗口；办公时间；政府部门",
        r"  panel  专家评审会",
        r"    周二、周四 09:30、14:00，遇休息日顺延；名额 3；须提前 1 个工作日；专家；来件所需 约 .*有 2.*",
        r"  到达 大厅 \(hall\)：每工作日 4 件；随月份变化；每批 2 件，每工作日 2 批",
        r"  属性 kind：big 30%，small 70%",
        r"  ├─ 办理 接件 \(intake\) +\[综合窗口\] 平均 20 分钟，9 成不超过 40 分钟；接件",
        r"  ├─ 事项 方案审查 \(plan\) +承诺 10 个工作日（法定工作日）；住建局",
        r"  │  ├─ 材料 file +缺件须补正，时钟暂停",
        r"  │  │  ├─ 要件 地形图 \(map\) +缺 50%；补齐 2 个自然日",
        r"  │  │  └─ 办理 look +\[审批人员 · 住建局\] 1 个工作小时",
        r"  │  ├─ 场次 专家评审 \(panel_review\) +\[专家评审会\] 1 个工作小时；时钟暂停：专家评审",
        r"  │  └─ 循环 rounds +最多 3 次；若 not stamped\.plan_passed 则再来一次",
        r"  │     │  ├─ 40% 不合格 +（不做什么）",
        r"  │     │  └─ 其余 60%",
        r"  │     └─ 再次之前",
        r"  │        └─ 等待 rework +3 个工作日；由申请人持件；时钟暂停：整改",
        r"  ├─ 须先完成 notice +时钟暂停：公示",
        r"  ├─ 循环 visits +最多 4 次；再来一次：30%，10%",
        r"  │  └─ 办理 sign +\[审批人员 · 住建局 或 综合窗口\] 20 分钟",
    ]
    place = 0
    for pattern in wanted:  # in this order
        place = next((n for n in range(place, len(lines)) if re.fullmatch(pattern, lines[n])), -1)
        assert place >= 0, pattern


def test_what_is_said_stands_in_one_column(command: Command, permit: Path) -> None:
    lines = command("show", permit, "--lang", "zh").out.splitlines()
    rows = [line for line in lines if line.startswith(("  ├", "  │", "  └")) and "[" in line]
    assert len(rows) == 5
    assert len({cell_len(line[: line.index("[")]) for line in rows}) == 1


def test_expanded_holds_only_what_a_program_does(command: Command, permit: Path) -> None:
    tree = [
        line for line in command("show", permit, "--expanded").out.splitlines() if line[2:3] in tuple("├│└")
    ]
    kinds = {re.sub(r"^[├│└─ ]+", "", line).split(" ")[0] for line in tree}
    assert kinds == {
        "task", "timer", "session", "choice", "repeat", "fork", "join", "milestone",
        "if", "otherwise", "40%", "before",
    }  # fmt: skip
    assert any(
        re.fullmatch(r"  ├─ join notice +when the background is done, clock stops: 公示", line)
        for line in tree
    )
    shown = json.loads(command("show", permit, "--expanded", "--json").out)
    program = load(str(permit)).program
    assert sum(shown["program"]["nodes"].values()) == len(program.nodes.kind)
    assert shown["program"]["digest"] == program.digest
    assert shown["services"]["permit"][0]["id"] == "intake"


NODE = re.compile(
    r'(n\d+)(\["|\(\["|\[\["|\[/"|\{"|\(\("|>"|\(\(\(").*("\]|"\]\)|"\]\]|"/\]|"\}|"\)\)|"\)\)\))'
)
EDGE = re.compile(r'(n\d+) (?:-->|-\.->)(?:\|"[^"|]*"\|)? (n\d+)')


def nodes_and_edges(chart: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Every line must be one that Mermaid knows."""
    first, *lines = [line.strip() for line in chart.splitlines()]
    assert first == "flowchart TD"
    nodes, edges, depth = [], [], 0
    for line in lines:
        if line == "end":
            depth -= 1
            assert depth >= 0
        elif re.fullmatch(r'subgraph g\d+ \["[^"]*"\]', line):
            depth += 1
        elif found := EDGE.fullmatch(line):
            edges.append((found[1], found[2]))
        else:
            found = NODE.fullmatch(line)
            assert found is not None, line
            assert line.count('"') == 2
            nodes.append(found[1])
    assert depth == 0
    return nodes, edges


@pytest.mark.parametrize("options", [[], ["--expanded"]])
def test_the_flowchart_hangs_together(command: Command, permit: Path, options: list[str]) -> None:
    nodes, edges = nodes_and_edges(command("show", permit, "--mermaid", *options).out)
    assert len(set(nodes)) == len(nodes)
    order = {node: number for number, node in enumerate(nodes)}
    reached = {nodes[0]}
    for begin, end in sorted(edges, key=lambda edge: order[edge[0]]):
        assert begin in reached
        reached.add(end)
    assert reached == set(nodes)
    assert {begin for begin, _ in edges} == set(nodes) - {nodes[-1]}
    back = [(begin, end) for begin, end in edges if order[end] < order[begin]]
    assert len(back) == 2  # rounds and visits


def test_the_flowchart_of_the_permit(command: Command, permit: Path) -> None:
    chart = command("show", permit, "--mermaid", "--lang", "zh").out
    assert 'subgraph g1 ["方案审查: 承诺 10 个工作日（法定工作日）；住建局"]' in chart
    assert '{"result"}' in chart
    assert '|"40% 不合格"|' in chart
    assert "-.->" in chart
    assert json.loads(command("show", permit, "--mermaid", "--lang", "zh", "--json").out)["mermaid"] == chart


def test_labels_cannot_leave_their_quotes() -> None:
    assert escaped('a "b" #1 <c> `d`\n& e') == "a #quot;b#quot; #35;1 #lt;c#gt; #96;d#96; #amp; e"


@pytest.fixture
def case(permit: Path) -> int:
    """The first case that is no other work."""
    asked = load(str(permit))
    outcome = ENGINES[asked.engine_name](
        asked.program, seed=1, replication=0, events=False, stop_when_judged=False
    )
    return outcome.service.tolist().index(asked.program.names.services.index("permit"))


def test_the_story_of_a_case(command: Command, permit: Path, case: int) -> None:
    told = json.loads(command("show", permit, "--case", case, "--json").out)
    events = [(moment["event"], moment["subject"]) for moment in told["moments"]]
    assert events[:2] == [("arrived", ""), ("started", "intake")]
    assert events[-1] == ("finished", "completed")
    assert ("stamped", "accepted") in events
    assert [one["target"] for one in told["targets"]] == ["days", "hours"]
    assert (told["clock"], told["exact"], told["outcome"]) == ("days", True, "completed")
    last = told["moments"][-1]
    assert last["clock"] == told["targets"][0]["value"]
    assert {moment["clock_state"] for moment in told["moments"]} == {"ahead", "running", "standing", "over"}
    lines = command("show", permit, "--case", case, "--lang", "zh").out.splitlines()
    assert re.match(
        rf"办件 {case}，施工许可：正常办结，历时 .* 天。days：(按时|超时).*（用 \d+ 个工作日，时限", lines[0]
    )
    assert lines[1] == "permit.yaml · 第 0 次模拟，种子 1"
    head = next(number for number, line in enumerate(lines) if "时刻" in line)
    assert lines[head].split() == ["时刻", "经过", "自然日", "计时（days）"]
    assert len(lines[head + 1 :]) == len(told["moments"])
    assert "方案审查 9 特别程序(开始)" in "".join(lines)
    kept = lines[lines.index("结论") + 2]
    assert re.match(r"  days +(按时|超时).* +用 \d+ 个工作日，时限 12 个工作日", kept)


def test_seed_and_replication_choose_the_case(command: Command, permit: Path) -> None:
    def arrived(*options: object) -> str:
        return str(
            json.loads(command("show", permit, "--case", 0, "--json", *options).out)["moments"][0]["at"]
        )

    assert arrived() == arrived("--seed", 1, "--replication", 0)
    assert len({arrived(), arrived("--seed", 2), arrived("--replication", 1)}) == 3


def test_a_case_of_other_work_names_the_nearest_of_a_service(command: Command, permit: Path) -> None:
    others = [
        n for n in range(12) if "other work of the pool reviewer" in command("show", permit, "--case", n).out
    ]
    assert others
    near = re.search(
        r"nearest cases of a service: ([\d, ]+)", command("show", permit, "--case", others[0]).out
    )
    assert near is not None
    assert "nearest" not in command("show", permit, "--case", near[1].split(", ")[0]).out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--case", 100000], r"--case 100000  there is no such case; allowed: 0 to \d+\n"),
        (["--case", -1], r"--case -1  there is no such case; allowed: 0 to \d+\n"),
        (["--case", 0, "--replication", -1], "--replication -1  allowed: 0 to 999,999\n"),
        (["--case", 0, "--mermaid"], "--mermaid --case  these are different pages; ask for one of them\n"),
        (
            ["--sources", "--expanded"],
            "--sources --expanded  these are different pages; ask for one of them\n",
        ),
    ],
)
def test_bad_input(command: Command, permit: Path, options: list[object], said: str) -> None:
    answer = command("show", permit, *options)
    assert (answer.code, answer.out) == (2, "")
    assert re.fullmatch(said, answer.err)


def test_sources_in_the_language_of_their_reader(command: Command) -> None:
    """Kinds in words, and behind the numbers what each source is: once, in the order of the numbers."""
    table = load("gedian/startup").stated.sources
    assert table is not None
    source = table["hours-hubei"]
    for lang, head, kind in (("zh", "来源", "假设："), ("en", "Sources", "assumed: ")):
        said = command("show", "gedian/startup", "--sources", "--lang", lang).out
        assert said.startswith(f"calendar.wd = 8 wh  {kind}hours-hubei\n")
        sources = said.partition(f"\n{head}\n")[2]
        assert sources.startswith(f"  hours-hubei  {kind}")
        assert source.document_in(lang) in sources.splitlines()[0]
        assert len(set(sources.splitlines())) == len(sources.splitlines())
        if lang == "zh":
            assert not re.search("assumed: |borrowed: |documented: ", said)


def test_sources_as_json(command: Command, permit: Path) -> None:
    numbers = json.loads(command("show", permit, "--sources", "--json").out)["numbers"]
    assert {"path": "pools.window.capacity", "value": "1"}.items() <= numbers[
        [one["path"] for one in numbers].index("pools.window.capacity")
    ].items()


@pytest.mark.parametrize(
    ("stated", "zh", "en"),
    [
        ("1 wd", "1 个工作日", "1 working day"),
        ({"mean": "20 min", "p90": "45 min"}, "平均 20 分钟，9 成不超过 45 分钟", "mean 20 min, 9 in 10 within 45 min"),
        ({"median": "4 h", "p95": "20 h"}, "半数不超过 4 小时，95%不超过 20 小时", "half within 4 h, 95% within 20 h"),
        ({"min": "1 h", "mode": "2 h", "max": "4 h"}, "多为 2 小时（1 小时 至 4 小时）", "mostly 2 h (1 h to 4 h)"),
        ({"min": "1 cd", "max": "2 cd"}, "1 个自然日 至 2 个自然日", "1 calendar day to 2 calendar days"),
        ({"mean": "2 wh", "cv": 0.5, "factor": 1.2}, "平均 2 个工作小时，变异系数 0.5（整体 × 1.2）",
         "mean 2 working hours, coefficient of variation 0.5 (all × 1.2)"),
        ({"family": "gamma", "mean": "1 h", "sd": "30 s"}, "gamma 分布，平均 1 小时，标准差 30 秒",
         "gamma distribution, mean 1 h, standard deviation 30 s"),
        ({"mean": "20 min", "cv": 1, "at_least": "5 min", "at_most": "2 h"},
         "平均 20 分钟，变异系数 1，不低于 5 分钟，不高于 2 小时",
         "mean 20 min, coefficient of variation 1, never below 5 min, never above 2 h"),
    ],
)  # fmt: skip
def test_distributions_in_words(stated: object, zh: str, en: str) -> None:
    made = Distribution.model_validate(stated)
    assert (spread(made, "zh"), spread(made, "en")) == (zh, en)


def test_wrapping_counts_cells() -> None:
    text = "由政府部门持件；最多 3 次；再来一次 30%；缺件即退回，作为新申请重报"
    for width in (24, 25, 31):
        lines = wrapped(text, width)
        assert len(lines) > 1
        assert all(cell_len(line) <= width for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert wrapped(text, None) == [text]
    tree = [Branch("task", "a", "办理 审查", text, (Branch("task", "b", "b", text),))]
    lines = list(tree_lines(tree, 40))
    assert all(cell_len(line) <= 40 for line in lines)
    assert [line[0] for line in lines[1:]] == [" "] * (len(lines) - 1)


def test_columns_that_say_nothing_are_left_out() -> None:
    assert shown([Column("编号"), Column(""), Column("数")], [["a", "", "1"], ["长长", "", "2"]], None) == [
        "编号  数",
        "a     1",
        "长长  2",
    ]


def test_the_widest_text_of_a_table_is_folded_before_it_is_stacked() -> None:
    text = "由政府部门持件；最多 3 次；再来一次 30%；缺件即退回，作为新申请重报"
    lines = shown([Column("编号"), Column("说明"), Column("数", number=True)], [["a", text, "12"]], 40)
    assert len(lines) > 2
    assert all(cell_len(line) <= 40 for line in lines)
    assert lines[1].endswith(" 12")
    assert shown([Column("编号"), Column("说明")], [["a", text]], 24)[0] == "a"


def shown(columns: list[Column], rows: list[list[str]], width: int | None) -> list[str]:
    page = Page("", "", (Section("", (table(columns, rows),)),))
    return [plain(line) for line in lines_of(page, "zh", details=True, width=width)][3:]


def test_milestones_are_called_by_their_names(command: Command, small: Path) -> None:
    text = small.read_text("utf-8").replace(
        "- milestone: decided", "- {milestone: decided, name: {zh: 已办结, en: All done}}"
    )
    reached = "  all: {service: main, measure: reached, from: submitted, to: decided, required_share: 0.9}\nvariants:"
    small.write_text(text.replace("variants:", reached), "utf-8")
    assert "submitted → All done (decided)" in command("show", small).out
    assert "milestone All done" in command("show", small, "--case", 30).out
    assert "走到“已办结”的占" in command("check", small, "--no-ends", "--lang", "zh").out
