"""Words of backlogs and of the lead-in an office needs."""

from __future__ import annotations

from collections.abc import Mapping

STARTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "open_at": "{at} 开门时在办 {n} 件。", "replication": "模拟序号", "where": "所在环节", "cases": "件数",
        "watched": "从 {first} 起空厅运行 {weeks} 周", "open_weekly": "平均在办件数", "first_week": "首周", "half_way": "中期", "last_week": "末周", "dropped": "应舍去的周数",
        "suffices": "现定预热期 {stated}，足够：所需 {wd}。",
        "too_little": "现定预热期 {stated}，不够：所需 {wd}。",
        "untold": "现定预热期 {stated}，是否足够，在此无法判定。",
        "why_not": "为何无法判定", "too_short": "只有 {what} 周，太短：至少 12 周",
        "second_half": "{what} 的在办件数过半仍未稳定", "longer": "加长 --weeks 再看。",
        "overloaded": "在办件数一直增长，{what}始终满负荷：不存在稳定状态",
        "season": "{what} 使来件量在这段时间内起伏：不存在稳定状态", "closure": "{what} 起的一周大半停止办公",
    },
    "en": {
        "open_at": "{n} cases are open on the morning of {at}.", "replication": "replication", "where": "where they stand", "cases": "cases",
        "watched": "empty on {first}, watched for {weeks} weeks", "open_weekly": "Mean of open cases", "first_week": "first week", "half_way": "half way", "last_week": "last week", "dropped": "weeks to drop",
        "suffices": "The stated lead-in of {stated} is long enough: it takes {wd}.",
        "too_little": "The stated lead-in of {stated} is too short: it takes {wd}.",
        "untold": "Whether the stated lead-in of {stated} is long enough cannot be told here.",
        "why_not": "Why not", "too_short": "{what} weeks are too few: 12 at least",
        "second_half": "open cases of {what} have not settled half way", "longer": "Try more --weeks.",
        "overloaded": "open cases grow to the end and {what} is always busy: there is no steady state",
        "season": "{what} moves the load within these weeks: there is no steady state", "closure": "in the week of {what} the office is closed most of the time",
    },
}  # fmt: skip
"""How a study begins: open cases, and the lead-in."""
