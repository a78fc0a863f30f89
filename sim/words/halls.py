"""Words of a study of many halls."""

from __future__ import annotations

from collections.abc import Mapping

HALLS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "answer": "{halls}共收件 {arrived} 件：已结束 {ended} 件，期末在办 {open} 件。", "halls_count": "{n} 个大厅",
        "by_class_title": "按规模和人员", "size_and_staff": "每厅每日办件与人员", "a_size": "{cases} 件，人员 × {staff}", "halls": "大厅数",
        "text": "{n} 个；规模（占比）{sizes}；人员（占比）{staffing}；随规模增减的资源池 {pools}",
        "by_class": "各资源池：每个大厅的单位数 · 利用率；其余为各目标的按时办结率",
        "one_of": "这是一个中等规模的大厅；--detail summary 模拟全部 {n} 个",
    },
    "en": {
        "answer": "{arrived} cases came to {halls}: {ended} ended, {open} still open at the end.", "halls_count": "{n} halls",
        "by_class_title": "By size and staff", "size_and_staff": "a hall's cases a day, and staff", "a_size": "{cases} cases, staff × {staff}", "halls": "halls",
        "text": "{n}; sizes (of so many halls) {sizes}; staff {staffing}; pools that grow with them {pools}",
        "by_class": "pools: units of a hall · how busy; then the share on time of each target",
        "one_of": "this is one hall, of mean size; --detail summary runs all {n}",
    },
}  # fmt: skip
"""`run` of a scenario with halls."""
