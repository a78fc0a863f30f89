"""Words of uncertain numbers, and of the values at which they flip a verdict."""

from __future__ import annotations

from collections.abc import Mapping

NUMBERS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "joint": " · ",
        "unit./h": "件/小时", "unit./wd": "件/工作日", "unit./month": "件/月", "unit./year": "件/年", "unit.s": "秒", "unit.min": "分钟", "unit.h": "小时",
        "unit.wh": "工作小时", "unit.wd": "工作日", "unit.cd": "自然日",
        "window.capacity": "窗口数", "reviewer.capacity": "人数", "inspector.capacity": "人数", "system.capacity": "并发数",
        "availability": "可用于本业务的时间", "other_work.share": "其他业务占用的时间", "other_work.work": "其他业务每件用时", "places": "名额",
        "way.hall": "大厅", "way.online": "网上", "channel.rate": "到达量", "channel.off_days": "休息日收件为平日的倍数", "channel.batch": "每批件数", "channel.growth": "年增长率",
        "task.work": "办理用时", "session.work": "办理用时", "wait.for": "时长", "documents.prepare": "补齐后再报的用时",
        "documents.again": "再报仍缺件的比例", "documents.deadline": "补交期限", "repeat.again": "再来一次的比例", "item.promised": "承诺时限",
        "stage.promised": "承诺时限", "paper.missing": "缺“{paper}”的比例", "paper.supply": "补齐“{paper}”的用时",
        "option": "走“{way}”的比例", "option_unnamed": "走第 {n} 支的比例", "target.required_share": "要求的按时办结率", "target.limit": "时限",
        "one_window.longer": "办理用时为专窗的倍数", "one_window.hand_over": "前台转后台的用时", "joint_acceptance.visit": "联合查验用时",
        "joint_acceptance.within": "整改期限", "joint_drawing_review.work": "联合审图用时", "merged_stages.promised": "承诺时限",
        "parallel_approval.share": "预审的比例", "tolerant_acceptance.deadline": "补交期限",
    },
    "en": {
        "unit./h": "/h", "unit./wd": "/wd", "unit./month": "/month", "unit./year": "/year", "unit.s": "s", "unit.min": "min", "unit.h": "h",
        "unit.wh": "wh", "unit.wd": "wd", "unit.cd": "cd",
        "joint": " · ",
        "window.capacity": "number of windows", "reviewer.capacity": "number of staff", "inspector.capacity": "number of staff", "system.capacity": "cases at a time",
        "availability": "share of the day for this work", "other_work.share": "share of the day other work takes", "other_work.work": "length of a piece of other work", "places": "places",
        "way.hall": "hall", "way.online": "online", "channel.rate": "arrivals", "channel.off_days": "cases on closed days, as a factor", "channel.batch": "cases a batch", "channel.growth": "growth a year",
        "task.work": "hands-on time", "session.work": "hands-on time", "wait.for": "length", "documents.prepare": "time until the file comes again",
        "documents.again": "share incomplete again", "documents.deadline": "time to supply papers", "repeat.again": "share that goes round again", "item.promised": "promised limit",
        "stage.promised": "promised limit", "paper.missing": "share without {paper}", "paper.supply": "time to supply {paper}",
        "option": "share that goes “{way}”", "option_unnamed": "share that goes way {n}", "target.required_share": "required share on time", "target.limit": "limit",
        "one_window.longer": "hands-on time, as a factor", "one_window.hand_over": "hand-over to the back office", "joint_acceptance.visit": "length of the joint visit",
        "joint_acceptance.within": "time to put right", "joint_drawing_review.work": "length of the joint review", "merged_stages.promised": "promised limit",
        "parallel_approval.share": "share reviewed beforehand", "tolerant_acceptance.deadline": "time to supply papers",
    },
}  # fmt: skip
"""What a number is, by where it stands."""

FLIPPED: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{scenario} · 负荷 {load} · 种子 {seed} · 样本 {n} 次模拟",
        "target": "{verdict}：样本按时办结率 {share}，要求 ≥ {required}", "sample": "样本{verdict}（按判定规则{looks}）：按时办结率 {share}，要求 ≥ {required}",
        "number": "数值", "stated": "设定", "flips": "到此翻转", "fresh": "新种子确认", "range": "范围", "kind": "性质",
        "assumed": "假定", "borrowed": "借用", "unsourced": "无来源", "at": "{value}（× {factor}）", "between": "{low} 与 {high} 之间", "ends": "{low} … {high}", "to": "{low} 至 {high}",
        "cited": "{rank}  {paths}（来源 {source}）", "in_doubt": "存疑", "not_asked": "未及确认",
        "up": "增至{new}（设定的 {factor} 倍）", "down": "减至{new}（设定的 {factor} 倍）", "up_plain": "增至{new}", "down_plain": "减至{new}",
        "up_factor": "增至设定的 {factor} 倍", "down_factor": "减至设定的 {factor} 倍", "comma": "、",
        "first": "单独变动时最先改变结论的是：{name}。设定为{stated}；{moved}，结论即变为{verdict}。",
        "first_wide": "单独变动时最先改变结论的是：{name}。设定为{stated}；未到{moved}，结论就已变为{verdict}，确切数值须加大 --budget。",
        "tied": "（另有 {n} 处同一数值随之移动）",
        "none": "没有一项不确定的数值单独足以改变这个结论。", "none_so_far": "已查的数值中，没有一项单独足以改变这个结论。", "only_required": "除要求的比例外，没有一项不确定的数值单独足以改变这个结论。",
        "steady": "在各自范围内不改变结论：{n} 项", "alone": "单独移到尽头时的按时办结率：{list}", "alone_more": "……另 {n} 项离得更远",
        "one": "{name} {share}", "group": "与其他数值一起移到尽头仍不改变：{n} 项", "unused": "本方案用不到：{n} 项", "at_its_end": "设定已在不利的一端：{n} 项", "at_its_good_end": "设定已在有利的一端：{n} 项",
        "no_good_end": "未查：{n} 项没有写明哪一端有利（{list}）",
        "not_examined": "未查：{n} 项，须加大 --budget（{list}）", "fixed": "不能单独移动：{name}（{why}）", "more": "……共 {n} 项",
        "note": "每次只移动一项，其余照设定，向不利于现有结论的一端移。一起移到尽头仍不翻转的，单独也不会翻转：这里假定移动得更多只会更不利。“新种子确认”一栏：换用新随机数后，按判定规则在前一数值得出原结论，在后一数值得出新结论，其间不能定论。",
    },
    "en": {
        "head": "{scenario} · load {load} · seed {seed} · sample of {n} replications",
        "target": "{verdict}: {share} on time on the sample, required ≥ {required}", "sample": "{verdict} on the sample ({looks} by looks): {share} on time, required ≥ {required}",
        "number": "number", "stated": "stated", "flips": "flips at", "fresh": "fresh seeds", "range": "range", "kind": "kind",
        "assumed": "assumed", "borrowed": "borrowed", "unsourced": "no source", "at": "{value} (× {factor})", "between": "between {low} and {high}", "ends": "{low} … {high}", "to": "{low} to {high}",
        "cited": "{rank}  {paths} (source: {source})", "in_doubt": "in doubt", "not_asked": "not asked",
        "up": "from {new} on (× {factor})", "down": "from {new} on (× {factor})", "up_plain": "from {new} on", "down_plain": "from {new} on",
        "up_factor": "from {factor} times that on", "down_factor": "from {factor} times that on", "comma": ", ",
        "first": "Alone, {name} changes the verdict soonest. Stated: {stated}; {moved}, it is {verdict}.",
        "first_wide": "Alone, {name} changes the verdict soonest. Stated: {stated}; {moved}, and somewhere before, it is {verdict}; a larger --budget tells where.",
        "tied": " (stated in {n} more places, which move with it)",
        "none": "No uncertain number would change this verdict alone.", "none_so_far": "Of the numbers examined none would change this verdict alone.", "only_required": "But for the required share, no uncertain number would change this verdict alone.",
        "steady": "does not flip in its range: {n}", "alone": "on time with each alone at its end: {list}", "alone_more": "; {n} more farther off",
        "one": "{name} {share}", "group": "moved together with others to their ends, and still no flip: {n}", "unused": "not used here: {n}", "at_its_end": "stated at the unfavourable end already: {n}", "at_its_good_end": "stated at the favourable end already: {n}",
        "no_good_end": "not examined, no favourable end stated: {n} ({list})",
        "not_examined": "not examined: {n}, a larger --budget would reach them ({list})", "fixed": "cannot move alone: {name} ({why})", "more": "… {n} in all",
        "note": "One number moves at a time, the others stay as stated, towards the end that works against the verdict. Numbers that flip nothing when moved together are taken to flip nothing alone: moving more against a verdict is assumed never to help it. Under “fresh seeds” new random numbers call the old verdict at the first value and the new one at the second; between the two nobody can tell.",
    },
}  # fmt: skip
"""Which numbers a verdict flips with."""
