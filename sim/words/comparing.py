"""Words of alternatives beside a base, and of levers one by one."""

from __future__ import annotations

from collections.abc import Mapping

COMPARED: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{scenario}（基准） · 负荷 {load} · 种子 {seed} · 基准与备选方案各模拟 {n} 次，同序号的模拟用相同的随机数",
        "base": "基准", "colon": "：", "comma": "、", "limit": "时限 {limit}，要求按时办结率 ≥ {share}", "limit_reached": "要求到达终点的 ≥ {share}",
        "on_time_share": "按时办结率", "mean": "平均用时", "p95": "P95",
        "in_wd": "（工作日）", "in_wh": "（工作小时）", "in_h": "（小时）", "in_cd": "（自然日）", "in_min": "（分钟）", "in_s": "（秒）", "in_visit": "（次）", "in_window": "（个窗口）", "in_case": "",
        "better": "改善", "worse": "变差", "unclear": "尚难判定", "same": "{n} 次模拟均无差别", "identical": "与基准相同", "unknown": "无法比较",
        "not_reached": "未达到", "nobody": "无办件",
        "cases_title": "差别出在哪些办件上（同一办件前后对照）", "matched": "对照件数", "turned_on_time": "超时→按时", "turned_late": "按时→超时",
        "gained": "缩短最多的办件（模拟序号，到达）", "lost": "延长最多的办件（模拟序号，到达）", "moved": "{case}（{run}，{when}） {before} → {after}", "no_value": "未到终点",
        "when": "{month}{day}日 {time}", "months": "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        "pairing": "同序号模拟的相关系数 {r}（{measures}）；{n} 对相当于互不相干的模拟 {worth} 对",
        "only": "只在基准中评判 {before} 件，只在备选方案中评判 {after} 件", "without_value": "未到终点、不计入平均：基准 {before} 件，备选方案 {after} 件（均算超时，P95 按最长计）",
        "together": "差值 = 备选方案 − 基准，方括号内为区间（按时办结率按百分点计）。{k} 个区间同时成立的置信水平为 {level}；区间不含 0 才说改善或变差。",
        "sample": "本表的按时办结率都据同样的 {n} 次模拟；check 在结论有把握时即止（从 24 次起），所以它的数字可能因偶然而略有不同。",
        "unseen": "“无差别”只是 {n} 次模拟中未见差别：实际上有差别的时期仍可能多达 {share}（置信水平 {level}）。",
        "identical_note": "“与基准相同”：改动没有使方案有任何不同，模拟也就完全一样。",
        "worse_in": "变差：{what}。{lever}：{how}", "worse_what": "{target}（{measures}）",
        "story": "看一件的来龙去脉（基准）：{command}",
    },
    "en": {
        "head": "{scenario} (base) · load {load} · seed {seed} · {n} replications of each, under common random numbers",
        "base": "base", "colon": ": ", "comma": ", ", "limit": "limit {limit}, at least {share} on time", "limit_reached": "at least {share} to get there",
        "on_time_share": "on time", "mean": "mean", "p95": "P95",
        "in_wd": ", wd", "in_wh": ", wh", "in_h": ", h", "in_cd": ", cd", "in_min": ", min", "in_s": ", s", "in_visit": ", visits", "in_window": ", windows", "in_case": "",
        "better": "better", "worse": "worse", "unclear": "unclear", "same": "no difference in {n} replications", "identical": "identical", "unknown": "cannot be told",
        "not_reached": "not reached", "nobody": "no case",
        "cases_title": "The cases behind it, each followed from the base to the alternative", "matched": "cases", "turned_on_time": "late → on time", "turned_late": "on time → late",
        "gained": "gained most: case (replication, arrival)", "lost": "lost most: case (replication, arrival)", "moved": "{case} ({run}, {when}) {before} → {after}", "no_value": "no end",
        "when": "{day} {month} {time}", "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "pairing": "paired replications correlate {r} ({measures}); the {n} pairs are worth {worth} independent ones",
        "only": "judged in the base only: {before}; in the alternative only: {after}",
        "without_value": "left out of the mean because they did not reach the end: {before} in the base, {after} in the alternative (late, and beyond any P95)",
        "together": "Differences are alternative − base with their interval in brackets, shares on time in points. The {k} intervals hold together at {level}; better or worse is said only where 0 lies outside.",
        "sample": "All shares here are from the same {n} replications; check stops as soon as a verdict is sure (24 at first), so its share may differ a little, by chance.",
        "unseen": "“No difference” means none in {n} replications: as many as {share} of periods may still differ ({level} confidence).",
        "identical_note": "“Identical”: the change makes nothing in the scenario different, so the simulations are the same.",
        "worse_in": "worse: {what}. {lever}: {how}", "worse_what": "{target} ({measures})",
        "story": "the story of a case, in the base: {command}",
    },
}  # fmt: skip
"""Alternatives beside a base."""

LEVERS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "负荷 {load} · 种子 {seed} · 每个方案模拟 {n} 次，同序号的模拟用相同的随机数",
        "base": "以不采用任何举措的流程为基准（{base}）；每次只加一项，最后全部合用：", "together": "以上可合用的全部举措",
        "all": "全部合用", "stated_in": "（参数取自版本 {variant}）",
        "cases": "哪些办件缩短、哪些延长：onewindow compare {base} --vs \"--with {lever}\"",
        "builds_on": "不能单独采用，须与 {other} 合用", "not_alone": "不能单独采用：{why}", "not_together": "不能与其余举措合用：{why}",
    },
    "en": {
        "head": "load {load} · seed {seed} · {n} replications of each, under common random numbers",
        "base": "the base is the process without any lever ({base}); each lever is added alone, then all together:",
        "all": "all together", "stated_in": " (as stated in the variant {variant})",
        "cases": "which cases gain and lose by a lever: onewindow compare {base} --vs \"--with {lever}\"",
        "together": "all of these that fit together",
        "builds_on": "does not fit alone: it builds on {other}", "not_alone": "does not fit alone: {why}",
        "not_together": "does not fit with the others: {why}",
    },
}  # fmt: skip
