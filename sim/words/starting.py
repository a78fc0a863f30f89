"""Words of backlogs and of the lead-in an office needs."""

from __future__ import annotations

from collections.abc import Mapping

STARTING: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "open_at": "{scenario}：{at} 开门时在办 {n} 件", "replication": "模拟序号", "where": "所在环节", "cases": "件数",
        "start_from": "以此为期初再作评判：{command}",
        "watched": "从 {first} 起空厅运行 {weeks} 周", "first_week": "首周平均在办（件）", "half_way": "中期", "last_week": "末周", "dropped": "应舍去的周数",
        "suggested": "建议预热期 {weeks} 周（{wd} 个工作日）；", "suffices": "现定 {wd} 个工作日，足够", "too_little": "现定 {wd} 个工作日，不够",
        "untold": "现定预热期 {wd} 个工作日，是否足够，在此无法判定。",
        "unreliable": "预热期多长无法判定：", "too_short": "只有 {what} 周，太短：至少 12 周",
        "second_half": "{what} 的在办件数过半仍未稳定：加长 --weeks 再看",
        "overloaded": "在办件数一直增长，{what} 始终满负荷：不存在稳定状态",
        "season": "{what} 使来件量在这段时间内起伏：不存在稳定状态", "closure": "{what} 起的一周大半停止办公",
    },
    "en": {
        "open_at": "{scenario}: {n} cases open on the morning of {at}", "replication": "replication", "where": "where they stand", "cases": "cases",
        "start_from": "to start from there: {command}",
        "watched": "empty on {first}, watched for {weeks} weeks", "first_week": "open in the first week", "half_way": "half way", "last_week": "last week", "dropped": "weeks to drop",
        "suggested": "suggested lead-in: {weeks} weeks ({wd} working days); ", "suffices": "the stated {wd} working days suffice", "too_little": "the stated {wd} working days are too few",
        "untold": "whether the stated {wd} working days suffice cannot be told here.",
        "unreliable": "how long a lead-in is needed cannot be told:", "too_short": "{what} weeks are too few: 12 at least",
        "second_half": "open cases of {what} have not settled half way: try more --weeks",
        "overloaded": "open cases grow to the end and {what} is always busy: there is no steady state",
        "season": "{what} moves the load within these weeks: there is no steady state", "closure": "in the week of {what} the office is closed most of the time",
    },
}  # fmt: skip
"""How a study begins: open cases, and the lead-in."""
