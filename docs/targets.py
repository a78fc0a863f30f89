"""Writes the pages of all targets: `uv run python docs/targets.py` checks what has changed, with `--all` all of it.

`scenarios/answers.json` keeps what was found of each scenario, what holds its promises back, and a digest of the files
it was found with.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.experiments.questions.headlines import questions_of
from sim.experiments.verdicts.stored_answers import ANSWERS, asks_the_same, digest, kept, references, rows
from sim.library import library_root
from sim.pages.page import Table
from sim.pages.whole_table import SHOWN_AS, answer, counts, places, shown_as, tables
from sim.whole_file import write
from sim.words.marks import plain
from sim.words.whole_table import TABLE

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf

Lang = Literal["en", "zh"]
HERE = Path(__file__).parent
DATA = library_root() / ANSWERS
PAGES: dict[Lang, Path] = {"en": HERE / "targets.md", "zh": HERE / "targets.zh-CN.md"}
READMES: dict[Lang, Path] = {"en": HERE.parent / "README.md", "zh": HERE.parent / "README.zh-CN.md"}
LINE = re.compile(r"(<!-- targets -->\n).*?(\n<!-- /targets -->)", re.DOTALL)
"""The line of a README that this writes."""

SAID: dict[Lang, dict[str, str]] = {
    "en": {
        "title": "Every documented target", "stop": ".", "twin": "[中文](targets.zh-CN.md)",
        "intro": "Every promise with a number, or of a decision at once, that the five documents and the national "
        "rule on registration make, and how it is answered. `onewindow check --all` makes the table anew, "
        "`--csv FILE` and `--json` write it out; "
        "[add a target](how-to/add-a-target.md) says how a row is added.",
        "kinds": "The answers", "heads": "| answer | what it means | rows |",
        "verdict": "A simulation of the process judges it: met, not met or undecided, by the share on time or the "
        "mean. As assumed: what no source gives is taken from ranges",
        "requirement": "No source gives the process, so a verdict would be a guess. The question is turned round: how "
        "much work a case, how many cases a day and how many signatures leave the promise possible",
        "by_construction": "Whoever writes the scenario sets it: shares of items on a list, numbers of steps and "
        "papers, hours of opening. It is never called met",
        "input": "It goes into a scenario as it is: periods that must pass, limits between classes of cases, "
        "growth of the load",
        "none": "No simulation of a process can say: prices, opinions, the grid, trials, figures of the economy",
        "waiting": "To be judged by a simulation or turned round; nobody has written its scenario yet",
        "not": "What the table does not say",
        "limits": "It does not say how these offices do. No source gives their staffing, their cases or the minutes "
        "they take: the verdicts hold for what was assumed, and the columns *kept in draws* and *measure first* say "
        'how far that reaches. "Met" means that the work as assumed does not stand in the way. A row that is not '
        "judged is neither kept nor broken. Where a clause can be read in two ways, each reading is a row, so rows "
        "are more than clauses.",
        "columns": "Columns",
        "columns_text": "*Outside the clock* is the median time before acceptance, and that in which the "
        "clock stood. *Kept in draws*: in how many of {draws} draws of all uncertain numbers the promise is kept; "
        "they are the first {draws} of the 400 that `check` takes of a scenario. "
        "*Numbers from*: shares of the scenario's numbers by their kind of source. `--margin` adds the load that the "
        "headlines bear.",
        "made": "Made by `uv run python docs/targets.py` (version {version}, seed 1).",
        "readme": "**{n} promises of five documents and of the national rule on registration, each reading on its own: "
        "{parts}** "
        "([the whole table](docs/targets.md), `onewindow check --all`).",
    },
    "zh": {
        "title": "全部承诺", "stop": "。", "twin": "[English](targets.md)",
        "intro": "五份文件和国家登记规定中凡有数字、或写明即办的承诺，以及各自怎样回答。"
        "`onewindow check --all` 重新算出此表，`--csv 文件`、`--json` 可导出；"
        "怎样加一行见[添加承诺](how-to/add-a-target.zh-CN.md)。",
        "kinds": "几种答案", "heads": "| 答案 | 意思 | 行数 |",
        "verdict": "由流程模拟判定：达标、未达标或尚不能判定，看按时办结率或平均数。均为按假设：没有来源的数字取自区间",
        "requirement": "没有来源给出流程，下结论等于猜。于是反过来问："
        "每件多少工时、每日多少件、几道签批之内，承诺还能做到",
        "by_construction": "由编写方案的人设定：清单上事项的占比、环节数、材料数、开放时间。绝不说它达标",
        "input": "原样写入方案：必须经过的公示期、办件分类的界限、负荷的增长",
        "none": "流程模拟答不了：价格、满意度、电网、审判、经济指标",
        "waiting": "将由模拟判定，或反问条件；尚无人编写方案",
        "not": "此表没有说什么",
        "limits": "它没有说这些地方实际办得怎样。人手、件数、用时都没有来源："
        "结论只在假设之下成立，*抽样中做到*和*先核实*两列说明结论靠得住几分。"
        "“达标”指按假设的工作量不构成妨碍。没有判定的行，既不是做到，也不是没做到。"
        "条款有两种读法的，各占一行，因此行数多于条款数。",
        "columns": "各列",
        "columns_text": "*时钟之外*为受理前和时钟停走的时间（中位）。"
        "*抽样中做到*：全部不确定数字抽取 {draws} 组，其中多少组能做到；"
        "即 `check` 问一个方案时 400 组中的前 {draws} 组。"
        "*数字来源*：方案中的数字按来源种类的占比。`--margin` 另算主要目标可承受的负荷。",
        "made": "由 `uv run python docs/targets.py` 生成（版本 {version}，种子 1）。",
        "readme": "**五份文件和国家登记规定的 {n} 项承诺（每种读法算一项）：{parts}**"
        "（[全部承诺](docs/targets.zh-CN.md)，`onewindow check --all`）。",
    },
}  # fmt: skip


# -- what was found ------------------------------------------------------------------------------------------


def stale() -> list[str]:
    """What was checked with files that say something else than today's, or not at all."""
    known = kept()
    other = [one for one in references() if one not in known or known[one]["digest"] != digest(one)]
    return [one for one in other if one not in known or not asks_the_same(one, known[one]["results"])]


def found(reference: str) -> dict[str, Any]:
    """What checking says of every target of a scenario, or what it requires where it has no verdict."""
    from onewindow.cli.whole_table import judged_of
    from sim.experiments.questions.whatif import load
    from sim.experiments.unknowns.draws import DRAWS_OF_ALL
    from sim.experiments.verdicts.check import check, turned_round

    asked = load(reference)
    turned = turned_round(asked)
    results = {target: _required(asked, target) for target in turned}
    if len(turned) < len(asked.scenario.targets):
        targets = dict(questions_of([], everything=True))[reference]
        verdicts = check(asked, targets, draws=DRAWS_OF_ALL)
        results |= {one.verdict.target: one.to_dict() for one in judged_of(verdicts, asked)}
    return results


def holds(reference: str, results: Mapping[str, Any]) -> dict[str, Any]:
    """What holds each judged promise back, where it is one of time."""
    from sim.experiments.reports.held_back import held_back

    judged = [target for target, one in results.items() if "required" not in one]
    return {target: one.to_dict() for target, one in held_back(reference, judged).items()} if judged else {}


def _required(asked: WhatIf, target: str) -> dict[str, Any]:
    """What would have to be true, in a sentence of each language, and what was asked."""
    from sim.experiments.questions.origin import package_version
    from sim.experiments.searches.region import requirement
    from sim.experiments.verdicts.whole_table import sources_of
    from sim.words.regions import answer as told

    made, one = requirement(asked, target), asked.scenario.targets[target]
    return {
        "required": {lang: told(made, lang) for lang in PAGES},
        "numbers": sources_of(asked.scenario),
        "limit": one.limit.value.amount,
        "unit": one.unit,
        "required_share": one.required_share and one.required_share.value,
        "digest": asked.program.digest,
        "version": package_version(),
    }


# -- what is written -----------------------------------------------------------------------------------------


def page(lang: Lang) -> str:
    """The text of a page."""
    from sim.experiments.unknowns.draws import DRAWS_OF_ALL

    w, told = SAID[lang], rows()
    tally = [(kind, sum(shown_as(row) == kind for row in told)) for kind in SHOWN_AS]
    parts = [
        f"# {w['title']}", w["twin"], w["intro"], answer(told, lang), f"## {w['kinds']}",
        "\n".join([w["heads"], "|---|---|---|", *(f"| {TABLE[lang][k]} | {w[k]} | {n} |" for k, n in tally if n)]),
        f"## {w['not']}", w["limits"], f"## {w['columns']}", w["columns_text"].format(draws=DRAWS_OF_ALL),
    ]  # fmt: skip
    for place in places(told):
        parts += [f"## {place[0]['place'][lang]}", counts(place, lang) + w["stop"]]
        parts += [_markdown(one) for one in tables(place, lang)]
    versions = sorted({result["version"] for one in kept().values() for result in one["results"].values()})
    return "\n\n".join([*parts, w["made"].format(version=", ".join(versions))]) + "\n"


def _markdown(told: Table) -> str:
    lines = [[column.name for column in told.columns], ["---"] * len(told.columns), *map(list, told.rows)]
    return "\n".join(
        "| " + " | ".join(plain(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def readme(lang: Lang) -> str:
    """The README with today's numbers."""
    told = rows()
    line = SAID[lang]["readme"].format(n=len(told), parts=counts(told, lang))
    return LINE.sub(lambda mark: mark[1] + line + mark[2], READMES[lang].read_text("utf-8"))


def _keep(known: Mapping[str, Any]) -> None:
    """Write down what was found, with today's digests."""
    told = {one: {**known[one], "digest": digest(one)} for one in references() if one in known}
    write(DATA, (json.dumps({"scenarios": told}, ensure_ascii=False, indent=1) + "\n").encode())


def main(arguments: list[str]) -> None:
    known = dict(kept())
    for reference in references() if "--all" in arguments else stale():
        print(reference, flush=True)
        results = found(reference)
        known[reference] = {"results": results, "holds": holds(reference, results)}
        _keep(known)
    _keep(known)
    for lang, file in PAGES.items():
        write(file, page(lang).encode())
        write(READMES[lang], readme(lang).encode())


if __name__ == "__main__":
    main(sys.argv[1:])
