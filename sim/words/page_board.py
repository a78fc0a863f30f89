"""Words of the page's board: all promises at a glance."""

from __future__ import annotations

from collections.abc import Mapping

BOARD: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "承诺能兑现吗？", "place": "地区", "verdict": "结论", "everywhere": "全部地区", "any": "全部结论",
        "required": "要求 {share}", "holds_queue": "卡在：{where}排队，占计时的 {share}", "holds_work": "时间主要花在：{where}（办理），占计时的 {share}", "holds_other": "时间主要花在：{where}（{cause}），占计时的 {share}", "one_more_hardly": "加 1 几乎不起作用", "one_more": "同一样本上，加 1 后按时由 {before} 变为 {after}（{points} 个百分点）", "kept_in": "计入不确定的数字：{kept}",
        "measure_first": "先核实：{what}", "basis": "依据：{what}", "none": "没有符合条件的承诺。", "shown": "{n} 项", "others": "另有 {n} 项不由模拟判定", "others_one": "另有 1 项不由模拟判定",
        "kind_requirement": "反问条件", "kind_by_construction": "由设定决定", "kind_input": "输入", "kind_none": "模拟答不了", "kind_waiting": "尚无方案", "kind_old": "方案已改，需重算",
        "explains": "按真实的负荷，公开承诺的办理时限做得到吗？做不到，要怎么改？点一项承诺，改人手、办件量和举措，看结果怎么变。",
    },
    "en": {
        "title": "Are the promises kept?", "place": "Place", "verdict": "Verdict", "everywhere": "All places", "any": "All verdicts",
        "required": "{share} required", "holds_queue": "held back by the queue for {where}: {share} of the time that counts", "holds_work": "most of the time: work on {where}, {share} of what counts", "holds_other": "most of the time: {where} ({cause}), {share} of what counts", "one_more_hardly": "one more there hardly helps", "one_more": "on one sample, one more takes the share on time from {before} to {after} ({points} points)", "kept_in": "with the unknown numbers drawn: {kept}",
        "measure_first": "measure first: {what}", "basis": "numbers: {what}", "none": "No promise fits.", "shown": "{n} promises", "shown_one": "1 promise", "others": "{n} more that no simulation judges", "others_one": "1 more that no simulation judges",
        "kind_requirement": "turned round", "kind_by_construction": "by construction", "kind_input": "an input", "kind_none": "no simulation can say", "kind_waiting": "no scenario yet", "kind_old": "scenario changed: ask anew",
        "explains": "Will cases really be finished within the promised time, under realistic load — and if not, what would it take? Choose a promise, change staff, load and reforms, and see what changes.",
    },
}  # fmt: skip
