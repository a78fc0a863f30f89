"""Words of what a scenario holds: blocks, clocks, calendars, pools, arrivals."""

from __future__ import annotations

from collections.abc import Mapping

OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "zh": {"completed": "正常办结", "abandoned": "等不及离去"},
    "en": {"completed": "completed", "abandoned": "abandoned"},
}
"""Outcomes that no file names."""

SHOWN: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "task": "办理", "session": "场次", "parallel": "并行", "race": "先到先行", "choice": "分支", "repeat": "循环",
        "wait": "等待", "documents": "材料", "background": "后台", "require": "须先完成", "item": "事项", "stage": "阶段",
        "milestone": "里程碑", "end": "结束", "timer": "计时", "fork": "分叉", "join": "汇合", "all": "全部完成", "first": "先完成者",
        "idle": "后台完成后", "branch": "支路", "before_again": "再次之前", "otherwise": "其余", "if": "若 {text}",
        "up_to": "最多 {n} 次", "again": "再来一次 {share}", "again_list": "再来一次：{shares}", "again_when": "若 {text} 则再来一次",
        "again_when_first": "首次之后若 {text} 则再来一次",
        "until": "限时", "until_clock": "至 {clock} 用去时限的 {part}", "then": "届时未完", "deemed_by_silence": "超时默认，计为超时",
        "patience": "最多等 {time}，否则 {outcome}", "in_person": "须本人在场", "ticket_kept": "取号，过号回来后原号优先", "ticket_anew": "取号，过号须重新取号", "stay": "其间不离窗口（人员），仍占用", "at_unit": "即“{task}”所占的窗口（人员）", "balks": "见有 {n} 人等候时 {share} 离去（{outcome}）", "comes_back": "离去者 {share} 隔 {time} 再来，最多 {n} 次", "room": "候办席位", "room_of": "与{pool}共用候办席位", "urgency": "{clock} 用去 {part} 起排队等级 {n}", "as_of": "追溯至 {what}", "restarts": "重新计起 {what}",
        "mode_return": "缺件即退回，作为新申请重报", "mode_correct": "缺件须补正，时钟暂停", "mode_tolerate": "容缺受理",
        "prepare": "重新准备 {time}", "missing_again": "再次缺件 {share}", "paper": "要件", "missing": "缺 {share}",
        "deferrable": "可后补", "supply": "补齐 {time}", "deadline": "须在 {time} 内补齐", "late_refuse": "逾期不予通过",
        "late_correct": "逾期转补正", "late_revoke": "逾期撤销", "gate_decision": "补齐后方可办结", "gate_after_delivery": "可先办结",
        "notice_within": "须在 {time}内一次告知缺件，逾期不告知的自收到之日起即为受理", "core_return": "要件缺失即退回", "core_correct": "要件缺失须补正", "pause": "时钟暂停：{why}", "held_by": "由{party}持件",
        "commissioned_by": "由{party}委托", "class": "排队等级 {n}", "finish": "下班前已开始的办完为止", "suspend": "下班即停，次日续办",
        "last_start": "下班前 {time} 起不再开始", "speed": "速度为平常的 {n} 倍", "due_order": "到期早的先办（{clock}）", "due_left": "{clock}余 {time} 时才动手", "due_hurry": "{clock}余 {time} 起用时 × {n}", "own_limit": "本事项时限", "skill": "技能 {skill}", "or": " 或 ", "and_all": " ＋ ", "promised": "承诺 {limit}",
        "at_once": "即办：一次到窗口办完，不进后台", "statutory": "法定工作日", "natural": "法定自然日，末日逢休息日顺延", "working": "工作时间", "elapsed": "自然时间", "queue": "排队时间", "after_continue": "办结后继续",
        "later_outcome": "其后结果 {outcome}", "intake": "接件",
        "government": "政府部门", "intermediary": "中介机构", "utility": "市政公用单位", "applicant": "申请人", "all_parties": "各方",
        "s": "{n} 秒", "min": "{n} 分钟", "h": "{n} 小时", "open_h": "{n} 个开放小时", "wh": "{n} 个工作小时", "wd": "{n} 个工作日", "cd": "{n} 个自然日",
        "n_visit": "{n} 次", "n_window": "{n} 个窗口", "n_case": "到达终点", "visits": "本人到场次数", "windows": "受理的窗口数", "reached": "到达终点的办件占比", "statutory_less": "法定 {law} 压缩 {cut}",
        "/h": "每小时 {n} {of}", "/wd": "每工作日 {n} {of}", "/month": "每月 {n} {of}", "/year": "每年 {n} {of}",
        "cases": "件", "batches": "批",
        "mean": "平均 {x}", "within": "{p}不超过 {x}", "half": "半数不超过 {x}", "sd": "标准差 {x}", "cv": "变异系数 {x}",
        "at_least": "不低于 {x}", "at_most": "不高于 {x}", "values": "实测 {n} 个值，{a} 至 {b}", "units_at_once": "须同时 {n} 人（台）", "work_by": "由{pool}办理则{time}", "factor": "{when}：用时 × {n}", "begun_at": "{hours} 开始",
        "between": "{a} 至 {b}", "mostly": "多为 {mode}（{a} 至 {b}）", "times": "（整体 × {n}）", "family": "{family} 分布",
        "tenths": "{n} 成", "comma": "，", "and": "、", "brackets": "（{text}）", "semicolon": "；", "colon": "：",
        "calendar": "日历", "hours": "办公时间", "study": "研究时段", "levers": "举措", "variant": "版本", "none": "无", "load": "负荷", "load_stages": "负荷阶段",
        "study_text": "{start} 起：预热 {lead_in}，评判 {window}，跟踪 {follow_up}", "wd_is": "1 个工作日 = {hours}",
        "pools": "资源池", "id": "编号", "name": "名称", "kind": "类型", "units": "数量", "party": "持件方", "department": "部门",
        "other_work": "其他业务", "window": "窗口", "reviewer": "审批人员", "inspector": "勘验人员", "system": "系统",
        "office": "办公时间", "24h": "全天候", "not_used": "未使用",
        "sessions": "会议与批次", "when": "时间", "places": "名额", "cutoff": "须提前", "move_next_wd": "遇休息日顺延", "workdays": "每个工作日",
        "mon": "周一", "tue": "周二", "wed": "周三", "thu": "周四", "fri": "周五", "sat": "周六", "sun": "周日",
        "arrivals": "到达", "around_the_clock": "全天候，休息日为平日的 {n} 倍", "varies": "随{what}变化", "hour": "时段", "weekday": "星期", "month": "月份",
        "after_holiday": "节后激增", "batch": "每批 {n} 件，{rate}", "growth": "每年增长 {n}", "attribute": "属性",
        "targets": "目标", "limit": "时限", "clock": "时钟", "required": "要求", "expected": "预期", "scope": "范围",
        "met": "达标", "not_met": "未达标", "undecided": "尚不能判定", "clause": "条款", "parties": "计时方", "sum_of": "各时钟之和：{what}",
        "again_node": "再判", "hold": "待后台", "done": "后台完", "program": "程序", "program_text": "{nodes} 个节点：{kinds}", "nothing": "（不做什么）", "incomplete": "材料不齐", "complete": "材料齐全",
        "yes": "是", "no": "否", "start": "申请", "finished": "完成", "again?": "再来一次？",
        "instant": "时刻", "event": "经过", "status": "办件状态", "calendar_days": "自然日", "legal": "计时（{target}）", "rest": "休",
        "arrived": "到达", "stamped": "里程碑 {what}", "part_started": "{what} 开始", "part_done": "{what} 完成", "started": "{what} 开始",
        "completed": "{what} 完成", "wait_began": "{what} 开始等待", "wait_ended": "{what} 等待结束", "pause_began": "{what} 排队", "withdrawn": "{what} 撤回",
        "state": "", "ended": "结束：{what}", "later": "其后：{what}", "waited": "等候 {time}", "worked": "用时 {time}", "paused": "时钟暂停：{why}",
        "ahead": "未起算", "running": "走", "standing": "停", "over": "止",
        "verdict": "结论", "on_time": "按时", "case_late": "超时", "deemed": "超时默认（计为超时）", "not_judged": "不评判（未到终点即结束）",
        "case_open": "未完，尚未超时", "backwards": "先到终点后到起点，无从计时", "not_asked": "不属本目标的办件", "open_late": "未完，已超时", "not_begun": "未起算", "used": "用 {value}，时限 {limit}", "moved_on": "末日逢休息日顺延", "outside": "不在评判时段内",
        "days": "{n} 天", "inexact": "事件表看不出全部暂停：上面的计时读数与总账不同，以结论为准",
        "other_case": "这是资源池 {pool} 的其他业务；最近的服务办件：{near}", "no_target": "本服务没有目标，无计时",
    },
    "en": {
        "task": "task", "session": "session", "parallel": "parallel", "race": "race", "choice": "choice", "repeat": "repeat",
        "wait": "wait", "documents": "documents", "background": "background", "require": "require", "item": "item", "stage": "stage",
        "milestone": "milestone", "end": "end", "timer": "timer", "fork": "fork", "join": "join", "all": "all done", "first": "the first wins",
        "idle": "when the background is done", "branch": "branch", "before_again": "before each further time", "otherwise": "otherwise", "if": "if {text}",
        "up_to": "up to {n} times", "again": "again {share}", "again_list": "again {shares}", "again_when": "again if {text}",
        "again_when_first": "again after the first if {text}",
        "until": "until", "until_clock": "until {clock} has used {part} of its limit", "then": "if not done by then", "deemed_by_silence": "granted by silence, counts as late",
        "patience": "given up after {time} of waiting: {outcome}", "in_person": "in person", "ticket_kept": "by number, kept where it is called in vain", "ticket_anew": "by number, taken anew where it is called in vain", "stay": "meanwhile the unit is kept", "at_unit": "the unit of {task}", "balks": "{share} go away when {n} wait: {outcome}", "comes_back": "{share} of them come back after {time}, at most {n} times", "room": "waiting room", "room_of": "shares the waiting room of {pool}", "urgency": "class {n} from {part} of {clock}", "as_of": "as of {what}", "restarts": "restarts {what}",
        "mode_return": "returned when incomplete, comes again as a new application", "mode_correct": "corrected when incomplete, the clock stops", "mode_tolerate": "papers may follow",
        "prepare": "prepared again in {time}", "missing_again": "incomplete again {share}", "paper": "paper", "missing": "missing {share}",
        "deferrable": "may follow", "supply": "supplied in {time}", "deadline": "to follow within {time}", "late_refuse": "refused when late",
        "late_correct": "the clock stops when late", "late_revoke": "revoked when late", "gate_decision": "the decision waits for them", "gate_after_delivery": "decided before they come",
        "notice_within": "what is missing is said within {time}, else accepted as of the receipt", "core_return": "returned when a core paper is missing", "core_correct": "corrected when a core paper is missing", "pause": "clock stops: {why}", "held_by": "held by {party}",
        "commissioned_by": "commissioned by {party}", "class": "queue class {n}", "finish": "finished after closing", "suspend": "suspended at closing",
        "last_start": "no start in the last {time}", "speed": "speed × {n}", "due_order": "the earliest due date first ({clock})", "due_left": "taken up when {time} of {clock} is left", "due_hurry": "work × {n} from {time} before {clock} on", "own_limit": "its item's limit", "skill": "skill {skill}", "or": " or ", "and_all": " + ", "promised": "promised {limit}",
        "at_once": "at once: done within one visit, nothing left to the back office", "statutory": "statutory clock", "natural": "statutory clock of natural days, the last one moved on from a day off", "working": "working time", "elapsed": "elapsed time", "queue": "time in queues", "after_continue": "goes on after the end",
        "later_outcome": "later outcome {outcome}", "intake": "intake",
        "government": "government", "intermediary": "intermediary", "utility": "utility", "applicant": "applicant", "all_parties": "all",
        "s": "{n} s", "min": "{n} min", "h": "{n} h", "open_h": "{n} open hours", "wh": "{n} working hours", "wd": "{n} working days", "cd": "{n} calendar days",
        "n_visit": "{n} visits", "n_window": "{n} windows", "n_case": "to get there", "visits": "visits in person", "windows": "windows that take it in", "reached": "the share that gets there", "statutory_less": "{cut} below the {law} of the law",
        "/h": "{n} {of} an hour", "/wd": "{n} {of} a working day", "/month": "{n} {of} a month", "/year": "{n} {of} a year",
        "cases": "cases", "batches": "batches",
        "mean": "mean {x}", "within": "{p} within {x}", "half": "half within {x}", "sd": "standard deviation {x}", "cv": "coefficient of variation {x}",
        "at_least": "never below {x}", "at_most": "never above {x}", "values": "{n} measured values from {a} to {b}", "units_at_once": "{n} units at once", "work_by": "by {pool}: {time}", "factor": "{when}: work × {n}", "begun_at": "begun {hours}",
        "between": "{a} to {b}", "mostly": "mostly {mode} ({a} to {b})", "times": " (all × {n})", "family": "{family} distribution",
        "tenths": "{n} in 10", "comma": ", ", "and": ", ", "brackets": " ({text})", "semicolon": "; ", "colon": ": ",
        "calendar": "calendar", "hours": "hours", "study": "study", "levers": "levers", "variant": "variant", "none": "none", "load": "load", "load_stages": "load stages",
        "study_text": "from {start}: lead-in {lead_in}, judged {window}, followed {follow_up}", "wd_is": "1 working day = {hours}",
        "pools": "pools", "id": "id", "name": "name", "kind": "kind", "units": "units", "party": "party", "department": "department",
        "other_work": "other work", "window": "window", "reviewer": "reviewer", "inspector": "inspector", "system": "system",
        "office": "office hours", "24h": "round the clock", "not_used": "not used",
        "sessions": "sessions", "when": "when", "places": "places", "cutoff": "join before", "move_next_wd": "on a closed day moved to the next working day", "workdays": "every working day",
        "mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu", "fri": "Fri", "sat": "Sat", "sun": "Sun",
        "arrivals": "arrivals", "around_the_clock": "round the clock, closed days × {n}", "varies": "varies by {what}", "hour": "hour", "weekday": "weekday", "month": "month",
        "after_holiday": "surge after holidays", "batch": "in batches of {n}, which come {rate}", "growth": "growing {n} a year", "attribute": "attribute",
        "targets": "targets", "limit": "limit", "clock": "clock", "required": "required", "expected": "expected", "scope": "from → to",
        "met": "met", "not_met": "NOT met", "undecided": "undecided", "clause": "clause", "parties": "counts", "sum_of": "sum of {what}",
        "again_node": "again", "hold": "hold", "done": "done", "program": "program", "program_text": "{nodes} nodes: {kinds}", "nothing": "(nothing)", "incomplete": "incomplete", "complete": "complete",
        "yes": "yes", "no": "no", "start": "application", "finished": "finished", "again?": "again?",
        "instant": "instant", "event": "what happened", "status": "state", "calendar_days": "calendar days", "legal": "clock ({target})", "rest": "off",
        "arrived": "arrived", "stamped": "milestone {what}", "part_started": "{what} begins", "part_done": "{what} done", "started": "{what} started",
        "completed": "{what} completed", "wait_began": "{what} begins", "wait_ended": "{what} is over", "pause_began": "{what} queued", "withdrawn": "{what} withdrawn",
        "state": "", "ended": "ended: {what}", "later": "later: {what}", "waited": "waited {time}", "worked": "took {time}", "paused": "clock stops: {why}",
        "ahead": "not begun", "running": "runs", "standing": "stands", "over": "over",
        "verdict": "verdict", "on_time": "on time", "case_late": "late", "deemed": "deemed approved (counts as late)", "not_judged": "not judged (ended before)",
        "case_open": "open, not late yet", "backwards": "came to the end before the start", "not_asked": "not a case of this target", "open_late": "open and late", "not_begun": "not begun", "used": "{value} of {limit}", "moved_on": "the last day moved on from a day off", "outside": "outside the judged window",
        "days": "{n} d", "inexact": "the event table does not tell every pause: the readings above differ from the ledger; the verdict is right",
        "other_case": "this is other work of the pool {pool}; nearest cases of a service: {near}", "no_target": "the service has no target, so no clock",
    },
}  # fmt: skip
"""What a scenario holds, and what happens to a case."""

OVERVIEW: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "holds": "{title}：{services} 项服务，{targets} 项承诺。", "most": "来件最吃紧的是{what}：{cell}。",
        "show": "onewindow show 名称", "library": "方案库中有 {n} 个方案。", "every_number": "每个数字都注明来源，见 onewindow show 名称 --sources", "variants": "版本：{names}", "promises": "承诺：{names}",
        "made_of": "组成文件", "override": "改动", "not_stated": "未写明", "instead_of": "（取代 {stood}）", "behind": "来源", "colon": "：",
    },
    "en": {
        "holds": "{title}. Services: {services}, promises: {targets}.", "most": " What comes in asks most of {what}: {cell}.",
        "show": "onewindow show NAME", "library": "The library holds {n} scenarios.", "every_number": "every number states its source, see onewindow show NAME --sources", "variants": "variants: {names}", "promises": "promises: {names}",
        "made_of": "made of", "override": "overrides", "not_stated": "not stated", "instead_of": "  (overrides {stood})", "behind": "Sources", "colon": ": ",
    },
}  # fmt: skip
"""A scenario in a sentence, and the library."""

STORY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "told": "办件 {n}，{service}：{how}，历时 {time}。", "open": "办件 {n}，{service}：期末在办，已 {time}。",
        "promise": "{target}：{verdict}。", "promise_used": "{target}：{verdict}（{used}）。", "channel": "渠道：{channel}",
        "case": "第 {r} 次模拟，种子 {seed}",
    },
    "en": {
        "told": "Case {n}, {service}: {how} after {time}.", "open": "Case {n}, {service}: still open after {time}.",
        "promise": " {target}: {verdict}.", "promise_used": " {target}: {verdict} ({used}).", "channel": "channel: {channel}",
        "case": "replication {r}, seed {seed}",
    },
}  # fmt: skip
"""What became of one case."""


def outcome_word(outcome: str, lang: str) -> str:
    """What an outcome is called: one that a file names by its own name."""
    return OUTCOMES[lang].get(outcome, outcome)
