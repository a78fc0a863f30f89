"""Words of the page on which alternatives stand side by side."""

from __future__ import annotations

from collections.abc import Mapping

COMPARE: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "哪种做法更好？", "explains": "选两到六种做法放在一起比，第一行是比较的基准。同一件办件在各种做法下抽的签相同，差别只来自做法本身。",
        "scenario": "方案", "promise": "承诺", "pick": "比较哪些", "version": "版本：{name}", "saved": "已存：{name}", "as_stated": "如方案所设", "base": "基准", "make_base": "设为基准", "beside": "与之比较", "none_saved": "这个方案还没有存下的做法。到“改一改”里改几个数，存为方案，就会出现在这里。", "go": "去改一改",
        "compare": "比较", "too_few": "至少选一种与基准不同的做法。", "too_many": "最多六种，请去掉几种。", "rename": "改名", "forget": "删除", "name": "名称", "save": "保存", "forgotten": "已删除：{name}",
        "alternative": "做法", "on_time": "按时", "difference": "与基准差（百分点，区间）", "verdict": "结论", "people": "要付出的人手", "as_base": "—", "identical": "完全相同", "unknown": "无法比较", "same": "没有差别", "unsure": "（不确定）", "not_judged": "不作评判", "no_people": "人手不变", "moved": "{pool} {more}（{before} → {after}）", "semicolon": "；",
        "legend": "只有确定的差别才上色：绿色确定更好，红色确定更差，其余不上色。按时率取同样的 48 次模拟，与单独算一项承诺时的次数不同，会差一两个百分点；结论仍按单独算的次数。人手按各资源池开放时间折成整天的人数，不含系统。", "all": "各项承诺与细节", "command": "同样的命令",
    },
    "en": {
        "title": "Which way of working is better?", "explains": "Set two to six ways of working side by side; the first row is the base. Every case draws the same lots in all of them, so that only the way of working differs.",
        "scenario": "Scenario", "promise": "Promise", "pick": "What to compare", "version": "Version: {name}", "saved": "Saved: {name}", "as_stated": "as the scenario states", "base": "the base", "make_base": "make it the base", "beside": "set beside it", "none_saved": "Nothing is saved of this scenario yet. Change some numbers under “What if”, save that as an alternative, and it is listed here.", "go": "Go to What if",
        "compare": "Compare", "too_few": "Choose at least one that is not the base.", "too_many": "Six at most: leave some out.", "rename": "Rename", "forget": "Delete", "name": "Name", "save": "Save", "forgotten": "Deleted: {name}",
        "alternative": "way of working", "on_time": "on time", "difference": "against the base (points, interval)", "verdict": "verdict", "people": "what it takes in people", "as_base": "—", "identical": "exactly the same", "unknown": "cannot be told", "same": "no difference", "unsure": "(not certain)", "not_judged": "not judged", "no_people": "nobody more or fewer", "moved": "{pool} {more} ({before} → {after})", "semicolon": "; ",
        "legend": "Colour only where a difference is certain: green is certainly better, red certainly worse, all else has none. The shares are of the same 48 replications of each way, and may differ by a point or two from those of a promise asked alone, on which the verdicts rest. People are counted as units over the whole time a pool is open; systems are left out.", "all": "All promises, and details", "command": "The same as a command",
    },
}  # fmt: skip
