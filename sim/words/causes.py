"""Why time passed, and who held a case: words of figures."""

from __future__ import annotations

from sim.words.language import Lang

NAMES: dict[Lang, dict[str, str]] = {
    "zh": {
        "work": "办理", "session": "候会（会议、踏勘、集中交接）", "queue": "排队", "wait_government": "政府内部流转",
        "wait_intermediary": "中介机构用时", "wait_utility": "市政公用单位用时", "wait_applicant": "申请人用时",
        "wait": "等待期限届满", "closed": "非办公时间", "before": "期初以前",
    },
    "en": {
        "work": "work", "session": "until a meeting, visit or pick-up", "queue": "queue",
        "wait_government": "passing on inside government", "wait_intermediary": "intermediary",
        "wait_utility": "utility", "wait_applicant": "applicant", "wait": "a deadline",
        "closed": "office closed", "before": "before the study began",
    },
}  # fmt: skip

PARTIES: dict[Lang, dict[str, str]] = {
    "zh": {
        "government": "政府部门",
        "intermediary": "中介机构",
        "utility": "市政公用单位",
        "applicant": "申请人",
    },
    "en": {
        "government": "government",
        "intermediary": "intermediary",
        "utility": "utility",
        "applicant": "applicant",
    },
}
