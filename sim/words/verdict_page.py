"""The short page of verdicts, in sentences: the answer, each promise, what to measure first, what to ask next."""

from __future__ import annotations

from collections.abc import Mapping

ANSWER: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "one_met": "{name}：达标。", "one_not_met": "{name}：未达标。", "one_undecided": "{name}：尚不能判定。",
        "one_met_assumed": "{name}：按假设达标。", "one_not_met_assumed": "{name}：按假设未达标。", "one_undecided_assumed": "{name}：按假设尚不能判定。",
        "several": "{n} 项承诺：{counts}。", "count_met": "{n} 项达标", "count_not_met": "{n} 项未达标", "count_undecided": "{n} 项尚不能判定",
        "count_met_assumed": "按假设 {n} 项达标", "count_not_met_assumed": "按假设 {n} 项未达标", "count_undecided_assumed": "按假设 {n} 项尚不能判定", "comma": "、",
        "doubt": "计入未知数字后，达标各项在 {draws} 组抽样中分别有 {kept} 能做到。", "doubt_one": "计入未知数字后，{draws} 组抽样中有 {kept} 能做到。",
        "growing": "积压在增长，达标只在评判时段内成立。", "growing_some": "达标的有 {n} 项积压在增长，只在评判时段内成立。",
        "share": "按时 {share}（{low}–{high}），要求 {required}", "kept": "；{kept}",
        "times": "{reached}；时限 {limit}", "half": "半数在 {time}内办结", "no_half": "办结的不到半数", "then": "，", "nine": "九成在 {time}内", "no_nine": "办结的不到九成", "at_once": "时限：即办",
        "share_visit": "不超过 {limit}的占 {share}（{low}–{high}），要求 {required}", "share_window": "不超过 {limit}的占 {share}（{low}–{high}），要求 {required}", "share_case": "走到“{to}”的占 {share}（{low}–{high}），要求 {required}",
        "counts_visit": "半数不超过 {p50}，九成不超过 {p90}；承诺 {limit}", "counts_window": "半数不超过 {p50}，九成不超过 {p90}；承诺 {limit}", "counts_case": "统计的是到过“{to}”的办件，不计时间",
        "samples": "各项承诺按各自结论所需的次数模拟（{least} 至 {most} 次），彼此的用时可能有偶然出入。",
        "as_stated": "假设、借用或没有来源的数共 {n} 项，均按方案所写取值，没有试其他取值。",
        "measure": "先核实什么", "measured": "{name}：方案中为 {value}；取最低值时 {low} 能做到，最高值时 {high}（{target}）", "measured_too": "；{targets} 也应先核实它",
        "staff": "人员与窗口", "busy": "{pool} {share}", "busy_kept": "{pool} {share}（另有 {kept} 占而未办）", "busiest": "最忙：{pools}",
        "next": "下一步：{steps}", "details": "统计细节：同一命令加 --details", "folded": "统计细节", "and": "、", "last": "、",
    },
    "en": {
        "one_met": "{name}: met.", "one_not_met": "{name}: NOT met.", "one_undecided": "{name}: undecided.",
        "one_met_assumed": "{name}: met as assumed.", "one_not_met_assumed": "{name}: NOT met as assumed.", "one_undecided_assumed": "{name}: undecided as assumed.",
        "several": "{n} promises: {counts}.", "count_met": "{n} met", "count_not_met": "{n} NOT met", "count_undecided": "{n} undecided",
        "count_met_assumed": "{n} met as assumed", "count_not_met_assumed": "{n} NOT met as assumed", "count_undecided_assumed": "{n} undecided as assumed", "comma": ", ",
        "doubt": "Given what is not known, those met are kept in {kept} of {draws} draws.", "doubt_one": "Given what is not known, it is kept in {kept} of {draws} draws.",
        "growing": " Met for this window only, as a queue grows.", "growing_some": " {n} of those met for this window only, as a queue grows.",
        "share": "{share} on time ({low}–{high}), {required} required", "kept": "; {kept}",
        "times": "{reached}; the limit is {limit}", "half": "half are done within {time}", "no_half": "fewer than half are done", "then": ", ", "nine": "9 in 10 within {time}", "no_nine": "fewer than 9 in 10 are done", "at_once": "limit: at once",
        "share_visit": "{share} within {limit} ({low}–{high}), {required} required", "share_window": "{share} within {limit} ({low}–{high}), {required} required", "share_case": "{share} get to {to} ({low}–{high}), {required} required",
        "counts_visit": "half take at most {p50}, 9 in 10 at most {p90}; promised: {limit}", "counts_window": "half see at most {p50}, 9 in 10 at most {p90}; promised: {limit}", "counts_case": "cases that get to {to} are counted, whatever time they take",
        "samples": "Each promise is told on as many replications as its verdict takes ({least} to {most}), so the times of two promises may be out of step by chance.",
        "as_stated": "Numbers that are assumed, borrowed or without a source: {n}. They were taken as stated; what else they may be was not tried.",
        "measure": "What to measure first", "measured": "{name}: stated as {value}; kept in {low} of the draws where it is lowest, {high} where it is highest ({target})", "measured_too": "; first for {targets} too",
        "staff": "Staff and windows", "busy": "{pool} {share}", "busy_kept": "{pool} {share} (kept idle another {kept})", "busiest": "busiest: {pools}",
        "next": "Next: {steps}", "details": "Statistics: the same command with --details", "folded": "Statistics", "and": ", ", "last": " and ",
    },
}  # fmt: skip
