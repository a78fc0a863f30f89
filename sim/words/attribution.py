"""Words of the change that levers make together, divided among them."""

from __future__ import annotations

from collections.abc import Mapping

ATTRIBUTION: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{scenario} · 负荷 {load} · 种子 {seed} · {sets}种举措组合，每种模拟 {n} 次，同序号的模拟用相同的随机数",
        "saves": "{target}：各项举措合计使平均用时缩短 {change}（由 {before}到 {after}），其中{parts}。",
        "costs": "{target}：各项举措合计使平均用时延长 {change}（由 {before}到 {after}），其中{parts}。",
        "nothing": "{target}：各项举措合计没有改变什么。", "unknown": "{target}：无法比较，有的组合没有一件办到终点。",
        "part": "{lever}{change}", "less": "缩短 {x}", "more": "延长 {x}",
        "lever": "举措", "of_mean": "平均用时的变化{unit}", "of_whole": "占合计", "of_on_time_share": "按时办结率的变化（百分点）", "of_p95": "P95 的变化{unit}", "all": "合计",
        "saves_share": "{target}：各项举措合计使做到的比例提高 {change} 个百分点（由 {before} 到 {after}），其中{parts}。",
        "costs_share": "{target}：各项举措合计使做到的比例降低 {change} 个百分点（由 {before} 到 {after}），其中{parts}。",
        "less_share": "提高 {x} 个百分点", "more_share": "降低 {x} 个百分点",
        "overlap_share": "{a}与{b}作用重叠：同时采用，比各自单独的作用之和少提高 {x} 个百分点。",
        "help_share": "{a}与{b}相辅相成：同时采用，比各自单独的作用之和多提高 {x} 个百分点。",
        "overlap": "{a}与{b}作用重叠：同时采用，比各自单独的作用之和少缩短 {x}。",
        "help": "{a}与{b}相辅相成：同时采用，比各自单独的作用之和多缩短 {x}。",
        "refused": "{lever}：不能与其余举措合用，未计入：{why}", "open": "不能判定", "levers": "举措",
        "method": "每项举措的部分，是它在所有采用次序中新增作用的平均（夏普利值）；各部分之和恰为合计。须以另一项举措为前提的，缺了前提就不起作用。",
        "orders": "举措多于 {exact} 项：抽取 {orders} 种次序，区间已含抽取的误差。",
        "intervals": "方括号内为区间，同时成立的置信水平为 {level}；区间不含 0 才算有把握。",
        "before": "未采用任何举措", "after": "全部采用", "axis": "平均用时{unit}", "limit": "竖线：时限 {limit}", "title": "{lever}省的时间最多：{x}，各项合计 {all}", "unsure": "不能确定", "thin": "横条上的细线为区间，同时成立的置信水平为 {level}。",
        "title_none": "没有一项举措能确定缩短用时", "title_share": "{lever}作用最大：{x} 个百分点，各项合计 {all} 个百分点", "axis_share": "做到的比例（%）", "required": "竖线：要求 {share}", "title_none_share": "没有一项举措确定能提高做到的比例",
    },
    "en": {
        "head": "{scenario} · load {load} · seed {seed} · {sets} sets of levers, {n} replications of each, under common random numbers",
        "saves": "{target}: together the levers save {change} a case on average (from {before} to {after}): {parts}.",
        "costs": "{target}: together the levers cost {change} a case on average (from {before} to {after}): {parts}.",
        "nothing": "{target}: together the levers change nothing.", "unknown": "{target}: cannot be told; under some set of levers no case comes to its end.",
        "part": "{lever} {change}", "less": "saves {x}", "more": "costs {x}",
        "lever": "lever", "of_mean": "mean time{unit}", "of_whole": "of the whole", "of_on_time_share": "on time, points", "of_p95": "P95{unit}", "all": "all together",
        "saves_share": "{target}: together the levers raise the share kept by {change} points (from {before} to {after}): {parts}.",
        "costs_share": "{target}: together the levers lower the share kept by {change} points (from {before} to {after}): {parts}.",
        "less_share": "raises it by {x} points", "more_share": "lowers it by {x} points",
        "overlap_share": "{a} and {b} overlap: together they raise the share by {x} points less than each of them alone would add up to.",
        "help_share": "{a} and {b} help each other: together they raise the share by {x} points more than each of them alone would add up to.",
        "overlap": "{a} and {b} overlap: together they save {x} less than each of them alone would add up to.",
        "help": "{a} and {b} help each other: together they save {x} more than each of them alone would add up to.",
        "refused": "{lever}: does not fit with the others and is left out: {why}", "open": "cannot be told", "levers": "Levers",
        "method": "The part of a lever is what it adds on the average over all orders of switching them on (Shapley's value); the parts add up to the whole. A lever that builds on another does nothing without it.",
        "orders": "There are more than {exact} levers: {orders} orders were drawn, and the intervals hold the error of drawing.",
        "intervals": "Brackets hold intervals, which are right together at {level}; a part is sure where 0 lies outside.",
        "before": "without any lever", "after": "with all of them", "axis": "mean time{unit}", "limit": "upright line: the limit, {limit}", "title": "{lever} saves most: {x} of {all} in all", "unsure": "not sure", "thin": "The thin line on a step is its interval; all of them are right together at {level}.",
        "title_none": "No lever is sure to save time", "title_share": "{lever} does most: {x} points of {all} in all", "axis_share": "share kept, %", "required": "upright line: required, {share}", "title_none_share": "No lever is sure to raise the share kept",
    },
}  # fmt: skip
