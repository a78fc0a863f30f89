"""Words of runs: waits, pools, promised parts, and how a study is laid out."""

from __future__ import annotations

from collections.abc import Mapping

RUN: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "simulated": "模拟时段", "means": "n = {n}（件数为每次模拟的平均）", "came": "评判时段到达", "completed": "正常办结",
        "open": "期末在办", "all": "含预热和跟踪",
        "served": "已办", "left": "未办而离开", "wait": "等候（小时）", "rest": "歇（小时）", "work": "办理（小时）", "elapsed": "历时（小时）",
        "times": "均为已办件的平均。等候：资源池开放时间内的排队；歇：开始之前的夜间等非开放时间；办理：实际动手；历时：从排队到办完，含夜间",
        "still_open": "评判时段到达的 {arrived} 件中有 {open} 件到期末未办完", "waits_low": "：上表的等候未计入它们，因而偏低",
        "nothing_done": "，没有一个环节办成",
        "nobody": "{part}：没有可评判的办件，{why}", "nobody_came": "评判时段内没有办件走到这里",
        "all_ended": "走到这里的都在时限之前另行结束", "all_open": "走到这里的都未办完，也未到时限",
        "together": "件数为 {n} 次模拟之和",
    },
    "en": {
        "simulated": "simulated", "means": "n = {n} (numbers of cases are means of a run)", "came": "came in the judged dates",
        "completed": "completed", "open": "open at the end", "all": "with lead-in and follow-up",
        "served": "served", "left": "left unserved", "wait": "wait, h", "rest": "rest, h", "work": "work, h", "elapsed": "elapsed, h",
        "times": "means of the served. wait: in the queue while the pool is open; rest: nights and other closed hours before the start; work: hands-on; elapsed: from joining the queue to completion, nights included",
        "still_open": "{open} of the {arrived} cases that came in the judged dates were still open at the end",
        "waits_low": ": waits leave them out and are too low", "nothing_done": "; not one step was done",
        "nobody": "{part}: nobody was judged, {why}", "nobody_came": "as no case came to it in the judged dates",
        "all_ended": "as all who came to it ended otherwise before the limit", "all_open": "as all who came to it are still open, within the limit",
        "together": "numbers of cases are sums of {n} runs",
    },
}  # fmt: skip
"""A run: who came, how they ended, and how long each activity took."""

SUMMARY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "judged": "评判件数",
        "late": "超时",
        "undetermined": "未定",
        "not_judged": "不评判",
        "deemed": "超时默认",
        "backwards": "先止后起",
        "stamped_again": "再次到达",
        "mean": "平均",
        "within": "用时以时限的单位计；件数为精确计数，分位数误差不超过 0.4%",
    },
    "en": {
        "judged": "judged",
        "late": "late",
        "undetermined": "undetermined",
        "not_judged": "not judged",
        "deemed": "deemed",
        "backwards": "backwards",
        "stamped_again": "again later",
        "mean": "mean",
        "within": "times in the limit's unit; counts are exact, quantiles are within 0.4 %",
    },
}
"""`run --detail summary`."""

STUDY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "dates": "；评判 {first} 至 {last}", "opens_on_a_day_off": "，从休息日起，休息日提交的也评判",
        "year_text": "评判 {year} 年全年；此前预热 {lead_in}，其后跟踪 {follow_up}",
        "worst_month": "逐月看：{month} 月最低，按时办结率 {share}（{cases} 件）；最高的月份 {best}",
        **{f"month_{n}": str(n) for n in range(1, 13)},
        "backlog": "期初在办", "backlog_text": "{cases} 件：{where}", "stands": "{service}：{steps}", "at_step": "{step} {n}",
    },
    "en": {
        "dates": "; judged {first} – {last}", "opens_on_a_day_off": ", from a day off on: what comes on it is judged too",
        "year_text": "the year {year} is judged; lead-in {lead_in} before it, followed {follow_up} after it",
        "backlog": "open at start", "backlog_text": "{cases} cases: {where}", "stands": "{service}: {steps}", "at_step": "{step} {n}",
        "worst_month": "by month: worst in {month}, {share} of {cases} cases on time; best month {best}",
        **{
            f"month_{n}": name
            for n, name in enumerate(
                ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                 "November", "December"), start=1,
            )
        },
    },
}  # fmt: skip
"""The dates of a study: a judged year and its months."""
