"""Words of runs: waits, pools, promised parts, and how a study is laid out."""

from __future__ import annotations

from collections.abc import Mapping

RUN: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "came_for": "评判时段到达 {arrived} 件：{parts}。", "nobody_at_all": "评判时段没有办件到达。",
        "finished": "办结 {n} 件", "ended_so": "{outcome} {n} 件", "still": "期末在办 {n} 件", "comma": "，",
        "on_time": "按时办结率：{shares}。", "kept": "{name} {share}",
        "simulated": "模拟时段", "means": "n = {n}（件数为每次模拟的平均）",
        "cases_title": "评判时段到达的办件", "came": "到达", "completed": "办结", "open": "期末在办",
        "targets_title": "按时办结", "no_verdicts": "评判件数：计时在评判时段内开始的办件，不一定就是到达的那些；这是本次模拟的比例，不是结论；结论由 check 给出", "required": "要求 {share}",
        "steps_title": "各环节：{service}", "step": "环节", "served": "已办", "left": "未办而离开", "wait": "排队", "work": "办理", "elapsed": "历时",
        "times": "已办：评判时段内排上队并办完的；用时是它们的平均。排队：资源池开放时间内；办理：有人在办的时间，按资源池的可用率折算；历时：从排队到办完，含夜间；流程图只统计其间来件中已办结的，平均数略有不同",
        "held": "占而未办", "visitors_title": "到场的人（人次）", "visitors_came": "来了", "visitors_went_away": "见队长离去", "visitors_gave_up": "等不及离去",
        "visitors_comes_back": "其中改日再来", "visitors_missed": "叫号未到",
        "parts_title": "承诺的事项和阶段", "parts_from": "评判件数：在评判时段内开始的事项和阶段，从开始算到完成；上面各项承诺从各自的起点算起", "staff_title": "人员与窗口（最忙的在前）", "meetings_title": "会议与批次",
        "all_title": "全部办件（含预热、跟踪和其他业务）", "window_open": "其中期末在办", "all": "含预热和跟踪",
        "intervals_title": "各环节用时（小时，95% 区间）", "rest": "歇", "rest_is": "歇：开始之前的夜间等非开放时间",
        "shares_title": "按时办结率与平均用时（95% 区间）", "mean": "平均（小时；整日计的为日）", "mean_counted": "平均（小时；整日计的为日；计次、计窗口的为个数）",
        "still_open": "评判时段到达的 {arrived} 件中有 {open} 件到期末未办完", "waits_low": "：上表的排队未计入它们，因而偏低",
        "nothing_done": "，没有一个环节办成",
        "nobody": "{part}：没有可评判的办件，{why}", "nobody_came": "评判时段内没有办件走到这里",
        "all_ended": "走到这里的都在时限之前另行结束", "all_open": "走到这里的都未办完，也未到时限",
        "together": "件数为 {n} 次模拟之和",
    },
    "en": {
        "came_for": "{arrived} cases came in the judged dates: {parts}.", "nobody_at_all": "No case came in the judged dates.",
        "finished": "{n} finished", "ended_so": "{n} {outcome}", "still": "{n} still open at the end", "comma": ", ",
        "on_time": "On time: {shares}.", "kept": "{name} {share}",
        "simulated": "simulated", "means": "n = {n} (numbers of cases are means of a run)",
        "cases_title": "Cases that came in the judged dates", "came": "came", "completed": "finished", "open": "open at the end",
        "targets_title": "On time", "no_verdicts": "judged: cases whose clock began in the judged dates, not always those that came; shares of these runs, no verdicts: check gives those", "required": "required {share}",
        "steps_title": "Steps: {service}", "step": "step", "served": "served", "left": "left unserved", "wait": "in the queue", "work": "hands-on", "elapsed": "elapsed",
        "times": "served: those who joined the queue in the judged dates and were done; times are their means. in the queue: while the pool is open; hands-on: while somebody works on it, longer where a pool is not always available; elapsed: from joining the queue to completion, nights included; a process map is of the finished cases that came in those dates, so its means differ a little",
        "held": "kept idle", "visitors_title": "Visitors, by visit", "visitors_came": "came", "visitors_went_away": "went away at once",
        "visitors_gave_up": "gave up waiting", "visitors_comes_back": "will come back", "visitors_missed": "missed calls",
        "parts_title": "Promised items and stages", "parts_from": "judged: items and stages that began in the judged dates, timed to where they are done; the targets above begin where each says", "staff_title": "Staff and windows, the busiest first", "meetings_title": "Sessions",
        "all_title": "All cases, with lead-in, follow-up and other work", "window_open": "of them open at the end", "all": "with lead-in and follow-up",
        "intervals_title": "Times of steps in hours, with 95% intervals", "rest": "rest", "rest_is": "rest: nights and other closed hours before the start",
        "shares_title": "On time, and mean times, with 95% intervals", "mean": "mean, h (where whole days count: days)", "mean_counted": "mean, h (whole days: days; visits, windows: their number)",
        "still_open": "{open} of the {arrived} cases that came in the judged dates were still open at the end",
        "waits_low": ": queues leave them out and are too short", "nothing_done": "; not one step was done",
        "nobody": "{part}: nobody was judged, {why}", "nobody_came": "as no case came to it in the judged dates",
        "all_ended": "as all who came to it ended otherwise before the limit", "all_open": "as all who came to it are still open, within the limit",
        "together": "numbers of cases are sums of {n} runs",
    },
}  # fmt: skip
"""A run: who came, how they ended, and how long each step took."""

SUMMARY: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "judged": "评判件数", "late": "超时", "not_kept": "未做到", "late_or_not_kept": "超时或未做到", "undetermined": "未定", "not_judged": "不评判", "deemed": "超时默认", "backwards": "先止后起",
        "stamped_again": "再次到达", "mean": "平均", "counts_title": "各项承诺的计数",
        "within": "用时以时限的单位计；件数为精确计数，分位数误差不超过 0.4%",
    },
    "en": {
        "judged": "judged", "late": "late", "not_kept": "not kept", "late_or_not_kept": "late or not kept", "undetermined": "undetermined", "not_judged": "not judged", "deemed": "deemed",
        "backwards": "backwards", "stamped_again": "again later", "mean": "mean", "counts_title": "Counts of every target",
        "within": "times in the limit's unit; counts are exact, quantiles are within 0.4 %",
    },
}  # fmt: skip
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
