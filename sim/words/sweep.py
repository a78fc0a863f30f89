"""Words of sweeps."""

from __future__ import annotations

from collections.abc import Mapping

SWEEP: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{scenario} · 负荷 {load} · 种子 {seed} · {points} 个取值点，每点 {n} 次模拟，同序号的模拟用相同的随机数",
        "answer": "{target}：{points} 个取值点中，{met} 个达到，{window}{not_met} 个未达到，{undecided} 个不能确定。", "window": "{n} 个只在评判时段内达到，", "all": "{target}：{points} 个取值点全部达到。", "none": "{target}：{points} 个取值点无一达到。",
        "at": "达到的取值：{values}。", "just": "刚够达到的一点：{point}，{value}。", "best": "最好的一点：{point}，{value}。", "load": "负荷", "load_of": "{service}的负荷", "lever": "举措：{lever}", "on": "采用", "off": "不采用", "changed": "{name}（{operation}）",
        "values": "{name}：各取值", "columns": "{factor}|结论|{value}|区间|P90{unit}|最忙的资源池", "share": "按时办结率", "mean": "平均用时{unit}", "met": "达到", "not_met": "未达到", "undecided": "不能确定", "growing": "达到，但积压在增长",
        "refused": "不允许", "matrix": "{target}：{rows}（行）与{columns}（列）", "marginal": "{target}：各项取值下达到的比例", "marginal_columns": "改变的项|取值|取值点|达到|平均{value}", "span": "{low} 至 {high}",
        "comma": "、", "equal": "{name} {value}", "busy": "{pool} {share}", "nothing": "没有评判到办件",
        "method": "每一点都是同一问题改动所列各项后的结果；结论按 {n} 次模拟、95% 的区间判断，各点分别成立，不是同时成立。", "growing_note": "达到，但积压在增长：某个资源池收到的工作超过其能力，评判时段内的数字不会长久，不计为达到。其他原因的积压这里不查，可对该点用 check 查看。",
        "along": "{pool}：其他业务按时间比例设定，随个数一同增减。", "refused_note": "{n} 个取值点为方案的规则所不允许，例如 {point}：{why}", "required": "要求 {share}", "limit": "时限 {limit}",
        "title_met": "{target}：{points} 个取值点中 {met} 个达到", "key_met": "达到", "key_not_met": "未达到", "key_undecided": "不能确定", "cell_note": "格内：{value}。", "band_note": "竖线为 95% 的区间。", "dots_note": "每点为一种取值的组合。",
    },
    "en": {
        "head": "{scenario} · load {load} · seed {seed} · {points} points, {n} replications of each, under common random numbers",
        "answer": "{target}, at {points} points: kept at {met}, {window}not kept at {not_met}, not sure at {undecided}.", "window": "for this window only at {n}, ", "all": "{target}: kept at all {points} points.", "none": "{target}: kept at none of the {points} points.",
        "at": "Kept at: {values}.", "just": "Just kept at: {point}, with {value}.", "best": "Best point: {point}, with {value}.", "load": "load", "load_of": "load of {service}", "lever": "lever: {lever}", "on": "on", "off": "off", "changed": "{name} ({operation})",
        "values": "{name}: by value", "columns": "{factor}|verdict|{value}|interval|P90{unit}|busiest pool", "share": "on time", "mean": "mean time{unit}", "met": "met", "not_met": "NOT met", "undecided": "not sure", "growing": "met, but growing",
        "refused": "refused", "matrix": "{target}: {rows} (rows) by {columns} (columns)", "marginal": "{target}: how often it is kept, by what was varied", "marginal_columns": "varied|value|points|kept|mean {value}", "span": "{low} to {high}",
        "comma": ", ", "equal": "{name} {value}", "busy": "{pool} {share}", "nothing": "nobody judged",
        "method": "Every point is the same question with what is listed changed. Verdicts are by {n} replications and 95% intervals, each right by itself and not all together.", "growing_note": "Met, but growing: a pool is offered more work than it can do, so what the window shows would not last; it does not count as kept. Queues that grow for another reason are not looked for here; check does, point by point.",
        "along": "{pool}: other work is stated as a share of their time, and changes with their number.", "refused_note": "Points that the rules of the file refuse: {n}, for example {point}: {why}", "required": "{share} required", "limit": "limit {limit}",
        "title_met": "{target}: kept at {met} of {points} points", "key_met": "kept", "key_not_met": "not kept", "key_undecided": "not sure", "cell_note": "In the cells: {value}.", "band_note": "Upright lines are 95% intervals.", "dots_note": "A dot is one combination of values.",
    },
}  # fmt: skip
