"""Words of the page that says what an answer rests on."""

from __future__ import annotations

from collections.abc import Mapping

TRUST: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "这些结论靠得住吗？", "explains": "结论从哪些数字来，哪些数字是假设的，先核实哪一个，模拟是怎么做的，模型说不了什么。",
        "scenario": "方案", "basis": "方案用到 {n} 个数字：{firm} 有文件或统计，{borrowed} 借自外地，{assumed} 是假设或没有来源。", "no_numbers": "方案没有写明数字。",
        "shares": "数字的依据", "share": "占比", "count": "个数", "calendar": "日历", "calendar_explains": "节假日和调休按国务院公布的安排；还没有公布的年份按规则推算，“含推算年份”时遇到调休会有出入。",
        "first_title": "先核实", "first": "{target}：{what}", "not_drawn": "改动过的、自带的方案没有现成的抽样。到“问一问”里问“哪个数字最要紧”，就知道先核实哪一个。", "none_first": "没有哪一个数字特别突出。",
        "uncertain": "不确定的数字", "certain": "有依据或由人决定的数字，以及来源", "limits": "模型说不了什么", "method": "怎么模拟的，次数为什么够", "method_waits": "正在模拟，好说明次数为什么够。", "whole": "方案是什么", "all": "方案全貌：承诺、人员、流程", "kind": "依据",
    },
    "en": {
        "title": "Can these answers be relied on?", "explains": "Which numbers an answer comes from, which of them are assumed, which to measure first, how it was simulated, and what the model cannot say.",
        "scenario": "Scenario", "basis": "The scenario uses {n} numbers: {firm} are documented or counted, {borrowed} borrowed from elsewhere, {assumed} assumed or without a source.", "no_numbers": "The scenario states no numbers.",
        "shares": "Where the numbers come from", "share": "share", "count": "numbers", "calendar": "Calendar", "calendar_explains": "Holidays and make-up workdays are those the State Council published; years not published yet are projected by rule, and know no make-up days.",
        "first_title": "Measure first", "first": "{target}: {what}", "not_drawn": "Nothing is stored of what was changed or brought along. Ask “which number matters most” under Ask to know which to measure first.", "none_first": "No number stands out.",
        "uncertain": "Numbers that are not certain", "certain": "Numbers that are documented or decided, and sources", "limits": "What the model cannot say", "method": "How it was simulated, and why that is enough", "method_waits": "Simulating, to tell why so many replications are enough.", "whole": "What the scenario is", "all": "All of it: promises, people, flow", "kind": "basis",
    },
}  # fmt: skip
