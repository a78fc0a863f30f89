"""Names of the sheets and columns of a workbook."""

from __future__ import annotations

from collections.abc import Mapping

WORKBOOK: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "verdicts": "结论", "differences": "比较", "loads": "收件量", "pools": "资源池", "steps": "环节", "cases": "办件", "numbers": "依据与假设", "sources": "来源", "about": "说明",
        "target": "编号", "name": "名称", "reading": "读法", "limit": "时限", "unit": "单位", "required": "要求按时", "share": "按时", "low": "下限", "high": "上限", "confidence": "置信水平", "verdict": "结论",
        "mean_low": "平均的下限", "mean_high": "平均的上限", "p50": "半数（P50）", "p90": "九成（P90）", "p95": "P95", "judged": "评判件数", "replications": "模拟次数", "open": "期末在办", "undetermined": "未定件数", "kept": "抽样中能做到",
        "alternative": "做法", "measure": "指标", "before": "基准", "after": "改后", "difference": "差值", "judgement": "判断", "options": "选项",
        "on_time_share": "按时办结率", "mean": "平均用时", "better": "改善", "worse": "变差", "unclear": "尚难判定", "same": "未见差异", "identical": "相同", "unknown": "无从比较",
        "load": "收件量（倍）", "pool": "资源池", "units": "在岗单位数", "busy": "利用率", "per_day": "每单位每日办理次数", "overtime": "全池每日加班（小时）",
        "service": "服务", "step": "环节", "visits": "次数（每次模拟）", "waiting": "排队（小时）", "hands_on": "办理（小时）", "elapsed": "历时（小时）",
        "replication": "模拟", "case": "办件", "arrived": "到达", "accepted": "受理", "decided": "办结", "finished": "结束", "outcome": "结果", "attempts": "提交次数", "working": "工作时间（小时）", "paused": "暂停（小时）", "clock": "{target}（{unit}）",
        "path": "位置", "number": "数字", "value": "取值", "from": "最小", "to": "最大", "kind": "类别", "source": "来源", "key": "代号", "document": "文件", "clause": "条款", "year": "年份", "place": "出处", "note": "备注",
        "fact": "项目", "said": "内容", "cut": "办件表只含前 {n} 次模拟，共 {rows} 行。", "all_cases": "办件表含 {n} 次模拟的全部 {rows} 件。", "factor": "倍数", "part": "比例",
    },
    "en": {
        "verdicts": "verdicts", "differences": "comparison", "loads": "loads", "pools": "pools", "steps": "steps", "cases": "cases", "numbers": "assumptions", "sources": "sources", "about": "about",
        "target": "id", "name": "name", "reading": "reading", "limit": "limit", "unit": "unit", "required": "required on time", "share": "on time", "low": "low", "high": "high", "confidence": "confidence", "verdict": "verdict",
        "mean_low": "mean, low", "mean_high": "mean, high", "p50": "half within (P50)", "p90": "9 in 10 within (P90)", "p95": "P95", "judged": "cases judged", "replications": "replications", "open": "open at the end", "undetermined": "undetermined", "kept": "kept in the draws",
        "alternative": "way of working", "measure": "measure", "before": "base", "after": "then", "difference": "difference", "judgement": "judgement", "options": "options",
        "on_time_share": "share on time", "mean": "mean time", "better": "better", "worse": "worse", "unclear": "unclear", "same": "no difference seen", "identical": "identical", "unknown": "cannot be told",
        "load": "load (factor)", "pool": "pool", "units": "units on duty", "busy": "busy", "per_day": "tasks per unit and day", "overtime": "overtime h a day, pool",
        "service": "service", "step": "step", "visits": "visits (a replication)", "waiting": "waiting (h)", "hands_on": "hands-on (h)", "elapsed": "elapsed (h)",
        "replication": "replication", "case": "case", "arrived": "arrived", "accepted": "accepted", "decided": "decided", "finished": "finished", "outcome": "outcome", "attempts": "submissions", "working": "working time (h)", "paused": "paused (h)", "clock": "{target} ({unit})",
        "path": "place", "number": "number", "value": "value", "from": "least", "to": "most", "kind": "kind", "source": "source", "key": "key", "document": "document", "clause": "clause", "year": "year", "place": "where seen", "note": "note",
        "fact": "what", "said": "is", "cut": "The sheet of cases holds the first {n} replications only, {rows} rows.", "all_cases": "The sheet of cases holds all {rows} cases of {n} replications.", "factor": "factor", "part": "share",
    },
}  # fmt: skip
