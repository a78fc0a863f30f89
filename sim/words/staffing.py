"""Words of the staffing that suffices."""

from __future__ import annotations

from collections.abc import Mapping

STAFFING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{scenario} · 负荷 {load} · 种子 {seed} · 同一样本 {n} 次模拟，试了 {tried} 种配置",
        "enough": "{units} 即可兑现{what}", "fewer": "（现有 {asked}，可减 {n}）", "more": "（现有 {asked}，须增 {n}）", "same": "（人数与现有相同）", "moved": "（总数与现有相同，须调整岗位）",
        "unit": "{pool} {n}", "comma": "、", "stop": "。", "promises": "{n} 项承诺", "one_promise": "承诺 {target}",
        "none": "只增减{pools}，在所给范围内再多也不能兑现：{why}。", "why": "{target} 最多 {value}", "over": "{pool}超负荷", "unkept": "{target} 未达到",
        "sure": "新抽的样本以结论的把握确认。", "unsure": "新抽的样本尚不能确认：{targets}。", "not_confirmed": "新抽的样本否定：{targets}。",
        "columns": "配置|{people}|够不够|各项承诺", "people": "人数", "part_people": "人数（按在岗时间折算）", "money": "每小时费用", "as_asked": "现有", "found": "求得", "the_most": "配置最多时", "less": "{pool} 减一", "at_least": "{pool} 已是最少",
        "yes": "够", "growing": "够，但积压在增长", "window_only": "积压在增长，只在评判时段内如此：{targets}。", "no": "不够", "certificate": "少一人就不行", "minimal": "求得的配置中，任何一处再减一人，都有承诺不能兑现。",
        "cheapest": "范围内更省的配置都已试过，或处处不多于一种试过不够的配置：没有更省的。这以多人不会更差为前提，所试各对中{checked}。",
        "not_cheapest": "范围内有 {size} 种配置，没有逐一排除更省的；求得的是不能再减的一种。", "checked": "未见相反的", "hurt": "有 {n} 对相反：人多反而更差",
        "figure_none": "在所给范围内，配置再多也不能兑现", "enough_key": "够", "too_few_key": "不够", "axis_share": "按时比例", "in_all": "这些资源池合计：{what}",
        "required": "要求 {share}", "limit": "时限 {limit}",
        "figure_note": "每个点是试过的一种配置；阶梯线：这么多人最好能达到的；圆圈：求得的；虚线：现有。底线上的点：有资源池超负荷。",
        "figure_method": "同一样本 {n} 次模拟；试了 {tried} 种配置。",
        "waits": "受理前的等待不计入时限，中位数由 {now}增至 {then}。", "waits_of": "受理前的等待不计入时限，中位数由 {now}增至 {then}（{target}）。",
        "not_tried": "没有试增减：{pools}。", "left_system": "是系统", "left_party": "不由政府配人", "left_no_number": "没有写明一个固定的数", "left_not_named": "未指名",
        "other_work": "窗口、人员增减时，其他业务的总量保持不变。", "try": "onewindow check {asked} {settings}",
    },
    "en": {
        "head": "{scenario} · load {load} · seed {seed} · one sample of {n} replications, {tried} staffings tried",
        "enough": "{units} keep {what}", "fewer": " ({asked} now, {n} fewer would do)", "more": " ({asked} now, {n} more are needed)", "same": " (as many as now)", "moved": " (as many in all as now, at other places)",
        "unit": "{n} at {pool}", "comma": ", ", "stop": ". ", "promises": "{n} promises", "one_promise": "the promise {target}",
        "none": "With more at {pools} alone, as far as their bounds go, the promises are not kept: {why}.", "why": "{target} reaches {value} at most", "over": "{pool} overloaded", "unkept": "{target} is not kept",
        "sure": "Fresh draws confirm it at the error rate of a verdict.", "unsure": "Fresh draws cannot confirm it yet: {targets}.", "not_confirmed": "Fresh draws say no: {targets}.",
        "columns": "staffing|{people}|enough|promises", "people": "people", "part_people": "people, by their hours", "money": "cost an hour", "as_asked": "now", "found": "found", "the_most": "with the most people", "less": "one less at {pool}", "at_least": "{pool} is at its least",
        "yes": "yes", "growing": "yes, but growing", "window_only": " For this window only, as later cases take longer: {targets}.", "no": "no", "certificate": "One less is too few", "minimal": "Take one away anywhere from what was found, and a promise is not kept.",
        "cheapest": "Every cheaper staffing within the bounds was tried, or has nowhere more people than one that was tried and failed: there is none. This takes for granted that more people never hurt; among the pairs tried {checked}.",
        "not_cheapest": "The bounds hold {size} staffings; the cheaper ones were not excluded one by one. What was found cannot be reduced.", "checked": "none says the contrary", "hurt": "{n} say the contrary: more people were worse",
        "figure_none": "Within the bounds no staffing keeps the promises", "enough_key": "enough", "too_few_key": "not enough", "axis_share": "share on time", "in_all": "{what} in these pools together",
        "required": "{share} required", "limit": "limit {limit}",
        "figure_note": "Each dot is a staffing that was tried; steps: the best that so many people came to; ring: what was found; broken line: as now. At the foot: a pool is overloaded.",
        "figure_method": "One sample of {n} replications; {tried} staffings tried.",
        "waits": " The wait before acceptance, which no clock counts, grows from a median of {now} to {then}.", "waits_of": " The wait before acceptance, which no clock counts, grows from a median of {now} to {then} ({target}).",
        "not_tried": " Not tried: {pools}.", "left_system": "a system", "left_party": "not the government's to staff", "left_no_number": "no single number of units stated", "left_not_named": "not named",
        "other_work": "Where the people of a pool change in number, the amount of its other work stays.", "try": "onewindow check {asked} {settings}",
    },
}  # fmt: skip
