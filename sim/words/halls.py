"""Words of a study of many halls."""

from __future__ import annotations

from collections.abc import Mapping

HALLS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "halls_count": "{n} 个大厅",
        "cases_a_day": "每日办件",
        "staffing": "人员",
        "halls": "大厅数",
        "text": "{n} 个；规模（占比）{sizes}；人员（占比）{staffing}；随规模增减的资源池 {pools}",
        "by_class": "各资源池：每个大厅的单位数 · 利用率；其余为各目标的按时办结率",
        "one_of": "这是一个中等规模的大厅；--detail summary 模拟全部 {n} 个",
    },
    "en": {
        "halls_count": "{n} halls",
        "cases_a_day": "cases a day",
        "staffing": "staff",
        "halls": "halls",
        "text": "{n}; sizes (of so many halls) {sizes}; staff {staffing}; pools that grow with them {pools}",
        "by_class": "pools: units of a hall · how busy; then the share on time of each target",
        "one_of": "this is one hall, of mean size; --detail summary runs all {n}",
    },
}
"""`run` of a scenario with halls."""
