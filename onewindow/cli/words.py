"""What the tables say, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "target": "目标", "limit": "时限", "required": "要求", "on_time": "按时办结率", "verdict": "结论",
        "p50": "P50", "p90": "P90", "p95": "P95", "n": "重复次数", "met": "达标", "not_met": "未达标",
        "undecided": "未定", "hangs": "取决于假设", "expected": "预期", "wd": "工作日", "wh": "工作小时", "h": "小时",
        "cd": "自然日", "min": "分钟", "s": "秒",
        "pool": "资源池", "busy": "利用率", "per_day": "每单位每日件数", "overtime": "每日加班（小时）",
        "scenario": "方案", "title": "名称", "variants": "版本", "targets": "目标数", "headline": "主要目标",
        "service": "服务", "activity": "环节", "count": "件数", "wait": "等待（小时）", "served": "办理（小时）",
        "arrived": "申请", "finished": "办结", "open": "在办", "nobody": "没有可评判的办件",
        "documented_range": "公开资料中窗口每日 7.8–29 件",
        "calendar": "日历", "seed": "种子", "load": "负荷",
        "off_clock": "时钟之外：受理前中位 {before}，暂停中位 {paused}，申请到办结中位 {p50}、P90 {p90}、P95 {p95}；平均提交 {attempts} 次",
        "more": "约需再做 {more} 次重复才能定论",
        "more_unknown": "增加重复次数也难以定论",
        "at_ends": "假设全取有利值：{best}（{best_share}）；全取不利值：{worst}（{worst_share}）",
        "hangs_on": "结论取决于假设；最先是 {path}（{value} → {moved}）：按时率与要求之差变化 {change}",
        "hangs_unknown": "结论取决于假设；加大 --budget 可找出最先是哪一个",
        "robust": "所有假设同时取任一端，结论不变",
        "projected": "日历含推算年份（{what}）：不含未公布的调休上班日",
        "below": "{below}/{n} 次重复低于要求；低于要求的重复至多占 {unseen}",
        "open_over": "{open} 件未结，其中 {over} 件已超时",
        "not_judged": "未评判：{what}",
        "written": "已写入 {path}", "fine": "{file}  无误", "changed": "结论与预期不同",
    },
    "en": {
        "target": "target", "limit": "limit", "required": "required", "on_time": "on time", "verdict": "verdict",
        "p50": "P50", "p90": "P90", "p95": "P95", "n": "runs", "met": "met", "not_met": "NOT met",
        "undecided": "undecided", "hangs": "hangs on assumptions", "expected": "expected", "wd": "wd", "wh": "wh",
        "h": "h", "cd": "cd", "min": "min", "s": "s",
        "pool": "pool", "busy": "busy", "per_day": "cases per unit and day", "overtime": "overtime h a day",
        "scenario": "scenario", "title": "title", "variants": "variants", "targets": "targets",
        "headline": "headlines",
        "service": "service", "activity": "activity", "count": "cases", "wait": "wait, h", "served": "service, h",
        "arrived": "arrived", "finished": "finished", "open": "open", "nobody": "no case was judged",
        "documented_range": "documented for windows: 7.8–29 cases a window and day",
        "calendar": "calendar", "seed": "seed", "load": "load",
        "off_clock": "off the clock: before acceptance {before} (median), paused {paused} (median), "
        "arrival to end {p50} (median), {p90} (P90), {p95} (P95); {attempts} submissions on average",
        "more": "about {more} more replications would likely decide it",
        "more_unknown": "more replications would hardly decide it",
        "at_ends": "all assumptions favourable: {best} ({best_share}); all unfavourable: {worst} ({worst_share})",
        "hangs_on": "hangs on assumptions, first on {path} ({value} → {moved}): margin moves by {change}",
        "hangs_unknown": "hangs on assumptions; a larger --budget finds out on which first",
        "robust": "the verdict is the same with all assumptions at either end",
        "projected": "the calendar is projected ({what}): make-up workdays not yet published are not in it",
        "below": "{below} of {n} replications were below the requirement; at most {unseen} of all are",
        "open_over": "{open} cases still open, {over} of them over the limit",
        "not_judged": "not judged: {what}",
        "written": "written: {path}", "fine": "{file}  is fine", "changed": "verdict differs from expected",
    },
}  # fmt: skip
