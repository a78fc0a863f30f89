"""A commented copy of a scenario, to start one's own from.

The numbers and the shape of the given text are kept; above every section, and above the first block of each
kind, a comment says what it means. The title becomes the new name.
"""

from __future__ import annotations

import json
from typing import Literal

from sim.model.faults import ModelError
from sim.model.names import keyword_of
from sim.model.tree import Node
from sim.model.yaml_tree import parse_yaml

Language = Literal["zh", "en"]

SECTIONS: dict[str, tuple[str, str]] = {
    "onewindow": ("文件格式版本", "version of the file format"),
    "include": ("由哪些文件组成：同目录树下的文件（以 .yaml 结尾），或库中文件的名称",
                "files it is made of: those beside it, which end in .yaml, and files of the library by name"),
    "source": ("本文件中未注明来源的数值的来源", "source of the numbers of this file that name none"),
    "defaults": ("只写一次的缺省内容：写 like: 名称 即采用，自己写明的除外",
                 "what is stated once: like: NAME takes it, but for what stands beside it"),
    "override": ("改动所引用文件中的内容：路径写法同 --set", "what is changed of included files, by path as in --set"),
    "title": ("名称：中文和英文", "name, in Chinese and English"),
    "jurisdiction": ("所属地区", "the place it is about"),
    "default_variant": ("不指定版本时采用的版本", "the variant taken when none is named"),
    "calendar": ("办公日历：一个工作日折合的工时 (wd)、办公时间、节假日调整",
                 "office calendar: hours of a working day (wd), opening hours, days off and make-up days"),
    "study": ("研究时段：开始日期、预热期、评判时段、跟踪期",
              "study: first day, lead-in before judging, judged window, how long open cases are followed"),
    "pools": ("资源池：窗口、审批人员等；capacity 为人数或窗口数，range 为可能的范围",
              "pools: windows, reviewers, …; capacity counts units, range is what it may really be"),
    "services": ("主题服务：办件属性、来件渠道、办理流程",
                 "services: attributes of cases, how they come in, their flow"),
    "targets": ("目标：从哪个里程碑到哪个里程碑、时限、计时方式、要求的按时办结率",
                "targets: from one milestone to another, the limit, its clock, the share that must keep it"),
    "fragments": ("可重复使用的流程片段，用 use 引用，$参数 会被替换",
                  "parts of a flow to be used again with use; $parameter is replaced"),
    "variants": ("版本：levers 为改革举措，set 为直接修改的数值",
                 "variants: levers in force, and values set"),
    "levers": ("所有版本都采用的改革举措", "levers in force in every variant"),
}  # fmt: skip

BLOCK_COMMENTS: dict[str, tuple[str, str]] = {
    "task": ("task 办理：占用一个资源，工作 work 这么长时间后释放",
             "task: take a unit of a pool, work this long, release it"),
    "session": ("session 场次：等到下一次会议或踏勘（of），占一个名额和所需人员",
                "session: wait for the next meeting or visit (of), for a place in it and its staff"),
    "parallel": ("parallel 并联：各分支同时进行，全部完成后继续",
                 "parallel: all branches at once; goes on when every one is done"),
    "race": ("race 竞速：最先完成的分支有效，其余撤回",
             "race: the first branch to finish counts, the others are withdrawn"),
    "until": ("until 到时为止：先到时限就撤回在办的，改办 then",
              "until: do, unless a clock reaches its limit first; then go on with then"),
    "choice": ("choice 分支：按比例 share 或按条件 when 选一个",
               "choice: one option, by share or by condition"),
    "repeat": ("repeat 重复：办理后以 again 的比例再来一次，最多 maximum 次",
               "repeat: do, and by the share again once more, at most maximum times"),
    "wait": ("wait 等待：不占资源；wd、wh 为工作时间，其余为自然时间",
             "wait: takes no unit; wd and wh run in office time, other units round the clock"),
    "documents": ("documents 材料：每份材料缺失的比例，以及缺失时退回 return、补正 correct 或容缺 tolerate",
                  "documents: how often each paper is missing, and then: return, correct or tolerate"),
    "background": ("background 后台：开始后不等待", "background: start it without waiting"),
    "require": ("require 等待后台事项完成", "require: hold until that background is done"),
    "item": ("item 事项：有自己的承诺时限和计时", "item: a part with its own promised limit and clock"),
    "stage": ("stage 阶段：有自己的承诺时限和计时", "stage: a stage with its own promised limit and clock"),
    "milestone": ("milestone 里程碑：记下这一时刻，目标从这里计时",
                  "milestone: stamps the instant; targets run between them"),
    "end": ("end 结束办件，并记下结果", "end: ends the case with this outcome"),
    "use": ("use 引用流程片段", "use: put a fragment here"),
}  # fmt: skip


def new(name: str, from_text: str, lang: Language) -> str:
    """The commented copy. Raises `ModelError` when the given text is not YAML."""
    root, faults = parse_yaml(from_text, "(template)")
    if root is None or faults:
        raise ModelError(faults)
    said = 0 if lang == "zh" else 1
    comments: dict[int, list[str]] = {}
    if isinstance(root.value, dict):
        for key in root.value:
            if key in SECTIONS:
                comments.setdefault(root.keys[key].line, []).append(SECTIONS[key][said])
    for keyword, first in _first_blocks(root).items():
        comments.setdefault(first, []).append(BLOCK_COMMENTS[keyword][said])
    titled = _title_lines(root, from_text)
    lines: list[str] = []
    for index, line in enumerate(from_text.splitlines(), start=1):
        indent = line[: len(line) - len(line.lstrip())]
        lines += [f"{indent}# {comment}" for comment in comments.get(index, ())]
        if index == titled.start:
            lines.append(f"title: {json.dumps(name, ensure_ascii=False)}")
        elif index not in titled:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _first_blocks(node: Node) -> dict[str, int]:
    """Line of the first block of every kind. Blocks stand in lists: a target's `item` is no block."""
    found: dict[str, int] = {}
    if isinstance(node.value, dict):
        for below in node.value.values():
            _merge(found, _first_blocks(below))
    elif isinstance(node.value, tuple):
        for entry in node.value:
            if isinstance(entry.value, dict) and (keyword := keyword_of(entry.value)) is not None:
                _merge(found, {keyword: entry.keys[keyword].line})
            _merge(found, _first_blocks(entry))
    return found


def _merge(found: dict[str, int], more: dict[str, int]) -> None:
    for keyword, line in more.items():
        found[keyword] = min(line, found.get(keyword, line))


def _title_lines(root: Node, text: str) -> range:
    """Lines the title takes: from its key to the next key of the top level."""
    if not isinstance(root.value, dict) or "title" not in root.value:
        return range(0)
    first = root.keys["title"].line
    later = [place.line for place in root.keys.values() if place.line > first]
    end = min(later, default=len(text.splitlines()) + 1)
    own = text.splitlines()[first - 1 : end - 1]
    while len(own) > 1 and (not own[-1].strip() or own[-1].lstrip().startswith("#")):
        own.pop()
    return range(first, first + len(own))
