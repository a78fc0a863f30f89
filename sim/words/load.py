"""Words of the load a promise bears."""

from __future__ import annotations

from collections.abc import Mapping

BORNE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{scenario} · 所设负荷 {load} 记为 ×1 · {whose} · 种子 {seed} · 样本 {n} 次模拟",
        "all": "全部到件同比增减", "only": "只增减 {service} 的到件",
        "required": "要求", "met": "确认达标至", "sample": "样本转折处", "not_met": "确认不达标自", "binds": "制约（增配 1 个的百分点）",
        "load": "{factor}（{change}）", "as_asked": "即所设", "comma": "；", "and": "、", "none": "无单一制约", "no_pool": "（无资源池）",
        "separated": "，", "a_day": "每工作日 {cases} 件", "a_hundred_days": "每百个工作日 {cases} 件",
        "met_up_to": "负荷在 {load}以内，确认达标",
        "met_to_the_end": "负荷到 {load}仍确认达标，搜索到此为止",
        "met_nowhere": "样本在 {kept} 以内达标，但换用新种子未能确认任何负荷达标",
        "broken_from": "自 {load}起，确认不达标",
        "broken_nowhere": "样本自 {broken} 起不达标，但换用新种子未能确认",
        "untold": "负荷降到 {lowest} 仍无法判断：未定的办件（未结，或先到终点后到起点）左右结论",
        "untold_from": "自 {broken} 起无法判断：未定的办件左右结论",
        "never": "负荷降到 {lowest} 仍不达标", "idle": "：此时几乎无人排队，办理和等待本身就已超过时限",
        "busiest": "此时最忙的是{pool}，利用率 {busy}", "off_clock": "：队排在本时钟之外",
        "one_more": "制约：{pool}（{units} 个，利用率 {busy}）：负荷 {load} 时增配 1 个，按时办结率提高 {rise} 个百分点 [{low}, {high}]",
        "none_binds": "没有单一资源池构成制约：负荷 {load} 时，{pools}各增配 1 个，按时办结率至多变动 {most} 个百分点，未超出偶然波动",
        "note": "达标与不达标均由换用新种子后的判定确认（所设负荷本身则由 check 的判定）；转折处由样本求得，二者之间尚不能定论。",
        "margin": "负荷余量：{told}", "growing": "，但积压在增长",
    },
    "en": {
        "head": "{scenario} · the load asked, {load}, is ×1 · {whose} · seed {seed} · sample of {n} replications",
        "all": "all arrivals change alike", "only": "only arrivals of {service} change",
        "required": "required", "met": "met up to", "sample": "turns between (sample)", "not_met": "not met from",
        "binds": "binds (points by one more)",
        "load": "{factor} ({change})", "as_asked": "as asked", "comma": "; ", "and": ", ", "none": "no single pool", "no_pool": "(no pool)",
        "separated": ", ", "a_day": "{cases} cases a working day", "a_hundred_days": "{cases} cases in 100 working days",
        "met_up_to": "confirmed met up to {load}",
        "met_to_the_end": "confirmed met even at {load}, where the search ended",
        "met_nowhere": "kept on the sample up to {kept}, but fresh seeds confirmed it at no load",
        "broken_from": "confirmed not met from {load}",
        "broken_nowhere": "broken on the sample from {broken}, but fresh seeds confirmed it at no load",
        "untold": "cannot be told at any load down to {lowest}: undetermined cases (open, or at the end before the start) decide",
        "untold_from": "from {broken} on it cannot be told: undetermined cases decide",
        "never": "not met at any load down to {lowest}", "idle": ": hardly anybody queues there, so the work and its waits themselves take too long",
        "busiest": "the busiest pool there: {pool}, at work {busy} of its time", "off_clock": "; the queue stands where this clock does not run",
        "one_more": "what binds: {pool} ({units} on duty, at work {busy} of the time); at {load} one more raises the share on time by {rise} points [{low}, {high}]",
        "none_binds": "no single pool binds: at {load} one more of any of {pools} changes the share on time by {most} points at most, which may be chance",
        "note": "Met and not met are verdicts on fresh seeds (at the load asked, that of check); the turn is that of the sample, and between the two nobody can tell.",
        "margin": "load: {told}", "growing": ", but growing",
    },
}  # fmt: skip
"""What loads a target bears."""
