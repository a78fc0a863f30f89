"""Words of the whole table: every promise of the documents, and how it is answered."""

from __future__ import annotations

from collections.abc import Mapping

TABLE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "all": "{n} 项承诺（每种读法算一项）：{parts}。", "comma": "，", "and": "、", "semicolon": "；", "brackets": "（{text}）", "colon": "：",
        "count_verdict": "{n} 项由模拟判定", "count_requirement": "{n} 项反过来问须具备什么条件", "count_by_construction": "{n} 项由编写方案的人设定",
        "of_them": "其中 {n} 项由设定决定", "count_input": "{n} 项是输入", "count_none": "{n} 项流程模拟答不了", "count_waiting": "{n} 项尚无方案",
        "verdict": "由模拟判定", "requirement": "反问条件", "by_construction": "由设定决定", "input": "输入", "none": "模拟答不了", "waiting": "尚无方案",
        "id": "编号", "clause": "条款", "target": "承诺", "promise": "要求", "answer": "答案", "why": "原因", "result": "按时（区间）", "p95": "95% 办结于",
        "off": "时钟之外", "margin": "可承受负荷", "numbers": "数字来源", "measure": "先核实", "kept": "抽样中做到",
        "share": "按时 {share}，要求 {required}", "share_counts": "不超过 {limit}的占 {share}，要求 {required}", "share_case": "走到的占 {share}，要求 {required}", "within_counts": "95% 的办件不超过 {p95}", "mean": "平均 {mean}，要求 {limit}", "within": "95% 在 {p95}内办结，时限 {limit}", "late": "95% 在期末仍未办结，时限 {limit}",
        "off_clock": "时钟之外：受理前 {before}、暂停 {paused}（中位）", "bears": "可承受 {load} 倍负荷", "bears_growing": "，但积压在增长", "bears_growing_beyond": "，但超过 {load} 倍积压就增长", "bears_not": "测试的负荷都不达标",
        "first": "先核实：{what}", "behind": "数字来源：{what}", "documented": "文件", "statistic": "统计", "borrowed": "借用", "assumed": "假设",
        "on_average": "平均 {limit}", "least": "至少 {x}", "most": "不超过 {x}", "exactly": "{x}", "below": "少于 {x}", "above": "超过 {x}",
        "count": "{n}", "%": "{n}%", "kW": "{n} 千瓦", "kVA": "{n} 千伏安", "m": "{n} 米", "m2": "{n} 平方米",
        "cny": "{n} 元", "10k_cny": "{n} 万元", "100m_cny": "{n} 亿元",
        "nobody": "没有可评判的办件", "ask": "须具备什么条件：onewindow requirement 承诺编号", "title": "全部承诺 · 负荷 {load} · 种子 {seed}",
    },
    "en": {
        "all": "{n} promises, each reading on its own: {parts}.", "comma": ", ", "and": ", ", "semicolon": "; ", "brackets": " ({text})", "colon": ": ",
        "count_verdict": "{n} judged by simulation", "count_requirement": "{n} turned round into what would have to be true", "count_by_construction": "{n} set by whoever writes a scenario",
        "of_them": "{n} of them by construction", "count_input": "{n} inputs", "count_input_one": "1 input", "count_none": "{n} that no simulation of a process can say", "count_waiting": "{n} still without a scenario",
        "verdict": "judged by simulation", "requirement": "turned round", "by_construction": "by construction", "input": "an input", "none": "no simulation can say", "waiting": "no scenario yet",
        "id": "id", "clause": "clause", "target": "promise", "promise": "asked", "answer": "answer", "why": "why", "result": "on time (interval)", "p95": "95% done within",
        "off": "outside the clock", "margin": "load it bears", "numbers": "numbers from", "measure": "measure first", "kept": "kept in draws",
        "share": "{share} on time, {required} required", "share_counts": "{share} within {limit}, {required} required", "share_case": "{share} get there, {required} required", "within_counts": "95% of cases within {p95}", "mean": "{mean} on average, {limit} required", "within": "95% done within {p95}, the limit is {limit}", "late": "95% are not done by the end, the limit is {limit}",
        "off_clock": "outside the clock: {before} before acceptance, {paused} paused (medians)", "bears": "bears {load} × the load", "bears_growing": ", but growing", "bears_growing_beyond": ", but growing beyond {load} ×", "bears_not": "not met at any load tried",
        "first": "measure first: {what}", "behind": "numbers: {what}", "documented": "documented", "statistic": "statistics", "borrowed": "borrowed", "assumed": "assumed",
        "on_average": "{limit} on average", "least": "at least {x}", "most": "at most {x}", "exactly": "{x}", "below": "less than {x}", "above": "more than {x}",
        "count": "{n}", "%": "{n}%", "kW": "{n} kW", "kVA": "{n} kVA", "m": "{n} m", "m2": "{n} m²",
        "cny": "{n} yuan", "10k_cny": "{n} × 10,000 yuan", "100m_cny": "{n} × 100 million yuan",
        "nobody": "no case was judged", "ask": "what would have to be true: onewindow requirement ID", "title": "every promise · load {load} · seed {seed}",
    },
}  # fmt: skip
"""Sentences and heads of columns."""

HELD: Mapping[str, str] = {"<=": "most", ">=": "least", "=": "exactly", "<": "below", ">": "above"}
"""How a value is asked for."""
