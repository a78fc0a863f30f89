"""Words of the page of questions that a planner asks next, and of what he takes away."""

from __future__ import annotations

from collections.abc import Mapping

ASK: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "怎样才能做到？", "explains": "选一个方案和一项承诺，再点一个问题。每个问题算好后先给一句结论，再给图和依据；算的时候可以离开，回来还在。",
        "scenario": "方案", "promise": "承诺", "every": "全部承诺", "changed": "在改过的方案上问：{what}", "change": "去改一改", "as_stated": "按方案所设", "choose": "请先选一个方案。",
        "levers": "哪些改革举措有用？", "levers_is": "每项举措单独用、全部一起用，按时办结各升多少。",
        "staffing": "最少要多少人？", "staffing_is": "承诺兑现所需的最少人手，以及为什么一个也不能少。",
        "capacity": "办件量还能涨多少？", "capacity_is": "各项承诺能承受的办件量，先卡在哪里，再加一人能多承受多少。",
        "robustness": "哪个数字最要紧？", "robustness_is": "每个不确定的数字错到多少结论就会变，先去核实哪几个。",
        "attribution": "功劳是谁的？", "attribution_is": "已实施的举措合起来省下的时间，每项各占多少。",
        "requirement": "要具备什么条件？", "requirement_is": "流程没有来源写明的承诺：每件用时、每人件数、会签次数各在什么范围内才做得到。",
        "ask": "问", "again": "已算好", "details": "细节与方法", "command": "同样的命令", "none": "没有可画的图。", "long": "可能要几分钟。",
        "take": "带走", "take_is": "文件与同样的命令写出的一样。", "report": "报告（网页）", "workbook": "报告（表格）", "figures": "图（SVG）", "run": "运行数据", "download": "下载（{size}）", "make": "生成",
    },
    "en": {
        "title": "What would it take?", "explains": "Choose a scenario and a promise, then a question. Each is answered by a sentence first, then by a figure and what supports it. You may leave while it is worked out: it will be here when you return.",
        "scenario": "Scenario", "promise": "Promise", "every": "All promises", "changed": "Asked of a changed scenario: {what}", "change": "Go to What if", "as_stated": "as the scenario states", "choose": "Choose a scenario first.",
        "levers": "Which reforms help?", "levers_is": "What each reform does for the share on time: alone, and all of them together.",
        "staffing": "How few people are enough?", "staffing_is": "The fewest people with whom the promise is kept, and why none of them can be spared.",
        "capacity": "How many more cases?", "capacity_is": "The load that each promise bears, what gives way first, and what one more person would add.",
        "robustness": "Which number matters most?", "robustness_is": "How wrong each uncertain number may be until a verdict changes, and which to measure first.",
        "attribution": "Which reform earned what?", "attribution_is": "How much of the time that the reforms in force save together each of them earns.",
        "requirement": "What would have to be true?", "requirement_is": "Of a promise whose process no source tells: how long the work, how many cases a person, how many sign-offs, so that it can be kept.",
        "ask": "Ask", "again": "Worked out already", "details": "Details and method", "command": "The same as a command", "none": "There is nothing to draw.", "long": "May take some minutes.",
        "take": "Take away", "take_is": "The files are those that the same command writes.", "report": "Report (page)", "workbook": "Report (workbook)", "figures": "Figures (SVG)", "run": "The run's data", "download": "Download ({size})", "make": "Make",
    },
}  # fmt: skip
