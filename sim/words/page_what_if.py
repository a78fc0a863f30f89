"""Words of the page on which numbers and reforms are changed."""

from __future__ import annotations

from collections.abc import Mapping

WHAT_IF: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "change": "改什么", "result": "结果", "choose": "选一个方案", "promise": "承诺", "variant": "版本", "load": "办件量（所设的倍数）", "stage": "负荷阶段", "no_stage": "自定",
        "staff": "人员与窗口", "papers": "缺件的比例", "levers": "改革举措", "season": "从哪天开始", "others": "其他不确定的数字", "clauses": "依据 {what}",
        "between": "可能在 {low} 至 {high}", "between_factors": "可能是所设的 {low} 至 {high} 倍", "not_used": "本方案未用", "factor": "倍（{value}）", "stated": "方案中为 {value}", "source": "{kind}：{what}", "one_more": "加一", "one_less": "减一", "reset": "恢复", "refused": "不能改：{why}",
        "kind_documented": "文件", "kind_statistic": "统计", "kind_borrowed": "借用", "kind_assumed": "假设", "kind_set": "本次设定", "kind_law": "法律", "kind_unsourced": "无来源",
        "run": "算一算", "all_as_stated": "全部恢复", "old": "已改动，下面还是改动前的结果。", "now": "现在", "changed": "改后", "nothing": "还没有结果。",
        "on_time": "按时", "required": "要求 {share}", "by_points": "{points} 个百分点", "verdict": "结论", "interval": "区间 {low}–{high}",
        "finish": "多久办结", "bottleneck": "卡在哪里", "map": "流程", "busy": "谁最忙", "days": "时间用在哪里", "case": "一件办件的经过", "other_promises": "同一方案的其他承诺", "curve": "办件量增减会怎样", "ask_curve": "算承载曲线", "coming": "这一部分还在算。",
        "hold": "怎样才能做到？", "hold_ask": "试加人、试举措，一步步找到能达标的做法", "hold_more": "{what}加 1", "hold_lever": "实施“{what}”", "hold_without": "不实施“{what}”", "hold_found": "可以做到：{steps}。届时{verdict}，{found}。", "hold_not": "试过的做法都还不够。最好的是：{steps}；届时{verdict}，{found}。", "hold_nothing": "加人和举措都看不出作用：{verdict}，{found}。", "hold_already": "照现在这样就达标，不用再改。", "hold_take": "照此改", "hold_step": "做法", "hold_after": "累计按时",
        "and": "、", "save": "存为方案", "name": "名称", "saved": "已存：{name}", "save_hint": "存下的方案", "yaml": "下载 YAML", "command": "同样的命令", "copy": "复制", "copied": "已复制", "forget": "删除", "no_saved": "还没有存下的方案。", "open": "打开", "fault": "这样改不行：{why}",
        "numbers_from": "模拟 {n} 次，种子 {seed}，版本 {version}，摘要 {digest}",
    },
    "en": {
        "change": "What to change", "result": "What comes of it", "choose": "Choose a scenario", "promise": "Promise", "variant": "Version", "load": "Cases, times the stated", "stage": "Load stage", "no_stage": "as typed",
        "staff": "Staff and windows", "papers": "Papers missing", "levers": "Reforms", "season": "From which day", "others": "Other uncertain numbers", "clauses": "see {what}",
        "between": "may be {low} to {high}", "between_factors": "may be {low} to {high} times that", "not_used": "not used here", "factor": "times ({value})", "stated": "stated as {value}", "source": "{kind}: {what}", "one_more": "one more", "one_less": "one fewer", "reset": "as stated", "refused": "cannot be changed: {why}",
        "kind_documented": "documented", "kind_statistic": "statistic", "kind_borrowed": "borrowed", "kind_assumed": "assumed", "kind_set": "set here", "kind_law": "law", "kind_unsourced": "no source",
        "run": "Work it out", "all_as_stated": "All as stated", "old": "You changed something: what stands below was before that.", "now": "now", "changed": "changed", "nothing": "Nothing worked out yet.",
        "on_time": "on time", "required": "{share} required", "by_points": "{points} points", "verdict": "verdict", "interval": "between {low} and {high}",
        "finish": "How long cases take", "bottleneck": "Where it sticks", "map": "The process", "busy": "Who is busiest", "days": "Where the days go", "case": "One case through time", "other_promises": "Other promises of the same scenario", "curve": "More or fewer cases", "ask_curve": "Work out the curve", "coming": "This part is still being worked out.",
        "hold": "What would make it hold?", "hold_ask": "Tries more staff and reforms, step by step, until the promise holds", "hold_more": "one more of {what}", "hold_lever": "with “{what}”", "hold_without": "without “{what}”", "hold_found": "It can be kept: {steps}. Then {verdict}: {found}.", "hold_not": "Nothing tried is enough. The best is {steps}; then {verdict}: {found}.", "hold_nothing": "Neither staff nor reforms change anything: {verdict}, {found}.", "hold_already": "It holds as it is; nothing needs to change.", "hold_take": "Change it so", "hold_step": "step", "hold_after": "on time by then",
        "and": ", ", "save": "Save as an alternative", "name": "Name", "saved": "Saved: {name}", "save_hint": "Saved alternatives", "yaml": "Download YAML", "command": "The same as a command", "copy": "Copy", "copied": "Copied", "forget": "Delete", "no_saved": "No alternative is saved yet.", "open": "Open", "fault": "This cannot be: {why}",
        "numbers_from": "{n} replications, seed {seed}, version {version}, digest {digest}",
    },
}  # fmt: skip
