"""Sentences below figures: how large the sample is, how sure the intervals are, what is compared."""

from __future__ import annotations

from collections.abc import Mapping

FIGURES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "and_more": "等", "one_stage": "单看其中一部分的各环节：加 --stage，可选 {stages}", "at_once": "即办", "not_reached": "未达到", "limit": "时限{limit}，要求≥{share}", "base": "{title} · 基准 {scenario}",
        "levels": "{low}至{high}", "confidence": "按时办结率的置信水平为{level}，最多{runs}次模拟；已计入多次查看的影响。",
        "paired": "差值为备选方案减基准，箭头前后为基准与备选方案的数值。各模拟{n}次，同序号的模拟用相同的随机数；"
        "{together}个区间同时成立的置信水平为{level}，区间不含0才说改善或变差。",
        "idler": "另有{n}个更空闲的资源池未列。", "shorter": "另有{n}个用时更短的环节未画。",
        "rises": "在办件由{before}件增至{after}件，办结少于收件", "falls": "在办件由{before}件降至{after}件，办结多于收件",
        "keeps_up": "办结跟得上收件，在办约{after}件", "unclear": "能否跟上尚不能判定：在办件由{before}件到{after}件，各次模拟相差较大", "nobody_came": "这段时间没有收件",
        "compared": "增减按前{n}日与后{n}日在办件数的平均比较",
        "halls": "规模研究，不是预测：各大厅的规模、人员和办理时间均为假设。色带为同类大厅中间八成所在的范围。",
    },
    "en": {
        "and_more": " …", "one_stage": "the steps of one part: add --stage, one of {stages}", "at_once": "at once", "not_reached": "not reached", "limit": "limit {limit}, at least {share} required", "base": "{title} · base {scenario}",
        "levels": "{low} to {high}", "confidence": "Intervals at {level} confidence, up to {runs} simulated runs; the repeated looks are allowed for.",
        "paired": "Differences are alternative minus base; the arrow leads from the base's value to the alternative's. "
        "{n} replications of each under common random numbers; the {together} intervals hold together at {level}, "
        "and better or worse is said only where 0 lies outside.",
        "idler": "{n} pools that are less busy are not shown.", "shorter": "{n} steps that took less time are not shown.",
        "rises": "Open cases rise from {before} to {after}: fewer are finished than come", "falls": "Open cases fall from {before} to {after}: more are finished than come",
        "keeps_up": "Keeps up: about as many are finished as come, some {after} open", "unclear": "Not clear whether it keeps up: open cases go from {before} to {after}, but runs differ", "nobody_came": "Nobody came in this time",
        "compared": "rising or falling: open cases of the first {n} days against the last {n}, on average",
        "halls": "A scaling study, not a forecast: sizes, staff and hands-on times of the halls are assumed. "
        "Bands hold the middle eight tenths of the halls of a kind.",
    },
}  # fmt: skip
